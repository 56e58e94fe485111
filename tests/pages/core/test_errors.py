"""When something goes wrong: the right page, in plain words, with what to do next."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, abort
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.databases import configured, let_go, migrated
from tests.support.page import Page, words
from tests.support.public_journey import go_to
from ulss_tracker import create_app
from ulss_tracker.models import db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services.core import office_details
from ulss_tracker.services.referral import progress

TELEPHONE = "020 7271 2492"
# What only somebody who writes programs would know.
JARGON = ("CSRF", "token", "exception", "traceback", "sqlalchemy", "psycopg", "None")


def assert_helpful(text: str) -> None:
    """It says whom to telephone, and nothing of how the tracker is made."""
    assert TELEPHONE in text
    assert_plain(text)


def assert_of_the_office(page: Page, *ways: str) -> None:
    """It has the office's layout, and these ways on; nobody is told to ring their own office."""
    assert page.select(".moj-header")
    assert not page.select(".govuk-service-navigation")
    assert TELEPHONE not in page.text
    assert [words(link) for link in page.select("main ul a")] == list(ways)
    assert_plain(page.text)


def assert_plain(text: str) -> None:
    assert [word for word in JARGON if word.lower() in text.lower().split()] == []


def test_a_page_that_is_not_there(client: CheckedClient) -> None:
    page = client.get("/no-such-page", status=404)
    assert page.h1 == "Page not found"
    assert_helpful(page.text)


