"""The words of a message in the order in which they count, cut into sentences.

A request that was forwarded is told by the message inside, at the date and in the zone of that
message. Whoever passes it on only says how to answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import wrap

from dateutil import parser as date_parser

from ulss_tracker.adapters.mailbox.message import Address, MailMessage
from ulss_tracker.adapters.mailbox.quoting import Split, Wrapped, split
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.services.correspondence.patterns import patterns_of

_SAYS = patterns_of("passages")
_ASKS = patterns_of("kinds")["asks_us"]
# The longest line of a text that its program wrapped, and the share of it that a full line has.
_WRAPPED_LEAST, _WRAPPED_MOST, _WRAPPED_SHARE = 45, 100, 0.65
_LONGEST, _LONGEST_SENTENCE = 100_000, 2_000  # letters: readers take the square of a sentence
# To the last end of a sentence in so many letters; where there is none, to the last blank.
_PIECE = re.compile(r".{0,4998}(?:[.!?]\s|\n|\Z)|.{1,4999}\s|.{1,5000}", re.DOTALL)
_DEEPEST = 5


class Place(LabelledEnum):
    """Where in a message words stand."""

    SUBJECT = "subject", "the subject"
    BODY = "body", "their words"
    FORWARDED = "forwarded", "the message they pass on"
    QUOTED = "quoted", "words they quote"
    FILE = "file", "the file"


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words, the day on which they were written, and where they stand."""

    text: str
    written_on: date | None
    place: Place
    file_name: str = ""

    def sentences(self) -> Iterator[str]:
        """Its sentences and list items, each on one line; of what goes on for longer, the parts."""
        text = _SAYS["initial"].sub(
            r"\1", _SAYS["short"].sub(r"\1", unwrapped(self.text[:_LONGEST]))
        )
        for piece in _SAYS["break"].split(text):
            flat = " ".join(piece.split())
            yield from wrap(flat, _LONGEST_SENTENCE, break_on_hyphens=False)

    def pieces(self) -> Iterator[str]:
        """Its words in pieces, for readers that take the square of a text's time."""
        for piece in _PIECE.finditer(self.text):
            if piece[0].strip():
                yield piece[0]


@dataclass(frozen=True, slots=True)
class Original:
    """The message that a forward passes on."""

    sender: Address
    subject: str
    sent_at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class MessageParts:
    """A message taken apart: the words of whoever sent it, and the message it passes on."""

    mail: MailMessage
    split: Split
    original: Original | None
    quoted: str
    files: tuple[tuple[str, str], ...] = ()

    @property
    def written_on(self) -> date | None:
        """The sender's own day of writing."""
        return self.mail.sent_at.date() if self.mail.sent_at else None

    @property
    def own(self) -> str:
        """The sender's own words, signature and all."""
        return "\n\n".join(part for part in (self.split.own, self.split.signature) if part)

    @property
    def passes_on_article(self) -> bool:
        """Whether whoever wrote what is passed on asks us for nothing.

        It was published, or an official told of the sentence whoever asks about it now.
        """
        if self.original is None:
            return False
        sender, text = self.original.sender, _SAYS["speech"].sub(" ", self.original.text)
        if _SAYS["official"].search(sender.email):
            return bool(_ASKS.search(self.own)) and not _ASKS.search(text)
        is_published = _SAYS["published"].search(f"{sender.name} {sender.email} {text}")
        return bool(is_published) and not _SAYS["first_person"].search(text)

    @property
    def asker(self) -> Address:
        """Who asks: the sender of what is passed on, else whoever sent it."""
        is_theirs = self.original is not None and not self.passes_on_article
        return self.original.sender if self.original and is_theirs else self.mail.sender

    @property
    def account(self) -> str:
        """The words that tell the matter: the forwarded ones, else the sender's."""
        return self.original.text if self.original else self.split.own

    def passages(self) -> tuple[Passage, ...]:
        """All that tells the matter, the weightiest first. What we wrote ourselves is not there."""
        passages: list[Passage] = []
        if self.original:
            day = self.original.sent_at.date() if self.original.sent_at else self.written_on
            passages.append(Passage(self.original.text, day, Place.FORWARDED))
        passages.append(Passage(self.split.own, self.written_on, Place.BODY))
        if self.split.signature:
            passages.append(Passage(self.split.signature, self.written_on, Place.BODY))
        passages.append(Passage(bare_subject(self.mail.subject), self.written_on, Place.SUBJECT))
        if self.quoted and not _SAYS["ours"].search(self.quoted):
            passages.append(Passage(self.quoted, self.written_on, Place.QUOTED))
        passages += [Passage(text, self.written_on, Place.FILE, name) for name, text in self.files]
        return tuple(one for one in passages if one.text.strip())


