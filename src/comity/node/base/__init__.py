"""What every app of the node stands on: home folder, database, fields, sealing, clock, problems, permissions."""
