"""The jobs outlive kills, restarts of PostgreSQL and a wrong clock: all is done, none of it twice.

On SQLite and on PostgreSQL, with a slow mail server: kill -9, and TERM followed by kill -9, at
random moments of sending, reminding, issuing letters to everyone, alarming and exporting. Within 30
seconds of each restart everything that was due has begun. Then PostgreSQL is restarted under a
running process, two processes share one PostgreSQL, and the time of day is set forward and back a
day.
"""

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass

from tests.proofs import _clock_jumps, _database_restarts, _two_machines
from tests.proofs._findings import Findings
from tests.proofs._kills import Kills
from tests.proofs._places import KINDS, Ground, ground


@dataclass(frozen=True)
class Size:
    """How much of it: kills on each database, those told to stop first, restarts, seconds."""

    kills: int
    told_first: int
    restarts: int
    away: float
    clock: float


FULL = Size(kills=60, told_first=20, restarts=10, away=300, clock=60)
SHORT = Size(kills=4, told_first=1, restarts=2, away=8, clock=6)
PARTS = ("kills", "restarts", "two-machines", "clock")


def add_options(parser: ArgumentParser) -> None:
    """Choose a part of it: for whoever mends that part."""
    parser.add_argument("--database", choices=KINDS, action="append", help="these alone")
    parser.add_argument("--part", choices=PARTS, action="append", help="these parts alone")


def prove(options: Namespace, findings: Findings) -> None:
    """Prove each part on each database that it can be proved on."""
    size = SHORT if options.short else FULL
    parts = options.part or PARTS
    for kind in options.database or KINDS:
        findings.note(f"**{kind}**")
        with ground(kind) as where:
            if "kills" in parts:
                _kills(where, findings, size, options.seed)
            if "restarts" in parts and where.cluster is not None:
                with where.place("restarts", options.seed) as place:
                    _database_restarts.prove(
                        place, where.cluster, findings, size.restarts, size.away
                    )
            if "two-machines" in parts and where.cluster is not None:
                with where.place("two", options.seed) as place:
                    _two_machines.prove(place, findings)
            if "clock" in parts:
                with where.place("clock", options.seed) as place:
                    _clock_jumps.prove(place, findings, size.clock)


def _kills(where: Ground, findings: Findings, size: Size, seed: int) -> None:
    with where.place("kills", seed) as place:
        Kills(place.work, place.jobs, place.mail, findings, place.chance).prove(
            size.kills, size.told_first
        )
