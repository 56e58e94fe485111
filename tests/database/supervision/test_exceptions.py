"""Exceptions: each kind is found, counted and opened; the usual is not among them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.models import (
    Channel,
    DecisionChoice,
    Draft,
    Event,
    EventKind,
    Request,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, Step
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import progress
from ulss_tracker.services.requests import requests
from ulss_tracker.services.supervision import exceptions
from ulss_tracker.services.supervision.exceptions import Group

NOW = datetime(2026, 3, 18, 10, tzinfo=clock.LONDON)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
    build.on_duty()


def found() -> dict[str, Group]:
    return {group.id: group for group in exceptions.every() if group.count}


def test_what_is_as_usual_is_not_an_exception() -> None:
    assert found() == {}
    build.eligible_review()
    assert found() == {}


def test_an_old_draft_is_one_and_its_key_is_not_told(at) -> None:
    with transaction():
        db.session.add(Draft(key="x", answers={}, started_at=NOW, changed_at=NOW))
    at(NOW + timedelta(days=19))
    (item,) = found()["old_drafts"].items
    assert "x" not in item.why.split()


def test_only_some_are_shown_and_all_are_counted_but_the_old_register() -> None:
    with transaction():
        for _ in range(exceptions.SHOWN + 3):
            build.review().assignee_id = None
        old = build.eligible_review()
        old.is_historical, old.assignee_id = True, None
    group = found()["unassigned"]
    assert (len(group.items), group.count, group.more) == (10, 13, 3)


@pytest.mark.parametrize(
    ("before", "is_near"),
    [
        (timedelta(hours=24, seconds=1), False),
        (timedelta(hours=24), True),
        (timedelta(0), True),
        (-timedelta(hours=1), True),
    ],
)
def test_a_near_miss_is_whatever_the_office_asks_the_reason_of(
    at, before: timedelta, is_near: bool
) -> None:
    review = build.eligible_review()
    assert review.file_by_at
    with transaction():
        review.filed_at = review.file_by_at - before
    at(review.filed_at)
    assert ("near_misses" in found()) is is_near


def test_one_review_that_was_decided_again_is_not_decided_both_ways() -> None:
    review, boss = build.review_to_decide(), build.user(Role.SUPERVISOR)
    build.decide(review, DecisionChoice.DO_NOT_REFER, "Within the range")
    progress.move(review, Step.REOPEN, boss, version=review.version, note="New facts from the CPS")
    build.submit(review)
    build.decide(review, DecisionChoice.REFER, "Outside the range")
    assert "both_ways" not in found()
    for choice in (DecisionChoice.DO_NOT_REFER, DecisionChoice.REFER):
        build.decide(build.review_to_decide(), choice, "Because")
    (item,) = found()["both_ways"].items
    assert (item.offence_id, item.why) == ("io-robbery", "2 referred, 1 not referred")


def logged(**changes: Any) -> Request:
    """A request that came by phone, as a caseworker logged it."""
    asked = build.asked(**changes)
    return requests.log(asked, channel=Channel.PHONE, received_at=NOW, by=build.user()).request


def test_a_date_that_was_let_stand_when_a_request_was_logged_is_one() -> None:
    sunday = date(2026, 3, 15)
    logged(sentenced_on=date(2026, 3, 16))
    request = logged(sentenced_on=sunday, offender_name="On A Sunday")
    build.request(sentenced_on=sunday)  # what somebody wrote online is their own word
    [item] = found()["date_doubts"].items
    assert (item.reference, item.name) == (request.reference, "On A Sunday")
    assert "is at a weekend" in item.why
    event = db.session.scalars(
        select(Event).where(Event.kind == EventKind.REQUEST_LOGGED, Event.request_id == request.id)
    ).one()
    assert event.after["confirmed_doubts"] == ["weekend"]
    review = cases.open_case(request, build.user())
    assert [each.reference for each in found()["date_doubts"].items] == [request.reference]
    with transaction():
        review.outcome = Outcome.NOT_IN_SCHEME
    assert "date_doubts" not in found()  # it is over
    with transaction():
        review.outcome = None
    build.sentence(review, sentenced_on=date(2026, 3, 16))
    assert "date_doubts" not in found()
