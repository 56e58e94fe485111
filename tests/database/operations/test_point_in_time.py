"""pgBackRest by the files in deploy/: back to a moment, and an alarm when nothing is archived."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from config import ROOT
from tests.support.cluster import KEEPS_WHAT_IS_COMMITTED, Cluster, as_its_own_account
from ulss_tracker.services.operations import watchdog

DEPLOY = ROOT / "deploy"
pytestmark = [
    pytest.mark.on_postgresql,
    pytest.mark.skipif(not shutil.which("pgbackrest"), reason="pgBackRest is not installed"),
]


class Archived:
    """A cluster set up as docs/operations.md sets one up, in a directory of its own."""

    def __init__(self, home: Path) -> None:
        self._config = home / "pgbackrest.conf"
        archive = (DEPLOY / "postgresql-archive.conf.example").read_text()
        settings = [line.partition(" #")[0] for line in archive.splitlines() if line[0] != "#"]
        program = f"pgbackrest --config={self._config}"
        settings = [line.replace("'", "").replace("pgbackrest", program) for line in settings]
        settings = [line.replace(" = ", "=", 1) for line in settings]
        self.cluster = Cluster(home, [*KEEPS_WHAT_IS_COMMITTED, *settings])
        self.repository = home / "repository"
        places = {
            "/srv/pgbackrest": str(self.repository),
            "/var/lib/postgresql/17/main": f"{home}/data\npg1-port={self.cluster.port}\n"
            f"pg1-socket-path={home}",
            "…": "invented",
            "[global]": f"[global]\nlog-path={home}\nlock-path={home}\nlog-level-file=off",
        }
        written = (DEPLOY / "pgbackrest.conf.example").read_text()
        for example, place in places.items():
            written = written.replace(example, place)
        self._config.write_text(written)

    def run(self, command: str, *options: str) -> None:
        """A command of pgBackRest, as PostgreSQL's account."""
        *account, _program = as_its_own_account("pgbackrest")
        pgbackrest = ["pgbackrest", f"--config={self._config}", "--stanza=tracker"]
        subprocess.run([*account, *pgbackrest, *options, command], check=True, cwd="/")

    def engine(self) -> Engine:
        """Connections to its database."""
        return create_engine(f"{self.cluster.address}postgres", isolation_level="AUTOCOMMIT")


@pytest.fixture
def archived() -> Iterator[Archived]:
    home = Path(tempfile.mkdtemp(prefix="ulss-archive-"))
    try:
        archived = Archived(home)
        archived.cluster.start()
        try:
            yield archived
        finally:
            archived.cluster.stop()
    finally:
        shutil.rmtree(home)


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.2)


def alarms(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [alarm.id for alarm in watchdog.not_archived(connection)]


def test_a_database_goes_back_to_a_moment_and_its_archive_is_watched(archived: Archived) -> None:
    archived.run("stanza-create")
    archived.run("check")
    engine = archived.engine()
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE request (reference text)"))
    archived.run("backup", "--type=full")
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(1.1)"))  # a backup's end is known to the second
        connection.execute(text("INSERT INTO request VALUES ('kept')"))
        moment = connection.scalar(text("SELECT clock_timestamp()"))
        connection.execute(text("DELETE FROM request"))
    assert alarms(engine) == []
    engine.dispose()
    archived.cluster.stop(at_once=False)
    archived.run(
        "restore", "--delta", "--type=time", f"--target={moment}", "--target-action=promote"
    )
    archived.cluster.start()
    with engine.connect() as connection:
        assert connection.scalars(text("SELECT reference FROM request")).all() == ["kept"]
        wait_for(lambda: not connection.scalar(text("SELECT pg_is_in_recovery()")))
        archived.repository.rename(archived.repository.with_name("away"))
        connection.execute(text("SELECT pg_switch_wal()"))
    wait_for(lambda: alarms(engine) == ["archive"])
    engine.dispose()
