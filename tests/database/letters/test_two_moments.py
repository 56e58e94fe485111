"""A review of two sentences: each paper says to file by the safest moment, and names the other."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import cast

import pytest

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.models import LetterKind, Review, Submission
from ulss_tracker.services import letters
from ulss_tracker.services.letters.subject import of_review
from ulss_tracker.services.referral import submissions
from ulss_tracker.services.requests.request_progress import reached

SAFEST, LATER = "5pm on Monday 30 March 2026", "5pm on Tuesday 7 April 2026"
MAY_ALLOW = f"The law may allow until {LATER}, but a court may not accept that."
BETWEEN = datetime(2026, 4, 1, 10, tzinfo=UTC)


@pytest.fixture
def review(app, at) -> Review:
    """A review of two sentences, sent to the law officers, while both moments are to come."""
    at(datetime(2026, 3, 18, 10, tzinfo=UTC))
    made = build.eligible_review(sentenced_on=date(2026, 3, 2))
    build.conviction(build.sentence(made, sentenced_on=date(2026, 3, 10)))
    build.submit(build.verify(made))
    return made


def text_of(review: Review, kind: LetterKind) -> str:
    """The words of a letter as they would stand now."""
    return " ".join(letters.to_html(letters.prepared(of_review(review, kind)).values).split())


@pytest.mark.parametrize(
    "kind",
    [
        LetterKind.CPS_PAPERS,
        LetterKind.NOT_IN_SCHEME,
        LetterKind.NOT_REFERRED,
        LetterKind.SUBMISSION,
        LetterKind.WHAT_WE_NEED,
    ],
)
def test_a_letter_says_to_file_by_the_safest_moment_and_what_the_law_may_allow(
    review: Review, kind: LetterKind
) -> None:
    text = text_of(review, kind)
    assert SAFEST in text
    assert text.count(LATER) == text.count(MAY_ALLOW) == 1
    assert "last day is" not in text


def test_between_the_two_a_refusal_says_only_what_the_law_may_allow(review: Review, at) -> None:
    at(BETWEEN)
    text = text_of(review, LetterKind.NOT_REFERRED)
    assert MAY_ALLOW in text
    assert SAFEST not in text and "has ended" not in text


def test_the_application_says_from_which_sentence_its_last_day_is_counted(review: Review) -> None:
    text = text_of(review, LetterKind.REFERRAL)
    assert "counted from the last of the sentences in the case. To be filed by " + SAFEST in text


def test_whoever_asked_is_promised_no_last_day_on_the_status_page(review: Review) -> None:
    assert review.last_day_on and review.last_day_on > clock.today()
    assert reached(review.case.requests[0]).last_day is None


def test_a_pack_from_before_it_kept_the_safest_moment_is_not_called_changed(review: Review) -> None:
    pack = dict(review.submissions[-1].pack)
    del pack["earliest_file_by_at"]
    before = cast(Submission, SimpleNamespace(review=review, pack=pack))
    assert submissions.changed_since(before) == []
