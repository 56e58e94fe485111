"""A request that waits has an owner, and somebody looks at it first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Select

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.traces import nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import Channel, Event, EventKind, Request, RequestState, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment import assignment, carrying_out, holdings
from ulss_tracker.services.assignment.assignment import NOBODY
from ulss_tracker.services.assignment.carrying_out import Result, Ticked
from ulss_tracker.services.cases import cases, duplicates
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.deadlines import waiting
from ulss_tracker.services.requests import held_requests, requests, withdrawals

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


def other() -> User:
    return build.user(email="other@example.org", name="Olu Other")


def give_many(picked: list[Ticked], to: User, note: str, by: User) -> Result:
    return carrying_out.carry_out(carrying_out.of_ticked(Request, picked, to, note), by)


def told(request: Request, kind: EventKind) -> list[Event]:
    query = db.select(Event).where(Event.request_id == request.id, Event.kind == kind)
    return list(db.session.scalars(query.order_by(Event.id)))


def held() -> Request:
    with transaction():
        request = build.request()
        request.state = RequestState.QUARANTINED
    return request


# Taking and giving.


def test_whoever_takes_a_request_owns_it_and_has_looked_at_it() -> None:
    request, me = build.request(), build.user()
    assignment.take(request, me, seen=NOBODY)
    assert (request.owner, request.looked_at, request.looked_at_by) == (me, NOW, me)
    (event,) = told(request, EventKind.REQUEST_OWNER_CHANGED)
    assert event.before == {"owner": ""}
    assert event.after == {"reference": request.reference, "owner": me.name, "note": ""}
    row = waiting.of_request(request)
    assert row is not None
    assert row.look_by_at is None


def test_one_given_to_somebody_is_still_to_be_looked_at_and_one_held_too() -> None:
    request, me = build.request(), build.user()
    assignment.take(build.request(), me, seen=NOBODY)
    assignment.assign(request, other(), me, seen=NOBODY, note="She rings on Monday")
    assert (request.owner, request.looked_at) == (other(), None)
    (event,) = told(request, EventKind.REQUEST_OWNER_CHANGED)
    assert (event.after["owner"], event.after["note"]) == ("Olu Other", "She rings on Monday")
    assert holdings.counts(Request) == {me.id: 1, other().id: 1}
    quarantined = held()
    assignment.assign(quarantined, other(), me, seen=NOBODY)
    assert quarantined.owner == other()


def test_who_saw_another_owner_is_told_and_changes_nothing() -> None:
    request, me = build.request(), build.user()
    assignment.take(request, me, seen=NOBODY)
    for seen in (NOBODY, other().id, -1):
        with pytest.raises(ChangedMeanwhile), nothing_kept():
            assignment.take(request, other(), seen=seen)
    assignment.take(request, other(), seen=me.id)
    assert request.owner == other()


def test_what_is_refused() -> None:
    request, me = build.request(), build.user()
    assignment.take(request, me, seen=NOBODY)
    with pytest.raises(Refused, match="is assigned already"), nothing_kept():
        assignment.take(request, me, seen=me.id)
    gone = other()
    with transaction():
        gone.is_active = False
    with pytest.raises(Refused, match="Olu Other has left"), nothing_kept():
        assignment.assign(request, gone, me, seen=me.id)
    for role in (Role.LAW_OFFICER, Role.PRIVATE_OFFICE, Role.ADMINISTRATOR):
        stranger = build.user(role)
        with pytest.raises(NotAllowed), nothing_kept():
            assignment.take(request, stranger, seen=me.id)
        with pytest.raises(NotAllowed), nothing_kept():
            assignment.assign(request, stranger, me, seen=me.id)
        with pytest.raises(NotAllowed), nothing_kept():
            assignment.record_triage(request, stranger)


def test_one_that_no_longer_waits_is_refused_kindly_and_its_owner_stays_known() -> None:
    request, me = build.request(), build.user()
    assignment.take(request, me, seen=NOBODY)
    cases.open_case(request, me)
    for refused in (
        lambda: assignment.take(request, other(), seen=me.id),
        lambda: assignment.assign(request, other(), me, seen=me.id),
        lambda: assignment.record_triage(request, me),
    ):
        with pytest.raises(Refused, match="in a case now"), nothing_kept():
            refused()
    assert request.owner == me
    duplicates.take_out(request, "Another sentence", me)
    assert holdings.counts(Request) == {me.id: 1}
    requests.close(request, "A test", me)
    with pytest.raises(Refused, match="no longer waits: it is closed"):
        assignment.take(request, other(), seen=me.id)


# Many at once.


def test_many_are_given_at_once_and_each_that_is_not_is_named_with_why() -> None:
    me = build.user(Role.SUPERVISOR)
    first, second, changed, in_case, theirs = (build.request() for _ in range(5))
    picked = [Ticked(each.id, NOBODY) for each in (first, second, changed, in_case, theirs)] + [
        Ticked(999_999, NOBODY)
    ]
    picked[4] = Ticked(theirs.id, other().id)
    assignment.take(changed, build.user(), seen=NOBODY)
    assignment.assign(theirs, other(), me, seen=NOBODY)
    cases.open_case(in_case, build.user())
    giving = give_many(picked, other(), "Leave", me)
    assert [outcome.key for outcome in giving.done] == [first.reference, second.reference]
    assert {outcome.key: outcome.words for outcome in giving.failed} == {
        changed.reference: "Somebody else changed it meanwhile: look at it as it is now",
        in_case.reference: "This request is in a case now: see there who works on it",
        theirs.reference: "Olu Other is assigned already",
    }
    assert first.owner == second.owner == other()
    assert changed.owner == build.user()


def test_giving_many_is_for_supervisors_of_something_ticked_to_somebody_here() -> None:
    picked = [Ticked(build.request().id, NOBODY)]
    with pytest.raises(NotAllowed), nothing_kept():
        give_many(picked, other(), "", build.user())
    with pytest.raises(Refused, match="Choose the requests"):
        give_many([], other(), "", build.user(Role.SUPERVISOR))
    gone = other()
    with transaction():
        gone.is_active = False
    with nothing_kept():
        (left,) = give_many(picked, gone, "", build.user(Role.SUPERVISOR)).failed
    assert left.words == "Olu Other has left: choose somebody else"


# The first look.


def test_the_first_look_is_recorded_once(at: SetClock) -> None:
    request, me = build.request(), build.user()
    assert assignment.record_triage(request, me)
    at(NOW + timedelta(hours=1))
    assert not assignment.record_triage(request, other())
    assert (request.looked_at, request.looked_at_by) == (NOW, me)
    assert len(told(request, EventKind.REQUEST_LOOKED_AT)) == 1


def test_whoever_works_on_a_request_has_looked_at_it() -> None:
    me = build.user()
    opened, joined, closed = (build.request() for _ in range(3))
    released, held_closed = held(), held()
    review = cases.open_case(opened, me)
    cases.join_case(joined, review.case, me)
    requests.close(closed, "A test", me)
    held_requests.release(released, me)
    requests.close(held_closed, "No request", me)
    for request in (opened, joined, closed, released, held_closed):
        assert (request.looked_at, request.looked_at_by) == (NOW, me)
        assert told(request, EventKind.REQUEST_LOOKED_AT) == []


def test_one_that_staff_log_is_looked_at_as_it_is_logged_and_one_online_is_not() -> None:
    me = build.user()
    logged = requests.log(
        build.asked(), channel=Channel.PHONE, received_at=NOW - timedelta(hours=3), by=me
    ).request
    assert (logged.looked_at, logged.looked_at_by_id) == (NOW, me.id)
    row = waiting.of_request(logged)
    assert row is not None
    assert row.look_by_at is None
    assert build.request().looked_at is None


# Whose deadlines run.


def found(request_ids: Select[Any]) -> list[Request]:
    return [db.session.get_one(Request, number) for number in db.session.scalars(request_ids)]


def test_each_persons_deadlines_are_theirs_until_the_request_waits_no_more() -> None:
    me = build.user()
    far, near, lost = build.request(), build.request(), build.request(sentenced_on=None)
    with transaction():
        near.sentenced_on = NOW.date() - timedelta(days=20)
    for each in (far, near, lost):
        assignment.take(each, me, seen=NOBODY)
    assert found(waiting.request_ids(Request.owner_id == me.id)) == [lost, near, far]
    withdrawals.record(lost, Channel.PHONE, "", me)
    assert found(waiting.request_ids(Request.owner_id == me.id)) == [near, far]
    assert found(waiting.request_ids(Request.owner_id == other().id)) == []


def test_little_time_and_nobody_who_can_work_on_it(at: SetClock) -> None:
    me = build.user()
    far = build.request(sentenced_on=NOW.date() - timedelta(days=10))
    near = build.request(sentenced_on=NOW.date() - timedelta(days=26))
    lost = build.request(sentenced_on=None)
    mine = build.request(sentenced_on=NOW.date() - timedelta(days=26))
    left_behind = build.request(sentenced_on=NOW.date() - timedelta(days=26))
    assignment.take(mine, me, seen=NOBODY)
    assignment.take(left_behind, other(), seen=NOBODY)
    with transaction():
        other().is_active = False
    assert found(waiting.pressing_of_nobody()) == [lost, near, left_behind]
    at(NOW + timedelta(days=15))
    assert far in found(waiting.pressing_of_nobody())
