"""The demo: it loads on any day, twice the same, shows every stage, and breaks no rule."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Config
from tests.support.databases import TestDatabase
from ulss_tracker import clock, create_app
from ulss_tracker.cli.demo.people import CASEWORKER, PEOPLE, SECOND_CASEWORKER
from ulss_tracker.cli.demo.stories import REPEATS, STORIES
from ulss_tracker.models import (
    Event,
    Filing,
    Letter,
    LetterKind,
    Request,
    RequestState,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.deadline import time_left
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.scheme.workflow.two_keys import Lock
from ulss_tracker.services import letters
from ulss_tracker.services.assessment import two_keys
from ulss_tracker.services.core import users
from ulss_tracker.services.letters.sample import demo_review
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.operations import checkpoints, history_check
from ulss_tracker.services.people import rota

pytestmark = pytest.mark.slow

ORDINARY = datetime(2026, 11, 24, 16, 45, tzinfo=UTC)
LEAP_DAY = datetime(2028, 2, 29, 12, 0, tzinfo=UTC)
DAYS = {
    "a Monday before the office opens": datetime(2026, 11, 30, 7, 0, tzinfo=UTC),
    "1 January, five past midnight": datetime(2027, 1, 1, 0, 5, tzinfo=UTC),
    "a Sunday, the night the clocks go back": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
}
# Chance makes these, and nobody sees them.
SECRET = {"password_hash", "session_key"}
SALTED = {"record_hash": {"salt", "sha256"}}


def load(app: Flask, instant: datetime) -> str:
    """Return what `flask demo load` prints at that moment."""
    with clock.set_to(instant):
        result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 0, result.output
    return result.output


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of every table but for what chance made."""
    return {
        table.name: [
            {
                name: value
                for name, value in row.items()
                if name not in SECRET | SALTED.get(table.name, set())
            }
            for row in db.session.execute(select(table).order_by(*table.primary_key)).mappings()
        ]
        for table in db.metadata.sorted_tables
    }


def nothing_is_still_to_come(instant: datetime) -> None:
    """Every stage is shown, and whatever is said to have been was before the moment."""
    with clock.set_to(instant):
        today = clock.today()
    reviews = list(db.session.scalars(select(Review)))
    assert {review.state for review in reviews} == STAGES
    assert {review.outcome for review in reviews if review.outcome} == OUTCOMES
    for event in db.session.scalars(select(Event)):
        assert event.at <= instant, event.kind
    for filing in db.session.scalars(select(Filing)):
        assert filing.at <= instant
    for review in reviews:
        for sentence in review.sentences:
            assert sentence.sentenced_on <= today
            assert sentence.sentenced_on.weekday() < 5
    for request in db.session.scalars(select(Request)):
        assert request.received_at <= instant
        assert request.sentenced_on is not None
        assert request.received_at.astimezone(clock.LONDON).date() >= request.sentenced_on


@pytest.mark.on_sqlite  # what the day changes is worked out before the database is asked
@pytest.mark.parametrize("name", list(DAYS))
def test_it_loads_on_any_day_and_nothing_in_it_is_still_to_come(app: Flask, name: str) -> None:
    load(app, DAYS[name])
    nothing_is_still_to_come(DAYS[name])


# Every open stage, and every way to end that the demo tells of.
STAGES = set(State)
OUTCOMES = {Outcome.NOT_IN_SCHEME, Outcome.OUT_OF_TIME, Outcome.NOT_REFERRED, Outcome.INCREASED}


@pytest.fixture
def day(database_kind: str) -> datetime:
    """When the demo is loaded: on an ordinary day, and where rows have an order of their own on
    one that comes every four years."""
    return LEAP_DAY if database_kind == "postgresql" else ORDINARY


@pytest.fixture
def demo(app: Flask, prepared, at, day: datetime) -> Flask:
    """The demo as it was loaded on that day: once, and then copied."""
    prepared("demo", lambda: load(app, day))
    at(day)
    return app


@pytest.mark.on_postgresql  # which gives rows that nobody ordered in an order of its own
def test_loading_it_into_two_databases_on_a_leap_day_gives_the_same(
    _database: TestDatabase, demo: Flask
) -> None:
    first = everything()
    db.session.remove()
    _database.empty()
    load(demo, LEAP_DAY)
    assert everything() == first
    assert first["letter"]  # their bytes are the same too


def test_two_are_on_duty_in_order_and_one_day_in_ten_days_has_nobody(
    demo: Flask, day: datetime
) -> None:
    names = [person.name for person in rota.on_duty(day)]
    assert names == [CASEWORKER.name, SECOND_CASEWORKER.name]
    in_four_weeks = day + timedelta(days=28)
    (gap,) = rota.gaps(day, in_four_weeks)
    assert (gap.starts_at - day).days == 9
    assert gap.ends_at - gap.starts_at == timedelta(days=1)
    # Of the numbers that Ofcom keeps for drama.
    mobiles = list(db.session.scalars(select(User.mobile).where(User.mobile != "")))
    assert len(mobiles) == 3
    assert all(mobile.startswith("+447700900") for mobile in mobiles)


def test_nothing_in_it_is_still_to_come(demo: Flask, day: datetime) -> None:
    nothing_is_still_to_come(day)


