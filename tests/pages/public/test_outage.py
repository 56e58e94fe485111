"""While the database is away: one short form, kept in a file, and honest words about it."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from tests.support import build
from tests.support.checked_client import CheckedClient, client_of, filled
from ulss_tracker import clock, create_app
from ulss_tracker.models.database import ReadingOrWriting
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core import law_in_force, office_details
from ulss_tracker.services.operations import planned_work
from ulss_tracker.services.requests import lookups, outage
from ulss_tracker.web.public.pages import INFORMATION

NOBODY_THERE = "postgresql+psycopg://nobody:secret@127.0.0.1:1/none"
NOW = datetime(2026, 11, 24, 20, 41, tzinfo=UTC)


@pytest.fixture
def directory(app: Flask, at, tmp_path: Path) -> Iterator[Path]:
    at(NOW)
    yield tmp_path / "outage"
    office_details.configure(app.config)


@pytest.fixture
def away(directory: Path) -> CheckedClient:
    """A visitor of an application whose database does not answer."""
    config = Config(
        environment="testing",
        SQLALCHEMY_DATABASE_URI=NOBODY_THERE,
        OUTAGE_DIRECTORY=str(directory),
        extra={"WTF_CSRF_ENABLED": True},
    )
    return client_of(create_app(config))


def in_a_journey(client: CheckedClient) -> None:
    """As somebody whose answers are kept already, in the database that is away."""
    with client.session_transaction() as session:
        session["journey"] = "a journey begun before"


def test_whatever_needs_the_database_leads_to_the_short_form(away: CheckedClient) -> None:
    in_a_journey(away)
    for path in ("/request/offender", "/request/check-answers", "/request/files"):
        page = away.get(path, status=503)
        assert page.h1 == "Ask for a review: short form"
        assert "your answers are kept" in page.text


def test_what_is_only_read_asks_no_database(
    away: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(law_in_force, "_heard", ("", float("inf")))  # as a web worker hears it
    with monkeypatch.context() as patch:
        patch.setattr(ReadingOrWriting, "get_bind", lambda *_, **__: 1 / 0)
        for name in {*INFORMATION} - {"figures"}:
            away.get(f"/information/{name}")
        for path in ("/", "/privacy", "/accessibility", "/cookies"):
            away.get(path)
    page = away.get("/information/figures")  # all but the figures
    assert "Our figures cannot be shown at the moment" in page.text
    assert "Parliamentary Ombudsman" in page.text


def test_what_is_sent_is_kept_and_the_receipt_says_what_that_means(away: CheckedClient) -> None:
    in_a_journey(away)
    away.get("/request/offender", status=503)
    page = away.submit(
        "Send",
        offender_name="John Archer",
        court_text="Leeds",
        sentenced_text="last Friday",
        standing="victim",
        telephone="01632 960001",
    )
    (kept,) = outage.waiting()
    assert kept.details is not None
    assert kept.details.offender_name == "John Archer"
    assert kept.details.standing is RequesterRole.VICTIM
    assert kept.details.may_leave_message is False
    assert kept.details.may_post is False
    assert kept.quarantine_reason == ""
    assert page.h1 == "We have kept what you sent"
    assert kept.reference in page.text
    assert outage.code_of(kept.token) in page.text
    assert "nobody has seen it yet" in page.text
    assert "20:41" in page.text or "8:41pm" in page.text
    away.submit("Close this request on this device")
    assert away.get("/request/kept", status=302).headers["Location"] == "/"


def test_whoever_goes_back_and_writes_more_has_both_kept(away: CheckedClient) -> None:
    in_a_journey(away)
    form = filled(away.get("/request/offender", status=503).form("Send"))
    first, more = form | {"offender_name": "John Archer"}, {"reason": "He never said sorry."}
    for sent in (first, first, first | more):
        away.post("/request/short", status=302, data=sent)
    reasons = {kept.details.reason: kept.token for kept in outage.waiting() if kept.details}
    assert set(reasons) == {"", "He never said sorry."}
    receipt = away.get("/request/kept").text
    assert outage.reference_of(reasons["He never said sorry."]) in receipt


def test_the_page_that_could_not_be_saved_fills_the_form(away: CheckedClient) -> None:
    in_a_journey(away)
    away.get("/request/offender", status=503)
    token = away.page.one("input[name=csrf_token]").get("value") if away.page else ""
    sent = {"csrf_token": token, "reason": "He never said sorry."}
    page = away.post("/request/reason", status=503, data=sent)
    assert page.one("#reason").text_content().strip() == "He never said sorry."
    assert "The page you have just sent was not saved" in page.text


def test_a_fault_of_our_own_leads_to_the_short_form_with_what_was_typed(
    app: Flask, directory: Path, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    office_details.configure({**app.config, "OUTAGE_DIRECTORY": str(directory)})
    client.get("/request/offence")
    monkeypatch.setattr(lookups, "offences_meant", lambda *_: 1 / 0)
    page = client.submit("Continue", offence="He hit her with a bottle", status=500)
    assert page.one("#offence_text").get("value") == "He hit her with a bottle"
    assert "The page you have just sent was not saved" in page.text
    client.submit("Send", offender_name="John Archer")
    (kept,) = outage.waiting()
    assert kept.details and kept.details.offence_text == "He hit her with a bottle"
    monkeypatch.setattr(outage, "is_offered", lambda: False)
    client.get("/request/offence")
    page = client.submit("Continue", offence="He hit her with a bottle", status=500)
    assert page.h1 == "Sorry, there is a problem with the service"


def test_without_saying_which_case_it_is_nothing_is_kept(away: CheckedClient) -> None:
    in_a_journey(away)
    away.get("/request/offender", status=503)
    page = away.submit("Send", reason="Too short", email="not an address")
    assert "Enter the name of the person who was sentenced" in page.text
    assert "Enter an email address in the correct format" in page.text
    assert page.one("#reason").text_content().strip() == "Too short"
    assert list(outage.waiting()) == []


def test_a_disk_that_fails_is_said(
    away: CheckedClient, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_journey(away)
    away.get("/request/offender", status=503)
    directory.mkdir()
    monkeypatch.setattr(os, "link", _no_room)
    page = away.submit("Send", offender_name="John Archer", status=503)
    assert "We could not keep what you wrote" in page.text
    assert page.one("#offender_name").get("value") == "John Archer"


def _no_room(_part: Path, _whole: Path) -> None:
    raise OSError(28, "No space left on device")


def test_while_planned_work_goes_on_people_read_and_send_the_short_form(
    app: Flask, directory: Path, client: CheckedClient, signed_in
) -> None:
    review = build.eligible_review()
    office_details.configure({**app.config, "OUTAGE_DIRECTORY": str(directory)})
    staff = signed_in(Role.CASEWORKER)
    case = f"/casework/cases/{review.case.reference}"
    staff.get(case)
    planned_work.begin(NOW + timedelta(hours=2))
    assert "We are working on this service until about 10:41pm" in client.get("/").text
    client.get("/request/court", status=503)
    client.submit("Send", offender_name="John Archer")
    (kept,) = outage.waiting()
    assert "Nothing can be saved until then" in staff.get(f"{case}/notes").text
    page = staff.submit("Add the note", note="Rang the court.", status=503)
    assert "You can read everything" in page.text
    planned_work.end()
    with clock.set_to(NOW + timedelta(hours=3)):
        assert outage.take_in() == 1
        client.get("/status")
        page = client.submit(reference=kept.reference, code=outage.code_of(kept.token))
        assert kept.reference in page.text
