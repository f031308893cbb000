"""Each page of signing in and of second factors is ours: layout, words in German too, nothing raw, nothing inline."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from tests.node.ui.test_gallery import read

pytestmark = pytest.mark.node
PASSWORD = "correct horse battery staple 9"


def page_of(answer):
    assert answer.status_code == 200
    page = answer.content.decode()
    seen = read(page)
    assert seen.faults == []
    assert "desk.css" in page
    assert not [tag for tag, attributes in seen.tags if "style" in attributes]
    inline = [
        a
        for tag, a in seen.tags
        if tag == "script" and not a.get("src") and a.get("type") != "application/json"
    ]
    assert inline == []
    return page


@pytest.fixture
def officer(people):
    return people("intake_officer", username="kassel.intake", password=PASSWORD)


def test_sign_in(desk):
    assert "Sign in with a passkey" in page_of(desk.get("/account/sign-in/"))
    assert "Mit einem Passkey anmelden" in page_of(desk.get("/de/account/sign-in/"))


def test_a_wrong_password_is_said_at_the_top(desk, officer):
    page = page_of(desk.post("/account/sign-in/", {"login": "kassel.intake", "password": "wrong"}))
    assert "govuk-error-summary" in page
    assert 'value="wrong"' not in page


def test_second_factor(desk, officer):
    TOTP.activate(officer, generate_totp_secret())
    desk.post("/account/sign-in/", {"login": "kassel.intake", "password": PASSWORD})
    page = page_of(desk.get("/account/sign-in/second/"))
    assert "Your second factor" in page
    assert 'name="credential"' in page


@pytest.mark.parametrize(
    "address",
    ["factors/", "factors/code/", "factors/passkeys/", "factors/passkeys/add/", "factors/recovery/new/", "password/", "sign-out/", "again/"],
)  # fmt: skip
def test_pages_of_a_person_without_factors(desk, officer, address):
    desk.sign_in(officer)
    answer = desk.get(f"/account/{address}")
    if answer.status_code == 302:
        assert "/account/" in answer["Location"]
        answer = desk.get(answer["Location"])
    page_of(answer)


@pytest.mark.parametrize(
    "address",
    ["factors/", "factors/code/off/", "factors/recovery/", "factors/recovery/new/", "factors/passkeys/", "again/second/"],
)  # fmt: skip
def test_pages_of_a_person_with_factors(desk, officer, address):
    TOTP.activate(officer, generate_totp_secret())
    RecoveryCodes.activate(officer)
    desk.sign_in(officer)
    answer = desk.get(f"/account/{address}")
    if answer.status_code == 302:
        answer = desk.get(answer["Location"])
    page_of(answer)


def test_a_key_can_be_named_and_removed(desk, officer):
    key = Authenticator.objects.create(
        user=officer, type=Authenticator.Type.WEBAUTHN, data={"name": "<Key> of Imke", "credential": {}}
    )
    desk.sign_in(officer)
    assert "&lt;Key&gt; of Imke" in page_of(desk.get("/account/factors/passkeys/"))
    asked = desk.get(f"/account/factors/passkeys/{key.pk}/edit/")
    assert "Is it still you?" in page_of(desk.get(asked["Location"]))
    assert desk.post("/account/again/", {"password": PASSWORD}).status_code == 302
    assert "Name of the key" in page_of(desk.get(f"/account/factors/passkeys/{key.pk}/edit/"))
    assert "Remove the key?" in page_of(desk.get(f"/account/factors/passkeys/{key.pk}/remove/"))
