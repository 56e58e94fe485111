"""The search box on every page, its results, and that nothing personal stands in an address."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker import clock
from ulss_tracker.models import AuditEntry, AuditKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.time import time_words
from ulss_tracker.services.protection import sealing


def test_a_name_is_searched_for_from_any_page(app: Flask, caseworker: CheckedClient) -> None:
    build.review(offender_name="John Archer")
    caseworker.get("/casework/messages")
    page = caseworker.submit("Search", words="archre")
    assert page.h1 == "Search results"
    assert "2 results" in page.text
    assert "John Archer" in page.text
    assert "archre" not in page.path
    caseworker.click("John Archer")


def test_a_search_is_recorded_with_its_words_and_how_many_it_found(
    app: Flask, caseworker: CheckedClient
) -> None:
    build.request(offender_name="John Archer")
    caseworker.get("/casework/search")
    caseworker.submit("Search", words="john archer")
    (entry,) = db.session.query(AuditEntry).all()
    assert entry.kind is AuditKind.SEARCHED
    assert (entry.searched, entry.found, entry.by_id) == ("john archer", 1, build.user().id)


def test_a_reference_leads_straight_to_its_record(app: Flask, caseworker: CheckedClient) -> None:
    review = build.review()
    caseworker.get("/casework/")
    page = caseworker.submit("Search", words=review.case.reference.lower())
    assert page.h1 == f"Case {review.case.reference}"
    caseworker.get("/casework/")
    page = caseworker.submit("Search", words=review.case.requests[0].reference)
    assert page.h1 == f"Request {review.case.requests[0].reference}"
    assert db.session.query(AuditEntry).count() == 0


@pytest.mark.parametrize(
    "page", ["/supervision/second-key", "/supervision/reassign?assigned_to={holder}"]
)
def test_a_review_of_two_sentences_is_to_be_filed_by_its_safest_moment_in_every_list(
    app: Flask, signed_in, page: str
) -> None:
    review = build.review(offender_name="John Archer")
    for days in (9, 2):
        build.sentence(review, sentenced_on=clock.today() - timedelta(days=days))
    safest, later = (time_words.moment_words(at) for at in _moments(review))
    supervisor = signed_in(Role.SUPERVISOR)
    supervisor.get("/casework/search")
    found = supervisor.submit("Search", words="archer")
    listed = supervisor.get(page.format(holder=review.assignee_id))
    for shown in (found, listed):
        assert safest in shown.text
        assert later not in shown.text


def _moments(review: Review) -> tuple[datetime, datetime]:
    assert review.earliest_file_by_at and review.file_by_at
    assert review.earliest_file_by_at < review.file_by_at
    return review.earliest_file_by_at, review.file_by_at


def test_nothing_typed_is_an_error_that_says_what_to_do(
    app: Flask, caseworker: CheckedClient
) -> None:
    caseworker.get("/casework/search")
    page = caseworker.submit("Search", words="")
    assert page.title.startswith("Error:")
    assert "Enter a name, a reference" in page.text


def test_nothing_found_says_what_to_try(app: Flask, caseworker: CheckedClient) -> None:
    caseworker.get("/casework/search")
    page = caseworker.submit("Search", words="nobody at all")
    assert "Nothing was found" in page.text
    assert "Try fewer words" in page.text


def test_results_are_narrowed_by_an_address_that_can_be_shared(
    app: Flask, caseworker: CheckedClient, signed_in
) -> None:
    build.review(offender_name="John Archer")
    caseworker.get("/casework/search")
    found = caseworker.submit("Search", words="archer")
    page = caseworker.get(found.path + "?kind=review")
    assert "1 result" in page.text
    page = caseworker.get(found.path + "?outcome=increased")
    assert "Clear the filters" in page.text
    shared = signed_in(Role.SUPERVISOR).get(found.path + "?kind=request")
    assert "1 result" in shared.text
    entries = db.session.query(AuditEntry).order_by(AuditEntry.id).all()
    assert [entry.by.role for entry in entries] == [Role.CASEWORKER, Role.SUPERVISOR]
    assert entries[1].searched == "archer"


def test_a_search_that_was_never_made_is_not_found(app: Flask, caseworker: CheckedClient) -> None:
    caseworker.get("/casework/search/made-up", status=404)


def test_an_administrator_has_no_search_box(app: Flask, signed_in) -> None:
    page = signed_in(Role.ADMINISTRATOR).get("/admin/people")
    assert not page.select("form[role=search]")
    signed_in(Role.ADMINISTRATOR).get("/casework/search", status=403)


def test_letters_that_changed_places_still_find_the_name(
    app: Flask, caseworker: CheckedClient
) -> None:
    build.review(offender_name="Secret Witness")
    caseworker.get("/casework/search")
    assert "Secret Witness" in caseworker.submit("Search", words="wintess").text


def test_a_telephone_number_finds_who_asked_but_not_for_counsel(app: Flask, signed_in) -> None:
    review = build.review(telephone="07700 900982")
    counsel = build.user(Role.COUNSEL)
    sealing.instruct(review.case, counsel, build.user())
    found = {}
    for role in (Role.CASEWORKER, Role.COUNSEL):
        client = signed_in(role)
        client.get("/casework/search")
        page = client.submit("Search", words="+44 7700 900982")
        found[role] = "John Archer" in page.text
    assert found == {Role.CASEWORKER: True, Role.COUNSEL: False}
