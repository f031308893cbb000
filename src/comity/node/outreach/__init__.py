"""Other people harmed: offered to their own state, and told by their own state, one person at a time."""
