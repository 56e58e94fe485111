"""Calendars: the secret alone opens one, and it names nobody."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar, Event
from sqlalchemy import select

from tests.support import build
from tests.support.sentences import correct
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, NotFound
from ulss_tracker.models import CalendarFeed, EventKind, User, db
from ulss_tracker.models import Event as Record
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import absences, accounts, calendar_file, calendars
from ulss_tracker.services.protection import sealing

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


def summaries() -> list[str]:
    return [str(event["summary"]) for event in events().values()]


def test_it_has_the_moment_and_the_last_day_of_each_review_held() -> None:
    review = build.eligible_review(sentenced_on=date(2026, 3, 2), offender_name="John Archer")
    calendar = Calendar.from_ical(calendar_file.written(build.user()))
    file_by, last_day = calendar.walk("VEVENT")
    assert file_by.decoded("dtstart") == review.file_by_at
    assert last_day.decoded("dtstart") == date(2026, 3, 30)
    assert [alarm["trigger"].dt.total_seconds() for alarm in file_by.walk("VALARM")] == [
        -86_400,
        -7_200,
    ]
    assert b"Archer" not in calendar_file.written(build.user())
    assert review.case.reference in str(file_by["summary"])


def opens(secret: str) -> bool:
    with suppress(NotFound):
        return calendars.opened_by(secret) == build.user()
    return False


def test_only_the_secret_opens_it_until_it_is_ended_or_its_owner_leaves() -> None:
    with pytest.raises(NotAllowed):
        calendars.make(build.user(Role.LAW_OFFICER))
    old = calendars.make(build.user())
    assert opens(old)
    assert old not in db.session.scalars(select(CalendarFeed.secret_hash)).all()
    assert not any(opens(wrong) for wrong in ("", "x", old[:-1]))
    new = calendars.make(build.user())
    assert (opens(old), opens(new)) == (False, True)
    calendars.end(build.user())
    calendars.end(build.user())
    assert not opens(new)
    third = calendars.make(build.user())
    with transaction():
        build.user().is_active = False
    assert not opens(third)


def test_it_has_what_one_stands_in_for_and_never_a_sealed_case() -> None:
    away = build.user(email="away@example.org", name="Away")
    theirs = build.eligible_review(by=away)
    sealed = build.eligible_review()
    day = clock.today()
    absences.record(away, day, day, build.user(), away)
    sealing.seal(sealed.case, [], "A judge's family", build.user(Role.SUPERVISOR))
    assert summaries() == [
        f"File by: {theirs.case.reference}, review {theirs.id}",
        f"Last day in law: {theirs.case.reference}, review {theirs.id}",
    ]


def events(user: User | None = None) -> dict[str, Event]:
    """The events of somebody's calendar, by what their identifiers begin with."""
    calendar = Calendar.from_ical(calendar_file.written(user or build.user()))
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def test_a_date_that_changes_moves_the_same_event(at) -> None:
    review = build.eligible_review(sentenced_on=date(2026, 3, 2))
    before = events()
    at(NOW + timedelta(hours=1))
    (sentence,) = review.sentences
    correct(sentence, sentenced_on=date(2026, 2, 27))
    after = events()
    assert set(after) == set(before)
    for uid, event in after.items():
        assert event["sequence"] > before[uid]["sequence"]
        assert event.decoded("dtstamp") == NOW + timedelta(hours=1)
        assert event.decoded("dtstart") != before[uid].decoded("dtstart")


@pytest.mark.parametrize(
    ("sentenced_on", "utc_hour"),
    [
        (date(2026, 2, 27), 17),  # its last day is the Friday before the clocks go forward
        (date(2026, 3, 2), 16),  # the Monday after
        (date(2026, 9, 27), 16),  # the Sunday on which they go back: filed by the Friday
        (date(2026, 9, 28), 17),
    ],
)
def test_the_moment_is_five_in_london_in_summer_and_in_winter(
    at, sentenced_on: date, utc_hour: int
) -> None:
    at(datetime.combine(sentenced_on + timedelta(days=3), NOW.time(), tzinfo=UTC))
    build.eligible_review(sentenced_on=sentenced_on)
    file_by, _last_day = events().values()
    moment = file_by.decoded("dtstart")
    assert (moment.utcoffset(), moment.hour) == (timedelta(0), utc_hour)
    assert moment.astimezone(clock.LONDON).hour == 17


