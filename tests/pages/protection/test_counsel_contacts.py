"""Counsel reads why a review was asked for, and not who asked or how they are reached."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.pages.protection.test_sealed_rows import found
from tests.support import build
from tests.support.addresses import every_address
from tests.support.checked_client import CheckedClient
from tests.support.every_row import every_row, text_of
from ulss_tracker import clock
from ulss_tracker.models import Case, Request, RequesterBackground, SafeContact, db
from ulss_tracker.permissions import Role, may
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing
from ulss_tracker.web.core.access import ACCESS

NAME, EMAIL, NUMBER = "Zebedee Oddly", "zebedee@oddly.example", "07700900987"
CONTACTS = (
    *(NAME, "Oddly", EMAIL, NUMBER, "07700 900987", "12 Curious Street"),
    *(
        "Ada Brown",
        "ada.brown@example.org",
        "Uncle Peculiar",
        "Constituent Quaint",
        "aunt@quaint.example",
        "her neighbour Quirk",
    ),
)
REASON = "The judge forgot the children."


def _instructed(app: Flask) -> bool:
    """Counsel is named on every case; whoever asked in each can be reached in each way."""
    every_address(app)
    counsel, by = build.user(Role.COUNSEL), build.user(Role.SUPERVISOR, email="sealer@example.org")
    for case in list(db.session.scalars(select(Case).order_by(Case.id))):
        if counsel not in sealing.readers(case):
            sealing.instruct(case, counsel, by)
    with transaction():
        for asked in db.session.scalars(select(Request)):
            asked.requester_name, asked.email, asked.telephone = NAME, EMAIL, NUMBER
            asked.postal_address, asked.reason = "12 Curious Street", REASON
            background = db.session.merge(RequesterBackground(request_id=asked.id))
            background.constituent = "Constituent Quaint"
            background.together = [
                {"name": "Aunt", "contact": "aunt@quaint.example", "is_safe": True}
            ]
            safe = db.session.merge(SafeContact(request_id=asked.id, texts_from=clock.now()))
            safe.safe_person, safe.words_to_use = "Uncle Peculiar", "It is her neighbour Quirk"
    db.session.remove()
    return True


@pytest.fixture
def instructed(app: Flask, prepared) -> None:
    prepared("instructed", lambda: _instructed(app))


@pytest.mark.slow
def test_counsel_reaches_no_contact_by_any_page_or_file(
    app: Flask, instructed: None, signed_in
) -> None:
    client: CheckedClient = signed_in(Role.COUNSEL)
    addresses = [
        each
        for each in every_row(app)
        if (permission := ACCESS[each.endpoint]) is not None and may(Role.COUNSEL, permission)
    ]
    db.session.remove()
    answers = [(each, client.open(each.path)) for each in addresses]
    wrong = [
        f"{each.path} says {answer.status_code}"
        for each, answer in answers
        if answer.status_code >= 500
    ]
    pages = [(each, text_of(answer)) for each, answer in answers]
    for words in (NAME, "oddly", EMAIL, NUMBER, "07700 900987", "Curious Street"):
        page = found(client, words)
        wrong += [] if "Nothing was found" in page else [f"found by {words}"]
    wrong += [
        f"{each.path} says {word}" for each, page in pages for word in CONTACTS if word in page
    ]
    assert wrong == []
    requests = [page for each, page in pages if each.endpoint == "casework.show_request"]
    assert sum(REASON in page for page in requests) > 5


def test_counsel_has_no_tab_of_correspondence_or_of_who_was_told(app: Flask, signed_in) -> None:
    review = build.review()
    sealing.instruct(review.case, build.user(Role.COUNSEL), build.user())
    client: CheckedClient = signed_in(Role.COUNSEL)
    address = f"/casework/cases/{review.case.reference}"
    page = client.get(address)
    for tab in ("Correspondence", "Who has been told", "People to tell"):
        assert tab not in page.links
    for part in ("messages", "told"):
        assert client.open(f"{address}/{part}").status_code == 403
    for list_page in ("messages", "messages/all", "people-to-tell"):
        assert client.open(f"/casework/{list_page}").status_code == 403


def test_the_office_sees_who_asked_as_before(app: Flask, signed_in) -> None:
    review = build.review(requester_name=NAME)
    client: CheckedClient = signed_in(Role.LAWYER)
    page = client.get(f"/casework/cases/{review.case.reference}/requests")
    assert page.rows[1][1] == NAME
    assert "Correspondence" in page.links
