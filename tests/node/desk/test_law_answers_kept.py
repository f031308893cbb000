"""An answer of the desk is the command line's: the question as a file, the receipt made again byte for byte, a saved one compared."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile

from comity.cli.law import law
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import digest
from comity.node.assistance.models import Step
from comity.node.audit.models import Leaf
from comity.node.base import lawbook
from comity.node.cases.models import Case
from tests.node.desk.test_law_wizard import CORE, text
from tests.support.node import AT

pytestmark = pytest.mark.node
QUESTIONS: dict[str, dict[str, Any]] = {
    "plan": {"requesting": "DE", "requested": ["JP", "FR"], "articles": CORE, "amount": "4200", "currency": "EUR", "left": "2026-11-22T17:52:03+01:00", "victim": "DE"},
    "extradition": {"requested": "BR", "measure": "extradition", "articles": "ETS185:8", "nationality": "BR", "proc": "FR.final.yes.yes.served"},
    "assets": {"requested": "FR", "measure": "asset_freeze_confiscation", "articles": "ETS185:8", "on": "2024-05-01"},
    "refused": {"requested": "JP", "measure": "stored_data_access", "articles": CORE, "yes": "security_measure_infringed", "refused": "bc-31-stored-data", "ground": "dual_criminality_absent", "urgency": "urgent", "tags": "press", "sure": "storage", "storage": ["JP", "SG"]},
}  # fmt: skip


@pytest.fixture
def lawyer(desk: Any, people: Any) -> Any:
    """Sign in a lawyer of the central authority at the desk."""
    desk.sign_in(people("legal_officer", participant="de-justice"))
    return desk


def saved(client: Any, query: dict[str, Any], kind: str = "routes", path: str = "/law/save/") -> Any:
    from urllib.parse import urlencode

    answer = client.post(f"{path}?{urlencode(query, doseq=True)}", {"kind": kind})
    assert answer.status_code == 200, text(answer)[:1500]
    assert answer["Content-Disposition"].startswith('attachment; filename="comity-')
    return answer


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_question_as_a_file_is_answered_the_same_by_the_command_line(
    lawyer: Any, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "question.toml"
    given = lawyer.get("/law/question/", QUESTIONS[name])
    assert given.status_code == 200 and given["Content-Type"] == "application/toml"
    file.write_bytes(given.content)
    receipt = json.loads(saved(lawyer, QUESTIONS[name]).content)
    said = CliRunner().invoke(law, ["routes", str(file), "--json"])
    assert said.exit_code in (0, 1), said.output
    assert json.loads(said.stdout) == receipt["answer"]


@pytest.mark.parametrize("kind", ["routes", "dual", "offences", "jurisdiction"])
def test_a_saved_answer_is_made_again_byte_for_byte(lawyer: Any, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "answer.json"
    file.write_bytes(saved(lawyer, QUESTIONS["extradition"], kind, "/de/law/save/").content)
    said = CliRunner().invoke(law, ["rerun", str(file), "--json"])
    assert said.exit_code == 0, said.output
    assert json.loads(said.stdout)["files"][0]["reproduced"] is True
    assert json.loads(file.read_bytes())["words"]["lang"] == "de"


def test_paper_and_file_are_the_same_receipt(lawyer: Any) -> None:
    query = {**QUESTIONS["assets"], "kind": "routes"}
    page = text(lawyer.get("/law/paper/", query))
    made = page.split('name="made" value="')[1].split('"')[0]
    from urllib.parse import urlencode

    file = lawyer.post(f"/law/save/?{urlencode(query, doseq=True)}", {"kind": "routes", "made": made}).content
    assert digest(file) in page and "comity law paper" in page
    old = lawyer.post(f"/law/save/?{urlencode(query, doseq=True)}", {"kind": "routes", "made": "2020-01-01T00:00:00+00:00"})  # fmt: skip
    assert not json.loads(old.content)["at"].startswith("2020"), "nobody dates an answer as they like"


def test_saved_for_a_case_the_case_names_it(desk: Any, world: Any) -> None:
    case: Case = world.case
    desk.sign_in(world.people["lead"])
    file = saved(desk, {"case": str(case.pk), "requested": "JP", "measure": "preservation"})
    leaf = Leaf.objects.get(verb="case.answer", subject_id=str(case.pk))
    assert leaf.facts["digest"] == digest(file.content) and leaf.facts["kind"] == "routes"
    assert "Answer of the law engine saved" in text(desk.get(f"/cases/{case.pk}/seen/"))
    assert case.working_name.encode() not in file.content


def test_a_case_of_others_is_not_asked_about(desk: Any, world: Any, people: Any) -> None:
    desk.sign_in(people("investigator", participant="de-hosting"))
    query = f"case={world.case.pk}&requested=JP"
    for path in ("ask/", "question/", "paper/"):
        assert desk.get(f"/law/{path}?{query}&kind=routes").status_code == 403
    assert desk.post(f"/law/save/?{query}", {"kind": "routes"}).status_code == 403


def compare(client: Any, data: bytes, **more: str) -> Any:
    return client.post("/law/receipt/", {"receipt": SimpleUploadedFile("answer.json", data), **more})


def test_a_receipt_brought_back_is_the_same(lawyer: Any) -> None:
    shown = compare(lawyer, saved(lawyer, QUESTIONS["assets"]).content)
    assert shown.status_code == 200
    assert "Made again byte for byte." in text(shown) and "Read the saved answer" in text(shown)


def test_a_receipt_of_another_answer_says_where_in_words(lawyer: Any) -> None:
    document = json.loads(saved(lawyer, QUESTIONS["refused"]).content)
    route = document["answer"]["routes"][0]
    was, route["status"] = route["status"], "closed"
    document["answer_digest"] = digest(canonical_json(document["answer"]))
    document["records"] = document["records"][1:]
    shown = text(compare(lawyer, canonical_json(document)))
    assert "Today's answer is another one" in shown and "It differs in 1 place." in shown
    assert (
        "Answers that are others now" in shown
        and "Germany, Japan" in shown
        and "Closed" in shown
        and was.capitalize() in shown
    )
    assert "What changed in the book since" in shown and "new:" in shown


def test_as_of_another_day_the_answer_may_be_another(lawyer: Any) -> None:
    query = {"requesting": "DE", "requested": "JP", "measure": "preservation", "articles": CORE, "on": "2026-11-23"}  # fmt: skip
    data = saved(lawyer, query).content
    shown = text(compare(lawyer, data, **{"on-day": "1", "on-month": "1", "on-year": "2000"}))
    assert "Today's answer is another one" in shown and "Sat, 1 Jan 2000" in shown
    wrong = compare(lawyer, data, **{"on-day": "31", "on-month": "2", "on-year": "2000"})
    assert wrong.status_code == 422 and "not a day" in text(wrong)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[" * 60_000, b"\x89PNG\r\n", b'{"schema": "comity.decision/1"}']
)
def test_what_is_no_receipt_is_said_so(lawyer: Any, data: bytes) -> None:
    shown = compare(lawyer, data)
    assert shown.status_code == 422 and "There is something to put right" in text(shown)
    assert lawyer.post("/law/receipt/").status_code == 422


def test_a_receipt_that_is_too_large_or_asks_too_much_is_not_worked_on(lawyer: Any) -> None:
    large = compare(lawyer, b"x" * (3 * 1024 * 1024))
    assert large.status_code in (413, 422)
    document = json.loads(saved(lawyer, {**QUESTIONS["assets"], "requested": "FR"}, "dual").content)
    document["question"]["scenario"]["ask"]["requested"] = ["FR", "JP", "BR", "US", "IT", "ES", "PL", "NL", "BE"]  # fmt: skip
    shown = compare(lawyer, canonical_json(document))
    assert shown.status_code == 422 and "at most 8" in text(shown)


def test_what_cannot_be_asked_cannot_be_saved(lawyer: Any) -> None:
    assert lawyer.post("/law/save/?requested=JP", {"kind": "poem"}).status_code == 422
    assert lawyer.post("/law/save/?requested=Narnia", {"kind": "routes"}).status_code == 422
    assert lawyer.post("/law/save/", {"kind": "routes"}).status_code == 422
    assert lawyer.get("/law/paper/?requested=JP&kind=").status_code == 422
    assert lawyer.get("/law/save/").status_code == 405


def test_replies_measured_here_stand_beside_the_answer(
    lawyer: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With five replies the page says so, and the command line says the same with the file of them."""
    from comity.law.expected import Measured

    told = (Measured("bc-29-preservation", "JP", 3, 7, "preservation", "2026-11-20"),)
    monkeypatch.setattr("comity.node.assistance.measuring.measured", lambda _at: told)
    query = {"requested": "JP", "measure": "preservation", "articles": CORE}
    page = text(lawyer.get("/law/way/", {**query, "instrument": "bc-29-preservation"}))
    assert "about 3 days" in page and "replies measured here, 7 replies" in page
    (tmp_path / "measured.json").write_bytes(lawyer.get("/law/measured/").content)
    (tmp_path / "question.toml").write_bytes(lawyer.get("/law/question/", query).content)
    said = CliRunner().invoke(law, ["routes", str(tmp_path / "question.toml"), "--measured", str(tmp_path / "measured.json"), "--json"])  # fmt: skip
    assert json.loads(said.stdout) == json.loads(saved(lawyer, query).content)["answer"]


