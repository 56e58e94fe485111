"""Those who ask together: told in neutral words, and only where it is safe for them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.clocks import SetClock
from ulss_tracker.models import Channel, DecisionChoice, LetterKind, Message, Request, db
from ulss_tracker.services import letters
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.requests import details, intake
from ulss_tracker.services.requests.details import AsksToo, Background

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
TOGETHER = (
    AsksToo("Ben Brown", "Email ben@example.org, or ring 07700 900456", is_safe=True),
    AsksToo("Cat Brown", "cat@example.org", is_safe=False),
    AsksToo("Dan Brown", "dan@example.org or dan@example.com", is_safe=True),
)
TELLING = ("sentence", "Crown", "Attorney", "review", "court", "victim", "Brown", "Archer")


def received(together: tuple[AsksToo, ...] = TOGETHER, reason: str = "") -> Request:
    more = Background(together=together)
    return intake.receive(
        build.asked(background=more), channel=Channel.FORM, quarantine_reason=reason
    ).request


def to_others() -> list[Message]:
    query = select(Message).where(Message.recipient.in_(_every_address())).order_by(Message.id)
    return list(db.session.scalars(query))


def _every_address() -> list[str]:
    return ["ben@example.org", "cat@example.org", "dan@example.org", "dan@example.com"]


def test_only_who_may_be_written_to_is_told_that_something_came(at: SetClock) -> None:
    request = received()
    (told,) = to_others()
    assert (told.recipient, told.kind, told.code) == ("ben@example.org", compose.NEWS, "")
    assert told.subject == f"Your reference {request.reference}"
    assert not any(word.lower() in f"{told.subject} {told.body}".lower() for word in TELLING)
    # Nobody fills a stranger's mailbox by naming them again and again.
    for _ in range(3):
        received((AsksToo("B", "BEN+1@example.org", is_safe=True), *TOGETHER))
    assert len(to_others()) == 1
    received(reason="Odd")
    at(NOW + timedelta(days=1))
    received(reason="Odd")
    assert len(to_others()) == 1
    received()
    assert len(to_others()) == 2


@pytest.mark.slow
def test_a_letter_with_news_tells_them_too_and_one_that_asks_for_something_does_not() -> None:
    review, by = build.review_to_decide(), build.user()
    build.decide(review, DecisionChoice.DO_NOT_REFER)
    (request,) = review.case.requests
    with transaction():
        details.keep_background(request, Background(together=TOGETHER))
    second = build.user(email="second@example.org", name="Second Caseworker")
    for kind, words, number in (
        (LetterKind.WHAT_WE_NEED, {"needed": "The remarks"}, 0),
        (LetterKind.NOT_REFERRED, {"why": "It was within the range."}, 1),
    ):
        draft = letters.draft(kind, by, case=review.case, review=review, request=request)
        written = letters.LetterInput(recipient=draft.recipient, words=words)
        letters.change(draft, written, by, version=draft.version)
        if letters.needs_check(draft):
            letters.check(draft, second, version=draft.version)
        letters.issue(draft, by)
        assert len(to_others()) == number, kind
    (news,) = to_others()
    assert "There is news" in news.body
    assert not any(word.lower() in news.body.lower() for word in TELLING)
