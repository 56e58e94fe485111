"""What restricts a record, as every screen shows it: a tag for each kind, in words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from ulss_tracker.models import Case, Request, Restriction, RestrictionKind, Review, db
from ulss_tracker.services import restrictions
from ulss_tracker.services.restrictions import COMPLAINANT, in_force


@dataclass(frozen=True, slots=True)
class Flag:
    """One restriction as a screen shows it: a short label, and what it means here."""

    kind: RestrictionKind
    label: str
    words: str


def of(record: Case | Review | Request) -> tuple[Flag, ...]:
    """What restricts a record now, each kind once, in the order of `RestrictionKind`.

    A request that is in no case yet is flagged from the offence it names.
    """
    if isinstance(record, Request):
        if record.case is not None:
            return of(record.case)
        return of_offence(record.offence_id, record.offence_text)
    if isinstance(record, Review):
        return _shown(restrictions.of_review(record))
    return _shown(each for each in record.restrictions if in_force(each))


def of_cases(case_ids: Collection[int]) -> dict[int, tuple[Flag, ...]]:
    """What restricts these cases now, by their ids; of the others there is no entry."""
    return {case_id: _shown(found) for case_id, found in _in_short(case_ids).items()}


def of_reviews(cases: Mapping[int, int]) -> dict[int, tuple[Flag, ...]]:
    """What restricts these reviews now, given by their ids with those of their cases.

    One without an entry has no restriction.
    """
    held = _in_short(set(cases.values()))
    return {
        review_id: _shown(each for each in held[case_id] if each.review_id in (None, review_id))
        for review_id, case_id in cases.items()
        if case_id in held
    }


def of_offence(offence_id: str | None, text: str) -> tuple[Flag, ...]:
    """What the offence that a request names restricts, before there is a case."""
    if not restrictions.names_protected(offence_id, text):
        return ()
    kind = RestrictionKind.ANONYMITY
    return (Flag(kind, kind.label, f"{COMPLAINANT}, because of the offence named"),)


# What a list needs of each restriction, and no more.
_IN_SHORT = (
    select(
        Restriction.case_id,
        Restriction.review_id,
        Restriction.kind,
        Restriction.protects,
        Restriction.until_on,
        Restriction.ended_at,
    )
    .where(
        Restriction.ended_at.is_(None),
        Restriction.case_id.in_(bindparam("cases", expanding=True)),
    )
    .order_by(Restriction.id)
)


def _in_short(case_ids: Collection[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    each: Any
    if case_ids:
        for each in db.session.execute(_IN_SHORT, {"cases": case_ids}):
            if in_force(each):
                found.setdefault(each.case_id, []).append(each)
    return found


def _shown(found: Iterable[Any]) -> tuple[Flag, ...]:
    """Restrictions, whole or in short, as a screen shows them: each kind once."""
    first: dict[RestrictionKind, Flag] = {}
    for each in sorted(found, key=lambda each: list(RestrictionKind).index(each.kind)):
        first.setdefault(each.kind, Flag(each.kind, each.kind.label, _words(each)))
    return tuple(first.values())


def _words(restriction: Restriction) -> str:
    words = restriction.protects
    if restriction.kind is RestrictionKind.SEALED:
        words = "Only the people named on it can open it"
    if restriction.until_on is not None:
        words += f", until {restriction.until_on.day} {restriction.until_on:%B %Y}"
    return words
