"""Keys by which records that may match are found without looking at all the others.

A record is kept under several keys, each a part of what is known of it: two words of the name
together, a word with the court, a word with the week. What is looked for has the same keys and a
few more (short forms, the weeks beside). Any slip spoils some keys and leaves others. Each key
alone is narrow, so that what it finds stays few however many records there are. Keys are numbers:
the table of them says nothing to who reads it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, permutations

from ulss_tracker.services.matching.hearings import swapped
from ulss_tracker.services.matching.name_variants import variants_of
from ulss_tracker.services.matching.names import Name
from ulss_tracker.services.matching.scoring import Subject
from ulss_tracker.services.matching.word_similarity import short_forms, skeleton

_MOST_WORDS = 4
_MOST_SHORT_FORMS = 12
_WEEK = 8
_HALF_WEEK = 4
_SHORT_WORD = 5


def number_of(key: str) -> int:
    """The key as a number that both databases can keep."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True)


def kept_keys(subject: Subject) -> frozenset[int]:
    """The keys that a record is kept under."""
    return frozenset(map(number_of, _keys(subject, _weeks_of, _codes)))


def keys_of_hearing(subject: Subject) -> frozenset[int]:
    """Those that court and date give."""
    return frozenset(map(number_of, _of_hearing(subject, _weeks_of, _codes)))


def asked_keys(subject: Subject) -> frozenset[int]:
    """The keys under which records like this one may be kept."""
    keys = set(_keys(subject, _weeks_around, _asked_codes))
    for name in subject.names:
        keys.update(_other_forms(name))
    return frozenset(map(number_of, keys))


def _keys(
    subject: Subject,
    weeks_of: Callable[[date], Iterable[int]],
    codes: Callable[[str], Iterable[str]],
) -> Iterator[str]:
    for name in subject.names:
        yield from _of_name(name, codes)
    yield from _of_hearing(subject, weeks_of, codes)


def _of_name(name: Name, codes: Callable[[str], Iterable[str]]) -> Iterator[str]:
    words = _looked_at(name)
    yield from _pairs(words, codes)
    for word in words:
        yield f"word {skeleton(word)}"


def _of_hearing(
    subject: Subject,
    weeks_of: Callable[[date], Iterable[int]],
    codes: Callable[[str], Iterable[str]],
) -> Iterator[str]:
    courts, days = subject.court.ids, subject.days.days
    weeks = {week for day in days for week in weeks_of(day)}
    for name in subject.names:
        for word in _looked_at(name):
            for code in codes(word):
                for court in courts:
                    yield f"court {court} {code}"
                for week in weeks:
                    yield f"week {week} {code}"
    for day in days:
        yield from (f"hearing {court} {day.isoformat()}" for court in courts)


def _looked_at(name: Name) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(name.distinctive))
    if len(words) > _MOST_WORDS:
        words = (*words[: _MOST_WORDS - 1], words[-1])
    return words


def _pairs(words: Iterable[str], codes: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """Keys of every two words, whichever comes first; and of one word with another's initial."""
    whole = [word for word in words if len(word) > 1]
    for one, other in combinations(whole, 2):
        for a in codes(one):
            for b in codes(other):
                yield " ".join(("pair", *sorted((a, b))))
    for one, other in permutations(words, 2):
        if len(other) > 1:
            yield f"initial {one[0]} {skeleton(other)}"


@lru_cache(maxsize=100_000)
def _codes(word: str) -> tuple[str, str, str]:
    """How the word sounds, begins and ends: one slip leaves at least one of them as it was."""
    some = 2 if len(word) <= _SHORT_WORD else 3
    return f"s{skeleton(word)}", f"b{word[:some]}", f"e{word[-some:]}"


@lru_cache(maxsize=100_000)
def _asked_codes(word: str) -> tuple[str, ...]:
    """The same; and where a letter more or less changes how many letters count, both ways."""
    if len(word) not in {_SHORT_WORD, _SHORT_WORD + 1}:
        return _codes(word)
    ends = (f"b{word[:2]}", f"b{word[:3]}", f"e{word[-2:]}", f"e{word[-3:]}")
    return (f"s{skeleton(word)}", *ends)


def _other_forms(name: Name) -> Iterator[str]:
    """Keys with a word taken for what it may be short for, or the other way about."""
    words = _looked_at(name)
    for place, word in enumerate(words):
        rest = words[:place] + words[place + 1 :]
        for other in _forms(word):
            for beside in rest:
                for code in _codes(beside):
                    yield " ".join(("pair", *sorted((f"s{skeleton(other)}", code))))


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, ...]:
    by_sound = {skeleton(form): form for form in sorted(short_forms(word) | variants_of(word))}
    return tuple(by_sound.values())[:_MOST_SHORT_FORMS]


def _weeks_of(day: date) -> Iterable[int]:
    return (day.toordinal() // _WEEK,)


def _weeks_around(day: date) -> Iterable[int]:
    days = [day, *swapped(day)]
    return {(day.toordinal() + step) // _WEEK for day in days for step in (-_HALF_WEEK, _HALF_WEEK)}
