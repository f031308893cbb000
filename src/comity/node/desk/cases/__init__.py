"""Pages of the desk: cases."""
