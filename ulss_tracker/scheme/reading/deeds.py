"""Deeds that a text tells of in everyday words, and the offences each may be: data deeds.toml.

"She never woke up" names no offence. Which are asked about is said by how the person died, as far
as it is told, and by what stands beside it: of a death on the road, those of driving come first.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from ulss_tracker.scheme.reading.kinds import Deed, KindTable, in_turns
from ulss_tracker.scheme.reading.patterns import any_of, filled, pieces_of
from ulss_tracker.scheme.reading.tokens import Token, inside, without
from ulss_tracker.scheme.table import TableRow


class DeedTable:
    """The words of data/reading/deeds.toml."""

    def __init__(self, table: TableRow, kinds: TableRow) -> None:
        table.only("death", "deed", "denied", "figurative", "added", "fact", "pieces")
        self._by_kinds = KindTable(kinds, [*table.rows("death"), *table.rows("deed")])
        pieces = pieces_of(table.row("pieces"))
        self._kinds = [
            (row.text("kind"), row.texts("offences"), cues_of(row)) for row in table.rows("death")
        ]
        self._deeds = [
            (row.text("deed"), row.texts("offences"), cues_of(row, pieces=pieces))
            for row in table.rows("deed")
            if row.has("english")
        ]
        self._added = [
            (row.texts("kinds"), row.texts("first"), row.texts("also"), cues_of(row))
            for row in table.rows("added")
        ]
        # Asked of one text for each of its deeds.
        self._says = lru_cache(maxsize=16)(lambda cues, text: cues.search(text) is not None)
        self._facts = [(row.text("fact"), cues_of(row)) for row in table.rows("fact")]
        self.figurative = cues_of(table.row("figurative"))
        self.denied = cues_of(table.row("denied"), table.row("figurative"))
        self.told = cues_of(*table.rows("death"))
        self._done = cues_of(*table.rows("deed"), pieces=pieces)

    def deaths(self, text: str) -> list[Deed]:
        """The deaths of the first kind that a flat text tells of, in order."""
        if not self.told.search(text):
            return []
        told = self.meant(text, text)
        for kind, offences, cues in self._kinds:
            places = [match.span() for match in cues.finditer(told)]
            if places:
                offences = self._with_added(told, kind, offences)
                return [Deed(start, end, offences) for start, end in places]
        return []

    def others(self, text: str, read: Iterable[tuple[int, int]]) -> list[Deed]:
        """The other deeds that a flat text tells of, in order, but where it is read already."""
        taken = list(read)
        found: list[Deed] = []
        for start in [match.start() for match in self._done.finditer(text)]:
            ways = ((row, row[2].match(text, start)) for row in self._deeds)
            (kind, offences, _), deed = next((row, match) for row, match in ways if match)
            if not inside(start, deed.end(), taken):
                offences = self._with_added(text, kind, offences)
                found.append(Deed(start, deed.end(), offences))
        return found

    def with_kinds(self, text: str, tokens: Sequence[Token], deeds: Sequence[Deed]) -> list[Deed]:
        """The deeds of a flat text, the first with those that its kinds of fact tell of."""
        told = self._by_kinds.told(text, tokens, self.denied)
        if told is None or not deeds:
            return [told] if told else list(deeds)
        first, *others = deeds
        return [replace(first, offences=in_turns([first.offences, told.offences])), *others]

    def facts(self, text: str) -> dict[str, list[str]]:
        """The other facts of a flat text: who did it, to whom, with what, and what came of it.

        Each is given once, in the words of the text; nothing is decided by it.
        """
        return {
            fact: list(dict.fromkeys(match[0] for match in cues.finditer(text)))
            for fact, cues in self._facts
        }

    def meant(self, text: str, flat_text: str) -> str:
        """The text without the words that say that nobody died, or mean no death."""
        return without(text, [match.span() for match in self.denied.finditer(flat_text)])

    def _with_added(self, text: str, kind: str, offences: Iterable[str]) -> tuple[str, ...]:
        for kinds, first, also, cues in self._added:
            if kind in kinds and self._says(cues, text):
                offences = [*first, *offences, *also]
        return tuple(dict.fromkeys(offences))


def cues_of(*rows: TableRow, pieces: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """The cues of rows, in both languages, as one pattern of whole words."""
    cues = [
        cue
        for row in rows
        if row.has("english")
        for cue in (*row.texts("english"), *row.texts("welsh"))
    ]
    cues = [filled(cue, pieces or {}) for cue in cues]
    return re.compile(rf"\b(?:{any_of(cues)})(?!\w)")
