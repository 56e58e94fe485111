"""A page drawn once while nothing has changed: never an older page, never another person's."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.addresses import every_address
from tests.support.checked_client import CheckedClient, client_of
from tests.support.queries import counted
from ulss_tracker.models import AuditEntry, Review, User, db
from ulss_tracker.permissions import Role, may
from ulss_tracker.services import restrictions, sealing
from ulss_tracker.services.saving import saving
from ulss_tracker.web.access import ACCESS
from ulss_tracker.web.unchanged import DRAWN_ONCE

NOW = datetime(2026, 3, 18, 10, 0, 5, tzinfo=UTC)
BOARD = "/supervision/board"
LOOKED_UP_AND_UNCHANGED = 2  # who is signed in, and whether anything was committed


@pytest.fixture(autouse=True)
def kept(app: Flask, monkeypatch: pytest.MonkeyPatch, at, database_kind: str) -> Iterator[None]:
    """Pages are kept, on the database that can say whether anything changed."""
    if database_kind != "postgresql":
        pytest.skip("SQLite gives no mark of what is committed: every page is drawn")
    monkeypatch.setitem(app.config, "PAGES_KEPT_BYTES", 1_000_000)
    at(NOW)
    yield
    app.extensions["unchanged"].begin(("the end of the test", 0))


@pytest.fixture
def supervisor(signed_in) -> CheckedClient:
    build.eligible_review()
    return signed_in(Role.SUPERVISOR)


def plain(body: bytes) -> bytes:
    """A page without what each response has of its own."""
    body = re.sub(rb'nonce="[^"]+"', b"", body)
    return re.sub(rb'(name="csrf_token"[^>]* value=)"[^"]+"', rb"\1", body)


def test_the_same_page_is_drawn_once(supervisor: CheckedClient) -> None:
    first = supervisor.open(BOARD)
    with counted() as asked:
        again = supervisor.open(BOARD)
    assert len(asked) == LOOKED_UP_AND_UNCHANGED
    assert plain(again.data) == plain(first.data)
    assert again.content_type == first.content_type


def test_each_response_has_a_nonce_and_a_form_token_of_its_own(supervisor: CheckedClient) -> None:
    nonces = set()
    for _ in range(3):
        page = supervisor.open(BOARD)
        drawn = set(re.findall(r'nonce="([^"]+)"', page.text))
        assert len(drawn) == 1
        assert f"'nonce-{drawn.copy().pop()}'" in page.headers["Content-Security-Policy"]
        nonces |= drawn
    assert len(nonces) == 3
    tokens = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', page.text)
    assert tokens
    supervisor.post("/sign-out", data={"csrf_token": tokens[0]})


def test_any_change_draws_it_anew(supervisor: CheckedClient) -> None:
    supervisor.open(BOARD)
    db.session.scalars(db.select(Review)).one().offender_name = "Renamed Meanwhile"
    db.session.commit()
    assert "Renamed Meanwhile" in supervisor.open(BOARD).text


def test_a_change_not_yet_committed_is_not_shown_and_then_is(
    app: Flask, supervisor: CheckedClient
) -> None:
    with db.engine.connect() as other:
        other.execute(db.update(Review).values(offender_name="Renamed Meanwhile"))
        assert "Renamed Meanwhile" not in supervisor.open(BOARD).text
        assert "Renamed Meanwhile" not in supervisor.open(BOARD).text
        other.commit()
    assert "Renamed Meanwhile" in supervisor.open(BOARD).text


def test_the_next_minute_draws_it_anew(supervisor: CheckedClient, at) -> None:
    supervisor.open(BOARD)
    at(NOW + timedelta(minutes=1))
    with counted() as asked:
        supervisor.open(BOARD)
    assert len(asked) > LOOKED_UP_AND_UNCHANGED


def test_each_person_has_their_own(app: Flask, supervisor: CheckedClient) -> None:
    build.user(Role.SUPERVISOR, email="other@example.org", name="Other Supervisor")
    other = client_of(app)
    with other.session_transaction() as session:
        session["_user_id"] = db.session.scalar(
            db.select(User.session_key).where(User.email == "other@example.org")
        )
        session["_fresh"] = True
    mine, theirs = "Test Supervisor, Supervisor", "Other Supervisor, Supervisor"
    for _ in range(2):
        assert mine in supervisor.open(BOARD).text
        assert theirs in other.open(BOARD).text


def test_another_question_is_another_page(supervisor: CheckedClient) -> None:
    assert plain(supervisor.open(BOARD).data) != plain(
        supervisor.open(f"{BOARD}?held_by=none").data
    )


def test_nobody_signed_out_is_sent_it(app: Flask, supervisor: CheckedClient) -> None:
    supervisor.open(BOARD)
    assert client_of(app).open(BOARD).status_code == 302
    with saving():
        db.session.scalars(
            db.select(User).where(User.role == Role.SUPERVISOR)
        ).one().is_active = False
    assert supervisor.open(BOARD).status_code == 302


def test_every_reading_of_a_restricted_case_is_recorded(supervisor: CheckedClient) -> None:
    review = db.session.scalars(db.select(Review)).one()
    order = restrictions.Order(
        terms="No report that names the school",
        protects="The school",
        protects_offender=False,
        made_on=None,
    )
    restrictions.add_order(review, order, build.user())
    page = f"/casework/cases/{review.case.reference}"
    for count in (1, 2, 3):
        supervisor.open(page)
        found = db.session.query(AuditEntry).count()
        assert found == count
        db.session.rollback()


def test_a_case_sealed_meanwhile_is_not_there(app: Flask, supervisor: CheckedClient) -> None:
    case = db.session.scalars(db.select(Review)).one().case
    page = f"/casework/cases/{case.reference}"
    assert supervisor.open(page).status_code == 200
    somebody = build.user(Role.SUPERVISOR, email="named@example.org", name="Named Person")
    sealing.seal(case, [], "A police officer's family", somebody)
    assert supervisor.open(page).status_code == 404


def test_what_is_said_once_is_said_once(supervisor: CheckedClient) -> None:
    supervisor.open(BOARD)
    with supervisor.session_transaction() as session:
        session["_flashes"] = [("success", "Holder changed")]
    assert "Holder changed" in supervisor.open(BOARD).text
    assert "Holder changed" not in supervisor.open(BOARD).text


def test_what_is_kept_is_bounded(app: Flask, monkeypatch, supervisor: CheckedClient) -> None:
    size = len(supervisor.open(BOARD).data)
    monkeypatch.setitem(app.config, "PAGES_KEPT_BYTES", 3 * size)
    for number in range(8):
        supervisor.open(f"{BOARD}?after={number}")
        store = app.extensions["unchanged"]
        assert store.size == sum(map(len, store.pages.values())) <= 3 * size


def test_pages_drawn_once_hold_nothing_of_chance(app: Flask, monkeypatch, signed_in) -> None:
    """Drawn twice they are the same: so what is kept is what would be drawn."""
    monkeypatch.setitem(app.config, "PAGES_KEPT_BYTES", 0)
    addresses = [each for each in every_address(app) if each.endpoint in DRAWN_ONCE]
    assert {each.endpoint for each in addresses} == DRAWN_ONCE
    for address in addresses:
        wanted = ACCESS[address.endpoint]
        assert wanted is not None
        client = signed_in(next(role for role in Role if may(role, wanted)))
        first, again = client.open(address.path), client.open(address.path)
        assert first.status_code == again.status_code
        assert plain(first.data) == plain(again.data), address.endpoint
