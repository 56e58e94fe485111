"""Chaining what is new: every five seconds a job makes a checkpoint of the hashes without one.

A hash waits for its checkpoint by having none, whatever its id: one whose transaction commits late
is in the next. Only the hashes are written to, which no writer touches again, so nobody waits for
the job. Two processes that make the same checkpoint collide on its number, and one gives way.
"""

import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, timedelta
from itertools import islice
from typing import NamedTuple

from sqlalchemy import URL, Table, and_, func, select, update

from ulss_tracker import clock
from ulss_tracker.models import (
    AuditEntry,
    CaseCheckpoint,
    Checkpoint,
    Event,
    EventKind,
    RecordHash,
    db,
)
from ulss_tracker.services.core import record_hashes
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import anchors

JOB = "chain history"
MOST = 5_000
"""How many hashes a checkpoint takes: one that has as many leaves some to the next."""
_QUIET = timedelta(minutes=10)
_whole: set[URL] = set()  # the databases of which this process has looked for tables without hashes


class Hash(NamedTuple):
    """A hash as a checkpoint chains it: its place, its case and itself."""

    id: int
    case_id: int | None
    sha256: str


def make() -> int:
    """Chain every hash that is not, and anchor the checkpoints; how many hashes were chained.

    What was recorded by a release without hashes, or without those of its table, is hashed first.
    Raises `AnchorError` where the file outside the database does not fit it.
    """
    anchors.settle()
    total = 0
    if not _take_in_what_was_before():
        return 0
    while found := _make_one():
        total += found
        if found < MOST:
            break
    anchors.append(_after)
    return total


def latest() -> Checkpoint | None:
    """The newest checkpoint; None before the first."""
    query = select(Checkpoint).order_by(Checkpoint.number.desc()).limit(1)
    checkpoint: Checkpoint | None = db.session.scalar(query)
    return checkpoint


def records_sha256(hashes: Iterable[Hash]) -> str:
    """The hash of the hashes in a checkpoint, in their order, each with its case."""
    digest = hashlib.sha256()
    for each in hashes:
        digest.update(f"{each.id} {each.case_id or ''} {each.sha256}\n".encode())
    return digest.hexdigest()


def case_sha256(previous: str, hashes: Iterable[str]) -> str:
    """The hash of a case's link: the link before, and the case's hashes in the checkpoint."""
    digest = hashlib.sha256(previous.encode())
    for each in hashes:
        digest.update(each.encode())
    return digest.hexdigest()


def links_after(
    hashes: Iterable[Hash], before: Mapping[int, tuple[int, str]]
) -> dict[int, tuple[int, str]]:
    """The links of the cases that these hashes are of, with how many hashes each has so far.

    `before` has each case's last count and link; a case that is not in it begins.
    """
    of_case: defaultdict[int, list[str]] = defaultdict(list)
    for each in hashes:
        if each.case_id is not None:
            of_case[each.case_id].append(each.sha256)
    links = {}
    for case_id, new in of_case.items():
        records, link = before.get(case_id, (0, ""))
        links[case_id] = (records + len(new), case_sha256(link, new))
    return links


def cases_sha256(links: Mapping[int, str]) -> str:
    """The hash of the links of all cases in a checkpoint."""
    digest = hashlib.sha256()
    for case_id, link in sorted(links.items()):
        digest.update(f"{case_id} {link}\n".encode())
    return digest.hexdigest()


