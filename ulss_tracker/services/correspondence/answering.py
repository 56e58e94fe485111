"""Whether an answer to a message may go by itself, and what speaks against it."""

import re

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.services.core.email_addresses import comparable
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.correspondence.proposal import Proposal
from ulss_tracker.services.correspondence.safe_contact import ContactWay, is_against_email

_FAILED = re.compile(r"\b(?:dmarc|spf|dkim)\s*=\s*(?:fail|permerror)\b", re.I)


class WhyNot(LabelledEnum):
    """Whatever speaks against an answer by email until a person has said that it is safe."""

    PROGRAM = "program", "A program sent it, and nothing is ever sent to a program."
    LIST = "list", "It came through a mailing list, and an answer may go to everybody on it."
    FORGED = "forged", "The mail servers found that its sender may not be who it says."
    WARNING = "warning", "Its words warn that an answer by email may not be safe."
    UNWANTED = "unwanted", "It seems to be unwanted mail."
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
        WhyNot.FORGED: bool(_FAILED.search(mail.header("authentication-results"))),
        WhyNot.WARNING: proposal.wishes.get(ContactWay.EMAIL) is False
        or any(is_against_email(one.value, proposal.wishes) for one in proposal.warnings),
        WhyNot.UNWANTED: is_unwanted,
        WhyNot.NO_ANSWER: asks_for_none,
        WhyNot.UNKNOWN_ADDRESS: bool(proposal.reply_to)
        and comparable(proposal.reply_to) not in known,
    }
    return tuple(why for why, is_so in found.items() if is_so)
