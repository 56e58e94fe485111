"""Every place says the same of a case, through 30 days: pages, files, letters, mails and feeds.

The demo's cases and others, in each state, go on under a set clock (_truth_office.py). Each day all
that is rendered is read as people read it (_truth_surfaces.py), by readers that share nothing with
what wrote it: each last day, moment to file by, time left, stage, owner, source, and whoever did or
was told something. Each statement is compared with the tables and with all others
(_truth_compare.py).
"""

import re
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import MetaData

from tests.proofs import _truth_records
from tests.proofs._findings import Findings
from tests.proofs._truth_compare import Comparison
from tests.proofs._truth_labels import Contradiction
from tests.proofs._truth_office import TruthOffice
from tests.proofs._truth_surfaces import Surfaces
from tests.support.databases import OnSqlite, configured, let_go, migrated
from ulss_tracker import clock, create_app
from ulss_tracker.models import db

BEGINS = datetime(2026, 11, 30, 11, 40, tzinfo=UTC)
DAYS, SHORT_DAYS, DEEDS = 30, 1, 6
_ALL_EACH = 10  # days between readings of all that links lead to


def add_options(parser: ArgumentParser) -> None:
    """Choose how many days."""
    parser.add_argument("--days", type=int, help="so many, and not 30")


def prove(options: Namespace, findings: Findings) -> None:
    """Live through the days, and compare on each."""
    days = options.days or (SHORT_DAYS if options.short else DAYS)
    with TemporaryDirectory(prefix="ulss-truth-") as directory:
        databases = OnSqlite(Path(directory))
        app = create_app(configured(databases.make("truth")))
        migrated(app)
        run(app, days, options.seed, findings, short=options.short)
        let_go(app)


def run(app: Flask, days: int, seed: int, findings: Findings, *, short: bool) -> None:
    """Prove it on this application's empty database."""
    with app.app_context():
        with clock.set_to(BEGINS):
            office = TruthOffice(Random(seed), short=short)
            surfaces = Surfaces(app, office.sessions(), office.calendars())
        metadata = MetaData()
        metadata.reflect(db.engine)
        statements, found = 0, list[Contradiction]()
        for day in range(days):
            now = BEGINS + timedelta(days=day, hours=1 + 4 * (day % 2))
            with clock.set_to(now):
                office.live(day, DEEDS)
                follow = "all" if day % _ALL_EACH == 0 and not short else "daily"
                comparison = _compared(surfaces, metadata, now, follow)
            statements += comparison.statements
            for contradiction in _first_of_each(comparison.agree()):
                found.append(contradiction)
                findings.hold(False, f"{now:%d %B}: {contradiction}")
        findings.note(
            f"{days} days, {surfaces.pages:,} pages and files read, {statements:,} statements "
            f"compared, {len(found)} contradictions"
        )


def _compared(surfaces: Surfaces, metadata: MetaData, now: datetime, follow: str) -> Comparison:
    with db.engine.connect() as connection:
        records = _truth_records.read(connection, metadata, clock.today())
    comparison = Comparison(records, now)
    for place, blocks in surfaces.everything(records, now, follow):
        comparison.read(place, blocks)
    return comparison


def _first_of_each(found: list[Contradiction]) -> list[Contradiction]:
    """Of what is said alike in many places of a kind, the first."""
    first: dict[tuple[str, str], Contradiction] = {}
    for contradiction in found:
        pattern = re.sub(r"\d+|REQ-[0-9A-Z-]+", "#", contradiction.place)
        first.setdefault((contradiction.kind, pattern), contradiction)
    return list(first.values())
