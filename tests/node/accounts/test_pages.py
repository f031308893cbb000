"""Every page of one's own account renders, in both states of the second factor, and keeps to the security policy."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

pytestmark = pytest.mark.node
PAGES = [
    "/account/factors/", "/account/factors/code/", "/account/factors/passkeys/", "/account/factors/passkeys/add/",
    "/account/factors/recovery/", "/account/factors/recovery/new/", "/account/password/", "/account/again/",
    "/account/again/second/", "/account/again/second/", "/account/sign-out/", "/account/factors/code/off/", "/account/closed/",
]  # fmt: skip


@pytest.fixture
def officer(people):
    return people("intake_officer", password="correct horse battery staple 9", email="officer@example.org")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("enrolled", [False, True])
def test_each_page_renders(desk, officer, page, enrolled):
    if enrolled:
        TOTP.activate(officer, generate_totp_secret())
        RecoveryCodes.activate(officer)
    desk.sign_in(officer)
    session = desk.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [records[0] | {"reauthenticated": True}]
    session.save()
    answer = desk.get(page, follow=True)
    assert answer.status_code == 200 or (not enrolled and answer.status_code == 404)
    text = answer.content.decode()
    assert "Comity" in text or "demonstration" in text
    assert not re.search(r"\son[a-z]+=|<script(?![^>]*(?:src=|application/json))|\sstyle=", text)


def test_the_sign_in_page_offers_a_passkey(desk):
    text = desk.get("/account/sign-in/").content.decode()
    assert "passkey" in text.lower()
    assert 'name="login"' in text
    assert "__Host-" not in str(desk.cookies)  # plain http in the demonstration
