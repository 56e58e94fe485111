"""The board in each order that its columns offer: whole, a page at a time, either way round."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.models import Deadline, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.supervision import board, board_row
from ulss_tracker.services.supervision.board_row import BY_MOMENT, BoardRow

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
STAGES = list(State)


@pytest.fixture
def rows(app: Flask, at) -> list[BoardRow]:
    """Everything on a board of reviews and requests, of two people and nobody, in three courts."""
    at(NOW)
    lead = build.user(Role.SUPERVISOR)
    people = [build.user(email=f"{name}@example.org", name=name) for name in ("Zoe", "Adam")]
    for number in range(9):
        clock_now = NOW - timedelta(hours=number * 7 % 10)
        with clock.set_to(clock_now):
            review = build.eligible_review(offender_name=f"Offender {number}")
            assignment.assign(review, people[number % 2], lead, seen=review.version)
            if number % 3:
                build.request(
                    court_text=f"Court {number % 3}",
                    offender_name=f"Asked {number}",
                    offence_id=None,
                    offence_text=("Arson", "", "Theft", "robbery")[number % 4],
                )
    running = db.session.query(Deadline).order_by(Deadline.id).all()
    for number, each in enumerate(running):  # some share a moment, and whose day is wanted differs
        each.act_by_at = NOW + timedelta(days=3 + number % 4)
        each.find_day_by_at = NOW + timedelta(days=1) if number % 7 == 0 else None
    db.session.commit()
    found = board.page(size=100).rows
    assert len(found) > 12
    return list(found)


def _spare(row: BoardRow) -> tuple[bool, timedelta]:
    worked = slack.working_time(clock.now(), row.act_by_at) - slack.work_left(row.state)
    return not row.is_day_wanted, worked


VALUES: dict[str, Callable[[BoardRow], object]] = {
    "file_by": lambda row: row.act_by_at,
    "spare": _spare,
    "case": lambda row: row.court_text.lower(),
    "stage": lambda row: 0 if row.state is None else 1 + STAGES.index(row.state),
    "offence": lambda row: row.offence,
    "since": lambda row: row.since_at,
    "assigned": lambda row: (row.assignee or "").lower(),
}


def test_each_order_has_every_row_once_and_the_soonest_of_each_value_first(
    rows: list[BoardRow], subtests
) -> None:
    assert {each.name for each in board_row.TABLE.orderings} == set(VALUES)
    for by in board_row.TABLE.orderings:
        for descending in (False, True):
            with subtests.test(by=by.name, descending=descending):
                seen: list[BoardRow] = []
                after: str | None = ""
                while after is not None:
                    page = board.page(by=by, descending=descending, after=after, size=4)
                    seen += page.rows
                    after = page.after
                    assert len(seen) <= len(rows)
                assert {row.reference for row in seen} == {row.reference for row in rows}
                assert len(seen) == len(rows)
                values = [VALUES[by.name](row) for row in seen]
                assert values == sorted(values, reverse=descending)  # type: ignore[type-var]
                assert len(set(values)) > 1
                whole = board.screen({}, by=by, descending=descending).page.rows
                assert [row.reference for row in whole] == [row.reference for row in seen]
                if by is not BY_MOMENT:
                    soonest = [
                        (row.act_by_at, value) for row, value in zip(seen, values, strict=True)
                    ]
                    for one, other in pairwise(soonest):
                        assert one[1] != other[1] or one[0] <= other[0]


def test_an_order_keeps_what_the_board_is_narrowed_to_and_a_strange_key_is_none(
    rows: list[BoardRow],
) -> None:
    adam = next(row.assignee_id for row in rows if row.assignee == "Adam")
    for by in board_row.TABLE.orderings:
        only = board.screen({"assigned_to": adam}, by=by).page.rows
        assert {row.assignee for row in only} == {"Adam"}, by.name
        for key in ("99999999999", "2147483648", "x", "2026_1", "-1"):
            if by is not BY_MOMENT:
                first = board.screen({}, by=by, after=key).page.rows
                assert first == board.screen({}, by=by).page.rows, (by.name, key)
