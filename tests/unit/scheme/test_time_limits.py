"""In time, out of time, or a lawyer must check: and never a wrong "out of time"."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables import from_table
from tests.support.time_limits import CHECK, FROM_2026_ACT, IN, OUT, ask
from ulss_tracker.scheme.time.calendar import CalendarUnknown, WorkingDays, working_days
from ulss_tracker.scheme.time.deadline import file_by, last_day
from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.time.policies import load_policies
from ulss_tracker.scheme.time.time_limits import TimeVerdict, time_answer
from ulss_tracker.scheme.workflow.requester_role import RequesterRole


@from_table
def test_the_answer_at_a_moment(
    sentenced: str, moment: str, verdict: TimeVerdict, why: str
) -> None:
    for found in (ask(sentenced, moment), ask(sentenced, now=moment)):
        assert (found.verdict, found.id) == (verdict, why)


def test_a_timely_request_is_not_a_timely_application() -> None:
    received = ask("2019-10-23", "2019-11-01T09:00")
    assert received.verdict is IN
    assert received.reason == (
        "Received at 9am on Friday 1 November 2019, in time. It is the application that must "
        "reach the court, not the request: the last day is Wednesday 20 November 2019, so file by "
        "5pm on Wednesday 20 November 2019."
    )
    later = ask("2019-10-23", "2019-11-01T09:00", now="2019-11-21T09:00")
    assert later.verdict is OUT
    assert "came at 9am on Friday 1 November 2019. A request does not stop the clock" in (
        later.reason
    )
    assert "r.41.2(4)" in later.authority


def test_reasons_say_no_more_than_is_known() -> None:
    assert ask("2019-10-23", now="2019-11-01T09:00").reason.startswith("In time. It is")
    gone = ask("2019-10-23", now="2019-11-21T09:00").reason
    assert gone == (
        "The last day was Wednesday 20 November 2019. The law gives no power to extend it. An "
        "application that did not reach the court by then is out of time."
    )


def test_after_hours_rests_on_the_refusal_of_2019() -> None:
    found = ask("2019-10-23", "2019-11-20T20:41")
    assert "24 February 2020" in found.authority
    assert "5pm on Wednesday 20 November 2019" in found.reason
    assert "A lawyer must check at once" in found.reason
    assert found.last_day_on == date(2019, 11, 20)
    assert found.file_by_at == file_by(date(2019, 11, 20))
    assert found.may_matter == ()


def test_where_the_2026_act_may_matter_the_answer_says_so_and_promises_nothing() -> None:
    found = ask("2026-01-05", "2026-02-03T09:00", standing=RequesterRole.PUBLIC)
    assert found.reason.startswith(
        "Past the 28 days; the 2026 Act may give longer: a lawyer must check."
    )
    assert "ended on Monday 2 February 2026" in found.reason
    assert "Promise nobody that they have longer" in found.reason
    assert "not confirmed" in found.authority
    assert [policy.id for policy in found.may_matter] == ["2026-act-six-months"]
    assert found.last_day_on == date(2026, 2, 2)
    assert ask("2026-01-05", "2026-01-06T09:00").may_matter == ()


@pytest.mark.parametrize("standing", [*RequesterRole, None])
def test_until_six_months_have_passed_nobody_is_out_of_time(standing: RequesterRole | None) -> None:
    for moment in ("2026-02-03T00:00", "2026-07-05T23:59"):
        assert ask("2026-01-05", moment, standing=standing).verdict is CHECK
    assert ask("2026-01-05", "2026-07-05T23:59", standing=standing).id == "may_be_longer"


def test_the_limits_say_whom_none_of_them_may_help(subtests: pytest.Subtests) -> None:
    """Within the six months two people may tell these that it is too late, and nobody else."""
    passed_on, now = date(2026, 9, 1), datetime(2026, 11, 30, 14, tzinfo=LONDON)
    for standing in (*RequesterRole, None):
        with subtests.test(standing=standing):
            answer = time_answer(passed_on, standing, received_at=now, now=now)
            assert answer.verdict is TimeVerdict.MUST_CHECK
            can_be_helped = standing not in {
                RequesterRole.PUBLIC,
                RequesterRole.MP,
                RequesterRole.PROSECUTOR,
            }
            assert answer.is_over_for_them is not can_be_helped
    late_in_the_28_days = datetime(2026, 9, 25, 12, tzinfo=LONDON)
    for received_at, on in ((late_in_the_28_days, date(2026, 10, 9)), (now, date(2026, 9, 29))):
        at_end = datetime(on.year, on.month, on.day, 16, tzinfo=LONDON)
        kept = time_answer(passed_on, RequesterRole.PUBLIC, received_at=received_at, now=at_end)
        assert not kept.is_over_for_them, on
    doubtful = time_answer(passed_on, RequesterRole.PUBLIC, received_at=now, now=now, deferred=True)
    assert not doubtful.is_over_for_them


@pytest.mark.parametrize(
    "standing", [RequesterRole.PUBLIC, RequesterRole.MP, RequesterRole.PROSECUTOR]
)
def test_after_six_months_those_the_act_cannot_mean_are_out_of_time(
    standing: RequesterRole,
) -> None:
    assert ask("2026-01-05", now="2026-07-05T12:00", standing=standing).verdict is CHECK
    assert ask("2026-01-05", now="2026-07-06T00:00", standing=standing).verdict is OUT


@from_table
def test_after_six_months_a_victim_may_have_been_told_late(standing: RequesterRole | None) -> None:
    """It is not known whether six months run from the sentence or from notice."""
    found = ask("2026-01-05", "2026-09-01T12:00", standing=standing)
    assert (found.verdict, found.id) == (CHECK, "may_be_longer")


@from_table
def test_which_limits_may_matter(
    sentenced: str,
    received: str | None,
    now: str,
    standing: RequesterRole | None,
    varied: str | None,
    verdict: TimeVerdict,
    may_matter: list[str],
) -> None:
    found = ask(sentenced, received, now, standing, varied=varied)
    assert found.verdict is verdict
    assert [policy.id for policy in found.may_matter] == may_matter


def test_a_variation_may_bring_a_sentence_under_the_act() -> None:
    assert ask("2025-12-01", now="2026-01-30T12:00", varied="2026-01-10").id == "varied"


def test_a_doubt_about_the_start_is_never_out_of_time() -> None:
    for found in (
        ask("2019-01-07", now="2019-06-01T12:00", varied="2019-05-20"),
        ask("2019-01-07", now="2019-06-01T12:00", deferred=True),
        ask("2019-01-07", now="2019-06-01T12:00", confiscation_postponed=True),
    ):
        assert (found.verdict, found.id) == (CHECK, "doubtful_start")
        assert "ended on Monday 4 February 2019" in found.reason
        assert "r.41.2(4)" in found.authority
    assert ask("2019-01-07", now="2019-01-10T12:00", deferred=True).verdict is IN


def test_several_sentences_are_in_time_together_only_if_one_case() -> None:
    sentences = "2019-01-07 2019-02-04"
    assert ask(sentences, now="2019-02-04T17:00").verdict is IN
    doubtful = ask(sentences, now="2019-02-04T17:01")
    assert (doubtful.verdict, doubtful.id) == (CHECK, "one_case")
    assert "sentence of Monday 7 January 2019 alone ended on Monday 4 February" in doubtful.reason
    assert "it ends on Monday 4 March 2019" in doubtful.reason
    assert ask(sentences, now="2019-03-05T09:00").verdict is OUT
    assert ask("2019-02-04 2019-01-07 2019-01-07", now="2019-02-05T09:00").id == "one_case"


def test_a_variation_gives_time_only_if_it_started_the_clock_again() -> None:
    sentenced, varied = "2019-01-07", "2019-02-11"
    before = ask(sentenced, now="2019-02-04T17:00", varied=varied)
    assert (before.verdict, before.id) == (IN, "in_time")
    after = ask(sentenced, now="2019-02-04T17:01", varied=varied)
    assert (after.verdict, after.id) == (CHECK, "varied")
    assert "change made on Monday 11 February 2019 started the 28 days again" in after.reason
    assert "sentence of Monday 7 January 2019 ended on Monday 4 February 2019" in after.reason
    assert "from the change it ends on Monday 11 March 2019" in after.reason
    assert "s.385" in after.authority
    assert after.last_day_on == date(2019, 3, 11)
    assert ask(sentenced, now="2019-03-12T09:00", varied=varied).verdict is OUT
    same_day = ask(sentenced, now="2019-02-04T17:00", varied=sentenced)
    assert same_day.id == "in_time"


def test_of_several_sentences_one_varied_the_first_alone_is_still_safe() -> None:
    found = ask("2019-01-07 2019-01-14", now="2019-02-08T09:00", varied="2019-02-11")
    assert found.id == "varied"
    found = ask("2019-01-07 2019-02-04", now="2019-02-08T09:00", varied="2019-02-04")
    assert found.id == "one_case"


def test_one_sentence_may_be_given_alone() -> None:
    moment = datetime(2019, 1, 8, 9, tzinfo=LONDON)
    alone = time_answer(date(2019, 1, 7), now=moment)
    assert alone == time_answer([date(2019, 1, 7)], now=moment, days=working_days())
    assert alone.verdict is IN


def test_a_moment_with_a_time_zone_is_needed() -> None:
    words = r"^Whether it is in time needs a moment with a time zone\.$"
    with pytest.raises(ValueError, match=words):
        time_answer(date(2026, 1, 5))
    with pytest.raises(ValueError, match="time zone"):
        time_answer(date(2026, 1, 5), now=datetime(2026, 1, 6))  # noqa: DTZ001


def test_the_calendar_given_is_the_one_used() -> None:
    first, last = date(2019, 2, 4), date(2019, 3, 4)
    days = working_days().with_holiday(first, "First").with_holiday(last, "Last")
    dates = [date(2019, 1, 7), date(2019, 2, 4)]
    evening = datetime(2019, 3, 1, 18, tzinfo=LONDON)
    alone = time_answer([dates[1]], now=evening, days=days)
    assert (alone.verdict, alone.file_by_at) == (CHECK, datetime(2019, 3, 1, 17, tzinfo=LONDON))
    assert time_answer([dates[1]], now=evening).verdict is IN
    morning_of_the_first = datetime(2019, 2, 4, 9, tzinfo=LONDON)
    assert time_answer(dates, now=morning_of_the_first, days=days).id == "one_case"
    assert time_answer(dates, now=morning_of_the_first).id == "in_time"


def test_a_calendar_that_is_too_short_is_an_error_not_another_calendar() -> None:
    short = WorkingDays([], date(2019, 1, 1), date(2019, 1, 31))
    with pytest.raises(CalendarUnknown):
        time_answer(date(2019, 1, 7), now=datetime(2019, 1, 8, tzinfo=LONDON), days=short)
    late = WorkingDays([], date(2019, 1, 20), date(2019, 12, 31))
    with pytest.raises(CalendarUnknown):
        time_answer(date(2019, 1, 7), now=datetime(2019, 1, 21, tzinfo=LONDON), days=late)


def test_past_the_known_holidays_is_an_error() -> None:
    with pytest.raises(CalendarUnknown):
        ask("2035-01-01", "2035-01-02T09:00")


def test_the_london_date_decides() -> None:
    """11:30pm UTC on the last day in summer is the day after in London."""
    late = datetime.fromisoformat("2019-07-29T23:30+00:00")
    assert time_answer(date(2019, 7, 1), now=late).verdict is OUT
    received = time_answer(date(2019, 7, 1), received_at=late)
    assert "12:30am on Tuesday 30 July 2019" in received.reason


def test_every_verdict_has_words() -> None:
    assert [verdict.label for verdict in TimeVerdict] == [
        "In time",
        "Out of time",
        "A lawyer must check",
    ]


SENTENCED = st.dates(date(2019, 1, 1), date(2028, 12, 31))


@given(SENTENCED, st.integers(0, 400), st.sampled_from([*RequesterRole, None]))
def test_out_of_time_is_only_ever_said_when_it_is_sure(
    sentenced: date, days_later: int, standing: RequesterRole | None
) -> None:
    moment = datetime.combine(
        sentenced + timedelta(days=days_later), datetime.min.time(), tzinfo=LONDON
    )
    found = time_answer(sentenced, standing, now=moment)
    if found.verdict is OUT:
        assert moment.date() > last_day(sentenced)
        if sentenced >= FROM_2026_ACT:
            assert moment.date() > load_policies()[1].last_day(sentenced)
            assert standing in {RequesterRole.PUBLIC, RequesterRole.MP, RequesterRole.PROSECUTOR}
    if found.verdict is IN:
        assert moment <= file_by(last_day(sentenced))
