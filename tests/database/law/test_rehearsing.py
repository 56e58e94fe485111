"""A rehearsal: what it finds is what asking each record twice by hand finds, and no more."""

import json
import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from tests.support.law_changes import AN_EXTRA_HOLIDAY, SIX_MONTHS_CONFIRMED
from tests.support.law_recount import by_hand
from tests.support.signed_law import proposed, rehearsed_change
from ulss_tracker import clock
from ulss_tracker.models import LawFinding, Review, db
from ulss_tracker.scheme.law.change import ChangeKind
from ulss_tracker.scheme.law.change_files import write_change
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.law import answers, desk, rehearsals, rehearsing
from ulss_tracker.services.requests import requests

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
pytestmark = pytest.mark.usefixtures("now")
COMMON_ASSAULT_IN = """\
[[offence]]
id = "no-common-assault"
basis = "specified"
paragraph = "2(j)"
sentenced_from = 2026-10-01
source = ["https://www.legislation.gov.uk/uksi/2006/1116/schedule/1"]
verified = true

[[offence.before]]
id = "no-common-assault-before"
basis = "not_in_scheme"
source = ["https://www.legislation.gov.uk/uksi/2006/1116/schedule/1"]
verified = true
"""


@transaction()
def office() -> None:
    """Open and ended, of each standing, in and after the 28 days, in the scheme and not."""
    for standing in (RequesterRole.VICTIM, RequesterRole.PUBLIC, RequesterRole.OTHER):
        for days in (5, 29, 40, 250):
            on = NOW.date() - timedelta(days=days)
            for offence in ("io-robbery", "no-common-assault"):
                review = build.review(sentenced_on=on, standing=standing)
                build.conviction(build.sentence(review, sentenced_on=on), offence)
                if days == 40:
                    _end(review, Outcome.OUT_OF_TIME, NOW - timedelta(days=days * 3))
                if days == 250 and offence != "io-robbery":
                    _end(review, Outcome.NOT_IN_SCHEME, NOW - timedelta(days=900))
            build.request(sentenced_on=on, standing=standing, offence_text="Common assault")
        build.request(sentenced_on=None, sentenced_text="about 1 November", standing=standing)
        requests.close(build.request(sentenced_on=on, standing=standing), "Late", build.user())
        build.review(sentenced_on=NOW.date() - timedelta(days=30), standing=standing)


@transaction()
def _end(review: Review, outcome: Outcome, at: datetime) -> None:
    review.outcome, review.outcome_at, review.state = outcome, at, State.CLOSED


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (SIX_MONTHS_CONFIRMED, ChangeKind.LIMIT),
        (COMMON_ASSAULT_IN, ChangeKind.OFFENCE),
        (AN_EXTRA_HOLIDAY.replace("12-14", "12-09"), ChangeKind.BANK_HOLIDAY),
    ],
    ids=["limit", "offence", "holiday"],
)
def test_it_finds_what_counting_by_hand_finds(
    content: str, kind: ChangeKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsing, "AT_ONCE", 7)
    office()
    reference = proposed(content, kind).reference
    change = desk.get(reference)
    law = rehearsals.law_with(law_in_force.as_signed(change, None, None))
    wanted = by_hand(law)
    assert wanted["touched"] > 0
    db.session.rollback()
    assert rehearsals.run_waiting() == wanted["read"]
    found = rehearsals.latest(desk.get(reference))
    assert found is not None
    assert +Counter(found.counts) == wanted
    assert (found.done, found.total) == (wanted["read"], wanted["read"])
    rows = db.session.scalar(
        select(func.count(LawFinding.id)).where(LawFinding.rehearsal_id == found.id)
    )
    assert rows == wanted["touched"]
    assert rehearsals.run_waiting() == 0


