"""Faults said to people: in the language of the page where a person can meet them, and never without a translation."""

from __future__ import annotations

import ast
import sys

from django.utils import translation

from comity.kernel.errors import declare
from comity.node.base import problems
from comity.node.base.telling import tell, told
from comity.node.desk.page import BAD_DAY
from tests.node.ui.conftest import ROOT

sys.path.insert(0, str(ROOT / "tools" / "assets"))

import fault_words
import messages

SOURCE = ROOT / "src" / "comity"


def test_every_fault_a_person_can_meet_is_translated() -> None:
    base = SOURCE / "node" / "base"
    for language in messages.TRANSLATED:
        kept = {
            one.id for one in messages.strings(messages.read(base, language)) if messages.is_translated(one)
        }
        lacking = [
            f"{code}: {sentence}"
            for _, _, code, sentence in fault_words.shown(SOURCE)
            if sentence not in kept
        ]
        assert lacking == [], (
            "write them with tools/assets/messages.py update base, or list them in fault_words.NOT_SHOWN"
        )


def test_what_is_listed_as_not_shown_is_declared_somewhere() -> None:
    codes = {
        str(call.args[0].value)
        for path in SOURCE.rglob("*.py") if "declare(" in path.read_text("utf-8")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "declare"
        and call.args and isinstance(call.args[0], ast.Constant)
    }  # fmt: skip
    listed = (*fault_words.NOT_SHOWN, *fault_words.SHOWN_ALL_THE_SAME)
    assert [one for one in listed if not any(code.startswith(one) for code in codes)] == []


def test_a_fault_is_told_in_the_language_of_the_page() -> None:
    with translation.override("de"):
        assert tell(BAD_DAY.fault()).startswith("Das ist kein Tag. Schreiben Sie ihn")
        assert "XY-1" in tell(problems.FAILED.fault(request="XY-1"))
    with translation.override("en"):
        assert tell(BAD_DAY.fault()) == BAD_DAY.fault().text
    with translation.override("en-xb"):
        assert "'x'" in tell(
            declare("tests.telling.mirrored", "{value!r} is not a whole number.").fault(value="x")
        )


def test_a_page_lists_faults_in_german_with_their_codes() -> None:
    with translation.override("de"):
        listed = told([problems.NOT_FOUND.fault()])
    assert listed == [
        {
            "text": "Diese Seite gibt es hier nicht. Prüfen Sie die Adresse, oder beginnen Sie auf der ersten Seite.",
            "code": "node.page.not_found",
        }
    ]


def test_a_fault_nobody_translated_is_told_in_english() -> None:
    made = declare("tests.telling.untranslated", "{name!r} is odd.", "{hint}")
    with translation.override("de"):
        assert tell(made.fault(name="x", hint="Look.")) == "'x' is odd. Look."


def test_machines_get_the_english_of_a_fault() -> None:
    with translation.override("de"):
        document = problems.document(problems.HTTPStatus.NOT_FOUND, [problems.NOT_FOUND.fault()], "1")
    assert document["detail"] == problems.NOT_FOUND.fault().text