def test_its_history_has_no_fault(demo: Flask) -> None:
    """The services wrote it: each record has its hash, and each column follows from the events."""
    assert checkpoints.make() > 500
    assert [each.words for each in history_check.check().faults] == []


def test_there_is_a_login_for_every_role(demo: Flask) -> None:
    people = list(db.session.scalars(select(User)))
    assert {person.role for person in people} == set(Role)
    assert {person.email for person in people} == {person.email for person in PEOPLE}
    assert all(person.is_demo for person in people)
    assert all(users.hasher.verify(users.DEMO_PASSWORD, person.password_hash) for person in people)


def test_the_two_person_lock_holds_its_records_and_there_are_two_of_each_who_sign(
    demo: Flask,
) -> None:
    reviews = list(db.session.scalars(select(Review)))
    locks = [two_keys.of_review(review).lock for review in reviews]
    assert set(locks) == {Lock.VERIFIED, Lock.SHUT}  # those at work on, and those just opened
    for review, lock in zip(reviews, locks, strict=True):
        verified_by = {each.confirmed_by_id for each in review.verifications}
        assert bool(verified_by) is (lock is Lock.VERIFIED)
        assert review.assignee_id not in verified_by
    roles = Counter(db.session.scalars(select(User.role)))
    assert min(roles[each] for each in (Role.LAWYER, Role.LAW_OFFICER, Role.SUPERVISOR)) == 2


def test_there_is_something_of_everything(demo: Flask, day: datetime) -> None:
    reviews = list(db.session.scalars(select(Review)))
    assert len(STORIES) >= 12
    assert {review.verdict for review in reviews} >= set(Verdict)
    assert {review.verdict is None for review in reviews} == {True, False}
    assert any(len(review.case.reviews) > 1 for review in reviews)
    states = set(db.session.scalars(select(Request.state)))
    assert {RequestState.NEW, RequestState.IN_CASE} <= states
    kinds = set(db.session.scalars(select(Letter.kind)))
    assert kinds >= {LetterKind.REFERRAL, LetterKind.OFFENDER_NOTICE}
    levels = {
        time_left(day, review.file_by_at).level.value
        for review in reviews
        if review.file_by_at and not review.outcome
    }
    assert levels >= {"plenty", "soon", "urgent"}


def test_references_are_those_of_the_year_and_none_comes_twice(demo: Flask) -> None:
    references = list(db.session.scalars(select(Request.reference)))
    assert len(references) == len(set(references)) == len(STORIES) + len(REPEATS)
    for review in db.session.scalars(select(Review)):
        year = review.case.opened_at.astimezone(clock.LONDON).year
        assert review.case.reference.startswith(f"ULS-{year}-")


def test_each_filed_case_was_filed_inside_its_days(demo: Flask) -> None:
    """The demo shows an office that keeps the law."""
    filed = [
        (review, filing)
        for review in db.session.scalars(select(Review))
        for filing in review.filings
        if filing.kind.value == "filing"
    ]
    assert filed
    for review, filing in filed:
        assert review.file_by_at is not None
        assert filing.at <= review.file_by_at, review.offender_name


def test_the_sample_letter_is_of_a_demo_case_with_no_fact_missing(demo: Flask) -> None:
    review = demo_review()
    assert letters.prepared(letters.about(review, LetterKind.REFERRAL)).missing == ()


def test_loading_it_again_changes_nothing(demo: Flask, day: datetime) -> None:
    before = everything()
    db.session.rollback()
    assert "nothing was changed" in load(demo, day + timedelta(days=1))
    assert everything() == before


def test_its_logins_are_not_printed_where_it_is_not(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["demo", "logins"]).output == ""


def test_its_logins_are_printed_where_it_is(demo: Flask) -> None:
    runner = demo.test_cli_runner()
    printed = runner.invoke(args=["demo", "logins"]).output
    assert users.DEMO_PASSWORD in printed
    assert all(person.email in printed for person in PEOPLE)


def test_it_is_never_loaded_in_production(application: Flask) -> None:
    address = application.config["SQLALCHEMY_DATABASE_URI"]
    production = create_app(
        Config(
            environment="production",
            SECRET_KEY="a secret of forty characters, and then some",
            SQLALCHEMY_DATABASE_URI=address,
        )
    )
    result = production.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code != 0
    assert "never loaded in production" in result.output
    with application.app_context():
        assert db.session.scalar(select(func.count(User.id))) == 0


def test_its_days_are_counted_from_today(demo: Flask, day: datetime) -> None:
    """So that the board of a demo loaded a year from now is not one long list of "passed"."""
    todays = {
        review.sentences[0].sentenced_on
        for review in db.session.scalars(select(Review))
        if review.sentences
    }
    assert day.date() - timedelta(days=6) in todays
    assert all(each <= day.date() for each in todays)


def test_each_repeat_but_the_brothers_is_suggested_to_be_one(demo: Flask) -> None:
    for repeat in REPEATS:
        query = select(Request).where(
            Request.offender_name == repeat.name, Request.requester_name == repeat.requester
        )
        likely = candidates.like(db.session.scalars(query).one())
        assert any(each.is_suggested for each in likely) is (repeat.name != "Derek Skewes")
