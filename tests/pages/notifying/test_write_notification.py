"""From somebody to be told to the very letter that tells them, in one press."""

from datetime import UTC, datetime

import pytest

from tests.support import build
from tests.support.page import words
from ulss_tracker.models import LetterDraft, LetterKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import progress

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@transaction()
def ended(**changes: object) -> Review:
    """A review that has ended as not in the scheme, with whoever asked still to be told."""
    review = build.review(offence_text="Dangerous driving", **changes)
    build.conviction(build.sentence(review), "no-rta-2")
    build.verify(review)
    progress.move(review, Step.CLOSE_NOT_IN_SCHEME, build.user(), version=review.version)
    return review


def test_the_letter_has_its_kind_its_reader_and_their_language(signed_in) -> None:
    review = ended(language="cy", requester_name="Nia Prosser")
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/cases/{review.case.reference}/told")
    page = client.submit("Write the letter to Nia Prosser: the outcome: not in the scheme")
    draft = db.session.query(LetterDraft).one()
    assert (draft.kind, draft.language) == (LetterKind.NOT_IN_SCHEME, "cy")
    assert draft.request is review.case.requests[0]
    assert page.path == f"/casework/letter-drafts/{draft.id}"
    client.get("/casework/people-to-tell")
    reference = review.case.reference
    again = f"Write the letter to Nia Prosser: the outcome: not in the scheme, {reference}"
    assert client.submit(again).path == page.path


def test_whoever_cannot_be_written_to_has_no_such_button(signed_in) -> None:
    review = ended(email="", telephone="020 7946 0000")
    client = signed_in(Role.CASEWORKER)
    page = client.get(f"/casework/cases/{review.case.reference}/told")
    assert not [each for each in page.select("main button") if "Write the letter" in words(each)]
    (notification,) = notifying.untold(review.case)
    assert letters.kind_for(notification) is None
