"""Messages of a line or two from people who are angry or grieve, and what asks for no review."""

from email.message import EmailMessage

import pytest

from tests.support.tables import column
from ulss_tracker.adapters.mailbox import mime
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.correspondence.proposal import propose

REQUESTS = column(__file__, "messages_of_a_line.requests")
QUESTIONS = column(__file__, "messages_of_a_line.questions")


def kind_of(words: str) -> MailKind:
    message = EmailMessage()
    message["From"] = "Ann Example <ann@example.org>"
    message["Subject"] = "help"
    message["Date"] = "Mon, 30 Nov 2026 09:00:00 +0000"
    message.set_content(f"{words}\n\nSent from my iPhone")
    return propose(mime.read(bytes(message)), {}).kind


def test_whoever_tells_in_a_line_of_a_sentence_and_a_harm_asks_for_a_review(
    subtests: pytest.Subtests,
) -> None:
    """Else no time runs for them until somebody has read what they wrote."""
    for words in REQUESTS:
        with subtests.test(words=words):
            assert kind_of(words) is MailKind.NEW_REQUEST


def test_whoever_asks_something_else_makes_no_request(subtests: pytest.Subtests) -> None:
    for words in QUESTIONS:
        with subtests.test(words=words):
            assert kind_of(words) is MailKind.OTHER_QUESTION
