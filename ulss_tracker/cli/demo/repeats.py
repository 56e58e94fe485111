"""The demo's other requests about sentences that somebody has asked about already.

Each writes the name, the court or the date in a way of its own, as people do. One is about a
brother sentenced at the same hearing, and is nobody's duplicate.
"""

from dataclasses import dataclass

from ulss_tracker.models import Channel
from ulss_tracker.scheme.workflow.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """One more request about the sentence of `of`, an offender of a story.

    `days_off` is how many days too early it dates the sentence.
    """

    of: str
    name: str
    court: str
    requester: str
    standing: Standing
    reason: str
    channel: Channel = Channel.FORM
    days_off: int = 0
    received_days_ago: int = 0


REPEATS: tuple[Repeat, ...] = (
    Repeat(
        of="Craig Dunmore",
        name="Dunmore, Kraig",
        court="Leeds Combined Court Centre",
        requester="Ruth Holloway",
        standing=Standing.BEREAVED_FAMILY,
        reason="I have written once already. I want to add that he has never said sorry.",
        channel=Channel.LETTER,
        days_off=1,
        received_days_ago=3,
    ),
    Repeat(
        of="Victor Lisle",
        name="LISLE Vic",
        court="Old Bailey",
        requester="Crown Prosecution Service, London South",
        standing=Standing.PROSECUTOR,
        reason="The minimum term does not reflect the planning. The indictment is to follow.",
        channel=Channel.CPS,
        received_days_ago=2,
    ),
    Repeat(
        of="Iwan Prosser",
        name="Ifan Proser",
        court="Swansea Crown Crt",
        requester="The office of Elen Watkins MP",
        standing=Standing.MP,
        reason="My constituent, who was a friend of the man who died, asks for a review.",
        channel=Channel.MP,
        days_off=2,
        received_days_ago=1,
    ),
    Repeat(
        of="Alan Skewes",
        name="Allan Skews",
        court="Truro",
        requester="Peter Nance",
        standing=Standing.PUBLIC,
        reason="I was in court and could not believe it.",
    ),
    Repeat(
        of="Alan Skewes",
        name="Derek Skewes",
        court="Truro",
        requester="Jenna Rowe",
        standing=Standing.PUBLIC,
        reason="The brother was let off as well.",
        channel=Channel.EMAIL,
    ),
)
