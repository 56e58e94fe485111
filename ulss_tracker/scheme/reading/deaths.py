"""Deaths that a text tells of in everyday words, and the offences each may be: data deaths.toml.

"She never woke up" names no offence. Which are asked about is said by how the person died, as far
as it is told, and by what stands beside it: of a death on the road, those of driving come first.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ulss_tracker.scheme.reading.tokens import without
from ulss_tracker.scheme.table import TableRow


@dataclass(frozen=True, slots=True)
class Death:
    """Words that tell of a death: where they stand, and the ids of the offences it may be."""

    start: int
    end: int
    offences: tuple[str, ...]


class DeathTable:
    """The words of data/reading/deaths.toml."""

    def __init__(self, table: TableRow) -> None:
        table.only("death", "denied", "figurative", "added")
        self._kinds = [
            (row.text("kind"), row.texts("offences"), cues_of(row)) for row in table.rows("death")
        ]
        self._added = [
            (row.texts("kinds"), row.texts("first"), row.texts("also"), cues_of(row))
            for row in table.rows("added")
        ]
        self.figurative = cues_of(table.row("figurative"))
        self.denied = cues_of(table.row("denied"), self.figurative.pattern)
        self.told = re.compile("|".join(cues.pattern for _, _, cues in self._kinds))

    def find(self, text: str) -> list[Death]:
        """The deaths of the first kind that a flat text tells of, in order."""
        if not self.told.search(text):
            return []
        told = self.meant(text, text)
        for kind, offences, cues in self._kinds:
            places = [match.span() for match in cues.finditer(told)]
            if places:
                offences = self._with_added(told, kind, offences)
                return [Death(start, end, offences) for start, end in places]
        return []

    def meant(self, text: str, flat_text: str) -> str:
        """The text without the words that say that nobody died, or mean no death."""
        return without(text, [match.span() for match in self.denied.finditer(flat_text)])

    def _with_added(self, text: str, kind: str, offences: Iterable[str]) -> tuple[str, ...]:
        for kinds, first, also, cues in self._added:
            if kind in kinds and cues.search(text):
                offences = [*first, *offences, *also]
        return tuple(dict.fromkeys(offences))


def cues_of(row: TableRow, more: str = "(?!)") -> re.Pattern[str]:
    """The cues of a row, in both languages, as one pattern of whole words."""
    return re.compile(
        rf"\b(?:{'|'.join([*row.texts('english'), *row.texts('welsh'), more])})(?!\w)"
    )
