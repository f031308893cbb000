"""Clock, news, rounds, permissions, problem documents, log lines, keys by door, checks, freshness."""

import json
import logging
import os
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, Conflict, NotAllowed, declare
from comity.node.base import checks, clock, freshness, home, keyring, news, permissions, problems, rounds
from comity.node.base.fields import DigestField, SealedField
from comity.node.base.logs import JsonLines
from comity.node.base.models import Participant
from comity.node.base.participants import remember_foreign, sync_hosted
from comity.node.base.times import InstantField, cut_to_hour
from comity.policy import Attributes
from tests.support.node import AT, actor_of

pytestmark = pytest.mark.node
TEAPOT = declare("tests.pot.empty", "The pot {name} is empty.", "Fill it.")


# -- fields ----------------------------------------------------------------------------------------------------


def test_fields_refuse_what_they_are_not_for():
    for field, wrong in (
        (SealedField(), "words"), (SealedField(), None), (DigestField(), b"short"), (InstantField(), datetime(2026, 1, 1)),
    ):  # fmt: skip
        with pytest.raises(TypeError):
            field.get_prep_value(wrong)
    for wrong in ({"auto_now": True}, {"auto_now_add": True}):
        with pytest.raises(TypeError, match="does not fill itself"):
            InstantField(**wrong)


def test_an_anonymous_time_is_cut_to_the_hour():
    assert cut_to_hour(AT) == datetime(2026, 11, 22, 20, tzinfo=UTC)


# -- clock -----------------------------------------------------------------------------------------------------


def test_all_processes_read_the_demonstration_clock_from_one_row(db):
    clock.jump(AT, running=False)
    assert clock.now() == AT
    clock.jump(AT)
    assert timedelta(0) <= clock.now() - AT < timedelta(seconds=5)
    with clock.holding() as held:
        assert clock.now() == held == clock.now()


def test_production_ignores_the_row(db, monkeypatch):
    clock.jump(AT)
    monkeypatch.setattr(clock, "_is_demonstration", lambda: False)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    with pytest.raises(NotAllowed):
        clock.jump(AT)


# -- news and rounds -------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_news_come_after_the_commit_and_never_after_a_rollback(monkeypatch):
    heard = []
    monkeypatch.setitem(news._listeners, "tests.happened", [lambda **facts: heard.append(facts)])
    with transaction.atomic():
        news.tell("tests.happened", thing=1)
        assert heard == []
    with pytest.raises(RuntimeError), transaction.atomic():
        news.tell("tests.happened", thing=2)
        raise RuntimeError
    assert heard == [{"thing": 1}]


@pytest.mark.django_db(transaction=True)
def test_a_failing_listener_does_not_stop_the_others(monkeypatch):
    heard = []

    def broken(**_facts):
        raise RuntimeError

    monkeypatch.setitem(news._listeners, "tests.happened", [broken, lambda **facts: heard.append(facts)])
    with transaction.atomic():
        news.tell("tests.happened", thing=1)
    assert heard == [{"thing": 1}]


@pytest.mark.django_db(transaction=True)
def test_ringing_often_is_one_job_and_every_door_may():
    from procrastinate.contrib.django.models import ProcrastinateJob

    from tests.support.node import as_door

    for door in ("portal", "desk", "gateway"):
        with as_door(door):
            for _ in range(3):
                rounds.ring("tests.bell")
    jobs = ProcrastinateJob.objects.filter(task_name="comity.round")
    assert [job.args for job in jobs] == [{"name": "tests.bell"}]


def test_a_round_that_fails_does_not_stop_the_others(db, monkeypatch):
    from comity.node.rounds import walk

    def broken(_at):
        raise RuntimeError

    monkeypatch.setattr(rounds, "_rounds", {"broken": broken, "good": lambda _at: 3})
    monkeypatch.setattr(walk, "close_old_connections", lambda: None)
    assert walk.all_of_them() == 3
    with pytest.raises(ValueError, match="two rounds"):
        rounds.register("good", lambda _at: 0)


# -- permissions -----------------------------------------------------------------------------------------------


def test_require_names_every_reason(people):
    actor = actor_of(people("duty_officer"))
    with pytest.raises(NotAllowed) as refused:
        permissions.require(actor, "report.open", Attributes(owner="fr-police"))
    assert {fault.code for fault in refused.value.faults} == {
        "policy.actor.role", "policy.matter.not_yours", "policy.purpose.missing",
    }  # fmt: skip


def test_a_view_cannot_declare_a_verb_nobody_knows():
    with pytest.raises(ValueError, match="no rule"):
        permissions.verb("report.burn")


def test_a_declared_view_lets_in_only_those_who_could(settings):
    view = permissions.verb("report.open")(lambda request: HttpResponse("in"))
    request = RequestFactory().get("/report/1/?x=1")
    settings.DOOR, settings.ROOT_URLCONF = "desk", "comity.node.conf.urls_desk"
    request.actor = None
    assert view(request).headers["Location"] == "/account/sign-in/?next=%2Freport%2F1%2F%3Fx%3D1"
    request.actor = Actor("officer", "1", "de-police", frozenset({"intake_officer"}))
    assert view(request).content == b"in"
    request.actor = Actor("officer", "1", "de-police", frozenset({"administrator"}))
    with pytest.raises(NotAllowed):
        view(request)


# -- problems --------------------------------------------------------------------------------------------------


@permissions.public
def breaks(request: HttpRequest) -> HttpResponse:
    kind = {"bad": BadInput, "no": NotAllowed, "busy": Conflict}.get(request.GET["how"])
    if kind is None:
        raise ZeroDivisionError("secret words")
    raise kind(TEAPOT.fault(name="<b>red</b>"), TEAPOT.fault(name="blue"))


