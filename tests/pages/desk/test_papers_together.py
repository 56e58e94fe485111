"""Papers that came together are ticked in their table and recorded in one press."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from ulss_tracker.models import Case, Document, PaperKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.files import paper_readings
from ulss_tracker.services.referral import papers

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PRESS = "Record the ticked papers as received"


def a_case() -> Case:
    case = build.eligible_review().case
    papers.ask(case, list(PaperKind)[:3], [], build.user())
    return case


def test_those_ticked_are_received_now_and_the_others_stay_wanted(signed_in) -> None:
    case, client = a_case(), signed_in(Role.CASEWORKER)
    first, second, last = papers.wanted(case)
    client.get(f"/casework/cases/{case.reference}/papers")
    page = client.submit(PRESS, papers=[str(first.id), str(second.id)])
    assert "2 recorded as received" in page.html
    db.session.expire_all()
    assert (first.received_at, second.received_at, last.received_at) == (NOW, NOW, None)
    assert case.reviews[0].state is State.AWAITING_PAPERS
    client.submit(PRESS, papers=[str(last.id)])
    db.session.expire_all()
    assert case.reviews[0].state is State.UNDER_CONSIDERATION
    assert PRESS not in client.get(f"/casework/cases/{case.reference}/papers").text


def test_nothing_ticked_and_a_time_to_come_are_refused(signed_in) -> None:
    case, client = a_case(), signed_in(Role.CASEWORKER)
    later = (NOW + timedelta(days=1)).day
    client.get(f"/casework/cases/{case.reference}/papers")
    client.refused(
        PRESS,
        "Tick the papers that have come",
        "When they came must be now or in the past",
        **{"received_at-day": str(later)},
    )


def test_a_law_officer_reads_the_table_and_ticks_nothing(signed_in) -> None:
    case = a_case()
    page = signed_in(Role.LAW_OFFICER).get(f"/casework/cases/{case.reference}/papers")
    assert not page.select("main input[type=checkbox]")


def a_file(case: Case, name: str, words: str = "") -> Document:
    """A file of the case, as the jobs leave it."""
    document = build.document(case.requests[0])
    document.name, document.words = name, words
    document.reading = paper_readings.read(words)
    db.session.commit()
    return document


def heading(case: Case, title: str, **other: str) -> str:
    offender = other.get("offender", case.reviews[0].offender_name)
    return f"IN THE CROWN COURT AT LEEDS\nR v {offender}\n{title}\n1 May 2026\n"


def test_each_file_is_proposed_for_its_paper_and_one_press_takes_them(signed_in) -> None:
    case, client = build.eligible_review().case, signed_in(Role.CASEWORKER)
    papers.ask(case, [kind for kind in PaperKind if kind is not PaperKind.OTHER], [], build.user())
    remarks = a_file(case, "scan0001.pdf", heading(case, "SENTENCING REMARKS"))
    named = {
        PaperKind.REPORT: a_file(case, "CPS report.pdf"),
        PaperKind.OPENING_NOTE: a_file(case, "opening-note.pdf"),
        PaperKind.INDICTMENT: a_file(case, "indictment.pdf"),
        PaperKind.PRE_SENTENCE_REPORT: a_file(case, "PSR_final.docx"),
        PaperKind.VICTIM_STATEMENT: a_file(case, "vps.pdf"),
        PaperKind.ANTECEDENTS: a_file(case, "pnc.pdf"),
        PaperKind.GUIDELINE: a_file(case, "guideline.pdf"),
        PaperKind.SENTENCING_REMARKS: remarks,
    }
    client.get(f"/casework/cases/{case.reference}/papers")
    page = client.submit(PRESS)
    assert "8 recorded as received" in page.html
    db.session.expire_all()
    found = {paper.kind: paper.document_id for paper in papers.of_case(case)}
    assert found == {kind: document.id for kind, document in named.items()}
    assert papers.without_file(case) == []


def test_a_file_of_another_offender_is_named_and_not_ticked(signed_in) -> None:
    case, client = build.eligible_review().case, signed_in(Role.CASEWORKER)
    papers.ask(case, [PaperKind.SENTENCING_REMARKS], [], build.user())
    a_file(case, "remarks.pdf", heading(case, "SENTENCING REMARKS", offender="PAUL OTHERWISE"))
    page = client.get(f"/casework/cases/{case.reference}/papers")
    assert "It names another offender: Paul Otherwise" in page.text
    client.refused(PRESS, "Tick the papers that have come")


def test_what_was_chosen_for_each_is_kept_where_the_form_is_refused(signed_in) -> None:
    case, client = build.eligible_review().case, signed_in(Role.CASEWORKER)
    [paper] = papers.ask(case, [PaperKind.INDICTMENT], [], build.user())
    file = a_file(case, "scan.pdf")
    client.get(f"/casework/cases/{case.reference}/papers")
    page = client.refused(
        PRESS, "Tick the papers that have come", papers=[], **{f"file-{paper.id}": str(file.id)}
    )
    [chosen] = page.select(f"#file-{paper.id} option[selected]")
    assert chosen.get("value") == str(file.id)


def test_a_paper_without_a_file_is_named_before_it_goes_to_the_law_officers(signed_in) -> None:
    review, client = build.eligible_review(), signed_in(Role.CASEWORKER)
    papers.ask(review.case, [PaperKind.INDICTMENT], [], build.user())
    papers.arrive(review.case, papers.wanted(review.case), NOW, build.user())
    assert "No file" in client.get(f"/casework/cases/{review.case.reference}/papers").text
    page = client.get(f"/casework/reviews/{review.id}/submission/new")
    assert "No file is here of Indictment: the law officers’ pack will say so." in page.text


def test_what_a_paper_says_is_taken_in_one_press_and_is_a_source_for_somebody_else(
    signed_in,
) -> None:
    review, client = build.eligible_review(), signed_in(Role.CASEWORKER)
    papers.ask(review.case, [PaperKind.SENTENCING_REMARKS], [], build.user())
    words = heading(review.case, "SENTENCING REMARKS").replace("1 May", "T20261234\n2 March")
    a_file(review.case, "remarks.pdf", words + "HHJ Amber-Lee\nYou pleaded guilty to theft.\n")
    assert "not as recorded" in client.get(f"/casework/cases/{review.case.reference}/papers").text
    page = client.get(f"/casework/cases/{review.case.reference}/papers/facts")
    assert "Differs" in page.text
    assert "Could not be read: " in page.text
    ticks = [box.get("value") for box in page.select("input[name=facts]")]
    client.refused("Record what is ticked", "Tick what is right", facts=[])
    page = client.submit("Record what is ticked", facts=ticks)
    assert f"{len(ticks)} facts recorded as read" in page.html
    page = signed_in(Role.LAWYER).get(f"/casework/reviews/{review.id}/confirm?alone=yes")
    assert "it is you who verifies" in page.text
