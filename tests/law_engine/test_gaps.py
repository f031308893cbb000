"""Gap reports on toy worlds, against counting by hand, and on the book itself."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from itertools import chain, combinations
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from comity.cli.law import law
from comity.facts.model import Facts
from comity.kernel.errors import BadInput
from comity.kernel.finding import Reason, Verdict
from comity.law import records as r
from comity.law.book import Book
from comity.law.dual_criminality import compare_states
from comity.law.gaps import report
from comity.law.gaps.articles import article_gap, bare_conduct, own_law
from comity.law.gaps.common import common_core
from comity.law.gaps.effect import effect, with_core
from comity.law.gaps.offline import offline_pairs
from comity.law.gaps.penalties import penalties
from comity.law.words import sentence

from . import toy
from .toy import DAY, FACT, THEFT, toy_book

STATES = ("XA", "XB", "XC", "XD", "XE", "XF")
CORE = frozenset(THEFT.core)


def offence(state: str, *requires: str, coverage: str = "full", **more: object) -> r.Offence:
    """Return a toy offence, with a statute, a territory or a penalty of its own."""
    return msgspec.structs.replace(toy.offence(state, *requires, coverage=coverage), **more)


def world(*offences: r.Offence, **more: object) -> Book:
    """Return a book of six states: XA covers the article unless its offence is given."""
    given = offences if any(row.state == "XA" for row in offences) else (offence("XA"), *offences)
    book = toy_book(offences=given)
    countries = tuple(r.Country(code=code, legal_system="toy", **FACT) for code in STATES)
    codes = msgspec.structs.replace(book.contents.states, codes=STATES)
    contents = msgspec.structs.replace(book.contents, countries=countries, states=codes, **more)
    return Book(contents, digest=book.digest, origin="toy")


@pytest.mark.parametrize(
    ("rows", "status", "missing", "extra"),
    [
        ([offence("XB")], "covered", (), ()),
        ([offence("XB", "by_night")], "asks_more", (), ("by_night",)),
        ([offence("XB", "by_night"), offence("XB", statute="B 2")], "covered", (), ()),
        (
            [offence("XB", "by_night"), offence("XB", "by_force", statute="B 2")],
            "asks_more",
            (),
            ("by_night", "by_force"),
        ),
        ([offence("XB", coverage="partial", note="goods only")], "narrower_in_words", (), ()),
        ([offence("XB", coverage="none")], "no_offence", THEFT.core, ()),
        ([offence("XB", coverage="unread")], "unread", (), ()),
        ([], "no_record", (), ()),
    ],
)
def test_the_status_of_an_article(
    rows: list[r.Offence], status: str, missing: tuple[str, ...], extra: tuple[str, ...]
) -> None:
    gap = article_gap(world(*rows), "XB", THEFT, DAY)
    assert (gap.status, gap.missing, gap.extra) == (status, missing, extra)


def test_an_element_the_article_itself_asks_is_not_asked_on_top() -> None:
    assert article_gap(world(offence("XB", "intent")), "XB", THEFT, DAY).status == "covered"


def test_an_article_nobody_read_is_compared_with_nothing() -> None:
    unread = msgspec.structs.replace(THEFT, core=(), core_known=False)
    book = world(offence("XB"), offence_articles=(unread,))
    assert article_gap(book, "XB", unread, DAY).status == "article_unread"
    assert common_core(book, ("XA", "XB"), unread, DAY).verdict is Verdict.UNKNOWN


def test_what_a_model_allows_is_told_from_what_goes_beyond() -> None:
    model = r.ModelText(
        id="m", article=THEFT.id, origin="toy", cite="M 1", text="toy", may_add=("by_night",), **FACT
    )
    gap = article_gap(world(offence("XB", "by_night", "by_force"), models=(model,)), "XB", THEFT, DAY)
    assert gap.rows[0].allowed == ("by_night",)
    assert gap.rows[0].document()["beyond"] == ["by_force"]


def by_hand(book: Book, other: Book, state: str, facts: Facts) -> Counter[tuple[Verdict, Verdict]]:
    """Count the relations of a state by asking the engine for each, one at a time."""
    counts: Counter[tuple[Verdict, Verdict]] = Counter()
    for partner in STATES:
        if partner == state:
            continue
        for pair in ((state, partner), (partner, state)):
            counts[
                compare_states(book, facts, *pair, DAY).verdict,
                compare_states(other, facts, *pair, DAY).verdict,
            ] += 1
    return counts


MIXED = (
    offence("XB", "by_night"),
    offence("XC", "by_night"),
    offence("XD", coverage="none"),
    offence("XE", coverage="partial", note="goods only"),
)


@pytest.mark.parametrize("state", ["XB", "XD", "XE"])
def test_the_effect_of_a_gap_is_what_counting_by_hand_finds(state: str) -> None:
    book = world(*MIXED)
    gap = article_gap(book, state, THEFT, DAY)
    found = effect(book, gap, DAY)
    # by hand the core is written into the state's law as a record of its own
    other = world(*MIXED, offence(state, statute="core"))
    assert found.bare.counts == by_hand(book, other, state, bare_conduct(THEFT))
    if gap.extra:
        lacking = bare_conduct(THEFT, **dict.fromkeys(gap.extra, False))
        assert found.without_extra is not None
        assert found.without_extra.counts == by_hand(book, other, state, lacking)


def test_a_missing_offence_turns_relations_from_yes_to_no() -> None:
    book = world(*MIXED)
    told = effect(book, article_gap(book, "XD", THEFT, DAY), DAY).document()["bare_conduct"]
    assert told["relations"] == 10
    assert told["now"] == {"yes": 0, "no": 10, "unknown": 0}
    assert told["changed"] == {"no_to_unknown": 8, "no_to_yes": 2}  # XA alone has the offence for sure


def test_conduct_that_lacks_the_extra_element_is_lost_where_the_others_do_not_ask_it() -> None:
    told = effect((book := world(*MIXED)), article_gap(book, "XB", THEFT, DAY), DAY).document()[
        "conduct_without_the_extra_elements"
    ]
    assert told["now"]["yes"] == 0
    assert told["changed"]["no_to_yes"] == 2  # XA; XC asks the same element, XD has no offence


def test_the_assumed_law_touches_no_other_state() -> None:
    book = world(*MIXED)
    other = with_core(book, article_gap(book, "XD", THEFT, DAY))
    assert other.digest != book.digest
    assert other.assumed
    for state in STATES:
        assert len(other.offences(state)) == len(book.offences(state)) + (state == "XD")


ELEMENTS = ("by_night", "by_force", "without_right")


def subsets() -> list[frozenset[str]]:
    picks = chain.from_iterable(combinations(ELEMENTS, size) for size in range(len(ELEMENTS) + 1))
    return [frozenset(pick) for pick in picks]


@pytest.mark.parametrize(
    "rows",
    [
        (offence("XB", "by_night"), offence("XC", "by_force")),
        (offence("XB", "by_night"), offence("XB", "by_force", statute="B 2"), offence("XC", "by_force")),
        (
            offence("XB", "by_night"),
            offence("XB", "by_force", statute="B 2"),
            offence("XC", "without_right"),
            offence("XC", "by_night", "by_force", statute="C 2"),
        ),
        (
            offence("XB", "by_night", statute="N 1", territory="north"),
            offence("XB", "by_force", statute="S 1", territory="south"),
            offence("XC"),
        ),
    ],
)
def test_the_common_core_is_what_trying_every_set_of_elements_finds(rows: tuple[r.Offence, ...]) -> None:
    book = world(*rows)
    chosen = ("XA", "XB", "XC")

    def crime(extra: frozenset[str]) -> bool:
        elements = {element: element in extra for element in ELEMENTS}
        facts = bare_conduct(THEFT, **elements)
        return all(own_law(book, state, THEFT, facts, DAY)[0] is Verdict.YES for state in chosen)

    good = [extra for extra in subsets() if crime(extra)]
    expected = {CORE | extra for extra in good if not any(other < extra for other in good)}
    found = common_core(book, chosen, THEFT, DAY)
    assert found.verdict is Verdict.YES
    assert {frozenset(elements) for elements in found.conduct} == expected


def test_a_state_without_the_offence_ends_the_common_core() -> None:
    found = common_core(world(offence("XB", coverage="none")), ("XA", "XB"), THEFT, DAY)
    assert (found.verdict, found.without, found.conduct) == (Verdict.NO, ("XB",), ())


@pytest.mark.parametrize(
    "rows", [(), (offence("XB", coverage="unread"),), (offence("XB", coverage="partial", note="goods"),)]
)
def test_an_unknown_law_leaves_the_common_core_open(rows: tuple[r.Offence, ...]) -> None:
    found = common_core(world(*rows), ("XA", "XB"), THEFT, DAY)
    assert (found.verdict, found.open) == (Verdict.UNKNOWN, ("XB",))


def test_penalties_count_only_what_is_on_record() -> None:
    rows = [
        offence(state, max_penalty_months=months)
        for state, months in (("XA", 12), ("XB", 24), ("XC", 36), ("XD", 999))
    ]
    rows += [offence("XE", max_penalty_months=None), offence("XF", coverage="none", max_penalty_months=600)]
    found = penalties(world(*rows), "XA", THEFT, DAY)
    assert (found.highest, found.known, found.states) == (12, 4, 5)
    assert found.quartiles == (12, 24, 36)
    assert found.place == "middle_half"
    assert penalties(world(*rows), "XD", THEFT, DAY).place == "upper_quarter"
    unknown = penalties(world(*rows), "XE", THEFT, DAY)
    assert (unknown.highest, unknown.place) == (None, "unknown")


def test_a_threshold_is_unknown_where_the_maximum_is(book: Book) -> None:
    article = next(one for one in book.offence_articles if one.core)
    for state in book.states:
        told = penalties(book, state, article, book.edition.as_of)
        assert told.thresholds
        for one in told.thresholds:
            assert (one.reached is None) == (told.highest is None)
            assert one.reached is None or one.reached == ((told.highest or 0) >= one.months)


PAIR = r.OfflinePair(id="p", title="Pair", offline="taking a letter", online=(THEFT.id,), **FACT)


@pytest.mark.parametrize(
    ("criminal", "rows", "flag", "flagged"),
    [
        ("yes", (offence("XB"),), "equivalent", False),
        ("yes", (offence("XB", "by_night"),), "online_asks_more", False),
        ("yes", (offence("XB", coverage="none"),), "offline_only", True),
        ("yes", (offence("XB", coverage="partial", note="goods"),), "online_open", True),
        ("yes", (), "online_open", True),
        ("no", (offence("XB"),), "online_only", False),
        ("unknown", (offence("XB", coverage="none"),), "offline_not_known", False),
        (None, (offence("XB", coverage="none"),), "offline_not_known", False),
    ],
)
def test_offline_and_online(
    criminal: str | None, rows: tuple[r.Offence, ...], flag: str, *, flagged: bool
) -> None:
    told = () if criminal is None else (r.OfflineOffence(state="XB", pair="p", criminal=criminal, **FACT),)
    (found,) = offline_pairs(world(*rows, offline_pairs=(PAIR,), offline_offences=told), "XB", DAY)
    assert found.flag == flag
    assert found.document()["flagged"] is flagged


def test_bad_input_names_every_state_it_does_not_know() -> None:
    with pytest.raises(BadInput) as error:
        report(world(), "XX", on=DAY, among=("XQ",))
    assert [fault.code for fault in error.value.faults] == ["law.gaps.no_state"] * 2


# --- the book itself ------------------------------------------------------------------------------------------


def test_every_budapest_model_asks_the_core_of_its_article(book: Book) -> None:
    for model in book.contents.models:
        article = book.offence_article(model.article)
        if model.treaty:
            assert set(model.elements) == {*article.core, *article.one_of}, model.id
        assert not set(model.may_add) & set(article.core), model.id
    with_model = {model.article for model in book.contents.models if model.treaty}
    assert with_model == {one.id for one in book.offence_articles if one.treaty and one.core_known}


def test_what_is_common_is_a_crime_in_every_state_that_answers(book: Book) -> None:
    chosen = tuple(book.states)[::7]
    day = book.edition.as_of
    for article in book.offence_articles:
        found = common_core(book, chosen, article, day)
        for conduct in found.conduct:
            facts = bare_conduct(article, **dict.fromkeys(conduct, True))
            for state in chosen:
                if state not in (*found.open, *found.without):
                    assert own_law(book, state, article, facts, day)[0] is Verdict.YES, (article.id, state)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_status_has_a_sentence(lang: str) -> None:
    for status in (
        "covered", "asks_more", "narrower_in_words", "no_offence", "unread", "no_record", "article_unread",
    ):  # fmt: skip
        text = sentence(
            Reason(f"gap.{status}", {"state": "JP", "title": "t", "unmet": ["x"], "note": "n"}), lang
        )
        assert "?)" not in text
        assert not text.startswith("[")


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(law, ["gaps", *words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def test_the_command_prints_one_document() -> None:
    code, text = run("ch", "--article", "ETS185:2", "--among", "de", "--json")
    document = json.loads(text)
    assert document["schema"] == "comity.gaps/1"
    assert (code, document["state"]) == (1, "CH")
    (article,) = document["articles"]
    assert article["extra"] == ["security_measure_infringed", "remote_or_connected_system"]
    assert {model["cite"] for model in article["models"]} == {"BC 2", "LMM(02)17 s 5"}
    assert article["effect"]["bare_conduct"]["relations"] == 2 * (103 - 1)
    assert [one["states"] for one in document["common_core"]] == [["CH", "DE"]]


def test_the_command_ends_with_zero_where_no_gap_is_known() -> None:
    code, text = run("CH", "--article", "ETS185:4")
    assert code == 0
    assert "covered" in text
    assert "not legal advice" in text


def test_a_day_nobody_can_read_is_bad_input() -> None:
    with pytest.raises(BadInput) as error:
        run("CH", "--on", "yesterday")
    assert error.value.faults[0].code == "law.day.unreadable"


def test_the_day_asked_decides_which_law_is_compared() -> None:
    """A record that begins later is no gap closed before."""
    book = world(msgspec.structs.replace(offence("XB"), since=date(2027, 1, 1)))
    assert article_gap(book, "XB", THEFT, DAY).status == "no_record"
    assert article_gap(book, "XB", THEFT, date(2027, 1, 2)).status == "covered"


def keys_of(value: object) -> set[str]:
    """Return every key of a document, at any depth; the answers and changes under an effect are words, not keys."""
    if isinstance(value, list):
        return set().union(*map(keys_of, value))
    if not isinstance(value, dict):
        return set()
    inside = (
        keys_of(item)
        for name, item in value.items()
        if name not in ("now", "with_the_core", "changed", "params")
    )
    return set(value).union(*inside)


def test_every_key_of_the_document_is_explained(book: Book) -> None:
    text = (Path(__file__).parents[2] / "docs/reference/gaps.md").read_text(encoding="utf-8")
    document = report(book, "CH", on=book.edition.as_of, among=("DE",)).document()
    reason = {"code", "params", "text", "cite", "record", "confidence"}  # as in every document
    assert {key for key in keys_of(document) - reason if f"`{key}`" not in text} == set()
