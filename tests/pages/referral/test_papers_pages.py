"""Asking the CPS for papers: which, and what is said when none is chosen."""

from tests.support import build
from tests.support.page import words
from tests.support.traces import nothing_kept
from ulss_tracker.models import PaperKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.referral import papers


def test_when_every_usual_paper_was_asked_for_no_empty_question_is_put(signed_in) -> None:
    review, caseworker = build.review(), signed_in(Role.CASEWORKER)
    papers.ask(review.case, list(PaperKind), [], build.user())
    page = caseworker.get(f"/casework/cases/{review.case.reference}/papers/ask")
    assert page.select("legend") == []
    assert "Every usual paper has been asked for already." in page.text
    with nothing_kept():
        page = caseworker.submit("Record that these were asked for")
    assert page.errors == ["Choose or name at least one paper that has not been asked for yet"]


def test_some_paper_must_be_chosen_or_named(signed_in) -> None:
    review, caseworker = build.review(), signed_in(Role.CASEWORKER)
    path = f"/casework/cases/{review.case.reference}/papers/ask"
    page = caseworker.get(path)
    assert [words(each) for each in page.select("legend")] == ["Which papers?"]
    with nothing_kept():
        page = caseworker.submit("Record that these were asked for", kinds=[])
    assert page.errors == ["Choose or name at least one paper that has not been asked for yet"]
    page = caseworker.submit(
        "Record that these were asked for", kinds=[], others="Antecedents of the second offender"
    )
    assert page.h1 == "Papers"
    db.session.rollback()
    assert [each.label for each in papers.of_case(review.case)] == [
        "Antecedents of the second offender"
    ]
