"""The page of a bundle: papers are moved and taken without a script, versions are opened."""

from hashlib import sha256

import pytest
from flask import Flask

from tests.support import build
from tests.support import sample_files as sample
from tests.support.page import words
from ulss_tracker.models import BundleReader, DocumentKind, PaperKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import attachments, safe_copies
from ulss_tracker.services.referral import bundle_making, bundles, papers


@pytest.mark.slow
def test_a_bundle_is_arranged_made_and_opened_by_who_reads_the_case(app: Flask, signed_in) -> None:
    review, by = build.eligible_review(), build.user()
    case, asked = review.case, [PaperKind.INDICTMENT, PaperKind.REPORT, PaperKind.VICTIM_STATEMENT]
    for paper in papers.ask(case, asked, [], by):
        content = sample.pdf(pages=2) + f"%{paper.kind}".encode()
        details = {"kind": DocumentKind.CPS_PAPER, "description": paper.label, "by": by}
        with transaction():
            document = attachments.add(case, name="paper.pdf", content=content, **details)
            paper.document_id = document.id
    safe_copies.make_waiting()
    caseworker = signed_in(Role.CASEWORKER)
    path = f"/casework/cases/{case.reference}"
    caseworker.get(f"{path}/papers")
    page = caseworker.click("for the law officers")
    names = [words(each) for each in page.select("tbody th")]
    assert names == ["Indictment", "CPS report on the case", "Victim personal statement"]
    ticked = [each.get("value") for each in page.select("[name=taken][checked]")]
    with_victim_out = ticked[:2]
    page = caseworker.refused("Up CPS report on the case", taken=with_victim_out)
    assert [words(each) for each in page.select("tbody th")][:2] == [names[1], names[0]]
    assert [each.get("value") for each in page.select("[name=taken][checked]")] == ticked[1::-1]
    caseworker.refused("Make the bundle", "Tick the papers that go into the bundle", taken=[])
    page = caseworker.submit("Make the bundle", taken=with_victim_out)
    assert "Being made" in page.text
    assert bundle_making.make_waiting() == 1
    db.session.rollback()
    officer = signed_in(Role.LAW_OFFICER)
    page = officer.get(f"{path}/bundle/law-officers")
    assert not page.select("[name=taken]")
    shown = [words(cell) for cell in page.select("tbody td:nth-child(3)")][:3]
    assert shown == ["1 to 2", "3 to 4", "New"]
    bundle = bundles.latest(case.id, BundleReader.LAW_OFFICERS)
    assert bundle is not None
    assert bundle.document is not None
    assert bundle.document.sha256 in page.text
    page = officer.click("Version 1")
    assert bundle.document.sha256 in page.text
    page = officer.get(f"/casework/reviews/{review.id}/submission")
    assert bundle.document.sha256 in page.text
    assert "redacted since" not in page.text
    answer = officer.get(page.link("Bundle for the law officers, version 1"), status=302)
    content = officer.get(answer.headers["Location"]).data
    assert sha256(content).hexdigest() == bundle.document.sha256
    with transaction():
        papers.of_case(case)[0].document_id = None
    page = officer.get(f"/casework/reviews/{review.id}/submission")
    assert "Replaced or redacted since: Indictment. The bundle still has the old one." in page.text
    court = caseworker.get(f"/casework/reviews/{review.id}/letters")
    assert "No bundle of the papers has been made yet." in court.text


@pytest.mark.slow
def test_words_and_areas_are_redacted_withdrawn_and_shown_with_who_and_why(
    app: Flask, signed_in
) -> None:
    case, by = build.eligible_review().case, build.user()
    [paper] = papers.ask(case, [PaperKind.INDICTMENT], [], by)
    details = {"kind": DocumentKind.CPS_PAPER, "description": "Indictment", "by": by}
    with transaction():
        document = attachments.add(case, name="a.pdf", content=sample.pdf(pages=2), **details)
        paper.document_id = document.id
    safe_copies.make_waiting()
    caseworker = signed_in(Role.CASEWORKER)
    caseworker.get(f"/casework/cases/{case.reference}/bundle/court")
    page = caseworker.click("Redact Indictment")
    assert page.select("img[alt='Page 1 of the paper']")
    caseworker.click("Next page")
    answers = {"reason": "contact", "why": "She moved", "area": "10, 42, 30, 4"}
    page = caseworker.refused("Redact", "Enter both the page and the area, or neither", **answers)
    assert page.one("[name=area]").get("value") == "10, 42, 30, 4"
    answers["page"] = "2"
    caseworker.refused(
        "Redact", "Enter four numbers, such as 10, 42, 30, 4", **answers | {"area": "10, 42"}
    )
    fault = "The area must lie on the page: no edge below 0 or above 100 per cent"
    caseworker.refused("Redact", fault, **answers | {"area": "90,1,20,1"})
    page = caseworker.submit("Redact", **answers, words="12 Any Street\n")
    shown = [words(row) for row in page.select("tbody tr")]
    assert "“12 Any Street” Being looked for Address or contact details: She moved" in shown[0]
    assert "Area: 10.0, 42.0, 30.0, 4.0 per cent 2 Address" in shown[1]
    caseworker.click("Withdraw a redaction")
    page = caseworker.submit("Withdraw it", mark="0", why="Not in this one")
    assert "Withdrawn because: Not in this one" in page.text
    officer = signed_in(Role.LAW_OFFICER)
    page = officer.get(f"/casework/cases/{case.reference}/papers/{paper.id}/redaction")
    assert "She moved" in page.text
    assert not page.select("[name=reason]")
