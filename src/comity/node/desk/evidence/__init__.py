"""The place *Evidence*: items and their custody, release by two persons, packages; people harmed; who prosecutes, and outcomes."""
