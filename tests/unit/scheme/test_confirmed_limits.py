"""Confirmation of an entry of the table of time limits by two people."""

from collections.abc import Mapping
from datetime import date, datetime

from tests.support.time_limits import CHECK, FROM_2026_ACT, IN, OUT, ask
from ulss_tracker.scheme.table import TableRow
from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.time.policies import Policy, read_policies
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

CONFIRMATION = {"by": "Ann Lee", "and_by": "Bo Rai", "on": date(2026, 12, 1)}
BASE: Mapping[str, object] = {
    "id": "28-days",
    "status": "in_force",
    "title": "28 days",
    "provision": "Schedule 3",
    "runs_from": "sentence",
    "days": 28,
    "known": ["It is the law."],
    "sources": ["the Act"],
}
SIX_MONTHS: Mapping[str, object] = {
    "id": "six-months",
    "status": "confirmed",
    "title": "Six months",
    "provision": "The 2026 Act s.1",
    "runs_from": "sentence",
    "months": 6,
    "sentenced_from": date(2026, 6, 29),
    "standings": ["victim", "bereaved_family"],
    "known": ["Its words."],
    "sources": ["the 2026 Act"],
    "confirmed": CONFIRMATION,
}
FOURTEEN: Mapping[str, object] = {
    **SIX_MONTHS,
    "id": "14-days",
    "months": 1,
    "runs_from": "receipt",
    "received_in_last_days": 14,
    "standings": [],
}


def table(*rows: Mapping[str, object]) -> tuple[Policy, ...]:
    return read_policies(TableRow({"policy": [BASE, *rows]}, "test"))


FOURTEEN_DAYS = {**{k: v for k, v in FOURTEEN.items() if k != "months"}, "days": 14}


def test_a_confirmed_policy_decides_for_those_it_is_for() -> None:
    policies = table(SIX_MONTHS)
    victim = ask("2026-07-06", "2026-12-20T09:00", standing=RequesterRole.VICTIM, policies=policies)
    assert victim.verdict is IN
    assert victim.last_day_on == date(2027, 1, 6)
    assert victim.file_by_at == datetime(2027, 1, 6, 17, tzinfo=LONDON)
    assert victim.authority == "The 2026 Act s.1"
    public = ask("2026-07-06", "2026-12-20T09:00", standing=RequesterRole.PUBLIC, policies=policies)
    assert public.verdict is OUT
    assert public.last_day_on == date(2026, 8, 3)
    late = ask("2026-07-06", "2027-01-07T09:00", standing=RequesterRole.VICTIM, policies=policies)
    assert late.verdict is OUT
    before = ask("2026-06-28", "2026-12-20T09:00", standing=RequesterRole.VICTIM, policies=policies)
    assert before.verdict is OUT


def test_a_confirmed_policy_still_asks_who_is_asking() -> None:
    policies = table(SIX_MONTHS)
    unknown = ask("2026-07-06", "2026-12-20T09:00", policies=policies)
    assert unknown.verdict is CHECK
    assert [policy.id for policy in unknown.may_matter] == ["six-months"]
    assert ask("2026-07-06", "2027-01-07T00:00", policies=policies).verdict is OUT
    assert ask("2026-06-28", "2026-12-20T09:00", policies=policies).verdict is OUT


def test_several_sentences_under_a_confirmed_policy() -> None:
    policies = table(SIX_MONTHS)
    sentences, victim = "2026-07-06 2026-08-03", RequesterRole.VICTIM
    for moment, why in [("2027-01-06T16:00", "in_time"), ("2027-01-07T09:00", "one_case")]:
        found = ask(sentences, now=moment, standing=victim, policies=policies)
        assert found.id == why
        assert found.last_day_on == date(2027, 2, 3)


def test_confirmed_days_from_receipt() -> None:
    policies = table(FOURTEEN_DAYS)
    late = ask("2026-07-06", "2026-07-30T09:00", now="2026-08-13T16:00", policies=policies)
    assert (late.verdict, late.last_day_on) == (IN, date(2026, 8, 13))
    assert late.authority == "The 2026 Act s.1"
    over = ask("2026-07-06", "2026-07-30T09:00", now="2026-08-14T00:00", policies=policies)
    assert over.verdict is OUT
    early = ask("2026-07-06", "2026-07-15T09:00", now="2026-08-04T00:00", policies=policies)
    assert (early.verdict, early.last_day_on) == (OUT, date(2026, 8, 3))
    no_request = ask("2026-07-06", now="2026-08-04T00:00", policies=policies)
    assert no_request.verdict is OUT
    first_late_day = ask(
        "2026-07-06", "2026-07-21T09:00", now="2026-08-04T09:00", policies=policies
    )
    assert first_late_day.last_day_on == date(2026, 8, 4)


def test_several_sentences_with_confirmed_days_from_receipt() -> None:
    found = ask(
        "2026-06-30 2026-07-06",
        "2026-07-30T09:00",
        now="2026-08-12T09:00",
        policies=table(FOURTEEN_DAYS),
    )
    assert found.verdict is IN


def test_a_shorter_confirmed_policy_takes_nothing_away() -> None:
    short = {**{k: v for k, v in SIX_MONTHS.items() if k != "months"}, "days": 7}
    found = ask(
        "2026-07-06", "2026-07-30T09:00", standing=RequesterRole.VICTIM, policies=table(short)
    )
    assert (found.verdict, found.last_day_on) == (IN, date(2026, 8, 3))


def test_only_policies_that_cover_the_sentence_give_an_end_to_be_late_for() -> None:
    """Sentences of January: the six months of this table begin with September."""
    six = {**SIX_MONTHS, "status": "unconfirmed", "sentenced_from": date(2026, 9, 1)}
    late = {**FOURTEEN_DAYS, "status": "unconfirmed", "sentenced_from": FROM_2026_ACT}
    policies = table(
        *(
            {name: value for name, value in row.items() if name != "confirmed"}
            for row in (six, late)
        )
    )
    found = ask("2026-01-05", "2026-07-01T09:00", "2026-07-06T09:00", policies=policies)
    assert found.verdict is OUT
