"""One thing that waits, as the records have it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from ulss_tracker.models import User, WaitKind
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.stages import LawOfficer

Records = Select[*tuple[Any, ...]]
Ids = Collection[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """One thing that waits, as the records have it: the fields are those of `Wait`.

    `barred` are those who may not do it, though they are otherwise allowed to. `starts_at` is when
    it begins to wait, where that is later.
    """

    kind: WaitKind
    subject_id: int
    since_at: datetime
    case_id: int | None = None
    review_id: int | None = None
    request_id: int | None = None
    for_id: int | None = None
    permission: Permission | None = None
    law_office: LawOfficer | None = None
    words: str = ""
    by_id: int | None = None
    was_asked: bool = True
    starts_at: datetime | None = None
    barred: frozenset[int] = frozenset()

    @property
    def from_at(self) -> datetime:
        """From when it waits: since it is there, unless it is for a later day."""
        return self.starts_at or self.since_at

    @property
    def identity(self) -> tuple[WaitKind, int, datetime]:
        """The three fields that make it the same thing another time."""
        return (self.kind, self.subject_id, self.since_at)


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of record that waits: which there are of some cases and requests, and what of each.

    `records` asks for all that wait of these cases and these requests, `pending` is given the
    values of one row of it.
    """

    records: Callable[[Ids, Ids], Records]
    pending: Callable[..., Pending]


def active(person: User | None) -> User | None:
    """The person, unless they have left."""
    return person if person is not None and person.is_active else None


def only(person_id: int | None) -> frozenset[int]:
    """The person alone; nobody, where the tracker itself did it."""
    return frozenset() if person_id is None else frozenset({person_id})
