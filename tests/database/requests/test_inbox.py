"""The inbox: by state, narrowed, in order, a page at a time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from ulss_tracker.models import Channel, Request, RequestState
from ulss_tracker.scheme.time.time_limits import Standing
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.paging import PAGE
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import flags
from ulss_tracker.services.requests import inbox, requests

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
DEADLINE, RECEIVED = inbox.ORDERINGS


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)


def listed(state: RequestState = RequestState.NEW, by=DEADLINE, **asked) -> list[int]:
    return [row.id for row in inbox.page(state, by, **asked).rows]


def logged(channel: Channel, received_at: datetime = NOW, **said: object) -> Request:
    return requests.log(
        build.asked(**said), channel=channel, received_at=received_at, by=build.user()
    ).request


def test_the_nearest_to_file_comes_first_and_those_without_a_date_last() -> None:
    far = build.request(sentenced_on=date(2026, 3, 10))
    unknown = build.request(sentenced_on=None)
    near = build.request(sentenced_on=date(2026, 2, 20))
    assert listed() == [near.id, far.id, unknown.id]
    assert inbox.waiting_counts()[RequestState.NEW] == inbox.Count(3, undated=1)
    assert listed(undated=True) == [unknown.id]


def test_by_when_it_was_truly_received() -> None:
    late = logged(Channel.LETTER, NOW - timedelta(days=1))
    early = logged(Channel.CPS, NOW - timedelta(days=3))
    assert listed(by=RECEIVED) == [early.id, late.id]
    assert listed(by=RECEIVED, descending=True) == [late.id, early.id]


@pytest.mark.parametrize("channel", [each for each in Channel if each is not Channel.FORM])
def test_every_channel_has_its_requests(channel: Channel) -> None:
    build.request()
    request = logged(channel)
    assert listed(channel=channel) == [request.id]


def test_narrowed_by_standing_and_by_london_days_received() -> None:
    victim = logged(Channel.PHONE, datetime(2026, 3, 16, 0, 0, tzinfo=UTC))
    public = logged(
        Channel.PHONE, datetime(2026, 3, 16, 23, 59, tzinfo=UTC), standing=Standing.PUBLIC
    )
    logged(Channel.PHONE, datetime(2026, 3, 17, 0, 0, tzinfo=UTC))
    day = date(2026, 3, 16)
    assert listed(by=RECEIVED, received_from=day, received_to=day) == [victim.id, public.id]
    assert listed(standing=Standing.PUBLIC) == [public.id]


def test_only_those_in_the_state() -> None:
    build.request()
    with transaction():
        held = build.request()
        held.state = RequestState.QUARANTINED
    assert listed(RequestState.QUARANTINED) == [held.id]


@pytest.mark.parametrize("by", inbox.ORDERINGS)
def test_from_page_to_page_none_is_lost_and_none_comes_twice(by) -> None:
    made = [
        build.request(sentenced_on=date(2026, 3, 1) if number % 3 else None).id
        for number in range(PAGE + 7)
    ]
    first = inbox.page(RequestState.NEW, by)
    second = inbox.page(RequestState.NEW, by, after=first.after)
    assert len(first.rows) == PAGE
    assert second.after is None
    assert sorted(each.id for each in [*first.rows, *second.rows]) == made


@pytest.mark.parametrize("key", ["nonsense", "_", "2026-13-01_1", "_99999999999"])
def test_a_key_nobody_made_gives_the_first_page(key: str) -> None:
    build.request()
    assert len(listed(after=key)) == 1


def test_a_row_says_what_its_request_and_its_case_say() -> None:
    dated = build.request(sentenced_on=date(2026, 3, 2), offence_text="Rape")
    unknown = build.request(sentenced_on=None, offence_text="Robbery")
    rows = {row.id: row for row in inbox.page(RequestState.NEW, DEADLINE).rows}
    first, second = rows[dated.id], rows[unknown.id]
    assert (first.time_left, first.level) == ("12 days left", "plenty")
    assert (second.time_left, second.level) == ("Not known", None)
    assert first.flags == flags.of(dated) != ()
    assert second.flags == flags.of(unknown) == ()
    case = cases.open_case(dated, build.user()).case
    (row,) = inbox.page(RequestState.IN_CASE, RECEIVED).rows
    assert (row.case_id, row.case_reference) == (case.id, case.reference)
    assert row.flags == flags.of(case)
    for name in ("reference", "offender_name", "court_text", "standing", "channel", "received_at"):
        assert getattr(row, name) == getattr(dated, name), name
