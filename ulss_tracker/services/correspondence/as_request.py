"""A proposal as the details of a request, and as it is kept beside its message."""

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.models import Channel, User
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.correspondence import answering, enclosures
from ulss_tracker.services.correspondence.proposal import Proposal
from ulss_tracker.services.correspondence.requesters import Asker
from ulss_tracker.services.correspondence.safe_contact import ContactWay
from ulss_tracker.services.history.history import plain
from ulss_tracker.services.requests import intake
from ulss_tracker.services.requests.details import RequestDetails

STANDINGS = {
    Asker.VICTIM: RequesterRole.VICTIM,
    Asker.BEREAVED: RequesterRole.BEREAVED_FAMILY,
    Asker.FOR_VICTIM: RequesterRole.ON_BEHALF,
    Asker.PUBLIC: RequesterRole.PUBLIC,
    Asker.MP: RequesterRole.MP,
    Asker.PROFESSIONAL: RequesterRole.PROSECUTOR,
    Asker.OTHER: RequesterRole.OTHER,
}
_CPS = re.compile(r"@(?:[\w-]+\.)*cps\.", re.I)
_ABOUT_THE_SAME = timedelta(days=60)
_LONGEST_REASON = 20_000
_LONGEST_EMAIL = 254
MOST_FILES_NAMED = 50


def details_of(proposal: Proposal, *, may_answer: bool) -> RequestDetails:
    """The details of the request that a message is, as far as its words say.

    The address is left out where nothing may go to it by itself: a person looks first.
    """
    court = proposal.court.value if proposal.court else ""
    names = [one.value for one in proposal.offenders]
    return RequestDetails(
        offender_name=names[0][:200] if names else "",
        other_offenders="\n".join(names[1:]),
        court_id=court_id(court),
        court_text=court[:200],
        sentenced_on=_certain_day(proposal),
        sentenced_text=_day_in_words(proposal),
        offence_text="; ".join(one.value for one in proposal.offences),
        reason=proposal.told.account[:_LONGEST_REASON],
        standing=STANDINGS[proposal.standing or Asker.OTHER],
        requester_name=proposal.requester[:200],
        email=proposal.reply_to if may_answer and len(proposal.reply_to) <= _LONGEST_EMAIL else "",
        language="cy" if proposal.language.startswith("cy") else "en",
        support_needs="\n".join(one.value for one in proposal.warnings),
        may_email=proposal.wishes.get(ContactWay.EMAIL),
        may_telephone=proposal.wishes.get(ContactWay.TELEPHONE),
        may_text=proposal.wishes.get(ContactWay.TEXT),
        may_post=proposal.wishes.get(ContactWay.POST),
    )


def receive(
    proposal: Proposal,
    mail: MailMessage,
    received_at: datetime,
    *,
    logged_by: User | None = None,
    quarantine_reason: str = "",
    places_not_taken: Collection[int],
) -> int:
    """Make the request that a message is, with an acknowledgement where one may go by itself.

    It says which of the files were not taken. Its id; in the caller's transaction.
    """
    made = intake.receive(
        details_of(proposal, may_answer=not answering.why_not(proposal, mail)),
        channel=_channel(proposal),
        received_at=received_at,
        logged_by=logged_by,
        quarantine_reason=quarantine_reason,
        not_opened=enclosures.as_not_opened(
            [file.name for file in mail.all_files()], places_not_taken
        ),
    )
    return made.request.id


def _channel(proposal: Proposal) -> Channel:
    """How the request reached the office."""
    if proposal.standing is Asker.MP:
        return Channel.MP
    return Channel.CPS if _CPS.search(proposal.told.mail.sender.email) else Channel.EMAIL


def as_record(
    proposal: Proposal, mail: MailMessage, refused_files: Mapping[int, str]
) -> dict[str, Any]:
    """The proposal as it is kept: each value, its words and place, and what else they allow.

    With what speaks against answering by itself. `said_by` names whoever corrected a value
    (corrections.py); a machine said the rest.
    """
    against = answering.why_not(proposal, mail)
    court, day = proposal.court, proposal.sentenced_on
    return {
        "reason": proposal.reason,
        "is_sure": proposal.is_sure,
        "offenders": [offender.as_plain() for offender in proposal.offenders],
        "court": court.as_plain() if court else None,
        "sentenced_on": day.as_plain() if day else None,
        "earliest_on": proposal.earliest_on.isoformat() if proposal.earliest_on else "",
        "offences": [offence.as_plain() for offence in proposal.offences],
        "standing": proposal.standing.value if proposal.standing else "",
        "requester": proposal.requester,
        "constituent": proposal.constituent,
        "reply_to": proposal.reply_to,
        "reference": proposal.reference,
        "language": proposal.language,
        "warnings": [warning.as_plain() for warning in proposal.warnings],
        "wishes": plain(proposal.wishes),
        "sender_check": answering.check_sender(mail),
        "is_safe_to_answer": not against,
        "against_answering": [why.value for why in against],
        "files": [file.name for file in proposal.told.mail.all_files()][:MOST_FILES_NAMED],
        "files_not_taken": list(refused_files.values()),
        "places_not_taken": list(refused_files),
        "is_plain": not (mail.messages or any(mail.all_files())),
        "choices": plain(asdict(proposal.others)),
        "said_by": {},
    }


def court_id(court: str) -> str | None:
    """The id of the Crown Court that these words surely name; None where they name none."""
    reading = load_courts().read(court)
    is_crown = reading.certainty == "sure" and reading.kind is CourtKind.CROWN_COURT
    return reading.court.id if is_crown and reading.court else None


def _certain_day(proposal: Proposal) -> date | None:
    """The day of sentence, where the words allow no earlier one."""
    return (
        proposal.sentenced_on.value if proposal.sentenced_on and not _is_range(proposal) else None
    )


def _day_in_words(proposal: Proposal) -> str:
    """The days that the words allow, said so that the clock counts from the earliest.

    Said again and whole: what was written counts from the day of writing, not from today.
    """
    first = proposal.earliest_on
    if first is None or (proposal.sentenced_on and not _is_range(proposal)):
        return ""
    last = proposal.sentenced_on.value if proposal.sentenced_on else proposal.latest_on
    if last is None or last == first:
        return f"{first:%-d %B %Y}"
    return f"between {first:%-d %B %Y} and {last:%-d %B %Y}"


def _is_range(proposal: Proposal) -> bool:
    """Whether an earlier day near the one proposed is possible too."""
    day, first = proposal.sentenced_on, proposal.earliest_on
    if day is None or first is None:
        return False
    return first < day.value <= first + _ABOUT_THE_SAME
