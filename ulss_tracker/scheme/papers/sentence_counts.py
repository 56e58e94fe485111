"""Of which count a sentence is: by its number, by its offence, or as the only one left."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ulss_tracker.scheme.papers.count_numbers import CountMention
from ulss_tracker.scheme.papers.disposals import Disposal
from ulss_tracker.scheme.papers.known_counts import KnownCounts
from ulss_tracker.scheme.papers.paper import CountRead
from ulss_tracker.scheme.papers.patterns import patterns_of, said_in
from ulss_tracker.scheme.papers.speech import Statement

_SAYS = patterns_of("sentence")
_LIFE = "for life"
_OFFENCE_WORD = re.compile(r"(?!with\b|from\b)[a-z]{4,}")
_STEM = 6  # characters
_FEW = 2  # counts of which the one left is the one spoken of
FOLLOWING = 4
"""Statements in which a count or a sentence is still the one spoken of."""


@dataclass(slots=True)
class CountFinder:
    """Finds the counts that a sentence is passed on, statement by statement."""

    plain: str
    known: KnownCounts
    now: tuple[str, ...] = ()  # the numbers spoken of
    age: int = 0  # statements since they were named

    def speak_of(self, numbers: tuple[str, ...]) -> None:
        """Take these counts as the ones spoken of."""
        self.now, self.age = numbers, 0

    def counts_for(
        self, statement: Statement, disposal: Disposal, named: CountMention | None
    ) -> list[CountRead]:
        """The counts that a sentence of a statement is passed on; none where it is not clear."""
        of = self.known.of(statement.offenders)
        plain = self.plain
        if named:
            self.speak_of(named.numbers)
            numbered = [one for one in of if one.number in self.now]
            return numbered or self._unnumbered(statement, disposal, of) or self._joint(statement)
        if _SAYS["others"].search(plain, statement.start, statement.end):
            return [one for one in of if not one.sentence]
        if _SAYS["each"].search(plain, statement.start, statement.end):
            return of
        by_offence = self._named_best(statement, of)
        if len({one.offence for one in by_offence}) == 1:
            return by_offence
        if _LIFE in disposal.words and (
            life := [one for one in of if "murder" in one.offence.lower()]
        ):
            return life
        if self.now and self.age <= FOLLOWING:
            return [one for one in of if one.number in self.now]
        return _only(of)

    def _joint(self, statement: Statement) -> list[CountRead]:
        """Counts that a sentence is passed on of whose plea or verdict nothing was said."""
        offenders = statement.offenders or ("",)
        joint = [self.known.of_number(one, number) for one in offenders for number in self.now]
        return [count for count in joint if count]

    def _unnumbered(
        self, statement: Statement, disposal: Disposal, of: Sequence[CountRead]
    ) -> list[CountRead]:
        """The one without a number that a numbered sentence must be of, which gets its number.

        It is the one that the statement names, or a murder; else, where nothing says what the
        number is, the only one, or the one in its place, where another's number is its own place.
        """
        left = [one for one in of if not one.number]
        if len(self.now) != 1 or not left:
            return []
        is_life = _LIFE in disposal.words
        by_name = self._named_best(statement, left)
        by_life = [one for one in left if is_life and one.offence.lower().startswith("murder")]
        places = {str(place): one for place, one in enumerate(of, start=1)}
        in_place = places.get(self.now[0])
        is_in_order = any(one.number for one in of) and all(
            one.number in ("", place) for place, one in places.items()
        )
        is_known = self.known.is_defined(self.now[0], statement)
        ways = (
            by_name,
            by_life,
            left if len(of) <= _FEW and not is_known else [],
            [in_place] if in_place and is_in_order and not is_known else [],
        )
        count = next((way[0] for way in ways if len(way) == 1), None)
        if count is None:
            return []
        count.number = self.now[0]
        return [count]

    def _named_best(self, statement: Statement, of: Sequence[CountRead]) -> list[CountRead]:
        """The counts whose offence a statement names with the most words."""
        shared = [self.names(statement, one) for one in of]
        return [one for one, words in zip(of, shared, strict=True) if words == max(shared) > 0]

    def names(self, statement: Statement, count: CountRead) -> int:
        """How many words of the offence a statement has: “for the robbery”."""
        plain = self.plain[statement.start : statement.end]
        own = _stems(count.offence.lower())
        said = [_stems(said_in(match, "words")) for match in _SAYS["for_offence"].finditer(plain)]
        # “Drug driving” is not the dangerous driving that shares a word with it.
        return max(
            (len(words & own) for words in said if len(words) > _FEW or words <= own), default=0
        )


def _stems(words: str) -> set[str]:
    """The beginnings of words that an offence is known by: “assault”, “assaulting”."""
    return {word[:_STEM] for word in _OFFENCE_WORD.findall(words)}


def _only(of: Sequence[CountRead]) -> list[CountRead]:
    """The counts where each offender has one, or one that has no sentence yet."""
    offenders = {one.offender for one in of}
    if len(of) == len(offenders):
        return list(of)
    left = [one for one in of if not one.sentence]
    return left if len(left) == 1 == len(offenders) else []
