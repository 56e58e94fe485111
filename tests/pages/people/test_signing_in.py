"""Signing in and out, as a member of staff does it."""

import pytest

from config import ROOT
from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.permissions import Role

HOMES = {
    Role.CASEWORKER: "/casework/",
    Role.SUPERVISOR: "/supervision/board",
    Role.LAW_OFFICER: "/casework/decisions",
    Role.PRIVATE_OFFICE: "/casework/decisions",
    Role.LAWYER: "/casework/",
    Role.COUNSEL: "/casework/",
    Role.ADMINISTRATOR: "/admin/people",
    Role.AUDITOR: "/supervision/audit",
}


def sign_in(client: CheckedClient, email: str = "caseworker@example.org", **options):
    client.get(options.pop("path", "/sign-in"))
    password = options.pop("password", build.PASSWORD)
    return client.submit("Sign in", email=email, password=password, **options)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_starts_its_day_on_its_own_page(client: CheckedClient, role: Role) -> None:
    user = build.user(role)
    page = sign_in(client, user.email)
    assert page.path == HOMES[role]
    assert user.name in page.html


def test_a_wrong_password_keeps_the_email_and_not_the_password(client: CheckedClient) -> None:
    build.user()
    page = sign_in(client, password="not the right one")
    assert page.errors == ["The email address or password is wrong"]
    assert page.one("input[name=email]").get("value") == "caseworker@example.org"
    assert not page.one("input[name=password]").get("value")


def test_password_managers_and_pasting_work(client: CheckedClient) -> None:
    page = client.get("/sign-in")
    assert page.one("input[name=email]").get("autocomplete") == "username"
    assert page.one("input[name=password]").get("autocomplete") == "current-password"
    page = client.get(f"/set-password/{build.password_link(build.user())}")
    for name in ("password", "again"):
        assert page.one(f"input[name={name}]").get("autocomplete") == "new-password"
    scripts = [*(ROOT / "ulss_tracker" / "static").glob("*.js")]
    assert len(scripts) > 5
    assert not [each.name for each in scripts if "paste" in each.read_text()]


def test_an_address_nobody_has_is_answered_alike(client: CheckedClient) -> None:
    build.user()
    wrong = sign_in(client, password="not the right one")
    nobody = sign_in(client, "nobody@example.org")
    assert nobody.errors == wrong.errors


def test_an_empty_form_says_what_is_wanted(client: CheckedClient) -> None:
    client.get("/sign-in")
    page = client.submit("Sign in", email="", password="")
    assert len(page.errors) == 2


def test_the_page_asked_for_comes_after_signing_in(client: CheckedClient) -> None:
    build.user()
    answer = client.get("/casework/requests?state=closed", status=302)
    page = sign_in(client, path=answer.headers["Location"])
    assert page.path == "/casework/requests?state=closed"


def test_a_session_from_before_signing_in_is_not_carried_over(client: CheckedClient) -> None:
    build.user()
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    sign_in(client)
    with client.session_transaction() as session:
        assert "planted" not in session
