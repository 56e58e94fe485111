"""The short versions of the long proofs (docs/proofs.md), by the same code.

The long ones run on both databases. Of these only what a database does differently, backups and
tampering, runs on both; each of the others on the one that asks more of it.
"""

import os
import signal
import socket
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.proofs import (
    _bomb_files,
    _clock_jumps,
    _database_restarts,
    _instances,
    _outages,
    bombs,
    database_away,
    dump_restored,
    kills,
    mailbox,
    nothing_unseen,
    one_truth,
    recovery,
    retention,
    rolling_restart,
    tab_killed,
    tamper,
)
from tests.proofs._findings import Findings
from tests.proofs._kills import Kills
from tests.proofs._places import Ground, Place, place
from tests.support import browser as browsers
from tests.support import history
from tests.support.cluster import own_cluster
from tests.support.databases import MIGRATED, Databases, OnPostgresql, configured, let_go, migrated
from tests.support.imap_server import DOVECOT
from tests.support.live_server import served
from ulss_tracker import create_app

pytestmark = pytest.mark.proof

SEED = 13
# Quick to make, of several kinds: relations, entities, RTF, a PDF in a circle, a picture.
SHORT_BOMBS = {1, 12, 13, 26, 28, 33, 35, 46, 57, 58}


@pytest.fixture
def findings() -> Iterator[Findings]:
    """Collect findings; any fault fails the test. Other tests share the cores: waits are longer."""
    found = Findings(longest_wait=90)
    yield found
    assert found.holds, "\n".join(found.faults)


@pytest.fixture
def here(databases: Databases, tmp_path: Path) -> Iterator[Callable[[str], Place]]:
    """A function: `here("name")` is a place on a database of the kind under test."""
    with ExitStack() as stack:

        def make(name: str) -> Place:
            app = create_app(configured(databases.make(name, like=MIGRATED)))
            return stack.enter_context(place(app, tmp_path, SEED))

        yield make


@pytest.mark.on_postgresql
def test_five_kills_lose_nothing_and_send_nothing_twice(
    here: Callable[[str], Place], findings: Findings
) -> None:
    at = here("kills")
    Kills(at.work, at.jobs, at.mail, findings, at.chance, settles=False).prove(4, 1)


@pytest.mark.on_sqlite
def test_what_was_acknowledged_outlives_kills_of_the_web_and_the_jobs(
    here: Callable[[str], Place],
    databases: Databases,
    database_kind: str,
    tmp_path: Path,
    findings: Findings,
) -> None:
    """The database is the suite's own: it is killed by the long version alone."""
    kills.run(Ground(database_kind, tmp_path, databases), here("killed"), 4, findings)


@pytest.mark.on_postgresql
def test_a_release_with_migrations_takes_the_place_of_another_unnoticed(
    databases: Databases, database_kind: str, tmp_path: Path, findings: Findings
) -> None:
    if not _instances.NGINX.exists():
        pytest.skip("Debian's nginx is not installed")
    if not _instances.is_known(rolling_restart.EARLIER):
        pytest.skip("this checkout has not the history with the earlier release")
    with _instances.checkout(rolling_restart.EARLIER, tmp_path) as old:
        rolling_restart.run(Ground(database_kind, tmp_path, databases), old, 60, findings)


@pytest.mark.on_sqlite
def test_no_worker_that_is_left_alone_holds_the_port(
    here: Callable[[str], Place], tmp_path: Path
) -> None:
    with served(here("orphans").app, tmp_path) as server:
        host, port = server.address.removeprefix("http://").split(":")
        os.kill(server.master, signal.SIGKILL)
        end = time.monotonic() + 15  # half of what they took without being told
        while True:
            try:
                socket.create_server((host, int(port))).close()
                break
            except OSError:
                assert time.monotonic() < end, "a worker still holds the port"
                time.sleep(0.1)


