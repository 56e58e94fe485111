"""A migrated database of each kind, with `jobs run` beside it and a slow mail server to send to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from flask import Flask

from tests.proofs._jobs_process import JobsProcess
from tests.proofs._mail import SlowMail, slow_mail
from tests.proofs._work import Work
from tests.support.cluster import Cluster, own_cluster
from tests.support.databases import Databases, OnPostgresql, OnSqlite, configured, let_go, migrated
from ulss_tracker import create_app

KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Place:
    """Everything a part of a proof needs: what it works on, what it kills, what it reads."""

    app: Flask
    work: Work
    jobs: JobsProcess
    mail: SlowMail
    chance: Random


@dataclass(frozen=True)
class Ground:
    """Where databases of one kind are made. SQLite has no cluster."""

    kind: str
    directory: Path
    databases: Databases
    cluster: Cluster | None = None

    @contextmanager
    def place(self, name: str, seed: int) -> Iterator[Place]:
        """A new migrated database by this name, and what stands around it."""
        app = create_app(configured(self.databases.make(name)))
        migrated(app)
        with place(app, self.directory, seed) as made:
            yield made


@contextmanager
def ground(kind: str) -> Iterator[Ground]:
    """Where databases of this kind can be made until the block ends."""
    with TemporaryDirectory(prefix="ulss-proof-") as directory:
        where = Path(directory)
        if kind == "sqlite":
            yield Ground(kind, where, OnSqlite(where))
        else:
            with own_cluster() as cluster:
                yield Ground(kind, where, OnPostgresql(cluster.address), cluster)


@contextmanager
def place(app: Flask, directory: Path, seed: int) -> Iterator[Place]:
    """Stand up what surrounds a migrated database; the process is ended with the block."""
    name = str(app.config["SQLALCHEMY_DATABASE_URI"]).rpartition("/")[2]
    chance = Random(seed)
    with slow_mail(seed) as mail:
        log = directory / f"{name}.log"
        jobs = JobsProcess(app, mail.url, log, {"MAIL_DIRECTORY": str(directory / "mail")})
        try:
            yield Place(app, Work(app, chance), jobs, mail, chance)
        finally:
            if jobs.is_alive():
                jobs.kill()
            let_go(app)
