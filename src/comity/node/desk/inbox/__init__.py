"""Pages of the desk: the queue of reports and one report."""
