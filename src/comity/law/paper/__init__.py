"""A saved answer on paper: for a judge, counsel or a file, readable without the software."""
