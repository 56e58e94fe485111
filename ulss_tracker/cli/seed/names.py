"""Invented people's names, and what the search makes of each.

As in life, several people have one name: what is made of it is made once.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ulss_tracker.cli.demo.playback import email_of
from ulss_tracker.services.search.words import contacts_of, fold, sounds_of

_POOL = 12_000
_encode = json.JSONEncoder(ensure_ascii=False).encode

GIVEN = (
    "Adam", "Aisha", "Alan", "Amir", "Anna", "Ben", "Bethan", "Callum", "Carys", "Chloe",
    "Daniel", "David", "Deepak", "Dylan", "Elin", "Emma", "Fatima", "Gareth", "George", "Grace",
    "Hannah", "Harpreet", "Hassan", "Ian", "Imran", "Isla", "Jack", "James", "Jasmine", "Joanna",
    "John", "Joseph", "Karen", "Kasia", "Kevin", "Laura", "Lee", "Leon", "Liam", "Lucy", "Luke",
    "Maria", "Mark", "Martin", "Megan", "Michael", "Mohammed", "Natalie", "Nathan", "Nia",
    "Oliver", "Omar", "Owen", "Paul", "Peter", "Priya", "Rachel", "Rhys", "Robert", "Ryan", "Sam",
    "Sara", "Sean", "Shaun", "Sian", "Sofia", "Stephen", "Steven", "Susan", "Tariq", "Thomas",
    "Tomasz", "Victoria", "William", "Yusuf", "Zara",
)  # fmt: skip
BEGINNINGS = (
    "Ash", "Black", "Brad", "Brook", "Burn", "Carl", "Chad", "Clay", "Crow", "Dal", "Edg", "Far",
    "Fern", "Glad", "Green", "Hal", "Ham", "Har", "Hart", "Haw", "Hol", "Hor", "Kel", "Ken",
    "King", "Lan", "Law", "Lin", "Lock", "Mar", "Mil", "Mor", "Nor", "Oak", "Old", "Pad", "Park",
    "Pen", "Pres", "Ran", "Red", "Rich", "Rock", "Row", "Shel", "Sher", "Stan", "Stock", "Sum",
    "Sut", "Thorn", "Tor", "Wal", "War", "Web", "Wes", "Whit", "Wil", "Win", "Wood", "York",
)  # fmt: skip
ENDS = (
    "bury", "by", "cott", "croft", "den", "dale", "field", "ford", "gate", "ham", "hill", "house",
    "hurst", "land", "ley", "man", "more", "ridge", "shaw", "son", "stead", "stone", "ton",
    "ville", "wall", "ward", "water", "well", "wick", "wood", "worth",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """Words as they are and, in the same order, as they stand in JSON."""

    plain: tuple[str, ...]
    json: tuple[str, ...]

    def __add__(self, other: "Words") -> "Words":
        return Words(self.plain + other.plain, self.json + other.json)


@dataclass(frozen=True, slots=True)
class Called:
    """A name in every spelling, with the email address of whoever has it, and its sounds."""

    words: Words
    sounds: tuple[str, ...]


def words_of(*texts: str) -> Words:
    """These texts, and each as the search looks at it."""
    return _in_json(*texts, *(" ".join(fold(text)) for text in texts))


@cache
def called(name: str) -> Called:
    """Prepare all that is made from a name."""
    email, sounds = email_of(name), tuple(sounds_of(fold(name)))
    looked_for = " ".join(dict.fromkeys(sounds)), email, " ".join(contacts_of(email))
    return Called(words_of(name) + _in_json(*looked_for), sounds)


def _in_json(*words: str) -> Words:
    return Words(words, tuple(_encode(text)[1:-1] for text in words))


def pool(chance: random.Random, size: int, but: Sequence[str]) -> list[str]:
    """Names to draw from, fewer than there are people; none of them one of `but`."""
    size = min(4 * size, _POOL)
    parts = zip(
        chance.choices(GIVEN, k=size),
        chance.choices(BEGINNINGS, k=size),
        chance.choices(ENDS, k=size),
        strict=True,
    )
    names = [f"{given} {beginning}{end}" for given, beginning, end in parts]
    return [name for name in names if name not in but] or ["Somebody Else"]
