"""The table of time limits: what it holds, and what may never be confirmed."""

from collections.abc import Mapping
from datetime import date

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


def read(*rows: Mapping[str, object]) -> tuple[Policy, ...]:
    return read_policies(TableRow({"policy": list(rows)}, "policies.toml"))


def without(row: Mapping[str, object], *names: str) -> Mapping[str, object]:
    return {name: value for name, value in row.items() if name not in names}


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
    policy = read(BASIC, {**without(CONFIRMED, "days"), "months": months})[1]
    assert policy.last_day(sentenced) == last


def test_late_requests_are_those_of_the_last_days() -> None:
    policy = load_policies()[2]
    end = date(2026, 8, 3)
    assert not policy.is_late(date(2026, 7, 20), end)
    assert policy.is_late(date(2026, 7, 21), end)
    assert policy.is_late(end, end)
    assert not policy.is_late(date(2026, 8, 4), end)
    assert policy.last_day(date(2026, 7, 30)) == date(2026, 8, 13)


LATE = {**BASIC, "id": "late", "status": "unconfirmed", "runs_from": "receipt"}


def test_a_wrong_table_is_refused(subtests: pytest.Subtests) -> None:
    for table, words in [
        ([], "the first policy"),
        ([CONFIRMED], "the first policy"),
        ([CONFIRMED, BASIC], "the first policy"),
        ([BASIC, {**BASIC, "id": "again"}], "the first policy"),
        ([BASIC, BASIC], "used twice"),
        ([{**BASIC, "days": 27}], "must be the 28 days"),
        ([{**BASIC, "standings": ["victim"]}], "must be the 28 days"),
        ([{**BASIC, "sentenced_from": date(2020, 1, 1)}], "must be the 28 days"),
        ([{**BASIC, "sentenced_to": date(2020, 1, 1)}], "must be the 28 days"),
        (
            [{**BASIC, "runs_from": "receipt", "received_in_last_days": 14}],
            "must be the 28 days",
        ),
        ([BASIC, without(CONFIRMED, "days")], "days or months"),
        ([BASIC, {**CONFIRMED, "months": 6}], "days or months"),
        ([BASIC, LATE], "received_in_last_days goes with"),
        ([BASIC, {**CONFIRMED, "received_in_last_days": 14}], "received_in_last_days goes with"),
        ([BASIC, without(CONFIRMED, "known")], "say what is known"),
        ([BASIC, without(CONFIRMED, "sources")], "say what is known"),
        ([BASIC, without(CONFIRMED, "title")], r"\(six\): title must be words"),
        ([BASIC, {**CONFIRMED, "status": "sure"}], "status must be one of"),
        ([BASIC, {**CONFIRMED, "standings": ["anyone"]}], "standings must be one of"),
        ([BASIC, {**CONFIRMED, "limits": "request"}], "unknown name limits"),
    ]:
        with subtests.test(table=table, words=words), pytest.raises(TableError, match=words):
            read(*table)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (without(CONFIRMED, "confirmed"), "two names and a date"),
        ({**CONFIRMED, "confirmed": {"by": "Ann Lee"}}, "and_by must be words"),
        (
            {**CONFIRMED, "confirmed": {"by": "Ann Lee", "and_by": "Bo Rai"}},
            "on must be a date",
        ),
        (
            {
                **CONFIRMED,
                "confirmed": {"by": "Ann Lee", "and_by": " ann  LEE ", "on": date(2026, 12, 1)},
            },
            "two different people",
        ),
        ({**CONFIRMED, "not_known": ["its number"]}, "leaves nothing not known"),
        ({**CONFIRMED, "may_start_later": True}, "leaves nothing not known"),
        (without(CONFIRMED, "sentenced_from"), "from which date of sentence"),
        ({**CONFIRMED, "status": "unconfirmed"}, "needs status confirmed"),
    ],
)
def test_an_entry_is_confirmed_only_by_two_people_who_leave_nothing_open(
    row: Mapping[str, object], words: str
) -> None:
    with pytest.raises(TableError, match=words):
        read(BASIC, row)


def test_may_start_later_may_be_said_to_be_false() -> None:
    assert read(BASIC, {**CONFIRMED, "may_start_later": False})[1].may_start_later is False


def test_every_standing_has_words() -> None:
    assert len({standing.label for standing in RequesterRole}) == len(RequesterRole)
