"""Counsel sees the cases that name them, and not a row of any other: the one place of that rule."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.reading import read_as
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import (
    Case,
    Deadline,
    Document,
    Event,
    Letter,
    LetterDraft,
    LetterKind,
    Message,
    Notification,
    Request,
    Review,
    User,
    Wait,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import access_filter, sealing


@pytest.fixture
def counsel(app: Flask) -> User:
    return build.user(Role.COUNSEL)


@pytest.fixture
@transaction()
def named(counsel: User) -> Case:
    """A case that names counsel, beside another and a request in no case."""
    other = build.review_to_decide(offender_name="Another Man")
    build.document(other.case.requests[0])
    build.letter(other)
    build.request(offender_name="In No Case")
    mine = build.review_to_decide(offender_name="Own Man")
    build.document(mine.case.requests[0])
    build.letter(mine)
    sealing.instruct(mine.case, counsel, build.user())
    return mine.case


@pytest.mark.parametrize("table", [Case, Review, Document, Letter, Event, Wait, Deadline])
def test_no_row_of_another_case_is_read(named: Case, counsel: User, table: type) -> None:
    own = {
        "case_id": {named.id},
        "review_id": {each.id for each in named.reviews},
        "request_id": {each.id for each in named.requests},
    }
    own["id"] = {Case: own["case_id"], Review: own["review_id"]}.get(table, set())
    everything = len(db.session.scalars(select(table)).all())
    read_as(counsel)
    found = db.session.scalars(select(table)).all()
    assert 0 < len(found) < everything
    for row in found:
        assert any(getattr(row, name, None) in numbers for name, numbers in own.items())


@pytest.mark.parametrize("table", [Message, Notification])
def test_no_row_is_read_of_what_was_written_or_told_to_anybody(
    named: Case, counsel: User, table: type
) -> None:
    notifying.plan_for_referral(named.reviews[0], build.user())
    assert db.session.scalars(select(table)).all()
    read_as(counsel)
    assert db.session.scalars(select(table)).all() == []


def test_only_the_requests_of_the_case_are_read_and_no_letter_to_whoever_asked(
    named: Case, counsel: User
) -> None:
    build.user(Role.LAWYER)
    own, reference = [request.reference for request in named.requests], named.reference
    other = db.session.scalars(select(Case.reference).where(Case.id != named.id)).one()
    with transaction():
        letters.draft(LetterKind.ACKNOWLEDGEMENT, build.user(), request=named.requests[0])
    read_as(counsel)
    assert {draft.request_id for draft in db.session.scalars(select(LetterDraft))} <= {None}
    assert db.session.scalars(select(Letter)).all()
    assert db.session.scalars(select(Request.reference)).all() == own
    assert cases.get_case(reference).reference == reference
    with pytest.raises(NotFound):
        cases.get_case(other)
    read_as(build.user(Role.LAWYER))  # the office reads on as before
    assert len(db.session.scalars(select(Case)).all()) == 2


def test_may_see_and_visible_say_the_same_of_counsel(named: Case, counsel: User) -> None:
    every = db.session.scalars(select(Case).order_by(Case.id)).all()
    assert [access_filter.may_see(each, counsel) for each in every] == [
        each.id == named.id for each in every
    ]
    query = access_filter.visible(select(Review.offender_name), counsel)
    assert db.session.scalars(query).all() == ["Own Man"]


def test_a_case_closes_to_counsel_whose_instruction_ends(named: Case, counsel: User) -> None:
    reference = named.reference
    sealing.end_instruction(named, counsel, build.user())
    read_as(counsel)
    with pytest.raises(NotFound):
        cases.get_case(reference)
    assert db.session.scalars(select(Review)).all() == []


def test_who_sees_every_case_is_not_instructed(named: Case) -> None:
    with pytest.raises(Refused, match="not counsel"):
        sealing.instruct(named, build.user(Role.LAWYER), build.user())
    with pytest.raises(NotAllowed):
        sealing.instruct(named, build.user(Role.COUNSEL), build.user(Role.LAWYER))


def test_a_seal_closes_the_case_to_counsel_whom_it_does_not_name(
    named: Case, counsel: User
) -> None:
    supervisor = build.user(Role.SUPERVISOR)
    sealing.seal(named, [], "A judge’s family", supervisor)
    assert not access_filter.may_see(named, counsel)
    with pytest.raises(NotAllowed):
        sealing.instruct(named, counsel, build.user())
    sealing.name_reader(named, counsel, supervisor)
    assert access_filter.may_see(named, counsel)
    sealing.unseal(named, "It is over", supervisor)
    assert sealing.counsel_of(named) == sealing.readers(named) == [counsel]  # still instructed
