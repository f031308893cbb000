"""Triage: what a report means in law, how urgent it is, and what an officer decided about it."""
