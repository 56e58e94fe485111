"""Copies of a played story: its rows, with ids, people, days and words of their own.

Which values are a copy's own is seen once: ids by the keys of the tables, all else by the words.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import accumulate
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Column

from ulss_tracker.cli.seed.moments import PATTERN, Moments
from ulss_tracker.cli.seed.names import Words
from ulss_tracker.cli.seed.playing import Played
from ulss_tracker.models import Request, Review, Submission, User, db
from ulss_tracker.services.referral import submissions

Row = tuple[Any, ...]
Place = tuple[str, Any]
"""Which kind of value a copy has in a cell, and its number among this kind."""

_KINDS = ("same", "id", "person", "moment", "word", "json", "hash", "text")
"""In the order in which a copy's values are made: each only from those before it."""
_ID_IN_KEY = r"(?<=[a-z]:)\d+$"
_REQUESTS, _REVIEWS = Request.__tablename__, Review.__tablename__
_OF_REQUEST = ("ack:", "request:")


@dataclass(frozen=True, slots=True)
class Own:
    """A copy’s own facts, people and words in the order of those of the story."""

    sentenced_on: date
    people: tuple[int, ...]
    words: Words


class Template:
    """A played story, ready to be copied.

    All values of a copy are one list. Of each row it is known where in the list its own stand.
    """

    def __init__(self, played: Played, words: Words, value: Callable[[Any], Any]) -> None:
        """`words` are the story's own; `value` gives any value as the loader takes it."""
        self.played = played
        self._value = value
        self._moved: dict[date, list[str]] = {}
        packs = [json.loads(pack) for pack in played.values(Submission.__tablename__, "pack")]
        self._numbers = _numbered(played, words, packs)
        known = [word for kind in ("hash", "word") for word in self._numbers[kind] if word]
        known.sort(key=len, reverse=True)  # the longest that fits is meant
        self._pattern = re.compile("|".join([*map(re.escape, known), PATTERN, _ID_IN_KEY]))
        frozen = [self._placed(submissions.canonical(pack).decode(), "json") for pack in packs]
        cells = {table: self._cells(table, rows) for table, rows in played.rows.items()}
        lengths = {kind: len(numbers) for kind, numbers in self._numbers.items()}
        lengths |= {"word": len(words.plain), "json": len(words.json)}
        self._begins = dict(zip(_KINDS, accumulate(lengths.values(), initial=0), strict=False))
        until = [date.fromisoformat(day) for pack in packs if (day := pack["may_be_until_on"])]
        self._moments = Moments(
            self._numbers["moment"], played.sentenced_on, until[0] if until else None
        )
        self._same = [value(same) for same in self._numbers["same"]]
        self._packs = [(text, self._getter(places)) for text, places in frozen]
        self._texts = [(text, self._getter(places)) for text, places in self._numbers["text"]]
        self._rows = {table: [self._getter(row) for row in rows] for table, rows in cells.items()}

    def copy(self, own: Own, first_ids: Mapping[str, int]) -> Iterator[tuple[str, list[Row]]]:
        """The rows of a copy, by table; their ids in each go on from the first."""
        values = [*self._same]
        for table, getters in self._rows.items():
            values += range(first_ids[table], first_ids[table] + len(getters))
        values += own.people
        values += self._moved_to(own.sentenced_on)
        values += own.words.plain
        values += own.words.json
        values += [sha256((text % get(values)).encode()).hexdigest() for text, get in self._packs]
        values += [self._value(text % get(values)) for text, get in self._texts]
        for table, getters in self._rows.items():
            yield table, [get(values) for get in getters]

    def _moved_to(self, sentenced_on: date) -> list[str]:
        if sentenced_on not in self._moved:
            self._moved[sentenced_on] = self._moments.moved_to(sentenced_on)
        return self._moved[sentenced_on]

    def _place(self, kind: str, value: Any) -> Place:
        numbers = self._numbers[kind]
        return kind, numbers.setdefault(value, len(numbers))

    def _cells(self, table: str, rows: Sequence[Row]) -> list[list[Place]]:
        columns = db.metadata.tables[table].c
        return [[self._cell(*cell) for cell in zip(columns, row, strict=True)] for row in rows]

    def _cell(self, column: Column[Any], value: Any) -> Place:
        """The place of one value: a key of a table, words, or the same in each copy."""
        if column.primary_key or column.foreign_keys:
            table = next((key.column.table.name for key in column.foreign_keys), column.table.name)
            if table == User.__tablename__ and str(value) in self._numbers["person"]:
                return self._place("person", str(value))
            if (table, str(value)) in self._numbers["id"]:
                return self._place("id", (table, str(value)))
        if not isinstance(value, str):
            return self._place("same", value)
        words, places = self._placed(value, "json" if isinstance(column.type, JSON) else "word")
        if not places:
            return self._place("same", value)
        if words == "%s" and places[0][0] in ("id", "moment", "hash"):
            return places[0]
        return self._place("text", (words, places))

    def _placed(self, text: str, kind: str) -> tuple[str, tuple[Place, ...]]:
        """A text with `%s` for each part that is a copy's own, and the places of these."""
        words, last = "", 0
        places: list[Place] = []
        for part in self._pattern.finditer(text):
            words += text[last : part.start()].replace("%", "%%") + "%s"
            places.append(self._part(text, part[0], kind))
            last = part.end()
        return words + text[last:].replace("%", "%%"), tuple(places)

    def _part(self, text: str, part: str, kind: str) -> Place:
        if part.isdigit():  # the id at the end of a key such as "request:7"
            is_request = text.startswith(_OF_REQUEST)
            return self._place("id", (_REQUESTS if is_request else _REVIEWS, part))
        for known in ("hash", kind):
            if part in self._numbers[known]:
                return self._place(known, part)
        return self._place("moment", part)

    def _getter(self, places: Iterable[Place]) -> Callable[[list[Any]], Any]:
        return itemgetter(*(self._begins[kind] + place for kind, place in places))


def _numbered(
    played: Played, words: Words, packs: Sequence[Mapping[str, Any]]
) -> dict[str, dict[Any, int]]:
    """Each of the values that a copy replaces, by kind, with its number among these."""
    numbers: dict[str, dict[Any, int]] = {kind: {} for kind in _KINDS}
    for kind, known in (
        ("id", [(table, str(id_)) for table in played.rows for id_ in played.values(table, "id")]),
        ("person", map(str, played.people)),
        ("word", words.plain),
        ("json", words.json),
        ("hash", map(submissions.fingerprint, packs)),
    ):
        for number, value in enumerate(known):
            numbers[kind].setdefault(value, number)
    return numbers
