"""``comity law routes|offences|dual|jurisdiction``: exit status, one JSON document, faults on standard error."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CASES = Path(__file__).parents[1] / "cases"
T13 = str(CASES / "t13-one-article-three-categories.toml")


def comity(*args: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    code = "from comity.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "law", *args],
        check=False,
        capture_output=True,
        text=True,
        input=stdin,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("command", "schema"),
    [
        ("routes", "comity.routes/1"),
        ("offences", "comity.offences/1"),
        ("dual", "comity.dual/1"),
        ("jurisdiction", "comity.jurisdiction/1"),
    ],
)
def test_each_command_prints_one_document(command, schema):
    done = comity(command, T13, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["schema"] == schema


def test_for_people_there_is_a_table():
    done = comity("routes", T13)
    assert done.returncode == 0 and "EU-Japan Agreement with BC 31" in done.stdout


def test_options_ask_without_a_file():
    done = comity(
        "routes", "--from", "DE", "--to", "JP", "--measure", "preservation", "--on", "2026-09-10", "--json"
    )
    rows = json.loads(done.stdout)["routes"]
    assert done.returncode == 0 and {row["requested"] for row in rows} == {"JP"}


def test_options_may_borrow_the_facts_of_a_file():
    done = comity(
        "routes", "--from", "RS", "--to", "JP", "--measure", "stored_data_access", "--scenario", T13, "--json"
    )
    rows = json.loads(done.stdout)["routes"]
    assert done.returncode == 0 and all(row["requesting"] == "RS" for row in rows)
    assert any(row["dual_criminality"]["verdict"] == "yes" for row in rows)


def test_check_tells_what_does_not_hold(tmp_path):
    assert comity("routes", T13, "--check").returncode == 0
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(
        Path(T13).read_text("utf-8").replace('status = "conditional"', 'status = "open"'), "utf-8"
    )
    done = comity("routes", str(wrong), "--check")
    assert done.returncode == 1 and "does not hold" in done.stdout


@pytest.mark.parametrize(
    ("args", "stdin", "code"),
    [
        (["routes"], None, "law.cli.no_question"),
        (["routes", T13, "--from", "DE"], None, "law.cli.two_questions"),
        (["routes", "--from", "DE", "--to", "JP", "--on", "soon"], None, "law.day.unreadable"),
        (["routes", "--from", "Germany", "--to", "JP"], None, "kernel.country.bad_code"),
        (["routes", "absent.toml"], None, "facts.file.absent"),
        (["routes", "-"], "[scenario]\nonn = 2026-01-01\n", "facts.key.unknown"),
        (["dual", "-"], "[scenario]\non = 2026-01-01\n", "law.cli.no_sides"),
    ],
)
def test_bad_input_is_two_and_says_why(args, stdin, code):
    done = comity(*args, stdin=stdin)
    assert done.returncode == 2 and code in done.stderr and not done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("state", "meant"),
    [("UK", "Did you mean 'GB'?"), ("EL", "Did you mean 'GR'?"), ("QQ", "no state of the book")],
)
def test_a_state_that_does_not_exist_is_bad_input(state, meant):
    """Found by a first-time user: UK and QQ were answered with a full table and exit status 0."""
    for sides in (["--from", "DE", "--to", state], ["--from", state, "--to", "DE"]):
        done = comity("routes", *sides, "--measure", "preservation")
        assert done.returncode == 2 and not done.stdout
        assert meant in done.stderr and "law.ask.unknown_state" in done.stderr
    done = comity("offences", T13, "--country", state)
    assert done.returncode == 2 and meant in done.stderr


def test_a_duty_owed_to_one_state_alone_says_what_is_left_for_others():
    """Found by a first-time user: conditional, and the reason spoke only of states it is for."""
    done = comity(
        "routes", "--from", "DE", "--to", "US", "--measure", "preservation", "--on", "2026-11-23", "--json"
    )
    rows = [
        row for row in json.loads(done.stdout)["routes"] if row["instrument"] == "provider-us-preservation"
    ]
    assert {row["status"] for row in rows} == {"conditional"}
    for row in rows:
        said = [reason["text"] for gate in row["gates"] for reason in gate["reasons"][: gate["against"]]]
        assert any("goodwill" in text for text in said)


def test_a_no_is_one():
    done = comity("dual", str(CASES / "t10-hold-passes-disclosure-fails.toml"), "--json")
    assert done.returncode == 1 and len(json.loads(done.stdout)["pairs"]) == 2


T12 = str(CASES / "t12-national-not-extradited.toml")


@pytest.mark.parametrize("command", ["routes", "offences", "dual", "jurisdiction"])
def test_an_answer_is_saved_and_made_again(tmp_path, command):
    file = tmp_path / "answer.json"
    done = comity(command, T12, "--save", str(file), "--json")
    assert done.returncode == 0 and str(file) in done.stderr
    assert json.loads(file.read_bytes())["answer"] == json.loads(done.stdout)
    again = comity("rerun", str(file))
    assert again.returncode == 0 and "byte for byte" in again.stdout


def test_a_saved_answer_that_would_differ_exits_one(tmp_path):
    file = tmp_path / "answer.json"
    assert comity("routes", T12, "--save", str(file)).returncode == 0
    done = comity("rerun", str(file), "--on", "2020-01-01", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 1 and told["compared"] and not told["files"][0]["same_answer"]
    assert any(one["where"].endswith("status") for one in told["files"][0]["answer"])


def test_two_books_are_compared_in_words(tmp_path):
    import shutil

    from comity.law.book import find_folder

    shutil.copytree(find_folder()[0], tmp_path / "law")
    power = tmp_path / "law/countries/jp/powers.toml"
    assert "max_days = 60" in power.read_text("utf-8")
    power.write_text(power.read_text("utf-8").replace("max_days = 60", "max_days = 50", 1), "utf-8")
    here = str(find_folder()[0])
    done = comity("diff", here, str(tmp_path))
    assert done.returncode == 1 and "longest period in days was 60; it is now 50" in done.stdout
    assert comity("diff", here, here).returncode == 0
    wrong = comity("diff", here, "no-such-revision")
    assert wrong.returncode == 2 and "law.cli.no_such_book" in wrong.stderr


def test_a_case_file_can_be_asked_as_of_another_day():
    """``--on`` beside a file was read and then ignored."""
    done = comity("routes", T12, "--on", "2020-01-01", "--json")
    assert json.loads(done.stdout)["on"] == "2020-01-01"


def test_paper_is_printed_from_a_saved_answer(tmp_path):
    pytest.importorskip("typst")
    file, out = tmp_path / "answer.json", tmp_path / "answer.pdf"
    assert comity("jurisdiction", T12, "--save", str(file)).returncode == 0
    assert comity("paper", str(file), "--out", str(out)).returncode == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert comity("paper", str(tmp_path / "absent.json"), "--out", str(out)).returncode == 2


def test_a_consultation_is_opened_filled_and_shown(tmp_path):
    file, copy = tmp_path / "record.json", tmp_path / "copy.json"
    assert comity("consultation", "open", T12, "--out", str(file)).returncode == 0
    copy.write_bytes(file.read_bytes())
    said = ("--kind", "decision", "--by", "An authority")
    assert (
        comity(
            "consultation", "add", str(file), "--state", "DE", "--code", "does_not_prosecute", *said
        ).returncode
        == 0
    )
    assert comity("consultation", "show", str(file)).returncode == 1
    assert (
        comity("consultation", "add", str(file), "--state", "BR", "--code", "prosecutes", *said).returncode
        == 0
    )
    assert comity("consultation", "join", str(copy), str(file), "--out", str(copy)).returncode == 0
    done = comity("consultation", "show", str(copy), "--json")
    document = json.loads(done.stdout)
    assert (
        done.returncode == 0
        and document["schema"] == "comity.consultation/1"
        and document["standing"]["agreed"]
    )
    wrong = comity("consultation", "add", str(file), "--state", "BR", "--code", "wins", *said)
    assert wrong.returncode == 2 and "law.consultation.bad_statement" in wrong.stderr


def test_replies_measured_here_are_used_and_saved_with_the_answer(tmp_path):
    measured, file = tmp_path / "measured.json", tmp_path / "answer.json"
    reply = {"instrument": "bc-29-preservation", "requested": "JP", "days": 4, "replies": 12}
    measured.write_text(json.dumps({"schema": "comity.measured/1", "replies": [reply]}), "utf-8")
    done = comity("routes", "--from", "RS", "--to", "JP", "--measure", "preservation", "--on", "2026-09-10",
                  "--measured", str(measured), "--save", str(file), "--json")  # fmt: skip
    rows = json.loads(done.stdout)["routes"]
    assert {row["expected"]["basis"] for row in rows if row["instrument"] == "bc-29-preservation"} == {
        "measured"
    }
    assert comity("rerun", str(file)).returncode == 0
    measured.write_text("{}", "utf-8")
    done = comity("routes", T12, "--measured", str(measured))
    assert done.returncode == 2 and "law.cli.bad_measured" in done.stderr


def test_a_git_revision_of_the_book_is_a_book(tmp_path):
    import shutil

    folder = tmp_path / "repository" / "law"
    shutil.copytree(Path(__file__).parents[1] / "law" / "base", folder)

    def git(*args: str) -> None:
        name = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(folder), *name, *args], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "before")
    book = folder / "book.toml"
    book.write_text(book.read_text("utf-8").replace('licence = "', 'licence = "X-'), "utf-8")
    done = comity("--book", str(folder), "diff", "HEAD", str(folder))
    assert done.returncode == 1 and "licence was" in done.stdout
    assert comity("--book", str(folder), "diff", "HEAD", "HEAD").returncode == 0
    odd = comity("--book", str(folder), "diff", "--", "--output=/tmp/x", "HEAD")
    assert odd.returncode == 2 and "law.cli.no_such_book" in odd.stderr


def test_a_claim_that_is_open_says_what_is_open():
    """The table said "the facts show this head" beside "unknown", and not that the offence was open."""
    done = comity("jurisdiction", str(CASES / "ne-bis-in-idem-served.toml"))
    assert "whether an offence is made out under its law is not known yet" in done.stdout


def test_the_reasons_of_gates_speak_the_language_asked_for():
    """Only warnings did; what stands against a route was English whatever was asked for."""
    english, german = (
        json.loads(comity("routes", T13, "--lang", lang, "--json").stdout)["routes"] for lang in ("en", "de")
    )
    told = {"en": english, "de": german}
    texts = {
        lang: {
            (reason["code"], reason["text"])
            for row in rows
            for reasons in ([one["reasons"] for one in row["gates"]], [row["dual_criminality"]["reasons"]])
            for some in reasons
            for reason in some
        }
        for lang, rows in told.items()
    }
    assert texts["de"] and not texts["de"] & texts["en"]
    assert not [text for _, text in texts["de"] if text.startswith("[en]")]
