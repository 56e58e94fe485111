"""A change of the law in words: what it makes the law, what it leaves unknown, what was read."""

from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from ulss_tracker.errors import Refused
from ulss_tracker.models import LawChange
from ulss_tracker.scheme.law.change import Change, ChangeKind, TextRead
from ulss_tracker.scheme.law.law import Law, current, obeying
from ulss_tracker.scheme.law.saying import sentences, unknown
from ulss_tracker.scheme.offences.reasons import day_words
from ulss_tracker.scheme.table import TableError
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.law import rehearsals
from ulss_tracker.services.law.desk import ProposalInput

_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """The sentences that a change makes law, what it leaves unknown, and the text that was read."""

    sentences: tuple[str, ...]
    unknown: tuple[str, ...]
    text: TextRead | None

    def proposal(self, kind: ChangeKind, content: str, decides_from_on: date) -> ProposalInput:
        """The proposal of a change that says what it is by itself."""
        read = f"{self.text.copy}. Read on {day_words(self.text.on)}." if self.text else ""
        why = "\n\n".join([read, *self.unknown])
        title = shorten(self.sentences[0].rstrip("."), _LONGEST_TITLE, placeholder=" …")
        return ProposalInput(kind, title, why, content, decides_from_on)


def drafted(kind: ChangeKind, content: str, decides_from_on: date) -> ChangeWords:
    """A change that nobody has proposed yet. Raises `Refused` where it does not hold together."""
    change = Change("This change", kind, content, decides_from_on, by="Whoever proposes it")
    return _words(change, rehearsals.law_with(change))


def of(change: LawChange) -> ChangeWords:
    """A change that was proposed, also one that fits the law in force no longer."""
    proposal = law_in_force.as_signed(change, None, None)
    try:
        return _words(proposal, current() if change.step else rehearsals.law_with(proposal))
    except Refused:
        return ChangeWords((), (), None)


def _words(change: Change, law: Law) -> ChangeWords:
    try:
        text = None if change.undoes else change.text_read()
        with obeying(law):
            return ChangeWords(sentences(change), unknown(change), text)
    except (TableError, LookupError) as fault:
        raise Refused(str(fault)) from fault
