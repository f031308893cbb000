"""The atlas: where cooperation is open and where it is closed, for each relation, and what would close the gap.

A relation is two states, a conduct, a measure, a kind of data, on a day. Law is decided in one place, the explained engine:
the fast table asks the engine's own conditions once for each pair of faces (see :mod:`comity.law.conditions.registry`)
and joins the answers with numpy. There is no ranking of states, no search from the answer to the states, no word
"haven".
"""
