"""How long personal data is kept: the rules of data/retention, and what two lawyers signed since.

UK GDPR art. 5(1)(e): no longer than is necessary, and no law names a length. A rule whose text was
not read says so; a rule that nobody signed is the office's default.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from dateutil.relativedelta import relativedelta

from ulss_tracker.scheme.law.change import ChangeKind, retention_under
from ulss_tracker.scheme.law.law import Law, current
from ulss_tracker.scheme.table import TableError, TableRow, read_table

_FILE = Path(__file__).parents[1] / "data" / "retention" / "rules.toml"
_IDS = frozenset(
    (
        *("draft", "request", "case_not_referred", "case_referred", "unwanted_message", "message"),
        *("letter", "file", "feedback", "account", "log", "backup"),
    )
)
_SPOKEN = ("what", "whose", "holds", "seen_by", "counted_from")
_WELSH = {"hours": "awr", "days": "diwrnod", "months": "mis", "years": "blynedd"}
Moment = TypeVar("Moment", date, datetime)


class Then(StrEnum):
    """The end of data whose time is over: by itself, but where a person looks."""

    ERASE = "erase"
    FIGURES = "figures"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `number` of `unit` is its length; 0 where `setting` holds it, or it has none.

    `signed` is who signed it, empty for the office's default.
    """

    id: str
    number: int
    unit: str
    setting: str
    then: Then
    is_verified: bool
    signed: str
    row: TableRow

    def end(self, since: Moment) -> Moment:
        """The day or moment at which its time is over, counted from the event."""
        end: Moment = since + self._length
        return end

    def begin(self, now: Moment) -> Moment:
        """The day or moment before which the event was, of all whose time is over."""
        begin: Moment = now - self._length
        return begin

    @property
    def _length(self) -> Any:
        return relativedelta(**{self.unit: self.number})

    def words(self, name: str, language: str = "en") -> str:
        """The words of the table under this name, in English or Welsh."""
        return self.row.text(f"{name}_cy" if language == "cy" else name)

    def period(self, language: str = "en", number: int | None = None) -> str:
        """How long, in words; `number` is that of its setting."""
        if not self.unit:
            return self.words("period", language)
        count = self.number or number
        if language == "cy":
            return (
                f"{count} {'flwyddyn' if (count, self.unit) == (1, 'years') else _WELSH[self.unit]}"
            )
        return f"{count} {self.unit.removesuffix('s') if count == 1 else self.unit}"

    def kept(self, language: str = "en", number: int | None = None) -> str:
        """How long from when, and then what, in two sentences; `number` as `period` has it."""
        since = f" {self.words('counted_from', language)}" if self.unit else ""
        period = self.period(language, number)
        return f"{period[0].upper()}{period[1:]}{since}. {say(self.then, language)}."

    @property
    def sentence(self) -> str:
        """The rule in words, for the office."""
        if self.setting:
            kept = f"as the setting {self.setting} says. {say(self.then)}."
        else:
            kept = self.kept()
        return f"{self.words('what')}: {kept}"


def say(name: str, language: str = "en") -> str:
    """The words of the table for what stands around the rules."""
    return _in_file().row("words").text(f"{name}_cy" if language == "cy" else name)


def rules() -> tuple[Rule, ...]:
    """The rules that count, in the order of the table. Raises TableError that names a wrong one."""
    return current().once(_rules)


def rule(name: str) -> Rule:
    """The rule with this id."""
    return next(rule for rule in rules() if rule.id == name)


@cache
def _in_file() -> TableRow:
    return read_table(_FILE)


def _rules(law: Law) -> tuple[Rule, ...]:
    table = retention_under(_in_file(), law.of(ChangeKind.RETENTION))
    read = tuple(_rule(row) for row in table.rows("rule"))
    if {rule.id for rule in read} != _IDS or len(read) != len(_IDS):
        raise TableError(f"the rules of retention must be {', '.join(sorted(_IDS))}, each once")
    return read


def _rule(row: TableRow) -> Rule:
    units = [unit for unit in _WELSH if row.has(unit)]
    setting = row.text("setting") if row.has("setting") else ""
    if len(units) + bool(setting) + row.has("period") != 1:
        raise row.fault("give one of a length, a setting or a period in words")
    for name in (*_SPOKEN, *(["period"] if row.has("period") else [])):
        row.text(name), row.text(f"{name}_cy")
    for name in ("why", "basis", "source"):
        row.text(name)
    row.day("from")
    signed = row.row("confirmed").values if row.has("confirmed") else {}
    return Rule(
        row.text("id"),
        (row.count_or_none(units[0]) or 0) if units else 0,
        units[0] if units else row.text("unit") if setting else "",
        setting,
        row.choice("then", Then),
        row.flag("verified"),
        f"{signed['by']} and {signed['and_by']}" if signed else "",
        row,
    )
