"""The start page of the network and the tour: a process of its own, without a database; it asks the nodes."""
