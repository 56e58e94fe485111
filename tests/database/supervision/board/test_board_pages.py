"""The board's pages: open reviews soonest first, none lost and none seen twice."""

from datetime import UTC, datetime

import pytest

from tests.support.board_rows import every_page, fill
from tests.support.plans import plan_of
from ulss_tracker.models import (
    Review,
    db,
)
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.supervision import board
from ulss_tracker.services.supervision.board_row import BY_MOMENT


# Pages.
@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 100, 120])
def test_from_page_to_page_none_is_lost_and_none_comes_twice(count: int) -> None:
    made = fill(count)
    pages = every_page()
    seen = [row.review_id for page in pages for row in page]
    assert sorted(seen) == sorted(review.id for review in made)
    assert len(seen) == len(set(seen)) == count
    assert len(pages) == max(1, -(-count // board.PAGE))
    assert all(len(page) == board.PAGE for page in pages[:-1])


def test_the_soonest_comes_first_and_those_at_one_moment_in_a_steady_order() -> None:
    fill(120)
    seen = [row for page in every_page() for row in page]
    keys = [(row.act_by_at, row.review_id) for row in seen]
    assert keys == sorted(keys)
    assert len({row.file_by_at for row in seen}) < 20  # so that moments were shared


def test_a_review_that_moves_between_two_pages_is_not_seen_twice() -> None:
    made = fill(120)
    first = board.page()
    moved = db.session.get_one(
        Review, first.rows[-1].review_id
    )  # the very row the key was made from
    with transaction():
        moved.file_by_at = moved.earliest_file_by_at = datetime(2026, 12, 1, 17, tzinfo=UTC)
    rest, after = [], first.after
    while after:
        page = board.page(after=after)
        rest += [row.review_id for row in page.rows]
        after = page.after
    seen = [row.review_id for row in first.rows if row.review_id != moved.id] + rest
    assert sorted(seen) == sorted(review.id for review in made)


def test_a_key_nobody_made_gives_the_first_page(subtests: pytest.Subtests) -> None:
    made = fill(3)
    page = board.page(after="2099-01-01T00:00:00+00:00_1")
    assert (list(page.rows), page.after) == ([], None)
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
            assert {row.review_id for row in board.page(after=key).rows} == {r.id for r in made}


# The plan of the statements.
@pytest.mark.parametrize("is_first", [True, False])
def test_a_page_is_read_from_the_index_of_what_runs_and_begins_at_its_key(is_first: bool) -> None:
    fill(120)
    after = None if is_first else board.page().after
    plan = plan_of(paging.page_query(board._running(), BY_MOMENT, after=after))
    assert "ix_deadline_running" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
    if not is_first:
        assert "act_by_at>?" in plan or "act_by_at >=" in plan, plan
