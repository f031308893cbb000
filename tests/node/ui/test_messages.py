"""Words: nothing untranslated in a language declared complete, nothing broken in what is translated."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from comity.node.ui.languages import LANGUAGES, PSEUDO
from tests.node.ui.conftest import ROOT

sys.path.insert(0, str(ROOT / "tools" / "assets"))

import messages

COMPLETE = [one.tag for one in LANGUAGES if one.complete and one.tag != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{[^{}]+\}")


def test_the_languages_translated_are_those_declared() -> None:
    assert {one.tag for one in LANGUAGES} - {"en", PSEUDO} == set(messages.TRANSLATED)


@pytest.mark.parametrize("language", COMPLETE)
def test_a_complete_language_misses_nothing(language: str) -> None:
    assert messages.missing(language) == []


@pytest.mark.parametrize("language", COMPLETE)
def test_a_translation_keeps_the_placeholders(language: str) -> None:
    def places(texts: object) -> set[str]:
        several = texts if isinstance(texts, (tuple, list)) else (texts,)
        return {place for text in several if text for place in PLACEHOLDER.findall(text)}

    wrong = [
        (app.name, message.id, message.string)
        for app in messages.apps()
        for message in messages.strings(messages.current(app, language))
        if messages.is_translated(message) and places(message.id) != places(message.string)
    ]
    assert wrong == []


def test_a_catalogue_holds_nothing_that_no_page_says() -> None:
    for app in messages.apps():
        said = {message.id for message in messages.strings(messages.extract(app))}
        for language in messages.TRANSLATED:
            kept = {message.id for message in messages.strings(messages.read(app, language))}
            assert kept <= said, (
                f"run tools/assets/messages.py update ({app.name}): {sorted(map(str, kept - said))}"
            )


def test_a_missing_string_shows_its_english_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = tmp_path / "app"
    (app / "jinja2" / "app").mkdir(parents=True)
    (app / "jinja2" / "app" / "page.html").write_text(
        '{{ _("Nobody translated this") }} {{ ngettext("%(num)s day", "%(num)s days", 2) }}'
    )
    monkeypatch.setattr(messages, "apps", lambda: [app])
    messages.compile_all()
    import gettext

    with messages.po(app, "de").with_suffix(".mo").open("rb") as file:
        german = gettext.GNUTranslations(file)
    assert german.gettext("Nobody translated this") == "Nobody translated this [en]"
    assert german.ngettext("%(num)s day", "%(num)s days", 2) == "%(num)s days [en]"


def test_the_mirrored_language_leaves_placeholders_and_markup_alone() -> None:
    assert (
        messages.pseudo("%(num)s of <b>all</b> {n} &amp; 5 %%")
        == "⟦%(num)s öf <b>àll</b> {n} &amp; 5 %%·········⟧"
    )
