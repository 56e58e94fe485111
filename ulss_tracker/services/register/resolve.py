"""Resolving queries about the old register, and correcting what it said, each with its reason.

Only a review imported as history is corrected here. A living one is corrected on its own pages,
where the two-person check, the deadline and the letters follow the change.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import (
    Conviction,
    CorrectedFact,
    Correction,
    EventKind,
    RegisterDoubt,
    RegisterFile,
    Review,
    Sentence,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.reading.words_read import WordsRead, record_read
from ulss_tracker.scheme.workflow.stages import ENDINGS, Outcome
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.cases.cases import NAME_NOT_KNOWN
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.register import at_court
from ulss_tracker.services.register.dates import read_dates
from ulss_tracker.services.register.sheet import Column

FACT_OF = {
    Column.INITIALS: CorrectedFact.OFFENDER,
    Column.COURT: CorrectedFact.COURT,
    Column.SENTENCED: CorrectedFact.SENTENCED_ON,
    Column.OFFENCE: CorrectedFact.OFFENCE,
    Column.SENTENCE: CorrectedFact.SENTENCE,
    Column.OUTCOME: CorrectedFact.OUTCOME,
    Column.HEARING: CorrectedFact.HEARING,
    Column.REVISED: CorrectedFact.REVISED,
}
"""The columns whose facts can be corrected here."""


def get_doubt(doubt_id: int) -> RegisterDoubt:
    """Return the query with this id. Raises `NotFound`."""
    return existing(db.session.get(RegisterDoubt, doubt_id), "There is no such doubt")


def words_read(doubt: RegisterDoubt) -> Sequence[WordsRead]:
    """The words of an offence that a query is about, as read from a record; none of the rest."""
    if doubt.column_name != Column.OFFENCE:
        return ()
    return record_read(doubt.read, load_catalogue(), None)


def unsettled(files: Sequence[RegisterFile]) -> dict[int, int]:
    """Count the queries of each file that nobody has resolved."""
    query = (
        select(RegisterDoubt.file_id, func.count())
        .where(
            RegisterDoubt.file_id.in_([file.id for file in files]),
            RegisterDoubt.settled_at.is_(None),
        )
        .group_by(RegisterDoubt.file_id)
    )
    return {file_id: count for file_id, count in db.session.execute(query)}  # noqa: C416 - typed


def settle(doubt: RegisterDoubt, how: str, by: User) -> None:
    """Record that somebody looked and the register stands, with how they know.

    Raises `Refused` without a reason, or when it is resolved already.
    """
    require(by, Permission.MANAGE_REGISTER)
    _check_reason(how)
    if doubt.settled_at is not None:
        raise Refused("This query is resolved already")
    with transaction():
        _mark_settled(doubt, how, by)


def settle_by_correcting(doubt: RegisterDoubt, value: str, why: str, by: User) -> Correction:
    """Resolve a query by correcting the fact it is about, as `correct` does."""
    require(by, Permission.MANAGE_REGISTER)
    fact = FACT_OF.get(Column(doubt.column_name))
    if fact is None or doubt.review_id is None:
        raise Refused("This cannot be corrected here: put it right in the register and import it")
    if doubt.settled_at is not None:
        raise Refused("This query is resolved already")
    review = db.session.get_one(Review, doubt.review_id)
    with transaction():
        made = correct(review, fact, value, why, by, doubt=doubt)
        _mark_settled(doubt, why, by)
    return made


def correct(
    review: Review,
    fact: CorrectedFact,
    value: str,
    why: str,
    by: User,
    *,
    doubt: RegisterDoubt | None = None,
) -> Correction:
    """Put one fact of an old review right, and work out its last day and scheme again.

    Raises `Refused` for a living review, without a reason, or for a value that cannot be read.
    """
    require(by, Permission.MANAGE_REGISTER)
    _check_reason(why)
    if not review.is_historical:
        raise Refused("This review is not history: correct it on its own page")
    value = " ".join(value.split())
    with transaction():
        before = said(review, fact)
        _correct(review, fact, value, by)
        review.changed_at = clock.now()
        db.session.flush()
        if fact in (CorrectedFact.COURT, CorrectedFact.SENTENCED_ON, CorrectedFact.OFFENCE):
            assessing.assess_review(review, by)
        after = said(review, fact)
        made = Correction(
            review=review,
            doubt_id=doubt.id if doubt else None,
            fact=fact,
            before=before,
            after=after,
            why=why,
            at=clock.now(),
            by_id=by.id,
        )
        db.session.add(made)
        history.record(
            EventKind.FACT_CORRECTED,
            by,
            review,
            before={"fact": fact, "value": before},
            fact=fact,
            value=after,
            why=why,
        )
    return made


def said(review: Review, fact: CorrectedFact) -> str:
    """Say what the tracker now has of the fact, in words."""
    sentences = review.sentences
    convictions = [conviction for one in sentences for conviction in one.convictions]
    return {
        CorrectedFact.OFFENDER: review.offender_name,
        CorrectedFact.COURT: review.case.court_text,
        CorrectedFact.SENTENCED_ON: "; ".join(
            sentence.sentenced_on.isoformat() for sentence in sentences
        ),
        CorrectedFact.OFFENCE: "; ".join(conviction.text for conviction in convictions),
        CorrectedFact.SENTENCE: "; ".join(sentence.text for sentence in sentences),
        CorrectedFact.OUTCOME: review.outcome.label if review.outcome else "",
        CorrectedFact.HEARING: "; ".join(
            hearing.heard_on.isoformat() for hearing in review.hearings[-1:]
        ),
        CorrectedFact.REVISED: "; ".join(
            decision.revised_sentence for decision in review.court_decisions[-1:]
        ),
    }[fact]


def _correct(review: Review, fact: CorrectedFact, value: str, by: User) -> None:
    if fact is CorrectedFact.OFFENDER:
        review.offender_name = value or NAME_NOT_KNOWN
    elif fact is CorrectedFact.COURT:
        reading = load_courts().read(value)
        if reading.court is None or reading.certainty != "sure":
            raise Refused("Enter a court’s name as the list of courts has it")
        review.case.court_id, review.case.court_text = reading.court.id, reading.court.name
    elif fact is CorrectedFact.SENTENCED_ON:
        _date_sentence(review, value)
    elif fact is CorrectedFact.OUTCOME:
        _end(review, _outcome(value), by)
    elif fact is CorrectedFact.HEARING:
        at_court.add_hearing(review, _day(value, "hearing", "2 April 2019"), by)
    elif fact is CorrectedFact.REVISED:
        _revise(review, value, by)
    elif not review.sentences:
        raise Refused("Enter the date of sentence first")
    elif fact is CorrectedFact.SENTENCE:
        review.sentences[-1].text = value
    else:
        _set_offence(review, value)


def _date_sentence(review: Review, value: str) -> None:
    day = _day(value, "sentence", "2 November 2018")
    if review.sentences:
        review.sentences[-1].sentenced_on = day
    else:
        _first_sentence(review, day)


def _day(value: str, of: str, example: str) -> date:
    reading = read_dates(value)
    if len(reading.dates) != 1 or reading.unread or reading.dates[0] > clock.today():
        raise Refused(f"Enter one date of {of} in the past, for example {example}")
    return reading.dates[0]


def _end(review: Review, outcome: Outcome, by: User) -> None:
    """Another outcome of the court is another decision of it: the latest counts."""
    review.outcome = outcome
    if outcome in at_court.DECIDED:
        latest = review.court_decisions[-1:]
        words = latest[0].revised_sentence if latest and outcome is Outcome.INCREASED else ""
        at_court.add_decision(review, outcome, words, by)


def _revise(review: Review, value: str, by: User) -> None:
    if review.outcome not in at_court.DECIDED:
        raise Refused("Correct the outcome first: the Court of Appeal decided nothing here")
    if review.outcome is Outcome.INCREASED and not value:
        raise Refused("Enter the sentence as the court increased it")
    at_court.add_decision(review, review.outcome, value, by)


def _first_sentence(review: Review, day: date) -> None:
    db.session.add(Sentence(review=review, sentenced_on=day, order_kind=OrderKind.OTHER, text=""))


def _set_offence(review: Review, value: str) -> None:
    sentence = review.sentences[-1]
    readings = read_offences(value, load_catalogue(), on=sentence.sentenced_on)
    if not readings:
        raise Refused("Enter the offence")
    sentence.convictions = [
        Conviction(
            offence_id=reading.candidates[0].id if reading.certainty == "sure" else None,
            form=reading.form,
            answers={},
            text=reading.text,
        )
        for reading in readings
    ]


def _outcome(value: str) -> Outcome:
    try:
        return next(outcome for outcome in ENDINGS if value in (outcome.value, outcome.label))
    except StopIteration:
        raise Refused("Choose how the review ended") from None


def _check_reason(why: str) -> None:
    check_entered(why, "Enter how you know")


def _mark_settled(doubt: RegisterDoubt, how: str, by: User) -> None:
    doubt.settled_at, doubt.settled_by_id, doubt.settled_how = clock.now(), by.id, how
    history.record(
        EventKind.REGISTER_DOUBT_SETTLED,
        by,
        db.session.get(Review, doubt.review_id) if doubt.review_id else None,
        row=doubt.row_number,
        column=doubt.column_name,
        doubt=doubt.text,
        how=how,
    )
