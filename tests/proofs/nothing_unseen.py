"""Nothing runs out unseen: 300 requests over forty days, looked at whenever anything can change.

By every channel; the day of sentence given, in words, in Welsh, as a range, a year wrong or not at
all; opened, unopened, joined, undone, closed; people away, people who leave, a rota of none, one,
two or three and with gaps; nights, Christmas, Easter and both changes of the clocks; alarms
acknowledged and then forgotten. At each moment, a second either side and at 1,000 random minutes:
what has three working days or less has somebody and an alarm; nothing has passed its moment without
alarms to three people, or to all there are; each alarm and each call is made once.
"""

from argparse import ArgumentParser, Namespace
from datetime import date
from random import Random

from tests.proofs import _scenarios
from tests.proofs._findings import Findings
from tests.proofs._office import Office
from tests.proofs._places import KINDS, ground
from tests.support.databases import configured, let_go, migrated
from ulss_tracker import create_app

SCENARIOS, SHORT_SCENARIOS = 300, 10
MINUTES, SHORT_MINUTES = 1_000, 40


def add_options(parser: ArgumentParser) -> None:
    """Choose a database, or how many scenarios."""
    parser.add_argument("--database", choices=KINDS, action="append", help="these alone")
    parser.add_argument("--scenarios", type=int, help="so many, and not 300")


def prove(options: Namespace, findings: Findings) -> None:
    """Prove it on each database."""
    count = options.scenarios or (SHORT_SCENARIOS if options.short else SCENARIOS)
    minutes = SHORT_MINUTES if options.short else MINUTES
    beginnings = _scenarios.BEGINNINGS[:1] if options.short else _scenarios.BEGINNINGS
    for kind in options.database or KINDS:
        findings.note(f"**{kind}**")
        with ground(kind) as where:
            for number, begins in enumerate(beginnings):
                app = create_app(configured(where.databases.make(f"office_{number}")))
                migrated(app)
                with app.app_context():
                    run(
                        begins,
                        count // len(beginnings),
                        minutes // len(beginnings),
                        options.seed + number,
                        findings,
                    )
                let_go(app)


def run(begins: date, count: int, minutes: int, seed: int, findings: Findings) -> None:
    """Drive one office through forty days; in its application's context."""
    chance = Random(seed)
    office = Office(begins, chance, findings)
    office.live(_scenarios.draw(count, begins, chance), minutes)
    findings.note(f"from {begins:%d %B %Y}, {office.rota}: {office.summary()}")