def take_apart(mail: MailMessage, files: tuple[tuple[str, str], ...] = ()) -> MessageParts:
    """Take a message apart. files: the names and words of its files, where they were read."""
    told = split(mail.text)
    wrapped = told.wrapped
    original = None
    quoted = ""
    if mail.messages and mail.report is None:
        original = _innermost(mail.messages[0])
    elif wrapped and wrapped.is_forward and not _is_ours(wrapped, mail):
        original = _of_words(wrapped, mail)
    elif wrapped:
        quoted = wrapped.text
    return MessageParts(mail, told, original, quoted, files)


def bare_subject(subject: str) -> str:
    """A subject without the marks that programs put before it."""
    mark = r"\s*(?:(?:re|fw|fwd|ymlaen|ateb|chaser)\s*:|\[[^\]]{1,20}\])"
    return re.sub(rf"^(?:{mark})+\s*", "", subject, flags=re.IGNORECASE)


def unwrapped(text: str) -> str:
    """The text with lines joined that were broken only because they were full."""
    said = [line.strip() for line in text.splitlines()]
    longest = max(map(len, said), default=0)
    is_wrapped = _WRAPPED_LEAST <= longest <= _WRAPPED_MOST
    lines: list[str] = []
    goes_on = False
    for line in said:
        is_item = re.match(r"[-•*]\s|\d{1,2}[.)]\s", line)
        if lines and line and not is_item and (goes_on or (lines[-1] and line[0].islower())):
            lines[-1] += " " + line
        else:
            lines.append(line)
        goes_on = is_wrapped and len(line) > longest * _WRAPPED_SHARE and "  " not in line
    return "\n".join(lines)


def _innermost(mail: MailMessage) -> Original:
    """The message that was first written, of messages that pass one another on."""
    for _ in range(_DEEPEST):
        if not mail.messages:
            break
        mail = mail.messages[0]
    told = split(mail.text)
    if told.wrapped and told.wrapped.is_forward and told.wrapped.sender.email:
        return _of_words(told.wrapped, mail)
    return Original(mail.sender, mail.subject, mail.sent_at, told.own or mail.text)


def _of_words(wrapped: Wrapped, mail: MailMessage) -> Original:
    again = split(wrapped.text)
    if again.wrapped and again.wrapped.is_forward and again.wrapped.sender.email:
        wrapped = again.wrapped
    return Original(wrapped.sender, wrapped.subject, _when(wrapped.date, mail), wrapped.text)


def _is_ours(wrapped: Wrapped, mail: MailMessage) -> bool:
    """Whether the wrapped words are the office's own, which an answer has under it."""
    ours = {one.email.lower() for one in mail.to if one.email}
    return (
        wrapped.sender.email.lower() in ours
        or bool(_SAYS["our_name"].search(wrapped.sender.name))
        or (not wrapped.sender.email and bool(_SAYS["our_subject"].search(wrapped.subject)))
    )


def _when(said: str, mail: MailMessage) -> datetime | None:
    """The time that a forward says of the message in it, in the zone that it says, else ours."""
    plain = re.sub(r"\b(?:at|am)\b|\b[A-Z]{3,4}\b", " ", said)
    try:
        found = date_parser.parse(plain, dayfirst=True, fuzzy=True, default=datetime(1, 1, 1))  # noqa: DTZ001
    except (ValueError, OverflowError):
        return mail.sent_at
    is_likely = mail.sent_at is None or (found.year > 1 and found.date() <= mail.sent_at.date())
    return found if is_likely else mail.sent_at
