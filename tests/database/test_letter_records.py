"""What a letter says that other parts record: the hearing, the decision, papers, the submission."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests.support import build
from ulss_tracker.errors import MissingFacts, Refused
from ulss_tracker.models import FilingKind, LetterDraft, LetterKind, PaperKind, Review
from ulss_tracker.scheme.workflow import Outcome
from ulss_tracker.services import court, filings, letters, papers, submissions
from ulss_tracker.services.court import Decided
from ulss_tracker.services.papers import Known

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)


@pytest.fixture
def referred() -> Review:
    """A review whose application was filed and served today."""
    review = build.review_to_file()
    for kind, letter in (
        (FilingKind.FILING, LetterKind.REFERRAL),
        (FilingKind.SERVICE, LetterKind.OFFENDER_NOTICE),
    ):
        build.letter(review, letter)
        filings.record_filing(
            review, kind, at=NOW, method="By email", by=build.user(), version=review.version
        )
    return review


def begun(review: Review, kind: LetterKind) -> LetterDraft:
    return letters.draft(kind, build.user(), review=review, request=review.case.requests[0])


def said(draft: LetterDraft) -> str:
    """The letter's words, when nothing it must say is missing."""
    letter = letters.prepared(letters.of_draft(draft))
    assert letter.missing == ()
    return " ".join(letters.to_html(letter.values).split())


def list_hearing(review: Review, on: date) -> None:
    court.list_hearing(review, on, "Court 4", "", build.user(), version=review.version)


def test_the_hearing_told_is_the_one_last_listed(referred: Review) -> None:
    draft = begun(referred, LetterKind.HEARING_LISTED)
    with pytest.raises(MissingFacts, match="record it on the review’s court page"):
        letters.issue(draft, build.user())
    list_hearing(referred, date(2026, 5, 6))
    list_hearing(referred, date(2026, 5, 20))
    words = said(draft)
    assert "20 May 2026" in words
    assert "6 May 2026" not in words
    assert "Court 4" in words


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (Outcome.INCREASED, LetterKind.INCREASED),
        (Outcome.UNCHANGED, LetterKind.UNCHANGED),
        (Outcome.LEAVE_REFUSED, LetterKind.LEAVE_REFUSED),
    ],
)
def test_what_the_court_decided_is_told_as_it_was_recorded(
    referred: Review, outcome: Outcome, kind: LetterKind
) -> None:
    draft = begun(referred, kind)
    assert (
        "The day the Court of Appeal decided" in letters.prepared(letters.of_draft(draft)).missing
    )
    list_hearing(referred, date(2026, 3, 18))
    decided = Decided(on=date(2026, 3, 17), outcome=outcome, revised_sentence="6 years’ custody")
    court.record_decision(referred, decided, build.user(), version=referred.version)
    words = said(draft)
    assert "The decision was made on 17 March 2026" in words
    assert ("6 years’ custody" in words) is (outcome is Outcome.INCREASED)


def test_the_cps_is_asked_for_the_papers_still_wanted() -> None:
    review = build.eligible_review()
    by = build.user()
    draft = letters.draft(
        LetterKind.CPS_PAPERS, by, review=review, words={"papers_by": "2026-03-20"}
    )
    with pytest.raises(MissingFacts, match="Which papers"):
        letters.issue(draft, by)
    came, _wanted = papers.ask(
        review.case, [PaperKind.INDICTMENT, PaperKind.SENTENCING_REMARKS], [], by
    )
    papers.record(review.case, came, Known(received_at=NOW), by, version=came.version)
    assert letters.prepared(letters.of_draft(draft)).values.papers == ["Sentencing remarks"]


def test_the_printed_submission_is_the_frozen_one() -> None:
    review = build.eligible_review()
    by = build.user()
    draft = letters.draft(LetterKind.SUBMISSION, by, review=review)
    with pytest.raises(Refused, match="Send the submission"):
        letters.issue(draft, by)
    sent = build.submit(review)
    review.offender_name = "Somebody Else"
    words = said(draft)
    for frozen in ("John Archer", build.WORDS.advice, build.WORDS.victims_view, sent.sha256):
        assert frozen in words
    assert sent.pack["sentences"][0]["offences"][0] in words
    assert "Somebody Else" not in words
    assert submissions.is_as_made(sent)
