"""Words typed are not lost when the session ends meanwhile: they wait behind signing in."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import Review, db
from ulss_tracker.permissions import Role

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
OURS = {"Sec-Fetch-Site": "same-origin"}


def opened(client: CheckedClient, review: Review) -> dict[str, str]:
    """The form's own hidden fields."""
    page = client.get(f"/casework/reviews/{review.id}/offender")
    return {
        name: page.one(f"main form [name={name}]").get("value", "")
        for name in ("csrf_token", "version")
    }


def end_session(client: CheckedClient, *, cookie_too: bool = False) -> None:
    with client.session_transaction() as session:
        if cookie_too:
            session.clear()
        else:
            session["session_key"] = "one that has ended"


def send(client: CheckedClient, review: Review, fields: dict[str, str], **headers: str):
    data = fields | {"name": "Corrected Name", "address": "1 The Street\nLeeds"}
    path = f"/casework/reviews/{review.id}/offender"
    return client.open(path, method="POST", data=data, headers=headers or OURS)


def kept_in(answer) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', answer.get_data(as_text=True))
    return found[1] if found else ""


@pytest.mark.parametrize("cookie_too", [False, True])
def test_it_is_shown_after_signing_in_and_sent_by_pressing_again(
    app: Flask, signed_in, cookie_too: bool
) -> None:
    review = build.review()
    client = signed_in(Role.CASEWORKER)
    fields = opened(client, review)
    end_session(client, cookie_too=cookie_too)
    answer = send(client, review, fields)
    assert answer.status_code == 401
    assert "What you entered is kept" in answer.get_data(as_text=True)
    client.get("/sign-in")
    token = client.get("/sign-in").one("main form [name=csrf_token]").get("value")
    page = client.post(
        "/sign-in",
        status=200,
        data={
            "csrf_token": token,
            "email": build.user().email,
            "password": build.PASSWORD,
            "kept": kept_in(answer),
        },
    )
    assert page.h1 == "Send what you entered"
    assert "Corrected Name" in page.text
    db.session.rollback()
    db.session.refresh(review)
    assert review.offender_name == "John Archer"  # nothing is sent that nobody pressed for
    client.submit("Send it")
    db.session.rollback()
    db.session.refresh(review)
    assert review.offender_name == "Corrected Name"
    assert review.offender_address == "1 The Street\nLeeds"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_what_another_site_sent_is_not_kept(app: Flask, signed_in, site: str) -> None:
    review = build.review()
    client = signed_in(Role.CASEWORKER)
    fields = opened(client, review)
    end_session(client)
    answer = send(client, review, fields, **{"Sec-Fetch-Site": site})
    assert answer.status_code == 302
    assert kept_in(answer) == ""


def test_somebody_else_who_signs_in_there_does_not_see_it(app: Flask, signed_in) -> None:
    review = build.review()
    client = signed_in(Role.CASEWORKER)
    fields = opened(client, review)
    end_session(client)
    answer = send(client, review, fields)
    other = build.user(Role.SUPERVISOR)
    token = client.get("/sign-in").one("main form [name=csrf_token]").get("value")
    data = {
        "csrf_token": token,
        "email": other.email,
        "password": build.PASSWORD,
        "kept": kept_in(answer),
    }
    client.post("/sign-in", status=302, data=data)


def test_what_was_made_up_or_is_old_is_not_read(app: Flask, client: CheckedClient) -> None:
    token = client.get("/sign-in").one("main form [name=csrf_token]").get("value")
    data = {
        "csrf_token": token,
        "email": build.user().email,
        "password": build.PASSWORD,
        "kept": "made.up.text",
    }
    client.post("/sign-in", status=302, data=data)
