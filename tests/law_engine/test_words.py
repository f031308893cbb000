"""Every reason the engine can give has a sentence in each language, with the parameters it really has."""

import re
import tomllib
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from comity.facts.scenario import read_file
from comity.kernel.errors import BadInput
from comity.kernel.finding import Reason
from comity.law import words
from comity.law.condition_records import ConditionRecord
from comity.law.conditions.registry import kinds
from comity.law.dual_criminality import compare
from comity.law.gates import GATES
from comity.law.jurisdiction import claims
from comity.law.offences import made_out
from comity.law.order import By
from comity.law.plan import PHASES
from comity.law.protections import RISKS, WANTED
from comity.law.route import routes
from comity.law.steps import KINDS

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "de")
PREFIX = (
    "in_force|member|assistance|provider|state|reservation|offence_scope|threshold|rights|sender|recipient|direct_contact|"
    "consent|territory|emergency|fact|event|home_power|transfer|dual|grounds|form|instrument|urgency|clock|follow_up|home|"
    "jurisdiction|offence|order|plan|takedown|objection|check|refusal|atlas|step|protection"
)
CODE = re.compile(rf'"((?:{PREFIX})\.[a-z_]+)"')


FILES = ("treaties", "gates", "offences", "routes", "procedure", "atlas")
"""The engine's own files of words; other rooms keep theirs beside them."""


def ours(lang: str) -> dict[str, str]:
    own: set[str] = set()
    for name in FILES:
        data = tomllib.loads((ROOT / f"content/reasons/{lang}/{name}.toml").read_text("utf-8"))
        for area, inner in data.items():
            own |= {f"{area}.{key}" for key in inner} if isinstance(inner, dict) else {area}
    return {code: text for code, text in words.sentences(lang).items() if code in own}


def codes_in_source() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "src/comity/law").rglob("*.py"):
        found |= set(CODE.findall(path.read_text("utf-8")))
    return found - {"in_force.py"}


def codes_in_records(book) -> set[str]:
    every = [*book.instruments, *book.safeties]
    return {condition.code for record in every for condition in record.conditions if condition.code}


