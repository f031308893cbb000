"""Comity: the open system for international cooperation against cybercrime.

Three storeys: the records (``law/``, ``content/``), this library, which decides, and the node
(``comity.node``), which remembers, shows and sends. ``ARCHITECTURE.md`` follows one report
through all three.
"""

__version__ = "0.1.0"
