"""Replies: from a template or typed, through the outbox, in the thread of what they answer."""

from collections.abc import Sequence

from sqlalchemy import select

from ulss_tracker.errors import Refused
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import EventKind, InboundMessage, Message, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import require
from ulss_tracker.services.correspondence import conversation
from ulss_tracker.services.correspondence.answering import WhyNot
from ulss_tracker.services.correspondence.references import is_of_case
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import compose

LONGEST = 10_000


class Template(LabelledEnum):
    """The words with which a reply begins."""

    TYPED = "typed", "Your own words"
    RECEIVED = "received", "We have what you sent"
    MORE_NEEDED = "more_needed", "We need something more"
    IN_HAND = "in_hand", "We are working on it"
    ABOUT_SCHEME = "about_scheme", "About the scheme"


def addresses(message: InboundMessage) -> list[str]:
    """Where a reply may go: to the request's own address, or to where the message asks.

    One about a case (of the CPS, of a court) is answered to whoever sent it, never to a requester.
    """
    own = message.request.email if message.request and not _case_of(message) else ""
    said = str(message.proposal.get("reply_to", "")) or message.sender_email
    return list(dict.fromkeys(one for one in (own, said) if one))


def refusals(message: InboundMessage) -> list[str]:
    """Why no reply may be sent, in words; nothing where one may.

    What a program sent is never answered. Against the rest speaks what the message says of itself,
    until a person has said that it is safe (corrections.py).
    """
    proposal = message.proposal
    against = [WhyNot(each) for each in proposal.get("against_answering", [])]
    if WhyNot.PROGRAM in against:
        return [WhyNot.PROGRAM.label]
    found = [] if proposal.get("is_safe_to_answer") else [each.label for each in against]
    if not proposal:
        found.append("It could not be read, so nobody knows whether an answer is safe.")
    if not found and not addresses(message):
        found.append("It has no address to answer to.")
    return found


def may_say_safe(message: InboundMessage) -> bool:
    """Whether a person may say that an answer is safe: not where a program wrote it."""
    against = message.proposal.get("against_answering", [])
    return bool(message.proposal) and WhyNot.PROGRAM not in against


def begin(message: InboundMessage, template: Template) -> tuple[str, str]:
    """The subject and the words with which a reply begins.

    The subject has our reference, and none of the words of whoever wrote: others see it too.
    """
    reference = _case_of(message) or (message.request.reference if message.request else "")
    return compose.write(f"{language(message)}/reply_{template}.txt", reference=reference)


def _case_of(message: InboundMessage) -> str:
    """The reference of the case by which a message was placed; blank where by none."""
    reference = str(message.proposal.get("reference", ""))
    return reference if is_of_case(reference) else ""


def language(message: InboundMessage) -> str:
    """The language to answer in: the request's, else that of the message."""
    said = message.request.language if message.request else message.proposal.get("language", "en")
    return "cy" if str(said).startswith("cy") else "en"


def came_back_from(address: str) -> Message | None:
    """The latest message of ours that came back from an address; None where none did since.

    One that was sent there later, and did not come back, says that the address works again.
    """
    query = select(Message).where(Message.recipient == address, Message.by_post.is_(False))
    latest = db.session.scalar(query.order_by(Message.id.desc()).limit(1))
    return latest if latest is not None and latest.came_back_at is not None else None


def send(message: InboundMessage, words: str, to: str, by: User, *, key: str) -> Message:
    """Put a reply into the outbox; the same `key` again gives the reply that it made.

    Raises `NotAllowed`, and `Refused` where nothing may be sent, or not to that address, and for
    other words under a key that has sent some.
    """
    require(by, Permission.WORK_CASES)
    check_entered(words, "Enter what to answer")
    with locked(message):
        _check(message, to)
        entries: Sequence[conversation.Entry] = conversation.of_message(message)
        subject, _ = begin(message, Template.TYPED)
        body = words.strip() + "\n"
        once_key = f"reply:{message.id}:{key}"[:80]
        query = select(Message).where(Message.once_key == once_key)
        before = db.session.scalar(query)
        if before is not None:
            if (before.recipient, before.body) != (to, body):
                raise Refused("Not sent yet: another answer went with this form. Press again")
            return before
        reply = compose.add_and_give(
            once_key=once_key,
            kind=compose.REPLY,
            recipient=to,
            language=language(message),
            subject=subject,
            body=body,
            request_id=message.request_id,
            answers_id=message.id,
            thread=" ".join(conversation.names(entries, message)),
        )
        history.record(
            EventKind.MESSAGE_ANSWERED,
            by,
            message.request.case if message.request else None,
            message.request,
            message=message.id,
            answer=reply.id,
        )
    return reply


def _check(message: InboundMessage, to: str) -> None:
    if found := refusals(message):
        raise Refused(" ".join(found))
    if to not in addresses(message):
        raise Refused("Choose one of the addresses shown")
    if not office_details.current().reaches(to):
        raise Refused("This address cannot be reached from here. Reach them another way")
    if came_back_from(to) is not None:
        raise Refused("What we sent to this address came back. Reach them another way")
