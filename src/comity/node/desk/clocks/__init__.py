"""Pages of the desk: the board Tonight."""
