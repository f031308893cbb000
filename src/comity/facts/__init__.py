"""What is known of an incident, as typed values with three-valued truth, and the scenario file that carries it.

Nothing here knows any law: which elements an offence has is for the book, whether a place founds
jurisdiction is for the engine. An omitted fact and the word ``"unknown"`` mean the same, and neither is *no*.
"""
