"""Invented people's names, and what the search and the matching make of each.

As in life, several people have one name: what is made of it is made once.
"""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ulss_tracker.services.matching.keys import keys_of_names
from ulss_tracker.services.matching.names import Name, read_names
from ulss_tracker.services.search.words import fold, sounds_of

_POOL = 12_000

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
class Called:
    """A name: as people, rows and lines of history write it, and as it is looked for.

    `words` and `sounds` are the search's, `names` and `keys` the matching's.
    """

    name: str
    said: str
    said_json: str
    words: str
    sounds: tuple[str, ...]
    names: tuple[Name, ...]
    keys: frozenset[int]


def called(name: str, text: Callable[[str], str]) -> Called:
    """Prepare all that is made from a name; `text` writes it as a row holds it."""
    words, names = fold(name), read_names(name)
    return Called(
        name=name,
        said=text(name),
        said_json=text(json.dumps(name)),
        words=" ".join(words),
        sounds=tuple(sounds_of(words)),
        names=names,
        keys=keys_of_names(names),
    )


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
