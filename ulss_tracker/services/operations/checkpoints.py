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
from typing import NamedTuple

from sqlalchemy import Table, and_, func, null, select, update

from ulss_tracker import clock
from ulss_tracker.models import (
    AuditEntry,
    CaseCheckpoint,
    Checkpoint,
    Event,
    RecordHash,
    db,
)
from ulss_tracker.services.core import canonical, record_hashes
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import anchors

JOB = "chain history"
_MOST = 5_000
_QUIET = timedelta(minutes=10)


class Hash(NamedTuple):
    """A hash as a checkpoint chains it: its place, its case and itself."""

    id: int
    case_id: int | None
    sha256: str


def make() -> int:
    """Chain every hash that is not, and anchor the checkpoints; how many hashes were chained.

    Before the first checkpoint, what was recorded by a release without hashes is hashed as it is.
    Raises `AnchorError` where the file outside the database does not fit it.
    """
    anchors.settle()
    total = 0
    if latest() is None and not _take_in_what_was_before():
        return 0
    while found := _make_one():
        total += found
        if found < _MOST:
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
    return list(db.session.scalars(query.limit(_MOST)))


def _make_one() -> int:
    """Make a checkpoint of as many hashes as one takes; 0 where there is nothing to chain."""
    is_new = RecordHash.checkpoint.is_(None)
    if db.session.scalar(select(RecordHash.id).where(is_new).limit(1)) is None:
        return 0
    with transaction():
        before = latest()
        number = before.number + 1 if before else 1
        chosen = select(RecordHash.id).where(is_new).order_by(RecordHash.id).limit(_MOST)
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
    """Hash what an earlier release recorded; False while such a release may still be writing."""
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
            return False
    take_in()
    return True


def take_in() -> int:
    """Hash every record that has no hash, as it is now; how many.

    Only for what was written before there were hashes, or past the services by `demo bulk`.
    """
    return sum(_take_in(model.__table__) for model in record_hashes.HASHED)


def _take_in(table: Table) -> int:
    on_postgresql = db.engine.dialect.name == "postgresql"
    names = [each.name for each in canonical.in_order(table)]
    read = canonical.from_database(table, on_postgresql=on_postgresql)
    has_case = "case_id" in table.c
    query = (
        select(
            table.c.id,
            table.c.case_id if has_case else null(),
            *canonical.columns_of(table, on_postgresql=on_postgresql),
        )
        .where(*record_hashes.counted(table))
        .order_by(table.c.id)
        .limit(_MOST)
    )
    of_table = select(RecordHash.row_id).where(RecordHash.table_name == table.name)
    hashed = set(db.session.scalars(of_table))
    total = last = 0
    while True:
        with transaction():
            rows = db.session.execute(query.where(table.c.id > last)).all()
            hashes = [
                record_hashes.of(
                    table.name, row[0], row[1], canonical.encode(table.name, names, read(row[2:]))
                )
                for row in rows
                if row[0] not in hashed
            ]
            record_hashes.write(hashes)
        total += len(hashes)
        if len(rows) < _MOST:
            return total
        last = rows[-1][0]
