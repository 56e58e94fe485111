"""Things a hostile, or only an unlucky, visitor must not be able to do to the public service."""

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.public_journey import go_to, send
from tests.support.tables import from_table
from ulss_tracker.models import Request, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.requests import drafts

MEBIBYTE = 1024 * 1024


def requests_kept() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Request)) or 0


def test_what_is_typed_after_a_lost_confirmation_begins_another_request(
    client: CheckedClient,
) -> None:
    """The browser never heard that the first was sent, so it comes back with the old cookie."""
    go_to(client, "check-answers")
    with client.session_transaction() as session:
        key = session["journey"]
    client.submit("Accept and send")
    with client.session_transaction() as session:
        session.clear()
        session["journey"] = key
    send(client, reason={"reason": "New words that must not be lost"})
    assert requests_kept() == 2
    kept = db.session.scalars(select(Request.reason)).all()
    assert "New words that must not be lost" in kept
    assert drafts.find(key) is None


def test_three_telephone_numbers_in_one_answer_are_kept(client: CheckedClient) -> None:
    three = "01632 960 001   07700 900 982   020 7946 0000"
    send(client, contact={"telephone": three, "email": ""})
    assert requests_kept() == 1


@pytest.mark.parametrize("path", ["/request/reason", "/request/reason/typed"])
def test_a_body_larger_than_words_need_is_refused(client: CheckedClient, path: str) -> None:
    answer = client.open(path, method="POST", data={"reason": "x" * (3 * MEBIBYTE)})
    assert answer.status_code == 413
    assert "020 7271 2492" in answer.get_data(as_text=True)


@from_table
def test_no_address_leads_out_of_the_service(client: CheckedClient, address: str) -> None:
    answer = client.open(f"/language/cy?next={address}")
    assert answer.headers["Location"] == "/"


def test_a_doubt_about_the_date_reaches_the_caseworker(signed_in) -> None:  # type: ignore[no-untyped-def]
    asked = build.request(sentenced_text="it could be a week earlier")
    page = signed_in(Role.CASEWORKER).get(f"/casework/requests/{asked.reference}")
    assert "it could be a week earlier" in page.text
