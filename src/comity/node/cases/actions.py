"""The verbs of cases, one module for each part of their life; doors and other apps call them from here.

``opening`` open and join reports; ``people`` who leads, leave; ``stating`` facts and flags; ``notes`` sealed words; ``answers`` of the
law engine that were saved; ``closing`` the end. Each is one transaction with one leaf.
"""

from comity.node.cases.answers import keep_answer
from comity.node.cases.closing import close, reopen
from comity.node.cases.notes import add_note, open_notes
from comity.node.cases.opening import join, join_linked, open_case
from comity.node.cases.people import assign, end_grant, grant
from comity.node.cases.stating import flag, lift, state_fact

__all__ = [
    "add_note",
    "assign",
    "close",
    "end_grant",
    "flag",
    "grant",
    "join",
    "join_linked",
    "keep_answer",
    "lift",
    "open_case",
    "open_notes",
    "reopen",
    "state_fact",
]
