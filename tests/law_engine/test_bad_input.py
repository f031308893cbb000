"""What a breaker gives to ``comity law``: told with file, key and nearest words, all together; status 2, no traceback, nothing written."""

import io
import json
import sys
from pathlib import Path

import pytest

from comity.cli import main as entry
from comity.facts.scenario import LARGEST

CASES = Path(__file__).parents[1] / "cases"
T12 = CASES / "t12-national-not-extradited.toml"
GOOD = """
[scenario]
on = 2026-09-10
[ask]
requesting = "DE"
requested = "JP"
measure = "preservation"
data_categories = ["traffic"]
[facts]
articles = ["ETS185:2"]
"""


class Done:
    """What a command did: its exit status, and what it said where."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    def refused(self, *words: str) -> None:
        """See that it is bad input, told in sentences that hold the words, and nothing else."""
        assert self.status == 2, (self.status, self.out[:300], self.err[:300])
        assert not self.out and "Traceback" not in self.err
        for word in words:
            assert word in self.err, (word, self.err)


def inside(folder: Path) -> list[str]:
    """Name what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def law(monkeypatch, capsys):
    """Return a function that runs ``comity law`` in this process, so that any other error is seen as what it is."""

    def run(*args: object, stdin: bytes | None = None) -> Done:
        monkeypatch.setattr(sys, "argv", ["comity", "law", *map(str, args)])
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = 0
        try:
            entry.main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = capsys.readouterr()
        return Done(status, said.out, said.err)

    return run


