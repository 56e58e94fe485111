"""A register of categories: no label takes a case out, and the office's decisions are counted."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.register import register, row
from ulss_tracker import clock
from ulss_tracker.models import Conviction, Origin, RegisterDoubt, RegisterFile, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.register import importing
from ulss_tracker.services.supervision import label_counts

ROWS = register(
    row(reference="1", offence="Theft", outcome="Not in Scheme"),
    row(reference="2", offence="Theft"),
    row(reference="3", offence="Death By Careless Driving", outcome="Not in Scheme"),
    row(reference="4", offence="Robbery"),
)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(datetime(2026, 3, 18, 10, tzinfo=clock.LONDON))


def imported(*, has_categories: bool) -> list[Review]:
    by = build.user(Role.SUPERVISOR)
    importing.import_file(importing.bring(ROWS, by, has_categories=has_categories), by)
    query = select(Review).where(Review.origin == Origin.IMPORTED).order_by(Review.id)
    return list(db.session.scalars(query))


@pytest.mark.parametrize("has_categories", [True, False])
def test_no_label_of_a_register_of_categories_gives_a_no_and_of_convictions_it_may(
    *, has_categories: bool
) -> None:
    reviews = imported(has_categories=has_categories)
    no = Verdict.MUST_CHECK if has_categories else Verdict.NOT_IN_SCHEME
    assert [review.verdict for review in reviews] == [no, no, no, Verdict.IN_SCHEME]
    assert db.session.scalars(select(Conviction.is_category)).all() == [has_categories] * 4
    importing.bring(ROWS, build.user(Role.SUPERVISOR))  # it stays what it was said to be
    assert db.session.scalars(select(RegisterFile.has_categories)).all() == [has_categories]


def test_the_rules_disagree_with_no_category() -> None:
    by = build.user(Role.SUPERVISOR)
    disagree = select(RegisterDoubt).where(RegisterDoubt.text.startswith("The scheme’s rules say"))
    file = importing.bring(ROWS, by)
    assert len(db.session.scalars(disagree).all()) == 1
    again = importing.bring(ROWS, by, has_categories=True)
    assert again.id == file.id
    assert again.has_categories
    assert db.session.scalars(disagree).all() == []


def test_the_offices_own_decisions_are_counted_by_label() -> None:
    imported(has_categories=True)
    for outcome in (Outcome.NOT_IN_SCHEME, Outcome.NOT_REFERRED, Outcome.OUT_OF_TIME):
        ended = build.review()
        build.conviction(build.sentence(ended), "no-theft")
        with transaction():
            ended.outcome = outcome
    mixed = build.review()
    passed = build.sentence(mixed)
    build.conviction(passed, "no-theft")
    build.conviction(passed, "io-robbery")
    with transaction():
        mixed.outcome = Outcome.INCREASED
    review = build.review()
    build.conviction(build.sentence(review), "no-theft")
    (count,) = label_counts.of_review(review)
    assert (count.own_in, count.own, count.register_in, count.register) == (1, 2, 1, 2)
    assert count.words == (
        "Theft: the office found it in the scheme 2 of 4 times (its own decisions 1 of 2, the old "
        "register 1 of 2)."
    )


def test_a_label_that_the_catalogue_does_not_have_is_counted_by_its_words() -> None:
    for _ in range(2):
        review = build.review()
        build.conviction(build.sentence(review), None, text="Wizardry")
        with transaction():
            review.outcome = Outcome.NOT_IN_SCHEME
    (count,) = label_counts.of_review(review)  # itself is left out
    assert (count.label, count.own_in, count.own) == ("Wizardry", 0, 1)


def test_a_label_never_decided_and_a_review_without_one_say_nothing() -> None:
    review = build.review()
    assert label_counts.of_review(review) == []
    sentence = build.sentence(review)
    build.conviction(sentence, "no-affray")
    assert label_counts.of_review(review) == []
    for _ in range(2):
        build.conviction(build.sentence(build.review()), "no-burglary")
    counts = label_counts.convictions_of(["no-burglary", "no-affray", "io-murder"])
    assert counts == {"no-burglary": 2, "no-affray": 1}
