"""The inbox: by state, narrowed, in order, a page at a time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete

from tests.support import build
from ulss_tracker.models import Channel, Deadline, DeadlineBasis, Request, RequestState, db
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases, duplicates
from ulss_tracker.services.core.paging import PAGE
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.matching import list_candidates
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection import flags
from ulss_tracker.services.requests import inbox, requests

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
DEADLINE, RECEIVED = inbox.BY_DEADLINE, inbox.RECEIVED
DAY = date(2026, 3, 2)


def listed(
    state: RequestState | None = RequestState.NEW, by=DEADLINE, *, descending: bool = False, **asked
) -> list[int]:
    page = inbox.page(state, asked, by=by, descending=descending)
    return [row.id for row in page.rows]


def logged(channel: Channel, received_at: datetime = NOW, **said: object) -> Request:
    return requests.log(
        build.asked(**said), channel=channel, received_at=received_at, by=build.user()
    ).request


def test_the_soonest_to_act_on_comes_first_and_a_day_to_find_is_to_be_found_today() -> None:
    far = build.request(sentenced_on=date(2026, 3, 10))
    unknown = build.request(sentenced_on=None)
    near = build.request(sentenced_on=date(2026, 2, 20))
    today = build.request(sentenced_on=date(2026, 2, 18))
    in_words = build.request(sentenced_on=None, sentenced_text="1 March 2026")
    mistyped = build.request(sentenced_on=date(2025, 3, 10))
    order = [unknown.id, mistyped.id, today.id, near.id, in_words.id, far.id]
    assert listed() == order
    assert listed(descending=True) == order[::-1]
    assert inbox.counts_with_undated()[0][RequestState.NEW] == 6
    counts, undated = inbox.counts_with_undated()
    assert counts == inbox.counts_with_undated()[0]
    assert undated[RequestState.NEW] == 2
    assert listed(undated=True) == [unknown.id, mistyped.id]


def test_one_whose_deadline_is_not_made_yet_is_there_and_comes_last() -> None:
    with transaction():
        made = [build.request().id for _ in range(PAGE + 3)]
    db.session.execute(delete(Deadline).where(Deadline.request_id.in_(made[1:])))
    db.session.commit()
    first = inbox.page(RequestState.NEW, by=DEADLINE)
    second = inbox.page(RequestState.NEW, by=DEADLINE, after=first.after)
    assert [row.id for row in [*first.rows, *second.rows]] == made
    assert (first.rows[1].time_left, first.rows[1].level) == ("Not worked out yet", None)
    assert inbox.counts_with_undated()[0][RequestState.NEW] == PAGE + 3
    counts, undated = inbox.counts_with_undated()
    assert counts == inbox.counts_with_undated()[0]
    assert undated[RequestState.NEW] == PAGE + 2


def test_narrowed_by_owner_with_who_stands_in_for_one_away() -> None:
    me, other = build.user(), build.user(email="other@example.org", name="Olu Other")
    mine, theirs, left = build.request(), build.request(), build.request()
    for request, owner in ((mine, me), (theirs, other)):
        assignment.assign(request, owner, me, seen=assignment.NOBODY)
    held = build.request()
    with transaction():
        held.state = RequestState.QUARANTINED
    absences.record(other, NOW.date(), NOW.date(), me, other)
    assert listed(owner=me.id) == [mine.id]
    assert listed(owner=assignment.NOBODY) == [left.id]
    assert listed(None, owner=assignment.NOBODY) == [left.id, held.id]
    (row,) = inbox.page(RequestState.NEW, by=DEADLINE, filters={"owner": other.id}).rows
    assert row.owner == "Olu Other"
    assert row.away is not None
    assert row.away.stands_in == me.name


def test_by_when_it_was_truly_received() -> None:
    late = logged(Channel.LETTER, NOW - timedelta(days=1))
    early = logged(Channel.CPS, NOW - timedelta(days=3))
    assert listed(by=RECEIVED) == [early.id, late.id]
    assert listed(by=RECEIVED, descending=True) == [late.id, early.id]


def test_every_channel_and_every_state_has_its_requests() -> None:
    build.request()
    with transaction():
        held = build.request()
        held.state = RequestState.QUARANTINED
    assert listed(RequestState.QUARANTINED) == [held.id]
    for channel in set(Channel) - {Channel.FORM}:
        request = logged(channel)
        assert listed(channel=channel) == [request.id]


def test_narrowed_by_standing_and_by_london_days_received() -> None:
    victim = logged(Channel.PHONE, datetime(2026, 3, 16, 0, 0, tzinfo=UTC))
    public = logged(
        Channel.PHONE, datetime(2026, 3, 16, 23, 59, tzinfo=UTC), standing=RequesterRole.PUBLIC
    )
    logged(Channel.PHONE, datetime(2026, 3, 17, 0, 0, tzinfo=UTC))
    day = date(2026, 3, 16)
    assert listed(by=RECEIVED, received_from=day, received_to=day) == [victim.id, public.id]
    assert listed(standing=RequesterRole.PUBLIC) == [public.id]


@pytest.mark.parametrize("by", [DEADLINE, RECEIVED])
def test_from_page_to_page_none_is_lost_and_none_comes_twice(by) -> None:
    with transaction():
        made = [
            build.request(sentenced_on=date(2026, 3, 1) if number % 3 else None).id
            for number in range(PAGE + 7)
        ]
    first = inbox.page(RequestState.NEW, by=by)
    second = inbox.page(RequestState.NEW, by=by, after=first.after)
    assert len(first.rows) == PAGE
    assert second.after is None
    assert sorted(each.id for each in [*first.rows, *second.rows]) == made


def test_a_key_nobody_made_gives_the_first_page() -> None:
    build.request()
    for key in ("nonsense", "_", "2026-13-01_1", "_99999999999"):
        assert len(inbox.page(RequestState.NEW, by=DEADLINE, after=key).rows) == 1, key


def test_a_row_says_what_its_request_and_its_case_say() -> None:
    dated = build.request(sentenced_on=date(2026, 3, 2), offence_text="Rape")
    unknown = build.request(sentenced_on=None, offence_text="Robbery")
    rows = {row.id: row for row in inbox.page(RequestState.NEW, by=DEADLINE).rows}
    first, second = rows[dated.id], rows[unknown.id]
    assert (first.time_left, first.level) == ("12 days left", "plenty")
    assert (second.time_left, second.level) == ("4 hours left", "urgent")
    assert (first.is_day_wanted, second.is_day_wanted) == (False, True)
    assert (first.basis, second.basis) == (DeadlineBasis.STATED, DeadlineBasis.UNKNOWN)
    assert first.flags == flags.of(dated) != ()
    assert second.flags == flags.of(unknown) == ()
    case = cases.open_case(dated, build.user()).case
    (row,) = inbox.page(RequestState.IN_CASE, by=RECEIVED).rows
    assert (row.case_id, row.case_reference) == (case.id, case.reference)
    assert row.flags == flags.of(case)
    for name in ("reference", "offender_name", "court_text", "standing", "channel", "received_at"):
        assert getattr(row, name) == getattr(dated, name), name


def shown(request: Request) -> inbox.InboxRow:
    (row,) = [row for row in inbox.page(RequestState.NEW, by=DEADLINE).rows if row.id == request.id]
    return row


def test_a_row_says_what_the_rules_say_of_the_requesters_own_words() -> None:
    murder = build.request(offence_id=None, offence_text="Murder", offence_answers={})
    assault = build.request(offence_id=None, offence_text="Common assault", offence_answers={})
    nothing = build.request(offence_id=None, offence_text="", offence_answers={})
    assert shown(murder).verdict is Verdict.IN_SCHEME
    assert shown(assault).verdict is Verdict.NOT_IN_SCHEME
    assert shown(nothing).verdict is Verdict.MUST_CHECK
    assert (shown(murder).offence, shown(nothing).offence) == ("Murder", "")


def test_a_row_says_when_a_date_is_doubtful_and_a_person_must_be_reached_with_care() -> None:
    plain = shown(build.request(sentenced_on=date(2026, 3, 2)))
    assert not plain.is_date_doubted
    assert not plain.is_contact_limited
    assert shown(build.request(sentenced_on=date(2026, 3, 1))).is_date_doubted  # a Sunday
    assert shown(build.request(may_leave_message=False)).is_contact_limited
    assert shown(build.request(may_post=False)).is_contact_limited
    assert not shown(build.request(may_leave_message=True, may_post=True)).is_contact_limited


def test_a_row_names_the_case_or_the_request_that_it_is_likely_to_be_a_duplicate_of() -> None:
    case = build.eligible_review(offender_name="John Archer", sentenced_on=DAY).case
    like_case = build.request(offender_name="Jon Archer", sentenced_on=DAY)
    first = build.request(offender_name="Mary Bell", court_id="cardiff", court_text="Cardiff")
    second = build.request(offender_name="Mary Bel", court_id="cardiff", court_text="Cardiff")
    another = build.request(offender_name="Somebody Else")
    assert shown(like_case).like == case.reference
    assert shown(first).like == second.reference
    assert shown(second).like == first.reference
    assert shown(another).like == ""
    duplicates.mark_not_duplicate(like_case, case, "Another John Archer", build.user())
    assert shown(like_case).like == ""


def test_of_many_at_one_hearing_those_named_most_alike_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(list_candidates, "MOST_COMPARED", 1)
    case = build.eligible_review(offender_name="John Archer", sentenced_on=DAY).case
    for name in ("Ann Oddname", "Jon Archer", "Tom Carter"):
        asked = build.request(offender_name=name, sentenced_on=DAY)
        expected = case.reference if name == "Jon Archer" else ""
        assert shown(asked).like == expected
    monkeypatch.undo()
    # Many newer requests about one sentence do not hide its case.
    monkeypatch.setattr(list_candidates, "OF_A_KEY", 2)
    asked = [build.request(offender_name="John Archer", sentenced_on=DAY) for _ in range(6)]
    assert {shown(each).like for each in asked} == {case.reference}
