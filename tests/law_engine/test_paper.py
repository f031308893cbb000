"""A saved answer on paper: everything a judge asks for is there, in words, and a page with holes is never made."""

from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

from comity.facts.scenario import read_file
from comity.kernel.errors import BadInput
from comity.law.consultation import add, open_record
from comity.law.decision import KINDS, Question, decide
from comity.law.paper import consulting
from comity.law.paper.blocks import blocks, has_words, title
from comity.law.paper.printing import pdf, print_blocks
from comity.law.words import sentences

CASES = Path(__file__).parents[1] / "cases"
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def receipt(book, kind="routes", lang="en", case="t12-national-not-extradited"):
    return decide(book, Question(kind, read_file(CASES / f"{case}.toml"), lang), at=AT)


def words_of(given) -> str:
    return "\n".join(
        " ".join(
            [
                block.get("heading", ""),
                block.get("text", ""),
                *(cell for row in block.get("rows", []) for cell in row),
            ]
        )
        for block in given
    )


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_is_set_in_words(book, kind, lang):
    made = receipt(book, kind, lang)
    text = words_of(blocks(made))
    assert "[paper." not in text and "?)" not in text and "[en] " not in text
    assert made.digest in text and book.digest in text and made.document["engine"]["digest"] in text
    assert all(row["id"] in text for row in made.document["records"])
    assert has_words(lang) and title(made)


def test_reasons_are_shown_with_source_record_and_how_sure(book):
    text = words_of(blocks(receipt(book)))
    assert "BC 24(1)(a)" in text and "parties/ets185/BR" in text and "from memory" in text
    assert "Brazil: the maximum penalty is 96 months; 12 are needed." in text


def test_it_prints(book):
    pytest.importorskip("typst")
    made = pdf(receipt(book, "jurisdiction", "de"))
    assert made.startswith(b"%PDF-") and b"pdfuaid" in made


def test_a_letter_no_font_has_stops_the_print():
    pytest.importorskip("typst")
    with pytest.raises(BadInput) as error:
        print_blocks([{"text": "事件"}], title="x", lang="en", header="", footer="")
    assert error.value.faults[0].code == "law.paper.not_printed"


def test_without_the_printer_it_says_what_to_do(book, monkeypatch):
    monkeypatch.setattr("comity.law.paper.printing.find_spec", lambda name: None)
    with pytest.raises(BadInput) as error:
        pdf(receipt(book, "jurisdiction"))
    assert error.value.faults[0].code == "law.paper.no_printer"


@pytest.mark.parametrize("area", ["paper.", "diff."])
def test_both_languages_say_the_same_things(area):
    def fields(lang):
        return {
            code: {name for _, name, _, _ in Formatter().parse(text) if name}
            for code, text in sentences(lang).items()
            if code.startswith(area)
        }

    assert fields("en") == fields("de")


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_consultation_is_printed_with_what_each_side_said(book, lang):
    pytest.importorskip("typst")
    record = open_record(book, read_file(CASES / "ne-bis-in-idem-served.toml"), at=AT)
    said = add(
        record,
        "DE",
        "factor",
        asserted_by="Authority X",
        at=AT,
        about="FR",
        code="evidence",
        words="It is there.",
    )
    text = words_of(consulting.blocks(said, lang))
    assert "It is there." in text and "Authority X" in text and "BC 22(5)" in text and "CISA 54" in text
    assert "[paper." not in text and "?)" not in text and "[en] " not in text
    assert consulting.pdf(said, lang).startswith(b"%PDF-")