def test_what_was_refused_in_the_case_stands_with_what_may_follow(desk: Any, world: Any) -> None:
    desk.sign_in(world.people["lead"])
    asked = world.case.requests.get()
    part = asked.parts.first()
    instrument = lawbook.book().instrument(asked.instrument)
    event = next(one.event for one in instrument.transitions if one.to == "refused")
    step = Step(
        owner_id=asked.owner_id, data_key_id=asked.data_key_id, part=part, number=9, event=event, source="received", target="refused",
        side="requested", by="system:tests", at=AT, reason_code="political_offence",
    )  # fmt: skip
    step.save(force_insert=True)
    query = {"case": str(world.case.pk), "requested": asked.requested, "measure": "preservation"}
    shown = text(desk.get("/law/", query))
    assert "After the refusal" in shown and "It may be used here" in shown
    file = tomllib.loads(desk.get("/law/question/", query).content.decode())
    assert [(one["name"], one["ground"]) for one in file["event"]] == [(event, "political_offence")]
    Step.objects.filter(pk=step.pk).update(event="no_step_of_todays_book")
    assert desk.get("/law/", query).status_code == 200, "a step that the book has dropped shuts no page"
    before = text(desk.get("/law/", {**query, "on": "2026-01-01"}))
    assert "After the refusal" not in before, "it had not happened yet"
