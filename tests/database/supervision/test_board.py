"""The board: open reviews soonest first, none lost and none seen twice from page to page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.models import Case, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.time.bands import Band
from ulss_tracker.scheme.time.time_limits import Standing
from ulss_tracker.scheme.workflow.workflow import AT_COURT, Outcome, State, Step
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import progress
from ulss_tracker.services.supervision import board
from ulss_tracker.services.supervision.board import BoardFilter
from ulss_tracker.services.supervision.board_row import Row

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
ENDED = {State.TO_TELL, State.CLOSED}


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)


def fill(count: int, *, assignee: User | None = None, **values: object) -> list[Review]:
    """Reviews laid in the table at once, several to each file-by moment, in no order."""
    by = build.user()
    with transaction():
        case = Case(
            reference=f"ULS-2026-9{count:03d}",
            court_text="Leeds",
            opened_at=NOW,
            opened_by_id=by.id,
            changed_at=NOW,
        )
        made = []
        for number in range(count):
            file_by_at = deadline.file_by(date(2026, 4, 15) + timedelta(days=number * 7 % 31 // 3))
            row = {
                "case": case,
                "offender_name": f"Offender {number}",
                "state": State.CHECKING,
                "assignee": assignee or by,
                "opened_at": NOW,
                "changed_at": NOW,
                "file_by_at": file_by_at,
                "earliest_file_by_at": file_by_at,
                "last_day_on": file_by_at.date(),
            }
            made.append(Review(**(row | values)))
        db.session.add_all(made)
    return made


def every_page(asked: BoardFilter | None = None) -> list[list[Row]]:
    """The board read from its first page to its last."""
    pages, after = [], None
    while True:
        page = board.page(after=after, asked=asked)
        pages.append(list(page.rows))
        after = page.after
        if after is None:
            return pages
        assert len(pages) < 20


# Pages.


@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 100, 120])
def test_from_page_to_page_none_is_lost_and_none_comes_twice(count: int) -> None:
    made = fill(count)
    pages = every_page()
    seen = [review.id for page in pages for review in page]
    assert sorted(seen) == sorted(review.id for review in made)
    assert len(seen) == len(set(seen)) == count
    assert len(pages) == max(1, -(-count // board.PAGE))
    assert all(len(page) == board.PAGE for page in pages[:-1])


def test_the_soonest_comes_first_and_those_at_one_moment_in_a_steady_order() -> None:
    fill(120)
    seen = [review for page in every_page() for review in page]
    keys = [(review.file_by_at, review.id) for review in seen]
    assert keys == sorted(keys)
    assert len({review.file_by_at for review in seen}) < 20  # so that moments were shared


def test_a_review_that_moves_between_two_pages_is_not_seen_twice() -> None:
    made = fill(120)
    first = board.page()
    moved = db.session.get(Review, first.rows[-1].id)  # the very row the key was made from
    with transaction():
        moved.file_by_at = datetime(2026, 12, 1, 17, tzinfo=UTC)
    rest, after = [], first.after
    while after:
        page = board.page(after=after)
        rest += [row.id for row in page.rows]
        after = page.after
    seen = [row.id for row in first.rows if row.id != moved.id] + rest
    assert sorted(seen) == sorted(review.id for review in made)


def test_a_key_nobody_made_gives_the_first_page(subtests: pytest.Subtests) -> None:
    made = fill(3)
    for key in [
        "",
        "_",
        "nonsense",
        "2026-03-30T16:00:00+00:00",
        "2026-03-30T16:00:00_12",  # no time zone
        "2026-03-30_12",
        "2026-03-30T16:00:00+00:00_-1",
        "2026-03-30T16:00:00+00:00_x",
        "2026-03-30T16:00:00+00:00_²",
        "2026-03-30T16:00:00+00:00_" + "9" * 30,
        "2026-13-45T99:00:00+00:00_12",
        "0001-01-01T00:00:00+23:59_1",
        "9999-12-31T23:59:59-23:59_1",
        "x" * 5000 + "_1",
        "'; DROP TABLE review; --_1",
        "\x00_1",
    ]:
        with subtests.test(key=key):
            assert {row.id for row in board.page(after=key).rows} == {r.id for r in made}


def test_a_key_past_the_end_gives_an_empty_page() -> None:
    fill(3)
    page = board.page(after="2099-01-01T00:00:00+00:00_1")
    assert (list(page.rows), page.after) == ([], None)


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
    only = board.page(asked=BoardFilter(state=State.LAW_OFFICERS)).rows
    assert [row.state for row in only] == [State.LAW_OFFICERS]
    for state in ENDED:
        assert not board.page(asked=BoardFilter(state=state), filed=None).rows
    with transaction():
        reviews[5].filed_at = reviews[5].file_by_at  # to be served still
    assert reviews[5].state is State.TO_FILE
    assert reviews[5].id not in [row.id for row in board.page().rows]
    assert reviews[5].id in [row.id for row in board.page(filed=True).rows]


def test_a_caseworkers_own_list_is_narrowed_and_paged_alike() -> None:
    mine, theirs = build.user(), build.user(Role.SUPERVISOR)
    held = fill(60, assignee=mine)
    fill(61, assignee=theirs)
    pages = every_page(BoardFilter(assignee_id=mine.id))
    assert [len(page) for page in pages] == [50, 10]
    assert {review.id for page in pages for review in page} == {review.id for review in held}


def test_a_review_without_a_sentence_is_listed_by_itself_however_many_there_are() -> None:
    """One that nobody sees runs out of time unseen."""
    made = fill(61, file_by_at=None, earliest_file_by_at=None, last_day_on=None)
    fill(2)
    assert [r.id for r in board.without_sentence()] == [r.id for r in made]
    assert len(board.page().rows) == 2
    other = build.user(Role.SUPERVISOR)
    assert board.without_sentence(BoardFilter(assignee_id=other.id)) == []
    assert len(board.without_sentence(BoardFilter(assignee_id=build.user().id))) == 61


def test_a_closed_review_is_on_no_list() -> None:
    review, supervisor = build.review(), build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, supervisor, version=review.version, note="Asked to stop")
    assert not board.page().rows
    assert not board.without_sentence()


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


def _listed(asked: BoardFilter) -> list[Row]:
    return list(board.page(asked=asked).rows)


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
            review.file_by_at = moment
        reviews[5].state = State.LAW_OFFICERS
        reviews[6].state, reviews[6].filed_at = State.TO_FILE, now
        reviews[7].state = State.REFERRED
        reviews[9].state, reviews[9].outcome = State.CLOSED, Outcome.WITHDRAWN
    summary = board.summary()
    assert summary.bands == {
        Band.PASSED: 2,
        Band.TODAY: 1,
        Band.NEXT_DAYS: 3,
        Band.THIS_WEEK: 0,
        Band.LATER: 0,
        Band.NOT_KNOWN: 1,
    }
    assert summary.at_court == 2
    assert summary.with_law_officers == 1
    assert sum(summary.bands.values()) == len(board.page().rows) + len(board.without_sentence())
    assert summary.at_court == len(board.page(filed=True).rows)
    for band, number in summary.bands.items():
        asked = BoardFilter(band=band)
        listed = board.without_sentence if band is Band.NOT_KNOWN else _listed
        assert len(listed(asked)) == number, band


def test_with_nothing_open_every_number_is_nought() -> None:
    assert board.summary() == board.Summary(dict.fromkeys(Band, 0), 0, 0, 0, 0)
    assert list(db.session.scalars(select(Review))) == []


# Filters.


def test_it_is_narrowed_by_who_asked_where_and_whose() -> None:
    victims = build.eligible_review(standing=Standing.VICTIM, court_id="leeds")
    publics = build.eligible_review(standing=Standing.PUBLIC, court_id="cardiff")
    with transaction():
        publics.assignee_id = None

    def found(**asked: object) -> list[int]:
        return [row.id for row in board.page(asked=BoardFilter(**asked)).rows]  # type: ignore[arg-type]

    assert found(standing=Standing.VICTIM) == [victims.id]
    assert found(court_id="cardiff") == [publics.id]
    assert found(is_unassigned=True) == [publics.id]
    assert found(court_id="leeds", is_unassigned=True) == []
    assert board.summary(BoardFilter(court_id="cardiff")).unassigned == 1


def test_the_old_register_is_never_on_it() -> None:
    (old,) = fill(1)
    with transaction():
        old.is_historical = True
    assert not board.page(filed=None).rows
    assert sum(board.summary().bands.values()) == 0
