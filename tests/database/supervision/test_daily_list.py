"""The daily list: once a working day to each who has reviews, naming nobody but the staff."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.queries import counted
from ulss_tracker import clock
from ulss_tracker.adapters.pdf import PdfFailed
from ulss_tracker.models import Message, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.people import absences, rota
from ulss_tracker.services.people.rota import ShiftInput
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.requests import requests
from ulss_tracker.services.supervision import daily_list


def there(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=clock.LONDON)


@pytest.fixture
def review(app: Flask, at) -> Review:
    at(there(16, 10))
    return build.eligible_review(offender_name="John Archer")


@pytest.fixture
def pdfs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML of each PDF asked for; making real ones is the renderer's own tests' work."""
    asked: list[str] = []
    monkeypatch.setattr(
        daily_list, "make_pdf", lambda html, _css: asked.append(html) or b"%PDF-1.7"
    )
    return asked


def sent() -> list[Message]:
    query = select(Message).where(Message.kind == compose.DAILY_LIST).order_by(Message.id)
    return list(db.session.scalars(query))


def body_sent() -> str:
    """The words of the first list, sent now."""
    daily_list.send()
    return sent()[0].body


def test_everybody_who_holds_reviews_gets_it_once_a_day(review, pdfs, at) -> None:
    boss = build.user(Role.SUPERVISOR)
    build.user(Role.LAW_OFFICER)
    at(there(17, 8))
    assert (daily_list.send(), daily_list.send()) == (2, 0)
    assert {message.recipient for message in sent()} == {build.user().email, boss.email}
    assert len(pdfs) == 1  # the same list is drawn once
    at(there(18, 8))
    assert daily_list.send() == 2


def test_the_real_pdf_is_made(review, at) -> None:
    at(there(17, 8))
    daily_list.send()
    assert sent()[0].file.startswith(b"%PDF-1.7")


def test_it_says_what_is_needed_and_names_nobody(review, pdfs, at) -> None:
    build.review(offender_name="No Sentence", sentenced_on=None)
    stated = build.review(offender_name="No Sentence")
    at(there(17, 8))
    daily_list.send()
    (message,) = sent()
    for words in (
        review.case.reference,
        "Date not known: 1",
        "find the day of sentence by 2pm on Monday 16 November 2026; until then nobody knows",
        "Later: 2",
        "file by 5pm on Monday 7 December 2026 (20 days left)",
        "Day of sentence: recorded by the office, not verified. Checking the scheme. "
        "Waits for: Us: checking the scheme. Owner: Test Caseworker.",
        f"{stated.case.reference}, review {stated.id}: file by 5pm on Monday 7 December 2026",
        "Day of sentence: stated by the requester. Received. Waits for: Us: the sentence.",
        "If it is down, work from this list, the soonest first.",
    ):
        assert words in message.body, message.body
    assert review.case.reference in pdfs[0]
    for name in ("Archer", "No Sentence", "Ada Brown"):
        assert name not in message.body + message.subject + pdfs[0]
    assert (message.file_name, message.file) == ("sentences-to-file.pdf", b"%PDF-1.7")


def test_it_says_the_safest_moment_who_is_away_and_who_stands_in(review, pdfs, at) -> None:
    cover = build.user(email="cover@example.org", name="Jo Cover")
    day = there(17, 8).date()
    absences.record(build.user(), day, day + timedelta(days=3), cover, build.user())
    with transaction():
        review.earliest_file_by_at = there(27, 17)
        review.unconfirmed_since_at = None
    at(there(17, 8))
    body = body_sent()
    for words in (
        "Test Caseworker is away until Friday 20 November 2026. Jo Cover stands in.",
        "5pm on Friday 27 November 2026",
        "The law may allow until 5pm on Monday 7 December 2026",
    ):
        assert words in body
        assert words in pdfs[0]
    assert "file by 5pm on Friday 27 November 2026 (10 days left)" in body
    assert "Day of sentence: verified by two people." in body
    assert "Verified by two people" in pdfs[0]


def test_requests_are_in_it_by_reference_with_their_owners(app, pdfs, at) -> None:
    at(there(16, 10))
    mine = build.request(sentenced_on=there(16, 10).date() - timedelta(days=27))
    lost = build.request(sentenced_on=None, sentenced_text="I cannot remember")
    closed = build.request()
    assignment.take(mine, build.user(), seen=assignment.NOBODY)
    requests.close(closed, "A test", build.user())
    at(there(17, 8))
    body = body_sent()
    assert f"Request {mine.reference}: file by 5pm on Tuesday 17 November 2026 (9 hours" in body
    assert "In no case yet. Waits for: Us: to be put in a case. Owner: Test Caseworker." in body
    assert f"Request {lost.reference}: find the day of sentence by 2pm on Monday 16" in body
    assert "Waits for: Us: a first look. Owner: nobody." in body
    assert closed.reference not in body
    assert mine.reference in pdfs[0]
    for name in ("John Archer", "Ada Brown"):
        assert name not in body + pdfs[0]


