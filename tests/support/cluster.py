"""A PostgreSQL of the tests' own: made in a temporary directory, gone when they end."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SUPERUSER = "postgres"
# A test's database need not outlive a power cut; everything else is as PostgreSQL comes.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster and yield its address, with a trailing slash for a database's name.

    Needs Debian's `postgresql`. PostgreSQL refuses to run as root, so root hands it over to the
    account of that package.
    """
    home = Path(tempfile.mkdtemp(prefix="ulss-postgresql-"))
    port = free_port()
    try:
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(home, account.pw_uid, account.pw_gid)
        data = home / "data"
        _run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
             f"--username={SUPERUSER}", f"--pgdata={data}")  # fmt: skip
        options = [f"-c {setting}" for setting in QUICK]
        options += [f"-p {port}", "-h 127.0.0.1", f"-k {home}"]
        _run("pg_ctl", "start", "--wait", "--silent", f"--pgdata={data}",
             f"--log={home / 'log'}", "--options", " ".join(options))  # fmt: skip
        try:
            yield f"postgresql+psycopg://{SUPERUSER}@127.0.0.1:{port}/"
        finally:
            _run("pg_ctl", "stop", "--mode=immediate", "--silent", f"--pgdata={data}")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def make_database(cluster_address: str, name: str, *, template: str = "template0") -> str:
    """Make a database in the cluster, as a copy of `template`, and return its address."""
    plain = cluster_address.replace("+psycopg", "")
    with psycopg.connect(f"{plain}postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return cluster_address + name


def programs() -> Path:
    """Where PostgreSQL's own programs are: Debian keeps them off the PATH, one folder a release."""
    releases = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(releases, key=lambda path: int(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    if found is None:
        raise RuntimeError("PostgreSQL is not here: install Debian's postgresql")
    return Path(found).parent


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs, as its own account when we are root."""
    command = [str(programs() / program), *arguments]
    as_root = os.geteuid() == 0
    done = subprocess.run(
        command,
        check=False,  # looked at below, to show what it said
        user="postgres" if as_root else None,
        group="postgres" if as_root else None,
        extra_groups=[] if as_root else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        # The server keeps what it was given: a pipe here would never close.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stderr or 'look in the log'}")


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
