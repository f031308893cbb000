"""How each kind of legal condition is answered: one small plain function per kind, in one registry.

The kinds are written down in :mod:`comity.law.condition_records`; their values (treaties, articles, tables, states)
are in the records. Nothing here names any of them. Whoever imports the registry has every kind: each module enters its own.
"""

from comity.law.conditions import case, contact, home, offence, standing

__all__ = ["case", "contact", "home", "offence", "standing"]
