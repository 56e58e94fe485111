"""Indexes and versions follow a change, though nobody wrote a line of history."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Config
from tests.support import build
from ulss_tracker import create_app
from ulss_tracker.models import NameKey, Request, Review, ReviewVersion, SearchEntry, db
from ulss_tracker.services.core import changed_records
from ulss_tracker.services.core.unit_of_work import transaction


def words_of(review: Review) -> str:
    entry = db.session.scalars(select(SearchEntry).where(SearchEntry.review_id == review.id)).one()
    return f"{entry.names} {entry.words}"


def test_what_was_changed_past_the_services_is_found_matched_and_counted_at_once(
    app: Flask,
) -> None:
    review = build.eligible_review()
    matched = select(NameKey.key).where(NameKey.review_id == review.id)
    keys = set(db.session.scalars(matched))
    with transaction():
        review.offender_name = "Wilhelmina Featherstonehaugh"
        review.sentences[0].sentenced_on = date(2026, 9, 1)
        review.sentences[0].convictions[0].text = "Piracy on the high seas"
    assert "featherstonehaugh" in words_of(review)
    assert "piracy" in words_of(review)
    now = set(db.session.scalars(matched))
    assert now
    assert now != keys
    believed = select(ReviewVersion.sentenced_on).where(
        ReviewVersion.review_id == review.id, ReviewVersion.to_at.is_(None)
    )
    assert db.session.scalars(believed).one() == date(2026, 9, 1)


def test_a_request_added_past_the_services_is_found_at_once(app: Flask) -> None:
    given = build.request()
    values = {
        column.name: getattr(given, column.name)
        for column in Request.__table__.columns
        if column.name not in {"id", "reference", "journey_key"}
    }
    with transaction():
        db.session.add(Request(**values, reference="SR-PAST-1"))
    number = db.session.scalars(select(Request.id).where(Request.reference == "SR-PAST-1")).one()
    entries = select(func.count()).where(SearchEntry.request_id == number)
    assert db.session.scalar(entries) == 1
    assert db.session.scalar(select(func.count()).where(NameKey.request_id == number))


def test_what_is_undone_leaves_nothing_to_hand_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = build.eligible_review()
    before = words_of(review)
    with pytest.raises(RuntimeError), transaction():
        review.offender_name = "Somebody Else"
        db.session.flush()
        raise RuntimeError
    handed: list[object] = []
    monkeypatch.setattr(changed_records, "_subscribers", [handed.append])
    db.session.commit()
    assert handed == []
    assert words_of(review) == before


def test_making_another_application_subscribes_nobody_twice(app: Flask) -> None:
    before = list(changed_records._subscribers)
    create_app(Config(environment="testing", SQLALCHEMY_DATABASE_URI="sqlite://"))
    assert changed_records._subscribers == before
    assert len(before) == 7
