"""The questions a person is asked, one thing a page, following what she answered before.

The questions are records (``content/questions/*.toml``); nothing here knows what is asked. A choice sets *marks*,
later questions are asked when certain marks hold, and answers become facts, selectors and own words.

    >>> asked = load()
    >>> next_question(asked, {}).id
    'first'
    >>> next_question(asked, {"first": "money"}).id
    'money_when'
"""

from comity.triage.questions.answers import Answer, Answers, Checked, check, check_all, from_form
from comity.triage.questions.doubts import doubts
from comity.triage.questions.engine import (
    coded_from,
    contact_from,
    marks_from,
    next_question,
    own_words_from,
    pages,
    path,
)
from comity.triage.questions.facts import facts_from, selectors_from
from comity.triage.questions.length import lengths
from comity.triage.questions.loader import load
from comity.triage.questions.model import Option, Question, Questionnaire, Text

__all__ = [
    "Answer",
    "Answers",
    "Checked",
    "Option",
    "Question",
    "Questionnaire",
    "Text",
    "check",
    "check_all",
    "coded_from",
    "contact_from",
    "doubts",
    "facts_from",
    "from_form",
    "lengths",
    "load",
    "marks_from",
    "next_question",
    "own_words_from",
    "pages",
    "path",
    "selectors_from",
]
