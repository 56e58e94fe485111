"""Every figure recounted by hand over a made-up register, at its moment and at an earlier one."""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build, many_reviews
from tests.support.by_hand import COURTS, WEEKS, band, days_between, london, rows_behind
from tests.support.many_reviews import Plain
from tests.support.reading import reading_for
from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import VOID, Outcome
from ulss_tracker.services.core import changed_records
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.register.exporting import OUTCOME_WORDS
from ulss_tracker.services.supervision import cross_table, figure_rows, reports, statistics
from ulss_tracker.services.supervision.dimensions import NOT_KNOWN, REVIEWS, STILL_OPEN
from ulss_tracker.services.supervision.statistics import Question, StatisticsAnswer

LATER = datetime(2028, 1, 1, tzinfo=UTC)


def _hours_to_spare(each: Plain) -> int:
    """Counted hour by hour, from filing until the last day is over in London."""
    assert each.filed_at is not None
    midnight = london(datetime.combine(each.last_day_on, time(23, 59), tzinfo=clock.LONDON))
    seconds = midnight.timestamp() + 60 - each.filed_at.timestamp()
    return math.floor(seconds / 3600)


FAMILIES = {
    "io-robbery": "Robbery and burglary",
    "io-murder": "Homicide",
    "no-common-assault": "Not in scheme",
}
BY_HAND: dict[str, Callable[[Plain], str]] = {
    "received_month": lambda each: london(each.received_at).strftime("%B %Y"),
    "received_calendar": lambda each: london(each.received_at).strftime("%B"),
    "received_year": lambda each: str(london(each.received_at).year),
    "ended_month": lambda each: (
        london(each.ended_at).strftime("%B %Y") if each.ended_at else NOT_KNOWN
    ),
    "ended_year": lambda each: str(london(each.ended_at).year) if each.ended_at else NOT_KNOWN,
    "sentenced_year": lambda each: str(each.sentenced_on.year),
    "outcome": lambda each: each.outcome.label if each.outcome else STILL_OPEN,
    "family": lambda each: FAMILIES[each.offence_id],
    "court": lambda each: f"{COURTS[each.court_id]} Crown Court" if each.court_id else NOT_KNOWN,
    "standing": lambda each: each.standing.label,
    "time_taken": lambda each: band(
        days_between(each.received_at, each.ended_at) if each.ended_at else None,
        WEEKS,
        "More than 60 days",
        NOT_KNOWN,
    ),
    "limit": lambda _each: "28 days from the sentence",  # whoever asked: no other is confirmed
    "to_spare": lambda each: band(
        _hours_to_spare(each) if each.filed_at else None,
        (
            (0, "After the last day"),
            (24, "Under 24 hours"),
            (72, "1 to 3 days"),
            (168, "3 to 7 days"),
        ),
        "More than 7 days",
        NOT_KNOWN,
    ),
}


BY_TWO = (
    ("family", "outcome"),
    ("outcome", "family"),
    ("received_calendar", "received_year"),
    ("court", "standing"),
)


@pytest.fixture
def made(app: Flask, prepared) -> list[Plain]:
    """Ninety reviews: made once, and then copied."""
    return list(prepared("ninety reviews", lambda: many_reviews.make(90)))


MOMENTS = (datetime(2024, 7, 1, 12, tzinfo=UTC), datetime(2025, 11, 30, 23, tzinfo=UTC), LATER)
FIRST, LAST = date(2024, 5, 1), date(2026, 3, 31)
NARROWED: tuple[tuple[dict[str, Any], Callable[[Plain], bool]], ...] = (
    ({}, lambda _each: True),
    ({"after_hours_only": True}, lambda each: _is_after_hours(each)),
    ({"received_from": FIRST}, lambda each: london(each.received_at).date() >= FIRST),
    ({"received_to": LAST}, lambda each: london(each.received_at).date() <= LAST),
    ({"with_old_register": False}, lambda each: not each.is_historical),
    (
        {"received_from": FIRST, "received_to": LAST, "with_old_register": False},
        lambda each: FIRST <= london(each.received_at).date() <= LAST and not each.is_historical,
    ),
)


def _is_after_hours(each: Plain) -> bool:
    there = london(each.received_at)
    return there.date() == each.last_day_on and there.hour >= 17


def counting(made: list[Plain]) -> list[Plain]:
    """Those that count when all is known."""
    return [each for each in made if each.at(LATER)]


