"""What the database holds of each matter, read from its tables alone: the matter's own days."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, MetaData, Table, select

from tests.proofs._truth_words import in_london, whens

_MATTERS = ("review", "case_file", "request")
_UNREAD = ("search_", "record_hash", "name_key", "alembic_", "stored_", "law_", "checkpoint")
_RENDERED = {"body", "subject", "html", "values"}  # words, not what they speak of
_MOST_HOPS = 3
Row = dict[str, Any]


@dataclass
class Records:
    """The rows of each matter. `groups` leads from a matter to its case, or to itself."""

    rows: dict[str, dict[str, list[Row]]] = field(default_factory=lambda: defaultdict(dict))
    groups: dict[str, str] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    days: dict[str, set[date]] = field(default_factory=lambda: defaultdict(set))
    moments: dict[str, set[datetime]] = field(default_factory=lambda: defaultdict(set))
    acts: dict[str, set[tuple[str, datetime]]] = field(default_factory=lambda: defaultdict(set))
    messages: list[Row] = field(default_factory=list)
    by_number: dict[tuple[str, int], Row] = field(default_factory=dict)

    def values(self, matter: str, column: str, rows: Iterable[str] = ()) -> list[Any]:
        """What `table.column` holds for a matter; for a case or a request, of its reviews too.

        Of `rows` ("telling:5") alone, where there are any.
        """
        table, _, name = column.partition(".")
        numbers = {int(row.partition(":")[2]) for row in rows}
        return [
            row[name]
            for related in self.related(matter)
            for row in self.rows[related].get(table, ())
            if row.get(name) is not None and (not numbers or row["id"] in numbers)
        ]

    def rows_of(self, table: str) -> list[Row]:
        """All rows of a table."""
        return [row for (name, _), row in self.by_number.items() if name == table]

    def reviews_of(self, matter: str) -> list[Row]:
        """The reviews that a matter is of: itself, or its case's; of a request, those it names."""
        related = [other for other in self.related(matter) if other.startswith("review:")]
        asked = self.own_values(matter, "request_review.review_id")
        rows = [self.rows[other]["review"][0] for other in related]
        return [row for row in rows if not asked or row["id"] in asked]

    def own_values(self, matter: str, column: str) -> set[Any]:
        """What it holds for the matter itself, or its case."""
        table, _, name = column.partition(".")
        own = [matter]
        if table == "case_file":
            own = [self.groups[matter]]
        elif table == "review" and not matter.startswith("review:"):
            own = [other for other in self.related(matter) if other.startswith("review:")]
        return {row.get(name) for other in own for row in self.rows[other].get(table, ())}

    def owners(self, matter: str) -> set[str]:
        """The names of who has it; "" for nobody. Of a case those of its reviews."""
        is_request = matter.startswith("REQ") and self.groups[matter] == matter
        column = "request.owner_id" if is_request else "review.assignee_id"
        owners = {self.people.get(number, "") for number in self.own_values(matter, column)}
        if matter.startswith("REQ") and not is_request:
            numbers = self.own_values(matter, "request.owner_id")
            owners |= {self.people.get(number, "") for number in numbers}
        return owners

    def of_offender(self, matter: str, words: str) -> str:
        """The one review of a case of several whose offender these words name; else the case."""
        reviews = self.related(matter) - {matter} if matter.startswith("ULS") else set()
        names = {review: self.rows[review]["review"][0]["offender_name"] for review in reviews}
        named = [review for review, name in names.items() if name in words]
        return named[0] if len(named) == 1 and len(reviews) > 1 else matter

    def related(self, matter: str) -> set[str]:
        """The matter, and where it is a case or in one, the reviews of that case."""
        if matter.startswith("review:"):
            return {matter, self.groups.get(matter, matter)}
        group = self.groups.get(matter, matter)
        return {matter, group} | {
            other
            for other, of in self.groups.items()
            if of == group and other.startswith("review:")
        }