def sha256(checkpoint: Checkpoint) -> str:
    """The hash of a checkpoint, over all that it says."""
    said = [
        checkpoint.number,
        checkpoint.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
        checkpoint.records,
        checkpoint.records_sha256,
        checkpoint.cases_sha256,
        checkpoint.previous_sha256,
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _after(number: int) -> list[Checkpoint]:
    query = select(Checkpoint).where(Checkpoint.number > number).order_by(Checkpoint.number)
    return list(db.session.scalars(query.limit(MOST)))


def _make_one() -> int:
    """Make a checkpoint of as many hashes as one takes; 0 where there is nothing to chain."""
    is_new = RecordHash.checkpoint.is_(None)
    if db.session.scalar(select(RecordHash.id).where(is_new).limit(1)) is None:
        return 0
    with transaction():
        before = latest()
        number = before.number + 1 if before else 1
        chosen = select(RecordHash.id).where(is_new).order_by(RecordHash.id).limit(MOST)
        changing = (
            update(RecordHash)
            .where(RecordHash.id.in_(chosen), is_new)
            .values(checkpoint=number)
            .returning(RecordHash.id, RecordHash.case_id, RecordHash.sha256)
            .execution_options(synchronize_session=False)
        )
        hashes = sorted(Hash(*row) for row in db.session.execute(changing))
        if not hashes:
            return 0
        links = _links(hashes)
        made = Checkpoint(
            number=number,
            made_at=clock.now(),
            records=len(hashes),
            records_sha256=records_sha256(hashes),
            cases_sha256=cases_sha256({link.case_id: link.sha256 for link in links}),
            previous_sha256=before.sha256 if before else secrets.token_hex(32),
        )
        made.sha256 = sha256(made)
        made.signature = anchors.sign(made)
        db.session.add(made)
        db.session.flush()
        for link in links:
            link.checkpoint = number
        db.session.add_all(links)
    return len(hashes)


def _links(hashes: Sequence[Hash]) -> list[CaseCheckpoint]:
    """The next link of each case that these hashes are of."""
    case_ids = {each.case_id for each in hashes} - {None}
    newest = (
        select(CaseCheckpoint.case_id, func.max(CaseCheckpoint.checkpoint).label("number"))
        .where(CaseCheckpoint.case_id.in_(case_ids))
        .group_by(CaseCheckpoint.case_id)
        .subquery()
    )
    query = select(CaseCheckpoint).join(
        newest,
        (newest.c.case_id == CaseCheckpoint.case_id)
        & (newest.c.number == CaseCheckpoint.checkpoint),
    )
    rows = db.session.scalars(query) if case_ids else ()
    before = {row.case_id: (row.records, row.sha256) for row in rows}
    return [
        CaseCheckpoint(case_id=case_id, records=records, sha256=link)
        for case_id, (records, link) in sorted(links_after(hashes, before).items())
    ]


def _take_in_what_was_before() -> bool:
    """Hash what an earlier release recorded; False while such a release may still be writing.

    Of a chain that has begun, the tables that this release is the first to hash.
    """
    begun = latest() is not None
    if begun and db.engine.url in _whole:
        return True
    if not begun and _is_being_written():
        return False
    hashed = set(db.session.scalars(select(RecordHash.table_name).distinct()))
    tables = [model.__tablename__ for model in record_hashes.HASHED]
    new = [name for name in tables if name not in hashed] if begun else tables
    with transaction():
        filled = [name for name in new if _take_in(db.metadata.tables[name])]
        if begun and filled:
            said = {"tables": filled}
            kind, now = EventKind.TABLES_TAKEN_IN, clock.now()
            db.session.add(Event(kind=kind, at=now, before={}, after=said))
    _whole.add(db.engine.url)
    return True


def _is_being_written() -> bool:
    """Whether an earlier release wrote a line or a look of the last minutes, which has no hash."""
    lately = clock.now() - _QUIET
    for model in (Event, AuditEntry):
        # A join: SQLite then reads the hashes once, and not once for each row.
        is_of_row = and_(
            RecordHash.table_name == model.__tablename__, RecordHash.row_id == model.id
        )
        without = (
            select(model.id)
            .outerjoin(RecordHash, is_of_row)
            .where(model.at > lately, RecordHash.id.is_(None))
        )
        if db.session.scalar(without.limit(1)) is not None:
            return True
    return False


def take_in() -> int:
    """Hash every record that has no hash, as it is now; how many.

    Only for what was written before there were hashes, or past the services by `demo bulk`.
    """
    with transaction():
        return sum(_take_in(model.__table__) for model in record_hashes.HASHED)


def _take_in(table: Table) -> int:
    of_table = RecordHash.table_name == table.name
    query = select(RecordHash.row_id, RecordHash.second_id).where(of_table)
    hashed = {tuple(row) for row in db.session.execute(query)}
    rows = record_hashes.stored(db.session(), table)
    new = (row for row in rows if (row["row_id"], row["second_id"]) not in hashed)
    total = 0
    while some := list(islice(new, MOST)):
        record_hashes.write(some)
        total += len(some)
    return total
