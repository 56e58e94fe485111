"""Moments that moved, on their page: seen before and after, ticked, signed."""

from datetime import date

from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import User
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.assessment import deadline_changes
from ulss_tracker.services.core.unit_of_work import transaction


def move(by: User) -> None:
    review = build.eligible_review(offender_name="John Archer")
    assert review.file_by_at
    with transaction():
        deadline_changes.note(review, date(2030, 1, 1), review.file_by_at.replace(year=2030), by)


def test_they_are_found_among_what_is_to_sign_and_signed(app: Flask, signed_in) -> None:
    move(build.user())
    client: CheckedClient = signed_in(Role.SUPERVISOR)
    client.get("/supervision/to-sign")
    page = client.click("Moments and answers that changed")
    assert "Less time" in page.text
    box = page.one("input[name=moves]").get("value")
    page = client.submit("Sign for the ticked changes", moves=[box])
    assert "1 signed" in page.text
    assert "Nothing has changed" in page.text


def test_one_s_own_change_has_no_box(app: Flask, signed_in) -> None:
    move(build.user(Role.SUPERVISOR))
    page = signed_in(Role.SUPERVISOR).get("/supervision/redatings")
    assert "another supervisor must sign it" in page.text
    assert not page.select("input[name=moves]")


def test_an_answer_that_the_law_changed_is_shown_before_and_after(app: Flask, signed_in) -> None:
    review = build.eligible_review(offender_name="John Archer")
    with transaction():
        was = review.last_day_on, review.file_by_at
        deadline_changes.note(review, *was, None, was_verdict=Verdict.NOT_IN_SCHEME)
    client = signed_in(Role.SUPERVISOR)
    page = client.get("/supervision/redatings")
    assert "The rules’ answer: Not in the scheme" in page.text
    assert "The rules’ answer: In the scheme" in page.text
    assert "The tracker: the law or a holiday changed" in page.text


def test_one_that_somebody_signed_meanwhile_is_said_and_the_filters_stay(
    app: Flask, signed_in
) -> None:
    move(build.user())
    client: CheckedClient = signed_in(Role.SUPERVISOR)
    page = client.get("/supervision/redatings?is_sooner=yes")
    box = page.one("input[name=moves]").get("value")
    deadline_changes.sign(
        list(deadline_changes.to_sign().rows), build.user(Role.SUPERVISOR, email="o@example.org")
    )
    page = client.submit("Sign for the ticked changes", moves=[box])
    assert "Somebody has signed for these changes already" in page.text
    assert page.path == "/supervision/redatings?is_sooner=yes"


def test_with_nothing_ticked_it_says_so(app: Flask, signed_in) -> None:
    move(build.user())
    client: CheckedClient = signed_in(Role.SUPERVISOR)
    client.get("/supervision/redatings")
    page = client.submit("Sign for the ticked changes")
    assert "Tick the changes you have looked at" in page.text
