"""Sorting a message into one of nine kinds, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.services.correspondence.passages import MessageParts, Place
from ulss_tracker.services.correspondence.patterns import patterns_of, table_of
from ulss_tracker.services.correspondence.references import is_of_case

_SAYS = patterns_of("kinds")
_PROFESSIONAL = patterns_of("requesters")["professional"]


class MailKind(LabelledEnum):
    """The purpose of a message."""

    NEW_REQUEST = "new_request", "A new request"
    MORE_INFORMATION = "more_information", "More about a request we have"
    WITHDRAWAL = "withdrawal", "A request taken back"
    CHASE = "chase", "Asks what has become of a request"
    OTHER_QUESTION = "other_question", "Another question"
    AUTO_REPLY = "auto_reply", "An automatic answer"
    BOUNCE = "bounce", "A message of ours that did not arrive"
    PRESS = "press", "From the press"
    SPAM = "spam", "Unwanted mail"

    @property
    def is_automatic(self) -> bool:
        """Whether a program wrote it, and none of ours may answer it."""
        return self in (MailKind.AUTO_REPLY, MailKind.BOUNCE)


ABOUT_A_REQUEST = frozenset({MailKind.WITHDRAWAL, MailKind.CHASE, MailKind.PRESS})
"""Kinds that a message about a request of ours keeps, where a person says which request it is."""

UNWANTED = frozenset({MailKind.AUTO_REPLY, MailKind.BOUNCE, MailKind.SPAM})
"""Kinds whose files are not taken, and that are kept as the rule `unwanted_message` says."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The marks in a message that tell whether it asks for a review."""

    reference: str
    answers_ours: bool
    has_offender: bool
    has_court: bool
    has_day: bool
    has_offence: bool


@dataclass(frozen=True, slots=True)
class Sorted:
    """A kind, whether it is sure enough to file by itself, and why."""

    kind: MailKind
    reason: str
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    """A row of kinds.toml: the kind of a message of which all these are true, and none of those."""

    kind: MailKind
    reason: str
    all: tuple[str, ...]
    none: tuple[str, ...]


class _Words:
    """The words of a message, of which a rule asks by the name of a pattern or of a fact."""

    def __init__(self, parts: MessageParts, text: str, evidence: Evidence) -> None:
        mail, strength = parts.mail, _strength(evidence, text)
        self.parts, self.text, self.evidence, self.strength = parts, text, evidence, strength
        self.places = {
            "": text,
            "subject": f"{mail.subject}\n{text}",
            # An article that somebody passes on asks for nothing.
            "own": parts.own if parts.passes_on_article else text,
            "sender": f"{mail.sender.name} {mail.sender.email}",
        }
        self._facts: dict[str, bool] = {}
        is_named = evidence.has_offender or evidence.has_court or evidence.has_day
        self._facts = {
            "is whole": strength >= _WHOLE and self.holds("asks"),
            "is named": is_named,
            "is named or passed": is_named or self.holds("passed"),
            "tells of harm": evidence.has_offence or self.holds("harm"),
            "too short": self.holds("too_short") and not self.holds("no_review"),
            "is to many": mail.is_of_list or mail.is_auto_submitted,
            "two marks": strength >= _FEW,
            "three marks": strength > _FEW,
            "has a picture": any(
                file.media_type.startswith(("image/", "application/pdf"))
                for file in mail.all_files()
            ),
        }

    def holds(self, name: str) -> bool:
        """Whether a fact is so, or one of some patterns is there: "asks or dismay in subject"."""
        if name in self._facts:
            return self._facts[name]
        patterns, _, place = name.partition(" in ")
        return any(_SAYS[one].search(self.places[place]) for one in patterns.split(" or "))

    def first(self, rules: Sequence[_Rule]) -> Sorted:
        """The kind of the first rule that holds. The last one of a list always does."""
        rule = next(
            rule
            for rule in rules
            if all(map(self.holds, rule.all)) and not any(map(self.holds, rule.none))
        )
        return Sorted(rule.kind, rule.reason)


@cache
def _rules(name: str) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(row.choice("kind", MailKind), row.text("reason"), row.texts("all"), row.texts("none"))
        for row in table_of("kinds").rows(name)
    )


_WHOLE = 5
_FEW = 2
_LEAST_SPAM = 2
_SHORT = 700


