"""The command ``comity``: a thin face over the library; groups are found by entry point."""
