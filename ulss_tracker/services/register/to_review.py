"""Conversion of a register's row to a review with its sentences, offences and ending."""

from collections.abc import Container, Sequence
from datetime import date
from itertools import chain

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Case,
    Conviction,
    EventKind,
    Origin,
    RegisterRow,
    Review,
    Sentence,
    User,
    db,
)
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.reading.sentence_words import read_sentence
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.cases.cases import NAME_NOT_KNOWN
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import restrictions
from ulss_tracker.services.register import at_court
from ulss_tracker.services.register.cells import (
    is_empty,
    is_judge,
    is_placeholder,
    read_outcome,
    read_revised,
)
from ulss_tracker.services.register.dates import SCHEME_BEGAN_ON, read_dates
from ulss_tracker.services.register.sheet import Column, SheetRow

_LONGEST_REFERENCE = 20
_LONGEST_KEPT = 200
_LONGEST_OFFENCE = 300
_LONGEST_COURT = 200


def make_case(reference: str, row: SheetRow, by: User) -> Case:
    """A case of this reference at the row's court."""
    now = clock.now()
    court_id, court_text = court_of(row)
    case = Case(
        reference=reference,
        court_id=court_id,
        court_text=court_text,
        opened_at=now,
        opened_by_id=by.id,
        changed_at=now,
        requests=[],
        restrictions=[],
    )
    db.session.add(case)
    history.record(EventKind.CASE_OPENED, by, case, reference=case.reference)
    return case


def make_review(
    file_id: int,
    position: int,
    row: SheetRow,
    case: Case,
    by: User,
    *,
    has_categories: bool = False,
) -> Review:
    """The review of the row's offender, with all that the row says of it, and the row itself.

    `has_categories`: the row's offence is a category and not a conviction. In the caller's
    transaction, inside `history.together()`: nothing of it has an id yet, and what a new review has
    none of is said, so that nobody asks the database for it.
    """
    for column in (Column.REFERENCE, Column.INITIALS):
        if len(row.said(column)) > _LONGEST_KEPT:
            raise Refused(f"The {column.value} has more than {_LONGEST_KEPT} letters")
    outcome, state = ending(row)
    review = _open(row, case, state, by)
    for sentenced_on in sorted(dates_of(row)):
        sentence = _sentence(review, row, sentenced_on, has_categories)
        db.session.add(sentence)
        for conviction in sentence.convictions:
            restrictions.set_from_offence(review, conviction, by)
    assessing.assess_review(review, by)
    at_court.record(review, row, by)
    review.outcome = outcome
    review.is_historical = is_historical(review)
    _keep_row(file_id, position, row, review, by)
    return review


def _open(row: SheetRow, case: Case, state: State, by: User) -> Review:
    now = clock.now()
    review = Review(
        case=case,
        offender_name=offender_of(row),
        state=state,
        opened_at=now,
        changed_at=now,
        sentences=[],
        verifications=[],
        lock_openings=[],
        filings=[],
        origin=Origin.IMPORTED,
        application=None,
    )
    db.session.add(review)
    history.record(EventKind.REVIEW_OPENED, by, review, offender_name=review.offender_name)
    return review


def _keep_row(file_id: int, position: int, row: SheetRow, review: Review, by: User) -> None:
    """Keep the row itself, as it was in the file."""
    cells = {column.value: row.cells[column] for column in Column}
    db.session.add(
        RegisterRow(
            file_id=file_id,
            position=position,
            number=row.number,
            reference=row.reference,
            cells=cells,
            review=review,
        )
    )
    history.record(
        EventKind.REGISTER_ROW_IMPORTED,
        by,
        review,
        reference=row.reference,
        row=row.number,
        cells=cells,
    )


def free_reference(reference: str, year: int, taken: Container[str]) -> str:
    """A case's own reference: the register's, with its year, and a number where that is taken."""
    plain = "".join(letter for letter in reference.upper() if letter.isalnum())
    for extra in chain([""], (f"-{number}" for number in range(2, 1000))):
        made = f"REG-{year}-{plain[: _LONGEST_REFERENCE - 9 - len(extra)]}{extra}"
        if made not in taken:
            return made
    raise Refused(f"There are too many cases of reference {reference}")


def is_historical(review: Review) -> bool:
    """Whether all is over: it has ended, or its last day had passed before it was imported."""
    if review.outcome is not None or review.last_day_on is None:
        return True
    return review.last_day_on < clock.today()


def court_of(row: SheetRow) -> tuple[str | None, str]:
    """The court's id where the cell names one for certain, and the cell's words."""
    cell = row.said(Column.COURT)
    if is_empty(cell):
        return None, ""
    reading = load_courts().read(cell)
    sure = reading.certainty == "sure" and reading.court is not None and not is_judge(cell)
    return (reading.court.id if sure and reading.court else None), cell[:_LONGEST_COURT]


def offender_of(row: SheetRow) -> str:
    """The initials, or that no name is known where they stand for nobody."""
    cell = row.said(Column.INITIALS)
    return NAME_NOT_KNOWN if is_empty(cell) or is_placeholder(cell) else cell


def dates_of(row: SheetRow) -> Sequence[date]:
    """The days of sentence in the row, each once; those that cannot be are left to a person."""
    days = dict.fromkeys(read_dates(row.cells[Column.SENTENCED]).dates)
    return [day for day in days if SCHEME_BEGAN_ON <= day <= clock.today()]


def ending(row: SheetRow) -> tuple[Outcome | None, State]:
    """How the review ended by the row, and the stage it is then at."""
    reading = read_outcome(row.said(Column.OUTCOME))
    outcome = reading.outcome
    if reading.is_referred:
        outcome = read_revised(row.said(Column.REVISED)).outcome
        still = State.AT_COURT if at_court.hearings_of(row) else State.REFERRED
        return outcome, State.CLOSED if outcome else still
    return outcome, State.CLOSED if outcome else State.CHECKING


def _sentence(review: Review, row: SheetRow, sentenced_on: date, has_categories: bool) -> Sentence:
    cell = row.said(Column.SENTENCE)
    sentence = Sentence(
        review=review,
        sentenced_on=sentenced_on,
        order_kind=_order_kind(cell),
        text=row.cells[Column.SENTENCE].strip(),
        outside_law=None,
    )
    sentence.convictions = _convictions(row.said(Column.OFFENCE), sentenced_on, has_categories)
    return sentence


def _convictions(said: str, on: date, has_categories: bool) -> list[Conviction]:
    if is_empty(said):
        return []
    return [
        Conviction(
            offence_id=reading.candidates[0].id if reading.certainty == "sure" else None,
            form=reading.form,
            answers={},
            text=reading.text[:_LONGEST_OFFENCE],
            is_category=has_categories,
        )
        for reading in read_offences(said, load_catalogue(), on=on, recorded=True)
    ]


def _order_kind(said: str) -> OrderKind:
    """The kind of the first part that is an order of its own, by the sentence's own words."""
    parts = read_sentence(said).parts
    return next((part.order_kind for part in parts if part.order_kind), OrderKind.OTHER)
