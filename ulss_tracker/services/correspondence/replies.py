"""Replies: from a template or typed, through the outbox, in the thread of what they answer."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, Refused
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import (
    EmailUse,
    EventKind,
    InboundMessage,
    InboundState,
    Message,
    Request,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import require
from ulss_tracker.services.correspondence import conversation, enclosures
from ulss_tracker.services.correspondence.answering import WhyNot
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.correspondence.references import is_of_case
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import compose, safe_contacts

LONGEST = 10_000
MOST_A_DAY = 10
"""Answers from a template to one address within a day; after them a person looks why."""
_BY_KIND = "template"
_CLOSED = {
    EmailUse.NONE: "Whoever asked said not to write to their email: telephone or write to them, "
    "or correct how to reach them where that has changed.",
    EmailUse.NEWS: "Somebody else may read their email: it may say only that there is news.",
}
_TOLD = frozenset({State.REFERRED, State.AT_COURT, State.TO_TELL, State.CLOSED})


class Template(LabelledEnum):
    """The words with which a reply begins."""

    TYPED = "typed", "Your own words"
    RECEIVED = "received", "We have what you sent"
    MORE_NEEDED = "more_needed", "We need something more"
    IN_HAND = "in_hand", "We are working on it"
    ABOUT_SCHEME = "about_scheme", "About the scheme"


def template_of(message: InboundMessage) -> Template | None:
    """The template that answers a message by its kind; None where a person finds the words.

    Of what an office wrote about a case, and of what has ended, no template is true.
    """
    request = message.request
    if _case_of(message) or (request is not None and not _is_in_hand(request)):
        return None
    if message.kind == MailKind.OTHER_QUESTION:
        return Template.ABOUT_SCHEME
    if message.kind in (MailKind.CHASE, MailKind.MORE_INFORMATION) and request is None:
        return Template.MORE_NEEDED
    if message.kind == MailKind.CHASE:
        return Template.IN_HAND
    is_added = message.kind in (MailKind.MORE_INFORMATION, MailKind.WITHDRAWAL)
    return Template.RECEIVED if is_added and request is not None else None


def _is_in_hand(request: Request) -> bool:
    """Whether the office has yet to answer a request."""
    if request.case is not None:
        return any(review.state not in _TOLD for review in request.case.reviews)
    return request.state.is_waiting


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
    if message.request is not None and not _case_of(message):
        use = _email_use(message.request)
        is_said_safe = "is_safe_to_answer" in (proposal.get("said_by") or {})
        if use is EmailUse.NONE or (use is EmailUse.NEWS and not (is_said_safe and not found)):
            found.append(_CLOSED[use])
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

    The subject has our reference, and none of the words of whoever wrote: others see it too. The
    words say which of their files could not be opened.
    """
    reference = _case_of(message) or (message.request.reference if message.request else "")
    return compose.write(
        f"{language(message)}/reply_{template}.txt",
        reference=reference,
        not_opened=enclosures.not_opened(message),
    )


def _case_of(message: InboundMessage) -> str:
    """The reference of the case by which a message was placed; blank where by none."""
    reference = str(message.proposal.get("reference", ""))
    return reference if is_of_case(reference) else ""


def language(message: InboundMessage) -> str:
    """The language to answer in: the request's, else that of the message."""
    said = message.request.language if message.request else message.proposal.get("language", "en")
    return "cy" if str(said).startswith("cy") else "en"


def _email_use(request: Request) -> EmailUse:
    safe = safe_contacts.of_requests([request.id]).get(request.id)
    return safe_contacts.email_use(request, safe)


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


def send_template(message: InboundMessage, by: User, *, seen: InboundState) -> Message:
    """Send the answer to a message of its kind, once; pressed again it gives the same.

    Raises as `send`, `ChangedMeanwhile`, and `Refused` where no template is true, where it has an
    answer, or where too many went to the address within a day.
    """
    require(by, Permission.WORK_CASES)
    with locked(message):
        if message.state is not seen:
            raise ChangedMeanwhile("Somebody else has dealt with this message meanwhile.")
        template, to = template_of(message), next(iter(addresses(message)), "")
        if template is None:
            raise Refused("No template answers this message: write the answer yourself")
        _check_first(message, to)
        return send(message, begin(message, template)[1], to, by, key=_BY_KIND)


def answered(messages: Sequence[InboundMessage]) -> set[int]:
    """Which of these messages have an answer that was sent or waits to go, by their ids."""
    query = select(Message.answers_id).where(Message.answers_id.in_([one.id for one in messages]))
    return {number for number in db.session.scalars(query) if number is not None}


def _check_first(message: InboundMessage, to: str) -> None:
    """Check that a template is the first answer to a message, and not one of many to an address."""
    own_key = f"reply:{message.id}:{_BY_KIND}"
    if db.session.scalar(select(Message.id).where(Message.once_key == own_key)) is not None:
        return
    if answered([message]):
        raise Refused("This message has been answered")
    query = select(func.count(Message.id)).where(
        Message.recipient == to,
        Message.kind == compose.REPLY,
        Message.created_at > clock.now() - timedelta(days=1),
    )
    if (db.session.scalar(query) or 0) >= MOST_A_DAY:
        raise Refused(
            f"{MOST_A_DAY} answers went to this address within a day: look why, and write yourself"
        )


def _check(message: InboundMessage, to: str) -> None:
    if found := refusals(message):
        raise Refused(" ".join(found))
    if to not in addresses(message):
        raise Refused("Choose one of the addresses shown")
    if not office_details.current().reaches(to):
        raise Refused("This address cannot be reached from here. Reach them another way")
    if came_back_from(to) is not None:
        raise Refused("What we sent to this address came back. Reach them another way")
