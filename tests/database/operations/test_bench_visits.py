"""Visits that `python -m bench.server` makes: each kind, to the tracker as it is served."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from bench._visits import NAMED, Visitors
from tests.support.databases import let_go
from tests.support.live_server import served
from ulss_tracker.models import Request, db

KINDS = [name for name in vars(Visitors) if not name.startswith("_")]


def _count(app: Flask, table: type[db.Model]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.slow
@pytest.mark.alike
def test_every_kind_of_visit_is_answered_as_the_bench_expects(
    application: Flask, tmp_path: Path
) -> None:
    bulk = ["demo", "bulk", "--cases", "20", "--open", "5", "--named", NAMED, "--times", "2"]
    done = application.test_cli_runner().invoke(args=bulk)
    assert done.exit_code == 0, done.output
    with served(application, tmp_path) as server:
        visitors = Visitors(application, server.address)
        for kind in KINDS:
            before = _count(application, Request)
            for visit in getattr(visitors, kind)(2):
                visit()
            assert _count(application, Request) - before == (2 if kind == "stored" else 0), kind
        assert server.faults() == ""
    let_go(application)
