"""The law desk's pages: the six months signed by two lawyers, and the day-40 victim's pages."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.law_changes import SIX_MONTHS_CONFIRMED
from tests.support.signed_law import first_lawyer, second_lawyer
from ulss_tracker import clock
from ulss_tracker.models import User
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.law.law import obeying
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.law import following, rehearsals

pytestmark = [pytest.mark.on_sqlite, pytest.mark.usefixtures("at_now")]

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
DAY_40 = NOW.date() - timedelta(days=40)
MAY_BE = "It may be until Wednesday 7 April 2027 under an Act of 2026: a lawyer must check."
DAY = {"decides_from_on-day": "16", "decides_from_on-month": "11", "decides_from_on-year": "2026"}


def of(app: Flask, person: User) -> CheckedClient:
    signed_in = build.session_of(person)
    client = client_of(app)
    with client.session_transaction() as session:
        session.update(signed_in)
    return client


def run_jobs() -> None:
    with obeying(law_in_force.law()):
        rehearsals.run_waiting()
    with obeying(law_in_force.law()):
        following.follow()


def test_signed_by_two_the_victim_of_day_40_is_in_time_on_every_page_and_undone_as_before(
    app: Flask, signed_in: Callable[[Role], CheckedClient]
) -> None:
    review = build.eligible_review(sentenced_on=DAY_40, standing=RequesterRole.VICTIM)
    request = build.request(sentenced_on=DAY_40, standing=RequesterRole.VICTIM)
    build.verify_who_asked(review)
    build.verify_who_asked(request)
    number = request.reference
    pages = [f"/casework/requests/{number}", f"/casework/reviews/{review.id}", "/supervision/board"]
    supervisor = signed_in(Role.SUPERVISOR)
    before = {path: supervisor.get(path).text for path in pages}
    assert all(MAY_BE in before[path] for path in pages[:2])

    ann, bo = of(app, first_lawyer()), of(app, second_lawyer())
    ann.get("/law/")
    ann.click("Propose a change")
    ann.click("import a change written as TOML")
    page = ann.submit(
        "Propose the change",
        title="The six months begin",
        kind="limit",
        why="We read section 11.",
        content=SIX_MONTHS_CONFIRMED,
        **DAY,
    )
    assert "being rehearsed" in page.text
    reference = page.path.rsplit("/", 1)[-1]
    run_jobs()

    page = bo.get(f"/law/changes/{reference}")
    assert page.summary["A day or a moment moves"] == "2"
    assert page.summary["People who asked and must be told"] == "2"
    assert "Last day 7 April 2027" in page.text
    assert number in page.text
    bo.click("Sign this change")
    assert "Read them before you sign" in bo.submit("Sign").errors
    page = bo.submit("Sign", has_read="yes")
    assert page.summary["Now"].startswith("Signed: Bo Rai")
    run_jobs()
    after = {path: supervisor.get(path).text for path in pages}
    assert all("7 Apr" in text for text in after.values())
    assert all(MAY_BE not in text for text in after.values())
    public = client_of(app).get("/information/time-limit").text
    assert "six months" in public

    bo.click("Propose to undo this change")
    page = bo.submit("Propose to undo", note="It was not begun.")
    undoing = page.path.rsplit("/", 1)[-1]
    run_jobs()
    page = ann.get(f"/law/changes/{undoing}/sign")
    assert "It moves 2 days due within 10 working days" in page.text  # they would have passed
    page = supervisor.get("/supervision/law-moves")
    boxes = [box.get("value") for box in page.select("input[name=moves]")]
    supervisor.submit("Agree to the ticked days", moves=boxes)
    ann.get(f"/law/changes/{undoing}/sign")
    ann.submit("Sign", has_read="yes")
    run_jobs()
    undone = {path: supervisor.get(path).text for path in pages}
    assert all(MAY_BE in undone[path] for path in pages[:2])
    assert "six months" not in client_of(app).get("/information/time-limit").text


def test_content_that_does_not_hold_together_is_refused_on_the_page(app: Flask) -> None:
    ann = of(app, first_lawyer())
    ann.get("/law/changes/import")
    page = ann.submit(
        "Propose the change",
        title="The six months begin",
        kind="limit",
        why="We read it.",
        content='[[limit]]\nid = "2026-act-six-months"\nstatus = "confirmed"',
        **DAY,
    )
    assert any("leaves nothing not known" in each for each in page.errors)
    page = ann.submit("Propose the change", content="[[limit")
    assert any("is not TOML" in each for each in page.errors)


def test_a_proposal_is_refused_withdrawn_and_saved_as_a_file(app: Flask) -> None:
    ann, bo = of(app, first_lawyer()), of(app, second_lawyer())
    ann.get("/law/changes/import")
    said = {"kind": "limit", "why": "We read it.", "content": SIX_MONTHS_CONFIRMED, **DAY}
    page = ann.submit("Propose the change", title="The six months", **said)
    reference = page.path.rsplit("/", 1)[-1]
    page = bo.get(page.path)
    assert "The rehearsal is not done yet" in page.text
    bo.click("Refuse this change")
    page = bo.submit("Refuse", note="It is not begun.")
    assert page.summary["Now"].startswith("Refused: Bo Rai")
    assert page.summary["Why it ended"] == "It is not begun."
    file = bo.get(f"/law/changes/{reference}/change.toml")
    assert 'title = "The six months"' in file.text
    ann.get("/law/changes/import")
    page = ann.submit("Propose the change", title="Again", **said)
    ann.click("Withdraw this change")
    page = ann.submit("Withdraw", note="A slip.")
    assert page.summary["Now"].startswith("Withdrawn: Ann Lee")
    assert bo.get("/law/changes?which=withdrawn").text.count("LAW-2026-") == 1
    assert "No change waits" in bo.get("/law/").text


def test_a_record_is_written_anew(app: Flask) -> None:
    ann = of(app, first_lawyer())
    ann.get("/law/")
    ann.click("Courts and Tribunals Bill")
    ann.click("Write this record anew")
    page = ann.submit("Keep the record", progress="passed", commencement="10 November 2026.")
    assert "10 November 2026." in page.text
    assert "Passed: not known to have begun" in page.text
    assert page.summary["Written"] == "With this release"  # as it was before, the last on the page
    ann.get("/law/records/new")
    page = ann.submit(
        "Keep the record",
        title="An Order of 2027",
        kind="order",
        progress="watched",
        commencement="Not known.",
        how_sure="Somebody writes so.",
        source="A newspaper.",
        touches="Nothing yet.",
        not_known="Everything.",
    )
    assert page.path == "/law/records/an-order-of-2027"


def test_a_supervisor_reads_and_keeps_nothing(signed_in: Callable[[Role], CheckedClient]) -> None:
    supervisor = signed_in(Role.SUPERVISOR)
    page = supervisor.get("/law/")
    assert "Propose a change" not in page.text
    supervisor.get("/law/changes/new", status=403)
