"""Complaints have a clock of their own, and move no other."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from tests.support.reading import reading_for
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import Channel, Complaint, Event, EventKind, Finding, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import complaints
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.supervision import exceptions

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


def recorded(received_at: datetime = NOW, **more: object) -> Complaint:
    return complaints.record(
        "Ada Brown", "Nobody rang back", build.user(), channel=Channel.PHONE,
        received_at=received_at, **more,
    )  # fmt: skip


def test_its_clock_runs_from_when_it_was_received() -> None:
    one, other = recorded(), recorded(NOW - timedelta(days=7))
    assert one.acknowledge_by_at == datetime(2026, 3, 25, 17, tzinfo=UTC)
    # Good Friday and Easter Monday do not count, and London is an hour ahead by then.
    assert one.answer_by_at == datetime(2026, 4, 17, 16, tzinfo=UTC)
    assert [one.reference, other.reference] == ["COM-2026-0001", "COM-2026-0002"]
    assert complaints.page({}).rows == [other, one]


def test_a_complaint_moves_no_clock_of_its_case() -> None:
    review = build.eligible_review()
    before = (review.last_day_on, review.file_by_at, review.version)
    complaint = recorded(case=review.case)
    db.session.refresh(review)
    assert (review.last_day_on, review.file_by_at, review.version) == before
    assert complaint.case == review.case


def test_it_is_acknowledged_and_answered_once_with_nothing_personal_in_history() -> None:
    complaint, by = recorded(), build.user()

    def answer(words: str = "Sorry, Ada", at: datetime = NOW, version: int | None = None) -> None:
        seen = complaint.version if version is None else version
        complaints.answer(complaint, Finding.UPHELD, words, at, by, version=seen)

    for at, words in ((NOW + timedelta(minutes=1), "in the past"), (NOW - timedelta(1), "after")):
        with pytest.raises(Refused, match=words):
            complaints.acknowledge(complaint, at, by, version=complaint.version)
        with pytest.raises(Refused, match=words):
            answer(at=at)
    complaints.acknowledge(complaint, NOW, by, version=complaint.version)
    with pytest.raises(Refused, match="acknowledged"):
        complaints.acknowledge(complaint, NOW, by, version=complaint.version)
    with pytest.raises(Refused, match="Enter what was answered"):
        answer(" ")
    with pytest.raises(ChangedMeanwhile):
        answer(version=99)
    answer()
    with pytest.raises(Refused, match="answered"):
        answer()
    assert complaints.page({}).rows == []
    assert complaints.page({"which": "answered"}).rows == [complaint]
    assert complaints.page({"which": "answered", "channel": Channel.EMAIL}).rows == []
    kinds = [EventKind.COMPLAINT_RECORDED, EventKind.COMPLAINT_ANSWERED]
    lines = db.session.query(Event).filter(Event.kind.in_(kinds)).order_by(Event.id).all()
    assert [line.kind for line in lines] == kinds
    assert all("Ada" not in str(line.after) for line in lines)
    assert lines[1].after["finding"] == "upheld"


def test_what_is_overdue_is_an_exception_until_it_is_done(at) -> None:
    build.on_duty()
    complaint = recorded()
    assert exceptions.of_kind("complaints_late").count == 0
    at(complaint.acknowledge_by_at + timedelta(minutes=1))
    assert [each.why for each in exceptions.of_kind("complaints_late").items] == [
        "Not acknowledged in time"
    ]
    complaints.acknowledge(complaint, NOW, build.user(), version=complaint.version)
    assert exceptions.of_kind("complaints_late").count == 0
    at(complaint.answer_by_at + timedelta(minutes=1))
    (item,) = exceptions.of_kind("complaints_late").items
    assert (item.why, item.complaint_reference) == ("Not answered in time", complaint.reference)
    complaints.answer(
        complaint, Finding.NOT_UPHELD, "We rang", NOW, build.user(), version=complaint.version
    )
    assert exceptions.of_kind("complaints_late").count == 0


def test_what_cannot_be_recorded_is_refused() -> None:
    with pytest.raises(Refused):
        recorded(NOW + timedelta(minutes=1))
    for name, about in (("", "x"), ("x", " ")):
        with pytest.raises(Refused):
            complaints.record(name, about, build.user(), channel=Channel.PHONE, received_at=NOW)
    with pytest.raises(NotAllowed):
        complaints.record(
            "x", "y", build.user(Role.LAW_OFFICER), channel=Channel.PHONE, received_at=NOW
        )
    with pytest.raises(NotFound):
        complaints.get("COM-2026-9999")


def test_one_about_a_sealed_case_is_there_for_those_named_on_it_alone() -> None:
    review = build.review()
    complaint = recorded(case=review.case)
    named = build.user(Role.CASEWORKER, email="named@example.org")
    sealing.seal(review.case, [named], "Named in the press", build.user(Role.SUPERVISOR))
    reference = complaint.reference
    db.session.expunge_all()
    with reading_for(build.user(email="other@example.org")):
        with pytest.raises(NotFound):
            complaints.get(reference)
        assert complaints.page({}).rows == []
    assert complaints.get(reference).name == "Ada Brown"