def test_the_six_months_give_time_again_to_those_who_were_out_of_time() -> None:
    day_40 = NOW.date() - timedelta(days=40)
    refused = build.eligible_review(sentenced_on=day_40, standing=RequesterRole.VICTIM)
    build.verify_who_asked(refused)
    _end(refused, Outcome.OUT_OF_TIME, NOW - timedelta(days=5))
    number = refused.id
    change = rehearsed_change()
    found = rehearsals.latest(change)
    assert found is not None
    counts = dict(rehearsals.counts_shown(found))
    assert counts["Ended, and answered otherwise: to be looked at again"] == 1
    assert counts["People who asked and must be told"] == 1
    row = rehearsals.findings(found).rows[0]
    assert row.review_id == number
    assert row.before["last_day_on"] == "2026-11-04"
    assert row.after["last_day_on"] == "2027-04-07"
    assert row.after["time"] == "in_time"


def test_somebody_whose_own_word_is_all_there_is_is_named_and_no_day_of_theirs_moves() -> None:
    on = NOW.date() - timedelta(days=5)
    build.eligible_review(sentenced_on=on, standing=RequesterRole.VICTIM)
    found = rehearsals.latest(rehearsed_change())
    assert found is not None
    counts = dict(rehearsals.counts_shown(found))
    assert counts["People who asked and must be told"] == 1
    assert counts.get("A day or a moment moves", 0) == 0
    row = rehearsals.findings(found).rows[0]
    assert row.before["last_day_on"] == row.after["last_day_on"] == "2026-12-09"
    assert (row.before["is_longer_law"], row.after["is_longer_law"]) == (False, True)


def test_the_command_rehearses_a_file_and_stores_nothing(app: Flask, tmp_path: Path) -> None:
    office()
    change = proposed()
    file = tmp_path / "six-months.toml"
    file.write_text(write_change(desk.written(change)), encoding="utf-8")
    law = rehearsals.law_with(law_in_force.as_signed(change, None, None))
    wanted = by_hand(law)
    db.session.rollback()
    runner = app.test_cli_runner()
    said = runner.invoke(args=["law", "rehearse", str(file), "--json"])
    assert said.exit_code == 0, said.output
    found = json.loads(said.stdout)
    assert +Counter(found["counts"]) == wanted
    assert len(found["findings"]) == wanted["touched"]
    assert found["law"] != found["with_the_change"]
    assert db.session.scalar(select(func.count(LawFinding.id))) == 0
    plain = runner.invoke(args=["law", "rehearse", str(file)])
    assert f"Requests and reviews read: {wanted['read']}" in plain.output
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('kind = "limit"\nwhy = "x"\n', encoding="utf-8")
    refused = runner.invoke(args=["law", "rehearse", str(wrong)])
    assert refused.exit_code == 1
    assert "wrong.toml" in refused.output


def test_the_command_writes_a_change_as_a_file(app: Flask, tmp_path: Path) -> None:
    change = proposed()
    text, reference = write_change(desk.written(change)), change.reference
    db.session.rollback()
    runner = app.test_cli_runner()
    assert runner.invoke(args=["law", "export", reference]).output == text
    file = tmp_path / "change.toml"
    said = runner.invoke(args=["law", "export", reference, "--out", str(file)])
    assert said.exit_code == 0, said.output
    assert file.read_text(encoding="utf-8") == text
    assert runner.invoke(args=["law", "export", "LAW-2000-0001"]).exit_code == 1


def test_a_day_without_a_date_comes_last() -> None:
    review = build.review(sentenced_on=None, sentenced_text="")
    unknown = answers.of_review(review)
    finding = rehearsing.Finding(review, unknown, unknown)
    assert finding.act_by_on == date.max
    assert finding.kinds == []


def test_each_example_of_the_document_is_rehearsed(
    app: Flask, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    text = (Path(__file__).parents[3] / "docs" / "law.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert len(examples) == len(ChangeKind)
    for example in examples:
        with subtests.test(example=example.splitlines()[0]):
            file = tmp_path / "change.toml"
            file.write_text(example, encoding="utf-8")
            done = app.test_cli_runner().invoke(args=["law", "rehearse", str(file)])
            assert done.exit_code == 0, done.output
