"""Signing in with a second factor: setting it up, giving a code, recovering, being reset."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.page import Page
from tests.support.second_factor import code_of, give_password, recovery_codes_on, secret_on, set_up
from ulss_tracker.models import Message, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.people import second_factor
from ulss_tracker.services.people.second_factor import CodeResult
from ulss_tracker.services.supervision import account_proposals
from ulss_tracker.web.accounts.second_factor import LIMITED, TOO_LATE, WRONG

pytestmark = pytest.mark.usefixtures("second_factor_on")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def with_app(app: Flask, role: Role = Role.CASEWORKER) -> tuple[User, str, list[str]]:
    user = build.user(role)
    return user, *set_up(user, key=str(app.secret_key))


def sign_in(client: CheckedClient, user: User, code: str, **options):
    give_password(client, user, build.PASSWORD)
    return client.submit("Continue", code=code, **options)


@pytest.mark.parametrize("role", list(Role))
def test_the_first_sign_in_sets_up_an_app_and_shows_recovery_codes_once(
    client: CheckedClient, role: Role
) -> None:
    user = build.user(role)
    page = give_password(client, user, build.PASSWORD)
    assert page.h1 == "Set up an authenticator app"
    assert page.select("[role=img] svg path")
    client.get("/account", status=302)  # nothing opens yet
    page = client.get("/sign-in/set-up")
    secret = secret_on(page)
    assert client.submit("Continue", code="000000").errors == [WRONG]
    page = client.submit("Continue", code=code_of(secret))
    assert page.h1 == "Your recovery codes"
    codes = recovery_codes_on(page)
    assert len(codes) == 8
    client.click("I have kept them: continue")
    assert user.name in client.get("/account").html
    assert codes[0] not in client.get("/account").html


def test_the_key_shown_is_the_one_that_is_set_up(client: CheckedClient) -> None:
    give_password(client, build.user(), build.PASSWORD)
    earlier = secret_on(client.page)
    give_password(client, build.user(), build.PASSWORD)
    assert client.submit("Continue", code=code_of(earlier)).errors == [WRONG]


def test_later_a_code_is_asked_and_the_page_asked_for_comes_after(
    app: Flask, client: CheckedClient, at
) -> None:
    user, secret, _ = with_app(app)
    at(LATER)
    answer = client.get("/casework/requests?state=closed", status=302)
    client.get(answer.headers["Location"])
    page = client.submit("Sign in", email=user.email, password=build.PASSWORD)
    assert page.h1 == "Enter a code"
    client.get("/casework/", status=302)
    page = client.submit("Continue", code="123")
    assert page.errors == [WRONG]
    assert not page.one("#code").get("value")
    page = client.submit("Continue", code=code_of(secret))
    assert page.path == "/casework/requests?state=closed"


def test_a_recovery_code_signs_in_once(app: Flask, client: CheckedClient) -> None:
    user, _, codes = with_app(app)
    assert sign_in(client, user, codes[0]).path == "/casework/"
    assert "You have 7 recovery codes left" in client.get("/account").text
    assert sign_in(client_of(app), user, codes[0]).errors == [WRONG]


def test_too_many_codes(app: Flask, client: CheckedClient, at) -> None:
    user, secret, _ = with_app(app)
    at(LATER)
    give_password(client, user, build.PASSWORD)
    for _ in range(5):
        assert client.submit("Continue", code="000000").errors == [WRONG]
    assert client.submit("Continue", code=code_of(secret), status=429).errors == [LIMITED]
    at(LATER + timedelta(minutes=16))
    assert sign_in(client, user, code_of(secret)).path == "/casework/"


@pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in/set-up"])
def test_without_the_password_there_is_no_second_step(client: CheckedClient, path: str) -> None:
    answer = client.get(path, status=302)
    assert answer.headers["Location"].startswith("/sign-in")


def test_the_second_step_waits_ten_minutes(app: Flask, client: CheckedClient, at) -> None:
    user, secret, _ = with_app(app)
    give_password(client, user, build.PASSWORD)
    at(NOW + timedelta(minutes=10, seconds=1))
    assert client.submit("Continue", code=code_of(secret)).path == "/sign-in"
    client.get("/casework/", status=302)


def test_the_password_alone_sets_up_no_other_app(app: Flask, client: CheckedClient) -> None:
    """Not even while its owner is setting up another."""
    user, _, _ = with_app(app)
    second_factor.begin(user, key=str(app.secret_key))
    give_password(client, user, build.PASSWORD)
    answer = client.get("/sign-in/set-up", status=302)
    assert answer.headers["Location"] == "/sign-in/code"


def test_a_session_from_before_the_setting_was_on_ends(signed_in) -> None:
    signed_in(Role.CASEWORKER).get("/casework/", status=302)


def test_where_it_is_off_the_password_is_enough(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SECOND_FACTOR", False)
    user, _, _ = with_app(app)
    assert give_password(client, user, build.PASSWORD).path == "/casework/"


def test_new_recovery_codes_want_a_code(app: Flask, client: CheckedClient, at) -> None:
    user, secret, codes = with_app(app)
    sign_in(client, user, codes[0])
    client.get("/account")
    assert len(client.submit("Continue", code="").errors) == 2
    page = client.submit("Continue", code="000000", change="recovery_codes")
    assert page.errors == [WRONG]
    at(LATER)
    page = client.submit("Continue", code=code_of(secret), change="recovery_codes")
    new = recovery_codes_on(page)
    subjects = db.session.scalars(select(Message.subject).where(Message.recipient == user.email))
    assert list(subjects) == ["New recovery codes have been made for your account"]
    assert sign_in(client_of(app), user, codes[1]).errors == [WRONG]
    assert sign_in(client_of(app), user, new[0]).path == "/casework/"


def test_another_app_takes_the_place_and_ends_the_other_sessions(
    app: Flask, client: CheckedClient, at
) -> None:
    user, _, codes = with_app(app)
    elsewhere = client_of(app)
    sign_in(elsewhere, user, codes[0])
    sign_in(client, user, codes[1])
    client.get("/account")
    page = client.submit("Continue", code=codes[2], change="another_app")
    assert page.h1 == "Set up an authenticator app"
    secret = secret_on(page)
    client.submit("Continue", code=code_of(secret))
    client.get("/casework/")
    elsewhere.get("/casework/", status=302)
    at(LATER)
    assert sign_in(elsewhere, user, code_of(secret)).path == "/casework/"
    subjects = db.session.scalars(select(Message.subject).where(Message.recipient == user.email))
    assert list(subjects) == ["An authenticator app has been set up for your account"]


def test_an_app_that_was_begun_is_shown_and_set_up_for_a_fresh_code_alone(
    app: Flask, client: CheckedClient, at
) -> None:
    user, secret, codes = with_app(app)
    sign_in(client, user, codes[0])
    client.get("/account")
    new = secret_on(client.submit("Continue", code=codes[1], change="another_app"))
    at(NOW + timedelta(minutes=6))
    answer = client.get("/sign-in/set-up", status=302)
    assert answer.headers["Location"] == "/enter-a-code?next=/sign-in/set-up"
    page = client.submit("Continue", code=code_of(new))  # the page was open
    assert page.path == "/enter-a-code?next=/sign-in/set-up"
    assert secret_on(client.submit("Continue", code=code_of(secret))) == new
    at(NOW + timedelta(minutes=10, seconds=1))
    page = client.submit("Continue", code=code_of(new))
    assert page.path == "/account"
    assert TOO_LATE in page.text
    assert second_factor.check(user, code_of(secret), key=str(app.secret_key)) is CodeResult.RIGHT


def test_a_fresh_code_gives_the_session_another_key(
    app: Flask, client: CheckedClient, subtests
) -> None:
    user, _, codes = with_app(app)
    sign_in(client, user, codes[0])
    for number, path in enumerate(("/enter-a-code", "/account"), start=1):
        with subtests.test(path=path):
            copy = client_of(app)
            with client.session_transaction() as session:
                before = dict(session)
            with copy.session_transaction() as session:
                session.update(before)
            client.get(path)
            client.submit(
                "Continue",
                code=codes[number],
                **({"change": "recovery_codes"} if path == "/account" else {}),
            )
            copy.get("/casework/", status=302)
            client.get("/casework/")


def page_number(page: Page) -> int:
    """The number of the only proposal in a list."""
    return int(page.one("tbody th a").get("href").rpartition("/")[2])


def test_two_people_reset_it(app: Flask, client: CheckedClient) -> None:
    user, _, codes = with_app(app)
    administrator, _, keys = with_app(app, Role.ADMINISTRATOR)
    own = client_of(app)
    sign_in(own, user, codes[0])
    sign_in(client, administrator, keys[0])
    client.get(f"/admin/people/{user.id}")
    page = client.submit("Propose to reset the second factor")
    assert "must approve it" in page.text
    own.get("/casework/")
    account_proposals.approve(page_number(page), build.user(Role.SUPERVISOR))
    own.get("/casework/", status=302)
    assert give_password(own, user, build.PASSWORD).h1 == "Set up an authenticator app"
    client.get(f"/admin/people/{administrator.id}")
    client.submit("Propose to reset the second factor", status=409)


def test_a_secret_that_cannot_be_read_is_said(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, secret, _ = with_app(app)
    monkeypatch.setitem(app.config, "SECOND_FACTOR_KEY", "another key, longer than thirty-two...")
    page = sign_in(client, user, code_of(secret), status=409)
    assert "Ask an administrator to reset it" in page.text


def test_a_code_is_never_written_into_a_page(app: Flask, client: CheckedClient) -> None:
    user, _, codes = with_app(app)
    sign_in(client, user, codes[0])
    token = client.get("/account").select("main form [name=csrf_token]")[0].get("value")
    with client.session_transaction() as session:
        session["session_key"] = "one that has ended"
    data = {"csrf_token": token, "change": "recovery_codes", "code": codes[1]}
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = client.open("/account", method="POST", data=data, headers=headers)
    assert answer.status_code == 401
    kept = re.search(r'name="kept" value="([^"]+)"', answer.get_data(as_text=True))
    assert kept
    page = password_with(client, user, kept[1])
    page = client.submit("Continue", code=codes[2])
    assert page.h1 == "Send what you entered"
    assert codes[1] not in page.html
    assert client.submit("Send it").errors == ["Enter the code"]


def typed_and_signed_out(client: CheckedClient, review: Review, user: User) -> str:
    """Send a form after the session ended; what the sign-in page keeps of it."""
    path = f"/casework/reviews/{review.id}/offender"
    page = client.get(path)
    data = {
        name: page.one(f"main form [name={name}]").get("value", "")
        for name in ("csrf_token", "version")
    }
    data |= {"name": "Corrected Name", "address": "1 The Street"}
    with client.session_transaction() as session:
        session["session_key"] = "one that has ended"
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = client.open(path, method="POST", data=data, headers=headers)
    assert answer.status_code == 401
    found = re.search(r'name="kept" value="([^"]+)"', answer.get_data(as_text=True))
    assert found
    return found[1]


def password_with(client: CheckedClient, user: User, kept: str):
    token = client.get("/sign-in").one("main form [name=csrf_token]").get("value")
    data = {"csrf_token": token, "email": user.email, "password": build.PASSWORD, "kept": kept}
    return client.post("/sign-in", status=200, data=data)


def sent_on(page, client: CheckedClient, review: Review) -> None:
    assert "Corrected Name" in page.text
    db.session.rollback()
    db.session.refresh(review)
    assert review.offender_name == "John Archer"  # nothing is sent that nobody pressed for
    client.submit("Send it")
    db.session.rollback()
    db.session.refresh(review)
    assert review.offender_name == "Corrected Name"


def test_what_was_typed_is_kept_through_password_and_code(
    app: Flask, client: CheckedClient, at
) -> None:
    review = build.review()
    user, secret, codes = with_app(app)
    sign_in(client, user, codes[0])
    kept = typed_and_signed_out(client, review, user)
    page = password_with(client, user, kept)
    assert "is kept: enter the code" in page.text
    assert page.errors == []
    assert client.submit("Continue", code="000000").errors == [WRONG]
    at(LATER)
    page = client.submit("Continue", code=code_of(secret))
    assert page.h1 == "Send what you entered"
    sent_on(page, client, review)


def test_what_was_typed_is_kept_while_an_app_is_set_up(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The setting was switched on in the middle of somebody's day."""
    review = build.review()
    user = build.user()
    monkeypatch.setitem(app.config, "SECOND_FACTOR", False)
    give_password(client, user, build.PASSWORD)
    kept = typed_and_signed_out(client, review, user)
    monkeypatch.setitem(app.config, "SECOND_FACTOR", True)
    page = password_with(client, user, kept)
    assert page.h1 == "Set up an authenticator app"
    assert page.errors == []
    page = client.submit("Continue", code=code_of(secret_on(page)))
    assert page.h1 == "Your recovery codes"
    sent_on(page, client, review)
