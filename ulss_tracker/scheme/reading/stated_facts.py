"""Facts that a text states and that answer the catalogue's questions: "no section 51B notice"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.reading.deeds import DeedTable, cues_of
from ulss_tracker.scheme.reading.patterns import any_of
from ulss_tracker.scheme.reading.tokens import inside, without
from ulss_tracker.scheme.table import TableRow, read_table

_WORD = re.compile(r"[^\W\d]{2,}(?:'[a-z]+)?")
_NEVER = r"(?!)"
DATA = Path(__file__).parents[1] / "data" / "reading"
_ANY = "any"
UNNAMED = "unnamed"
"""In place of a graver offence: words that tell of more, and not of what."""
_DEATH = "death"


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact read: where it stands, and which question it answers how."""

    start: int
    end: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Graver:
    """The subject of words that may make an offence a graver one, and which, by their ids."""

    about: str
    offences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sister:
    about: str
    graver: dict[str, frozenset[str]]  # by the id of each, the offences outside it is graver than
    cues: re.Pattern[str]
    denied: re.Pattern[str]
    settled: re.Pattern[str]
    since: date

    def of(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The ids of the graver offences that one of these may be."""
        outside = {*ids, _ANY}
        return tuple(graver for graver, lesser in self.graver.items() if outside & lesser)

    def cue(self, text: str, on: date | None) -> re.Match[str] | None:
        """The first cue of the text that it does not deny, for a sentence of the day `on`."""
        is_law = on is None or on >= self.since
        if not is_law or not self.cues.search(text) or self.settled.search(text):
            return None
        return self.cues.search(
            without(text, [match.span() for match in self.denied.finditer(text)])
        )


class FactTable:
    """The facts and words of facts.toml, deeds.toml and sisters.toml in data/reading."""

    def __init__(
        self, table: TableRow, deeds: TableRow, sisters: TableRow, kinds: TableRow
    ) -> None:
        table.only("fact", "together", "goods", "made", "aside", "decisive", "listed")
        self._facts = [
            (row.text("question"), row.text("answer"), _any(row.texts("patterns")))
            for row in table.rows("fact")
        ]
        self._together = [
            ([re.compile(one) for one in row.texts("patterns")], row.row("answers"))
            for row in table.rows("together")
        ]
        self._goods = [
            (frozenset(row.texts("rows")), re.compile(row.text("pattern")))
            for row in table.rows("goods")
        ]
        self.deeds = DeedTable(deeds, kinds)
        self._sisters = [_sister(row, self.deeds) for row in sisters.rows("sister")]
        denials = [one for row in sisters.rows("sister") for one in row.texts("denied")]
        words = any_of(one.removeprefix(r"\b") for one in denials if one.startswith(r"\b"))
        others = [one for one in denials if not one.startswith(r"\b")]
        self._denials = _any([rf"\b(?:{words})", self.deeds.denied.pattern, *others])
        # Asked more than once of a text.
        self.denied = lru_cache(maxsize=1)(self._denied)
        self._made = [
            (row.text("row"), row.text("other"), re.compile(row.text("pattern")))
            for row in table.rows("made")
        ]
        aside = table.row("aside")
        self._aside_words = frozenset(aside.texts("words"))
        self._aside = _any(aside.texts("patterns"))
        decisive = any_of(table.row("decisive").texts("patterns"))
        self._decisive = re.compile(rf"\b(?:{decisive})\b")
        listed = any_of(table.row("listed").texts("patterns"))
        self._listed = re.compile(rf"\b(?:{listed}|{decisive})\b")
        self._told = frozenset(table.row("listed").texts("told"))

    def is_aside(self, item: str) -> bool:
        """True if an item of a list is a plea, a term, a date or the like and so no offence."""
        return bool(self._aside.search(item)) or all(
            word in self._aside_words for word in _WORD.findall(item)
        )

    def is_listed(self, item: str) -> bool:
        """True if an item of a list has a word that may name a qualifying offence."""
        return bool(self._listed.search(item))

    def is_told(self, words: Iterable[str]) -> bool:
        """True if one of the words is of a story, and so of no offence in a list."""
        return not self._told.isdisjoint(words)

    def _denied(self, text: str) -> list[tuple[int, int]]:
        """The stretches of a flat text that say what did not happen."""
        return [match.span() for match in self._denials.finditer(text)]

    def decisive(self, text: str) -> list[tuple[int, int]]:
        """The words of a flat text that may name a qualifying offence, or a fact of one."""
        places = [match.span() for match in self._decisive.finditer(text)]
        if not places:
            return []
        denied = self.denied(text)
        settled = [one.cues for one in self._sisters if one.settled.search(text)]
        return [
            (start, end)
            for start, end in places
            if not inside(start, end, denied)
            and not any(cues.fullmatch(text, start, end) for cues in settled)
        ]

    def read(self, text: str) -> list[StatedFact]:
        """The facts a flat text states; of two that answer one question, the one listed first."""
        found: dict[str, StatedFact] = {}
        for question, answer, pattern in self._facts:
            match = pattern.search(text)
            if match:
                fact = StatedFact(match.start(), match.end(), question, answer)
                found.setdefault(question, fact)
        for patterns, answers in self._together:
            matches = [match for pattern in patterns if (match := pattern.search(text))]
            if len(matches) == len(patterns):
                for name in answers.names():
                    fact = StatedFact(*matches[0].span(), name, answers.text(name))
                    found.setdefault(name, fact)
        return list(found.values())

    def by_goods(self, text: str, rows: Sequence[Offence]) -> Sequence[Offence]:
        """Of rows of one provision, those for the goods that the text names."""
        ids = {row.id for row in rows}
        named = {
            offence_id
            for goods, pattern in self._goods
            if goods & ids and pattern.search(text)
            for offence_id in goods
        }
        offences = [row for row in rows if row.id in named]
        return offences if offences and len({row.act for row in rows}) == 1 else rows

    def tell_of_graver(
        self, text: str, ids: Iterable[str], named: frozenset[str], on: date | None
    ) -> dict[tuple[int, int], Graver]:
        """Where words stand that may make one of these a graver offence, none named, and which.

        ids, named: of the offences of one conviction, and of all that the text names. Where `on`,
        the day of sentence, is not known, the words of any day are asked.
        """
        return {
            cue.span(): Graver(sister.about, graver)
            for sister in self._sisters
            if (graver := sister.of(ids)) and named.isdisjoint(graver)
            if (cue := sister.cue(text, on))
        }

    def made(self, text: str, end: int, rows: Iterable[Offence]) -> tuple[str, int] | None:
        """The row that words after the name of another make it, and where those words end.

        "Criminal damage, being reckless as to whether life was endangered".
        """
        ids = {row.id for row in rows}
        for row, other, pattern in self._made:
            match = pattern.match(text, end) if row in ids else None
            if match:
                return other, match.end()
        return None


def _sister(row: TableRow, deeds: DeedTable) -> _Sister:
    row.only("cue", "since", "english", "welsh", "denied", "settled", "graver")
    graver = row.row("graver")
    is_death = row.text("cue") == _DEATH
    return _Sister(
        row.text("cue"),
        {name: frozenset(graver.texts(name)) for name in graver.names()},
        deeds.told if is_death else cues_of(row),
        deeds.denied if is_death else _any(row.texts("denied") or [_NEVER]),
        _any(row.texts("settled") or [_NEVER]),
        row.day_or_none("since") or date.min,
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns))


@cache
def load_facts() -> FactTable:
    """The table of facts, read once per process."""
    names = ("facts.toml", "deeds.toml", "sisters.toml", "kinds.toml")
    return FactTable(*(read_table(DATA / name) for name in names))
