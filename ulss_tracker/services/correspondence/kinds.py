"""Sorting a message into one of nine kinds, and how sure that is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.services.correspondence.passages import MessageParts, Place
from ulss_tracker.services.correspondence.patterns import patterns_of
from ulss_tracker.services.correspondence.references import is_of_case

_SAYS = patterns_of("kinds")
_SPAM = [rule for name, rule in _SAYS.items() if name.startswith("spam_")]
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
"""Kinds whose files are not taken, and that are kept for `MAILBOX_UNWANTED_DAYS` alone."""


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
class _Said:
    """The words of a message, and how many marks of a request it has."""

    parts: MessageParts
    text: str
    evidence: Evidence
    strength: int

    def says(self, name: str, *, with_subject: bool = False) -> bool:
        """Whether a pattern is in its words."""
        subject = self.parts.mail.subject if with_subject else ""
        return bool(_SAYS[name].search(f"{subject}\n{self.text}"))

    @property
    def is_whole(self) -> bool:
        """Whether it has all that a request wants."""
        return self.strength >= _WHOLE and self.says("asks")


_Rule = tuple[MailKind, str, Callable[[_Said], bool]]
_WHOLE = 5
_LEAST_SPAM = 2
_SHORT = 700


def sort(told: MessageParts, evidence: Evidence) -> Sorted:
    """Sort a message. What a program sent is told by its headers first."""
    mail = told.mail
    text = _words(told)
    strength = _strength(evidence, text)
    said = _Said(told, text, evidence, strength)
    if is_bounce(mail):
        return Sorted(MailKind.BOUNCE, "It is a delivery report.", is_sure=True)
    if (found := _automatic(mail, text, strength)) is not None:
        return found
    if (found := _spam(mail, text, strength, evidence)) is not None:
        return found
    if evidence.answers_ours or (evidence.reference and not _asks_anew(told, evidence, strength)):
        return _first(_ABOUT_OURS, said, _MORE)
    return _first(_NOT_ABOUT_OURS, said, _NO_SENTENCE)


def _asks_anew(parts: MessageParts, evidence: Evidence, strength: int) -> bool:
    """Whether a person asks for a review and only names a case: its number can be guessed."""
    is_of_people = not _PROFESSIONAL.search(parts.mail.sender.email)
    is_whole = strength >= 5 and bool(_SAYS["asks_us"].search(_words(parts)))
    return is_of_case(evidence.reference) and is_of_people and is_whole


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
    if by_words and strength < 3 and not has_files:
        words = "Its words are those of an automatic answer."
        return Sorted(MailKind.AUTO_REPLY, words, mail.is_auto_submitted)
    return None


def _spam(mail: MailMessage, text: str, strength: int, evidence: Evidence) -> Sorted | None:
    if evidence.reference or evidence.answers_ours:
        return None
    signs = sum(bool(rule.search(f"{mail.subject}\n{text}")) for rule in _SPAM)
    signs += 2 * mail.header("x-spam-flag").lower().startswith("yes")
    signs += mail.is_of_list
    signs += any(b'type="password"' in file.content[:50_000].lower() for file in mail.all_files())
    is_asked = not mail.is_of_list or bool(_SAYS["asks_us"].search(text))
    is_about_a_case = strength >= 4 and (evidence.has_court or evidence.has_offender) and is_asked
    if signs >= _LEAST_SPAM and not is_about_a_case:
        return Sorted(MailKind.SPAM, "Its words are those of unwanted mail.", signs > _LEAST_SPAM)
    return None


def _first(rules: Iterable[_Rule], said: _Said, otherwise: Sorted) -> Sorted:
    return next((Sorted(kind, reason) for kind, reason, is_so in rules if is_so(said)), otherwise)


def _is_press(said: _Said) -> bool:
    """Whether the press asks; an article that somebody passes on asks for nothing."""
    words = said.parts.own if said.parts.passes_on_article else said.text
    return bool(_SAYS["press"].search(words))


def _takes_back(said: _Said) -> bool:
    if said.says("takes_back") and said.says("earlier"):
        return True
    return said.says("withdraw") and not said.is_whole


def _is_something_else(said: _Said) -> bool:
    return said.says("not_a_request", with_subject=True) and not _is_too_short(said.text)


def _is_to_come(said: _Said) -> bool:
    return said.says("to_come") and not said.says("term")


def _chases(said: _Said) -> bool:
    if said.says("chase", with_subject=True) and said.says("sent_to_us"):
        return True
    return said.says("chase") and said.says("earlier") and not said.is_whole


def _adds(said: _Said) -> bool:
    return said.says("more") and said.says("earlier") and not said.is_whole


def _wishes_for_another_thing(said: _Said) -> bool:
    is_too_short = _is_too_short(said.text) or said.says("dismay")
    return said.says("other_wish") and not is_too_short


def _went_to_many(said: _Said) -> bool:
    mail = said.parts.mail
    is_to_many = mail.is_of_list or mail.is_auto_submitted
    return is_to_many and not said.says("asks_us", with_subject=True)


_ABOUT_OURS: tuple[_Rule, ...] = (
    (MailKind.WITHDRAWAL, "Its words take a request back.",
     lambda said: said.says("withdraw") or said.says("takes_back")),
    (MailKind.PRESS, "Its words are those of the press.", _is_press),
    (MailKind.CHASE, "It asks what has become of a request of ours.",
     lambda said: said.says("chase") and not said.says("more")),
)  # fmt: skip
_MORE = Sorted(MailKind.MORE_INFORMATION, "It is about a request that we have.")
_NOT_ABOUT_OURS: tuple[_Rule, ...] = (
    (MailKind.PRESS, "Its words are those of the press.", _is_press),
    (MailKind.WITHDRAWAL, "Its words take a request back.", _takes_back),
    (MailKind.OTHER_QUESTION, "It asks for something else than a longer sentence.",
     _is_something_else),
    (MailKind.OTHER_QUESTION, "The sentence it tells of is still to come.", _is_to_come),
    (MailKind.CHASE, "It asks what has become of an earlier message.", _chases),
    (MailKind.MORE_INFORMATION, "It adds to an earlier message.", _adds),
    (MailKind.OTHER_QUESTION, "It asks for something else of a case.", _wishes_for_another_thing),
    (MailKind.OTHER_QUESTION, "It went to many, and asks us for nothing.", _went_to_many),
    (MailKind.NEW_REQUEST, "It tells of a sentence and asks about it.",
     lambda said: _asks_for_a_review(said.parts, said.text, said.evidence, said.strength)),
)  # fmt: skip
_NO_SENTENCE = Sorted(MailKind.OTHER_QUESTION, "It tells of no sentence.")


def _asks_for_a_review(parts: MessageParts, text: str, evidence: Evidence, strength: int) -> bool:
    """Whether it tells what somebody got, of a case, or asks about a sentence in other words.

    Who grieves or is angry asks for nothing: what was done and what was got for it say enough.
    """
    is_named = evidence.has_offender or evidence.has_court or evidence.has_day
    tells_of_harm = evidence.has_offence or bool(_SAYS["harm"].search(text))
    if _SAYS["got"].search(text) and (is_named or tells_of_harm):
        return True
    said = f"{parts.mail.subject}\n{text}"
    asks = bool(_SAYS["asks"].search(said) or _SAYS["dismay"].search(said))
    if (is_named or _SAYS["passed"].search(text)) and (strength >= 3 or (strength >= 2 and asks)):
        return True
    return asks and _has_only_a_picture(parts)


def _is_too_short(text: str) -> bool:
    """Whether the words say that the sentence is too short, which no plea for less does."""
    return bool(_SAYS["too_short"].search(text)) and not _SAYS["no_review"].search(text)


def _strength(evidence: Evidence, text: str) -> int:
    """How many of the marks of a request are there, of six."""
    marks = (evidence.has_offender, evidence.has_court, evidence.has_day, evidence.has_offence)
    return sum(marks) + bool(_SAYS["sentence"].search(text)) + bool(_SAYS["asks"].search(text))


def _has_only_a_picture(parts: MessageParts) -> bool:
    return any(
        file.media_type.startswith("image/") or file.media_type == "application/pdf"
        for file in parts.mail.all_files()
    )


def _words(parts: MessageParts) -> str:
    """The words of whoever writes, subject apart, with those of what they pass on and of files."""
    return "\n".join(
        " ".join(one.text.split()) for one in parts.passages() if one.place is not Place.SUBJECT
    )
