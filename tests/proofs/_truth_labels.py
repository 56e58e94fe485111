"""Words for what is one of a few, such as a stage: the same everywhere for the same value."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.proofs._truth_blocks import REFERENCE
from tests.proofs._truth_kinds import AGREED, LABELS, SOURCES
from tests.proofs._truth_records import Records

_PAST = (
    "/timeline",
    "/audit",
    "/redatings",
    "/bring-back",
    "/compare/",
    "/submission",
    "/openings",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was read, by whom, and at which moment it was written if not just now."""

    name: str
    written_at: datetime | None = None

    @property
    def is_past(self) -> bool:
        """Whether it tells of what was so before: it may speak of any day there ever was."""
        return any(part in self.name for part in _PAST)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A statement that is not what the database holds, or not what another place says."""

    kind: str
    matter: str
    place: str
    words: str
    other_place: str
    other_words: str

    def __str__(self) -> str:
        return (
            f"{self.kind} of {self.matter}: {self.place} says {self.words!r}, "
            f"{self.other_place} {self.other_words!r}"
        )


class Labels:
    """What all places of a moment say under the labels of these kinds, beside its value."""

    def __init__(self) -> None:
        self._said: dict[str, list[tuple[Any, str, str, str]]] = defaultdict(list)

    def read(self, place: Place, records: Records, matter: str, label: str, words: str) -> None:
        """Keep what a place says under a label of a matter, with what the database holds."""
        for kind, (labels, columns) in LABELS.items():
            if not re.match(labels, label) or not _fits(kind, matter, place):
                continue
            values = [records.own_values(matter, column) for column in columns]
            if any(values) and all(len(held) < 2 for held in values):  # not a case of several
                value = tuple(str(*held) for held in values)
                self.keep(kind, value, words, place, matter)
        for kind, (expression, column) in SOURCES.items():
            held = records.own_values(matter, column)
            if len(held) == 1 and (source := expression.search(words)):
                self.keep(kind, (str(*held),), source[1], place, matter)
        is_of_several = len(records.own_values(matter, "review.id")) > 1
        for kind, expression in AGREED.items():
            if expression.match(label) and not is_of_several:
                self.keep(kind, matter, words, place, matter)

    def keep(self, kind: str, value: Any, words: str, place: Place, matter: str) -> None:
        """Keep the words for a value."""
        if plain := _plain(words):
            self._said[kind].append((value, plain, place.name, matter))

    def agree(self) -> Iterator[Contradiction]:
        """Each value has its usual words: another's, or none of them, is a contradiction."""
        for kind, said in self._said.items():
            counted: dict[Any, Counter[str]] = defaultdict(Counter)
            for value, words, _, _ in said:
                counted[value][words] += 1
            usual = {value: words.most_common(1)[0][0] for value, words in counted.items()}
            for value, words, place, matter in said:
                expected = usual[value]
                if expected not in words and words not in expected:
                    other = next(row for row in said if row[:2] == (value, expected))
                    yield Contradiction(kind, matter, place, words, other[2], expected)


def _fits(kind: str, matter: str, place: Place) -> bool:
    if kind == "court" and "/hearings" in place.name:
        return False  # the court that hears it, and not the one that passed the sentence
    if kind in {"stage", "in the scheme"}:
        return matter.startswith(("review:", "ULS"))
    if kind in {"stage of a request", "who asked", "how it came"}:
        return matter.startswith("REQ")
    return True


def _plain(words: str) -> str:
    said = re.split(r"\b(?:Not verified|Verified|Change the|Restricted)\b", words)[0]
    if re.match(r"Case$|In no case yet", REFERENCE.sub("", said).strip()):
        return ""  # it says less, and nothing else
    plain = re.sub(r"\bCrown Court(?: at)?\b|[()]|\bThe\b", " ", REFERENCE.sub(" ", said))
    return " ".join(plain.casefold().split())
