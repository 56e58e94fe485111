"""Whether an answer to a message may go by itself, and what speaks against it."""

import re
from collections.abc import Iterator

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.email_addresses import comparable
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.correspondence.proposal import Proposal
from ulss_tracker.services.correspondence.safe_contact import ContactWay, is_against_email

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\s*(dmarc|spf|dkim)\s*=\s*(\w+)", re.I)
_FAILED = frozenset({"fail", "permerror"})


class SenderCheck(LabelledEnum):
    """Whether the office's mail server found that a message is from the sender that it names."""

    PROVEN = "proven", "Sender proven"
    UNPROVEN = "unproven", "Sender not proven"
    FAILED = "failed", "Sender may be forged"


def check_sender(mail: MailMessage) -> SenderCheck | None:
    """The check of a sender by the server of `MAILBOX_AUTHENTICATED_BY` (RFC 8601).

    DMARC alone proves the sender that is shown; SPF or DKIM prove another server's name. Without
    the setting nothing proves anybody, and whatever server says “fail” is heard; None where none.
    """
    server = office_details.current().MAILBOX_AUTHENTICATED_BY.lower()
    results = list(_results(mail, server))
    dmarc = next((result for method, result in results if method == "dmarc"), "")
    if server and dmarc == "pass":
        return SenderCheck.PROVEN
    if any(result in _FAILED for _, result in results):
        return SenderCheck.FAILED
    return SenderCheck.UNPROVEN if server else None


def _results(mail: MailMessage, server: str) -> Iterator[tuple[str, str]]:
    """Each method and its result, as this server wrote them; as any did where it is blank."""
    for header in mail.header("authentication-results").lower().split("\n"):
        name, *results = _COMMENT.sub("", header).split(";")
        if not server or name.split()[:1] == [server]:
            yield from ((match[1], match[2]) for match in map(_RESULT.match, results) if match)


class WhyNot(LabelledEnum):
    """Whatever speaks against an answer by email until a person has said that it is safe."""

    PROGRAM = "program", "A program sent it, and nothing is ever sent to a program."
    LIST = "list", "It came through a mailing list, and an answer may go to everybody on it."
    FORGED = "forged", "The mail servers found that its sender may not be who it says."
    WARNING = "warning", "Its words warn that an answer by email may not be safe."
    UNWANTED = "unwanted", "It seems to be unwanted mail."
    JUNK = "junk", "The mail server had put it into Junk. Is it from a person who asks us?"
    NO_ANSWER = "no_answer", "It asks for no answer."
    UNKNOWN_ADDRESS = "unknown_address", "The address to answer to is only in its words."


def why_not(proposal: Proposal, mail: MailMessage) -> tuple[WhyNot, ...]:
    """List what speaks against answering by itself; nothing where an answer may go.

    A warning counts unless it is about the telephone or the post alone. An address counts as known
    that the message came from, or the message which it passes on.
    """
    known = {comparable(mail.sender.email)}
    if proposal.told.original:
        known.add(comparable(proposal.told.original.sender.email))
    is_unwanted = proposal.kind is MailKind.SPAM
    is_program = proposal.kind.is_automatic or mail.is_auto_submitted
    asks_for_none = not proposal.may_answer and not is_program and not is_unwanted
    found = {
        WhyNot.PROGRAM: is_program,
        WhyNot.LIST: mail.is_of_list,
        WhyNot.FORGED: check_sender(mail) is SenderCheck.FAILED,
        WhyNot.WARNING: proposal.wishes.get(ContactWay.EMAIL) is False
        or any(is_against_email(one.value, proposal.wishes) for one in proposal.warnings),
        WhyNot.UNWANTED: is_unwanted,
        WhyNot.JUNK: mail.is_junk,
        WhyNot.NO_ANSWER: asks_for_none,
        WhyNot.UNKNOWN_ADDRESS: bool(proposal.reply_to)
        and comparable(proposal.reply_to) not in known,
    }
    return tuple(why for why, is_so in found.items() if is_so)
