"""A month's "no" answers are sampled once and read by somebody who had no part in them."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build, many_reviews
from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import Review, SecondReading, SecondView, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.supervision import exceptions, second_readings
from ulss_tracker.services.supervision.second_readings import NO

ENDED = datetime(2026, 2, 16, 12, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


def ended(outcome: Outcome = Outcome.NOT_IN_SCHEME, when: datetime = ENDED) -> Review:
    with clock.set_to(when):
        review = build.review()
        with transaction():
            review.outcome = outcome
    return review


def other_reader() -> User:
    return build.user(email="second@example.org", name="Second Reader")


def drawn() -> list[SecondReading]:
    return list(db.session.scalars(select(SecondReading).order_by(SecondReading.id)))


@pytest.mark.parametrize(("said_no", "number"), [(5, 5), (6, 5), (50, 5), (51, 6), (60, 6)])
def test_how_many_are_drawn(monkeypatch, said_no: int, number: int) -> None:
    reviews = [ended() for _ in range(3)]
    many = [(reviews[0].id, Outcome.OUT_OF_TIME)] * said_no
    taken: list[int] = []

    class Chance(random.Random):
        def sample(self, population, k):  # type: ignore[override]
            taken.append(k)
            return []

    monkeypatch.setattr(second_readings, "_said_no", lambda _first, _last: many)
    assert second_readings.draw(Chance()) == number
    assert taken == [number]


def test_only_the_scheme_s_own_no_of_the_month_that_is_over_is_drawn() -> None:
    edges = {
        datetime(2026, 1, 31, 23, 59, tzinfo=UTC): False,
        datetime(2026, 2, 1, 0, 0, tzinfo=UTC): True,
        datetime(2026, 2, 28, 23, 59, tzinfo=UTC): True,
        datetime(2026, 3, 1, 0, 0, tzinfo=UTC): False,
    }
    wanted = {ended(Outcome.OUT_OF_TIME, when).id for when, is_in in edges.items() if is_in}
    for when in [when for when, is_in in edges.items() if not is_in]:
        ended(Outcome.OUT_OF_TIME, when)
    for outcome in set(Outcome) - set(NO):
        ended(outcome)
    reopened = ended()
    with transaction():
        reopened.outcome = None
    second_readings.draw()
    assert {each.review_id for each in drawn()} == wanted
    assert {each.outcome for each in drawn()} == {Outcome.OUT_OF_TIME}


def test_a_month_is_drawn_once_and_by_another_chance_otherwise(
    at, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(7):
        ended()
    assert second_readings.draw() == 5
    assert second_readings.draw() == 0
    first = [each.review_id for each in drawn()]
    at(NOW + timedelta(days=20))
    assert second_readings.draw() == 0
    assert [each.review_id for each in drawn()] == first
    assert len(set(first)) == 5
    assert {each.month for each in drawn()} == {"2026-02"}
    many = second_readings._said_no(date(2026, 2, 1), date(2026, 2, 28))
    monkeypatch.setattr(second_readings, "_said_no", lambda _first, _last: many)
    samples = set()
    for seed in range(4):
        at(datetime(2026, 5 + seed, 2, 10, tzinfo=UTC))
        second_readings.draw(random.Random(seed))  # noqa: S311
        month = f"2026-{4 + seed:02}"
        samples.add(frozenset(each.review_id for each in drawn() if each.month == month))
    assert len(samples) > 1


def test_whoever_worked_on_the_case_does_not_read_it() -> None:
    review = ended()
    second_readings.draw()
    (reading,) = drawn()
    by = build.user()
    assert second_readings.why_not_read(reading, by).startswith("You worked on this case")
    with pytest.raises(NotAllowed):
        second_readings.record(reading, SecondView.AGREES, "", by, version=reading.version)
    reader = other_reader()
    assert second_readings.why_not_read(reading, reader) == ""
    second_readings.record(reading, SecondView.AGREES, "", reader, version=reading.version)
    assert (reading.view, reading.reader_id, reading.read_at) == (
        SecondView.AGREES,
        reader.id,
        NOW,
    )
    assert review.outcome is Outcome.NOT_IN_SCHEME
    with pytest.raises(Refused):
        second_readings.record(reading, SecondView.AGREES, "", reader, version=reading.version)


def test_a_doubt_needs_its_reason_and_is_an_exception_until_the_review_is_reopened(at) -> None:
    build.on_duty()
    review = ended()
    second_readings.draw()
    (reading,) = drawn()
    reader = other_reader()
    with pytest.raises(Refused):
        second_readings.record(reading, SecondView.DISAGREES, " ", reader, version=reading.version)
    with pytest.raises(ChangedMeanwhile):
        second_readings.record(reading, SecondView.DISAGREES, "x", reader, version=99)
    second_readings.record(
        reading, SecondView.DISAGREES, "It was an attempt", reader, version=reading.version
    )
    group = exceptions.of_kind("doubted_answers")
    assert [item.review_id for item in group.items] == [review.id]
    assert group.items[0].why == "Not in the scheme. The answer was wrong: It was an attempt"
    with transaction():
        review.outcome = None
    assert exceptions.of_kind("doubted_answers").count == 0
    with transaction():
        review.outcome = Outcome.NOT_IN_SCHEME
    assert exceptions.of_kind("doubted_answers").count == 1
    at(NOW + timedelta(days=91))
    assert exceptions.of_kind("doubted_answers").count == 0


@pytest.mark.slow
def test_the_rate_of_agreement_is_what_counting_by_hand_gives(at) -> None:
    chance = random.Random(3)  # noqa: S311
    many_reviews.make(60)
    reader = other_reader()
    by_hand: dict[str, Counter[str]] = {}
    for month in range(1, 13):
        with clock.set_to(datetime(2025, month, 20, 12, tzinfo=UTC)):
            for _ in range(chance.randrange(4)):
                ended(chance.choice(NO), clock.now())
        at(datetime(2025 + month // 12, month % 12 + 1, 1, 12, tzinfo=UTC))
        second_readings.draw()
    for reading in drawn():
        counted = by_hand.setdefault(reading.month, Counter())
        counted["drawn"] += 1
        if chance.random() < 0.7:
            view = chance.choice(list(SecondView))
            reader_of = build.user(Role.SUPERVISOR, email="third@example.org")
            second_readings.record(reading, view, "Why", reader_of, version=reading.version)
            counted["read"] += 1
            counted[view] += 1
    assert reader
    assert len(by_hand) > 6
    found = second_readings.months()
    assert [each.month for each in found] == sorted(by_hand, reverse=True)
    for each in found:
        counted = by_hand[each.month]
        assert (each.drawn, each.read) == (counted["drawn"], counted["read"])
        assert each.agrees == counted[SecondView.AGREES]
        assert each.disagrees == counted[SecondView.DISAGREES]
        assert each.cannot_say == counted[SecondView.CANNOT_SAY]
        rate = int(100 * counted[SecondView.AGREES] / counted["read"]) if counted["read"] else None
        assert each.rate == rate


def test_the_list_is_narrowed(at) -> None:
    ended()
    ended()
    second_readings.draw()
    first, second = drawn()
    second_readings.record(first, SecondView.AGREES, "", other_reader(), version=first.version)
    assert second_readings.page({"which": "read"}).rows == [first]
    assert second_readings.page({"which": "to_read"}).rows == [second]
    assert second_readings.page({}, descending=True).rows == [second, first]
    assert second_readings.page({"month": "2026-01"}).rows == []
    with pytest.raises(NotFound):
        second_readings.get(99)
