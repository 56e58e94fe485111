"""Answers of the scheme that differ for the same offences and dates, recounted by hand."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from ulss_tracker.models import Conviction, Review, Sentence, db
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import VOID, Outcome
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.supervision import exceptions
from ulss_tracker.services.supervision.exceptions import Item

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
DAYS = tuple(date(2026, 3, day) for day in (2, 3))
OFFENCES = ("io-robbery", "io-murder", "no-common-assault")


def made(
    passed_for: set[tuple[str, date]],
    verdict: Verdict | None,
    outcome: Outcome | None = None,
    *,
    is_historical: bool = False,
    form: Form = Form.FULL,
) -> Review:
    review = build.review()
    with transaction():
        for day in sorted({day for _offence, day in passed_for}):
            sentence = Sentence(
                review=review,
                sentenced_on=day,
                order_kind=OrderKind.IMPRISONMENT,
                text="3 years",
            )
            sentence.convictions = [
                Conviction(offence_id=offence, answers={}, form=form)
                for offence, each in sorted(passed_for)
                if each == day
            ]
            db.session.add(sentence)
        review.verdict, review.outcome, review.is_historical = verdict, outcome, is_historical
    return review


def listed() -> list[Item]:
    items: list[Item] = []
    after = None
    while True:
        group = exceptions.of_kind("differing_answers", after=after)
        items += group.items
        after = group.after
        if after is None:
            assert len(items) == group.count
            return items


def test_two_that_differ_are_listed_beside_each_other_and_among_the_exceptions() -> None:
    build.on_duty()
    robbery = {("io-robbery", DAYS[0])}
    one = made(robbery, Verdict.IN_SCHEME)
    made(robbery, Verdict.IN_SCHEME, Outcome.OPENED_BY_MISTAKE)
    assert listed() == []
    other = made(robbery, Verdict.NOT_IN_SCHEME)
    assert [item.review_id for item in listed()] == [one.id, other.id]
    assert listed()[0].why == (
        "In the scheme. The same offences and dates otherwise: "
        f"{other.case.reference}: not in the scheme"
    )
    assert {group.id: group.count for group in exceptions.every()}["differing_answers"] == 2


def test_an_attempt_is_another_offence_and_another_day_another_sentence() -> None:
    made({("io-robbery", DAYS[0])}, Verdict.IN_SCHEME)
    made({("io-robbery", DAYS[0])}, Verdict.NOT_IN_SCHEME, form=Form.ATTEMPT)
    made({("io-robbery", DAYS[1])}, Verdict.NOT_IN_SCHEME)
    made({("io-robbery", DAYS[0]), ("no-common-assault", DAYS[0])}, Verdict.MUST_CHECK)
    made({("io-robbery", DAYS[0])}, None)
    made({("io-robbery", DAYS[0])}, Verdict.NOT_IN_SCHEME, is_historical=True)
    assert listed() == []


def test_sentences_of_more_than_two_years_ago_are_compared_no_more() -> None:
    for days, count in ((731, 0), (730, 2)):
        passed_for = {("io-robbery", NOW.date() - timedelta(days=days))}
        made(passed_for, Verdict.IN_SCHEME)
        made(passed_for, Verdict.NOT_IN_SCHEME)
        assert len(listed()) == count


def test_over_a_made_up_register_it_is_what_comparing_each_with_each_gives() -> None:
    chance = random.Random(5)  # noqa: S311
    register = []
    with transaction():
        for _ in range(70):
            number = chance.choice((1, 1, 2))
            passed_for = {(chance.choice(OFFENCES), chance.choice(DAYS)) for _ in range(number)}
            verdict = chance.choice([Verdict.IN_SCHEME] * 4 + [*Verdict, None])
            outcome = chance.choice([None, None, Outcome.NOT_IN_SCHEME, *sorted(VOID)])
            is_historical = chance.random() < 0.1
            review = made(passed_for, verdict, outcome, is_historical=is_historical)
            if verdict and outcome not in VOID and not is_historical:
                register.append((review.id, review.case.reference, passed_for, verdict))
    otherwise = defaultdict(set)
    for number, _, passed_for, verdict in register:
        for other, reference, same, answer in register:
            if other != number and passed_for == same and verdict != answer:
                otherwise[number].add(f"{reference}: {answer.label.lower()}")
    assert 5 < len(otherwise) < len(register)
    found = {item.review_id: item.why for item in listed()}
    assert set(found) == set(otherwise)
    verdicts = {number: verdict for number, _, _, verdict in register}
    for number, why in found.items():
        said, _, others = why.partition(". The same offences and dates otherwise: ")
        assert said == verdicts[number].label
        assert set(others.split("; ")) == otherwise[number]
