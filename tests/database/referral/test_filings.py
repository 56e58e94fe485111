"""That the application reached the Registrar, and the notice the offender."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from tests.support import sample_files as sample
from tests.support.roles import NOT_CASEWORK
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import (
    DocumentKind,
    EventKind,
    Filing,
    FilingKind,
    Letter,
    LetterKind,
    Review,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import filings
from ulss_tracker.services.referral.filings import ProofOfArrival

NOW = datetime(2026, 3, 18, 10, 0, 30, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
BY_EMAIL = "By email to the Criminal Appeal Office"


def record(
    review: Review,
    kind: FilingKind = FilingKind.FILING,
    *,
    at: datetime | None = None,
    role: Role = Role.CASEWORKER,
    version: int | None = None,
    late_reason: str = "",
    shown_by: ProofOfArrival | None = None,
) -> Filing:
    return filings.record_filing(
        review,
        kind,
        at=at or NOW,
        method=BY_EMAIL,
        by=build.user(role),
        version=review.version if version is None else version,
        late_reason=late_reason,
        shown_by=shown_by,
    )


@transaction()
def with_letter() -> tuple[Review, Letter]:
    review = build.review_to_file()
    return review, build.letter(review)


def test_filing_is_recorded_with_when_and_how() -> None:
    review, letter = with_letter()
    with events_left() as events:
        filing = record(review)
    assert (review.state, review.filed_at) == (State.TO_FILE, NOW)
    assert (filing.kind, filing.at, filing.method) == (FilingKind.FILING, NOW, BY_EMAIL)
    assert (filing.letter_id, filing.recorded_by_id) == (letter.id, build.user().id)
    assert kinds(events) == [
        EventKind.STAGE_CHANGED,
        EventKind.NOTIFICATION_PLANNED,
        EventKind.FILED,
    ]
    assert events[2].after == {
        "at": "2026-03-18T10:00:30+00:00",
        "method": BY_EMAIL,
        "reference": "",
        "late_reason": "",
    }


def test_service_follows_filing_and_the_notice() -> None:
    review, _ = with_letter()
    record(review)
    build.user()
    with nothing_kept(), pytest.raises(Refused, match="Issue the notice to the offender first"):
        record(review, FilingKind.SERVICE)
    notice = build.letter(review, LetterKind.OFFENDER_NOTICE)
    with events_left() as events:
        served = record(review, FilingKind.SERVICE)
    assert (review.state, served.letter_id) == (State.REFERRED, notice.id)
    assert kinds(events) == [
        EventKind.STAGE_CHANGED,
        EventKind.SERVED,
        EventKind.STAGE_CHANGED,
    ]
    assert events[2].after["step"] == "complete_reference"


def test_paper_that_was_posted_says_when_and_by_whom_before_it_arrived() -> None:
    review, _ = with_letter()
    record(review)
    build.letter(review, LetterKind.OFFENDER_NOTICE)
    today, who = NOW.date(), "Prue Okafor"
    for posting, refused in (
        ((today, " "), "both who posted it and on what day"),
        ((None, who), "both who posted it and on what day"),
        ((today + timedelta(days=1), who), "before the day on which it was posted"),
    ):
        with nothing_kept(), pytest.raises(Refused, match=refused):
            record(review, FilingKind.SERVICE, shown_by=ProofOfArrival("", "", b"", *posting))
    proof = ProofOfArrival("AB123456785GB", "posting.pdf", sample.pdf(), today, who)
    served = record(review, FilingKind.SERVICE, shown_by=proof)
    assert (served.posted_on, served.posted_by) == (today, who)
    assert served.reference == "AB123456785GB"
    assert served.evidence
    assert served.evidence.kind is DocumentKind.EVIDENCE_OF_SERVICE


def test_service_may_come_before_filing_and_the_notice_is_no_application() -> None:
    review = build.review_to_file()
    build.user()
    with nothing_kept(), pytest.raises(Refused, match="Issue the application first"):
        record(review)
    build.letter(review, LetterKind.OFFENDER_NOTICE)
    with nothing_kept(), pytest.raises(Refused, match="Issue the application first"):
        record(review)
    build.letter(review)
    record(review, FilingKind.SERVICE)
    assert (review.state, review.filed_at) == (State.TO_FILE, None)  # it stops no clock
    record(review)
    assert (review.state, review.filed_at) == (State.REFERRED, NOW)


def test_no_filing_is_in_the_future_before_its_letter_of_an_older_version_or_a_second() -> None:
    review, _ = with_letter()
    for role in NOT_CASEWORK:
        build.user(role)
        with nothing_kept(), pytest.raises(NotAllowed):
            record(review, role=role)
    with nothing_kept(), pytest.raises(Refused, match="now or in the past"):
        record(review, at=NOW + timedelta(minutes=1))
    with nothing_kept(), pytest.raises(Refused, match="before the letter was issued"):
        record(review, at=NOW - timedelta(minutes=2))
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        record(review, version=review.version - 1)
    # A person records the time to the minute; the letter knows its second.
    record(review, at=NOW.replace(second=0))
    assert review.filed_at == NOW.replace(second=0)
    with nothing_kept(), pytest.raises(Refused, match="Filing is recorded already"):
        record(review)


def test_what_arrived_is_the_version_that_was_there_by_then(at) -> None:
    review, first = with_letter()
    at(NOW + timedelta(hours=2))
    build.letter(review)  # a second version, after the first was sent
    filing = record(review, at=NOW + timedelta(hours=1))
    assert filing.letter_id == first.id


def test_filing_late_is_recorded_as_it_happened(at) -> None:
    """The tracker records what happened, however unwelcome; it does not decide what follows."""
    review, _ = with_letter()
    late = datetime(2026, 7, 1, 9, tzinfo=UTC)
    at(late)
    with nothing_kept(), pytest.raises(Refused, match="enter why it came to that"):
        record(review, at=late)
    assert record(review, at=late, late_reason="The papers came late").at == late
    assert review.file_by_at < late
