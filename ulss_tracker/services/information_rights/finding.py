"""Finding a person in everything that the office keeps: how likely it is they, and where.

Names in all forms (turned round, shortened, misspelt, misread from a scan, run together), addresses
and numbers. A machine proposes; who it is, a person says. Sealed cases are read too: whoever is not
named on one is shown no more than that there is something.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import JSON, String, select

from ulss_tracker.models import SearchWords, db
from ulss_tracker.models.table_class import TABLE_CLASSES, Kind, is_of_person
from ulss_tracker.services.matching.name_similarity import fit_names
from ulss_tracker.services.matching.names import Name, read_names
from ulss_tracker.services.matching.word_similarity import fit
from ulss_tracker.services.search.words import fold

_CERTAIN, _FAMILY_ALONE, _LEAST = 100, 60, 50
_LIKE = 0.78
_GIVEN_LIKE = 0.58
_NEAR = 3
_SHORTEST = 4
_LEAST_CONTACT = 6
_SAME_PERSON = 5.5
_AT_ONCE = {"yield_per": 500}
_NOT_READ = {"rights_request", "legal_hold"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by each name they are known by, and each address and number."""

    names: tuple[Name, ...]
    contacts: tuple[str, ...]

    @classmethod
    def of(cls, names: str, contacts: str) -> "Person":
        """Read a person from lines of names and of contacts."""
        read = tuple(name for line in names.splitlines() for name in read_names(line))
        written = map(squeezed, contacts.splitlines())
        return cls(read, tuple(contact for contact in written if len(contact) >= _LEAST_CONTACT))


class Find(NamedTuple):
    """A record that may be about the person: how likely, in per cent, and by which column."""

    table: str
    number: int
    likelihood: int
    column: str


def everywhere(person: Person) -> list[Find]:
    """Every record in which the person may be, the most likely first."""
    finds = [find for name in sorted(TABLE_CLASSES) for find in _in_table(name, person)]
    return sorted(finds, key=lambda find: (-find.likelihood, find.table, find.number))


def likelihood(text: str, person: Person) -> int:
    """How likely a text is about the person, in per cent; 0 where nothing of it is near."""
    words = fold(text)
    together = "".join(words)
    if any(contact in together for contact in person.contacts):
        return _CERTAIN
    return max((_of_name(words, name) for name in person.names), default=0)


def is_theirs(words: str, person: Person) -> bool:
    """Whether words of a name are those of the person."""
    own = [word for name in person.names for word in name.words]
    folded = fold(words)
    theirs = sum(any(each.startswith(word) for each in own) for word in folded)
    if theirs > 1 or (len(folded) == 1 and (theirs or likelihood(words, person))):
        return True
    return any(
        fit_names(their_name, name).weight >= _SAME_PERSON
        for their_name in person.names
        for name in read_names(words)
    )


def squeezed(contact: str) -> str:
    """A contact without spaces and marks; a number without the country's or the trunk's figures."""
    together = "".join(fold(contact))
    return (
        together.removeprefix("00").removeprefix("44").removeprefix("0")
        if together.isdigit()
        else together
    )


def text_of(value: Any) -> str:
    """All the words in a value of a column, JSON's too, a line each."""
    if isinstance(value, dict):
        return "\n".join(map(text_of, value.values()))
    if isinstance(value, list):
        return "\n".join(map(text_of, value))
    return value if isinstance(value, str) else ""


def _in_table(name: str, person: Person) -> Iterator[Find]:
    table = db.metadata.tables[name]
    is_kept = TABLE_CLASSES[name].kind is Kind.EVIDENCE and is_of_person(table)
    if name in _NOT_READ or not (is_kept or name == SearchWords.__tablename__):
        return
    of = "audit_entry" if name == SearchWords.__tablename__ else name
    columns = [each for each in table.columns if isinstance(each.type, String | JSON)]
    if not columns:
        return
    query = select(next(iter(table.primary_key.columns)), *columns)
    for number, *values in db.session.connection().execute(query, execution_options=_AT_ONCE):
        best, column = max(
            (likelihood(text_of(value), person), column.name)
            for value, column in zip(values, columns, strict=True)
        )
        if best >= _LEAST:
            yield Find(of, number, best, column)


def _of_name(words: list[str], name: Name) -> int:
    """How likely these words have the name: its family name, and how near another word of it."""
    others = [word for word in name.distinctive if word != name.family]
    best = 0.0
    for place, word in enumerate(words):
        share = _family_share(word, name.family)
        if not share and place:  # parted by a slip or a scan
            share = _family_share(words[place - 1] + word, name.family)
        if share:
            around = words[max(0, place - _NEAR) : place + _NEAR + 1]
            beside = max((_given_share(other, around) for other in others), default=0.0)
            of_both = _FAMILY_ALONE + (_CERTAIN - 5 - _FAMILY_ALONE) * beside
            best = max(best, share * (of_both if beside else _FAMILY_ALONE))
    return round(best)


@lru_cache(maxsize=200_000)
def _family_share(word: str, family: str) -> float:
    if word == family:
        return 1.0
    if len(family) < _SHORTEST or len(word) < _SHORTEST:
        return 0.0
    if len(family) > _SHORTEST and family in word:  # run together, as in an address
        return 0.95
    share = fit(word, family).share
    return share if share >= _LIKE else 0.0


def _given_share(given: str, around: Iterable[str]) -> float:
    return max(
        (share for word in around if (share := fit(word, given).share) >= _GIVEN_LIKE), default=0.0
    )
