"""Redactions: bundles take the copy without them, which is made by a job; none is ever deleted."""

from datetime import timedelta

import pytest

from tests.support import build
from tests.support.documents import words_of
from tests.support.traces import nothing_kept
from tests.unit.adapters.test_gate_scanning import as_pdf, needs_ocr
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    BundleReader,
    DocumentKind,
    FileRole,
    Paper,
    PaperKind,
    Redaction,
    RedactionReason,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import attachments, safe_copies, storing
from ulss_tracker.services.referral import bundle_making, bundles, papers, redactions

COURT = BundleReader.COURT
WHY = {"reason": RedactionReason.ANONYMITY, "why": "She has anonymity for life"}
pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.slow, needs_ocr]


def came(*lines: str) -> Paper:
    """A paper of a case that came as a file of one page."""
    case, by = build.eligible_review().case, build.user()
    [paper] = papers.ask(case, [PaperKind.INDICTMENT], [], by)
    put(paper, *lines)
    return paper


def put(paper: Paper, *lines: str) -> None:
    how = {"kind": DocumentKind.CPS_PAPER, "description": paper.label, "by": build.user()}
    with transaction():
        document = attachments.add(paper.case, name="paper.pdf", content=as_pdf(lines), **how)
        paper.document_id = document.id
    safe_copies.make_waiting()


def why_not(paper: Paper) -> str:
    return redactions.why_not(paper, redactions.of_case(paper.case_id))


def copied() -> None:
    """All jobs that a redaction waits for."""
    assert (redactions.make_waiting(), redactions.make_waiting()) == (1, 0)
    safe_copies.make_waiting()
    safe_copies.scan_waiting()


def words_in_bundle(paper: Paper) -> tuple[str, str]:
    """The words of the bundle for the court, and of the file of the paper as it came."""
    [offer] = bundles.offers(paper.case, COURT)
    bundle = bundles.ask(paper.case, COURT, [offer.key], build.user())
    assert bundle_making.make_waiting() == 1
    content = [safe_copy(number) for number in (bundle.document_id, paper.document_id)]
    return words_of(content[0]), words_of(content[1])


def replaced(paper: Paper) -> tuple[str, ...]:
    newest = bundles.newest(paper.case, COURT)
    assert newest
    return newest.replaced


def safe_copy(document_id: int | None) -> bytes:
    stored = storing.find(document_id or 0, FileRole.SAFE)
    assert stored
    with storing.read(stored) as file:
        return file.read()


def test_a_bundle_takes_the_redacted_copy_and_a_withdrawn_redaction_stays_listed() -> None:
    paper, by = came("The witness Anna Fairweather gave evidence", "She was believed"), build.user()
    first = redactions.redact(paper, ["Anna Fairweather", "Nobody Here"], [], by, **WHY)
    [offer] = bundles.offers(paper.case, COURT)
    assert "being redacted" in offer.why_not
    copied()
    assert [mark["places"] for mark in first.marks] == [[1], []]
    assert "stand nowhere" in why_not(paper)
    with nothing_kept(), pytest.raises(Refused, match="Indictment cannot be in it"):
        bundles.ask(paper.case, COURT, [offer.key], by)
    redactions.withdraw(paper, 1, "Another paper", by)
    copied()
    assert why_not(paper) == ""
    [offer] = bundles.offers(paper.case, COURT)
    assert (offer.note, offer.key) == ("Redacted", f"document-{paper.document_id}")
    in_bundle, as_it_came = words_in_bundle(paper)
    assert "Redacted" in in_bundle
    assert "believed" in in_bundle
    assert "Fairweather" not in in_bundle
    assert "Anna Fairweather" in as_it_came
    assert replaced(paper) == ()
    redactions.withdraw(paper, 0, "She waived it", by)
    assert replaced(paper) == ("Indictment",)  # the bundle that is there is not as it would be now
    [redaction] = redactions.of_case(paper.case_id).values()
    assert (redaction.version, redaction.standing, len(redaction.marks)) == (3, [], 2)
    assert redaction.marks[0]["withdrawn"]["why"] == "She waived it"
    assert first.marks[0]["withdrawn"] is None
    assert "Anna Fairweather" in words_in_bundle(paper)[0]
    redactions.redact(paper, ["Fairweather"], [], by, **WHY)
    assert replaced(paper) == ("Indictment",)


def test_a_file_that_came_since_does_not_go_as_it_is() -> None:
    paper, by = came("Of Anna Fairweather"), build.user()
    redactions.redact(paper, [], [(1, 0, 0, 50, 50.5)], by, **WHY)
    copied()
    assert why_not(paper) == ""
    put(paper, "Again of Anna Fairweather")
    assert "An earlier file of it was redacted" in why_not(paper)
    redactions.withdraw(paper, 0, "Not in the new one", by)
    assert why_not(paper) == ""


def test_what_cannot_be_redacted_is_refused_and_what_was_not_made_says_why() -> None:
    paper, by, officer = came("Of Anna Fairweather"), build.user(), build.user(Role.LAW_OFFICER)
    with nothing_kept():
        for words, areas, how, fault in (
            ([], [], WHY, "Enter words"),
            (["Anna"], [], WHY | {"why": " "}, "Enter why"),
            ([], [(2, 0, 0, 5, 5)], WHY, "The paper has 1 page$"),
            ([], [(1, 60, 0, 41, 5)], WHY, "must lie on the page"),
            ([], [(1, 60, 0, 0, 5)], WHY, "must lie on the page"),
        ):
            with pytest.raises(Refused, match=fault):
                redactions.redact(paper, words, areas, by, **how)
        with pytest.raises(Refused, match="withdrawn already"):
            redactions.withdraw(paper, 0, "No", by)
        with pytest.raises(NotAllowed):
            redactions.redact(paper, ["Anna"], [], officer, **WHY)
    redaction = redactions.redact(paper, ["Anna"], [], by, **WHY)
    with transaction():
        redaction.begun_at = clock.now() - timedelta(hours=1)
    assert "not redacted in time" in why_not(paper)
    again = redactions.redact(paper, ["Of"], [], by, **WHY)
    with transaction():
        again.document_id = build.document(paper.case.requests[0]).id  # it has no safe copy
    assert redactions.make_waiting() == 1
    assert "No copy could be made" in db.session.get_one(Redaction, again.id).failure
