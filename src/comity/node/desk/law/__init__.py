"""Pages of the desk: what the law says, for a case or free, and the book."""
