"""Who is signed in: password and one-time code, never a password alone; step-up; the end of an idle session."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

from comity.kernel.errors import NotAllowed
from comity.node.accounts import sign_in

pytestmark = pytest.mark.node
PASSWORD = "correct horse battery staple 9"


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def officer(people):
    return people("intake_officer", username="kassel.intake", password=PASSWORD)


def test_the_sign_in_page_is_there(desk):
    page = desk.get("/account/sign-in/")
    assert page.status_code == 200
    assert b"password" in page.content


def test_a_password_alone_shows_no_matter(desk, officer):
    answer = desk.post("/account/sign-in/", {"login": "kassel.intake", "password": PASSWORD})
    assert answer.status_code == 302
    assert desk.get("/inbox/").headers["Location"] == "/account/factors/"


def test_password_and_one_time_code_make_an_actor(desk, officer, settings):
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    first = desk.post("/account/sign-in/", {"login": "kassel.intake", "password": PASSWORD})
    assert first.headers["Location"] == "/account/sign-in/second/"
    assert desk.get("/account/sign-in/second/").status_code == 200
    second = desk.post("/account/sign-in/second/", {"code": code_for(secret)})
    assert second.status_code == 302
    records = desk.session["account_authentication_methods"]
    assert [record["method"] for record in records] == ["password", "mfa"]


def test_a_wrong_password_again_and_again_is_locked_out(desk, officer):
    statuses = [
        desk.post("/account/sign-in/", {"login": "kassel.intake", "password": f"wrong {n}"}).status_code
        for n in range(9)
    ]
    assert statuses[0] == 200
    assert statuses[-1] == 429


def test_nobody_signs_up(desk):
    assert desk.get("/account/signup/").status_code == 404


def test_an_idle_session_ends(desk, officer, settings):
    desk.sign_in(officer)
    session = desk.session
    session["comity_seen"] = time.time() - settings.COMITY_IDLE_SECONDS - 1
    session.save()
    assert desk.get("/requests/").headers["Location"].startswith("/account/sign-in/")
    assert "account_authentication_methods" not in desk.session


def test_an_idle_session_does_not_close_an_open_page(desk, officer, settings):
    """Found by a first user: a click that signs in led to the password page, where the last session had been left to idle."""
    desk.sign_in(officer)
    session = desk.session
    session["comity_seen"] = time.time() - settings.COMITY_IDLE_SECONDS - 1
    session.save()
    assert desk.get("/account/sign-in/").status_code == 200
    assert "account_authentication_methods" not in desk.session


def test_one_click_sign_in_exists_only_in_the_demonstration(desk, officer, settings, rf):
    settings.DEMONSTRATION = False
    with pytest.raises(NotAllowed):
        sign_in.demonstration_sign_in(rf.get("/"), officer)
    desk.sign_in(officer)
    assert desk.get("/anything/").headers["Location"] == "/account/factors/"


def test_stepping_up_is_forgotten_after_a_while(officer, settings):
    from django.test import RequestFactory

    def request(age: float):
        made = RequestFactory().get("/")
        made.user = officer
        made.session = {
            "account_authentication_methods": [{"method": "demonstration", "at": time.time() - age}],
            "account_authentication_methods_user": str(officer.pk),
        }
        return made

    assert sign_in.actor(request(10)).stepped_up
    assert not sign_in.actor(request(settings.COMITY_STEP_UP_SECONDS + 10)).stepped_up


def test_a_password_given_again_is_no_step_up(officer, settings):
    from django.test import RequestFactory

    made = RequestFactory().get("/")
    made.user = officer
    made.session = {
        "account_authentication_methods": [
            {"method": "mfa", "type": "totp", "at": time.time() - 3600},
            {"method": "password", "at": time.time(), "reauthenticated": True},
        ],
        "account_authentication_methods_user": str(officer.pk),
    }
    actor = sign_in.actor(made)
    assert actor is not None
    assert not actor.stepped_up


def test_stepping_up_by_one_button_in_the_demonstration_and_back(desk, officer):
    desk.sign_in(officer, stepped_up=False)
    page = desk.get("/account/again/here/?next=/account/factors/")
    assert "It is me" in page.content.decode()
    answer = desk.post("/account/again/here/", {"next": "/account/factors/"})
    assert answer.headers["Location"] == "/account/factors/"
    assert time.time() - desk.session["account_authentication_methods"][-1]["at"] < 60
    evil = desk.post("/account/again/here/", {"next": "https://evil.example/"})
    assert evil.headers["Location"] == "/"


def test_a_real_desk_asks_for_the_second_factor(desk, officer, settings):
    TOTP.activate(officer, "JBSWY3DPEHPK3PXP")
    desk.sign_in(officer, stepped_up=False)
    session = desk.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time() - 3600}]
    session.save()
    settings.DEMONSTRATION = False
    answer = desk.get("/account/again/here/?next=/account/factors/")
    assert answer.headers["Location"].startswith("/account/again/second/?next=")
    form = desk.get(answer.headers["Location"])
    assert form.status_code == 200
    done = desk.post(
        answer.headers["Location"], {"code": code_for("JBSWY3DPEHPK3PXP"), "next": "/account/factors/"}
    )
    assert done.headers["Location"] == "/account/factors/"
    assert desk.session["account_authentication_methods"][-1]["method"] == "mfa"


def test_a_view_that_needs_a_step_up_sends_there_and_back(desk, officer, rf):
    from django.http import HttpResponse

    from comity.node.accounts.views import stepped_up
    from tests.support.node import actor_of

    view = stepped_up(lambda request: HttpResponse("in"))
    request = rf.get("/evidence/1/release/")
    request.actor = actor_of(officer)
    assert view(request).content == b"in"
    request.actor = actor_of(officer, stepped_up=False)
    assert view(request).headers["Location"] == "/account/again/here/?next=%2Fevidence%2F1%2Frelease%2F"
