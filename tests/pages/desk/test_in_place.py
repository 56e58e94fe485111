"""Small forms that open where a person is: assignee, a day of the plan, a note; without scripts."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests.support import build
from tests.support.page import words
from ulss_tracker.models import DecisionChoice, Event, EventKind, LetterKind, Plea, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.milestones import Milestone
from ulss_tracker.services import letters
from ulss_tracker.services.cases import cases
from ulss_tracker.services.referral import milestones

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
    build.user()
    build.user(email="second@example.org", name="Second Person")


def due(review: Review, which: Milestone) -> date:
    db.session.expire_all()
    found = milestones.of_review(cases.get_review(review.id))
    return next(each.due_on for each in found if each.milestone is which)


def test_assignee_and_note_lead_back_to_the_list_they_were_opened_on(signed_in) -> None:
    review = build.eligible_review()
    number = str(build.user(email="second@example.org").id)
    db.session.commit()
    client = signed_in(Role.SUPERVISOR)
    board = f"/supervision/board?columns=stage&look={review.id}"
    client.get(board)
    page = client.submit("Give", assignee=number)
    assert page.path == board
    db.session.expire_all()
    assert review.assignee.name == "Second Person"
    page = client.submit("Add the note", note="Rang them")
    assert page.path == board
    assert "Note added" in page.text
    client.get(f"/casework/reviews/{review.id}")
    page = client.submit("Add the note", note="Rang them again")
    assert page.html.index("<h1") < page.html.index("Note added")  # the name stays in its place
    token = page.select("input[name=csrf_token]")[0].get("value")
    for outside in ("https://example.org/casework/", "//example.org", "/casework\\..\\x", ""):
        answer = client.post(
            f"/casework/cases/{review.case.reference}/notes",
            data={"csrf_token": token, "note": "Another", "back": outside},
        )
        assert answer.location == f"/casework/cases/{review.case.reference}/notes"


def test_a_small_form_that_was_refused_still_leads_back_to_the_list(signed_in) -> None:
    review = build.eligible_review()
    other = build.user(email="second@example.org")
    db.session.commit()
    client = signed_in(Role.SUPERVISOR)
    board = f"/supervision/board?columns=stage&look={review.id}"
    client.get(board)
    page = client.submit("Give", assignee=str(review.assignee_id))
    assert "is assigned already" in page.errors[0]
    assert page.links["Cancel"] == board
    assert client.submit("Save", assignee=str(other.id)).path == board


def test_a_day_of_the_plan_is_moved_where_it_is_seen(signed_in) -> None:
    review = build.eligible_review(sentenced_on=date(2026, 3, 9))
    db.session.commit()
    client = signed_in(Role.CASEWORKER)
    own = due(review, Milestone.PAPERS_IN)
    client.get(f"/casework/reviews/{review.id}")
    day = {"due_on-day": "20", "due_on-month": "3", "due_on-year": "2026"}
    page = client.submit("Move the day", milestone="papers_in", **day)
    assert page.path == f"/casework/reviews/{review.id}"
    assert due(review, Milestone.PAPERS_IN) == date(2026, 3, 20) != own
    event = db.session.query(Event).filter_by(kind=EventKind.PLAN_MOVED).one()
    assert event.before["due_on"] == own.isoformat()
    db.session.commit()
    for wrong, why in (("2026-04-20", "on or before the day to file by"), ("2026-03-02", "later")):
        year, month, number = wrong.split("-")
        client.get(f"/casework/reviews/{review.id}")
        sent = {"due_on-day": number, "due_on-month": month, "due_on-year": year}
        page = client.refused("Move the day", milestone="papers_in", **sent)
        assert why in page.errors[0]
        assert page.one("#due_on-day").get("value") == number
    client.get(f"/casework/reviews/{review.id}")
    client.submit("Move the day", milestone="papers_in")
    assert due(review, Milestone.PAPERS_IN) == own


def test_gaps_of_a_letter_lead_to_the_field_and_back(signed_in) -> None:
    review = build.review_to_file()
    review.sentences[0].convictions[0].plea = None
    draft = letters.draft(LetterKind.OFFENDER_NOTICE, build.user(), review=review)
    typed = letters.draft(LetterKind.CPS, build.user(), review=review)
    db.session.commit()
    client = signed_in(Role.CASEWORKER)
    path = f"/casework/letter-drafts/{draft.id}"
    for ending, field, value in (
        ("/offender", "address", "1 Road, Leeds"),
        ("/court", "number", "T20267001"),
        ("/plea", "plea", Plea.VERDICT.value),
    ):
        links = client.get(path).links
        gap = next(
            words for words, href in links.items() if href.endswith(f"{ending}?back={path}#{field}")
        )
        form = client.click(gap)
        form.one(f"#{field}")
        assert form.links["Cancel"] == path
        page = client.submit("Save", **{field: value})
        assert page.path == path
        assert gap not in page.links
    page = client.get(f"/casework/letter-drafts/{typed.id}")
    assert page.links["What you want to tell the CPS"] == f"{page.path}#body"
    page.one("#body")


def test_steps_that_are_refused_are_folded_with_their_reasons(signed_in) -> None:
    review = build.eligible_review()
    db.session.commit()
    page = signed_in(Role.CASEWORKER).get(f"/casework/reviews/{review.id}")
    folded = [each for each in page.select("details") if "Not possible yet" in words(each)]
    assert len(folded) <= 1


def test_the_letter_form_lists_first_what_tells_of_the_stage(signed_in) -> None:
    """Then what may be issued at any stage, then what may not be issued now."""
    review = build.review_to_decide()
    build.decide(review, DecisionChoice.DO_NOT_REFER)
    new = signed_in(Role.CASEWORKER).get(f"/casework/cases/{review.case.reference}/letters/new")
    kinds = [words(each) for each in new.select("#kind option")][1:]
    allowed = [each.label for each in letters.allowed_kinds(review.case)]
    assert kinds[: len(allowed)] == allowed
    assert 0 < len(allowed) < len(kinds)
    assert allowed[0] == LetterKind.NOT_REFERRED.label
    assert letters.allowed_kinds(build.review_to_file().case)[:2] == [
        LetterKind.REFERRAL,
        LetterKind.OFFENDER_NOTICE,
    ]
