"""The hand-over at the end of the day: what is left of one person's list, and papers promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select, text
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Paper, Review, User, db
from ulss_tracker.models.review import NOT_CLOSED
from ulss_tracker.scheme.time import bands
from ulss_tracker.scheme.time.bands import Band
from ulss_tracker.services.waiting import my_work
from ulss_tracker.services.waiting.my_work import WorkItem, WorkPage

MOST = 200
_NOT_CLOSED = text(f"review.{NOT_CLOSED}")


@dataclass(frozen=True, slots=True)
class Handover:
    """All that somebody who takes over must know: the list, and what the CPS is to send by when."""

    work: WorkPage
    promised: Sequence[Paper]

    @property
    def groups(self) -> list[tuple[str, str, list[WorkItem]]]:
        """The rows left of today, then of the days to come: a band's name, its words, its rows."""
        spans = bands.spans(clock.now())
        grouped = groupby(
            self.work.rows,
            lambda row: Band.TODAY if row.is_today else bands.band_of(row.at, spans),
        )
        return [(band.value, band.label, list(rows)) for band, rows in grouped]


def of(user: User) -> Handover:
    """The hand-over of this person, with what they stand in for, as it is now."""
    work = my_work.page(user, size=MOST)
    people = [user.id, *(absence.person_id for absence in work.covering)]
    query = (
        select(Paper)
        .where(
            Paper.case_id.in_(
                select(Review.case_id).where(Review.assignee_id.in_(people), _NOT_CLOSED)
            ),
            Paper.promised_by_on.is_not(None),
            Paper.received_at.is_(None),
            Paper.not_applicable_reason == "",
        )
        .options(joinedload(Paper.case))
        .order_by(Paper.promised_by_on, Paper.id)
        .limit(MOST)
    )
    return Handover(work, db.session.scalars(query).all())
