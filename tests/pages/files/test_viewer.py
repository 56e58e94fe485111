"""A file on its pages: shown, taken as it came, and given by a token alone."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from ulss_tracker.models import AuditEntry, AuditKind, Document, FileState, StoredPart, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import viewing

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.fixture
def document(app: Flask, at: Callable[[datetime], None]) -> Document:
    at(NOW)
    return build.document(build.request())


@pytest.fixture
def caseworker(signed_in, document: Document) -> CheckedClient:
    client: CheckedClient = signed_in(Role.CASEWORKER)
    return client


def page_of(document: Document) -> str:
    return f"/casework/documents/{document.id}/pages/1"


def test_a_page_is_given_by_a_token_for_sixty_seconds_without_the_cookie(
    app: Flask, caseworker: CheckedClient, document: Document, at: Callable[[datetime], None]
) -> None:
    address = caseworker.open(page_of(document)).headers["Location"]
    anybody = client_of(app)
    given = anybody.open(address)
    assert (given.status_code, given.headers["Content-Type"]) == (200, "image/webp")
    assert "Set-Cookie" not in given.headers
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert given.headers["Referrer-Policy"] == "no-referrer"
    assert anybody.open(address[:-3] + "abc").status_code == 404
    assert anybody.open("/files/show").status_code == 404
    at(NOW + timedelta(seconds=61))
    assert anybody.open(address).status_code == 404


def test_a_token_of_somebody_who_may_no_longer_see_anything_opens_nothing(
    app: Flask, caseworker: CheckedClient, document: Document
) -> None:
    address = caseworker.open(page_of(document)).headers["Location"]
    with transaction():
        build.user().is_active = False
    assert client_of(app).open(address).status_code == 404


def test_no_log_has_the_token_even_of_an_error(
    app: Flask,
    caseworker: CheckedClient,
    document: Document,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_arguments: object) -> None:
        raise RuntimeError("the disk is away")

    address = caseworker.open(page_of(document)).headers["Location"]
    monkeypatch.setattr(viewing, "take", fails)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    with caplog.at_level(logging.DEBUG):
        assert client_of(app).open(address).status_code == 500
    token = address.partition("token=")[2]
    assert len(token) > 20
    assert "the disk is away" in caplog.text
    assert token not in caplog.text


def test_reading_the_pages_of_a_file_of_any_case_is_recorded_once(
    caseworker: CheckedClient, document: Document
) -> None:
    assert caseworker.open(page_of(document)).status_code == 302
    caseworker.get(f"/casework/documents/{document.id}")
    caseworker.open(page_of(document))
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.kind, entry.document_id) == (AuditKind.OPENED_FILE, document.id)


def test_a_tampered_page_is_refused_and_noted(
    app: Flask, caseworker: CheckedClient, document: Document
) -> None:
    with transaction():
        db.session.execute(update(StoredPart).values(content=b"something else"))
    address = caseworker.open(page_of(document)).headers["Location"]
    answer = client_of(app).open(address)
    assert answer.status_code == 409
    assert b"something else" not in answer.get_data()
    db.session.expire_all()
    assert document.tampered_at is not None


def test_a_page_in_a_store_that_does_not_answer_is_not_given_and_not_called_tampered(
    app: Flask, caseworker: CheckedClient, document: Document
) -> None:
    with transaction():
        db.session.execute(update(StoredPart).values(content=b"", object_key="a" * 64))
    address = caseworker.open(page_of(document)).headers["Location"]
    assert client_of(app).open(address).status_code == 503
    db.session.expire_all()
    assert document.tampered_at is None


def test_what_was_found_is_named_before_a_file_is_taken_as_it_came(
    caseworker: CheckedClient, document: Document
) -> None:
    with transaction():
        document.findings = ["macros", "dde"]
    caseworker.get(f"/casework/documents/{document.id}")
    page = caseworker.click("The file as it came")
    assert "macros, which are small programs" in page.text
    assert "starts another program (DDE)" in page.text


def test_a_law_officer_is_not_offered_the_file_as_it_came(signed_in, document: Document) -> None:
    client = signed_in(Role.LAW_OFFICER)
    page = client.get(f"/casework/documents/{document.id}")
    assert "The file as it came" not in page.text
    client.get(f"/casework/documents/{document.id}/original", status=403)


def test_a_file_with_a_virus_says_so_and_what_to_do(
    caseworker: CheckedClient, document: Document
) -> None:
    with transaction():
        document.state = FileState.INFECTED
    page = caseworker.get(f"/casework/documents/{document.id}")
    assert "A virus was found" in page.text
    assert "Nobody can open it" in page.text
    assert caseworker.open(page_of(document)).status_code == 409


def test_at_the_files_own_address_there_is_nothing_else(
    app: Flask, caseworker: CheckedClient, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "FILES_URL", "http://files.example.org")
    address = caseworker.open(page_of(document)).headers["Location"]
    assert address.startswith("http://files.example.org/files/show?token=")
    assert client_of(app).open(address).status_code == 200
    assert client_of(app).open("http://files.example.org/").status_code == 404
    here = address.removeprefix("http://files.example.org")
    assert client_of(app).open(here).status_code == 404
