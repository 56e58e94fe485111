"""Labelled pairs of name, court and date, typed as people type: for measuring the matching.

`made(seed, ...)` gives cases, and queries that are each about one of them or about none. A query
is a case's own facts as somebody else would write them: mistyped, misheard, in another order, by a
short form or an initial, without accents, from a bad scan, with the court's old name or the date
mistaken or missing. Those about no case are strangers, and people who are easily taken for
somebody in a case: a brother sentenced the same day, a namesake elsewhere, another of the family.
"""

import csv
import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from anyascii import anyascii

from tests.support.typed_words import COURTS, FAMILY, GIVEN, KEYS_BESIDE, SCANNED, SHORT, SPELT

_TITLES = ("Mr", "Mrs", "Miss", "Ms", "Dr")
_FIRST_DAY = date(2024, 1, 2)
_DAYS = 900


@dataclass(frozen=True)
class Typed:
    """Who, where and when, as one person wrote it; `case` is the id of the case it is about."""

    id: str
    name: str
    court: str
    day: str
    case: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Facts:
    """The truth of one case."""

    id: str
    given: str
    middle: str
    family: str
    court: str
    day: date


class Typist:
    """Writes facts down as people do, from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311

    def cases(self, count: int) -> list[Facts]:
        """So many cases, no two of one name at one court."""
        made: dict[tuple[str, str, str], Facts] = {}
        while len(made) < count:
            facts = self._facts(f"C{len(made) + 1}")
            made.setdefault((facts.given, facts.family, facts.court), facts)
        return list(made.values())

    def case(self, facts: Facts) -> Typed:
        """The case as the office wrote it."""
        name = " ".join(part for part in (facts.given, facts.middle, facts.family) if part)
        return Typed(facts.id, name, facts.court, facts.day.isoformat())

    def about(self, number: int, facts: Facts) -> Typed:
        """A query about this case."""
        kind, name = self._name(facts)
        court, day = self._court(facts.court), self._day(facts.day)
        if not self.chance.randrange(12):
            court = day = ""
        elif self._is_name_thin(name):
            court, day = court or facts.court, day or facts.day.isoformat()
        return Typed(f"Q{number}", name, court, day, facts.id, kind)

    def about_none(self, number: int, facts: Facts, known: set[tuple[str, str]]) -> Typed:
        """A query about nobody in a case, made to be like this case in one way or another."""
        kind = self.chance.choice(
            ["stranger", "stranger", "sibling", "family", "namesake", "later"]
        )
        other = self._facts("")
        if kind == "sibling":
            other = replace(other, family=facts.family, court=facts.court, day=facts.day)
        elif kind == "family":
            other = replace(other, family=facts.family, court=facts.court)
        elif kind == "namesake":
            other = replace(other, given=facts.given, family=facts.family)
            other = replace(other, day=facts.day + timedelta(days=self.chance.randint(200, 800)))
            if other.court == facts.court:
                kind = "later"
        elif kind == "later":
            far = self.chance.choice((-1, 1)) * self.chance.randint(150, 800)
            other = replace(facts, day=facts.day + timedelta(days=far))
        is_known = (other.given, other.family) in known
        if kind in {"stranger", "sibling", "family"} and is_known:
            return self.about_none(number, facts, known)
        _, name = (
            self._name(other)
            if self.chance.random() < 0.5
            else ("", f"{other.given} {other.family}")
        )
        court, day = self._court(other.court), self._day(other.day)
        if kind in {"namesake", "later"}:  # with nothing said, nobody could tell them apart
            court, day = court or other.court, other.day.isoformat()
        return Typed(f"Q{number}", name, court, day, "", kind)

    def _facts(self, id_: str) -> Facts:
        pick = self.chance
        family = pick.choice(FAMILY)
        if not pick.randrange(12):
            family = f"{family}-{pick.choice(FAMILY)}"
        middle = pick.choice(GIVEN) if not pick.randrange(5) else ""
        day = _FIRST_DAY + timedelta(days=pick.randrange(_DAYS))
        day -= timedelta(days=max(0, day.weekday() - 4))
        return Facts(id_, pick.choice(GIVEN), middle, family, pick.choice(list(COURTS)), day)

    def _name(self, facts: Facts) -> tuple[str, str]:
        given, family = facts.given, facts.family
        ways = [
            "plain", "slip", "slip", "two slips", "order", "comma", "short", "spelt", "accents",
            "half", "initial", "title", "scan", "capitals", "no space", "middle", "family", "aka",
        ]  # fmt: skip
        way = self.chance.choice(ways)
        if way in {"slip", "two slips"}:
            name = self._slip(f"{given} {family}")
            return way, self._slip(name) if way == "two slips" else name
        if way == "scan":
            return way, self._scan(f"{given} {family}")
        if way == "short" and given in SHORT:
            return way, f"{self.chance.choice(SHORT[given])} {family}"
        if way == "spelt":
            return way, " ".join(
                self.chance.choice(SPELT.get(part, [part])) for part in (given, family)
            )
        if way == "half" and "-" in family:
            return way, f"{given} {self.chance.choice(family.split('-'))}"
        simple = {
            "order": f"{family} {given}",
            "comma": f"{family.upper()}, {given}",
            "accents": anyascii(f"{given} {family}"),
            "initial": f"{given[0]} {family}",
            "title": f"{self.chance.choice(_TITLES)} {given} {family}",
            "capitals": f"{given} {family}".upper(),
            "no space": f"{given} {family}".replace("-", "").replace("'", " "),
            "middle": f"{given} {facts.middle} {family}".replace("  ", " "),
            "family": family,
            "aka": f"{given} {family} aka {self.chance.choice(GIVEN)}",
        }
        return way, simple.get(way, f"{given} {family}")

    def _is_name_thin(self, name: str) -> bool:
        words = name.split()
        return len(words) == 1 or len(words[0]) == 1

    def _slip(self, text: str) -> str:
        place = self.chance.choice([n for n, letter in enumerate(text) if letter.isalpha() and n])
        letter = text[place]
        way = self.chance.randrange(4)
        if way == 0:
            return text[:place] + text[place + 1 :]
        if way == 1:
            return text[:place] + letter + text[place:]
        if way == 2 and place + 1 < len(text) and text[place + 1].isalpha():
            return text[:place] + text[place + 1] + letter + text[place + 2 :]
        beside = KEYS_BESIDE.get(letter.lower(), letter)
        return text[:place] + self.chance.choice(beside) + text[place + 1 :]

    def _scan(self, text: str) -> str:
        for written, read in self.chance.sample(SCANNED, len(SCANNED)):
            if written in text[1:]:
                return text[0] + text[1:].replace(written, read, 1)
        return text

    def _court(self, court: str) -> str:
        way = self.chance.random()
        if way < 0.15:
            return ""
        if way < 0.35:
            return court
        return self.chance.choice(COURTS[court])

    def _day(self, day: date) -> str:
        way = self.chance.random()
        if way < 0.2:
            return ""
        if way < 0.35:
            day += timedelta(days=self.chance.choice((-3, -2, -1, 1, 2, 3)))
        elif way < 0.4:
            day += timedelta(days=self.chance.choice((-7, 7, 10, -10)))
        elif way < 0.47 and day.day <= 12:
            day = day.replace(day=day.month, month=day.day)
        written = self.chance.choice(("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d.%m.%y", "%d %b %Y"))
        return day.strftime(written)


@dataclass(frozen=True)
class Made:
    """The names that one seed makes."""

    cases: list[Typed]
    queries: list[Typed]


def made(seed: int, *, pairs: int, others: int, cases: int) -> Made:
    """`cases` cases, `pairs` queries about as many of them, and `others` about none."""
    typist = Typist(seed)
    facts = typist.cases(cases)
    known = {(one.given, one.family) for one in facts}
    chosen = typist.chance.sample(facts, pairs)
    queries = [typist.about(number, one) for number, one in enumerate(chosen)]
    for number in range(pairs, pairs + others):
        queries.append(typist.about_none(number, typist.chance.choice(facts), known))
    return Made([typist.case(one) for one in facts], queries)


def write(rows: list[Typed], path: Path) -> None:
    """The rows as the command reads them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("id", "name", "court", "sentence_date"))
        lines.writerows((row.id, row.name, row.court, row.day) for row in rows)
