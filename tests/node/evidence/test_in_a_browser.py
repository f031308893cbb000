"""Every page of evidence, people harmed, consultations and figures in a real browser: phone and desk, German and mirrored, without fault."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from comity.node.assistance import actions as assistance
from comity.node.base.models import Participant
from comity.node.evidence import actions
from comity.node.evidence.intake import Given
from comity.node.outcomes import actions as outcomes
from comity.node.outreach import actions as outreach
from comity.node.outreach.models import Notice, Offer
from comity.node.statistics import actions as statistics
from comity.node.statistics.models import Release as Figures
from tests.node.assistance.conftest import BC26, INVESTIGATOR, admit, person
from tests.node.evidence.conftest import OFFICER, OTHER, PROSECUTOR, files, order
from tests.node.outreach.test_harmed import TERMS, lines
from tests.support.browser import DESK, PHONE, faults
from tests.support.inside import address, browsing, look, photograph
from tests.support.node import AT

pytestmark = [pytest.mark.node, pytest.mark.journey]


@pytest.fixture
def pages(
    world: Any, items: Any, incoming_request: Any, participants: Any, home_folder: Any, worker: Any
) -> dict[str, tuple[str, str]]:
    """A desk with a release done and one that waits, a list offered, a consultation, an outcome, figures."""
    request = incoming_request
    assistance.record_authorisation(
        request, kind="judge", authority="Amtsgericht Kassel (demonstration)", dated=date(2026, 11, 22), reference="1 Gs 1/26", by=PROSECUTOR, at=AT
    )  # fmt: skip
    done = actions.ask_release(
        items, request, by=OFFICER, at=AT, use_limits=["Only for this inquiry (Art. 13)"]
    )
    actions.release(done, by=OTHER, at=AT)
    worker(AT)
    more = actions.take_in(
        files(b"another"),
        owner=participants["de-police"],
        by=OFFICER,
        at=AT,
        request=request,
        titles=["Picture of the server"],
    )
    waits = actions.ask_release(more, request, by=OFFICER, at=AT)
    (marked,) = actions.take_in(
        files(b"letter"),
        owner=participants["de-police"],
        by=OFFICER,
        at=AT,
        request=request,
        mark="privileged",
    )
    (found,) = actions.take_in(
        [Given("list.jsonl", [lines()])],
        owner=participants["de-police"],
        by=OFFICER,
        at=AT,
        case=world.case,
        titles=["List on the panel"],
    )
    (fresh,) = actions.take_in(
        [Given("list.jsonl", [lines()])], owner=participants["de-police"], by=OFFICER, at=AT, case=world.case
    )
    outreach.prepare_offers(found, case=world.case, by=INVESTIGATOR, at=AT, instrument=BC26, **TERMS)
    order(home_folder, AT)
    actions.make_package(items, by=OFFICER, at=AT, purpose="court")
    admit("de-prosecution")
    Participant.objects.filter(pk="jp-contact").update(roles=["contact_point", "prosecution"])
    row = outcomes.open_consultation(world.case, "jp-contact", by=PROSECUTOR, at=AT)
    outcomes.assert_factor(
        row, next(iter(row.claims["factors"])), "DE", "The victim lives here.", by=PROSECUTOR, at=AT
    )
    outcomes.decide(row, "prosecutes", "DE", "The case began here.", by=PROSECUTOR, at=AT)
    outcomes.record_outcome(world.case, "charged", by=PROSECUTOR, at=AT)
    statistics.build(at=AT)
    offer, notice = Offer.objects.get(country="FR"), Notice.objects.order_by("number").first()
    assert notice is not None
    return {
        "items": ("/evidence/", "officer"),
        "item": (f"/evidence/{items[0].pk}/", "officer"),
        "item-marked": (f"/evidence/{marked.pk}/", "officer"),
        "add": (f"/evidence/add/?case={world.case.pk}", "officer"),
        "ask": (f"/evidence/release/?request={request.pk}", "officer"),
        "released": (f"/evidence/releases/{done.pk}/", "officer"),
        "waits": (f"/evidence/releases/{waits.pk}/", "officer"),
        "harmed-new": (f"/evidence/harmed/{fresh.pk}/", "lead"),
        "harmed": (f"/evidence/harmed/{found.pk}/", "lead"),
        "draft": (f"/evidence/offers/{offer.pk}/", "lead"),
        "notices": ("/evidence/notices/", "lead"),
        "notices-read": ("/evidence/notices/read/", "lead"),
        "notice": (f"/evidence/notices/{notice.pk}/", "lead"),
        "consultations": ("/evidence/consultations/", "prosecutor"),
        "consult": (f"/evidence/consultations/new/?case={world.case.pk}", "prosecutor"),
        "consultation": (f"/evidence/consultations/{row.pk}/", "prosecutor"),
        "outcome": (f"/evidence/cases/{world.case.pk}/outcome/", "prosecutor"),
        "figures": ("/figures/", "statistician"),
    }


@pytest.mark.parametrize(
    ("language", "scheme", "size"),
    [("en", "light", DESK), ("en-xb", "light", PHONE), ("de", "dark", PHONE)],
    ids=["desk", "phone mirrored", "phone in German at night"],
)
def test_every_page_is_without_fault(
    desk: Any,
    people: Any,
    pages: dict[str, tuple[str, str]],
    language: str,
    scheme: Any,
    size: Any,
) -> None:
    users = {
        "officer": people("evidence_officer"), "lead": people("investigator"), "prosecutor": people("prosecutor", participant="de-prosecution"),
        "statistician": people("statistician"),
    }  # fmt: skip
    with browsing(desk) as open_page:
        found = look(open_page(viewport=size, color_scheme=scheme), desk, language, pages, users)
    assert found == {}


@pytest.mark.parametrize(("language", "size"), [("en", DESK), ("de", PHONE), ("en-xb", PHONE)])
def test_the_public_figures(
    portal: Any, world: Any, at: Any, tmp_path: Path, language: str, size: Any
) -> None:
    from tests.node.statistics.test_figures import report

    for number in range(9):
        report(world, number, amount="4200" if number < 7 else "70")
    statistics.publish(statistics.build(at=AT), by=person("statistician", "de-police", "60"), at=AT)
    assert Figures.objects.filter(released_at__isnull=False).exists()
    with browsing(portal) as open_page:
        page = open_page(viewport=size)
        page.goto(f"{address(portal)}/{language}/figures")
        assert faults(page) == []
        photograph(page, f"public-{language}")
