"""The office's own reference in a message: in its words, in what it quotes, or in the thread.

That of a request, or of a case: the CPS and the courts know only the latter.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.services.core import references
from ulss_tracker.services.correspondence.passages import MessageParts

SentLog = Mapping[str, str]
"""The reference that each message of ours was about, by its Message-ID."""


def find_reference(told: MessageParts, sent: SentLog) -> str:
    """The reference, blank where there is none. The sender's own words count before the thread."""
    of_request = map(references.REQUEST.search, _places(told, sent))
    of_case = map(references.CASE.search, _places(told, sent))
    found = chain(
        map(references.request_reference, of_request), map(references.case_reference, of_case)
    )
    return next(filter(None, found), "")


def words_of(told: MessageParts) -> str:
    """All that a message says, the sender's own words before what they pass on and its files."""
    return "\n".join(_places(told, {}))


def is_of_case(reference: str) -> bool:
    """Whether a reference that was read is that of a case."""
    return references.CASE.fullmatch(reference) is not None


def answers_ours(mail: MailMessage, sent: SentLog) -> bool:
    """Whether the message answers one that we sent."""
    return any(one in sent for one in (mail.in_reply_to, *mail.references))


def _places(parts: MessageParts, sent: SentLog) -> Iterator[str]:
    mail = parts.mail
    yield mail.subject
    yield parts.own
    thread = [mail.in_reply_to, *reversed(mail.references)]
    if mail.report:
        thread.append(mail.report.returned_message_id)
        yield mail.report.returned_subject
    yield from (sent[one] for one in thread if one in sent)
    yield from thread
    yield parts.quoted
    if parts.original:
        yield parts.original.subject
        yield parts.original.text
    for inner in mail.messages:
        yield inner.subject
        yield inner.text
    yield mail.text
    yield from (name for name, _ in parts.files)
    yield from (text for _, text in parts.files)