def test_every_error_lets_somebody_leave_change_the_language_and_go_on(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office_details.configure({**app.config, "OUTAGE_DIRECTORY": str(tmp_path)})
    go_to(client, "offender")
    monkeypatch.setitem(app.view_functions, "public.privacy", lambda: 1 / 0)
    monkeypatch.setitem(app.view_functions, "public.cookies", lambda: abort(429))
    large = {"method": "POST", "environ_overrides": {"CONTENT_LENGTH": str(2**31)}}
    pages = {
        404: client.get("/no-such-page", status=404),
        500: client.get("/privacy", status=500),
        429: client.get("/cookies", status=429),
        413: client._checked(client.open("/request/files", **large), 413),
    }
    for code, page in pages.items():
        assert page.select(".govuk-exit-this-page__button"), code
        ways = page.links
        assert ways["Go to your answers"] == "/request/check-answers"
        assert ways["Go to the start page"] == "/"
        welsh = next(href for words, href in ways.items() if words.endswith("Cymraeg"))
        assert welsh.startswith("/language/cy?next=")
    assert pages[413].links["Open the page again"] == "/request/files"
    assert "Answers you gave on earlier pages are kept" in pages[500].text
    page = client.get(pages[500].links["Ask for a review: short form"])
    assert page.h1 == "Ask for a review: short form"
    office_details.configure(app.config)


@pytest.mark.parametrize("number", ["9999999999", "9" * 30, "٣"])
@pytest.mark.parametrize("place", ["admin/teams", "casework/reviews", "account/passkeys"])
def test_what_no_record_can_be_numbered_is_not_there(signed_in, place: str, number: str) -> None:
    page = signed_in(Role.SUPERVISOR).get(f"/{place}/{number}", status=404)
    assert page.h1 == "Page not found"


@pytest.mark.parametrize("path", ["/law/changes/%00", "/law/records/%00", "/casework/cases/%00"])
def test_what_no_record_can_be_called_is_not_there(signed_in, path: str) -> None:
    page = signed_in(Role.SUPERVISOR).get(path, status=404)
    assert page.h1 == "Page not found"


def test_a_number_in_a_query_that_is_none_is_as_if_not_asked_for(signed_in) -> None:
    document = build.document(build.request())
    review = build.eligible_review()
    client = signed_in(Role.CASEWORKER)
    for path in (f"documents/{document.id}?page", f"reviews/{review.id}/submission/new?draft"):
        assert client.get(f"/casework/{path}=99999999999").h1 == client.get(f"/casework/{path}=").h1


def test_a_page_that_somebody_else_may_see(signed_in) -> None:
    page = signed_in(Role.CASEWORKER).get("/admin/people", status=403)
    assert "you are signed in as Test Caseworker, caseworker" in page.text
    assert "ask an administrator" in page.text
    assert "Board" not in page.links
    assert "Your work" in page.links
    assert_of_the_office(page, "Go to your first page")


@pytest.mark.parametrize(
    "path", ["/casework/cases/ULS-1999-0001", "/casework/reviews/999", "/casework/letters/9.pdf"]
)
def test_a_record_that_is_not_there(signed_in, path: str) -> None:
    page = signed_in(Role.CASEWORKER).get(path, status=404)
    assert page.h1 == "Page not found"
    assert_of_the_office(page, "Go to your first page")


@pytest.mark.parametrize("path", ["/no-such-page", "/request/no-such-step", "/language/xx"])
def test_staff_see_the_office_wherever_they_are(signed_in, path: str) -> None:
    page = signed_in(Role.CASEWORKER).get(path, status=404)
    assert_of_the_office(page, "Go to your first page")


def test_an_address_of_the_office_without_a_page_leads_to_sign_in(client: CheckedClient) -> None:
    assert_of_the_office(client.get("/casework/no-such-page", status=404), "Sign in")


def test_a_step_that_may_not_be_taken_leads_back_to_its_review(signed_in) -> None:
    review = build.review()
    page = signed_in(Role.CASEWORKER).get(
        f"/casework/reviews/{review.id}/arrivals/filing", status=409
    )
    assert page.h1 == "This could not be done"
    assert "something has changed since you opened that page" in page.text
    assert_of_the_office(page, "Go to the review", "Go to your first page")
    assert page.links["Go to the review"] == f"/casework/reviews/{review.id}"


def test_what_was_typed_for_a_step_refused_meanwhile_can_be_copied(signed_in) -> None:
    review = build.eligible_review()
    caseworker = signed_in(Role.CASEWORKER)
    path = f"/casework/reviews/{review.id}/sentences/{review.sentences[0].id}"
    caseworker.get(path)
    token = caseworker.page.one("main form [name=csrf_token]").get("value")
    progress.move(
        review,
        Step.WITHDRAW,
        build.user(Role.SUPERVISOR),
        version=review.version,
        note="Asked to stop",
    )
    answer = caseworker.open(
        path,
        method="POST",
        data={
            "csrf_token": token,
            "version": "1",
            "seen": "0f" * 32,
            "kind": "life_sentence",
            "text": "Four years, typed at length",
        },
        headers={"Referer": f"http://localhost/casework/reviews/{review.id}?from=board"},
    )
    assert answer.status_code == 409
    page = Page.read(answer.request.path, answer.status_code, answer.get_data(as_text=True))
    assert "It is not saved. Copy what you need before you leave this page." in page.text
    assert page.summary["Text"] == "Four years, typed at length"
    assert page.summary["Kind"] == "life sentence"
    assert "Seen" not in page.summary
    assert token not in page.one("main").text_content()
    assert_of_the_office(
        page, "Go to the review", "Go back to the page before", "Go to your first page"
    )


def test_another_site_has_nothing_shown(signed_in) -> None:
    caseworker = signed_in(Role.CASEWORKER)
    answer = caseworker.open(
        "/casework/reviews/999/assignee",
        method="POST",
        data={"note": "Ring this number"},
        headers={"Referer": "https://elsewhere.example/page"},
    )
    assert answer.status_code == 400
    assert "Ring this number" not in answer.get_data(as_text=True)
    assert "elsewhere.example" not in answer.get_data(as_text=True)


def test_a_form_opened_before_signing_in_anew_is_shown_to_be_sent_again(signed_in) -> None:
    review, caseworker = build.review(), signed_in(Role.CASEWORKER)
    path = f"/casework/reviews/{review.id}/offender"
    caseworker.get(path)
    version = caseworker.page.one("main form [name=version]").get("value")
    data = {"csrf_token": "of an older session", "version": version, "name": "Corrected Name"}
    page = caseworker.post(
        path, data=data, headers={"Referer": f"http://localhost{path}"}, status=400
    )
    assert page.h1 == "Send what you entered"
    assert "This page was opened before you last signed in, so nothing was saved." in page.text
    assert "You were signed out" not in page.text
    caseworker.submit("Send it")
    db.session.rollback()
    db.session.refresh(review)
    assert review.offender_name == "Corrected Name"


def test_an_old_press_of_a_button_says_to_open_the_page_again(signed_in) -> None:
    review, caseworker = build.review(), signed_in(Role.CASEWORKER)
    page = caseworker.post(f"/casework/reviews/{review.id}/assignee", data={}, status=400)
    assert page.h1 == "This page must be opened again"
    ways = ("Go to the review", "Open the form again", "Go to your first page")
    assert_of_the_office(page, *ways)


def test_who_may_see_no_cases_is_not_led_to_one(signed_in) -> None:
    review = build.review()
    page = signed_in(Role.ADMINISTRATOR).get(f"/casework/reviews/{review.id}/assignee", status=403)
    assert_of_the_office(page, "Go to your first page")


def test_a_form_without_its_token_says_what_to_do(client: CheckedClient) -> None:
    client.get("/sign-in")
    assert_of_the_office(client.post("/sign-in", data={}, status=400), "Open the form again")


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
    page = Page.read(answer.request.path, answer.status_code, answer.get_data(as_text=True))
    assert "20MB or smaller" in page.text
    assert_of_the_office(page, "Open the form again")


ADD_FILE = "/casework/cases/{}/files/new"


def test_a_file_of_the_office_may_be_as_large_as_its_page_says(signed_in) -> None:
    case, caseworker = build.review().case, signed_in(Role.CASEWORKER)
    caseworker.get(ADD_FILE.format(case.reference))
    token = caseworker.page.one("main form [name=csrf_token]").get("value")
    scan = FileStorage(io.BytesIO(bytes(3_000_000)), "remarks.pdf")
    boundary, body = encode_multipart({"csrf_token": token, "file": scan})
    page = caseworker.post(
        caseworker.page.path,
        status=200,
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )
    [error] = page.errors
    assert error.startswith("The file must be a PDF")


def test_only_somebody_who_has_signed_in_has_a_large_file_read(client: CheckedClient) -> None:
    answer = client.open(
        ADD_FILE.format("ULS-2026-0001"),
        method="POST",
        input_stream=io.BytesIO(b"--x"),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "3000000"},
    )
    assert answer.status_code == 413


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
    assert "The tracker’s database did not answer in time" in page.text
    assert "The daily list, sent by email at 8am" in page.text
    assert_of_the_office(page, "Sign in")


