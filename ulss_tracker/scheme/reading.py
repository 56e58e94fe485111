"""Reading an offence written in free text: the offence and its form, and how sure the reading is.

Sure: the words are a name of one offence. Possible: they fit the offences listed, and which one is
not known. Unknown: no offence in the catalogue is described; what is listed is only a suggestion.
Several offences in one text are each read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ulss_tracker.scheme.form_words import split_form
from ulss_tracker.scheme.forms import Form
from ulss_tracker.scheme.offence import Offence
from ulss_tracker.scheme.offences import Catalogue
from ulss_tracker.scheme.search import without_detail
from ulss_tracker.scheme.words import plain, stems

Certainty = Literal["sure", "possible", "unknown"]

ANY_CONSPIRACY = "io-conspiracy-any"
_MOST_UNKNOWN_WORDS = 3
_SUGGESTIONS = 8

_COUNTS = re.compile(
    r"\bx\s*\d+\b|\b\d+\s*x\b|\(\s*\d+\s*\)|\(?\b(?:\d+|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|multiple|several|various)\s+(?:counts?|offences?|charges?)(?:\s+of)?\b\)?"
    r"|\bcounts?\s+\d+\s*:?",
    re.IGNORECASE,
)
_STATUTE = re.compile(
    r"[\s,(\[–-]*\b(?:contrary\s+to|c/t|under\s+(?:s\.?\s*\d|section|the\s+[\w\s]+\bact))\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r"\bsections?\s+(\d+[a-z]*)(?:\s*\(\w+\))*")
_STRONG = re.compile(r"\s*(?:;|\n|\||\s\+\s|•)\s*")
_WEAK = re.compile(r"\s*(?:,|&|/|\band\b|\bplus\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OffenceReading:
    """What one stretch of text says: the offences it may be, in which form, and how sure."""

    text: str
    certainty: Certainty
    candidates: tuple[Offence, ...]
    form: Form = Form.FULL


def read_offences(
    text: str, catalogue: Catalogue, *, on: date | None = None, recorded: bool = False
) -> list[OffenceReading]:
    """Every offence written in a text, in order. An empty text gives none.

    on: the day of sentence, which decides between rows of the same offence.
    recorded: the text is an office's record of the offence of conviction, so a name that several
    offences share has its ordinary meaning where the catalogue gives it one.
    """
    found: list[OffenceReading] = []
    for part in _STRONG.split(_COUNTS.sub(" ", text)):
        if stems(part):
            found += _read_part(part.strip(), _Reader(catalogue, on, recorded))
    return found


def _read_part(text: str, reader: "_Reader") -> list[OffenceReading]:
    """One offence, or several joined by commas or "and" where the parts are names themselves."""
    whole = reader.read(text)
    if whole.certainty == "sure":
        return [whole]
    pieces = [piece for piece in _WEAK.split(text) if stems(piece)]
    if len(pieces) > 1:
        parts = _carry_form([reader.read(piece) for piece in pieces], whole.form)
        if all(part.certainty != "unknown" for part in parts) or (
            whole.certainty == "unknown" and any(part.certainty == "sure" for part in parts)
        ):
            return parts
    return [whole]


def _carry_form(parts: list[OffenceReading], form: Form) -> list[OffenceReading]:
    """ "Conspiracy to burgle and steal" is two conspiracies: the form said first goes on."""
    if form is Form.FULL:
        return parts
    return [
        OffenceReading(part.text, part.certainty, part.candidates, form)
        if part.form is Form.FULL
        else part
        for part in parts
    ]


class _Reader:
    """Reads one stretch of text at a time against a catalogue, for one day of sentence."""

    def __init__(self, catalogue: Catalogue, on: date | None, recorded: bool) -> None:
        self._catalogue = catalogue
        self._index = catalogue.index
        self._on = on
        self._recorded = recorded

    def read(self, text: str) -> OffenceReading:
        """The offence a text describes, tried first as it stands and then without its form."""
        body = _STATUTE.sub("", text) or text
        section = _SECTION.search(plain(text))
        own = self._named(body)
        if own:
            return self._reading(text, self._with_section(own, section), Form.FULL)
        form, rest = split_form(body)
        found = self._with_section(self._describe(rest), section)
        if found:
            return self._reading(text, found, form)
        if form is Form.CONSPIRACY:
            return OffenceReading(text, "sure", (self._catalogue.get(ANY_CONSPIRACY),))
        matches = self._index.search(rest, form, self._on, _SUGGESTIONS)
        return OffenceReading(text, "unknown", tuple(match.offence for match in matches), form)

    def _reading(self, text: str, found: Sequence[Offence], form: Form) -> OffenceReading:
        return OffenceReading(text, "sure" if len(found) == 1 else "possible", tuple(found), form)

    def _with_section(
        self, found: Sequence[Offence], section: re.Match[str] | None
    ) -> Sequence[Offence]:
        """Those whose provision is the section written, where one is and any of them match it."""
        if section is None:
            return found
        return [offence for offence in found if section[1] in offence.sections] or found

    def _named(self, text: str) -> Sequence[Offence]:
        """The offences of which the words are exactly a name, spelling mended if need be."""
        index = self._index
        return self._chosen(text, index.named(stems(text)) or index.named(index.mended(text)))

    def _chosen(self, text: str, found: Iterable[Offence]) -> Sequence[Offence]:
        """Those that govern the day of sentence, and of these the ordinary meaning of a record."""
        rows = self._at_date(found)
        if self._recorded and len(rows) > 1:
            parts = frozenset(stems(text))
            rows = [
                row
                for row in rows
                if any(frozenset(stems(name)) == parts for name in row.ordinary_names)
            ] or rows
        return rows

    def _at_date(self, found: Iterable[Offence]) -> list[Offence]:
        """The rows for the day of sentence; rows of another time where no row governs that day."""
        rows = list(found)
        if self._on is None:
            return rows
        day = self._on
        return [row for row in rows if row.in_force(day)] or rows

    def _describe(self, text: str) -> Sequence[Offence]:
        """The offences the words fit: by name, by name and detail, or as part of longer names."""
        named = self._named(text)
        if named:
            return named
        parts = frozenset(self._index.mended(text))
        core = without_detail(parts)
        for name in self._index.contained_names(parts):
            extra = without_detail(parts - name)
            unknown = extra - self._index.vocabulary
            if extra == unknown and len(unknown) <= _MOST_UNKNOWN_WORDS:
                return self._at_date(self._index.named(name))
        return self._at_date(self._index.containing(core)) if core else []
