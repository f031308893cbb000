"""The check of the whole book: every finding at once, the counts against those it states, what is verified.

A finding is a fault of the book: ``comity law check`` ends with status 1 and the book is not used. A note is
worth a look and no fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comity.kernel.errors import BadInput, Fault, declare
from comity.law import load
from comity.law.checks import counts, dates, instruments, links, procedure, sources, words
from comity.law.contents import Contents, file_of, record_id
from comity.law.places import EXPECTED

REPEATS_CORE = declare(
    "law.offence.repeats_core",
    "{file}: {record}: requires repeats {elements}, which the article itself asks.",
    "It does no harm; leave it out when the record is next touched.",
)
NO_COUNTS = declare(
    "law.count.no_file",
    "The book states no counts: there is no expected.toml.",
    "Add one, so that a lost file is noticed.",
)
LINKS_LATER = declare(
    "law.check.links_later",
    "References and counts were not looked at, because not all files could be read.",
    "Correct the findings and run the check again.",
)


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found. ``shares``: verified and all facts, by state and for ``all``.

    ``national``: the same for the offences and the powers of each state's own law.
    """

    findings: tuple[Fault, ...]
    notes: tuple[Fault, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    expected: Mapping[str, Any] = field(default_factory=dict)
    shares: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    national: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)
    digest: str = ""
    version: str = ""


def findings(contents: Contents, *, local_only: bool = False) -> Iterator[Fault]:
    """Yield every finding of the records; ``local_only`` leaves out what needs all files (references)."""
    yield from words.check(contents)
    yield from dates.check(contents)
    yield from instruments.check(contents)
    yield from sources.check(contents)
    if not local_only:
        yield from procedure.check(contents)
        yield from links.check(contents)


def notes(contents: Contents) -> Iterator[Fault]:
    """Yield what is worth a look: a ``requires`` that repeats a core element."""
    core = {article.id: frozenset(article.core) for article in contents.offence_articles}
    for offence in contents.offences:
        repeated = core.get(offence.article, frozenset()).intersection(offence.requires)
        if repeated:
            yield REPEATS_CORE.fault(
                file=file_of(offence), record=record_id(offence), elements=", ".join(sorted(repeated))
            )


def _expected(given: load.Sources, faults: list[Fault]) -> dict[str, Any] | None:
    data = given.files.get(EXPECTED)
    return None if data is None else load.parse(EXPECTED, data, faults)


def run(folder: Path) -> Report:
    """Check the book in ``folder`` and report; broken files do not stop it.

    Raises:
        BadInput: there is no book at all.
    """
    given = load.sources(folder)
    reading = load.read(given)
    faults = list(reading.faults)
    expected = _expected(given, faults)
    reading.faults = []
    try:
        contents = reading.contents(folder)
    except BadInput as error:
        return Report(tuple(faults) + error.faults, (LINKS_LATER.fault(),), digest=given.digest)
    whole = not faults
    faults.extend(findings(contents, local_only=not whole))
    found = counts.count(contents)
    remarks = list(notes(contents))
    if not whole:
        remarks.append(LINKS_LATER.fault())
    elif expected is None:
        remarks.append(NO_COUNTS.fault())
    else:
        faults.extend(counts.differences(found, expected))
    return Report(
        tuple(faults),
        tuple(remarks),
        found,
        expected or {},
        counts.shares(contents),
        counts.national_shares(contents),
        given.digest,
        contents.edition.version,
    )


def read_checked(given: load.Sources) -> Contents:
    """Read the book and check it whole.

    Raises:
        BadInput: with every finding; a book with a finding is not used.
    """
    reading = load.read(given)
    contents = reading.contents(given.folder)
    faults: list[Fault] = list(findings(contents))
    expected = _expected(given, faults)
    if expected is not None:
        faults.extend(counts.differences(counts.count(contents), expected))
    if faults:
        raise BadInput(*faults)
    return contents
