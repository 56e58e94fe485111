"""A change of the law as signed data: words that amend the rows of a table of scheme/data.

Its content is TOML under the name of its kind. A row of a limit or an offence holds only what is
other than it was: `id` names the row, `without` what no longer holds, and an id that the table
does not hold makes a new row. `[read]` below the rows is the text that they rest on. docs/law.md
has an example of each.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.table import TableError, TableRow


class ChangeKind(LabelledEnum):
    """The table that a change amends."""

    LIMIT = "limit", "A time limit"
    OFFENCE = "offence", "Offences"
    COMMENCEMENT = "commencement", "The day from which a limit or an offence counts"
    BANK_HOLIDAY = "bank_holiday", "Bank holidays"
    FORM = "form", "Attempts and encouragement"
    MAXIMUM = "maximum", "The most that a court may pass"
    RETENTION = "retention", "How long personal data is kept"


_OF_A_FORM = ("effect", "reason", "authority", "source")
_OF_RETENTION = (
    *("id", "without", "days", "months", "years", "why", "basis", "from", "source", "read_on"),
    "verified",
)
_DAYS = ("sentenced_from", "sentenced_to")


@dataclass(frozen=True, slots=True)
class TextRead:
    """The text that a change rests on, as whoever proposes it read it on a day.

    `not_known` is what the text leaves open; empty where that is nothing.
    """

    title: str
    provision: str
    address: str
    text: str
    on: date
    not_known: str = ""

    @property
    def copy(self) -> str:
        """The text and where it was read, in a line."""
        return f"{self.title}, {self.provision}: {self.address}"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its content, the day from which it decides, and the two who signed it.

    `and_by` is empty until the second has. `undoes` is the reference of a change that this one
    takes away again; it then has no content of its own.
    """

    reference: str
    kind: ChangeKind
    content: str
    decides_from_on: date
    by: str
    and_by: str = ""
    signed_on: date | None = None
    undoes: str = ""

    def _table(self) -> TableRow:
        try:
            table = TableRow(tomllib.loads(self.content), self.reference)
        except tomllib.TOMLDecodeError as fault:
            raise TableError(f"{self.reference} is not TOML: {fault}") from fault
        return table.only(self.kind.value, "read")

    def text_read(self) -> TextRead | None:
        """The text that it rests on, where it was proposed with one. Raises TableError."""
        table = self._table()
        if not table.has("read"):
            return None
        row = table.row("read").only(*TextRead.__slots__)
        texts = {name: row.text(name) for name in ("title", "provision", "address", "text")}
        not_known = row.text("not_known") if row.has("not_known") else ""
        return TextRead(**texts, on=row.day("on"), not_known=not_known)

    def rows(self) -> tuple[TableRow, ...]:
        """The rows of its content. Raises TableError that says what is wrong with it."""
        table = self._table()
        self.text_read()
        rows = table.rows(self.kind.value)
        if not rows:
            raise table.fault(f"give at least one [[{self.kind.value}]]")
        if self.kind is ChangeKind.COMMENCEMENT:
            for row in rows:
                row.only("limit", "offence", "sentenced_from", "source")
                if row.has("limit") == row.has("offence"):
                    raise row.fault("name a limit or an offence, and not both")
        return rows

    def confirmation(self) -> Mapping[str, object]:
        """The names and the day for a limit that it confirms, as the table of limits has them."""
        return {
            "by": self.by,
            "and_by": self.and_by or "a second lawyer, not yet",
            "on": self.signed_on or self.decides_from_on,
        }


