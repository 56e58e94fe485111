"""From a note alone to law and back: six months for victims, by the form, on every page it meets.

The note: “six months for victims from 29 December 2025, Victims and Courts Act 2026, section 11”.
"""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from tests.pages.law.test_law_desk import of, run_jobs
from tests.pages.law.test_proposals import day
from tests.support import build
from tests.support.checked_client import CheckedClient, Page
from tests.support.signed_law import first_lawyer, second_lawyer
from ulss_tracker import clock
from ulss_tracker.models import AlarmReason, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.law.law import obeying
from ulss_tracker.scheme.workflow.milestones import Milestone
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.messaging import due_alarms
from ulss_tracker.services.referral import milestones

pytestmark = [pytest.mark.on_sqlite, pytest.mark.usefixtures("at_now")]

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
ON = date(2026, 11, 3)
DAY_28, SIX_MONTHS_ON = date(2026, 12, 1), date(2027, 5, 3)
THE_NOTE = {
    "limit": "2026-act-six-months",
    "length": "6",
    "unit": "months",
    "runs_from": "sentence",
    "standings": ["victim", "bereaved_family", "on_behalf"],
    **day("sentenced_from", date(2025, 12, 29)),
    "read_title": "Victims and Courts Act 2026",
    "read_provision": "s.11",
    "read_address": "https://www.legislation.gov.uk/ukpga/2026/19/section/11",
    "read_text": "The period is six months where the request is made by a victim.",
    **day("read_on", date(2026, 11, 16)),
}


def sign(proposer: CheckedClient, signer: CheckedClient, path: str) -> Page:
    run_jobs()
    signer.get(f"{path}/sign")
    page = signer.submit("Sign", has_read="yes")
    assert page.summary["Now"].startswith("Signed: ")
    run_jobs()
    return page


def propose(lawyer: CheckedClient) -> str:
    lawyer.get("/law/")
    lawyer.click("Propose a change")
    lawyer.click("A time limit")
    shown = lawyer.submit("Continue", **THE_NOTE)
    assert "For sentences passed on 29 December 2025 or later, 6 months" in shown.text
    return lawyer.submit("Propose this change").path


def fresh(number: int) -> Review:
    """The review as it is now: a rehearsal lets go of what it read."""
    db.session.rollback()
    return db.session.get_one(Review, number, populate_existing=True)


def alarms(review: Review) -> list[AlarmReason]:
    """The alarms due at noon on the day before the 28th."""
    eve = datetime(2026, 11, 30, 12, tzinfo=clock.LONDON)
    assert review.deadline is not None
    return [due.reason for due in due_alarms.due_of(review.deadline, eve)]


def to_tell(caseworker: CheckedClient) -> list[str]:
    rows = caseworker.get("/casework/people-to-tell").rows[1:]
    return sorted(row[3].split()[0] for row in rows)


def test_proposed_from_a_note_signed_obeyed_told_and_undone(app: Flask, signed_in, at) -> None:
    caseworker, officer = signed_in(Role.CASEWORKER), signed_in(Role.LAW_OFFICER)
    theirs = build.review_to_decide(sentenced_on=ON, standing=RequesterRole.VICTIM)
    work = build.eligible_review(sentenced_on=ON, standing=RequesterRole.VICTIM)
    build.eligible_review(sentenced_on=ON, standing=RequesterRole.PUBLIC)
    request = build.request(sentenced_on=ON, standing=RequesterRole.BEREAVED_FAMILY)
    references = sorted([theirs.case.reference, work.case.reference, request.reference])
    number, theirs_number = work.id, theirs.id
    pack = f"/casework/reviews/{theirs.id}/submission"
    pages = [pack, f"/casework/reviews/{number}"]
    before = [officer.get(path).text for path in pages]
    at(NOW + timedelta(minutes=10))
    ann, bo = of(app, first_lawyer()), of(app, second_lawyer())

    path = propose(ann)
    run_jobs()
    page = bo.get(path)
    assert page.summary["People who asked and must be told"] == str(len(references))
    sign(ann, bo, path)
    reference = path.rsplit("/", 1)[-1]

    work = fresh(number)
    assert work.last_day_on == DAY_28
    assert alarms(work) == [AlarmReason.TIME_RUNS_OUT]
    with obeying(law_in_force.law()):
        planned = {stand.milestone: stand.due_on for stand in milestones.of_review(work)}
    received = clock.day_of(work.case.requests[0].received_at)
    assert planned[Milestone.PAPERS_ASKED] <= received + timedelta(days=4)  # two working days
    assert to_tell(caseworker) == references
    text = officer.get(pack).text
    assert "The law has changed since this was sent" in text
    assert reference in text
    assert "once a second person has verified who asked" in text
    assert "The law has changed" in officer.get(f"/casework/reviews/{theirs_number}/decision").text

    with obeying(law_in_force.law()):
        build.verify_who_asked(work)
    work = fresh(number)
    assert work.last_day_on == SIX_MONTHS_ON
    assert alarms(work) == []

    bo.get(path)
    bo.click("Propose to undo this change")
    undoing = bo.submit("Propose to undo", note="It was not begun.").path
    sign(bo, ann, undoing)
    work = fresh(number)
    assert work.last_day_on == DAY_28
    assert alarms(work) == [AlarmReason.TIME_RUNS_OUT]
    assert to_tell(caseworker) == []
    at(NOW)
    assert [officer.get(path).text for path in pages] == before


def test_whoever_asked_in_no_case_is_told_on_pages_of_their_own(
    app: Flask, caseworker: CheckedClient
) -> None:
    request = build.request(
        sentenced_on=ON, standing=RequesterRole.VICTIM, requester_name="Vi Small"
    )
    reference = request.reference
    ann, bo = of(app, first_lawyer()), of(app, second_lawyer())
    sign(ann, bo, propose(ann))
    caseworker.get("/casework/people-to-tell")
    page = caseworker.click("Vi Small")
    assert page.summary["It was"].startswith("Last day 1 December 2026")
    assert "It is until 3 May 2027, once a second person has verified" in page.summary["It is"]
    page = caseworker.submit("Save", result="told", means="phone")
    assert page.path == f"/casework/requests/{reference}"
    assert to_tell(caseworker) == []
