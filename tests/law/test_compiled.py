"""The compiled book is a cache: same records, never a source, thrown away when damaged, blind to nothing."""

from __future__ import annotations

from pathlib import Path

from comity.law import compiled
from comity.law.book import find_folder, load

from .conftest import LAW


def test_the_compiled_book_holds_the_same_records(tiny: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = load(tiny, cache=cache)
    second = load(tiny, cache=cache)
    assert first.contents == second.contents
    assert first.digest == second.digest
    assert first.contents == load(tiny, use_cache=False).contents


def test_a_changed_record_never_meets_an_old_cache(tiny: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    before = load(tiny, cache=cache)
    file = tiny / "countries" / "xa" / "offences.toml"
    file.write_text(file.read_text().replace("= 36", "= 48"))
    after = load(tiny, cache=cache)
    assert after.offences("XA")[0].max_penalty_months == 48
    assert after.digest != before.digest


def test_a_damaged_cache_is_made_again(tiny: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    book = load(tiny, cache=cache)
    (file,) = cache.glob("book-*.msgpack")
    data = bytearray(file.read_bytes())
    data[-5] ^= 1
    file.write_bytes(bytes(data))
    assert compiled.fetch(book.digest, cache) is None
    assert load(tiny, cache=cache).contents == book.contents
    file.write_bytes(b"")
    assert load(tiny, cache=cache).contents == book.contents


def test_a_folder_that_cannot_be_written_to_is_no_fault(tiny: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert load(tiny, cache=blocked / "cache").version == "2026.1.1"


def test_where_the_book_is_found(tiny: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.delenv("COMITY_BOOK", raising=False)
    assert find_folder(tiny) == (tiny, "given")
    assert find_folder()[1] in ("package", "checkout")
    monkeypatch.setenv("COMITY_BOOK", str(tiny))
    assert find_folder() == (tiny, "COMITY_BOOK")
    assert load(LAW).origin == "given"


def test_only_the_newest_compiled_books_are_kept(tiny: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    file = tiny / "countries" / "xa" / "offences.toml"
    text = file.read_text()
    for months in range(12):
        file.write_text(text.replace("= 36", f"= {months}"))
        assert load(tiny, cache=cache).offences("XA")[0].max_penalty_months == months
    assert len(list(cache.glob("book-*.msgpack"))) == 8


def test_a_user_without_a_home_starts_without_a_cache(tiny: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(compiled, "cache_folder", lambda: None)
    assert load(tiny).version == "2026.1.1"