@pytest.mark.slow
def test_the_register_has_cases_that_count_only_until_they_are_known_to_be_none(
    made: list[Plain],
) -> None:
    void = [each for each in made if each not in counting(made)]
    assert {each.outcome for each in void} == VOID
    assert all(each.at(each.received_at) for each in void)


def test_every_way_to_divide_and_every_way_to_narrow_is_counted_here() -> None:
    assert set(BY_HAND) == {each.id for each in REVIEWS}
    narrowing = {field.name for field in fields(Question)} - {"by", "across", "as_at"}
    assert {name for given, _ in NARROWED for name in given} == narrowing


def counted(found: StatisticsAnswer) -> Counter[str]:
    """How many offenders each figure says; those that say nought change nothing."""
    assert len({each.name for each in found.figures}) == len(found.figures)
    return Counter({each.name: each.offenders for each in found.figures})


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment:%Y}")
def test_every_figure_is_what_counting_by_hand_gives(made: list[Plain], moment: datetime) -> None:
    known = [then for each in made if (then := each.at(moment))]
    assert known
    for given, counts in NARROWED:
        asked = [each for each in known if counts(each)]
        for by, said in BY_HAND.items():
            found = statistics.answer(Question(by, moment, **given))
            offenders = Counter(said(each) for each in asked)
            cases = Counter(name for name, _ in {(said(each), each.case_id) for each in asked})
            assert counted(found) == offenders, (by, given)
            assert Counter({each.name: each.cases for each in found.figures}) == cases, (by, given)
            assert found.offenders == len(asked)
            assert found.cases == len({each.case_id for each in asked})


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment:%Y}")
def test_two_ways_at_once_are_what_counting_by_hand_gives(
    made: list[Plain], moment: datetime
) -> None:
    known = [then for each in made if (then := each.at(moment))]
    for given, counts in NARROWED:
        asked = [each for each in known if counts(each)]
        for by, across in BY_TWO:
            found = cross_table.answer(Question(by, moment, across=across, **given))
            by_hand = Counter((BY_HAND[by](each), BY_HAND[across](each)) for each in asked)
            assert by_hand == Counter(
                {
                    (row.name, column.name): found.at(row, column)
                    for row in found.rows
                    for column in found.columns
                }
            ), (by, across, given)
            assert found.whole == len(asked) == sum(map(found.of_row, found.rows))
            assert found.whole == sum(map(found.of_column, found.columns))
            sheet = reports.table(found)
            *rows, sums = sheet.rows
            assert [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)] == list(
                sums[1:]
            ) or not rows
            assert any(0 < n < 5 for n in found.counts.values()) == bool(found.warning)


def test_the_rows_behind_two_ways_at_once_are_as_many_as_are_said(made: list[Plain]) -> None:
    question = Question("family", LATER, across="outcome")
    found = cross_table.answer(question)
    for row in found.rows:
        for column in found.columns:
            page = figure_rows.rows_behind(question, row.value, also=column.value)
            assert len(page.rows) == found.at(row, column), (row, column)
    with pytest.raises(Refused):
        figure_rows.rows_behind(question, "", also="nonsense")


def test_two_ways_that_do_not_go_together_are_refused(app: Flask) -> None:
    for by, across in [
        ("outcome", "outcome"),
        ("outcome", "request_month"),
        ("request_late", "court"),
        ("outcome", "horoscope"),
        ("horoscope", "outcome"),
        ("outcome", ""),
    ]:
        with pytest.raises(Refused):
            cross_table.answer(Question(by, LATER, across=across))


def test_the_case_update_says_of_each_review_what_the_figures_count(made: list[Plain]) -> None:
    lines = build.case_update()
    found = statistics.answer(Question("outcome", LATER))
    words = {outcome.label: words for outcome, words in OUTCOME_WORDS.items()}
    counted: Counter[str] = Counter()
    for figure in found.figures:
        counted[words.get(figure.name, "Under Consideration")] += figure.offenders
    assert Counter(line[6] for line in lines) == counted
    assert len(lines) == found.offenders
    assert len({line[0] for line in lines}) == found.cases