urlpatterns = [path("break", breaks)]
handler500 = "comity.node.base.problems.failed"


@pytest.mark.parametrize(("how", "status"), [("bad", 422), ("no", 403), ("busy", 409)])
def test_machines_get_a_problem_document_with_all_faults(gateway, settings, how, status):
    settings.ROOT_URLCONF = __name__
    answer = gateway.get(f"/break?how={how}")
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = json.loads(answer.content)
    assert body["type"] == "urn:comity:problem:tests.pot.empty"
    assert [fault["detail"] for fault in body["faults"]] == [
        "The pot <b>red</b> is empty. Fill it.",
        "The pot blue is empty. Fill it.",
    ]


def test_people_get_a_page_in_which_nothing_is_markup(portal, settings):
    settings.ROOT_URLCONF = __name__
    answer = portal.get("/break?how=bad")
    assert answer.status_code == 422
    assert b"The pot &lt;b&gt;red&lt;/b&gt; is empty. Fill it." in answer.content
    assert "Set-Cookie" not in answer.headers


def test_what_nobody_foresaw_says_nothing_of_itself(portal, settings, caplog):
    settings.ROOT_URLCONF = __name__
    portal.raise_request_exception = False
    answer = portal.get("/break?how=x")
    assert answer.status_code == 500
    assert b"secret words" not in answer.content
    assert b"nothing was changed" in answer.content


def test_problem_documents_have_the_members_of_rfc_9457():
    body = problems.document(problems.HTTPStatus.CONFLICT, [TEAPOT.fault(name="x")], "abc")
    assert {"type", "title", "status", "detail", "instance"} <= set(body)


# -- log lines -------------------------------------------------------------------------------------------------


def test_a_log_line_is_json_with_ids_and_without_the_words_of_an_error():
    try:
        raise ValueError("her own words")
    except ValueError as error:
        trace = (type(error), error, error.__traceback__)
    record = logging.LogRecord("comity.x", logging.ERROR, __file__, 1, "x.failed", (), trace)
    record.facts = {"report": "4f"}
    line = json.loads(JsonLines(door="desk").format(record))
    assert (line["event"], line["door"], line["report"], line["error"]) == (
        "x.failed",
        "desk",
        "4f",
        "ValueError",
    )
    assert "her own words" not in json.dumps(line)


def test_the_portal_logs_no_request(portal, caplog):
    with caplog.at_level(logging.INFO, "comity.request"):
        portal.get("/no-such-page")
    assert [record for record in caplog.records if record.name == "comity.request"] == []


# -- keys ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", sorted(keyring.MAY_USE))
def test_each_door_gets_its_keys_and_no_other(home_folder, door):
    ring = keyring.Keyring(home_folder, door)
    asks = {
        "opening": lambda: ring.opening("de-police"), "signing": lambda: ring.signing("de-police"),
        "linkage": lambda: ring.linkage("de-police"), "code": ring.code, "exchange": lambda: ring.node("exchange"),
        "log": lambda: ring.node("log"), "receipt": lambda: ring.node("receipt"), "recovery": lambda: ring.node("recovery"),
    }  # fmt: skip
    for kind, ask in asks.items():
        if kind in keyring.MAY_USE[door]:
            assert ask()
        else:
            with pytest.raises(NotAllowed):
                ask()


def test_a_public_key_file_holds_no_private_part(home_folder):
    for file in (home_folder.keys / "public").rglob("*.json"):
        assert "d" not in json.loads(file.read_text())


# -- participants ----------------------------------------------------------------------------------------------


def test_a_hosted_participant_is_never_overwritten_from_outside(participants):
    remember_foreign("de-police", name="Evil", country="XR", roles=[], public_keys={}, demonstration=False)
    assert Participant.objects.get(code="de-police").name != "Evil"
    remember_foreign(
        "fr-police", name="Police", country="FR", roles=["police"], public_keys={}, demonstration=True
    )
    assert not Participant.objects.get(code="fr-police").hosted


def test_syncing_twice_changes_nothing(participants, home_folder):
    before = list(Participant.objects.values_list())
    sync_hosted(home_folder)
    assert list(Participant.objects.values_list()) == before


# -- checks ----------------------------------------------------------------------------------------------------


def test_a_weak_database_is_named_by_what_the_server_itself_says(db, home_folder):
    found = {
        fault.facts["setting"]
        for fault in checks.database(home_folder)
        if fault.code == "node.check.weak_database"
    }
    assert {
        "fsync",
        "synchronous_commit",
        "full_page_writes",
        "archive_mode",
    } <= found  # this server is the tests' fast one


def test_an_open_key_file_is_named(tmp_path):
    from comity.node.base import founding
    from tests.node.base.test_home import plan

    made = founding.found(tmp_path / "de", plan())
    (made.keys / "node" / "log.json").chmod(0o644)
    codes = {fault.code for fault in checks.settings(made)}
    assert "node.check.open_file" in codes
    assert "node.check.recovery_key_here" in codes
    assert ("node.check.root" in codes) is (os.geteuid() == 0)
    assert "node.check.demonstration" not in codes


# -- freshness -------------------------------------------------------------------------------------------------


def test_a_changed_node_toml_makes_it_stale(tmp_path):
    from comity.node.base import founding
    from tests.node.base.test_home import plan

    made = founding.found(tmp_path / "de", plan())
    made.database.folder.mkdir()
    assert not freshness.is_fresh(made)
    freshness.remember(made)
    assert freshness.is_fresh(made)
    (made.path / "node.toml").write_text((made.path / "node.toml").read_text() + "\n# changed\n")
    assert not freshness.is_fresh(home.read(made.path))
