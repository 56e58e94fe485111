"""When something goes wrong: the right page, in plain words, with what to do next."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.checked_client import CheckedClient, client_of
from tests.support.databases import configured, let_go, migrated
from ulss_tracker import create_app
from ulss_tracker.permissions import Role

TELEPHONE = "020 7271 2492"
# What only somebody who writes programs would know.
JARGON = ("CSRF", "token", "exception", "traceback", "sqlalchemy", "psycopg", "None")


def assert_helpful(text: str) -> None:
    """It says whom to telephone, and nothing of how the tracker is made."""
    assert TELEPHONE in text
    assert [word for word in JARGON if word.lower() in text.lower().split()] == []


def test_a_page_that_is_not_there(client: CheckedClient) -> None:
    page = client.get("/no-such-page", status=404)
    assert page.h1 == "Page not found"
    assert_helpful(page.text)


def test_a_page_that_somebody_else_may_see(signed_in) -> None:
    page = signed_in(Role.CASEWORKER).get("/admin/people", status=403)
    assert_helpful(page.text)


@pytest.mark.parametrize(
    "path", ["/casework/cases/ULS-1999-0001", "/casework/reviews/999", "/casework/letters/9.pdf"]
)
def test_a_record_that_is_not_there(signed_in, path: str) -> None:
    assert_helpful(signed_in(Role.CASEWORKER).get(path, status=404).text)


def test_a_form_without_its_token_says_what_to_do(client: CheckedClient) -> None:
    client.get("/sign-in")
    assert_helpful(client.post("/sign-in", data={}, status=400).text)


def test_a_method_that_is_not_for_this_page(client: CheckedClient) -> None:
    answer = client.open("/health", method="DELETE")
    assert answer.status_code in {400, 405}
    assert_helpful(answer.get_data(as_text=True))


def test_more_than_can_be_sent_at_once(client: CheckedClient) -> None:
    """Refused by its announced length, before any of it is read."""
    answer = client.open(
        "/sign-in",
        method="POST",
        input_stream=io.BytesIO(b"email="),
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"CONTENT_LENGTH": str(2**31)},
    )
    assert answer.status_code == 413
    assert_helpful(answer.get_data(as_text=True))


@pytest.fixture
def unreachable(database_kind: str, tmp_path: Path) -> Iterator[Flask]:
    """The application whose database does not answer."""
    nowhere = {
        "sqlite": f"sqlite:///{tmp_path}",  # a folder is no database
        "postgresql": "postgresql+psycopg://nobody@127.0.0.1:1/nothing",
    }[database_kind]
    app = create_app(configured(nowhere))
    yield app
    let_go(app)


def test_the_database_does_not_answer(unreachable: Flask) -> None:
    client = client_of(unreachable)
    client.get("/sign-in")  # needs none
    page = client.submit(
        "Sign in", email="caseworker@example.org", password="a long enough password", status=503
    )
    assert_helpful(page.text)


def test_health_says_that_the_database_does_not_answer(unreachable: Flask) -> None:
    answer = client_of(unreachable).get("/health", status=503)
    assert answer.json == {
        "status": "unavailable",
        "database": "unreachable",
        "migrations": "unknown",
        "revision": None,
    }


def test_a_fault_of_our_own_shows_nothing_of_itself(new_database: Callable[[str], str]) -> None:
    app = create_app(configured(new_database("faulty")))
    migrated(app)

    def fail() -> str:
        raise ZeroDivisionError("a secret of the inside")

    app.view_functions["accounts.sign_in"] = fail
    page = client_of(app).get("/sign-in", status=500)
    assert "secret" not in page.html
    assert_helpful(page.text)
    let_go(app)


@pytest.mark.parametrize("status", [404, 400])
def test_an_error_page_has_the_headers_every_page_has(client: CheckedClient, status: int) -> None:
    answer = (
        client.open("/no-such-page") if status == 404 else client.open("/sign-in", method="POST")
    )
    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
