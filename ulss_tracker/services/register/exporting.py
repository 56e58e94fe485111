"""Giving the register back: each cell as it was written, unless its fact was corrected."""

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from ulss_tracker.models import RegisterRow, Review, User, db
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services.protection import audit
from ulss_tracker.services.register import at_court
from ulss_tracker.services.register.cells import initials_of
from ulss_tracker.services.register.list_row import ListRow
from ulss_tracker.services.register.sheet import Column, SheetRow
from ulss_tracker.services.register.to_review import court_of, dates_of, ending, offender_of

OUTCOME_WORDS = {
    Outcome.NOT_IN_SCHEME: "Not in Scheme",
    Outcome.OUT_OF_TIME: "Out of Time",
    Outcome.NOT_REFERRED: "Not Referred",
    Outcome.WITHDRAWN: "Application Withdrawn",
    Outcome.LEAVE_REFUSED: "Referred to the Court of Appeal",
    Outcome.UNCHANGED: "Referred to the Court of Appeal",
    Outcome.INCREASED: "Referred to the Court of Appeal",
}
_AT_ONCE = 500
LOADED: Sequence[ORMOption] = tuple(
    joinedload(RegisterRow.review).selectinload(each)
    for each in (Review.sentences, Review.hearings, Review.court_decisions)
)
"""Loading, with the row, of all that `cells_now` reads of its review."""
COMMAND = "flask register export"


def take_out(out: TextIO, by: User) -> None:
    """Write the register that was imported as CSV; the audit keeps that a terminal took it.

    A cell whose fact was corrected since says what the tracker now holds; every other cell is
    written as it was, to the letter, since programs read it: what leaves by a page is defused.
    """
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading for column in Column])
    key = rows = 0
    while lines := lines_after(key):
        writer.writerows(line.cells for line in lines)
        key, rows = lines[-1].key, rows + len(lines)
    audit.keep_export(rows, by=by, page=COMMAND)


def count() -> int:
    """How many rows were imported."""
    return db.session.scalar(select(func.count(RegisterRow.id))) or 0


def lines_after(key: int) -> list[ListRow]:
    """Some hundreds of rows, in the order of the register."""
    later = _rows().where(RegisterRow.position > key).limit(_AT_ONCE)
    return [ListRow(row.position, row.review_id, _cells(row)) for row in db.session.scalars(later)]


def lines_of(review_ids: Iterable[int]) -> dict[int, list[str]]:
    """The cells of the rows that became these reviews."""
    theirs = _rows().where(RegisterRow.review_id.in_(review_ids))
    return {row.review_id: _cells(row) for row in db.session.scalars(theirs)}


def _cells(row: RegisterRow) -> list[str]:
    now = cells_now(row)
    return [now[column] for column in Column]


def cells_now(row: RegisterRow) -> dict[Column, str]:
    """The row's cells as they should read today."""
    written = SheetRow(row.number, {column: row.cells[column.value] for column in Column})
    return {**written.cells, **_corrected(written, row.review)}


def _corrected(written: SheetRow, review: Review) -> dict[Column, str]:
    """The cells whose facts are no longer what the row said."""
    found: dict[Column, str] = {}
    if review.offender_name != offender_of(written):
        found[Column.INITIALS] = initials_of(review.offender_name)
    case = review.case
    if (case.court_id, case.court_text) != court_of(written):
        found[Column.COURT] = case.court_text
    if {sentence.sentenced_on for sentence in review.sentences} != set(dates_of(written)):
        days = sorted(sentence.sentenced_on for sentence in review.sentences)
        found[Column.SENTENCED] = "; ".join(day.strftime("%d/%m/%Y") for day in days)
    if review.sentences and review.sentences[-1].text != written.cells[Column.SENTENCE].strip():
        found[Column.SENTENCE] = "; ".join(sentence.text for sentence in review.sentences)
    outcome, _ = ending(written)
    if review.outcome is not outcome:
        found[Column.STATUS] = status_words(review)
        found[Column.OUTCOME] = outcome_words(review)
    # Without a record of the court nobody has said otherwise than the row does.
    days = [hearing.heard_on for hearing in review.hearings]
    if days and days != list(at_court.hearings_of(written)):
        found[Column.HEARING] = at_court.hearing_words(review)
    decided = _decided(review)
    if decided is not None and decided != at_court.decision_of(written):
        found[Column.REVISED] = at_court.revised_words(review)
    return found


def status_words(review: Review) -> str:
    """The cell for where the review stands."""
    return "Complete" if review.outcome else "In Progress"


def outcome_words(review: Review) -> str:
    """The cell for the office's decision: one filed with the court has been referred."""
    if review.outcome is not None:
        return OUTCOME_WORDS[review.outcome]
    return "Referred to the Court of Appeal" if review.state in AT_COURT else "Under Consideration"


def _decided(review: Review) -> tuple[Outcome, str] | None:
    if not review.court_decisions:
        return None
    latest = review.court_decisions[-1]
    return latest.outcome, latest.revised_sentence


def _rows() -> Select[RegisterRow]:
    return (
        select(RegisterRow)
        .options(joinedload(RegisterRow.review).joinedload(Review.case), *LOADED)
        .order_by(RegisterRow.position)
    )
