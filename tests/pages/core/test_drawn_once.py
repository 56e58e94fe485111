"""Rows drawn once: the same rows again are remembered, and any change of a row is seen."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.page import Page
from ulss_tracker.models import Request, RequestState, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.scheme.workflow.standing import Standing
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection.restrictions import Order, add_order
from ulss_tracker.web.core.template_env import _row

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
BOARD, INBOX, WORK = "/supervision/board", "/casework/requests", "/casework/"


@pytest.fixture(autouse=True)
def _fresh(app: Flask, at) -> Iterator[None]:
    at(NOW)
    _row.cache_clear()
    yield
    _row.cache_clear()


def rows(page: Page) -> list[str]:
    return [" ".join(row.text_content().split()) for row in page.select("main tbody tr")]


@pytest.mark.parametrize("path", [BOARD, INBOX])
def test_the_same_rows_again_are_not_drawn_again(path: str, supervisor: CheckedClient) -> None:
    build.eligible_review()
    build.request()
    first = rows(supervisor.get(path))
    drawn = _row.cache_info()
    assert rows(supervisor.get(path)) == first
    again = _row.cache_info()
    assert again.misses == drawn.misses
    assert again.hits > drawn.hits


def _name(review: Review) -> None:
    review.offender_name = "Somebody Else"


def _court(review: Review) -> None:
    review.case.court_text = "Elsewhere"


def _state(review: Review) -> None:
    review.state = State.AWAITING_PAPERS


def _assignee(review: Review) -> None:
    review.assignee = build.user(Role.SUPERVISOR)


def _nobody(review: Review) -> None:
    review.assignee = None


def _confirmed(review: Review) -> None:
    review.unconfirmed_since_at = None


def _date(review: Review) -> None:
    assert review.file_by_at is not None
    review.file_by_at += timedelta(days=1)
    review.earliest_file_by_at = review.file_by_at


def _later(review: Review) -> None:
    assert review.file_by_at is not None
    review.file_by_at += timedelta(days=1)


def _changed(review: Review) -> None:
    review.changed_at += timedelta(days=1)


def _filed(review: Review) -> None:
    review.state, review.filed_at = State.TO_FILE, NOW


def _verdict(review: Review) -> None:
    review.verdict = None


CHANGES = (
    _name,
    _court,
    _state,
    _assignee,
    _nobody,
    _confirmed,
    _date,
    _later,
    _filed,
    _verdict,
)


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_a_row_of_the_board_is_seen(
    change: Callable[[Review], None], supervisor: CheckedClient
) -> None:
    review = build.eligible_review()
    before = rows(supervisor.get(BOARD))
    with transaction():
        change(db.session.get_one(Review, review.id))
    _is_seen(supervisor, BOARD, before)


def test_a_restriction_is_seen_and_so_is_the_time_that_goes_by(
    supervisor: CheckedClient, at
) -> None:
    review = build.eligible_review(sentenced_on=date(2026, 3, 2))
    before = rows(supervisor.get(BOARD))
    order = Order(protects="", protects_offender=True, terms="No name", made_on=date(2026, 3, 3))
    add_order(review, order, build.user())
    before = _is_seen(supervisor, BOARD, before)
    at(NOW + timedelta(days=1))
    before = _is_seen(supervisor, BOARD, before)
    at(datetime(2026, 3, 30, 15, 58, tzinfo=UTC))
    before = _is_seen(supervisor, BOARD, before)
    at(datetime(2026, 3, 30, 15, 59, tzinfo=UTC))
    _is_seen(supervisor, BOARD, before)


def _asked_name(request: Request) -> None:
    request.offender_name = ""


def _asked_court(request: Request) -> None:
    request.court_text = "Elsewhere"


def _asked_date(request: Request) -> None:
    request.sentenced_on = None


def _asked_standing(request: Request) -> None:
    request.standing = Standing.MP


def _asked_received(request: Request) -> None:
    request.received_at -= timedelta(days=1)


def _asked_offence(request: Request) -> None:
    request.offence_id, request.offence_text = None, "Rape"


ASKED_CHANGES = (
    _asked_name,
    _asked_court,
    _asked_date,
    _asked_standing,
    _asked_received,
    _asked_offence,
)


@pytest.mark.parametrize("change", ASKED_CHANGES)
def test_any_change_of_a_request_in_the_list_is_seen(
    change: Callable[[Request], None], supervisor: CheckedClient
) -> None:
    request = build.request(standing=Standing.VICTIM)
    before = rows(supervisor.get(INBOX))
    with transaction():
        change(db.session.get_one(Request, request.id))
    _is_seen(supervisor, INBOX, before)


def _asked_owner(request: Request) -> None:
    request.owner = build.user()


def _asked_looked_at(request: Request) -> None:
    request.looked_at = NOW


def _asked_held(request: Request) -> None:
    request.state = RequestState.QUARANTINED


BOARD_CHANGES = (
    _asked_court,
    _asked_date,
    _asked_standing,
    _asked_offence,
    _asked_owner,
    _asked_looked_at,
    _asked_held,
)


@pytest.mark.parametrize("change", BOARD_CHANGES)
def test_any_change_of_a_request_on_the_board_is_seen(
    change: Callable[[Request], None], supervisor: CheckedClient
) -> None:
    request = build.request(standing=Standing.VICTIM)
    before = rows(supervisor.get(BOARD))
    with transaction():
        change(db.session.get_one(Request, request.id))
    _is_seen(supervisor, BOARD, before)


def test_any_change_of_a_line_of_ones_work_is_seen(signed_in, at) -> None:
    client, me = signed_in(Role.CASEWORKER), build.user(Role.CASEWORKER)
    review = build.eligible_review(sentenced_on=date(2026, 3, 2))
    review.assignee = me
    db.session.commit()
    names = ("file_by", "spare", "plan", "case", "stage", "changed")
    path = f"{WORK}?{'&'.join(f'columns={each}' for each in names)}"
    before = rows(client.get(path))
    drawn = _row.cache_info()
    assert rows(client.get(path)) == before
    assert _row.cache_info().misses == drawn.misses
    for change in (_name, _court, _verdict, _state, _later, _date, _changed):
        with transaction():
            change(db.session.get_one(Review, review.id))
        before = _is_seen(client, path, before)
    order = Order(protects="", protects_offender=True, terms="No name", made_on=date(2026, 3, 3))
    add_order(review, order, me)
    before = _is_seen(client, path, before)
    for moment in (NOW + timedelta(days=1), datetime(2026, 3, 30, 15, 58, tzinfo=UTC)):
        at(moment)
        before = _is_seen(client, path, before)


def test_the_same_request_in_a_case_is_another_row(supervisor: CheckedClient) -> None:
    request = build.request()
    before = rows(supervisor.get(INBOX))
    case = cases.open_case(request, build.user()).case
    after = rows(supervisor.get(f"{INBOX}?state=in_case"))
    assert after != before
    assert case.reference in after[0]


def _found(client: CheckedClient) -> list[str]:
    client.get("/casework/search")
    return rows(client.submit("Search", words="Archer"))


def _court_of(review: Review) -> None:
    review.case.court_text = "Elsewhere"
    review.case.requests[0].court_text = "Elsewhere too"


def _end(review: Review) -> None:
    review.state, review.outcome = State.CLOSED, Outcome.WITHDRAWN
    review.closed_at = NOW - timedelta(days=1)


@pytest.mark.parametrize("change", [_state, _assignee, _nobody, _date, _court_of, _end])
def test_any_change_of_what_a_search_finds_is_seen(
    change: Callable[[Review], None], supervisor: CheckedClient
) -> None:
    review = build.eligible_review(offender_name="John Archer")
    first = _found(supervisor)
    assert len(first) == 2  # the review, and the request that its case was opened from
    drawn = _row.cache_info()
    assert _found(supervisor) == first
    assert _row.cache_info().misses == drawn.misses
    with transaction():
        change(db.session.get_one(Review, review.id))
    after = _found(supervisor)
    assert after != first
    _row.cache_clear()
    assert _found(supervisor) == after


def _is_seen(client: CheckedClient, path: str, before: list[str]) -> list[str]:
    """The rows now: not those of before, and the same as a page that remembers none."""
    after = rows(client.get(path))
    assert after != before
    _row.cache_clear()
    assert rows(client.get(path)) == after
    return after
