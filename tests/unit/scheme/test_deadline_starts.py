"""The day that time runs from: a variation, a deferral, a postponed confiscation."""

from collections.abc import Sequence
from datetime import date

from ulss_tracker.scheme.time.deadline import Step, file_by, slip_rule_last_day, work_out


def day(text: str) -> date:
    return date.fromisoformat(text)


def ids(steps: Sequence[Step]) -> list[str]:
    return [step.id for step in steps]


def text_of(steps: Sequence[Step], step_id: str) -> str:
    (found,) = [step.text for step in steps if step.id == step_id]
    return found


def test_a_variation_inside_the_56_days_restarts_time() -> None:
    found = work_out(day("2026-01-05"), varied_on=day("2026-02-20"))
    assert found.last_day_on == day("2026-03-20")
    assert found.runs_from_on == day("2026-02-20")
    assert found.earliest_last_day_on == day("2026-02-02")
    assert found.earliest_file_by_at == file_by(day("2026-02-02"))
    assert ids(found.warnings) == ["varied"]
    assert "s.385" in found.steps[0].authority
    assert "which end on Sunday 1 March 2026" in found.steps[0].text
    assert not found.must_check


def test_the_56_days_begin_with_the_day_of_sentence() -> None:
    assert slip_rule_last_day(day("2026-01-05")) == day("2026-03-01")
    inside = work_out(day("2026-01-05"), varied_on=day("2026-03-01"))
    assert inside.runs_from_on == day("2026-03-01")
    outside = work_out(day("2026-01-05"), varied_on=day("2026-03-02"))
    assert outside.runs_from_on == day("2026-01-05")
    assert outside.must_check
    assert ids(outside.warnings) == ["variation_outside_56_days"]
    assert "ended on Sunday 1 March 2026" in outside.warnings[0].text
    assert "Monday 2 March 2026" in outside.warnings[0].text


def test_a_variation_on_the_day_of_sentence_changes_nothing() -> None:
    found = work_out(day("2026-01-05"), varied_on=day("2026-01-05"))
    assert found.last_day_on == found.earliest_last_day_on == day("2026-02-02")
    assert not found.must_check
    assert "was varied on Monday 5 January 2026. That is inside the 56 days" in found.steps[0].text


def test_a_variation_before_the_sentence_needs_a_lawyer() -> None:
    found = work_out([day("2026-01-05"), day("2026-01-06")], varied_on=day("2026-01-04"))
    assert found.last_day_on == day("2026-02-03")
    assert found.must_check
    assert ids(found.warnings) == ["variation_before_sentence", "several_sentences"]
    assert "Sunday 4 January 2026, before the sentence of Monday 5 January" in (
        found.warnings[0].text
    )


def test_a_variation_of_an_earlier_sentence_does_not_shorten_the_later_one() -> None:
    found = work_out([day("2026-01-05"), day("2026-02-02")], varied_on=day("2026-01-20"))
    assert found.last_day_on == day("2026-03-02")
    assert ids(found.warnings) == ["several_sentences"]
    assert "varied on Tuesday 20 January 2026, but another was passed later" in (
        found.steps[0].text
    )
    assert not found.must_check


def test_a_variation_after_the_last_of_several_sentences_restarts_time() -> None:
    found = work_out([day("2026-01-05"), day("2026-02-02")], varied_on=day("2026-02-20"))
    assert found.last_day_on == day("2026-03-20")
    assert found.earliest_last_day_on == day("2026-02-02")
    assert ids(found.warnings) == ["several_sentences", "varied"]
    # The window that matters is the shortest: whichever was varied, it was inside.
    assert "which end on Sunday 1 March 2026" in found.steps[0].text


def test_a_variation_inside_one_window_and_outside_another_needs_a_lawyer() -> None:
    found = work_out([day("2026-01-05"), day("2026-02-16")], varied_on=day("2026-03-10"))
    assert found.last_day_on == day("2026-03-16")
    assert found.must_check
    assert ids(found.warnings) == ["variation_of_which", "several_sentences"]


def test_a_variation_outside_every_window_names_the_last_of_them() -> None:
    found = work_out([day("2026-01-05"), day("2026-01-06")], varied_on=day("2026-06-01"))
    assert ids(found.warnings) == ["variation_outside_56_days", "several_sentences"]
    assert "ended on Monday 2 March 2026" in found.warnings[0].text


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
