"""How well two words of a name fit: the same, a short form, another spelling, a slip."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

import jellyfish
from nicknames import NickNamer
from rapidfuzz.distance import OSA, JaroWinkler

from ulss_tracker.services.matching.name_variants import (
    is_given_variant,
    more_short_forms_of,
    variants_of,
)


class Likeness(StrEnum):
    """In what way two words of a name are alike."""

    SAME = "same"
    VARIANT = "variant"
    SHORT_FORM = "short_form"
    MISREAD = "misread"
    SOUND = "sound"
    SLIP = "slip"
    CUT = "cut"
    INITIAL = "initial"
    OTHER_NAME = "other_name"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Fit:
    """How alike two words are, from 0 to 1, and in what way."""

    share: float
    likeness: Likeness


_SAME = Fit(1.0, Likeness.SAME)
_VARIANT = Fit(0.95, Likeness.VARIANT)
_SHORT_FORM = Fit(0.93, Likeness.SHORT_FORM)
_MISREAD = Fit(0.92, Likeness.MISREAD)
_SOUND = Fit(0.9, Likeness.SOUND)
_CUT = Fit(0.82, Likeness.CUT)
_INITIAL = Fit(0.6, Likeness.INITIAL)
_OTHER_NAME = Fit(0.45, Likeness.OTHER_NAME)
_NONE = Fit(0.0, Likeness.NONE)

WORTH_PAIRING = 0.58
_SHORTEST_SOUND = 3
_SHORTEST_CUT = 3
_LIKE_ENOUGH_TO_SOUND = 0.78
# By the letters of the longer word: what is left after one slip, two, and three.
_SLIPS = (
    (0, (0.0, 0.0, 0.0)),
    (3, (0.6, 0.0, 0.0)),
    (4, (0.8, 0.0, 0.0)),
    (5, (0.87, 0.0, 0.0)),
    (6, (0.9, 0.62, 0.0)),
    (7, (0.92, 0.8, 0.58)),
    (9, (0.93, 0.85, 0.72)),
)
_READ_FOR_EACH_OTHER = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("li", "h"), ("ii", "u"), ("i", "l"))
# The nicknames library has these, and here they are nearly always family names.
_FAMILY_NAMES = frozenset({"bell", "willis", "jackson", "lee"})
_VOWELS = frozenset("aeiouyw")
_SOUNDS = (
    ("sch", "s"), ("tsch", "s"), ("ph", "f"), ("gh", "g"), ("kh", "k"), ("ck", "k"), ("dh", "d"),
    ("th", "t"), ("sh", "s"), ("zh", "s"), ("ch", "k"), ("tz", "s"), ("ts", "s"), ("x", "ks"),
    ("q", "k"), ("z", "s"), ("v", "f"), ("mac", "mc"),
)  # fmt: skip
_SILENT_START = (("kn", "n"), ("wr", "r"), ("ps", "s"), ("gn", "n"))


@lru_cache(maxsize=100_000)
def fit(one: str, other: str) -> Fit:
    """How well two words of a name fit. The order of the two does not matter."""
    if one == other:
        return _SAME
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return _INITIAL if long.startswith(short) else _NONE
    if other in variants_of(one):
        return _VARIANT
    if _is_short_form(one, other) or _is_short_form(other, one):
        return _SHORT_FORM
    if read_from_paper(one) == read_from_paper(other):
        return _MISREAD
    if long == f"{short}a" and not short.endswith("a") and is_given_name(short):
        return _OTHER_NAME  # Paul and Paula
    if _sounds_like(one, other):
        return _SOUND
    if is_given_name(one) and is_given_name(other):
        # Mark and Mary: two people, however few the letters between them.
        return _OTHER_NAME if OSA.distance(one, other) <= 1 else _NONE
    slipped = _slipped(one, other, len(long))
    if len(short) >= _SHORTEST_CUT and long.startswith(short) and slipped.share < _CUT.share:
        return _CUT
    return slipped


def _slipped(one: str, other: str, letters: int) -> Fit:
    slips = OSA.distance(one, other, score_cutoff=3)
    if slips > 3:
        return _NONE
    shares = next(shares for least, shares in reversed(_SLIPS) if letters >= least)
    share = shares[slips - 1]
    return Fit(share, Likeness.SLIP) if share >= WORTH_PAIRING else _NONE


def _sounds_like(one: str, other: str) -> bool:
    sound = skeleton(one)
    is_close = JaroWinkler.similarity(one, other) >= _LIKE_ENOUGH_TO_SOUND
    if sound == skeleton(other):
        return is_close or len(sound) > _SHORTEST_SOUND
    return is_close and _metaphone(one) == _metaphone(other)


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The sounds of a word without its vowels: Mohammed and Muhamad are both "mmd"."""
    sounds = word
    for written, heard in _SILENT_START:
        if sounds.startswith(written):
            sounds = heard + sounds[len(written) :]
    for written, heard in _SOUNDS:
        sounds = sounds.replace(written, heard)
    letters = []
    for place, letter in enumerate(sounds):
        following = sounds[place + 1 : place + 2]
        if letter == following:
            continue
        if letter == "c":
            letter = "s" if following in {"e", "i", "y"} else "k"
        elif letter == "g" and following in {"e", "i", "y"}:
            letter = "j"
        if letter in _VOWELS or letter == "h":
            letters.append(_first(letter) if place == 0 else "")
        else:
            letters.append(letter)
    return "".join(letters)


def _first(letter: str) -> str:
    """A vowel at the start stands for any vowel: Aisha and Eisha."""
    return letter if letter in {"h", "w"} else "a"


@lru_cache(maxsize=100_000)
def _metaphone(word: str) -> str:
    return jellyfish.metaphone(word)


@lru_cache(maxsize=100_000)
def read_from_paper(word: str) -> str:
    """The word with the letters alike that a scanner takes for each other."""
    for taken, meant in _READ_FOR_EACH_OTHER:
        word = word.replace(taken, meant)
    return word


@cache
def _nicknames() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=50_000)
def short_forms(word: str) -> frozenset[str]:
    """The names that `word` is short for, and that are short for it."""
    names = _nicknames()
    forms = names.nicknames_of(word) | names.canonicals_of(word) | more_short_forms_of(word)
    return frozenset() if word in _FAMILY_NAMES else frozenset(forms) - {word} - _FAMILY_NAMES


def _is_short_form(one: str, other: str) -> bool:
    """Whether `other` goes with `one`, or with another spelling of it: Kathy and Catherine."""
    return any(other in short_forms(each) for each in (one, *variants_of(one)))


@lru_cache(maxsize=50_000)
def is_given_name(word: str) -> bool:
    """Whether `word` is a given name that is known here."""
    return is_given_variant(word) or bool(short_forms(word))
