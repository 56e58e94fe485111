"""Tags of the office's own: given by ticks, offered again, a filter and a view, taken off."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.support import build, inbound
from tests.support.page import words
from ulss_tracker.errors import NotAllowed, NotFound
from ulss_tracker.models import Event, EventKind, Request, Review, Tag, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment.carrying_out import Ticked
from ulss_tracker.services.core import tags
from ulss_tracker.services.desk import bulk
from ulss_tracker.services.desk.bulk import Act, Details
from ulss_tracker.services.protection import sealing

BOARD = "/supervision/board"


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(datetime(2026, 3, 18, 10, tzinfo=UTC))
    build.user()
    build.user(Role.SUPERVISOR)


def tag_of(work: Review | Request) -> str:
    db.session.expire_all()
    assert work.deadline is not None
    return work.deadline.tag.name if work.deadline.tag else ""


def test_given_to_ticked_reviews_and_requests_found_by_and_taken_off(signed_in) -> None:
    review, other = (build.eligible_review(offender_name=f"Offender {n}") for n in "AB")
    request = build.request(offender_name="Offender C")
    db.session.commit()
    client = signed_in(Role.SUPERVISOR)
    client.get(BOARD)
    page = client.refused("Tag", review=[str(review.id)], request=[request.reference])
    assert page.text.count("Its tag now: none") == 2
    page = client.submit("Tag", tag="Press list")
    assert "2 done" in page.h1
    assert [tag_of(work) for work in (review, request, other)] == ["Press list", "Press list", ""]
    number = db.session.query(Tag).one().id
    page = client.get(f"{BOARD}?tag={number}")
    rows = [words(row) for row in page.select("tbody th[scope=row]")]
    assert rows == ["Offender A Press list", f"Offender C, request {request.reference} Press list"]
    page = client.get(f"/casework/requests?tag={number}")
    assert "Offender C" in page.text
    # Offered, and however it is written the same.
    page = client.get(f"/casework/together?act=tag&review={other.id}&request={request.reference}")
    assert [option.get("value") for option in page.select("datalist option")] == ["Press list"]
    client.submit("Tag", tag="press LIST")
    assert tag_of(other) == "Press list"
    client.get(f"/casework/together?act=tag&review={review.id}&request={request.reference}")
    client.submit("Tag", tag="")
    assert [tag_of(work) for work in (review, request, other)] == ["", "", "Press list"]
    kept = db.session.query(Event).filter_by(kind=EventKind.TAGGED, review_id=review.id)
    assert [event.after["tag"] for event in kept.order_by(Event.id)] == ["Press list", ""]


def test_your_work_is_narrowed_to_a_tag_and_a_message_has_none(signed_in) -> None:
    inbound.take(Subject="Nothing to do with them")
    tagged = build.eligible_review(offender_name="Offender A")
    build.eligible_review(offender_name="Offender B")
    request = build.request(offender_name="Offender C")
    request.owner = build.user()
    db.session.commit()
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/together?act=tag&review={tagged.id}&request={request.reference}")
    client.submit("Tag", tag="Press list")
    number = db.session.query(Tag).one().id
    names = {
        tag: {words(row) for row in client.get(f"/casework/{tag}").select("tbody th[scope=row]")}
        for tag in ("", f"?tag={number}")
    }
    whole, narrowed = names.values()
    assert len(whole) > len(narrowed) == 2
    assert narrowed == {"Offender A " + tagged.case.reference, "Offender C " + request.reference}


def test_nobody_tags_what_they_may_not_work_on_or_see(signed_in) -> None:
    sealed = build.eligible_review()
    old = build.eligible_review()
    sealing.seal(
        sealed.case, [build.user(Role.SUPERVISOR)], "An inquiry", build.user(Role.SUPERVISOR)
    )
    db.session.commit()
    with pytest.raises(NotAllowed):
        bulk.do([Ticked(old.id, old.version)], Act.TAG, Details(tag="X"), build.user(Role.COUNSEL))
    assert tags.names() == []
    client = signed_in(Role.CASEWORKER)
    page = client.get(f"/casework/together?act=tag&review={sealed.id}&request=%00&request=REQ-NONE")
    assert "Nothing is ticked" in page.text
    page = client.get(f"/casework/together?act=tag&review={old.id}")
    page = client.refused("Tag", tag="x" * 31)
    assert page.errors == ["Tag must be 30 characters or fewer"]
    assert page.one("#tag").get("value") == "x" * 31


def test_a_request_ticked_on_the_board_is_given_and_not_chased(signed_in) -> None:
    request, review = build.request(), build.eligible_review()
    person = build.user(email="second@example.org", name="Second Person")
    db.session.commit()
    client = signed_in(Role.SUPERVISOR)
    both = f"review={review.id}&request={request.reference}"
    page = client.get(f"/casework/together?act=chase&{both}")
    assert "Nothing: it is a request in no case yet" in page.text
    client.get(f"/casework/together?act=give&{both}")
    page = client.submit("Give to one person", person=str(person.id))
    db.session.expire_all()
    assert (request.owner, review.assignee) == (person, person)
    client.submit("Undo")
    db.session.expire_all()
    assert request.owner is None


def test_a_tag_of_the_old_register_is_refused(app: Flask) -> None:
    review = build.eligible_review()
    db.session.commit()
    db.session.delete(review.deadline)
    db.session.commit()
    planned = bulk.plan([review], Act.TAG, build.user())
    assert planned[0].why_not == "It is of the old register: nothing runs for it"
    with pytest.raises(NotFound):
        bulk.do([Ticked(review.id, review.version)], Act.TAG, Details(tag="X"), build.user())
