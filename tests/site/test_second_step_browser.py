"""A second step and passkeys in a real browser, with a virtual authenticator."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.site.cast import PASSWORD, Cast
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in


@pytest.fixture(autouse=True)
def no_attempts_before(transactional_db: None) -> None:
    cache.clear()


def reauthenticate(page) -> None:
    page.wait_for_url("**/reauthenticate/**")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def code_now(secret: str) -> str:
    """What the app would show."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def virtual_authenticator(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    about = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
             "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": about})
    return session


def test_an_authenticator_app_is_set_up_and_asked_for(phone_page, cast: Cast):
    page = signed_in(phone_page, "alice")
    page.goto("/en/account/2fa/totp/activate/")
    reauthenticate(page)
    page.wait_for_selector("#authenticator_secret")
    no_accessibility_faults(page)
    screenshot(page, "en-totp")
    secret = page.input_value("#authenticator_secret")
    page.fill("[name=code]", "123")
    page.click("main button[type=submit]")
    page.wait_for_selector(".error")
    page.fill("[name=code]", code_now(secret))
    page.click("main button[type=submit]")
    page.wait_for_url("**/recovery-codes/")
    no_accessibility_faults(page)
    screenshot(page, "en-recovery-codes")
    codes = page.input_value("#recovery_codes").split()
    assert len(codes) == len(set(codes)) == 10
    page.goto("/en/account/logout/")
    page.click("main button[type=submit]")

    page.goto("/my/account/login/")
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/2fa/authenticate/")
    no_accessibility_faults(page)
    screenshot(page, "my-second-step")
    page.goto("/en/organisations/")
    assert page.url.endswith("/account/2fa/authenticate/"), "the password alone opens nothing"
    page.goto("/en/account/2fa/authenticate/")
    page.fill("[name=code]", codes[0])
    page.click("main form:first-of-type button[type=submit]")
    page.wait_for_url("**/organisations/")

    page.goto("/en/account/logout/")
    page.click("main button[type=submit]")
    page.goto("/en/account/login/")
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/2fa/authenticate/")
    page.fill("[name=code]", codes[0])
    page.click("main form:first-of-type button[type=submit]")
    page.wait_for_selector(".error")
    page.fill("[name=code]", codes[1])
    page.click("main form:first-of-type button[type=submit]")
    page.wait_for_url("**/organisations/")


def test_a_passkey_is_added_and_signs_in(desktop_page, live_server, cast: Cast):
    page = desktop_page
    at = live_server.url
    virtual_authenticator(page)
    page.goto(f"{at}/en/account/login/")
    page.fill("[name=login]", "bob")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/organisations/")
    page.goto(f"{at}/en/account/2fa/webauthn/add/")
    reauthenticate(page)
    page.wait_for_selector("#mfa_webauthn_add")
    no_accessibility_faults(page)
    screenshot(page, "en-add-passkey")
    page.fill("[name=name]", "Bob's phone")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{at}/en/account/2fa/webauthn/")
    assert "Bob's phone" in page.inner_text("main")
    assert "Passkey" in page.inner_text("main")
    no_accessibility_faults(page)
    screenshot(page, "en-passkeys")
    page.goto(f"{at}/en/account/logout/")
    page.click("main button[type=submit]")

    page.goto(f"{at}/en/account/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/organisations/")
    assert "Bob" in page.inner_text(".main-nav")

    page.goto(f"{at}/en/account/2fa/webauthn/")
    page.click("main >> text=Remove")
    page.wait_for_url("**/reauthenticate/**")
    page.goto(f"{at}/en/account/reauthenticate/?next=/en/account/2fa/webauthn/")
    reauthenticate(page)
    page.click("main >> text=Remove")
    page.click("main button[type=submit]")
    page.wait_for_url("**/2fa/**")
    page.goto(f"{at}/en/account/2fa/webauthn/")
    page.goto(f"{at}/en/account/2fa/")
    assert "No security keys have been added." in page.inner_text("main")


def test_a_password_alone_opens_nothing_once_a_key_is_added(desktop_page, live_server, cast: Cast):
    page = desktop_page
    at = live_server.url
    virtual_authenticator(page)
    page.goto(f"{at}/en/account/login/")
    page.fill("[name=login]", "bob")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/organisations/")
    page.goto(f"{at}/en/account/2fa/webauthn/add/")
    reauthenticate(page)
    page.fill("[name=name]", "A key")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{at}/en/account/logout/")
    page.click("main button[type=submit]")
    page.goto(f"{at}/en/account/login/")
    page.fill("[name=login]", "bob")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/2fa/authenticate/")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url("**/organisations/")
