"""Flags of a restricted record, as every screen shows them: a tag for each kind, in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from ulss_tracker.models import Case, Request, Restriction, RestrictionKind, Review, db
from ulss_tracker.services.protection import restrictions
from ulss_tracker.services.protection.restrictions import COMPLAINANT, in_force


@dataclass(frozen=True, slots=True)
class Flag:
    """One restriction as a screen shows it: a short label, and what it means here."""

    kind: RestrictionKind
    label: str
    words: str


def of(record: Case | Review | Request) -> tuple[Flag, ...]:
    """Find the restrictions on a record now, each kind once, in the order of `RestrictionKind`.

    A request that is in no case yet is flagged from the offence it names.
    """
    if isinstance(record, Request):
        if record.case is not None:
            return of(record.case)
        return of_offence(record.offence_id, record.offence_text)
    if isinstance(record, Review):
        return _shown(restrictions.of_review(record))
    return _shown(restriction for restriction in record.restrictions if in_force(restriction))


@dataclass(frozen=True, slots=True)
class Flags:
    """The restrictions on some cases now, read at once for a list of them."""

    held: Mapping[int, Sequence[Any]]

    def of_case(self, case_id: int) -> tuple[Flag, ...]:
        """List the restrictions on the case, as `of` has them."""
        return _shown(self.held[case_id]) if case_id in self.held else ()

    def of_review(self, review_id: int, case_id: int) -> tuple[Flag, ...]:
        """List the restrictions on this review of the case, as `of` has them."""
        if case_id not in self.held:
            return ()
        return _shown(row for row in self.held[case_id] if row.review_id in (None, review_id))


IS_RESTRICTED = (
    select(Restriction.id)
    .where(Restriction.case_id == Case.id, Restriction.ended_at.is_(None))
    .exists()
    .label("is_restricted")
)
"""Read beside each row of a list: few are restricted, and what by is asked of those alone."""


def in_cases(case_ids: Collection[int]) -> Flags:
    """Read the restrictions on these cases now, and on the reviews of them."""
    held: dict[int, list[Any]] = {}
    row: Any
    if case_ids:
        query = (
            select(
                Restriction.case_id,
                Restriction.review_id,
                Restriction.kind,
                Restriction.protects,
                Restriction.until_on,
                Restriction.ended_at,
            )
            .where(Restriction.ended_at.is_(None), Restriction.case_id.in_(case_ids))
            .order_by(Restriction.id)
        )
        for row in db.session.execute(query):
            if in_force(row):
                held.setdefault(row.case_id, []).append(row)
    return Flags(held)


def of_offence(offence_id: str | None, text: str) -> tuple[Flag, ...]:
    """Find the restrictions that the offence a request names brings, before there is a case."""
    if not restrictions.names_protected(offence_id, text):
        return ()
    kind = RestrictionKind.ANONYMITY
    return (Flag(kind, kind.label, f"{COMPLAINANT}, because of the offence named"),)


def _shown(rows: Iterable[Any]) -> tuple[Flag, ...]:
    """Restrictions, whole or in short, as a screen shows them: each kind once."""
    first: dict[RestrictionKind, Flag] = {}
    for row in sorted(rows, key=lambda row: list(RestrictionKind).index(row.kind)):
        first.setdefault(row.kind, Flag(row.kind, row.kind.label, _words(row)))
    return tuple(first.values())


def _words(restriction: Restriction) -> str:
    words = restriction.protects
    if restriction.kind is RestrictionKind.SEALED:
        words = "Only the people named on it can open it"
    if restriction.until_on is not None:
        words += f", until {restriction.until_on.day} {restriction.until_on:%B %Y}"
    return words
