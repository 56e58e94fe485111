"""The rows of the board, and the numbers at its top."""

from datetime import UTC, date, datetime, timedelta

from tests.support import build
from tests.support.board_rows import ENDED, NOW, every_page, fill
from tests.support.reading import reading_for
from ulss_tracker import clock
from ulss_tracker.models import DeadlineBasis, RequestState
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.time.bands import Band
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.supervision import board


# Which reviews.
def test_only_what_is_still_to_be_filed_is_listed_unless_asked() -> None:
    reviews = fill(len(State))
    with transaction():
        for review, state in zip(reviews, State, strict=True):
            review.state = state
            review.outcome = Outcome.WITHDRAWN if state in ENDED else None
    listed = {row.state for row in board.page().rows}
    assert listed == set(State) - AT_COURT - ENDED
    assert {row.state for row in board.page(filed=True).rows} == AT_COURT
    only = board.page(filters={"stage": State.LAW_OFFICERS}).rows
    assert [row.state for row in only] == [State.LAW_OFFICERS]
    for state in ENDED:
        for filed in (False, True):
            assert not board.page(filters={"stage": state}, filed=filed).rows
    with transaction():
        reviews[5].filed_at = reviews[5].file_by_at  # to be served still
    assert reviews[5].state is State.TO_FILE
    assert reviews[5].id not in [row.review_id for row in board.page().rows]
    assert reviews[5].id in [row.review_id for row in board.page(filed=True).rows]


def test_a_caseworkers_own_list_is_narrowed_and_paged_alike() -> None:
    mine, theirs = build.user(), build.user(Role.SUPERVISOR)
    held = fill(60, assignee=mine)
    fill(61, assignee=theirs)
    pages = every_page({"assigned_to": mine.id})
    assert [len(page) for page in pages] == [50, 10]
    assert {row.review_id for page in pages for row in page} == {review.id for review in held}


def test_a_review_whose_day_nobody_knows_is_in_the_one_list_by_when_it_must_be_found() -> None:
    """One that nobody sees runs out of time unseen."""
    made = fill(61, file_by_at=None, earliest_file_by_at=None, last_day_on=None)
    fill(2)
    seen = [row for page in every_page() for row in page]
    assert [row.review_id for row in seen[:61]] == [review.id for review in made]
    assert len(seen) == 63
    first = seen[0]
    assert (first.basis, first.file_by_at) == (DeadlineBasis.UNKNOWN, None)
    assert first.find_day_words == "Find it by 2pm today"
    assert (first.band, first.time_left, first.level, first.spare) == (
        Band.TODAY,
        "4 hours left",
        "urgent",
        "",
    )
    assert board.summary().bands[Band.NOT_KNOWN] == 61
    only = board.page(filters={"band": Band.NOT_KNOWN}, size=100).rows
    assert len(only) == 61


def test_a_row_says_how_long_is_left_as_of_now(at) -> None:
    build.eligible_review(sentenced_on=date(2026, 3, 2))
    (row,) = board.page().rows
    assert (row.time_left, row.level) == ("12 days left", "plenty")
    at(datetime(2026, 3, 30, 13, 0, tzinfo=UTC))
    (row,) = board.page().rows
    assert (row.time_left, row.level) == ("3 hours left", "urgent")
    at(datetime(2026, 4, 1, 16, 0, tzinfo=UTC))
    (row,) = board.page().rows
    assert (row.time_left, row.level) == ("Passed 2 days ago", "passed")


# The numbers at the top.
def test_the_numbers_are_those_of_the_lists() -> None:
    now = clock.now()
    reviews = fill(10)
    moments = [
        now - timedelta(days=2),
        now - timedelta(seconds=1),
        now,
        now + timedelta(days=2),
        now + timedelta(days=3),
        now + timedelta(days=3, seconds=1),
        now - timedelta(days=9),
        now + timedelta(days=1),
        None,
        now - timedelta(days=1),
    ]
    with transaction():
        for review, moment in zip(reviews, moments, strict=True):
            review.file_by_at = review.earliest_file_by_at = moment
        reviews[5].state = State.LAW_OFFICERS
        reviews[6].state, reviews[6].filed_at = State.TO_FILE, now
        reviews[7].state = State.REFERRED
        reviews[9].state, reviews[9].outcome = State.CLOSED, Outcome.WITHDRAWN
    build.request(sentenced_on=now.date() - timedelta(days=28))  # until 5pm today
    build.request(sentenced_on=None)  # to be found by 2pm
    summary = board.summary()
    assert summary.bands == {
        Band.PASSED: 2,
        Band.TODAY: 4,
        Band.NEXT_DAYS: 3,
        Band.THIS_WEEK: 0,
        Band.LATER: 0,
        Band.NOT_KNOWN: 2,
    }
    assert summary.requests == 2
    assert summary.at_court == 2
    assert summary.with_law_officers == 1
    assert summary.unassigned == 2
    undated = summary.bands[Band.NOT_KNOWN]
    assert sum(summary.bands.values()) - undated == len(board.page().rows)
    assert summary.at_court == len(board.page(filed=True).rows)
    for band, number in summary.bands.items():
        rows = board.page(filters={"band": band}).rows
        assert len(rows) == number, band
        assert band is Band.NOT_KNOWN or {row.band for row in rows} <= {band}
    assert not board.page(filters={"band": Band.PASSED}, filed=True).rows


def test_with_nothing_open_every_number_is_nought_whatever_is_of_the_old_register() -> None:
    nothing = board.Summary(dict.fromkeys(Band, 0), 0, 0, 0, 0, 0, 0)
    assert board.summary() == nothing
    (old,) = fill(1)
    with transaction():
        old.is_historical = True
    assert not [*board.page().rows, *board.page(filed=True).rows]
    assert board.summary() == nothing


