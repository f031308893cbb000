"""Assistance: requests under an instrument, seen from both ends, moved along the life cycle the book's record gives."""
