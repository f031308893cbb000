"""The words of the pages: find them, keep the catalogues, compile them, and make the mirrored test language.

    python tools/assets/messages.py update     find strings, bring every .po up to date (fill in what is new)
    python tools/assets/messages.py update portal desk      the same for these apps alone
    python tools/assets/messages.py check      name every string that lacks a translation
    python tools/assets/messages.py compile    write the .mo files (also done by build.py)

The sentences of faults (``declare``) stand in the catalogue of ``base``; see ``fault_words.py``.
Each app under ``src/comity/node`` (and ``src/comity_demo``) keeps its own catalogue,
``locale/<language>/LC_MESSAGES/django.po``, beside its templates. A string without a translation is compiled as
its English with ``[en]`` behind it, so that it is readable and seen.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

sys.path.insert(0, str(Path(__file__).resolve().parent))

import fault_words

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src"
PSEUDO = "en_XB"
TRANSLATED = ("de",)
MISSING = " [en]"

_METHODS = [("**/migrations/**.py", "ignore"), ("**.py", "python"), ("**/jinja2/**.html", "jinja2")]
_OPTIONS = {
    "**/jinja2/**.html": {
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "newstyle_gettext": "true",
        "extensions": "jinja2.ext.do",
    }
}
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_KEPT = re.compile(r"%\(\w+\)[sd]|%%|\{[^{}]*\}|<[^>]+>|&\w+;")
_ACCENTS = str.maketrans("aeiouyAEIOUYcnsCNS", "àéîöûýÀÉÎÖÛÝçñšÇÑŠ")


def apps() -> list[Path]:
    """Return the packages that may hold words."""
    node = SOURCE / "comity" / "node"
    found = [path for path in node.iterdir() if (path / "__init__.py").exists()] if node.exists() else []
    return sorted([*found, SOURCE / "comity_demo"])


def extract(app: Path) -> Catalog:
    """Find every string of one app that can be translated."""
    catalog = Catalog(project="Comity", charset="utf-8", fuzzy=False)
    for filename, line, message, comments, context in extract_from_dir(
        str(app), _METHODS, _OPTIONS, _KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        catalog.add(message, None, [(filename, line)], auto_comments=comments, context=context)
    if app == SOURCE / "comity" / "node" / "base":
        # The faults of the whole house are said in one place, comity.node.base.telling.
        for path, place, _code, sentence in fault_words.shown(SOURCE / "comity"):
            catalog.add(sentence, None, [(str(path.relative_to(SOURCE)), place)])
    return catalog


def po(app: Path, language: str) -> Path:
    """Return where an app's catalogue of a language lies."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def read(app: Path, language: str) -> Catalog:
    """Read an app's catalogue, empty where there is none yet."""
    path = po(app, language)
    if not path.exists():
        return Catalog(locale=language, project="Comity", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def current(app: Path, language: str) -> Catalog:
    """Return the catalogue brought up to date with the strings the app has now, in memory."""
    catalog = read(app, language)
    catalog.update(extract(app), no_fuzzy_matching=True)
    return catalog


def strings(catalog: Catalog) -> Iterator[Message]:
    """Go through the messages of a catalogue, without its header."""
    return (message for message in catalog if message.id)


def is_translated(message: Message) -> bool:
    """Say whether a message has all its forms and nobody doubts them."""
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(texts) and all(texts) and not message.fuzzy


def missing(language: str) -> list[tuple[Path, str]]:
    """List the strings of every app that lack a translation: the app's folder and the English."""
    return [
        (app.relative_to(ROOT), str(message.id[0] if isinstance(message.id, tuple) else message.id))
        for app in apps()
        for message in strings(current(app, language))
        if not is_translated(message)
    ]


def pseudo(text: str) -> str:
    """Dress English for the mirrored test language, leaving placeholders and markup alone.

    >>> pseudo("Page %(number)s")
    '⟦Pàgé %(number)s··⟧'
    """
    parts: list[str] = []
    end = 0
    for kept in _KEPT.finditer(text):
        parts += [text[end : kept.start()].translate(_ACCENTS), kept.group()]
        end = kept.end()
    parts.append(text[end:].translate(_ACCENTS))
    return f"⟦{''.join(parts)}{'·' * max(2, len(text) // 4)}⟧"


def _fill(source: Catalog, locale: str, words: Callable[[str], str], *, keep: bool) -> Catalog:
    made = Catalog(locale="en" if locale == PSEUDO else locale, charset="utf-8", fuzzy=False)
    for message in strings(source):
        ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        if keep and is_translated(message):
            text = message.string
        else:
            forms = [words(ids[min(form, len(ids) - 1)]) for form in range(made.num_plurals)]
            text = tuple(forms) if len(ids) > 1 else forms[0]
        made.add(message.id, text, context=message.context)
    return made


def compile_all() -> None:
    """Write every compiled catalogue: the translated languages, and the test language from the English."""
    for app in apps():
        found = extract(app)
        if not any(strings(found)):
            continue
        catalogues = {
            language: _fill(current(app, language), language, lambda text: text + MISSING, keep=True)
            for language in TRANSLATED
        }
        catalogues[PSEUDO] = _fill(found, PSEUDO, pseudo, keep=False)
        for language, catalog in catalogues.items():
            target = po(app, language).with_suffix(".mo")
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                write_mo(file, catalog)


def compiled() -> bool:
    """Say whether the ui's own compiled catalogues are there."""
    return all(
        po(SOURCE / "comity" / "node" / "ui", language).with_suffix(".mo").exists()
        for language in (*TRANSLATED, PSEUDO)
    )


def sources() -> list[Path]:
    """Return the files whose words go into the catalogues, for the build to see whether any changed."""
    return [
        path
        for app in apps()
        for pattern in ("**/*.py", "jinja2/**/*.html", "locale/*/LC_MESSAGES/*.po")
        for path in app.glob(pattern)
    ]


def update(names: list[str]) -> None:
    """Bring the .po files of these apps (of all, where none is named) up to date; what an app no longer says is dropped."""
    for app in apps():
        if names and app.name not in names:
            continue
        for language in TRANSLATED:
            catalog = current(app, language)
            if not any(strings(catalog)):
                continue
            target = po(app, language)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                write_po(
                    file,
                    catalog,
                    width=110,
                    omit_header=True,
                    no_location=True,
                    ignore_obsolete=True,
                    sort_output=True,
                )


def main() -> int:
    parser = argparse.ArgumentParser(description="Words of the pages: find, check, compile.")
    parser.add_argument("verb", choices=("update", "check", "compile"))
    parser.add_argument("app", nargs="*", help="only these apps (update)")
    asked = parser.parse_args()
    chosen = asked.verb
    if chosen == "update":
        update(asked.app)
    elif chosen == "compile":
        compile_all()
    lacking = [(language, *found) for language in TRANSLATED for found in missing(language)]
    for language, app, text in lacking:
        print(f"{language}  {app}: {text!r}")
    return 1 if lacking and chosen == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
