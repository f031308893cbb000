"""Clocks as rows: the instant, the zone and the rule that made it; each fires once, however often the node restarts."""