def test_what_is_filed_or_ended_is_gone_and_comes_back_as_the_same_event() -> None:
    review = build.eligible_review()
    before = events()
    for name, value in (("filed_at", NOW), ("outcome", Outcome.NOT_REFERRED)):
        with transaction():
            setattr(review, name, value)
        assert events() == {}, name
        with transaction():
            setattr(review, name, None)
    assert set(events()) == set(before)
    assert all(event["sequence"] > before[uid]["sequence"] for uid, event in events().items())


def test_two_offenders_of_one_case_are_told_apart_without_a_name_in_short_lines() -> None:
    one = build.eligible_review(offender_name="John Archer")
    two = cases.add_review(one.case, "Jack Archer", build.user())
    build.conviction(build.sentence(two))
    assert len(set(summaries())) == 4
    written = calendar_file.written(build.user())
    assert b"Archer" not in written
    assert max(len(line) for line in written.split(b"\r\n")) <= 75  # as programs must read


def test_more_than_it_takes_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_file, "MOST", 1)
    build.eligible_review()
    assert b"Only the first" not in calendar_file.written(build.user())
    build.eligible_review()
    assert len(events()) == 2
    assert b"Only the first 1 are here" in calendar_file.written(build.user())


def test_an_old_address_does_not_open_again_when_somebody_comes_back() -> None:
    user, administrator = build.user(), build.user(Role.ADMINISTRATOR)
    secret = calendars.make(user)
    for is_active in (False, True):
        account = accounts.Account(
            name=user.name, email=user.email, role=user.role, is_active=is_active
        )
        if is_active:
            accounts.change_by_two(user, account, build.agreed(user), version=user.version)
        else:
            accounts.change(user, account, administrator, version=user.version)
    with pytest.raises(NotFound):
        calendars.opened_by(secret)
    ended = db.session.scalars(select(Record).where(Record.kind == EventKind.CALENDAR_ENDED)).one()
    assert ended.by_id == administrator.id


def test_it_has_each_request_that_is_theirs_and_names_nobody(at) -> None:
    me = build.user()
    request = build.request(sentenced_on=date(2026, 3, 2), offender_name="John Archer")
    lost = build.request(sentenced_on=None)
    build.request()  # nobody's
    for each in (request, lost):
        assignment.assign(each, me, me, seen=assignment.NOBODY)
    found = events(me)
    assert set(found) == {f"file-by-request-{each.id}" for each in (request, lost)}
    file_by = found[f"file-by-request-{request.id}"]
    assert file_by["summary"] == f"File by: request {request.reference}"
    assert file_by.decoded("dtstart") == datetime(2026, 3, 30, 16, tzinfo=UTC)
    assert str(file_by["url"]).endswith(f"/casework/requests/{request.reference}")
    to_find = found[f"file-by-request-{lost.id}"]
    assert to_find["summary"] == f"Find the day of sentence: request {lost.reference}"
    assert to_find.decoded("dtstart") == NOW + timedelta(hours=4)
    for name in (b"Archer", b"Ada Brown"):
        assert name not in calendar_file.written(me)
    at(NOW + timedelta(minutes=5))
    with transaction():
        lost.sentenced_on = date(2026, 3, 9)
    again = events(me)[f"file-by-request-{lost.id}"]
    assert again.decoded("dtstart") == datetime(2026, 4, 2, 16, tzinfo=UTC)
    assert again.decoded("sequence") > to_find.decoded("sequence")
    cases.open_case(request, build.user(email="other@example.org"))
    assert set(events(me)) == {f"file-by-request-{lost.id}"}


def test_a_review_has_the_day_that_was_stated_and_then_the_safest_moment() -> None:
    review = build.review(sentenced_on=date(2026, 3, 2))
    found = events()
    assert set(found) == {f"file-by-{review.id}"}
    assert "Stated by the requester." in found[f"file-by-{review.id}"]["description"]
    build.sentence(review, sentenced_on=date(2026, 3, 2))
    build.sentence(review, sentenced_on=date(2026, 3, 9))
    file_by = events()[f"file-by-{review.id}"]
    assert file_by.decoded("dtstart") == review.earliest_file_by_at != review.file_by_at
    assert "The law may allow until 5pm on Thursday 2 April 2026." in file_by["description"]
    assert events()[f"last-day-{review.id}"].decoded("dtstart") == date(2026, 4, 6)
