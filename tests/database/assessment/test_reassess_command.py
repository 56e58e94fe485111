"""`flask scheme reassess`: what it says, by reference and never by name."""

from datetime import UTC, date, datetime

from flask import Flask

from tests.support import build
from ulss_tracker.models import db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.assessment import overrides, reassessing

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def run(app: Flask) -> list[str]:
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["scheme", "reassess"])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_it_says_how_many_were_asked_and_which_a_person_must_look_at(
    app: Flask, at, monkeypatch
) -> None:
    at(NOW)
    asked = build.eligible_review(sentenced_on=date(2026, 3, 2))
    mine = build.eligible_review(sentenced_on=date(2026, 3, 2))
    overrides.override(
        mine, Verdict.MUST_CHECK, "x", build.user(Role.SUPERVISOR), version=mine.version
    )
    references = asked.case.reference, mine.case.reference
    assert run(app) == ["0 reviews asked again; the answer changed for 0"]

    class NewLaw:
        version = "newer"

    monkeypatch.setattr(reassessing, "load_catalogue", NewLaw)
    assert run(app) == [
        "1 review asked again; the answer changed for 0",
        f"A person’s own answer stands: a supervisor should look: {references[1]}",
    ]
