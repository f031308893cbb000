"""The gallery: every layout and every part with its states, on invented matters. For those who build pages."""
