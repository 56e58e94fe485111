"""Two-person check: somebody else verifies date, court and offence against a court's record.

A wrong date of sentence gives a wrong last day, and nobody can extend the 28 days (Criminal
Justice Act 1988 Sch 3 para 1). So whoever recorded a fact never verifies it; and a verification is
of the values it was made of, so that a fact which is then changed is unverified again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Unpack

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Case,
    CourtSource,
    EventKind,
    Fact,
    Review,
    Sentence,
    User,
    Verification,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.services.core import users
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_no_conflict, check_open, check_version
from ulss_tracker.services.core.table import (
    NO_FILTERS,
    Column,
    Filter,
    FilterKind,
    Place,
    Table,
)
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.search.narrowing import by_words

LONGEST_WAIT = 2
"""Working days after which what nobody has verified is out of the ordinary."""
LONGEST_WAITING = Ordering("waiting", Review.unconfirmed_since_at)
TABLE = Table(
    title="Reviews with a fact that is not verified",
    columns=(
        Column("waiting", "Waiting since", order=LONGEST_WAITING),
        Column("offender", "Offender"),
        Column("case", "Case", lambda review: review.case.reference, classes="app-nowrap"),
        Column("to_verify", "To verify"),
        Column("file_by", "File by", order=Ordering("file_by", Review.earliest_file_by_at)),
        Column("assigned", "Assigned to"),
    ),
    filters=(
        by_words(review=Review.id),
        Filter(
            "long",
            "Only those that have waited two working days or more",
            lambda _is_ticked: Review.unconfirmed_since_at <= _ago(LONGEST_WAIT),
            kind=FilterKind.TICK,
        ),
        Filter("assigned_to", "Assigned to", Review.assignee_id, users.names, "Anybody", int),
    ),
    default="file_by",
    heads="offender",
)

_MISSING = {
    Fact.SENTENCE_DATE: "Record the sentence first",
    Fact.COURT: "Record the court first",
    Fact.OFFENCE: "Record the offence first",
}


@dataclass(frozen=True, slots=True)
class FactStatus:
    """How one fact of a review stands. `values` is empty when it is not recorded yet.

    `verification` is the one that is of these very values; `recorded_by_ids` those who gave them.
    Until the review `is_sentenced` none of the three is verified: nothing runs from them yet.
    """

    fact: Fact
    values: list[list[str | None]]
    verification: Verification | None
    recorded_by_ids: frozenset[int]
    is_sentenced: bool

    def why_not(self, user: User) -> str:
        """Why `user` cannot verify this fact, in words; empty when they can."""
        if not self.is_sentenced:
            return _MISSING[Fact.SENTENCE_DATE]
        if not self.values:
            return _MISSING[self.fact]
        if user.id in self.recorded_by_ids:
            return "You recorded this: somebody else must verify it"
        return ""


def statuses(review: Review) -> tuple[FactStatus, ...]:
    """How each of the three facts stands: not the offence, where none is needed for the answer."""
    facts = [fact for fact in Fact if fact is not Fact.OFFENCE or not _needs_no_offence(review)]
    return tuple(_status(review, fact) for fact in facts)


def _needs_no_offence(review: Review) -> bool:
    """Whether the rules say no without any offence: by the court alone (CJA 1988 s.36(1)(a))."""
    if review.verdict is not Verdict.NOT_IN_SCHEME or not review.sentences:
        return False
    if any(sentence.convictions for sentence in review.sentences):
        return False
    return review.assessment is not None and not review.assessment.overrides


def is_verified(review: Review) -> bool:
    """Whether a second person has verified every fact as it now is."""
    return all(status.verification for status in statuses(review))


def verify(
    review: Review,
    facts: Collection[Fact],
    *,
    source: CourtSource,
    source_reference: str,
    by: User,
    version: int,
) -> None:
    """Record that this person saw these facts, as they are recorded, in a court's record.

    Raises `Refused` for a fact that is not recorded, that they recorded themselves, or when no
    fact is named.
    """
    require(by, Permission.VERIFY_FACTS)
    check_version(review, version)
    check_open(review)
    check_no_conflict(review.case, by)
    chosen = [status for status in statuses(review) if status.fact in facts]
    if not chosen:
        raise Refused("Choose what the record shows")
    for status in chosen:
        if why_not := status.why_not(by):
            raise Refused(f"{status.fact.label}: {why_not[0].lower()}{why_not[1:]}")
    with transaction():
        now = review.changed_at = clock.now()
        review.verifications.extend(
            Verification(
                fact=status.fact,
                confirmed_values=status.values,
                source=source,
                source_reference=source_reference,
                confirmed_at=now,
                confirmed_by_id=by.id,
            )
            for status in chosen
        )
        history.record(
            EventKind.FACTS_CONFIRMED,
            by,
            review,
            confirmed=[status.fact for status in chosen],
            source=source,
            source_reference=source_reference,
        )
        keep_since(review)


def carry_over(review: Review, other: Review) -> list[Fact]:
    """Copy each verification of a review to another of the same offender, fact by fact.

    Only of the very values that the other has, and never the word of whoever recorded them there.
    In the caller's transaction; the facts that are verified by it.
    """
    there = {status.fact: status for status in statuses(other)}
    facts = []
    for status in statuses(review):
        known, one = there[status.fact], status.verification
        if one is None or known.verification or known.values != one.confirmed_values:
            continue
        if known.why_not(one.confirmed_by):
            continue
        other.verifications.append(
            Verification(
                fact=one.fact,
                confirmed_values=one.confirmed_values,
                source=one.source,
                source_reference=one.source_reference,
                confirmed_at=one.confirmed_at,
                confirmed_by_id=one.confirmed_by_id,
            )
        )
        facts.append(status.fact)
    keep_since(other)
    return facts


def take_back(review: Review, facts: Collection[Fact], by: User) -> None:
    """Withdraw what `carry_over` verified: a row without values says that it no longer counts.

    In the caller's transaction. Such a row keeps an old word from counting again.
    """
    for fact in facts:
        latest = next(
            verification
            for verification in reversed(review.verifications)
            if verification.fact is fact
        )
        review.verifications.append(
            Verification(
                fact=fact,
                confirmed_values=[],
                source=latest.source,
                source_reference=latest.source_reference,
                confirmed_at=clock.now(),
                confirmed_by_id=by.id,
            )
        )
    keep_since(review)


def keep_since(review: Review) -> None:
    """Bring `unconfirmed_since_at` up to date after a fact was recorded, changed or verified.

    It stays at the first moment while one change follows another: they wait no shorter for it.
    """
    if not review.sentences or is_verified(review):
        review.unconfirmed_since_at = None
    elif review.unconfirmed_since_at is None:
        review.unconfirmed_since_at = clock.now()


def unverified(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[Review]:
    """A page of the reviews to be filed that wait for a second person, from the first minute on."""
    query = _WAITING.options(
        joinedload(Review.case).selectinload(Case.restrictions),
        joinedload(Review.assignee),
        selectinload(Review.sentences).selectinload(Sentence.convictions),
        selectinload(Review.verifications),
    )
    return TABLE.rows(query, filters, **place)


def count_unverified(filters: Mapping[str, Any] = NO_FILTERS) -> int:
    """How many reviews `unverified` lists in all."""
    waiting = _WAITING.where(*TABLE.conditions(filters)).with_only_columns(func.count(Review.id))
    return db.session.scalars(waiting).one()


_WAITING = select(Review).where(
    Review.outcome.is_(None), Review.filed_at.is_(None), Review.unconfirmed_since_at.is_not(None)
)


def _ago(days: int) -> datetime:
    """This time of day, so many working days ago; days, where the holidays are not known."""
    now = clock.now().astimezone(clock.LONDON)
    try:
        day = working_days().add(now.date(), -days)
    except CalendarUnknown:
        day = now.date() - timedelta(days=days)
    return datetime.combine(day, now.time(), clock.LONDON)


def _status(review: Review, fact: Fact) -> FactStatus:
    values = _values(review, fact)
    verifications = (one for one in reversed(review.verifications) if one.fact is fact)
    latest = next(verifications, None)
    is_same = latest is not None and bool(values) and latest.confirmed_values == values
    return FactStatus(
        fact,
        values,
        latest if is_same else None,
        frozenset(by for by in _recorded_by(review, fact) if by),
        bool(review.sentences),
    )


def _values(review: Review, fact: Fact) -> list[list[str | None]]:
    """The fact as recorded, in an order that does not depend on when each part was."""
    if fact is Fact.COURT:
        court = review.case.court_id or review.case.court_text
        return [[court]] if court else []
    if fact is Fact.SENTENCE_DATE:
        values = [
            [
                sentence.sentenced_on.isoformat(),
                sentence.varied_on.isoformat() if sentence.varied_on else None,
            ]
            for sentence in review.sentences
        ]
    else:
        values = [
            [conviction.offence_id, conviction.form.value, conviction.text]
            for sentence in review.sentences
            for conviction in sentence.convictions
        ]
        if not all(sentence.convictions for sentence in review.sentences):
            return []
    return sorted(values, key=lambda value: [text or "" for text in value])


def _recorded_by(review: Review, fact: Fact) -> set[int | None]:
    if fact is Fact.COURT:
        return {review.case.court_recorded_by_id}
    if fact is Fact.SENTENCE_DATE:
        return {sentence.recorded_by_id for sentence in review.sentences}
    return {
        conviction.recorded_by_id
        for sentence in review.sentences
        for conviction in sentence.convictions
    }
