"""Asking the CPS for papers: which, and what is said when none is chosen."""

from tests.support import build
from tests.support.page import words
from ulss_tracker import clock
from ulss_tracker.models import PaperKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.referral import papers


def test_when_every_usual_paper_was_asked_for_no_empty_question_is_put(signed_in) -> None:
    review, caseworker = build.review(), signed_in(Role.CASEWORKER)
    papers.ask(review.case, list(PaperKind), [], build.user())
    page = caseworker.get(f"/casework/cases/{review.case.reference}/papers/ask")
    assert [words(each) for each in page.select("legend")] == ["By when?"]
    assert "Every usual paper has been asked for already." in page.text
    caseworker.refused(
        "Ask for these papers",
        "Choose or name at least one paper that has not been asked for yet",
    )


def test_some_paper_must_be_chosen_or_named(signed_in) -> None:
    review, caseworker = build.review(), signed_in(Role.CASEWORKER)
    path = f"/casework/cases/{review.case.reference}/papers/ask"
    page = caseworker.get(path)
    assert [words(each) for each in page.select("legend")] == ["Which papers?", "By when?"]
    caseworker.refused(
        "Ask for these papers",
        "Choose or name at least one paper that has not been asked for yet",
        kinds=[],
    )
    page = caseworker.submit(
        "Ask for these papers", kinds=[], others="Antecedents of the second offender"
    )
    assert page.h1 == "Papers"
    db.session.rollback()
    assert [each.label for each in papers.of_case(review.case)] == [
        "Antecedents of the second offender"
    ]


def test_recording_that_papers_have_come_asks_which(signed_in) -> None:
    review, caseworker = build.eligible_review(), signed_in(Role.CASEWORKER)
    papers.ask(review.case, [PaperKind.REPORT, PaperKind.SENTENCING_REMARKS], [], build.user())
    caseworker.get(f"/casework/reviews/{review.id}")
    page = caseworker.click("Record that papers have come")
    caseworker.refused("Confirm", "Choose which papers have come")
    [report, _remarks] = papers.wanted(review.case)
    page = caseworker.submit("Confirm", papers=[str(report.id)])
    assert "The review is now “Under consideration”" in page.text
    db.session.rollback()
    assert [each.label for each in papers.wanted(review.case)] == ["Sentencing remarks"]


def test_the_pack_links_to_what_was_received_and_names_what_is_missing(signed_in) -> None:
    review, caseworker = build.eligible_review(), signed_in(Role.CASEWORKER)
    report, _remarks = papers.ask(
        review.case, [PaperKind.REPORT, PaperKind.SENTENCING_REMARKS], [], build.user()
    )
    file = build.document(review.case.requests[0])
    caseworker.get(f"/casework/cases/{review.case.reference}/papers/{report.id}")
    today = clock.today()
    day = {f"received_at-{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    caseworker.refused(
        "Save", "Enter when it was received, or choose no file", document=str(file.id)
    )
    caseworker.submit("Save", **day, **{"received_at-time": "00:00"}, document=str(file.id))
    db.session.rollback()
    build.submit(review)
    officer = signed_in(Role.LAW_OFFICER)
    page = officer.get(f"/casework/reviews/{review.id}/submission")
    assert page.links["open it: CPS report on the case"] == f"/casework/documents/{file.id}"
    assert "Sentencing remarks, asked for" in page.text
    assert "missing" in page.text
    assert "Verified by Test Supervisor" in page.text
    assert "under an Act of 2026: a lawyer must check" in page.summary["Last day"]
    assert page.links["Send back for more work"].endswith("/steps/return_for_work")
    assert "It takes about 5 working days to come back to you" in page.text
    page = officer.get(f"/casework/reviews/{review.id}/decision")
    officer.click("send it back for more work")
    officer.submit("Confirm", note="Where are the remarks?")
