"""The rows of the catalogue by provision: which rows an Act and a section cite."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from ulss_tracker.scheme.offences.offence import Offence, sections_of

_SUBSECTIONS = re.compile(r"\(\s*([0-9a-z]+)\s*\)")
_RANGE = re.compile(r"(\d+)([A-Z]*)-(\d+)([A-Z]*)")
_YEAR = re.compile(r"\b\d{4}\b")


@dataclass(frozen=True, slots=True)
class Provision:
    """A section of an Act and its subsections: ("Firearms Act 1968", "5", ("1", "aba"))."""

    act: str
    section: str
    subsections: tuple[str, ...] = ()


class ProvisionIndex:
    """Finds the rows that a provision cites.

    A rare row, and one that holds its earlier law, is found only where its name is said.
    """

    def __init__(
        self,
        offences: Sequence[Offence],
        more: Iterable[tuple[Provision, str]],
        rare: frozenset[str],
    ) -> None:
        self._rows: dict[tuple[str, str], list[tuple[tuple[str, ...], Offence]]] = defaultdict(list)
        by_id = {offence.id: offence for offence in offences}
        for offence in offences:
            if _last(offence, by_id).id in rare:
                continue
            for provision in provisions_of(offence):
                self._add(provision, offence)
        for provision, offence_id in more:
            self._add(provision, by_id[offence_id])
        self._acts: dict[str, set[str]] = defaultdict(set)
        for act, section in self._rows:
            self._acts[section].add(act)

    def _add(self, provision: Provision, offence: Offence) -> None:
        self._rows[(provision.act, provision.section)].append((provision.subsections, offence))

    def acts_with(self, section: str) -> Set[str]:
        """The Acts that have rows of that section."""
        return self._acts.get(section, set())

    def cited(self, provision: Provision) -> list[Offence]:
        """The rows cited: of those that fit, the rows that say most of the subsections.

        A row that a question of another leads to is found by that question.
        """
        rows = self._rows.get((provision.act, provision.section), [])
        said = provision.subsections
        if not said:
            offences = distinct(offence for _, offence in rows)
            asked = {a.decides for row in offences for q in row.questions for a in q.answers}
            return [row for row in offences if row.id not in asked]
        fitting = [(len(subs), offence) for subs, offence in rows if _fits(subs, said)]
        if not fitting:  # less is said than by any row: each that goes on so
            return distinct(offence for subs, offence in rows if _fits(said, subs))
        most = max((size for size, _ in fitting), default=0)
        return distinct(offence for size, offence in fitting if size == most)


def _last(offence: Offence, by_id: Mapping[str, Offence]) -> Offence:
    """The row that governs in the end where the row of an earlier time was taken over."""
    while offence.later is not None and offence.later in by_id:
        offence = by_id[offence.later]
    return offence


def _fits(subs: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """True if a row's subsections are all among those said, in their order."""
    rest = iter(said)
    return all(sub in rest for sub in subs)


def distinct(offences: Iterable[Offence]) -> list[Offence]:
    """The offences, each once."""
    return list({offence.id: offence for offence in offences}.values())


def provisions_of(offence: Offence) -> list[Provision]:
    """Every provision a row stands for: "ss.34-37" is four sections; "A / B" are two Acts."""
    acts = [_act(part) for part in offence.act.split(" / ")]
    parts = offence.provision.split(" / ")
    provisions: list[Provision] = []
    for number, act in enumerate(acts):
        part = parts[number] if len(parts) == len(acts) else parts[-1]
        subs = tuple(_SUBSECTIONS.findall(part.lower().split("-")[0]))
        for section in [*sections_of(part), *_within(part)]:
            provisions.append(Provision(act, section, subs))
    return provisions


def _act(words: str) -> str:
    year = _YEAR.search(words)
    return words[: year.end()].strip() if year else words


def _within(part: str) -> list[str]:
    """The sections inside a range: "327-329" holds 328."""
    match = _RANGE.search(part)
    if match is None:
        return []
    first, last = int(match[1]), int(match[3])
    return [str(number) for number in range(first + 1, last)]
