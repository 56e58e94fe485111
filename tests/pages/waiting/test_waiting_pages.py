"""The list of what waits, counted on every page, and the pages on which people ask and answer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.complete import complete
from tests.support.on_list import waits_of
from tests.support.traces import nothing_kept
from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    LetterKind,
    Message,
    OutstandingItem,
    PlannedCall,
    User,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services import letters
from ulss_tracker.services.cases import cases, notes
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.waiting import calls, checks, my_work, outstanding
from ulss_tracker.services.waiting.reasons import Why

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def another() -> User:
    return build.user(email="second@example.org", name="Second Person")


def as_date(name: str, day) -> dict[str, str]:
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def test_every_page_says_how_many_things_wait(signed_in) -> None:
    by = another()
    review = build.review(by=by)
    build.conviction(build.sentence(review, by=by), by=by)
    client = signed_in(Role.CASEWORKER)
    page = client.get("/casework/requests")
    assert page.one(".app-waits").text_content() == "1 waiting for you"
    page = client.click("Your work")
    assert "Verify the facts against the court’s record" in page.text
    page = client.submit(f"In hand: {review.offender_name}, {review.case.reference}")
    assert "you have it" in page.text


def test_of_a_sealed_case_nothing_is_asked_of_somebody_to_whom_it_does_not_open(signed_in) -> None:
    by, other = build.user(), another()
    boss = build.user(Role.SUPERVISOR)
    review = complete()
    draft = letters.draft(LetterKind.REFERRAL, by, review=review)
    case = f"/casework/cases/{review.case.reference}"
    asking = (
        f"/casework/reviews/{review.id}/ask-check",
        f"/casework/letter-drafts/{draft.id}/ask-check",
        f"{case}/calls/new",
        f"{case}/conflict",
    )
    client = signed_in(Role.CASEWORKER)
    for path in asking:
        assert other.name in client.get(path).one("main form").text_content(), path
    sealing.seal(review.case, [by], "A judge's family", boss)
    for path in asking:
        offered = client.get(path).one("main form").text_content()
        assert boss.name in offered, path
        assert other.name not in offered, path
    for ask in (
        lambda: checks.of_facts(review, other, by),
        lambda: checks.of_letter(draft, other, by),
        lambda: calls.plan(review.case, other, clock.today(), "Ring the CPS", by),
    ):
        with nothing_kept(), pytest.raises(Refused, match="not named on this sealed case"):
            ask()


def test_a_law_officer_and_the_private_office_have_the_list_too(signed_in) -> None:
    build.review_to_decide()
    for role in (Role.LAW_OFFICER, Role.PRIVATE_OFFICE):
        page = signed_in(role).get("/casework/")
        assert "Read the pack and decide" in page.text, role


def test_asking_for_a_check_puts_it_into_the_list_of_whoever_is_asked(signed_in) -> None:
    second = another()
    review = complete()
    draft = letters.draft(LetterKind.REFERRAL, build.user(), review=review)
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/letter-drafts/{draft.id}")
    client.click("Ask for the check")
    page = client.submit("Ask for the check", of=str(second.id))
    assert "Asked: it is in the list of Second Person" in page.text
    (found,) = [wait for wait in waits_of(second) if wait.kind is WaitKind.CHECK_LETTER]
    assert found.words == "Application for permission to refer"


def test_a_note_may_mention_a_colleague(signed_in) -> None:
    second = another()
    review = build.review()
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/cases/{review.case.reference}/notes")
    client.submit("Add the note", note="Rang the court", mentions=str(second.id))
    assert [wait.kind.label for wait in waits_of(second)] == ["Read a note that mentions you"]
    message = db.session.scalars(select(Message).where(Message.recipient == second.email)).one()
    assert "Rang the court" not in message.body


def test_what_is_about_a_whole_case_presses_as_the_first_of_its_reviews(signed_in) -> None:
    second = another()
    later = build.eligible_review(sentenced_on=date(2026, 3, 9), offender_name="Ann Later")
    first = cases.add_review(later.case, "Ann Sooner", build.user())
    build.sentence(first, sentenced_on=date(2026, 2, 18))
    unhurried = build.eligible_review(sentenced_on=date(2026, 3, 16)).case
    for case in (unhurried, later.case):
        calls.plan(case, second, clock.today(), "Ring the court", build.user())
    rows = my_work.page(second, Why.CALL).rows
    assert [row.record for row in rows] == [first, unhurried.reviews[0]]
    # Both are to be made today, whatever their time limit.
    assert all(row.is_today for row in rows)
    sent = db.session.scalars(select(Message.body).where(Message.recipient == second.email)).all()
    assert any("File by 5pm on Wednesday 18 March 2026" in body for body in sent), sent


def test_in_the_last_day_a_call_is_told_of_at_any_hour(signed_in, at) -> None:
    second = another()
    review = build.eligible_review(sentenced_on=date(2026, 2, 19))
    night = datetime(2026, 3, 18, 22, 30, tzinfo=UTC)
    at(night)
    calls.plan(review.case, second, clock.today(), "Ring the court", build.user())
    message = db.session.scalars(select(Message).where(Message.recipient == second.email)).one()
    assert message.next_try_at == night


def test_a_call_is_in_the_list_on_its_day_and_not_before(signed_in, at) -> None:
    review = build.review()
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/cases/{review.case.reference}/calls/new")
    monday = (NOW + timedelta(days=5)).date()
    client.submit(
        "Plan the call", words="Ring the CPS about the remarks", **as_date("due_on", monday)
    )
    page = client.get("/casework/")
    assert "Make a call" not in page.text
    assert "Ring the CPS about the remarks" in page.text
    at(NOW + timedelta(days=5))
    page = signed_in(Role.CASEWORKER).get("/casework/")
    assert "Make a call" in page.text
    call = db.session.scalars(select(PlannedCall)).one()
    client.get(f"/casework/calls/{call.id}")
    page = client.submit("Save", outcome="They send them today")
    assert "Make a call" not in page.text
    assert "Recorded" in client.get(f"/casework/calls/{call.id}").text


def test_what_is_owed_is_asked_reminded_chased_and_ticked_off(signed_in, at) -> None:
    asked = build.request()
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/requests/{asked.reference}/owed")
    page = client.submit(
        "Add to the list",
        words="The Crown Court case number",
        **as_date("wanted_by_on", NOW.date()),
    )
    assert "Still needed" in page.text
    page = client.submit("Remind them by email: The Crown Court case number")
    assert "Reminded" in page.text
    message = db.session.scalars(select(Message).where(Message.kind == "owed")).one()
    assert "case number" not in message.subject + message.body
    at(NOW + timedelta(days=1))
    client = signed_in(Role.CASEWORKER)
    assert "Chase what the requester still owes" in client.get("/casework/").text
    item = db.session.scalars(select(OutstandingItem)).one()
    client.get(f"/casework/owed/{item.id}/chase")
    client.submit(
        "Save", note="She looks for it", **as_date("wanted_by_on", NOW.date() + timedelta(days=3))
    )
    assert "Chase what" not in client.get("/casework/").text
    client.get(f"/casework/owed/{item.id}/answer")
    page = client.submit("Save", answer="T20261234")
    assert "Ticked off" in page.text
    assert "T20261234" in page.text


def test_the_hand_over_has_what_is_held_and_what_is_promised(signed_in) -> None:
    me = build.user()
    review = build.eligible_review(offender_name="Held Offender")
    calls.plan(review.case, me, clock.today(), "Ring the prison", me)
    outstanding.ask(review.case.requests[0], "A letter", clock.today(), me)
    notes.add(review.case, "For you", another(), mentioned=[me])
    page = signed_in(Role.CASEWORKER).get("/casework/hand-over")
    for words in (
        "Held Offender",
        "Ring the prison",
        "A letter",
        "Read a note that mentions you",
    ):
        assert words in page.text, words
    bands = [heading.text_content() for heading in page.select("[scope=rowgroup]")]
    assert bands == ["Today"]


def test_the_private_office_sees_a_tick_or_an_alarm_for_each_filing(signed_in, at) -> None:
    build.review_to_decide(
        offender_name="Comes First", sentenced_on=NOW.date() - timedelta(days=23)
    )
    late = build.review_to_file(
        offender_name="Not Filed", sentenced_on=NOW.date() - timedelta(days=26)
    )
    filed = build.review_to_file(offender_name="Was Filed")
    filed.filed_at = NOW
    db.session.commit()
    page = signed_in(Role.PRIVATE_OFFICE).get("/casework/this-week")
    assert "Comes First" in page.text
    assert "✓ Filed" in page.text
    assert "To be filed" in page.text
    at(late.earliest_file_by_at + timedelta(minutes=1))
    assert "Alarm: not filed" in signed_in(Role.PRIVATE_OFFICE).get("/casework/this-week").text


def test_working_hours_are_ones_own_to_say(signed_in) -> None:
    client = signed_in(Role.CASEWORKER)
    client.get("/working-hours")
    client.submit("Save", from_time="10am", until_time="14:30", weekdays=["1", "3"])
    me = build.user()
    db.session.refresh(me)
    assert (me.works_from, me.works_until, me.works_on) == ("10:00", "14:30", "13")
    client.get("/working-hours")
    page = client.submit("Save", from_time="10am", until_time="9am", weekdays=["1"])
    assert "The time you stop must be after the time you start" in page.text


def test_the_letter_begins_with_what_is_owed(signed_in) -> None:
    review = build.review()
    (asked,) = review.case.requests
    by = NOW.date() + timedelta(days=7)
    outstanding.ask(asked, "The judge's name\nand the court", by, build.user())
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/cases/{review.case.reference}/letters/new")
    page = client.submit(kind="what_we_need", review=str(review.id), request=str(asked.id))
    assert page.one("#needed").text_content().strip() == "The judge's name and the court"
    assert page.one("#reply_on-day").get("value") == str(by.day)
