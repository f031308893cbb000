"""The desk: the door officers use. A folder for each place on the left rail, each with its views, addresses and pages."""
