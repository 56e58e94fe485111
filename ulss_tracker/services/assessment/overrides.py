"""A supervisor's own answer over the rules'; and a second one's signature where it may close.

"Not in the scheme" and "out of time" end a review, and somebody's only chance. So an override that
says either counts once another supervisor has signed it, and until then the rules' answer stands.
Any other counts at once. None moves the last day or the moment to file by.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import (
    Assessment,
    Case,
    EventKind,
    OverrideSignature,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.services.core import users
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_entered, check_open, check_version
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, SizedPlace, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.search.narrowing import by_words


class OverrideState(LabelledEnum):
    """How a person's own answer over the rules' stands."""

    TO_SIGN = "to_sign", "Waits for a second signature"
    STANDS = "stands", "In place of the rules’ answer"
    DECLINED = "declined", "Not agreed to: the rules’ answer stands"


def _is_in_state(state: OverrideState) -> ColumnElement[bool]:
    signed = exists().where(OverrideSignature.assessment_id == Assessment.id)
    agreed = signed.where(OverrideSignature.agrees)
    if state is OverrideState.STANDS:
        return or_(~Assessment.needs_signature, agreed)
    answered = signed if state is OverrideState.DECLINED else ~signed
    return and_(Assessment.needs_signature.is_(True), answered, ~agreed)


TABLE = Table(
    title="Overrides",
    columns=(
        Column("file_by", "File by", order=Ordering("file_by", Review.earliest_file_by_at)),
        Column("offender", "Offender"),
        Column("override", "The override", classes="app-list__words"),
        Column("state", "Status"),
    ),
    filters=(
        by_words(review=Assessment.review_id),
        Filter("state", "Status", _is_in_state, OverrideState, "However it stands"),
        Filter("verdict", "What it says", Assessment.verdict, Verdict, "Whatever it says"),
        Filter("made_by", "Made by", Assessment.made_by_id, users.names, "Anybody", int),
    ),
    default="file_by",
    heads="offender",
)


def override(
    review: Review,
    verdict: Verdict,
    reason: str,
    by: User,
    *,
    version: int,
    time_verdict: TimeVerdict | None = None,
) -> Assessment:
    """Record a supervisor's own verdict over the rules', with the reason. It changes no date.

    `time_verdict` is what they say of the time limit, where they say anything. Raises `Refused`
    without a reason, before the rules have been asked, or once closed.
    """
    require(by, Permission.OVERRIDE_ASSESSMENT)
    check_version(review, version)
    check_open(review)
    latest = review.assessment
    if latest is None:
        raise Refused("There is no assessment to override: record the sentence first")
    check_entered(reason, "Enter the reason for overriding the assessment")
    with transaction():
        assessment = Assessment(
            review=review,
            verdict=verdict,
            tests=latest.tests,
            questions=[],
            facts=latest.facts,
            catalogue_version=latest.catalogue_version,
            made_at=clock.now(),
            made_by_id=by.id,
            overrides=True,
            override_reason=reason,
            time_verdict=time_verdict,
            needs_signature=may_close(verdict, time_verdict),
        )
        db.session.add(assessment)
        _let_count(review)
        history.record(
            EventKind.ASSESSMENT_OVERRIDDEN,
            by,
            review,
            verdict=verdict,
            time_verdict=time_verdict,
            reason=reason,
        )
    return assessment


def may_close(verdict: Verdict, time_verdict: TimeVerdict | None) -> bool:
    """Whether a review may be ended on this answer, so that it takes two people to give it."""
    return verdict is Verdict.NOT_IN_SCHEME or time_verdict is TimeVerdict.OUT_OF_TIME


def why_not_sign(review: Review, user: User) -> str:
    """Why `user` cannot sign the override that waits, in words; empty when they can."""
    waiting = review.override_to_sign
    if waiting is None:
        return "No override waits for a second signature"
    if waiting.made_by_id == user.id:
        return "You made this override: another supervisor must sign it"
    return ""


def sign(review: Review, agrees: bool, note: str, by: User, *, version: int) -> None:
    """The second supervisor's answer to the override that waits: it counts once they agree.

    Raises `NotAllowed` to whoever made it, and `Refused` when none waits, when the review is
    closed, or when somebody disagrees without saying why.
    """
    require(by, Permission.OVERRIDE_ASSESSMENT)
    check_version(review, version)
    check_open(review)
    waiting = review.override_to_sign
    if waiting is None:
        raise Refused(why_not_sign(review, by))
    if waiting.made_by_id == by.id:
        raise NotAllowed(why_not_sign(review, by))
    if not agrees and not note.strip():
        raise Refused("Enter why you do not agree")
    with transaction():
        waiting.signature = OverrideSignature(
            agrees=agrees, note=note, signed_at=clock.now(), signed_by_id=by.id
        )
        _let_count(review)
        history.record(
            EventKind.OVERRIDE_SIGNED,
            by,
            review,
            verdict=waiting.verdict,
            time_verdict=waiting.time_verdict,
            agrees=agrees,
            note=note,
        )


def page(filters: Mapping[str, Any], **place: Unpack[SizedPlace]) -> Rows[Review]:
    """A page of the open reviews whose latest answer is a person's own, soonest to file first."""
    return TABLE.rows(_overridden(filters).options(*_SHOWN), NO_FILTERS, **place)


def count(filters: Mapping[str, Any]) -> int:
    """How many reviews `page` lists in all."""
    overridden = _overridden(filters).with_only_columns(func.count(Review.id))
    return db.session.scalars(overridden).one()


def _overridden(filters: Mapping[str, Any]) -> Select[Review]:
    return select(Review).where(
        Review.outcome.is_(None), Review.is_historical.is_(False), of_reviews(filters)
    )


def state_of(review: Review) -> OverrideState | None:
    """How the latest answer of the review stands; None where it is the rules' own."""
    latest = review.assessments[-1] if review.assessments else None
    if latest is None or not latest.overrides:
        return None
    if review.override_to_sign:
        return OverrideState.TO_SIGN
    return OverrideState.STANDS if latest.counts else OverrideState.DECLINED


def is_of_older_law(review: Review) -> bool:
    """Whether the law has changed since a person answered: new law does not undo what they said."""
    latest = review.assessments[-1] if review.assessments else None
    return latest is not None and latest.catalogue_version != load_catalogue().version


def of_reviews(filters: Mapping[str, Any]) -> ColumnElement[bool]:
    """Whether a review's latest answer is a person's own that these values of filters leave."""
    later = aliased(Assessment)
    overriding = select(Assessment.review_id).where(
        Assessment.overrides,
        ~exists().where(later.review_id == Assessment.review_id, later.id > Assessment.id),
        *TABLE.conditions(filters),
    )
    return Review.id.in_(overriding)


_SHOWN: Sequence[ORMOption] = (
    joinedload(Review.case).selectinload(Case.restrictions),
    joinedload(Review.assignee),
    selectinload(Review.assessments).joinedload(Assessment.made_by),
    selectinload(Review.assessments)
    .joinedload(Assessment.signature)
    .joinedload(OverrideSignature.signed_by),
)


def _let_count(review: Review) -> None:
    """The review's verdict is that of the assessment that now counts."""
    review.changed_at = clock.now()
    if review.assessment:
        review.verdict = review.assessment.verdict
