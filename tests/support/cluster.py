"""A PostgreSQL of the tests' own: made in a temporary directory, gone when they end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from config import ROOT
from tests.support.ports import free_port

SUPERUSER = "postgres"
OWNER, RUNTIME = "tracker_owner", "tracker_runtime"
LONGEST_START = 120.0
# A test's database need not outlive a power cut; everything else is as PostgreSQL comes.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
# One that is stopped at once must keep what it has said is committed, as in an office.
KEEPS_WHAT_IS_COMMITTED = ("fsync=off", "full_page_writes=off", "max_connections=60")


class Cluster:
    """A cluster in a directory of its own, which can be stopped and started again."""

    def __init__(self, home: Path, settings: Sequence[str]) -> None:
        self.home = home
        self._settings = settings
        self.port = free_port()
        self.address = f"postgresql+psycopg://{SUPERUSER}@127.0.0.1:{self.port}/"
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(home, account.pw_uid, account.pw_gid)
        _make(home / "data")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = [part for setting in self._settings for part in ("-c", setting)]
        place = ["-D", str(self.home / "data"), "-k", str(self.home)]
        command = ["postgres", *place, "-p", str(self.port), "-h", "127.0.0.1", *settings]
        with (self.home / "log").open("ab") as log:
            self._server = subprocess.Popen(
                as_its_own_account(*command), cwd="/", stdout=log, stderr=log
            )
        _wait_until_it_answers(self.address, self._server, self.home / "log")

    def stop(self, *, at_once: bool = True) -> None:
        """Stop it: at once, as by a crash, or turning everybody out in order (pg_ctl's fast)."""
        self._server.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
        self._server.wait(timeout=LONGEST_START)

    def kill(self) -> None:
        """End it by kill -9; what it leaves behind ends by itself, and `start` waits for that."""
        self._server.kill()
        self._server.wait(timeout=LONGEST_START)
        left = self.home / "data" / "postmaster.pid"
        key = left.read_text().splitlines()[6].split()[1]  # of the memory that they share
        end = time.monotonic() + LONGEST_START
        while _attached(key) and time.monotonic() < end:
            time.sleep(0.02)


def _attached(memory: str) -> int:
    """How many processes hold a piece of shared memory, by its id."""
    for line in Path("/proc/sysvipc/shm").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1] == memory:
            return int(fields[6])
    return 0


@contextmanager
def own_cluster(settings: Sequence[str] = KEEPS_WHAT_IS_COMMITTED) -> Iterator[Cluster]:
    """Start a cluster that whoever asked may stop and start at will.

    Needs Debian's `postgresql`. PostgreSQL refuses to run as root, so root hands it over to the
    account of that package. It ends with the tests, even when they are killed.
    """
    home = Path(tempfile.mkdtemp(prefix="ulss-postgresql-"))
    try:
        made = Cluster(home, settings)
        made.start()
        try:
            yield made
        finally:
            made.stop()  # nothing in it is wanted any more
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster and yield its address, with a trailing slash for a database's name."""
    with own_cluster(QUICK) as made:
        yield made.address


def make_database(cluster_address: str, name: str, *, template: str = "template0") -> str:
    """Make a database in the cluster, as a copy of `template`, and return its address."""
    plain = cluster_address.replace("+psycopg", "")
    with psycopg.connect(f"{plain}postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return cluster_address + name


def drop_database(cluster_address: str, name: str) -> None:
    """Take a database away, whoever is still joined to it."""
    plain = cluster_address.replace("+psycopg", "")
    with psycopg.connect(f"{plain}postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def as_role(address: str, role: str) -> str:
    """The address of a database, joined as one of its two roles of production."""
    return make_url(address).set(username=role).render_as_string(hide_password=False)


def give_roles(address: str) -> None:
    """Give a database the roles of production, OWNER and RUNTIME, as its superuser does."""
    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    command = [programs() / "psql", "--no-psqlrc", f"--dbname={plain}"]
    names = ["-v", f"owner={OWNER}", "-v", f"runtime={RUNTIME}"]
    file = ["-f", ROOT / "deploy" / "postgresql-roles.sql"]
    subprocess.run([*command, *names, *file], check=True, capture_output=True)


def programs() -> Path:
    """Where PostgreSQL's own programs are: Debian keeps them off the PATH, one folder a release."""
    releases = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(releases, key=lambda path: int(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    if found is None:
        raise RuntimeError("PostgreSQL is not here: install Debian's postgresql")
    return Path(found).parent


def _make(data: Path) -> None:
    """Lay out an empty cluster."""
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    command = ["initdb", *options, f"--username={SUPERUSER}", f"--pgdata={data}"]
    done = subprocess.run(
        as_its_own_account(*command), check=False, cwd="/", capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr}")


def as_its_own_account(program: str, *arguments: str) -> list[str]:
    """The command for one of PostgreSQL's programs, which is to end when we do."""
    account = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
    return [
        "setpriv",
        "--pdeathsig=QUIT",
        *(account if os.geteuid() == 0 else []),
        str(programs() / program),
        *arguments,
    ]


def _wait_until_it_answers(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end:
        try:
            psycopg.connect(f"{address.replace('+psycopg', '')}postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