def put(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


BAD: dict[str, tuple[str | bytes, tuple[str, ...]]] = {
    "unknown_country": (put('"JP"', '"UK"'), ("ask.requested", "'UK'", "Did you mean 'GB'?")),
    "country_by_name": (put('"JP"', '"Japan"'), ("ask.requested", "'Japan'", "two letters")),
    "country_reversed": (put('"DE"', '"ED"'), ("ask.requesting", "'ED'", "'DE'")),
    "unknown_measure": (put("preservation", "preservtion"), ("ask.measure", "'preservtion'", "'preservation'")),
    "unknown_article": (put("ETS185:2", "ETS185:22"), ("'ETS185:22'", "'ETS185:2'")),
    "unknown_category": (put("traffic", "trafic"), ("ask.data_categories", "'trafic'", "'traffic'")),
    "unknown_element": (GOOD + "elements = { acces_to_system = true }", ("'acces_to_system'", "'access_to_system'")),
    "unknown_tag": (GOOD + 'tags = ["expresion"]', ("facts.tags", "'expresion'", "'expression'")),
    "unknown_stated_fact": (GOOD + "stated = { publicly_availabl = true }", ("facts.stated", "'publicly_available'")),
    "unknown_treaty": (
        GOOD + '[[assume]]\nparty = { treaty = "cets225", state = "JP", in_force = 2027-01-01 }',
        ("assume[1].party.treaty", "'cets225'", "'cets224'"),
    ),
    "assumed_of_nobody": (GOOD + '[[assume]]\nparty = { treaty = "cets224", in_force = 2027-01-01 }', ("assume[1].party.state",)),
    "unknown_event": (GOOD + '[[event]]\nname = "recieve"\nat = 2026-09-11', ("event[1].name", "'recieve'", "'receive'")),
    "event_at_the_end_of_time": (GOOD + '[[event]]\nname = "confirm_preserved"\nat = 9999-12-31', ("event[1].at", "outside the book")),
    "event_without_a_name": (GOOD + '[[event]]\nname = ""\nat = 2026-09-11', ("event[1].name",)),
    "unknown_instrument": (
        GOOD + '[[event]]\nname = "receive"\nat = 2026-09-11\ninstrument = "bc-29-preservaton"',
        ("event[1].instrument", "'bc-29-preservation'"),
    ),
    "unknown_place": (GOOD + '[facts.places]\nvictim = ["EL"]', ("facts.places.victim", "'EL'", "'GR'")),
    "no_state_at_all": (GOOD + "max_penalty_months = { Germany = 5 }", ("facts.max_penalty_months.Germany",)),
    "penalty_of_nowhere": (GOOD + "max_penalty_months = { UK = 5 }", ("facts.max_penalty_months", "'GB'")),
    "penalty_beyond_all": (GOOD + "max_penalty_months = { FR = 99999999999999999999 }", ("facts.max_penalty_months.FR",)),
    "contradictory_element": (GOOD + "elements = { access_to_system = false }", ("ETS185:2", "'access_to_system'")),
    "contradictory_provider": (
        GOOD + '[facts.provider]\nseat = "JP"\n[facts.places]\nprovider = ["US"]\ncomplete = true',
        ("facts.provider.seat", "facts.places.provider", "contradict"),
    ),
    "a_state_asks_itself": (put('"JP"', '"DE"'), ("ask.requesting", "ask.requested", "contradict")),
    "closed_list_of_nothing": (GOOD + '[facts.places]\ncomplete = ["victim"]', ("facts.places.complete", "facts.places.victim")),
    "day_before_the_book": (put("2026-09-10", "1850-01-01"), ("scenario.on", "1850-01-01", "outside the book")),
    "day_after_the_book": (put("2026-09-10", "3000-01-01"), ("scenario.on", "3000-01-01", "outside the book")),
    "end_of_the_calendar": (put("2026-09-10", "9999-12-31T23:59:00-14:00"), ("scenario.on", "9999-12-31T23:59:00-14:00")),
    "start_of_the_calendar": (put("2026-09-10", "0001-01-01T00:00:00+14:00"), ("scenario.on", "0001-01-01T00:00:00+14:00")),
    "impossible_day": (put("2026-09-10", "2026-02-30"), ("line 3",)),
    "time_of_day": (put("2026-09-10", "07:32:00"), ("scenario.on",)),
    "misspelt_key": (put("measure =", "mesure ="), ("'ask.mesure'", "'measure'")),
    "misspelt_table": (put("[facts]", "[fact]"), ("'fact'", "'facts'")),
    "key_like_no_other": (put("measure =", "zzz ="), ("'ask.zzz'", "Known: ", "measure")),
    "number_for_text": (put('"preservation"', "7"), ("ask.measure = 7", "text")),
    "number_for_states": (put('"JP"', "[12]"), ("ask.requested = 12", "country code")),
    "numbers_for_words": (put('["ETS185:2"]', "[2]"), ("facts.articles = [2]", "list of texts")),
    "number_without_end": (GOOD + f"[facts.money]\namount = 0x{'F' * 9000}", ("facts.money.amount",)),
    "number_of_many_digits": (GOOD + f"[facts.money]\namount = {'9' * 9000}", ("not TOML",)),
    "money_beyond_all": (GOOD + "[facts.money]\namount = 1e300", ("facts.money.amount",)),
    "money_without_bound": (GOOD + "[facts.money]\namount = inf", ("facts.money.amount",)),
    "binary": (bytes(range(256)) * 10, ("not UTF-8",)),
    "zeros": (b"\0" * 100, ("not TOML",)),
    "ten_megabytes": ("x" * 10_000_000, (f"larger than {LARGEST}",)),
    "ten_megabytes_of_a_value": (GOOD + f'tags = ["{"a" * 10_000_000}"]', (f"larger than {LARGEST}",)),
    "long_value": (GOOD + f'tags = ["{"a" * 900_000}"]', ("facts.tags",)),
    "long_key": (GOOD + f"{'a' * 900_000} = 1", ("unknown key",)),
    "deep_list": (GOOD + f"tags = {'[' * 5000}{']' * 5000}", ("nested too deep",)),
    "deep_tables": (GOOD + f"elements = {'{a=' * 5000}1{'}' * 5000}", ("nested too deep",)),
    "deep_key": (GOOD + ".".join("a" * 5000) + " = 1", ("'facts.a'",)),
    "deep_json": ('{"scenario":' * 5000, ("not JSON", "nested too deep")),
    "key_twice": (GOOD + 'articles = ["ETS185:2"]\n', ("line 11",)),
    "key_twice_in_json": ('{"scenario": {"on": "2026-09-10", "on": "2026-09-11"}}', ("'on'", "twice")),
    "nothing": ("", ("scenario.on", "missing")),
    "other_shapes": ('scenario = [1]\nask = "x"\nfacts = 3\nevent = 1\nassume = [2]', ("scenario = ", "ask = ", "facts = ", "event = ", "assume[1]")),
}  # fmt: skip

LONG = 3000
"""Characters of an answer to a file of a megabyte."""


@pytest.mark.parametrize("command", ["routes", "offences", "dual", "jurisdiction", "consultation"])
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_told_with_file_and_key(law, tmp_path, kind, command):
    text, words = BAD[kind]
    file, out, pdf = tmp_path / f"{kind}.toml", tmp_path / "out.json", tmp_path / "out.pdf"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = (
        law("consultation", "open", file, "--out", out)
        if command == "consultation"
        else law(command, file, "--save", out, "--pdf", pdf)
    )
    done.refused(file.name, *words)
    assert len(done.err) < LONG
    assert inside(tmp_path) == [file.name]


def test_the_good_file_of_these_tests_is_answered(law, tmp_path):
    file = tmp_path / "good.toml"
    file.write_text(GOOD)
    assert law("routes", file).status == 0


SEVERAL = """
[scenario]
onn = 2026-01-01
urgency = "soon"
[ask]
requesting = "UK"
requested = ["JP", "QQ"]
measure = "preservtion"
[facts]
articles = ["ETS185:22"]
elements = { acces_to_system = true }
tags = ["expresion"]
[facts.money]
amount = "lots"
"""


@pytest.mark.parametrize("command", ["routes", "offences", "dual", "jurisdiction"])
def test_what_is_wrong_with_the_file_and_what_the_book_does_not_know_come_together(law, tmp_path, command):
    """Found by a breaker: first the misspelt keys were told, and only when they were mended the unknown words."""
    file = tmp_path / "several.toml"
    file.write_text(SEVERAL)
    done = law(command, file, "--on", "yesterday")
    done.refused(
        "scenario.on", "scenario.onn", "scenario.urgency", "facts.money.amount", "'GB'", "'QQ'", "'preservation'", "'ETS185:2'",
        "'access_to_system'", "'expression'", "--on", "'yesterday'",
    )  # fmt: skip
    assert all("several.toml" in line or line.startswith("--on") for line in done.err.splitlines())


def test_standard_input_of_bytes_is_told(law):
    law("routes", "-", stdin=bytes(range(256))).refused("standard input", "not UTF-8")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ["routes", "--from", "Germany", "--to", "Japan", "--to", "QQ", "--measure", "preservtion", "--on", "soon", "--lang", "xx"],
            ["--from", "'Germany'", "--to", "'Japan'", "'QQ'", "'preservation'", "--on", "'soon'", "--lang", "'xx'"],
        ),
        (["routes", "--from", "DE", "--to", "JP", "--lang", "../../x"], ["--lang"]),
        (["routes", "--from", "DE", "--to", "JP", "--on", "1850-01-01"], ["1850-01-01", "outside the book"]),
        (["offences", T12, "--country", "UK", "--country", "Germany"], ["--country", "'GB'", "'Germany'"]),
        (["gaps", "UK", "--among", "QQ", "--article", "ETS185:22", "--on", "x"], ["STATE", "'GB'", "--among", "'QQ'", "--article", "'ETS185:2'", "--on"]),
        (["gaps", "DE", "--on", "3000-01-01"], ["--on", "outside the book"]),
        (
            ["atlas", "--from", "UK", "--to", "Japan", "--conduct", "ETS185:22", "--measure", "preservtion", "--on", "1850-01-01"],
            ["--from", "'GB'", "--to", "'Japan'", "--conduct", "ETS185:2", "--measure", "'preservation'", "--on"],
        ),
        (["atlas", "--from", "DE", "--to", "DE", "--conduct", "ETS185:2", "--measure", "preservation"], ["ask itself"]),
        (
            ["atlas", "--from", "DE", "--to", "JP", "--conduct", "ETS185:2", "--measure", "preservation", "--data", "trafic"],
            ["'trafic'", "traffic"],
        ),
        (["atlas", "--from", "DE", "--data", "traffic"], ["--data"]),
        (
            ["what-if", "--ratify", "UK", "cets225", "--withdraw", "Germany", "ets185", "99", "--measure", "y", "--on", "x"],
            ["'GB'", "'cets224'", "--withdraw", "'Germany'", "--measure", "--on"],
        ),
        (["what-if", "--amend", "DE", "ETS185:22", "-acces_to_system"], ["'ETS185:2'", "'access_to_system'"]),
        (["what-if", "--withdraw", "DE", "ets185", "99"], ["article 99", "29.4"]),
        (["what-if", "--conclude", "DE", "UK", "--empower", "DE", "preservtion"], ["'GB'", "'preservation'"]),
        (
            ["next-steps", "--state", "UK", "--state", "Germany", "--kind", "ratfy", "--measure", "preservtion", "--steps", "9", "--on", "x"],
            ["'UK'", "--state", "'Germany'", "'ratify'", "'preservation'", "9 steps", "--on"],
        ),
        (["next-steps", "--state", "MX", "--first", "-3"], ["--first"]),
        (["show", "party", "ets185/UK", "--on", "x"], ["'GB'", "--on"]),
        (["show", "party", "ets158/JP"], ["'ets158'", "Did you mean"]),
        (["show", "assistance", "DE/QQ"], ["'QQ'"]),
        (["show", "assistance", "DE"], ["STATE/STATE"]),
        (["show", "state", "UK"], ["'GB'"]),
        (["show", "trety", "ets185"], ["'treaty'"]),
        (["show", "rule", "bc23"], ["'bc-23'"]),
        (["show", "treaty", "ets185", "--on", "1850-01-01"], ["outside the book"]),
        (["diff", "nope", "nada", "--lang", "xx"], ["'nope'", "'nada'", "--lang"]),
        (["check", "UK"], ["'UK'"]),
    ],
    ids=lambda value: "-".join(map(str, value))[:60] if "'" not in str(value[-1]) else "",
)  # fmt: skip
def test_bad_options_are_told_together(law, args, words):
    law(*args).refused(*words)


