"""The node: what remembers, shows and sends for one country (Django). The rules it follows are in ``comity``."""
