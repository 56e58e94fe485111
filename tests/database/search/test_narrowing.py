"""Lists by any words: those that the search finds a record by, and a row's own."""

import pytest

from tests.support import build
from ulss_tracker.models import RequestState
from ulss_tracker.services.requests import inbox
from ulss_tracker.services.supervision import board

pytestmark = pytest.mark.usefixtures("app")
ASKED = {
    "offender_name": "Zoë Müller",
    "requester_name": "Ifan Prosser",
    "email": "ifan.prosser@example.org",
    "telephone": "020 7946 0958",
    "offence_text": "Robbery at a shop",
    "court_text": "Swansea",
}


def found(words: str) -> list[str]:
    return [row.offender_name for row in inbox.page(RequestState.NEW, {"search": words}).rows]


@pytest.mark.parametrize(
    "words",
    [
        "muller",
        "MÜLLER rob",
        "robbery swansea",
        "shop zoe",
        "prosser",
        "ifan.prosser@example.org",
        "+44 20 7946 0958",
        "02079460958",
    ],
)
def test_a_request_is_found_by_any_of_its_words(words: str) -> None:
    build.request(**ASKED)
    build.request(offender_name="Somebody Else", court_text="Leeds")
    assert found(words) == ["Zoë Müller"]


def test_it_is_found_by_its_reference_and_every_word_must_be_there() -> None:
    request = build.request(**ASKED)
    assert found(request.reference.lower()) == ["Zoë Müller"]
    assert found("muller bristol") == []
    assert found("!?") == []


def test_the_board_finds_a_review_by_its_own_words_and_by_whoever_asked() -> None:
    review = build.eligible_review(offender_name="Zoë Müller")
    for words in ("zoe", review.case.reference, review.case.requests[0].email):
        rows = board.page(filters={"search": words}).rows
        assert [row.review_id for row in rows] == [review.id], words
    assert board.page(filters={"search": "nobody"}).rows == []
