"""The table of time limits: what it holds, and what may never be confirmed."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.table import TableError, TableRow
from ulss_tracker.scheme.time.policies import (
    Confirmation,
    Policy,
    RunsFrom,
    Status,
    load_policies,
    read_policies,
)
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

BASIC: Mapping[str, object] = {
    "id": "28-days",
    "status": "in_force",
    "title": "28 days",
    "provision": "Schedule 3",
    "runs_from": "sentence",
    "days": 28,
    "known": ["It is the law."],
    "sources": ["the Act"],
}
CONFIRMED: Mapping[str, object] = {
    **BASIC,
    "id": "six",
    "status": "confirmed",
    "days": 200,
    "sentenced_from": date(2026, 6, 29),
    "standings": ["victim", "bereaved_family"],
    "confirmed": {"by": "Ann Lee", "and_by": "Bo Rai", "on": date(2026, 12, 1)},
}
LATE = {**BASIC, "id": "late", "status": "unconfirmed", "runs_from": "receipt"}
WRONG = Path(__file__).parent / "data" / "policies.wrong.toml"


def read(*rows: Mapping[str, object]) -> tuple[Policy, ...]:
    return read_policies(TableRow({"policy": list(rows)}, "policies.toml"))


def test_the_table_in_force() -> None:
    basic, six_months, fourteen_days = load_policies()
    assert [policy.id for policy in load_policies()] == [
        "28-days",
        "2026-act-six-months",
        "2026-act-14-days",
    ]
    assert (basic.status, basic.days, basic.months) == (Status.IN_FORCE, 28, None)
    assert (six_months.days, six_months.months) == (None, 6)
    assert (fourteen_days.runs_from, fourteen_days.days) == (RunsFrom.RECEIPT, 14)
    for policy in (six_months, fourteen_days):
        assert policy.status is Status.UNCONFIRMED
        assert not policy.decides
        assert policy.known
        assert policy.not_known
        assert policy.sources
        assert policy.sentenced_from == date(2025, 12, 29)
        assert policy.confirmation is None


def test_a_confirmed_entry() -> None:
    policy = read(BASIC, CONFIRMED)[1]
    assert policy.decides
    assert policy.confirmation == Confirmation("Ann Lee", "Bo Rai", date(2026, 12, 1))
    assert policy.covers(date(2026, 6, 29))
    assert not policy.covers(date(2026, 6, 28))
    assert policy.is_for(RequesterRole.VICTIM)
    assert not policy.is_for(RequesterRole.PUBLIC)
    assert not policy.is_for(None)
    assert read(BASIC)[0].is_for(None)


def test_the_last_date_of_sentence_is_included() -> None:
    policy = read(BASIC, {**CONFIRMED, "sentenced_to": date(2026, 7, 1)})[1]
    assert policy.covers(date(2026, 7, 1))
    assert not policy.covers(date(2026, 7, 2))


@from_table
def test_months_end_on_the_corresponding_date(sentenced: date, months: int, last: date) -> None:
    policy = read(BASIC, row("confirmed", without="days", months=months))[1]
    assert policy.last_day(sentenced) == last


def test_late_requests_are_those_of_the_last_days() -> None:
    policy = load_policies()[2]
    end = date(2026, 8, 3)
    assert not policy.is_late(date(2026, 7, 20), end)
    assert policy.is_late(date(2026, 7, 21), end)
    assert policy.is_late(end, end)
    assert not policy.is_late(date(2026, 8, 4), end)
    assert policy.last_day(date(2026, 7, 30)) == date(2026, 8, 13)


def row(like: str, without: str = "", **others: object) -> Mapping[str, object]:
    named = {"basic": BASIC, "confirmed": CONFIRMED, "late": LATE}[like]
    return {name: value for name, value in {**named, **others}.items() if name != without}


def test_a_wrong_table_is_refused(subtests: pytest.Subtests) -> None:
    for case in tomllib.loads(WRONG.read_text(encoding="utf-8"))["wrong"]:
        with subtests.test(**case), pytest.raises(TableError, match=case["words"]):
            read(*(row(**each) for each in case["rows"]))


def test_may_start_later_may_be_said_to_be_false() -> None:
    assert read(BASIC, {**CONFIRMED, "may_start_later": False})[1].may_start_later is False


def test_every_standing_has_words() -> None:
    assert len({standing.label for standing in RequesterRole}) == len(RequesterRole)
