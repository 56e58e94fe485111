"""One line of “Your work”: a review to be filed, in plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from ulss_tracker import clock
from ulss_tracker.models import DeadlineBasis, User
from ulss_tracker.scheme.time.deadline import Level
from ulss_tracker.scheme.workflow.milestones import Stand
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.protection import flags as restriction_flags
from ulss_tracker.services.protection.flags import Flag
from ulss_tracker.services.supervision.work_rows import WorkRow


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """A review to be filed, as its line says it.

    `assignee` is the name of its assignee where that is not the reader. `level` and `time_left` say
    how long is left to `safest_at`, and `spare` the working time until then that no work fills, in
    words as of now. `basis` is how the day of sentence is known while none is recorded, and the
    other moments are those of its deadline. `is_plan_today`: what is next of the plan is due today.
    """

    review_id: int
    offender_name: str
    flags: tuple[Flag, ...]
    next_step: str
    reference: str
    court_text: str
    assignee: str
    state: State
    changed_at: datetime
    safest_at: datetime | None
    level: Level | None
    time_left: str
    spare: str
    is_short: bool
    basis: DeadlineBasis | None
    find_day_by_at: datetime | None
    later_file_by_at: datetime | None
    may_be_until_on: date | None
    is_dated: bool
    plan: Stand | None
    is_plan_today: bool


def of(row: WorkRow, reader: User) -> WorkLine:
    """This row of the reader's work as a line."""
    review, deadline, left = row.review, row.deadline, row.left
    is_others = review.assignee is not None and review.assignee_id != reader.id
    return WorkLine(
        review_id=review.id,
        offender_name=review.offender_name,
        flags=restriction_flags.of(review),
        next_step=row.next_step,
        reference=review.case.reference,
        court_text=review.case.court_text,
        assignee=review.assignee.name if is_others and review.assignee else "",
        state=review.state,
        changed_at=review.changed_at,
        safest_at=row.safest_at,
        level=left.level if left else None,
        time_left=left.words if left else "",
        spare=row.spare_words,
        is_short=row.is_short,
        basis=deadline.basis if deadline and left and review.file_by_at is None else None,
        find_day_by_at=deadline.find_day_by_at if deadline else None,
        later_file_by_at=deadline.later_file_by_at if deadline else None,
        may_be_until_on=deadline.may_be_until_on if deadline else None,
        is_dated=review.file_by_at is not None,
        plan=row.plan,
        is_plan_today=row.plan is not None and row.plan.due_on == clock.today(),
    )
