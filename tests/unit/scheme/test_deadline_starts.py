"""The day that time runs from: a variation, a deferral, a postponed confiscation."""

from collections.abc import Sequence
from datetime import date

from tests.support.tables import from_table
from ulss_tracker.scheme.time.deadline import Step, file_by, slip_rule_last_day, work_out


def day(text: str) -> date:
    return date.fromisoformat(text)


def ids(steps: Sequence[Step]) -> list[str]:
    return [step.id for step in steps]


@from_table
def test_a_variation_restarts_time_where_it_may(
    sentenced: list[date],
    varied_on: date,
    last_day_on: date,
    earliest_last_day_on: date,
    must_check: bool,
    warnings: list[str],
    said_of_the_start: str,
    said_in_warning: str,
) -> None:
    found = work_out(sentenced, varied_on=varied_on)
    assert (found.last_day_on, found.must_check) == (last_day_on, must_check)
    assert found.earliest_last_day_on == earliest_last_day_on
    assert found.earliest_file_by_at == file_by(earliest_last_day_on)
    assert ids(found.warnings) == warnings
    assert said_of_the_start in found.steps[0].text
    assert not said_in_warning or said_in_warning in found.warnings[0].text


def test_time_runs_from_the_variation_on_the_authority_of_the_slip_rule() -> None:
    assert slip_rule_last_day(day("2026-01-05")) == day("2026-03-01")
    for varied, runs_from in (
        ("2026-02-20",) * 2,
        ("2026-03-01",) * 2,
        ("2026-03-02", "2026-01-05"),
    ):
        found = work_out(day("2026-01-05"), varied_on=day(varied))
        assert found.runs_from_on == day(runs_from)
    assert "s.385" in work_out(day("2026-01-05"), varied_on=day("2026-02-20")).steps[0].authority


def test_a_deferred_sentence_starts_the_clock_and_warns() -> None:
    found = work_out(day("2026-01-05"), deferred=True)
    assert found.last_day_on == day("2026-02-02")
    assert ids(found.warnings) == ["deferred"]
    assert "a lawyer must check" in found.warnings[0].text
    assert found.must_check


def test_postponed_confiscation_needs_a_lawyer() -> None:
    found = work_out(day("2026-01-05"), confiscation_postponed=True)
    assert ids(found.warnings) == ["confiscation_postponed"]
    assert found.warnings[0].authority.startswith("Proceeds of Crime Act 2002 s.15")
    assert found.must_check
