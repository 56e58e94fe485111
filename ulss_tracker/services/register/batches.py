"""Some hundreds of new rows at a time: each chunk with few statements, and a bad row by itself.

A chunk is made whole. Where it fails it is split, and its halves are made; so a row that fails is
found in a few steps, named, and left out, and the rest go on.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import selectinload

from ulss_tracker.errors import ChangedMeanwhile, TrackerError
from ulss_tracker.models import Case, RegisterDoubt, RegisterFile, RegisterRow, Review, User, db
from ulss_tracker.services.history import history
from ulss_tracker.services.protection.access_filter import reading_as_office
from ulss_tracker.services.register import to_review, words
from ulss_tracker.services.register.reconcile import Pairing
from ulss_tracker.services.register.sheet import Column, SheetRow
from ulss_tracker.services.register.validation.writing import Doubt, doubt

_LONGEST_REFERENCE = 200
_SOMEBODY_ELSE = (
    "Somebody else is importing a register at this moment. What both have done is kept: import "
    "again when the other has ended."
)
_DOUBTS: Any = RegisterDoubt.__table__


class _Place(NamedTuple):
    """Where a row goes: rows of one reference before one court share a case."""

    reference: str
    court: str


class Run:
    """One import of a file: who asks for it, and what is known of where rows go."""

    def __init__(self, file: RegisterFile, by: User, year: int, position: int) -> None:
        self._file_id, self._by = file.id, by
        self._has_categories = file.has_categories
        self._year, self._position = year, position
        self._cases: dict[_Place, int] = {}
        taken = select(Case.reference).where(Case.reference.startswith(f"REG-{year}-"))
        with reading_as_office():
            self._taken = set(db.session.scalars(taken))

    def bring_in(self, pairings: Iterable[Pairing]) -> int:
        """Make the new rows of these references; how many that was. In the caller's transaction.

        Raises `ChangedMeanwhile` where rows were imported that this run knows nothing of.
        """
        rows: list[SheetRow] = []
        for pairing in pairings:
            rows += pairing.new
            for row, known in pairing.known:
                self._cases[_place(row)] = known.case_id
        with reading_as_office():
            self._keep_others_out()
            return self._make(rows)

    def _keep_others_out(self) -> None:
        """One import at a time: the second waits here, and then sees that it knew too little.

        On SQLite a writing transaction keeps others out by itself.
        """
        db.session.scalars(
            select(RegisterFile.id).order_by(RegisterFile.id).with_for_update()
        ).all()
        last = db.session.scalar(select(func.max(RegisterRow.position))) or 0
        if last != self._position:
            raise ChangedMeanwhile(_SOMEBODY_ELSE)

    def _make(self, rows: Sequence[SheetRow]) -> int:
        given: set[str] = set()
        try:
            with db.session.begin_nested(), history.together():
                made = self._reviews(rows, given)
        except (TrackerError, SQLAlchemyError, ValueError) as error:
            self._taken -= given
            if len(rows) == 1:
                self._reject(rows[0], error)
                return 0
            middle = len(rows) // 2
            return self._make(rows[:middle]) + self._make(rows[middle:])
        for row, review in made:
            self._cases[_place(row)] = review.case_id
        self._position += len(made)
        self._join_doubts({row.number: review.id for row, review in made})
        return len(made)

    def _reviews(self, rows: Sequence[SheetRow], given: set[str]) -> list[tuple[SheetRow, Review]]:
        """The reviews of these rows; `given` fills with the references of their new cases."""
        cases = self._known_cases(rows)
        made = []
        for position, row in enumerate(rows, start=self._position + 1):
            place = _place(row)
            if place not in cases:
                reference = to_review.free_reference(row.reference, self._year, self._taken)
                self._taken.add(reference)
                given.add(reference)
                cases[place] = to_review.make_case(reference, row, self._by)
            review = to_review.make_review(
                self._file_id,
                position,
                row,
                cases[place],
                self._by,
                has_categories=self._has_categories,
            )
            made.append((row, review))
        return made

    def _known_cases(self, rows: Iterable[SheetRow]) -> dict[_Place, Case]:
        """The cases that some of the rows join, with all that a review's making asks of them."""
        places = {
            place: self._cases[place] for row in rows if (place := _place(row)) in self._cases
        }
        query = (
            select(Case)
            .where(Case.id.in_(places.values()))
            .options(selectinload(Case.requests), selectinload(Case.restrictions))
        )
        found = {case.id: case for case in db.session.scalars(query)} if places else {}
        return {place: found[number] for place, number in places.items()}

    def _reject(self, row: SheetRow, error: Exception) -> None:
        why = str(error) if isinstance(error, TrackerError) else type(error).__name__
        keep_doubts(self._file_id, [doubt(row, Column.REFERENCE, "", words.REJECTED, why=why)])

    def _join_doubts(self, reviews: dict[int, int]) -> None:
        """Link the queries of rows, by their numbers, to the reviews that came of them."""
        query = select(_DOUBTS.c.id, _DOUBTS.c.row_number).where(
            _DOUBTS.c.file_id == self._file_id, _DOUBTS.c.row_number.in_(list(reviews))
        )
        joined = [
            {"doubt": number, "review": reviews[row]}
            for number, row in db.session.execute(query).all()
        ]
        if joined:  # one statement for all of them
            joining = update(_DOUBTS).where(_DOUBTS.c.id == bindparam("doubt"))
            joining = joining.values(review_id=bindparam("review"))
            db.session.connection().execute(joining, joined)


def keep_doubts(file_id: int, doubts: Sequence[Doubt]) -> None:
    """Save these queries of a file, in the caller's transaction."""
    if doubts:
        db.session.execute(insert(RegisterDoubt), [_kept(file_id, each) for each in doubts])


def _kept(file_id: int, found: Doubt) -> dict[str, Any]:
    return {
        "file_id": file_id,
        "row_number": found.row,
        "reference": found.reference[:_LONGEST_REFERENCE],
        "column_name": found.column.value,
        "read": found.read,
        "proposed": found.proposed,
        "text": found.text,
        "settled_how": "",
    }


def _place(row: SheetRow) -> _Place:
    court_id, court_text = to_review.court_of(row)
    return _Place(row.reference, court_id or court_text.casefold())
