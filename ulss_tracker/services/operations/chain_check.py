"""Making the chain of checkpoints again from the hashes, and comparing it with the one kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, select

from ulss_tracker.models import CaseCheckpoint, Checkpoint, RecordHash
from ulss_tracker.services.operations import checkpoints
from ulss_tracker.services.operations.checkpoints import Hash
from ulss_tracker.services.operations.faults import Fault

_AT_ONCE = {"yield_per": 5_000}
_HASHES: Any = RecordHash.__table__
_LINKS: Any = CaseCheckpoint.__table__
_NAME = Checkpoint.__tablename__

Row = tuple[Any, ...]


@dataclass
class Chained:
    """The chain: the number of its last checkpoint, the hashes that wait for one, its faults."""

    last: int | None = None
    not_chained: int = 0
    faults: list[Fault] = field(default_factory=list)


def look(connection: Connection) -> Chained:
    """Make every checkpoint again, the whole chain's and each case's."""
    again = _Again(_OfCheckpoint(_hashes(connection)), _OfCheckpoint(_links(connection)))
    for made in _checkpoints(connection):
        fault = again.fault_of(made)
        if fault:
            again.found.faults.append(Fault.of_row(_NAME, made.number, fault))
    chained = again.found
    waiting = select(func.count()).where(_HASHES.c.checkpoint.is_(None))
    chained.not_chained = connection.execute(waiting).scalar_one()
    over = select(func.min(_HASHES.c.checkpoint)).where(_HASHES.c.checkpoint > (chained.last or 0))
    if (missing := connection.execute(over).scalar()) is not None:
        words = "is gone, and hashes that it chained are there"
        chained.faults.append(Fault.of_row(_NAME, missing, words))
    return chained


class _OfCheckpoint:
    """Rows that begin with a checkpoint's number and come in its order, taken one by one."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._groups = groupby(rows, key=lambda row: row[0])
        self._next = next(self._groups, None)

    def take(self, number: int) -> list[Row]:
        """The rows of this checkpoint; those of one that is gone are left out."""
        while self._next is not None and self._next[0] < number:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != number:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found


class _Again:
    """The chain as it is made again, checkpoint by checkpoint."""

    def __init__(self, hashes: _OfCheckpoint, links: _OfCheckpoint) -> None:
        self.found = Chained()
        self._hashes, self._links_kept = hashes, links
        self._previous = ""
        self._of_cases: dict[int, tuple[int, str]] = {}

    def fault_of(self, made: Any) -> str:
        """The first fault of the next checkpoint, in words; empty where there is none."""
        new = [Hash(*each[1:]) for each in self._hashes.take(made.number)]
        kept = {each[1]: each[2:] for each in self._links_kept.take(made.number)}
        follows = made.number == (self.found.last or 0) + 1
        wanted = checkpoints.cases_sha256({case_id: each[1] for case_id, each in kept.items()})
        found = (
            (follows, "does not follow the one before it: checkpoints were removed"),
            (
                self._previous in {"", made.previous_sha256},
                "does not name the one before it",
            ),
            (
                checkpoints.sha256(made) == made.sha256,
                "has not its own hash: it was changed",
            ),
            (
                len(new) == made.records and checkpoints.records_sha256(new) == made.records_sha256,
                "has not the hashes that it chained: some were removed, added or moved",
            ),
            (
                kept == checkpoints.links_after(new, self._of_cases)
                and wanted == made.cases_sha256,
                "has not the links of the cases that it chained",
            ),
        )
        self._of_cases.update(kept)
        self.found.last, self._previous = made.number, made.sha256
        return next((words for is_so, words in found if not is_so), "")


def _checkpoints(connection: Connection) -> Iterator[Any]:
    query = select(Checkpoint.__table__).order_by(Checkpoint.number)
    return iter(connection.execute(query, execution_options=_AT_ONCE))


def _hashes(connection: Connection) -> Iterator[Row]:
    """Each hash after its checkpoint's number, in the order in which they are chained."""
    query = (
        select(_HASHES.c.checkpoint, _HASHES.c.id, _HASHES.c.case_id, _HASHES.c.sha256)
        .where(_HASHES.c.checkpoint.is_not(None))
        .order_by(_HASHES.c.checkpoint, _HASHES.c.id)
    )
    return map(tuple, connection.execute(query, execution_options=_AT_ONCE))


def _links(connection: Connection) -> Iterator[Row]:
    """Each case's link after its checkpoint's number: the case, its hashes so far, the link."""
    query = select(
        _LINKS.c.checkpoint, _LINKS.c.case_id, _LINKS.c.records, _LINKS.c.sha256
    ).order_by(_LINKS.c.checkpoint, _LINKS.c.case_id)
    return map(tuple, connection.execute(query, execution_options=_AT_ONCE))
