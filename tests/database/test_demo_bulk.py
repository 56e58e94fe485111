"""A register made in bulk is as the services would have written it: every screen is right on it."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support.checked_client import CheckedClient
from ulss_tracker.models import Case, Event, NameKey, Review, ReviewAsAt, SearchEntry, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services import cases, matching, references
from ulss_tracker.services.matching import keeping
from ulss_tracker.services.saving import saving

BULK = ["demo", "bulk", "--cases", "60", "--open", "20", "--named"]


@pytest.fixture
def bulk(app: Flask, prepared) -> Flask:
    """A register of sixty cases: made once, and then copied."""

    def fill() -> None:
        done = app.test_cli_runner().invoke(args=[*BULK, "Ann Oddname", "--times", "3"])
        assert done.exit_code == 0, done.output
        assert "Added 60 cases" in done.output

    prepared("bulk", fill)
    return app


def count(model: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def test_there_are_as_many_as_were_asked_for(bulk: Flask) -> None:
    assert count(Case) == count(Review) == count(ReviewAsAt) == 60
    assert count(Review, Review.outcome.is_(None)) == 20
    assert count(Review, Review.offender_name == "Ann Oddname") == 3
    assert count(SearchEntry) == 120


def test_the_same_seed_makes_the_same_register(bulk: Flask) -> None:
    names = list(db.session.scalars(select(Review.offender_name).order_by(Review.id)))
    assert names[:3] == ["Ann Oddname"] * 3
    assert len(set(names)) > 50


def test_the_keys_are_those_the_services_would_keep(bulk: Flask) -> None:
    review = db.session.scalars(select(Review).order_by(Review.id.desc()).limit(1)).one()
    kept = set(db.session.scalars(select(NameKey.key).where(NameKey.review_id == review.id)))
    subject = keeping.subject_of_review(review)
    assert kept == matching.keys.kept_keys(subject) | {0}


def test_what_is_added_afterwards_goes_on_from_it(bulk: Flask) -> None:
    with saving():
        reference = references.next_case_reference()
    assert db.session.scalar(select(Case.id).where(Case.reference == reference)) is None
    user = db.session.scalars(select(User).limit(1)).one()
    review = db.session.scalars(select(Review).where(Review.outcome.is_(None)).limit(1)).one()
    cases.add_review(review.case, "Somebody New", user)
    assert count(Event) > 60


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.SUPERVISOR, "/supervision/board"),
        (Role.SUPERVISOR, "/supervision/statistics/?by=court"),
        (Role.CASEWORKER, "/casework/"),
        (Role.CASEWORKER, "/casework/requests"),
    ],
)
def test_the_lists_show_it(bulk: Flask, signed_in, role: Role, path: str) -> None:
    client: CheckedClient = signed_in(role)
    client.get(path)


def test_a_case_of_it_opens(bulk: Flask, signed_in) -> None:
    review = db.session.scalars(select(Review).order_by(Review.id).limit(1)).one()
    number, reference = review.id, review.case.reference
    client: CheckedClient = signed_in(Role.SUPERVISOR)
    page = client.get(f"/casework/reviews/{number}")
    assert reference in page.text
    client.get(f"/casework/cases/{reference}")
