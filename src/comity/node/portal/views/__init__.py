"""The pages of the portal, by what a person comes for."""
