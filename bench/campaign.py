"""A campaign about one sentence: `python -m bench.campaign [PARTS]`.

On SQLite and PostgreSQL 2,000 emails are taken in and 500 forms sent (or one of so many parts of
them), among them those that must stand out. The tracker is served and its jobs run: one word joins
the same, while the public sends requests and an alarm is raised, and a second wave comes. Printed
are the presses, the seconds, and what is short of the goals.
"""

import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, replace
from itertools import chain
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from bench._visits import Visitors
from bench.board import application, inside
from bench.sending import public_visits, running_jobs, seconds_to_alarm
from tests.support import build, campaign
from tests.support.campaign import WHOLE, Count, Sort
from tests.support.cluster import cluster, make_database
from tests.support.live_server import served
from tests.support.mail_server import mail_server
from ulss_tracker.models import Case, Request, db, may_write
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import campaigns
from ulss_tracker.services.matching import same_words

SECOND_WAVE = replace(WHOLE, emails=400, forms=100, relatives=0, mps=0, warnings=0, others=0)
VISITS = 60
LONGEST = 1_200.0  # seconds


def main() -> None:
    """Measure on both databases."""
    parts = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    first, second = (Count(*(-(-n // parts) for n in astuple(c))) for c in (WHOLE, SECOND_WAVE))
    with tempfile.TemporaryDirectory() as directory, cluster() as address:
        for kind, database in (
            ("SQLite", f"sqlite:///{directory}/campaign.db"),
            ("PostgreSQL", make_database(address, "campaign")),
        ):
            app = application(database)
            with inside(app):
                upgrade()
                for role in Role:
                    build.user(role)
            place = Path(directory) / kind
            place.mkdir()
            _measure(kind, app, place, first, second)


def _measure(kind: str, app: Flask, place: Path, first: Count, second: Count) -> None:
    with inside(app):
        began = time.monotonic()
        made = campaign.take_all(first)
        count = sum(map(len, made.values()))
        rate = 60 * count / (time.monotonic() - began)
        print(f"{kind}: {count:,} taken in, {rate:,.0f} a minute", flush=True)
        began = time.monotonic()
        group = max(same_words.groups(), key=lambda each: each.total)
        to_look_at = same_words.to_look_at(group, 100)
        took = time.monotonic() - began
    apart = [number for sort in (Sort.RELATIVE, Sort.MP, Sort.WARNING) for number in made[sort]]
    seen = {row.request.id for row in to_look_at} & set(apart)
    print(
        f"{kind}: one row of {group.total:,} in {1000 * took:.0f} ms; {len(seen)} of {len(apart)} "
        f"stand out in it, {len(to_look_at) - len(seen)} besides; {len(made[Sort.OTHER_SENTENCE])} "
        f"of another sentence are not in it. Presses: open it, {len(to_look_at)} ticks, one press",
        flush=True,
    )
    with mail_server() as mail, served(app, place) as server:
        visitors = Visitors(app, server.address)
        visits = [*chain(*zip(visitors.stored(VISITS), visitors.steps(VISITS), strict=True))]
        with running_jobs(app, mail), ThreadPoolExecutor(1) as public:
            answers = public.submit(public_visits, visits)
            with inside(app):
                group = max(same_words.groups(), key=lambda each: each.total)
                also = [db.session.get_one(Request, number) for number in apart]
                by = build.user(Role.CASEWORKER)
                case = campaigns.say(group, None, by, also=also, joins_later=True)
                case_id = case.id
            began = time.monotonic()
            alarm = seconds_to_alarm(app, mail)
            _wait(app, case_id, len(made[Sort.SAME]) + len(apart))
            joined = time.monotonic() - began
            took_each = answers.result()
            with inside(app):
                campaign.take_all(second, seed=2)
            began = time.monotonic()
            _wait(app, case_id, len(made[Sort.SAME]) + len(apart) + second.emails + second.forms)
            second_joined = time.monotonic() - began
    print(
        f"{kind}: all joined after {joined:.0f} s, the second wave {second_joined:.0f} s after its "
        f"last, with no press; an alarm out in {alarm:.1f} s (goal 10); of {len(took_each)} visits "
        f"of the public 95 in 100 within {1000 * statistics.quantiles(took_each, n=20)[-1]:.0f} ms "
        f"(goal 300), the longest {1000 * max(took_each):.0f} ms",
        flush=True,
    )


def _wait(app: Flask, case_id: int, count: int) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        with inside(app):
            may_write.set(False)
            joined = db.session.query(Request).filter_by(case_id=case_id).count()
            may_write.set(True)
            assert db.session.get(Case, case_id)
        if joined >= count:
            return
        time.sleep(1)
    raise SystemExit(f"only {joined} of {count} joined")


if __name__ == "__main__":
    main()
