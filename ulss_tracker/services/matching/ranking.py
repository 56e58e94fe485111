"""Putting what was found in order, and saying what to suggest; and an index held in memory."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ulss_tracker.services.matching.keys import asked_keys, kept_keys
from ulss_tracker.services.matching.scoring import Match, Subject, compare

T = TypeVar("T")

# How many records are compared for one that is looked for.
MOST_COMPARED = 50
# A key that so many records share tells nothing that a narrower one does not.
_WIDEST_KEY = 400
# The initial and the family name fit, and nothing else was said.
NEARLY_LIKELY = 5.5
# Beside one that fits so much better, another is not worth a look.
_BESIDE_BEST = 6.0


@dataclass(frozen=True, slots=True)
class Ranked(Generic[T]):
    """A record that may be about the same sentence, how well it fits, and whether to say so."""

    record: T
    match: Match
    is_suggested: bool


def rank(wanted: Subject, found: Iterable[tuple[T, Subject]], most: int) -> list[Ranked[T]]:
    """The records that fit best, best first.

    What something said is against is not suggested beside one that nothing is against, nor what
    fits far worse than the best. Where a name is all there is, and not the whole of it, it is
    suggested when only one record fits.
    """
    matches = [(record, compare(wanted, subject)) for record, subject in found]
    matches.sort(key=lambda each: -each[1].weight)
    suggested = [match for _, match in matches if match.is_likely] or _only_one(matches)
    if any(not match.is_contradicted for match in suggested):
        suggested = [match for match in suggested if not match.is_contradicted]
    best = max((match.weight for match in suggested), default=0.0)
    suggested = [match for match in suggested if match.weight >= best - _BESIDE_BEST]
    return [Ranked(record, match, match in suggested) for record, match in matches[:most]]


def _only_one(matches: Sequence[tuple[T, Match]]) -> list[Match]:
    """The one match that part of a name makes, if there is no other and nothing is against it.

    Where court and date were both said and make no more of it, they are against it.
    """
    nearly = [match for _, match in matches if match.weight >= NEARLY_LIKELY]
    if len(nearly) != 1 or nearly[0].is_contradicted or nearly[0].is_all_said:
        return []
    return nearly


class Index:
    """Records held in memory under their keys, for ranking many at once without a database."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._subjects = subjects
        self._places: dict[int, list[int]] = {}
        for place, subject in enumerate(subjects):
            for key in kept_keys(subject):
                self._places.setdefault(key, []).append(place)

    def rank(self, wanted: Subject, most: int) -> list[Ranked[int]]:
        """The places of the records that fit best, best first."""
        return rank(
            wanted, ((number, self._subjects[number]) for number in self._near(wanted)), most
        )

    def _near(self, wanted: Subject) -> list[int]:
        """The places that share the most, and the narrowest, keys."""
        shared: Counter[int] = Counter()
        lists = [self._places[key] for key in asked_keys(wanted) if key in self._places]
        for places in sorted(lists, key=len):
            if len(places) > _WIDEST_KEY and len(shared) >= MOST_COMPARED:
                break
            worth = 1 / (1 + len(places)) ** 0.5
            for place in places:
                shared[place] += worth
        return [place for place, _ in shared.most_common(MOST_COMPARED)]
