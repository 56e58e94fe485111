"""Reviews laid on the board by the dozen, and the board read from its first page to its last."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from tests.support import build
from ulss_tracker.models import Case, Review, Sentence, User, db
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core.table import NO_FILTERS
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.supervision import board
from ulss_tracker.services.supervision.board_row import BoardRow

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
ENDED = {State.TO_TELL, State.CLOSED}


def fill(count: int, *, assignee: User | None = None, **values: object) -> list[Review]:
    """Reviews laid in the table at once, several to each file-by moment, in no order.

    Each has a sentence, or `values` say that nobody knows when to file.
    """
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
            file_by_at = deadline.file_by(date(2026, 4, 5) + timedelta(days=number * 7 % 31 // 3))
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
            review = Review(**(row | values))
            if review.last_day_on is not None:
                review.sentences = [passed_on(review.last_day_on - timedelta(days=28))]
            made.append(review)
        db.session.add_all(made)
    return made


def passed_on(day: date) -> Sentence:
    return Sentence(sentenced_on=day, order_kind=OrderKind.IMPRISONMENT, text="3 years")


def every_page(filters: Mapping[str, object] = NO_FILTERS) -> list[list[BoardRow]]:
    """The board read from its first page to its last."""
    pages, after = [], None
    while True:
        page = board.page(after=after, filters=filters)
        pages.append(list(page.rows))
        after = page.after
        if after is None:
            return pages
        assert len(pages) < 20
