"""The demonstration network: invented people, offices and firms, marked so. Nothing in ``comity`` imports it."""