# Requests that nobody has put into a case.
def test_a_request_is_among_the_reviews_by_its_own_moment() -> None:
    later = build.eligible_review(sentenced_on=date(2026, 3, 9))
    sooner = build.eligible_review(sentenced_on=date(2026, 2, 26))
    new = build.request(sentenced_on=date(2026, 3, 2))
    held = build.request(sentenced_on=date(2026, 2, 25))
    with transaction():
        held.state = RequestState.QUARANTINED
    rows = board.page().rows
    assert [row.reference for row in rows] == [
        held.reference,
        sooner.case.reference,
        new.reference,
        later.case.reference,
    ]
    row = rows[2]
    assert row.is_request
    assert (row.review_id, row.case_id, row.offender_name) == (None, None, "John Archer")
    assert (row.court_text, row.offence_text, row.standing) == (
        "Leeds",
        "Robbery",
        RequesterRole.VICTIM,
    )
    assert (row.stage, row.waits_for) == ("New", "Us: a first look")
    assert (row.basis_words, row.last_day_on) == ("Stated by the requester", date(2026, 3, 30))
    assert (row.look_by_at, row.is_look_overdue) == (datetime(2026, 3, 19, 17, tzinfo=UTC), False)
    assert (row.assignee, row.time_left, row.is_short) == (None, "12 days left", True)
    assert rows[0].stage == "Held for a person to look at"


def test_a_request_moved_to_twenty_hours_left_is_counted_where_that_is(at) -> None:
    build.request(sentenced_on=date(2026, 3, 2))  # to be filed by 5pm on 30 March
    at(datetime(2026, 3, 29, 20, tzinfo=UTC))  # 9pm in London
    (row,) = board.page().rows
    assert (row.time_left, row.level, row.band) == ("20 hours left", "urgent", Band.NEXT_DAYS)
    at(datetime(2026, 3, 30, 8, tzinfo=UTC))
    (row,) = board.page().rows
    assert (row.band, row.is_look_overdue) == (Band.TODAY, True)
    assert board.summary().bands[Band.TODAY] == 1


def test_the_safest_moment_orders_it_and_the_later_one_is_beside_it() -> None:
    first = build.eligible_review(sentenced_on=date(2026, 3, 5))
    several = build.eligible_review(sentenced_on=date(2026, 3, 2))
    build.sentence(several, sentenced_on=date(2026, 3, 9))
    rows = board.page().rows
    assert [row.review_id for row in rows] == [several.id, first.id]
    assert rows[0].file_by_at == several.earliest_file_by_at
    assert rows[0].last_day_on == date(2026, 3, 30)
    assert rows[0].later_file_by_at == several.file_by_at
    assert rows[1].later_file_by_at is None


def test_a_day_that_cannot_be_right_is_to_be_found_and_one_a_court_gave_has_passed() -> None:
    build.request(sentenced_on=date(2025, 3, 2))
    build.eligible_review(sentenced_on=date(2025, 3, 3))
    recorded, stated = board.page().rows
    assert (recorded.band, recorded.find_day_words) == (Band.PASSED, "")
    assert (stated.band, stated.find_day_words) == (Band.TODAY, "Find it by 2pm today")
    assert stated.file_by_at is not None
    assert board.summary().bands[Band.NOT_KNOWN] == 0


def test_a_request_that_is_closed_or_in_a_case_is_on_no_list_and_a_restricted_one_flagged() -> None:
    review, closed = build.review(), build.request()
    with transaction():
        closed.state = RequestState.CLOSED
    assert [row.review_id for row in board.page().rows] == [review.id]
    assert board.summary().requests == 0
    build.request(offence_text="Rape")
    (row,) = [row for row in board.page().rows if row.is_request]
    assert [flag.label for flag in row.flags] == ["Anonymity for life"]


def test_a_sealed_case_is_in_no_row_and_no_number_of_somebody_not_named() -> None:
    build.request()
    running, filed = build.eligible_review(), build.eligible_review()
    with transaction():
        filed.state, filed.filed_at = State.REFERRED, NOW
    for review in (running, filed):
        sealing.seal(review.case, [], "A witness is at risk", build.user(Role.SUPERVISOR))
    with reading_for(build.user(Role.SUPERVISOR, email="boss@example.org")):
        shown, counts = board.screen({}), board.summary()
    assert [row.is_request for row in shown.page.rows] == [True]
    assert list(shown.at_court.rows) == []
    assert (counts.bands[Band.LATER], counts.requests, counts.at_court) == (1, 1, 0)
    seen = board.summary()
    assert (seen.bands[Band.LATER], seen.requests, seen.at_court) == (2, 1, 1)


# Filters.
def test_it_is_narrowed_by_who_asked_where_and_whose() -> None:
    victims = build.eligible_review(standing=RequesterRole.VICTIM, court_id="leeds")
    publics = build.eligible_review(standing=RequesterRole.PUBLIC, court_id="cardiff")
    with transaction():
        publics.assignee_id = None

    def found(**filters: object) -> list[int]:
        return [row.review_id for row in board.page(filters=filters).rows]

    assert found(standing=RequesterRole.VICTIM) == [victims.id]
    assert found(court="cardiff") == [publics.id]
    assert found(assigned_to="nobody") == [publics.id]
    assert found(court="leeds", assigned_to="nobody") == []
    assert board.summary({"court": "cardiff"}).unassigned == 1