def read(connection: Connection, metadata: MetaData, today: date) -> Records:
    """Read all tables. `metadata` was reflected from the database."""
    tables = {
        name: [dict(row._mapping) for row in connection.execute(select(table))]
        for name, table in metadata.tables.items()
        if not name.startswith(_UNREAD)
    }
    records = Records(people={row["id"]: row["name"] for row in tables["user_account"]})
    records.messages = sorted(tables["message"], key=lambda row: row["id"])
    cases = {row["id"]: row["reference"] for row in tables["case_file"]}
    for row in tables["case_file"]:
        records.groups[row["reference"]] = row["reference"]
    for row in tables["review"]:
        records.groups[f"review:{row['id']}"] = cases[row["case_id"]]
    for row in tables["request"]:
        records.groups[row["reference"]] = cases.get(row["case_id"], row["reference"])
    owners = _owners(tables, metadata, cases)
    for name, rows in tables.items():
        for place, row in enumerate(rows):
            if "id" in row:
                records.by_number[name, row["id"]] = row
            for matter in owners.get((name, place), ()):
                _keep(records, matter, metadata.tables[name], row, today)
    return records


def _owners(
    tables: dict[str, list[Row]], metadata: MetaData, cases: dict[int, str]
) -> dict[tuple[str, int], set[str]]:
    """The matters of each row: those it names, or those of the rows that it belongs to."""
    requests = {row["id"]: row["reference"] for row in tables["request"]}
    names = {
        "review": lambda number: f"review:{number}",
        "case_file": cases.__getitem__,
        "request": requests.__getitem__,
    }
    of: dict[tuple[str, int], set[str]] = defaultdict(set)
    for table in _MATTERS:
        for place, row in enumerate(tables[table]):
            of[table, place].add(names[table](row["id"]))
    for name, column, parent in _keys(tables, metadata, set(_MATTERS)):
        for place, row in enumerate(tables[name]):
            if row[column] is not None:
                of[name, place].add(names[parent](row[column]))
    places = {
        name: {row["id"]: place for place, row in enumerate(rows)}
        for name, rows in tables.items()
        if rows and "id" in rows[0] and name not in {*_MATTERS, "user_account"}
    }
    for _ in range(_MOST_HOPS):
        for name, column, parent in _keys(tables, metadata, set(places)):
            for place, row in enumerate(tables[name]):
                if name not in _MATTERS and row[column] in places[parent]:
                    of[name, place] |= of[parent, places[parent][row[column]]]
    return of


def _keys(
    tables: dict[str, list[Row]], metadata: MetaData, parents: set[str]
) -> Iterator[tuple[str, str, str]]:
    """Table, column and parent of each foreign key to one of these tables."""
    for name in tables:
        for key in metadata.tables[name].foreign_keys:
            if key.column.table.name in parents:
                yield name, key.parent.name, key.column.table.name


def _keep(records: Records, matter: str, table: Table, row: Row, today: date) -> None:
    records.rows[matter].setdefault(table.name, []).append(row)
    group = records.groups[matter]
    people = {
        records.people[row[key.parent.name]]
        for key in table.foreign_keys
        if key.column.table.name == "user_account"
        and key.parent.name.endswith("by_id")  # who did it, and not who has it
        and row[key.parent.name] in records.people
    }
    for column, value in row.items():
        if column in _RENDERED:
            continue
        actor = row.get(f"{column.removesuffix('_at')}_by_id")
        actors = {records.people[actor]} if actor in records.people else people
        for when in _times(value, today):
            if isinstance(when, datetime):
                records.moments[group].add(when)
                records.days[group].add(when.date())
                if isinstance(value, datetime):
                    records.acts[group] |= {(person, when) for person in actors}
            else:
                records.days[group].add(when)


def _times(value: Any, today: date) -> Iterable[date | datetime]:
    """The days and moments that a value holds, also within words."""
    if isinstance(value, datetime):
        return [in_london(value).replace(tzinfo=None, second=0, microsecond=0)]
    if isinstance(value, date):
        return [value]
    if isinstance(value, (dict, list)):
        value = json.dumps(value)
    if not isinstance(value, str):
        return []
    return [
        datetime.combine(when.day, when.clock or time()) if when.clock else when.day
        for when in whens(value, today)
    ]
