"""Sealing a case: who may, who still reads it, and that every SELECT obeys."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from tests.support.reading import read_as
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import (
    Case,
    Document,
    Event,
    EventKind,
    Letter,
    Message,
    Request,
    RequestState,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import messages
from ulss_tracker.services.protection import access_filter, sealing
from ulss_tracker.services.requests import inbox, requests

SECRET = "Sealed Offender"


@pytest.fixture
@transaction()
def sealed(app: Flask) -> Case:
    review = build.review_to_decide(offender_name=SECRET)
    build.document(review.case.requests[0])
    build.letter(review)
    sealing.seal(review.case, [], "A judge's family", build.user(Role.SUPERVISOR))
    return review.case


def test_only_a_supervisor_seals_and_with_a_reason(app: Flask) -> None:
    case = build.review().case
    with pytest.raises(NotAllowed):
        sealing.seal(case, [], "x", build.user())
    with pytest.raises(Refused, match="reason"):
        sealing.seal(case, [], " ", build.user(Role.SUPERVISOR))
    with pytest.raises(NotAllowed):  # nor is one named who never works with cases
        sealing.seal(case, [build.user(Role.ADMINISTRATOR)], "x", build.user(Role.SUPERVISOR))
    assert not sealing.is_sealed(case)


def test_whoever_seals_is_named_once_and_so_are_those_chosen(app: Flask) -> None:
    case = build.review().case
    sealing.seal(case, [build.user()], "Why", build.user(Role.SUPERVISOR))
    assert {user.role for user in sealing.readers(case)} == {Role.CASEWORKER, Role.SUPERVISOR}
    assert access_filter.may_see(case, build.user())
    assert not access_filter.may_see(case, build.user(Role.LAW_OFFICER))
    assert history.of_case(case)[0].kind is EventKind.CASE_SEALED
    with pytest.raises(Refused, match="already"):
        sealing.seal(case, [], "x", build.user(Role.SUPERVISOR))


@pytest.mark.parametrize("table", [Case, Review, Request, Document, Letter, Message, Event])
def test_every_select_leaves_it_out_for_somebody_not_named(sealed: Case, table: type) -> None:
    own = build.user(Role.SUPERVISOR)
    other = build.user()
    entities = select(table)
    count = select(func.count()).select_from(table)
    by_column = select(func.count(table.id))  # type: ignore[attr-defined]
    assert db.session.scalars(entities).all()
    for user, expected in ((other, False), (own, True)):
        read_as(user)
        assert bool(db.session.scalars(entities).all()) is expected
        assert bool(db.session.scalar(count)) is expected
        assert bool(db.session.scalar(by_column)) is expected


def test_it_is_not_found_by_its_name(sealed: Case) -> None:
    reference, review_id = sealed.reference, sealed.reviews[0].id
    asked, message = sealed.requests[0].reference, db.session.scalars(select(Message.id)).first()
    read_as(build.user())
    for look in (
        lambda: cases.get_case(reference),
        lambda: cases.get_review(review_id),
        lambda: requests.get(asked),
        lambda: messages.get(message),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotFound):
            look()


def test_a_request_like_it_names_it_to_nobody_who_is_not_named_on_it(sealed: Case) -> None:
    asked = build.request(
        offender_name=SECRET,
        court_id=sealed.court_id,
        court_text=sealed.court_text,
        sentenced_on=sealed.reviews[0].sentences[0].sentenced_on,
    )
    number, reference = asked.id, sealed.reference
    own, other = build.user(Role.SUPERVISOR), build.user()
    for user, like in ((other, ""), (own, reference)):
        read_as(user)
        rows = inbox.page(RequestState.NEW).rows
        assert [row.like for row in rows if row.id == number] == [like]


def test_a_select_can_be_narrowed_for_somebody_else_and_the_office_still_sees_it(
    sealed: Case,
) -> None:
    build.review(offender_name="Open Offender")
    query = select(Review.offender_name)

    def seen_by(user: User) -> list[str]:
        return list(db.session.scalars(access_filter.visible(query, user)))

    assert seen_by(build.user()) == ["Open Offender"]
    assert len(seen_by(build.user(Role.SUPERVISOR))) == 2
    read_as(build.user())
    with access_filter.reading_as_office():
        assert db.session.scalar(select(func.count(Review.id))) == 2
    assert db.session.scalar(select(func.count(Review.id))) == 1


def test_a_supervisor_who_is_not_named_opens_it_with_a_reason(sealed: Case) -> None:
    other = build.user(Role.SUPERVISOR, email="other@example.org")
    with pytest.raises(Refused, match="reason"):
        sealing.unseal(sealed, "", other)
    with pytest.raises(NotAllowed):
        sealing.unseal(sealed, "Because", build.user())
    sealing.unseal(sealed, "The family agreed", other)
    assert not sealing.is_sealed(sealed)
    assert sealing.readers(sealed) == []
    with pytest.raises(Refused, match="not sealed"):
        sealing.unseal(sealed, "Again", other)


def test_people_are_named_and_taken_off_but_the_last_supervisor(sealed: Case) -> None:
    by, other = build.user(Role.SUPERVISOR), build.user()
    sealing.name_reader(sealed, other, by)
    sealing.name_reader(sealed, other, by)  # twice is once
    assert access_filter.may_see(sealed, other)
    sealing.remove_reader(sealed, other, by)
    assert not access_filter.may_see(sealed, other)
    with pytest.raises(Refused, match="not named"):
        sealing.remove_reader(sealed, other, by)
    with pytest.raises(Refused, match="needs a supervisor"):
        sealing.remove_reader(sealed, by, by)


def test_what_somebody_not_named_has_goes_to_whoever_seals(app: Flask) -> None:
    review, by = build.review(), build.user(Role.SUPERVISOR)
    holder = review.assignee
    assert holder is not None
    sealing.seal(review.case, [], "A judge's family", by)
    assert review.assignee == by
    changed = select(Event).where(Event.kind == EventKind.ASSIGNEE_CHANGED)
    given = list(db.session.scalars(changed.order_by(Event.id)))[-1]
    assert given.before == {"assignee": holder.name}
    assert given.after["assignee"] == by.name
    assert "was sealed" in given.after["note"]


def test_who_is_named_keeps_what_they_have_and_is_not_taken_off_with_it(app: Flask) -> None:
    review, by = build.review(), build.user(Role.SUPERVISOR)
    holder = review.assignee
    assert holder is not None
    sealing.seal(review.case, [holder], "A judge's family", by)
    assert review.assignee == holder
    with pytest.raises(Refused, match=f"{holder.name} has the review of"):
        sealing.remove_reader(review.case, holder, by)
    assert sealing.may_see(review.case, holder)


def test_the_list_of_seals_is_there_for_those_who_may_lift_them(sealed: Case) -> None:
    reference = sealed.reference
    read_as(build.user(Role.SUPERVISOR, email="other@example.org"))
    assert [seal.case.reference for seal in sealing.sealed()] == [reference]