ORDER = {f"order.{by}" for by in get_args(By)}
ATLAS = {f"protection.{kind}{end}" for kind in (*WANTED, *RISKS) for end in ("", "_no_record")}
ATLAS |= {f"step.{kind}" for kind in KINDS}
PLAN = {f"plan.{phase}" for phase in PHASES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_a_sentence(book, lang):
    composed = {f"direct_contact.{rule}" for rule in ("allowed", "notify", "forbidden", "unknown")}
    composed |= {f"clock.{name}_on" for name in ("no_slack", "ceiling_below_floor")} | ORDER | PLAN | ATLAS
    wanted = codes_in_source() | codes_in_records(book) | composed
    assert len(wanted) > 120
    assert not wanted - set(words.sentences(lang))


def test_no_language_has_a_sentence_nobody_says(book):
    composed = {"direct_contact.allowed", "direct_contact.notify", "direct_contact.forbidden"}
    composed |= {"clock.no_slack_on", "clock.ceiling_below_floor_on"} | ORDER | PLAN | ATLAS
    said = codes_in_source() | codes_in_records(book) | composed
    for lang in LANGUAGES:
        assert not set(ours(lang)) - said


def test_the_languages_use_the_same_parameters():
    assert set(ours("en")) == set(ours("de"))
    for code, english in ours("en").items():
        german = ours("de")[code]
        assert fields(german) <= fields(english) | OPTIONAL, code


OPTIONAL = {"article", "category", "statute"}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def all_reasons(book):
    for path in sorted((ROOT / "tests/cases").rglob("*.toml")):
        scenario = read_file(path)
        answer = routes(book, scenario)
        yield from (place.reason for place in answer.places)
        yield from (step.reason for step in answer.plan)
        for found in answer.after_refusal:
            yield found.reason
            yield from (way.reason for way in found.alternatives)
        for row in answer.routes:
            yield from (reason for check in row.checks for reason in check.reasons)
            yield from (reason for gate in row.gates for reason in gate.reasons)
            yield from row.warnings
            yield from row.dual.reasons
        for state in made_out(book, scenario.facts, ["DE", "JP", "FR", "US"], scenario.on).countries.values():
            yield from (reason for one in state for reason in one.reasons)
        yield from (reason for claim in claims(book, scenario).claims for reason in claim.reasons)
        if scenario.ask.requesting and scenario.ask.requested:
            yield from (reason for one in compare(book, scenario) for reason in one.reasons)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_lacks_a_parameter_in_any_case(book, lang):
    texts = {words.sentence(reason, lang) for reason in all_reasons(book)}
    assert len(texts) > 100
    assert not [text for text in texts if "?)" in text or "[" in text[:1]]


def test_a_missing_language_shows_english_marked():
    reason = Reason("emergency.only")
    assert words.sentence(reason, "xx") == "[en] Only in an emergency."
    assert words.sentence(reason, "de") == "Nur in einem Notfall."
    assert words.sentence(Reason("no.such_code")) == "[no.such_code]"


def test_a_broken_file_of_words_is_told(tmp_path, monkeypatch):
    folder = tmp_path / "reasons" / "qq"
    folder.mkdir(parents=True)
    (folder / "a.toml").write_text("x = 5\n")
    monkeypatch.setattr(words, "content_folder", lambda: tmp_path)
    words.sentences.cache_clear()
    with pytest.raises(BadInput, match="x is no text"):
        words.sentences("qq")
    (folder / "a.toml").write_text("x = \n")
    with pytest.raises(BadInput):
        words.sentences("qq")
    words.sentences.cache_clear()


def test_every_kind_of_condition_is_answered():
    written = set(ConditionRecord.__subclasses__())
    assert set(kinds()) == written
    assert len(written) < 30
    assert all(kind.__doc__ for kind in written)


def test_python_names_no_instrument_treaty_article_or_country(book):
    """Law is in records. Whoever needs an id in Python has found a condition that is not written yet."""
    ids = {one.id for one in book.instruments} | {one.id for one in book.treaties}
    ids |= {alias for one in book.treaties for alias in one.aliases}
    ids |= {one.id for one in book.offence_articles} | set(book.contents.states.codes)
    folders = [ROOT / "src/comity" / name for name in ("law", "facts", "clocks", "lifecycle")]
    docstring = re.compile(r'""".*?"""', re.S)
    named = [
        f"{path.name}: {text}"
        for folder in folders
        for path in folder.rglob("*.py")
        for text in re.findall(r'"([^"\n]*)"', docstring.sub("", path.read_text("utf-8")))
        if text in ids or re.search(r"\b(BC|P2|ETS|CETS|UN) \d", text)
    ]
    assert not named


def test_the_content_files_are_toml():
    for path in (ROOT / "content/reasons").rglob("*.toml"):
        tomllib.loads(path.read_text("utf-8"))
    assert GATES[0] == "in_force" and GATES[-1] == "conditions"


def test_no_sentence_shows_a_code_or_an_empty_bracket(book):
    """``fiu_may_suspend``, ``facts.stated...``, ``(-)``: seen on pages once."""
    shown = set()
    for path in sorted((ROOT / "tests/cases").glob("*.toml")):
        for row in routes(book, read_file(path)).routes:
            for reason in _reasons(row.document("en")):
                shown |= {words.sentence(reason, lang) for lang in ("en", "de")}
    odd = re.compile(r"\b[a-z]+_[a-z_]+\b|facts\.|\(-\)|; -\)|: -\.")
    assert len(shown) > 100
    assert not sorted(one for one in shown if odd.search(one))


def _reasons(found):
    if isinstance(found, dict):
        if (
            "code" in found
            and isinstance(found.get("params"), dict)
            and found["code"] in words.sentences("en")
        ):
            yield Reason(found["code"], found["params"])
        for one in found.values():
            yield from _reasons(one)
    elif isinstance(found, list | tuple):
        for one in found:
            yield from _reasons(one)
