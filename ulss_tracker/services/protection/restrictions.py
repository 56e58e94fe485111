"""Restrictions on people: set from the offence and the date of birth, seen, obeyed, ended.

`public_name` is the name as anything that leaves the office may carry it; how a screen shows what
restricts a record is in `restriction_flags`; sealed cases are `sealing`'s, their rule is
`access_filter`'s.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import (
    Case,
    Conviction,
    EventKind,
    Restriction,
    RestrictionKind,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.offences.anonymity import adult_on, protects_complainant
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history

WITHHELD = "Name withheld"
COMPLAINANT = "The complainant"
_OFFENDER = "The offender"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A court's order as a caseworker records it. `protects` is who it protects, in words."""

    protects: str
    protects_offender: bool
    terms: str
    made_on: date | None
    until_on: date | None = None


def in_force(restriction: Restriction) -> bool:
    """Whether it has not been ended, nor run out."""
    if restriction.ended_at is not None:
        return False
    return restriction.until_on is None or clock.today() < restriction.until_on


def of_review(review: Review) -> list[Restriction]:
    """List the restrictions on this review now: its own, and the case's as a whole."""
    return [each for each in review.case.restrictions if _is_of(each, review) and in_force(each)]


def _is_of(restriction: Restriction, review: Review) -> bool:
    """Whether it restricts this review, or its case as a whole; saved yet or not."""
    if restriction.review_id is None:
        return restriction.review in (None, review)
    return restriction.review_id == review.id


def every(case: Case) -> list[Restriction]:
    """Each restriction there is or was in the case, oldest first, with who set and ended it."""
    query = (
        select(Restriction)
        .where(Restriction.case_id == case.id)
        .options(
            joinedload(Restriction.review),
            joinedload(Restriction.added_by),
            joinedload(Restriction.ended_by),
        )
        .order_by(Restriction.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def public_name(review: Review) -> str:
    """The offender's name as an output may carry it: initials, or that it is withheld.

    The office publishes initials only. Where the offender is under 18, a court protects them, or
    the case is sealed, not even those.
    """
    for restriction in of_review(review):
        if restriction.kind in {RestrictionKind.YOUTH, RestrictionKind.SEALED}:
            return WITHHELD
        if restriction.kind is RestrictionKind.COURT_ORDER and restriction.protects == _OFFENDER:
            return WITHHELD
    initials = "".join(f"{word[0].upper()}." for word in review.offender_name.split() if word)
    return initials or WITHHELD


def protects_complainant_of(conviction: Conviction) -> bool:
    """Whether somebody this offence was done to may have anonymity for life."""
    return names_protected(conviction.offence_id, conviction.text)


def names_protected(offence_id: str | None, text: str) -> bool:
    """The same of an offence in the catalogue, or in somebody's words alone."""
    return protects_complainant(find_offence(offence_id), text)


def set_from_offence(review: Review, conviction: Conviction, by: User) -> None:
    """Protect the complainant of an offence that gives anonymity for life, once for a review.

    Call it in the transaction that records the conviction. Removing the conviction does not lift
    the restriction: a person ends it, with a reason.
    """
    if not protects_complainant_of(conviction):
        return
    if _has(review, RestrictionKind.ANONYMITY):
        return
    known = find_offence(conviction.offence_id)
    title = known.title if known else conviction.text
    add(
        Restriction(
            review=review,
            kind=RestrictionKind.ANONYMITY,
            protects=COMPLAINANT,
            terms=f"Set because of the offence: {title}. Sexual Offences (Amendment) Act 1992 s.1.",
            is_automatic=True,
        ),
        review,
        by,
    )


def set_from_birth_date(review: Review, by: User) -> None:
    """Protect an offender who is under 18 until they are 18; end it when the date is corrected.

    Call it in the transaction that records the date of birth.
    """
    born_on = review.offender_born_on
    until_on = adult_on(born_on) if born_on else None
    is_young = until_on is not None and clock.today() < until_on
    for restriction in review.case.restrictions:
        is_ours = restriction.review_id == review.id and restriction.kind is RestrictionKind.YOUTH
        if not (is_ours and restriction.is_automatic and restriction.ended_at is None):
            continue
        if is_young and restriction.until_on == until_on:
            return
        _end(restriction, "The date of birth was corrected", by)
    if is_young:
        add(
            Restriction(
                review=review,
                kind=RestrictionKind.YOUTH,
                protects=_OFFENDER,
                terms=(
                    "Set because of the date of birth. The court may have made an order: Youth "
                    "Justice and Criminal Evidence Act 1999 s.45. Find it out, and record it."
                ),
                until_on=until_on,
                is_automatic=True,
            ),
            review,
            by,
        )


def add_order(review: Review, order: Order, by: User) -> Restriction:
    """Record a court's order that restricts reporting.

    Raises `Refused` without its terms or whom it protects, or with dates that cannot be.
    """
    require(by, Permission.WORK_CASES)
    check_entered(order.terms, "Enter what the order says")
    if not order.protects_offender and not order.protects.strip():
        raise Refused("Enter whom the order protects")
    if order.made_on is not None and order.made_on > clock.today():
        raise Refused("The date of the order must be today or in the past")
    if order.made_on and order.until_on and order.until_on <= order.made_on:
        raise Refused("The order must end after the day it was made")
    with transaction():
        restriction = add(
            Restriction(
                review=review,
                kind=RestrictionKind.COURT_ORDER,
                protects=_OFFENDER if order.protects_offender else order.protects,
                terms=order.terms,
                made_on=order.made_on,
                until_on=order.until_on,
            ),
            review,
            by,
        )
        review.changed_at = clock.now()
    return restriction


def end(restriction: Restriction, reason: str, by: User) -> None:
    """End a restriction, with the reason; the record of it stays.

    Raises `Refused` without a reason, when it has ended, and for a sealed case, which is opened
    on a page of its own.
    """
    require(by, Permission.WORK_CASES)
    if restriction.kind is RestrictionKind.SEALED:
        raise Refused("A sealed case is opened by a supervisor")
    check_entered(reason, "Enter the reason for ending the restriction")
    if restriction.ended_at is not None:
        raise Refused("This restriction has already been ended")
    with transaction():
        _end(restriction, reason, by)
        if restriction.review is not None:
            restriction.review.changed_at = clock.now()


def find(review: Review, restriction_id: int) -> Restriction:
    """This review's restriction with this id. Raises `NotFound` for another review's."""
    for restriction in review.case.restrictions:
        if restriction.id == restriction_id and restriction.review_id == review.id:
            return restriction
    raise NotFound("There is no such restriction on this review")


def _has(review: Review, kind: RestrictionKind) -> bool:
    return any(restriction.kind is kind for restriction in of_review(review))


def add(restriction: Restriction, review: Review, by: User) -> Restriction:
    """Keep a restriction of this review, in the caller's transaction."""
    restriction.case = review.case
    restriction.added_at, restriction.added_by_id = clock.now(), by.id
    db.session.add(restriction)
    history.record(
        EventKind.RESTRICTION_ADDED,
        by,
        review,
        restriction=restriction.kind,
        **history.values_of(restriction, "protects", "terms", "made_on", "until_on"),
    )
    return restriction


def _end(restriction: Restriction, reason: str, by: User) -> None:
    restriction.ended_at, restriction.ended_by_id = clock.now(), by.id
    restriction.end_reason = reason
    history.record(
        EventKind.RESTRICTION_ENDED,
        by,
        restriction.case,
        restriction.review,
        restriction=restriction.kind,
        reason=reason,
    )
