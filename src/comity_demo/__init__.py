"""The demonstration network: three nodes, invented people, the case "Lantern", a guided tour.

Nothing in ``comity`` imports this package. It plugs into a node by the entry-point group ``comity.node.extensions``, and only
where ``node.toml`` says ``demonstration = true``; its command is ``comity demo``.
"""