FILES = {
    "binary": bytes(range(256)) * 10,
    "ten_megabytes": b"x" * 10_000_000,
    "deep": b"[" * 100_000,
    "deep_tables": b'{"schema":' * 100_000,
    "list": b"[1]",
    "nothing": b"",
    "other_schema": b'{"schema": "comity.other/1"}',
    "number": b'{"schema": 5}',
    "not_a_number": b'{"schema": NaN}',
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_not_what_it_should_be_is_told(law, tmp_path, kind):
    """Found by a breaker: nesting without end in a file of measured replies and in a consultation record was a traceback."""
    bad, out = tmp_path / f"{kind}.json", tmp_path / "out"
    bad.write_bytes(FILES[kind])
    for args in (
        ("rerun", bad),
        ("paper", bad, "--out", out),
        ("consultation", "show", bad),
        ("consultation", "paper", bad, "--out", out),
        ("consultation", "join", bad, bad, "--out", out),
        ("consultation", "add", bad, "--state", "DE", "--kind", "remark", "--by", "x", "--words", "y"),
        ("routes", T12, "--measured", bad, "--save", out),
        ("diff", bad, bad),
    ):
        done = law(*args)
        done.refused(bad.name)
        assert len(done.err) < LONG
    assert inside(tmp_path) == [bad.name] and bad.read_bytes() == FILES[kind]


def test_each_bad_file_of_several_is_named(law, tmp_path):
    names = ["one.json", "two.json"]
    for name in names:
        (tmp_path / name).write_text("{}")
    law("rerun", *(tmp_path / name for name in names), "--on", "x").refused(*names, "--on")


def test_a_saved_question_with_a_misspelt_key_is_told(law, tmp_path):
    file = tmp_path / "answer.json"
    assert law("dual", T12, "--save", file).status == 0
    saved = json.loads(file.read_text())
    saved["question"]["scenario"]["ask"]["mesure"] = "x"
    file.write_text(json.dumps(saved))
    law("rerun", file).refused("answer.json", "'ask.mesure'", "'measure'")


def test_measured_replies_are_read_as_strictly_as_a_scenario(law, tmp_path):
    """Found by a breaker: an unknown key, state or instrument, and a number of days below zero, were passed over."""
    file = tmp_path / "measured.json"
    reply = {
        "instrument": "bc-29-preservaton",
        "requested": "UK",
        "days": -4,
        "replies": "x",
        "repleis": 1,
        "measure": "preservtion",
    }
    file.write_text(json.dumps({"schema": "comity.measured/1", "replies": [reply, {}], "x": 1}))
    law("routes", T12, "--measured", file).refused(
        "measured.json", "replies[1].instrument", "'bc-29-preservation'", "'GB'", "replies[1].days", "replies[1].replies", "'replies[1].repleis'",
        "'preservation'", "replies[2].instrument", "replies[2].days", "'x'",
    )  # fmt: skip


def test_weights_name_the_line_of_each_fault(law, tmp_path):
    """Found by a breaker: of three bad lines one was told; a pair with a state that does not exist was passed over."""
    file = tmp_path / "w.csv"
    file.write_text("requesting,requested,reports\nGermany,MX,4\nDE,UK,4\nDE,MX,many\nDE,MX\n")
    done = law("next-steps", "--state", "MX", "--weights", file)
    done.refused("w.csv, line 2", "'Germany'", "w.csv, line 3", "'GB'", "w.csv, line 4", "w.csv, line 5")
    file.write_text(f'"{"a" * 200_000}",MX,4\n')
    law("next-steps", "--state", "MX", "--weights", file).refused("w.csv")


def test_nothing_is_written_where_one_of_two_files_cannot_be(law, tmp_path):
    """Found by a breaker: with --save and --pdf the first file was written although the second could not be."""
    saved = tmp_path / "answer.json"
    law("dual", T12, "--save", saved, "--pdf", tmp_path / "none" / "answer.pdf").refused("answer.pdf")
    assert not inside(tmp_path)


def test_a_file_that_was_there_stays_whole_where_writing_fails(law, tmp_path, monkeypatch):
    saved = tmp_path / "answer.json"
    saved.write_text("what was there")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as opened:
            opened.write(data[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    law("dual", T12, "--save", saved).refused("answer.json", "No space left")
    assert inside(tmp_path) == ["answer.json"] and saved.read_text() == "what was there"


def test_a_code_that_only_looks_like_letters_is_none(law, tmp_path):
    """Found by a breaker: one ß became SS when it was made a capital, and South Sudan was asked."""
    law("routes", "--from", "DE", "--to", "ß", "--measure", "preservation").refused("--to", "'ß'")
