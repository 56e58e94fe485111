"""Who a rota comes to at each moment, worked out from shifts and absences alone."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ulss_tracker.clock import LONDON
from ulss_tracker.models import Absence, DutyShift, User
from ulss_tracker.permissions import Role
from ulss_tracker.services.people import duty_spans

BEGINS = datetime(2026, 11, 23, tzinfo=UTC)
PEOPLE = [
    User(id=number, name=name, role=Role.CASEWORKER, is_active=True)
    for number, name in enumerate(("Ada", "Ben", "Cai"), start=1)
]
ADA, BEN, CAI = PEOPLE


def hour(number: int) -> datetime:
    return BEGINS + timedelta(hours=number)


def shift(person: User, first: int, last: int, place: int = 1, number: int = 1) -> DutyShift:
    return DutyShift(
        id=number,
        person_id=person.id,
        person=person,
        starts_at=hour(first),
        ends_at=hour(last),
        place=place,
    )


def away(person: User, first: int, last: int, cover: User | None = None) -> Absence:
    """Away on the days of November that these are."""
    return Absence(
        person_id=person.id,
        person=person,
        cover=cover,
        from_on=date(2026, 11, first),
        to_on=date(2026, 11, last),
    )


def said(spans: list[duty_spans.Span]) -> list[tuple[int, int, str]]:
    """Each span by its hours and the names in it."""
    return [
        (
            (span.starts_at - BEGINS) // timedelta(hours=1),
            (span.ends_at - BEGINS) // timedelta(hours=1),
            " ".join(person.name for person in span.people),
        )
        for span in spans
    ]


def test_the_lowest_place_comes_first_then_who_began_first() -> None:
    shifts = [shift(CAI, 0, 9, place=2), shift(BEN, 3, 9), shift(ADA, 2, 9)]
    assert duty_spans.at(hour(3), shifts, []) == (ADA, BEN, CAI)


def test_a_shift_runs_from_its_first_moment_to_before_its_last() -> None:
    shifts = [shift(ADA, 1, 2), shift(BEN, 2, 3)]
    for moment, people in ((0, ()), (1, (ADA,)), (2, (BEN,)), (3, ())):
        assert duty_spans.at(hour(moment), shifts, []) == people
    assert duty_spans.at(hour(2) - datetime.resolution, shifts, []) == (ADA,)


def test_whoever_stands_in_has_the_place_and_nobody_is_there_twice() -> None:
    shifts = [shift(ADA, 0, 9), shift(BEN, 0, 9, place=2), shift(CAI, 0, 9, place=3)]
    assert duty_spans.at(hour(1), shifts, [away(ADA, 23, 23, CAI)]) == (CAI, BEN)
    # Where the cover is away too, their own cover stands in; at the line's end nobody does.
    circle = [away(ADA, 23, 23, CAI), away(CAI, 23, 23, ADA)]
    assert duty_spans.at(hour(1), shifts, circle) == (BEN,)
    line = [away(ADA, 23, 23, CAI), away(CAI, 23, 23, BEN)]
    assert duty_spans.at(hour(1), shifts, line) == (BEN,)


def test_an_absence_counts_on_its_own_days_of_london() -> None:
    shifts = [shift(ADA, 0, 72)]
    found = duty_spans.spans(shifts, [away(ADA, 24, 24)], hour(0), hour(72))
    assert said(found) == [(0, 24, "Ada"), (24, 48, ""), (48, 72, "Ada")]


def test_who_has_left_or_works_on_no_case_is_not_called() -> None:
    gone = User(id=8, name="Gone", role=Role.CASEWORKER, is_active=False)
    moved = User(id=9, name="Moved", role=Role.LAW_OFFICER, is_active=True)
    shifts = [shift(gone, 0, 9), shift(moved, 0, 9), shift(ADA, 0, 9, place=2)]
    assert duty_spans.at(hour(1), shifts, []) == (ADA,)


def test_spans_are_cut_only_where_those_on_duty_change() -> None:
    shifts = [shift(ADA, 2, 4), shift(ADA, 4, 6, number=2), shift(BEN, 5, 7, place=2, number=3)]
    found = duty_spans.spans(shifts, [], hour(0), hour(8))
    assert said(found) == [(0, 2, ""), (2, 5, "Ada"), (5, 6, "Ada Ben"), (6, 7, "Ben"), (7, 8, "")]


def test_the_same_time_of_day_comes_a_week_later_whatever_the_clocks_do() -> None:
    for moment in (
        datetime(2026, 3, 26, 17, tzinfo=LONDON),
        datetime(2026, 10, 22, 9, tzinfo=LONDON),
    ):
        later = duty_spans.days_later(moment.astimezone(UTC), 7)
        assert later.tzinfo is UTC
        assert later.astimezone(LONDON).replace(tzinfo=None) == moment.replace(
            tzinfo=None
        ) + timedelta(days=7)


_SHIFTS = st.lists(
    st.builds(
        lambda person, first, length, place, number: shift(
            person, first, first + length, place, number
        ),
        st.sampled_from(PEOPLE),
        st.integers(-20, 80),
        st.integers(1, 40),
        st.integers(1, 3),
        st.integers(1, 100),
    ),
    max_size=8,
)
_ABSENCES = st.lists(
    st.builds(
        lambda person, first, length, cover: away(person, first, first + length, cover),
        st.sampled_from(PEOPLE),
        st.integers(22, 26),
        st.integers(0, 2),
        st.sampled_from([None, *PEOPLE]),
    ),
    max_size=3,
    unique_by=lambda absence: absence.person_id,
)


@given(_SHIFTS, _ABSENCES)
def test_spans_leave_out_no_moment_and_say_who_is_on_duty_at_each(shifts, absences) -> None:
    """Spans, and so gaps, and the question who is to be called now are never at odds."""
    found = duty_spans.spans(shifts, absences, hour(0), hour(96))
    assert (found[0].starts_at, found[-1].ends_at) == (hour(0), hour(96))
    for before, after in pairwise(found):
        assert before.ends_at == after.starts_at
        assert before.people != after.people
    for number in range(96 * 2):
        moment = hour(0) + timedelta(minutes=30 * number)
        (span,) = [each for each in found if each.starts_at <= moment < each.ends_at]
        assert span.people == duty_spans.at(moment, shifts, absences)