def test_a_figure_of_an_earlier_moment_can_be_made_again(made: list[Plain]) -> None:
    # The very instants at which something came to be known, or ceased to be so.
    for moment in [sorted(each.received_at for each in made)[30], *(e.known_at for e in made[:20])]:
        found = statistics.answer(Question("outcome", moment))
        known = [then for each in made if (then := each.at(moment))]
        counted = Counter(each.outcome.label if each.outcome else STILL_OPEN for each in known)
        assert {each.name: each.offenders for each in found.figures} == counted


def test_a_month_and_a_year_in_which_nothing_came_have_a_figure_too(app: Flask, at: Any) -> None:
    for received in ((2023, 12, 31, 23, 30), (2024, 2, 29, 12, 0), (2024, 3, 31, 23, 30)):
        at(datetime(*received, tzinfo=UTC))  # the last is the first of April in London
        build.eligible_review(sentenced_on=date(*received[:3]) - timedelta(days=3))
    at(LATER)
    found = statistics.answer(Question("received_month", LATER))
    assert [(each.name, each.offenders, each.cases) for each in found.figures] == [
        ("December 2023", 1, 1),
        ("January 2024", 0, 0),
        ("February 2024", 1, 1),
        ("March 2024", 0, 0),
        ("April 2024", 1, 1),
    ]
    assert figure_rows.rows_behind(found.question, found.figures[1].value).rows == []
    years = statistics.answer(Question("received_year", LATER))
    assert [(each.name, each.offenders) for each in years.figures] == [("2023", 1), ("2024", 2)]
    assert statistics.answer(Question("ended_month", LATER)).figures[0].name == NOT_KNOWN


def test_a_week_is_a_week_over_the_night_that_has_an_hour_less(app: Flask, at: Any) -> None:
    for day, hour in ((29, 10), (29, 11)):
        at(datetime(2025, 3, day, hour, tzinfo=UTC))
        build.eligible_review(sentenced_on=date(2025, 3, 20))
    at(datetime(2025, 4, 5, 9, 0, tzinfo=UTC))  # ten o'clock in London
    with transaction():
        for review in db.session.scalars(select(Review)):
            review.outcome = Outcome.WITHDRAWN
            changed_records.note(review=review)
    found = statistics.answer(Question("time_taken", clock.now()))
    assert [(each.name, each.offenders) for each in found.figures] == [
        ("Under a week", 1),
        ("1 to 2 weeks", 1),
    ]


def test_small_figures_are_told_of_before_they_are_published(made: list[Plain]) -> None:
    by_outcome = statistics.answer(Question("outcome", LATER))
    assert bool(by_outcome.warning) == any(
        0 < number < 5
        for each in by_outcome.figures
        for number in (each.offenders, each.cases, each.requests)
    )
    one = statistics.answer(Question("received_month", LATER))
    assert one.warning.startswith("Some of these figures are below 5.")
    assert one.warning in reports.table(one).notes
    nothing = statistics.answer(Question("outcome", datetime(1990, 1, 1, tzinfo=UTC)))
    assert (nothing.offenders, nothing.cases, nothing.figures) == (0, 0, ())
    assert nothing.is_empty
    assert nothing.warning == ""


def test_the_rows_behind_every_figure_are_as_many_as_it_says(made: list[Plain]) -> None:
    for by in BY_HAND:
        question = Question(by, LATER)
        for figure in statistics.answer(question).figures:
            rows = rows_behind(question, figure.value)
            assert len(rows) == len({row.review_id for row in rows}) == figure.offenders, by


def test_a_sealed_case_counts_but_its_row_is_not_shown(app: Flask) -> None:
    review = build.eligible_review()
    named = [build.user(Role.CASEWORKER, email="named@example.org")]
    sealing.seal(review.case, named, "Named in the press", build.user(Role.SUPERVISOR))
    question = Question("outcome", clock.now() + timedelta(seconds=1))
    with reading_for(build.user(Role.CASEWORKER)):
        assert statistics.answer(question).offenders == 1
        assert figure_rows.rows_behind(question, "").rows == []


def test_a_figure_or_a_division_that_cannot_be_is_refused(app: Flask) -> None:
    for by, value in (
        ("outcome", "nonsense"),
        ("received_year", "x"),
        ("to_spare", "99"),
        ("received_month", "202613"),
    ):
        with pytest.raises(Refused):
            figure_rows.rows_behind(Question(by, LATER), value)
    with pytest.raises(Refused):
        statistics.answer(Question("horoscope", LATER))