def on_duty(name: str, starts_at: datetime, ends_at: datetime, place: int = 1) -> None:
    person = build.user(email=f"{name.lower()}@example.org", name=name)
    asked = ShiftInput(person=person, starts_at=starts_at, ends_at=ends_at, place=place)
    rota.add(asked, build.user(Role.SUPERVISOR))


def test_it_says_who_is_on_duty_today_and_tomorrow_and_the_gaps_of_a_week(review, pdfs, at) -> None:
    on_duty("Ada", there(16, 9), there(18, 9))
    on_duty("Ben", there(17, 12), there(21, 9), place=2)
    on_duty("Cai", there(21, 17), there(28, 9))
    at(there(17, 8))
    body = body_sent()
    today, tomorrow = "Tuesday 17 November 2026", "Wednesday 18 November 2026"
    assert (
        "On duty today and tomorrow:\n"
        f"  From 8am on {today} to midday on {today}: 1. Ada\n"
        f"  From midday on {today} to 9am on {tomorrow}: 1. Ada, 2. Ben\n"
        f"  From 9am on {tomorrow} to the end of {tomorrow}: 1. Ben\n"
        "Nobody is on duty from 9am on Saturday 21 November 2026 to 5pm on Saturday 21 November "
        "2026. A supervisor must put somebody on the rota.\n"
    ) in body
    assert f"<td>midday on {today}</td><td>9am on {tomorrow}</td><td>1. Ada, 2. Ben</td>" in pdfs[0]
    assert "Nobody is on duty from 9am on Saturday 21 November 2026" in pdfs[0]


def test_an_empty_rota_and_what_does_not_fit_are_said(review, pdfs, at, monkeypatch) -> None:
    monkeypatch.setattr(daily_list, "MOST", 1)
    build.review(sentenced_on=None)  # without a date it comes first, and fills the list
    at(there(17, 8))
    body = body_sent()
    assert "to the end of Wednesday 18 November 2026: Nobody" in body
    assert "Nobody is on duty from 8am on Tuesday 17 November 2026 to at least 8am" in body
    assert "Only the first 1 are here" in body


@pytest.mark.parametrize(
    ("moment", "lists"),
    [
        (there(17, 7, 59), 0),
        (there(17, 14), 1),  # as when the jobs were down
        (there(17, 17), 0),
        (there(21, 9), 0),
        (there(22, 9), 0),
    ],
)
def test_it_is_sent_on_a_working_day_in_office_hours_only(review, pdfs, at, moment, lists) -> None:
    at(moment)
    assert daily_list.send() == lists


def test_a_sealed_case_is_in_the_lists_of_those_named_alone(review, pdfs, at) -> None:
    supervisor = build.user(Role.SUPERVISOR)
    sealing.seal(review.case, [], "A judge's family", supervisor)
    at(there(17, 8))
    daily_list.send()
    bodies = {message.recipient: message.body for message in sent()}
    assert review.case.reference in bodies[supervisor.email]
    other = bodies[build.user().email]
    assert review.case.reference not in other
    assert "1 more in sealed cases" in other


def test_without_a_pdf_the_text_still_goes(review, at, monkeypatch) -> None:
    def fail(_html: str, _css: str) -> bytes:
        raise PdfFailed("no")

    monkeypatch.setattr(daily_list, "make_pdf", fail)
    at(there(17, 8) + timedelta(minutes=1))
    assert daily_list.send() == 1
    (message,) = sent()
    assert (message.file, message.file_name) == (None, "")
    assert "There is no PDF today." in message.body


def test_a_pdf_that_failed_is_tried_again_and_follows_once(review, at, monkeypatch) -> None:
    tries = iter([PdfFailed("no"), PdfFailed("no")])

    def fail_twice(_html: str, _css: str) -> bytes:
        if error := next(tries, None):
            raise error
        return b"%PDF-1.7"

    monkeypatch.setattr(daily_list, "make_pdf", fail_twice)
    results = []
    for minutes in range(0, 25, 5):
        at(there(17, 8, minutes))
        results.append(daily_list.send())
    assert results == [1, 0, 1, 0, 0]
    words, whole = sent()
    assert "If a PDF can be made after all, it follows." in words.body
    assert (whole.recipient, whole.file) == (words.recipient, b"%PDF-1.7")


def test_it_asks_as_much_of_the_database_for_many_reviews_as_for_few(review, pdfs, at) -> None:
    asked = []
    for day, more in ((17, 1), (18, 20)):
        with transaction():
            for number in range(more):
                build.eligible_review(offender_name=f"Offender {day} {number}")
                build.review(offender_name=f"Undated {day} {number}")
        at(there(day, 8))
        with counted() as statements:
            assert daily_list.send() == 1
        asked.append(len(statements))
    assert asked[0] == asked[1]
