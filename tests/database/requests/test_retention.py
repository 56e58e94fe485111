"""How long cases and requests are kept: when a person looks, what is never due, what stays."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build, history
from tests.support.clocks import SetClock
from tests.support.inbound import email
from tests.support.kept import figures, signed
from ulss_tracker.models import Case, Channel, Draft, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.law import retention as rules
from ulss_tracker.scheme.law.law import obeying
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.cases import complaints
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.correspondence import taking
from ulss_tracker.services.operations import erasing, history_check
from ulss_tracker.services.protection import holds
from ulss_tracker.services.protection.holds import HoldInput
from ulss_tracker.services.requests import requests, retention
from ulss_tracker.services.supervision import exceptions

START = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("app")


def ended(at: SetClock, moment: datetime, *, is_filed: bool = False) -> Review:
    """A review that closed at this moment."""
    at(moment)
    review = build.review()
    with transaction():
        review.state, review.outcome = State.CLOSED, Outcome.NOT_REFERRED
        review.outcome_at = review.closed_at = moment
        review.filed_at = moment if is_filed else None
    return review


def test_ten_years_of_cases_each_is_due_on_its_day_and_nothing_held_or_open_is_touched(
    app: Flask, at: SetClock, tmp_path: Path
) -> None:
    """Each is looked at on the day that its rule says, and erased by two unless it is held."""
    history.configure(app, tmp_path)
    closed, expected = [], {}
    for year in range(6):
        for is_filed in (False, True):
            moment = START.replace(year=2020 + year)
            review = ended(at, moment, is_filed=is_filed)
            closed.append(review)
            if not is_filed:
                expected[review.case.reference] = date(2027 + year, 3, 18)
    alone = build.request()
    requests.close(alone, "Not a sentence of the Crown Court", build.user())
    expected[alone.reference] = date(2028, 3, 18)
    open_review = build.review()
    held = closed[0].case
    hold = HoldInput(matter="A claim", why="A letter", case=held, review_on=date(2040, 1, 1))
    holds.place(hold, build.user(Role.SUPERVISOR))
    assert retention.due() == []
    kept = [held.reference, open_review.case.reference]
    before, seen = None, {}
    day = date(2026, 1, 1)
    while day < date(2036, 1, 1):
        due = retention.due(day)
        new = [record for record in due if record.reference not in seen]
        seen |= {record.reference: day for record in new}
        if new:
            at(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))
            before = figures()
        for record in new:
            if not record.held_for:
                table = record.model.__tablename__
                rows = erasing.belonging((table, (record.number,)))
                erasing.erase(rows, (1, 2), f"Retention: {record.rule.id}")
        if new:
            assert figures() == before
        day += timedelta(days=1)
    assert seen == expected
    assert [record.reference for record in retention.due(day)] == [held.reference]
    names = {
        case.reference: case.reviews[0].offender_name for case in db.session.scalars(select(Case))
    }
    assert {names[reference] for reference in kept} == {"John Archer"}
    assert {names[reference] for reference in expected if reference in names} == {
        "[erased]",
        "John Archer",
    }
    report = history_check.check()
    assert report.faults == []
    assert sum("Retention: " in note for note in report.notes) > 0
    group = exceptions.of_kind("kept_long")
    assert [(item.case_reference, "Held: A claim" in item.why) for item in group.items] == [
        (held.reference, True)
    ]


def test_a_requester_is_told_their_day_once_the_rule_is_signed_and_nobody_while_it_is_open(
    at: SetClock,
) -> None:
    review, going_on = ended(at, START), build.review()
    (request,), (other,) = review.case.requests, going_on.case.requests
    assert retention.kept_until(request) is None
    with obeying(signed("case_not_referred", "months = 30", without="years")):
        assert retention.kept_until(request) == date(2028, 9, 18)
        assert retention.kept_until(other) is None
        assert rules.rule("case_not_referred").signed == "Ada and Bo"
        assert "30 months from the day" in retention.texts()["How long data is kept"]
    complaints.record(
        "Ada",
        "Nobody rang",
        build.user(),
        channel=Channel.PHONE,
        received_at=START,
        case=review.case,
    )
    assert retention.due(date(2060, 1, 1)) == []


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_commands_say_the_rules_what_is_due_and_the_record_of_processing(
    app: Flask, at: SetClock, language: str
) -> None:
    case = ended(at, START).case
    number, reference, review = case.id, case.reference, case.reviews[0].id
    taking.take(email("Away", Auto_Submitted="auto-replied").as_bytes(), received_at=START)
    with transaction():
        db.session.add(Draft(key="a", started_at=START, changed_at=START))

    def run(*words: str) -> str:
        result = app.test_cli_runner().invoke(args=["retention", *words])
        assert result.exit_code == 0, result.output
        return result.output

    listed = run("list")
    assert listed.count("signed by nobody: a default") == len(rules.rules())
    assert listed.count("not verified") == sum(not rule.is_verified for rule in rules.rules()) > 5
    rehearsed = run("rehearse", "--on", "2033-03-18")
    records = len(erasing.belonging(("case_file", (number,))))
    line = f"  {reference}: since 2033-03-18, {records} records, no figure changes\n1 to look at"
    assert line in rehearsed
    assert ", of people who ask, offenders, victims" in rehearsed
    assert "drafts: 1 go by themselves\nmessages: 1 go by themselves" in rehearsed
    assert run("rehearse").startswith("0 to look at\ndrafts: 0 go")
    with erasing.tried([("review", (review,))]):
        assert db.session.get_one(Review, review).offender_name == "[erased]"
    assert db.session.get_one(Case, number).reviews[0].offender_name == "John Archer"
    assert run("run").endswith("0 cases and requests to look at\n")
    record = run("record", "--language", language)
    assert record.count("\n## ") == len(rules.rules())
    assert ("7 blynedd o’r diwrnod" in record) is (language == "cy")
    assert ("24 hours from your last change" in record) is (language == "en")
