"""Find a book by what a person writes: a folder, or a revision of the book's git repository (``HEAD~3``, a tag, a commit)."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

from comity.kernel.errors import BadInput, declare
from comity.law.book import Book, find_folder, load

NO_BOOK = declare(
    "law.cli.no_such_book",
    "{name!r} is neither a folder nor a revision of the book's repository ({why}).",
    "Give the folder that holds book.toml, or a revision such as HEAD~1 or a tag.",
)


def book_of(name: str, beside: Path | None = None) -> Book:
    """Load the book a person named. ``beside``: the folder of the book whose repository the revision is looked for in.

    Raises:
        BadInput: no folder and no revision of that name, or a book with faults.
    """
    folder = Path(name)
    if folder.is_dir():
        inner = folder / "law"
        return load(folder if (folder / "book.toml").is_file() or not inner.is_dir() else inner)
    return _revision(name, find_folder(beside)[0])


def _revision(name: str, folder: Path) -> Book:
    place = folder if folder.is_dir() else Path.cwd()
    inside = _git(name, place, "rev-parse", "--show-prefix").decode().strip()
    commit = _git(name, place, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    top = Path(_git(name, place, "rev-parse", "--show-toplevel").decode().strip())
    packed = _git(name, top, "archive", "--format=tar", commit.decode().strip(), inside or ".")
    with tempfile.TemporaryDirectory(prefix="comity-book-") as made:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(made, filter="data")
        return load(Path(made) / inside)


def _git(name: str, place: Path, *args: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(place), *args], check=False, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BadInput(NO_BOOK.fault(name=name, why=type(error).__name__)) from error
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines()
        raise BadInput(NO_BOOK.fault(name=name, why=why[-1] if why else "git has no such revision"))
    return done.stdout