def sort(told: MessageParts, evidence: Evidence) -> Sorted:
    """Sort a message. What a program sent is told by its headers first."""
    mail = told.mail
    words = _Words(told, _words(told), evidence)
    if is_bounce(mail):
        return Sorted(MailKind.BOUNCE, "It is a delivery report.", is_sure=True)
    if (found := _automatic(mail, words.text, words.strength)) is not None:
        return found
    if (found := _spam(words)) is not None:
        return found
    is_ours = evidence.answers_ours or (evidence.reference and not _asks_anew(words))
    return words.first(_rules("about_ours" if is_ours else "not_about_ours"))


def _asks_anew(words: _Words) -> bool:
    """Whether a person asks for a review and only names a case: its number can be guessed."""
    is_of_people = not _PROFESSIONAL.search(words.parts.mail.sender.email)
    is_whole = words.strength >= _WHOLE and words.holds("asks_us")
    return is_of_case(words.evidence.reference) and is_of_people and is_whole


def is_bounce(mail: MailMessage) -> bool:
    """Whether a mail server says that a message of ours did not arrive."""
    if mail.report is not None and (mail.report.failed or mail.report.returned_message_id):
        return True
    kind = mail.header("content-type").lower()
    if kind.startswith("multipart/report") and "delivery-status" in kind:
        return True
    if mail.header("x-failed-recipients"):
        return True
    sender = f"{mail.sender.name} {mail.sender.email}".strip()
    return bool(_SAYS["bounce_subject"].search(mail.subject)) and bool(
        _SAYS["bounce_from"].search(sender)
        or _SAYS["bounce_from"].search(mail.sender.email)
        or mail.header("return-path") == "<>"
    )


def _automatic(mail: MailMessage, text: str, strength: int) -> Sorted | None:
    by_header = mail.header("auto-submitted").lower().startswith("auto-replied") or any(
        mail.header(name) for name in ("x-autoreply", "x-autorespond", "x-autoresponder")
    )
    by_subject = bool(_SAYS["auto_subject"].search(mail.subject.strip()))
    by_words = bool(_SAYS["auto_text"].search(text)) and len(text) < _SHORT
    has_files = any(True for _ in mail.all_files())
    if by_header and not (strength >= 4 and not by_subject and not by_words):
        return Sorted(MailKind.AUTO_REPLY, "Its headers say that a program answered.", True)
    if by_subject and strength < 4 and not has_files:
        return Sorted(MailKind.AUTO_REPLY, "Its subject is that of an automatic answer.", True)
    if by_words and not has_files and (strength < 3 or mail.is_auto_submitted):
        words = "Its words are those of an automatic answer."
        return Sorted(MailKind.AUTO_REPLY, words, mail.is_auto_submitted)
    return None


def _spam(words: _Words) -> Sorted | None:
    mail, evidence = words.parts.mail, words.evidence
    if evidence.reference or evidence.answers_ours:
        return None
    signs = len({sign[0].lower() for sign in _SAYS["spam"].finditer(words.places["subject"])})
    signs += 2 * (mail.is_junk or mail.header("x-spam-flag").lower().startswith("yes"))
    signs += mail.is_of_list
    signs += any(b'type="password"' in file.content[:50_000].lower() for file in mail.all_files())
    is_asked = not mail.is_of_list or words.holds("asks_us")
    is_of_a_case = evidence.has_court or evidence.has_offender
    is_about_a_case = words.strength > _LEAST_SPAM + 1 and is_of_a_case and is_asked
    if signs >= _LEAST_SPAM and not is_about_a_case:
        return Sorted(
            MailKind.SPAM,
            "Its words, or the mail server, say that it is unwanted.",
            signs > _LEAST_SPAM,
        )
    return None


def _strength(evidence: Evidence, text: str) -> int:
    """How many of the marks of a request are there, of six."""
    marks = (evidence.has_offender, evidence.has_court, evidence.has_day, evidence.has_offence)
    return sum(marks) + bool(_SAYS["sentence"].search(text)) + bool(_SAYS["asks"].search(text))


def _words(parts: MessageParts) -> str:
    """The words of whoever writes, subject apart, with those of what they pass on and of files."""
    return "\n".join(
        " ".join(one.text.split()) for one in parts.passages() if one.place is not Place.SUBJECT
    )