def test_nor_for_the_page_of_another_error(unreachable: Flask) -> None:
    unreachable.config["PROPAGATE_EXCEPTIONS"] = False  # as in production
    client = client_of(unreachable)
    with client.session_transaction() as session:
        session.update({"_user_id": "somebody", "code_at": 0})
    notes, own = "/casework/cases/ULS-2026-0001/notes", {"Sec-Fetch-Site": "same-origin"}
    for page in (
        client.get("/casework/no-such-page", status=503),
        client.post(notes, status=503, data={"note": "Ring her"}, headers=own),
    ):
        assert "The tracker’s database did not answer in time" in page.text
        assert page.select(".moj-header")
    assert "What you sent may have been saved all the same" in page.text
    assert "Ring her" in page.text
    with client.session_transaction() as session:
        assert session["_user_id"] == "somebody"


def test_health_says_that_the_database_does_not_answer(unreachable: Flask) -> None:
    client = client_of(unreachable)
    assert client.get("/live").json == {"status": "ok"}
    answer = client.get("/ready", status=503)
    assert answer.json == {
        "status": "unavailable",
        "database": "unreachable",
        "migrations": "unknown",
        "disk": "ok",
    }


def test_a_fault_of_our_own_shows_nothing_of_itself(new_database: Callable[[str], str]) -> None:
    app = create_app(configured(new_database("faulty")))
    migrated(app)

    def fail() -> str:
        raise ZeroDivisionError("a secret of the inside")

    app.view_functions["accounts.sign_in"] = fail
    page = client_of(app).get("/sign-in", status=500)
    assert "secret" not in page.html
    assert "tell an administrator what you were doing" in page.text
    assert_of_the_office(page, "Sign in")
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
