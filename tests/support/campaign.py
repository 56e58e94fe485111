"""A campaign about one sentence: emails and forms in its words, and those that must stand out."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from enum import StrEnum, auto

from ulss_tracker.models import Channel
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.correspondence import taking
from ulss_tracker.services.requests import intake
from ulss_tracker.services.requests.details import RequestDetails

OFFENDER, COURT, DAY = "Lee Exford", "Leeds Crown Court", date(2026, 10, 9)
WORDS = (
    "I am writing about Lee Exford, who was sentenced to two years in prison at Leeds Crown Court "
    "on 9 October 2026 for robbery. I believe that this sentence is unduly lenient, and I ask you "
    "to refer it to the Court of Appeal.\n\nPeople must be able to trust the courts. A man who "
    "used a knife will be back on the street within a year."
)
OTHER_WORDS = WORDS.replace("Lee Exford", "Rob Otherford").replace("9 October", "2 October")
RELATIVES = (
    "He robbed my mother, who has not left her house since.",
    "The man he cut was my brother.",
    "My son still wakes at night from what he saw.",
    "I am the sister of the man he robbed.",
)
_WARNINGS = (
    "Please do not write to me at home: my husband reads my letters.",
    "My partner reads my emails, so only telephone me before noon.",
)
_FIRST = ("Ann", "Ben", "Cara", "Dev", "Ella", "Finn", "Gita", "Hugh", "Isla", "Jack", "Kay")
_LAST = ("Archer", "Baker", "Cole", "Dean", "Ellis", "Ford", "Grant", "Hale", "Joyce", "Khan")
_GREETINGS = ("Dear Attorney General,", "Dear Sir or Madam,", "To whom it may concern", "Hello", "")
_CLOSINGS = ("Yours faithfully,", "Kind regards", "Many thanks,", "")
_DEVICES = ("", "", "Sent from my iPhone", "Get Outlook for iOS")


class Sort(StrEnum):
    """The sorts of message of a campaign."""

    SAME = auto()
    RELATIVE = auto()
    MP = auto()
    WARNING = auto()
    OTHER_SENTENCE = auto()


@dataclass(frozen=True)
class Count:
    """How many there are of each sort; the forms are all in the campaign's words."""

    emails: int
    forms: int
    relatives: int
    mps: int
    warnings: int
    others: int


FEW = Count(emails=16, forms=5, relatives=2, mps=1, warnings=1, others=2)
SHORT = Count(emails=48, forms=12, relatives=3, mps=1, warnings=1, others=2)
WHOLE = Count(emails=2_000, forms=500, relatives=12, mps=3, warnings=2, others=40)


def messages(count: Count, seed: int = 1) -> Iterator[tuple[Sort, bytes]]:
    """The emails, in an order of chance, each from somebody else."""
    chance = random.Random(seed)  # noqa: S311
    sorts = (
        [Sort.RELATIVE] * count.relatives
        + [Sort.MP] * count.mps
        + [Sort.WARNING] * count.warnings
        + [Sort.OTHER_SENTENCE] * count.others
    )
    sorts += [Sort.SAME] * (count.emails - len(sorts))
    chance.shuffle(sorts)
    for number, sort in enumerate(sorts):
        yield sort, _email(sort, f"{seed}-{number}", chance).as_bytes()


def take_all(count: Count, seed: int = 1) -> dict[Sort, list[int]]:
    """Take all the emails in and send all the forms; the numbers of the requests, by their sort."""
    made: dict[Sort, list[int]] = {sort: [] for sort in Sort}
    for sort, content in messages(count, seed):
        message = taking.take(content).message
        assert message.request_id is not None, sort
        made[sort].append(message.request_id)
    for number in range(count.forms):
        made[Sort.SAME].append(send_form(seed, number))
    return made


def send_form(seed: int, number: int) -> int:
    """Send the online form in the campaign's words; the number of the request."""
    chance = random.Random(f"{seed} {number}")  # noqa: S311
    details = RequestDetails(
        offender_name=chance.choice((OFFENDER, OFFENDER.upper())),
        court_id="leeds",
        court_text=COURT,
        sentenced_on=DAY,
        offence_text=chance.choice(("Robbery", "robbery")),
        reason=WORDS,
        standing=RequesterRole.PUBLIC,
        requester_name=_name(chance),
        email=f"form.{seed}.{number}@example.org",
    )
    key = f"campaign-{seed}-{number}"
    return intake.receive(details, channel=Channel.FORM, journey_key=key).request.id


def _email(sort: Sort, number: str, chance: random.Random) -> EmailMessage:
    name = _name(chance)
    words = OTHER_WORDS if sort is Sort.OTHER_SENTENCE else WORDS
    if sort is Sort.RELATIVE:
        words += f" {chance.choice(RELATIVES)}"
    if sort is Sort.WARNING:
        words = f"{words}\n\n{chance.choice(_WARNINGS)}"
    sender = f"{number}@example.org"
    if sort is Sort.MP:
        name, sender = f"{name} MP", f"mp.{number}@parliament.uk"
    address = chance.choice(("", f"{chance.randint(1, 99)} High Street\nLeeds\nLS1 {number[0]}AB"))
    parts = (
        chance.choice(_GREETINGS),
        words,
        chance.choice(_CLOSINGS),
        chance.choice((name, name.split()[0])),
        address,
        chance.choice(_DEVICES),
    )
    mail = EmailMessage()
    mail["From"] = f"{name} <{sender}>"
    mail["To"] = "uls@example.gov.uk"
    mail["Subject"] = "Please review this sentence"
    mail["Date"] = "Wed, 14 Oct 2026 10:00:00 +0100"
    mail["Message-ID"] = f"<{number}@example.org>"
    mail.set_content("\n\n".join(part for part in parts if part) + "\n")
    return mail


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
