"""Signing in with a second factor, as an authenticator app does it."""

import pyotp
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page as Window

from tests.support.checked_client import CheckedClient
from tests.support.page import Page
from ulss_tracker import clock
from ulss_tracker.models import User
from ulss_tracker.services.people import second_factor

KEY = "the key of the tests, longer than thirty-two"


def code_of(secret: str, *, steps: int = 0) -> str:
    """The code that an app with this secret shows, so many half minutes from now."""
    return pyotp.TOTP(secret).at(for_time=int(clock.now().timestamp()), counter_offset=steps)


def set_up(user: User, *, key: str = KEY) -> tuple[str, list[str]]:
    """Set up an app for `user`: its secret, and the recovery codes."""
    second_factor.begin(user, key=key)
    enrolment = second_factor.pending(user, key=key)
    assert enrolment is not None
    codes = second_factor.confirm(user, code_of(enrolment.secret), key=key)
    assert codes is not None
    return enrolment.secret, codes


def secret_on(page: Page) -> str:
    """The key that the page of setting up an app shows."""
    return str(page.one(".app-secret").text_content()).replace("-", "")


def recovery_codes_on(page: Page) -> list[str]:
    """The recovery codes that a page shows."""
    return [str(each.text_content()).strip() for each in page.select("li.app-secret")]


def give_password(client: CheckedClient, user: User, password: str) -> Page:
    """Sign in with the password alone; the page that asks for more."""
    client.get("/sign-in")
    page: Page = client.submit("Sign in", email=user.email, password=password)
    return page


def make_stale(app: Flask, window: Window) -> None:
    """Have the second factor given ten minutes ago, as a browser's signed cookie says."""
    signing = SecureCookieSessionInterface().get_signing_serializer(app)
    name = str(app.config["SESSION_COOKIE_NAME"])
    cookie = next(each for each in window.context.cookies() if each["name"] == name)
    assert signing is not None
    session = signing.loads(cookie["value"])
    session["code_at"] -= 600
    window.context.add_cookies([{**cookie, "value": signing.dumps(session)}])
