"""Tampering with copies of a database: each is found, and what nobody touched raises no alarm.

An office with a history is laid on each database. A copy of it is changed in one way, drawn by a
seed, and verified; then the next. Copies that nobody touched are verified between. Last a large
register is hashed, chained and verified, to see how long a million records take.
"""

import json
import shutil
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

from flask import Flask
from sqlalchemy import Table, insert, select, true

from tests.proofs._findings import Findings
from tests.proofs._places import KINDS, Ground, ground
from tests.support import history, tampering
from tests.support.databases import configured, let_go, migrated
from tests.support.processes import flask
from ulss_tracker import clock, create_app
from ulss_tracker.models import Event, EventKind, db
from ulss_tracker.services.core import office_details, record_hashes
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history as lines
from ulss_tracker.services.operations import checkpoints, history_check

FULL, SHORT = (500, 100), (18, 3)
"""Copies that are tampered with, and copies that nobody touches, on each database."""
MILLION = 1_000_000
_NOTES = 1_000
LONGEST = 60.0  # seconds


def add_options(parser: ArgumentParser) -> None:
    """Choose the database, and how many copies and cases there are."""
    parser.add_argument("--database", choices=KINDS, action="append", help="these alone")
    parser.add_argument("--copies", type=int, help="tampered with, a fifth as many untouched")
    parser.add_argument("--records", type=int, default=MILLION, help="records that are read")


def prove(options: Namespace, findings: Findings) -> None:
    """Tamper with copies of each database."""
    tampered, untouched = SHORT if options.short else FULL
    if options.copies is not None:
        tampered, untouched = options.copies, options.copies // 5
    for kind in options.database or KINDS:
        findings.note(f"**{kind}**")
        with ground(kind) as where:
            if tampered:
                run(where, tampered, untouched, options.seed, findings)
            if not options.short and options.records:
                read_many(where, options.records, findings)


def run(where: Ground, tampered: int, untouched: int, seed: int, findings: Findings) -> None:
    """Verify so many copies, each tampered with in one way, and so many that nobody touched."""
    chance = Random(seed)
    whole = create_app(configured(where.databases.make("whole")))
    migrated(whole)
    file = history.configure(whole, where.directory)
    with whole.app_context():
        history.make()
        history.fill()
        tables = len(record_hashes.HASHED)
        db.session.remove()
    let_go(whole)
    kept = file.with_suffix(".kept")
    shutil.copyfile(file, kept)
    touched = [True] * tampered + [False] * untouched
    chance.shuffle(touched)
    found: Counter[str] = Counter()
    longest = 0.0
    later = clock.now() + timedelta(hours=1)  # each checkpoint must be in the file by then
    app: Flask | None = None
    for is_touched in touched:
        shutil.copyfile(kept, file)
        address = where.databases.make("copy", like="whole")
        if app is None:
            app = create_app(configured(address))
            history.configure(app, where.directory)
        with app.app_context(), clock.set_to(later):
            done = _tamper(chance, file) if is_touched else ""
            report = history_check.check()
            db.session.remove()
        longest = max(longest, report.seconds)
        if is_touched:
            findings.hold(bool(report.faults), f"not found: {done}")
            found[done.partition(":")[0]] += bool(report.faults)
        else:
            findings.hold(not report.faults, f"an alarm without cause: {report.words}")
        let_go(app)
        where.databases.drop("copy")
    office_details.configure(whole.config)
    findings.note(
        f"{tables} tables; {tampered} copies tampered with, {found.total()} found "
        f"({dict(sorted(found.items()))}); {untouched} that nobody touched; "
        f"a verification took {longest:.2f} s at most"
    )


def read_many(where: Ground, records: int, findings: Findings) -> None:
    """Hash and chain so many events, and verify them by the command; how long each took."""
    app = create_app(configured(where.databases.make("many")))
    migrated(app)
    directory = where.directory / "many"  # the file of checkpoints beside it is another chain's
    directory.mkdir()
    file = history.configure(app, directory)
    with app.app_context():
        _write_notes(records)
        began = time.monotonic()
        checkpoints.take_in()
        hashed = time.monotonic() - began
        checkpoints.make()
        chained = time.monotonic() - began - hashed
        db.session.remove()
    let_go(app)
    office_details.configure(app.config)
    key = directory / "checkpoint-key.pem"
    settings = {"CHECKPOINT_FILE": str(file), "CHECKPOINT_KEY_FILE": str(key)}
    began = time.monotonic()
    done = flask(app.config["SQLALCHEMY_DATABASE_URI"], settings, "audit", "verify", "--json")
    took = time.monotonic() - began
    findings.hold(done.returncode == 0, f"audit verify: {done.stdout[-300:]}{done.stderr[-300:]}")
    report = json.loads(done.stdout)
    per_million = took * MILLION / report["records"]
    findings.hold(per_million < LONGEST, f"a million records take {per_million:.0f} s")
    findings.note(
        f"`audit verify` read {report['records']:,} records in {report['seconds']:.1f} s, "
        f"{took:.1f} s from start to end, so a million in {per_million:.1f} s; hashing them had "
        f"taken {hashed:.0f} s, chaining {chained:.0f} s"
    )


def _write_notes(records: int) -> None:
    """Write a thousand notes of different lengths, and let the database repeat them all."""
    with transaction():
        for number in range(_NOTES):
            note = f"Telephoned, number {number}. " + "Nobody answered. " * (number % 9)
            lines.record(EventKind.NOTE_ADDED, None, note=note)
    table: Table = Event.__table__  # type: ignore[assignment]
    columns = [each for each in table.columns if each.name != "id"]
    again = select(Event.id).limit(max(0, records // _NOTES - 1)).subquery()
    every = select(*columns).select_from(table.join(again, true()))
    with transaction():
        db.session.execute(insert(table).from_select([each.name for each in columns], every))


def _tamper(chance: Random, file: Path) -> str:
    """Change the database or the file of checkpoints in one way; which."""
    kind = chance.randrange(len(tampering.KINDS) + len(tampering.FILE_KINDS))
    if kind < len(tampering.KINDS):
        way = tampering.KINDS[kind]
        with tampering.as_owner(db.engine) as connection:
            return f"{way.__name__}: {way(connection, chance)}"
    of_file = tampering.FILE_KINDS[kind - len(tampering.KINDS)]
    lines = file.read_text().splitlines()
    done = of_file(lines, chance)
    file.write_text("".join(f"{each}\n" for each in lines))
    return f"{of_file.__name__}: {done}"
