"""How well two whole names fit, whatever the order of their words."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from rapidfuzz.distance import OSA

from ulss_tracker.services.matching.names import Name
from ulss_tracker.services.matching.word_similarity import (
    WORTH_PAIRING,
    Fit,
    Likeness,
    fit,
    is_given_name,
)

SAME_NAME = 10.0
_LOST_BY_UNLIKE = 14.0
_LOST_BY_EXTRA_WORD = 0.6
_MOST_LOST_BY_EXTRAS = 1.2
_INITIAL_AND_FAMILY = 7.0
_FAMILY_ALONE = 4.0
_GIVEN_ALONE = 1.5
_ONE_WORD_BOTH = 6.0
_MIDDLE_DIFFERS = 3.0
_ANOTHER_PERSON = -5.0
_NEARLY_THE_NAME = -3.0
_NO_LIKENESS = -12.0
_TOGETHER_FROM = 7
_LETTERS_FOR_A_SLIP = 6
_TWO_SLIPS_FROM = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words, one from each name, that stand for the same word, and how well they fit."""

    one: str
    other: str
    fit: Fit


@dataclass(frozen=True, slots=True)
class NameFit:
    """How two names fit: `weight` is for (or against) one person, in the units of scoring.py."""

    weight: float
    pairs: tuple[Pair, ...] = ()
    is_whole: bool = False
    is_reversed: bool = False
    is_another: bool = False
    is_together: bool = False
    is_two_slips_away: bool = False


@lru_cache(maxsize=20_000)
def fit_names(one: Name, other: Name) -> NameFit:
    """How well two names fit."""
    pairs = _paired(one.distinctive, other.distinctive)
    left = [_unpaired(name.distinctive, pairs, place) for place, name in enumerate((one, other))]
    weight = _weight(one, other, pairs, left)
    if weight < SAME_NAME - 1 and (share := _alike_together(one, other)):
        weight = SAME_NAME - _LOST_BY_UNLIKE * (1 - share) / 2
        return NameFit(weight, is_whole=True, is_together=True)
    whole = _whole(pairs)
    return NameFit(
        weight,
        pairs,
        is_whole=len(whole) > 1,
        is_reversed=_is_reversed(other, whole),
        is_another=_is_another(one, other, whole, left),
        is_two_slips_away=len(whole) == 1 and _is_two_slips_away(left),
    )


def _weight(one: Name, other: Name, pairs: tuple[Pair, ...], left: list[list[str]]) -> float:
    whole = _whole(pairs)
    if not whole:
        return _NO_LIKENESS
    unlike = _LOST_BY_UNLIKE * (1 - _share(whole))
    if _is_another(one, other, whole, left):
        nearly = any(fit(a, b).likeness is Likeness.OTHER_NAME for a in left[0] for b in left[1])
        return (_NEARLY_THE_NAME if nearly else _ANOTHER_PERSON) - unlike
    conflicts = min(map(len, left))
    extras = max(sum(len(word) > 1 for word in words) for words in left) - conflicts
    lost = min(_MOST_LOST_BY_EXTRAS, _LOST_BY_EXTRA_WORD * max(0, extras))
    if len(whole) > 1:
        return SAME_NAME - unlike - lost - _MIDDLE_DIFFERS * conflicts
    if len(pairs) > 1:
        return _INITIAL_AND_FAMILY - unlike - lost
    if len(one.distinctive) == len(other.distinctive) == 1:
        return _ONE_WORD_BOTH - unlike
    longer = max(one, other, key=lambda name: len(name.distinctive))
    is_family = longer.family in {whole[0].one, whole[0].other}
    return (_FAMILY_ALONE if is_family else _GIVEN_ALONE) - unlike


def _is_another(one: Name, other: Name, whole: list[Pair], left: list[list[str]]) -> bool:
    """Whether both names have a word that the other lacks, where it tells two people apart.

    That is any word when only one is shared or only a double family name; and the first name.
    """
    if not all(left):
        return False
    if len(whole) < 2 or all(pair.one in one.double for pair in whole):
        return True
    if all(pair.other in other.double for pair in whole):
        return True
    return one.first in left[0] and other.first in left[1]


def _is_two_slips_away(left: list[list[str]]) -> bool:
    """Whether all that parts the names is a short word with two slips in it ("Jason haKn")."""
    if [len(words) for words in left] != [1, 1]:
        return False
    one, other = left[0][0], left[1][0]
    if max(len(one), len(other)) < _TWO_SLIPS_FROM or (is_given_name(one) and is_given_name(other)):
        return False
    return OSA.distance(one, other, score_cutoff=2) <= 2


def _is_reversed(other: Name, whole: list[Pair]) -> bool:
    order = [other.words.index(pair.other) for pair in whole]
    return len(whole) > 1 and order != sorted(order)


def _whole(pairs: tuple[Pair, ...]) -> list[Pair]:
    """The pairs of whole words: an initial stands for too many names."""
    return [pair for pair in pairs if pair.fit.likeness is not Likeness.INITIAL]


def _share(pairs: list[Pair]) -> float:
    return sum(pair.fit.share for pair in pairs) / len(pairs) if pairs else 0.0


def _unpaired(words: tuple[str, ...], pairs: tuple[Pair, ...], place: int) -> list[str]:
    """The words of one name that nothing in the other stands for."""
    left = list(words)
    for pair in pairs:
        left.remove(pair.other if place else pair.one)
    return left


def _paired(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[Pair, ...]:
    """The pairing of words that fits best, in the order of the first name."""
    one, other = one[:5], other[:5]
    fits = {(a, b): fit(a, b) for a in one for b in other}
    if len(one) > len(other):
        turned = _best([[fits[a, b] for a in one] for b in other])
        chosen = [(a, b) for b, a in turned]
    else:
        chosen = _best([[fits[a, b] for b in other] for a in one])
    return tuple(
        Pair(one[a], other[b], fits[one[a], other[b]])
        for a, b in sorted(chosen)
        if fits[one[a], other[b]].share >= WORTH_PAIRING
    )


def _best(rows: list[list[Fit]]) -> list[tuple[int, int]]:
    """Which column each row takes, so that all together fit best. There are few of either."""
    if len(rows) == len(rows[0]) == 2:
        straight = rows[0][0].share + rows[1][1].share
        return (
            [(0, 0), (1, 1)]
            if straight >= rows[0][1].share + rows[1][0].share
            else [(0, 1), (1, 0)]
        )
    columns = permutations(range(len(rows[0])), len(rows))
    best = max(columns, key=lambda taken: sum(rows[a][b].share for a, b in enumerate(taken)))
    return list(enumerate(best))


def _alike_together(one: Name, other: Name) -> float:
    """How alike the names are with their words run together; 0 when they are not."""
    a, b = one.together, other.together
    if min(len(a), len(b)) < _TOGETHER_FROM or len(one.words) == len(other.words):
        return 0.0
    slips = OSA.distance(a, b, score_cutoff=2)
    return 1 - slips / len(a) if slips <= len(a) // _LETTERS_FOR_A_SLIP and slips <= 2 else 0.0
