"""The people of a node: who they are, what roles they hold, whether they really are here now."""