def standing(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Those that no later one undoes: an undoing that is itself undone undoes nothing."""
    undone: set[str] = set()
    stand = []
    for change in reversed(changes):
        if change.reference not in undone:
            undone.add(change.undoes)
            stand.append(change)
    return tuple(reversed(stand))


def in_effect(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Those of which the law is made: they stand, and are no undoing themselves."""
    return tuple(change for change in standing(changes) if not change.undoes)


def limits_under(table: TableRow, changes: Sequence[Change]) -> TableRow:
    """The table of time limits with these changes. Raises TableError."""
    if not changes:
        return table
    held = {row.text("id"): row for row in table.rows("policy")}
    for change in changes:
        for row in change.rows():
            if change.kind is ChangeKind.COMMENCEMENT:
                if not row.has("limit"):
                    continue
                name = row.text("limit")
                known = _known(held, name, row)
                held[name] = _confirmed(_from(row, known, "sources"), change)
                continue
            name = row.text("id")
            if row.has("removed"):
                _known(held, row.only("id", "removed").text("id"), row)
                if row.flag("removed"):
                    del held[name]
                continue
            held[name] = _confirmed(_patched(held.get(name), row), change)
    return TableRow({"policy": [row.values for row in held.values()]}, table.where)


def offences_under(
    families: Mapping[str, Sequence[TableRow]], changes: Sequence[Change]
) -> Mapping[str, Sequence[TableRow]]:
    """The rows of each family's file with these changes. Raises TableError."""
    if not changes:
        return families
    found = {family: {row.text("id"): row for row in rows} for family, rows in families.items()}
    for change in changes:
        for row in change.rows():
            if change.kind is ChangeKind.COMMENCEMENT:
                if row.has("offence"):
                    name = row.text("offence")
                    held = _family_of(found, name, row)
                    held[name] = _from(row, held[name], "source")
                continue
            name = row.text("id")
            if row.has("family"):
                held = _new_in(found, name, row)
                held[name] = _read_by(change, row.without("family"))
            else:
                held = _family_of(found, name, row)
                held[name] = _read_by(change, _patched(held[name], row))
    return {family: list(rows.values()) for family, rows in found.items()}


def holidays_under(table: TableRow, changes: Sequence[Change]) -> TableRow:
    """The table of changed bank holidays with these. Raises TableError."""
    rows = [row.values for row in table.rows("one_off")]
    for change in changes:
        decided = TableRow({"decided_on": change.signed_on or change.decides_from_on}, "")
        rows += [decided.having(row).values for row in change.rows()]
    return table.having(TableRow({"one_off": rows}, table.where))


def forms_under(changes: Sequence[Change]) -> Iterator[dict[str, str]]:
    """The rows that these put above those of the table of forms, the newest first, as it has them.

    Raises TableError.
    """
    for change in reversed(changes):
        for row in change.rows():
            row.only("forms", "paragraphs", *_OF_A_FORM, *_DAYS)
            days = {name: row.day(name).isoformat() if row.has(name) else "" for name in _DAYS}
            texts = {name: row.text(name) for name in _OF_A_FORM}
            for form in row.texts("forms"):
                paragraphs = "; ".join(row.texts("paragraphs"))
                yield {
                    "form": form,
                    "basis": "specified",
                    "paragraphs": paragraphs,
                    **texts,
                    **days,
                }


def retention_under(table: TableRow, changes: Sequence[Change]) -> TableRow:
    """The rules of how long personal data is kept, with these changes. Raises TableError."""
    held = {row.text("id"): row for row in table.rows("rule")}
    for change in changes:
        for row in change.rows():
            known = _known(held, row.text("id"), row.only(*_OF_RETENTION))
            if known.has("setting"):
                raise row.fault(f"its length is the setting {known.text('setting')}")
            signed = TableRow({"confirmed": dict(change.confirmation())}, "")
            held[row.text("id")] = _patched(known, row).having(signed)
    return TableRow({"rule": [row.values for row in held.values()]}, table.where)


def maxima_under(table: TableRow, changes: Sequence[Change]) -> TableRow:
    """The table of penalties with these maxima: the one before ends on the day before.

    Raises TableError for an offence that has a maximum from that day on, or from a later one.
    """
    rows, copies = list(table.rows("maximum")), table.row("copies").values
    for change in changes:
        for row in change.rows():
            copies[row.text("copy")] = row.text("copy")
            for offence_id in row.texts("offences"):
                rows = [part for held in rows for part in _until(held, offence_id, row)]
            rows.append(row)
    having = {"copies": copies, "maximum": [row.values for row in rows]}
    return table.having(TableRow(having, table.where))


def _until(held: TableRow, offence_id: str, row: TableRow) -> Iterator[TableRow]:
    """A maximum held: for this offence it ends before the new `row` begins, for others it stays."""
    begins, ends = row.day("from"), held.day_or_none("to")
    if offence_id not in held.texts("offences") or (ends and ends < begins):
        yield held
        return
    if held.day("from") >= begins:
        raise row.fault(f"{offence_id} has a maximum from {held.day('from')} already")
    others = [name for name in held.texts("offences") if name != offence_id]
    if others:
        yield held.having(TableRow({"offences": others}, ""))
    ended = {"offences": [offence_id], "to": begins - timedelta(days=1)}
    yield held.having(TableRow(ended, ""))


def _read_by(change: Change, row: TableRow) -> TableRow:
    """The row of an offence with who read its text, where the change says what was read."""
    text = change.text_read()
    if text is None:
        return row
    by = " and ".join(name for name in (change.by, change.and_by) if name)
    return row.having(TableRow({"read": {"by": by, "on": text.on, "copy": text.copy}}, ""))


def _patched(held: TableRow | None, row: TableRow) -> TableRow:
    """The row as it was, without what is taken out, and with what is given."""
    gone = row.texts("without")
    given = row.without("without")
    if held is None:
        return given
    unknown = [name for name in gone if not held.has(name)]
    if unknown:
        raise row.fault(f"there is no {', '.join(unknown)} to take out")
    return held.without(*gone).having(given)


def _confirmed(row: TableRow, change: Change) -> TableRow:
    """The row of a limit with the names of those who confirm it, where it is confirmed."""
    if row.values.get("status") != "confirmed":
        return row
    return row.having(TableRow({"confirmed": dict(change.confirmation())}, ""))


def _from(row: TableRow, held: TableRow, sources: str) -> TableRow:
    """The row held, from another day of sentence, with the source for it."""
    given = {
        "sentenced_from": row.day("sentenced_from"),
        sources: [*held.texts(sources), row.text("source")],
    }
    return held.having(TableRow(given, ""))


def _known(held: Mapping[str, TableRow], name: str, row: TableRow) -> TableRow:
    if name not in held:
        raise row.fault(f"there is no {name}")
    return held[name]


def _family_of(
    found: Mapping[str, dict[str, TableRow]], name: str, row: TableRow
) -> dict[str, TableRow]:
    for rows in found.values():
        if name in rows:
            return rows
    raise row.fault(f"there is no offence {name}: a new one names its family")


def _new_in(
    found: Mapping[str, dict[str, TableRow]], name: str, row: TableRow
) -> dict[str, TableRow]:
    if any(name in rows for rows in found.values()):
        raise row.fault(f"{name} is there already: it keeps its family")
    family = row.text("family")
    if family not in found:
        raise row.fault(f"family must be one of {', '.join(sorted(found))}")
    return found[family]