@pytest.mark.on_sqlite
def test_a_clock_a_day_wrong_loses_nothing(
    here: Callable[[str], Place], findings: Findings
) -> None:
    if _clock_jumps.library() is None:
        pytest.skip("Debian's faketime is not installed")
    _clock_jumps.prove(here("clock"), findings, seconds=3)


@pytest.mark.on_postgresql
def test_a_dump_taken_in_the_midst_of_a_send_goes_on_once(
    here: Callable[[str], Place],
    databases: Databases,
    database_kind: str,
    tmp_path: Path,
    findings: Findings,
) -> None:
    where = Ground(database_kind, tmp_path, databases)
    dump_restored.restore(here("lost"), where, "restored", findings)


@pytest.mark.on_postgresql
def test_the_mailbox_is_fetched_once_through_kills(
    here: Callable[[str], Place], findings: Findings
) -> None:
    if not DOVECOT.exists():
        pytest.skip("Debian's dovecot is not installed")
    mailbox.run(here("mailbox"), findings, 30, 3, 1)


def test_a_backup_among_writers_is_restored_equal_and_a_failed_drill_is_told_of(
    databases: Databases, database_kind: str, tmp_path: Path, findings: Findings
) -> None:
    recovery.run(Ground(database_kind, tmp_path, databases), 3, findings)


def test_tampering_is_found_and_what_nobody_touched_is_no_alarm(
    databases: Databases, database_kind: str, tmp_path: Path, findings: Findings
) -> None:
    tamper.run(Ground(database_kind, tmp_path, databases), *tamper.SHORT, SEED, findings)


@pytest.mark.on_sqlite
def test_nothing_runs_out_unseen(app: Flask, findings: Findings) -> None:
    nothing_unseen.run(date(2026, 12, 7), 6, 20, SEED, findings)


@pytest.mark.on_sqlite
def test_every_place_says_the_same_of_a_case(app: Flask, findings: Findings) -> None:
    one_truth.run(app, one_truth.SHORT_DAYS, SEED, findings, short=True)


@pytest.mark.on_postgresql
def test_what_is_sent_while_the_database_is_away_is_in_once_and_told_of_meanwhile(
    tmp_path: Path, findings: Findings
) -> None:
    for way in sorted({*_outages.WAYS} - {"postgresql-late"}):
        place = tmp_path / way
        place.mkdir()
        database_away.prove_on(way, place, findings, SEED, database_away.SHORT)


@pytest.mark.on_postgresql
def test_the_jobs_go_on_after_postgresql_was_restarted(tmp_path: Path, findings: Findings) -> None:
    with own_cluster() as cluster:
        app = create_app(configured(OnPostgresql(cluster.address).make("restarts")))
        migrated(app)
        with place(app, tmp_path, SEED) as at:
            _database_restarts.prove(at, cluster, findings, restarts=2, away=3)


@pytest.mark.on_sqlite
def test_no_file_stops_the_service(
    databases: Databases, tmp_path: Path, findings: Findings
) -> None:
    app = create_app(configured(databases.make("bombs", like=MIGRATED)))
    files = list(_bomb_files.every(SHORT_BOMBS))
    with served(app, tmp_path) as server:
        bombs.run(server, files, findings, slower=15)
    let_go(app)


@pytest.mark.skipif(browsers.program() is None, reason="no Chromium here: install chromium")
@pytest.mark.on_sqlite
def test_a_tab_killed_every_ten_seconds_loses_no_more_than_that(findings: Findings) -> None:
    tab_killed.prove(Namespace(short=True, stories=2, seconds=30, seed=SEED), findings)


@pytest.mark.on_sqlite
def test_for_a_year_each_rule_of_retention_acts_on_its_day_and_nothing_held_is_touched(
    here: Callable[[str], Place], tmp_path: Path, findings: Findings
) -> None:
    at = here("kept")
    history.configure(at.app, tmp_path)
    retention.run(at.app, *retention.SHORT, SEED, findings)
