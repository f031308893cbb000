"""The words themselves: short sentences, no blame, neutral subjects, elements of the book, a source for each fact."""

import re

import pytest

from comity.law import book
from comity.triage import guidance, letters
from comity.triage import questions as q
from comity.triage.urgency import _BY_MARK

ASKED = q.load()
GUIDE = guidance.load()
SENTENCE = re.compile(r"[^.!?]+[.!?]?")
BLAME = re.compile(
    r"\b(?:victim|your fault is|careless|naive|gullible|should have|Opfer(?!hilfe)|leichtsinnig|hätten Sie)\b",
    re.IGNORECASE,
)


def shown(language):
    """Every sentence that a person reads on the question pages, with where it stands."""
    for question in ASKED.questions:
        text = question.text[language]
        for part in (
            text.title,
            text.hint,
            text.next,
            *text.body,
            *(option.text[language] for option in question.options),
        ):
            yield from (
                (question.id, sentence.strip()) for sentence in SENTENCE.findall(part) if sentence.strip()
            )


@pytest.mark.parametrize("language", ASKED.languages)
def test_sentences_stay_under_twenty_words(language):
    long = [(where, sentence) for where, sentence in shown(language) if len(sentence.split()) >= 20]
    assert [
        one
        for one in long
        if "sexual abuse of a child" not in one[1] and "sexuellem Missbrauch" not in one[1]
    ] == []


@pytest.mark.parametrize(("language", "most"), [("en", 9.0), ("de", 9.0)])
def test_sentences_are_short_on_the_whole(language, most):
    lengths = [len(sentence.split()) for _, sentence in shown(language)]
    assert sum(lengths) / len(lengths) < most


def syllables(word):
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower()))))


def test_english_reads_at_about_ten_years():
    """Flesch-Kincaid grade of all question pages together; grade 5 is read at ten to eleven."""
    sentences = [sentence for _, sentence in shown("en")]
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z']+", sentence)]
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    assert grade < 5


@pytest.mark.parametrize("language", ASKED.languages)
def test_nobody_is_blamed_or_called_a_victim(language):
    assert [one for one in shown(language) if BLAME.search(one[1])] == [
        one for one in shown(language) if "victim support" in one[1]
    ]


def test_every_label_is_there_in_every_language():
    assert set(ASKED.labels) == set(ASKED.languages)
    assert all(set(ASKED.labels[language]) == set(ASKED.labels["en"]) for language in ASKED.languages)


def test_elements_are_those_of_the_book():
    loaded = book.load()
    words = {name for article in loaded.offence_articles for name in (*article.core, *article.one_of)}
    words |= {
        name for state in loaded.states for offence in loaded.offences(state) for name in offence.requires
    }
    ours = {name for question in ASKED.questions for option in question.options for name in option.elements}
    ours |= {question.element for question in ASKED.questions if question.element}
    assert ours <= words, ours - words


def test_marks_of_urgency_and_guidance_are_set_by_some_answer():
    marks = {mark for question in ASKED.questions for option in question.options for mark in option.marks}
    assert {mark for mark, _, _ in _BY_MARK} <= marks
    assert {mark for record in GUIDE.advice for group, _ in record.when for mark in group} <= marks


@pytest.mark.parametrize("language", ASKED.languages)
def test_advice_and_law_are_there_in_every_language(language):
    records = (*GUIDE.advice, *GUIDE.effects, *GUIDE.duties)
    assert [record.id for record in records if language not in record.text] == []


def test_ids_are_used_once():
    ids = [record.id for record in (*GUIDE.advice, *GUIDE.effects, *GUIDE.duties)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("country", "limit", "cite"),
    [("DE", "3 months", "§ 77b"), ("FR", "72 hours", "L12-10-1"), ("JP", "6 months", "235")],
)
def test_the_time_limits_of_the_law(country, limit, cite):
    effect = guidance.legal_effect(country, "de")
    assert effect.known
    assert any(point.limit == limit and cite in point.cite for point in effect.points)


def test_where_nobody_wrote_it_down_it_is_not_known():
    assert guidance.legal_effect("BR", "en") == guidance.LegalEffect("BR", known=False, points=())
    assert guidance.duties("BR", "en") == ()
    assert len(guidance.duties("IT", "de")) == 9


@pytest.mark.parametrize(
    ("country", "number"),
    [("DE", "112"), ("FR", "112"), ("GB", "999"), ("JP", "110"), ("US", "911"), ("XA", "112")],
)
def test_emergency_numbers(country, number):
    assert guidance.emergency(country) == number


def test_a_countrys_own_line_comes_before_the_groups():
    assert [line.name for line in guidance.help_lines("DE", ("child",))] == ["Nummer gegen Kummer"]
    assert [line.number for line in guidance.help_lines("FR", ("child",))] == ["119"]
    assert [line.number for line in guidance.help_lines("IT", ("victim", "child"))] == ["116 006", "116 111"]
    assert guidance.help_lines("BR", ("victim", "child")) == ()


def test_advice_follows_what_was_answered():
    confirmed = {one.id for one in guidance.advice("DE", {"money", "transfer", "confirmed"}, "de")}
    not_confirmed = {one.id for one in guidance.advice("DE", {"money", "transfer", "money_recent"}, "de")}
    assert "eu_authorised_payment" in confirmed
    assert "eu_unauthorised_payment" not in confirmed
    assert {"call_bank_first", "eu_unauthorised_payment"} <= not_confirmed


def test_a_missing_language_falls_back_and_says_so():
    assert guidance.advice("DE", {"money"}, "fr")[0].fallen_back
    assert letters.render("outcome", "fr", {"reference": "r", "outcome": "o", "next": "n"}).fallen_back


@pytest.mark.parametrize("template", letters.load().values(), ids=lambda one: f"{one.language}-{one.kind}")
def test_a_letter_says_nothing_in_its_subject(template):
    assert template.subject in {"News for you", "Neues für Sie"}
    filled = letters.render(template.kind, template.language, {name: f"<{name}>" for name in template.values})
    assert not any("{" in paragraph for paragraph in filled.paragraphs)
    assert all(f"<{name}>" in " ".join(filled.paragraphs) for name in template.values)


def test_letters_are_there_in_both_languages():
    kinds = {kind for kind, _ in letters.load()}
    assert {"acknowledged", "hold_obtained", "joined_with_others", "closed_with_reasons", "outcome"} <= kinds
    assert all((kind, "de") in letters.load() for kind in kinds)


def test_a_value_of_a_letter_is_not_filled_again():
    letter = letters.render("outcome", "en", {"reference": "{next}", "outcome": "o", "next": "SECRET"})
    assert "{next}" in letter.paragraphs[0]
