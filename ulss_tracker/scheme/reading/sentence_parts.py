"""The parts of a sentence: what kind, how long, and what goes with it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.table import read_table


class PartKind(LabelledEnum):
    """One thing a court orders. Criminal Appeal Act 1968 s.50: each is part of the sentence."""

    IMPRISONMENT = "imprisonment"
    DETENTION = "detention"
    CUSTODY = "custody"
    EXTENDED = "extended", "Extended sentence"
    LIFE = "life", "Life sentence"
    WHOLE_LIFE = "whole_life", "Whole life order"
    AT_PLEASURE = "at_pleasure", "Detention at His Majesty’s pleasure"
    COMMUNITY = "community", "Community order"
    YOUTH_REHABILITATION = "youth_rehabilitation", "Youth rehabilitation order"
    REFERRAL = "referral", "Referral order"
    UNPAID_WORK = "unpaid_work"
    REHABILITATION_ACTIVITY = "rehabilitation_activity"
    CURFEW = "curfew"
    CONDITIONAL_DISCHARGE = "conditional_discharge"
    ABSOLUTE_DISCHARGE = "absolute_discharge"
    FINE = "fine"
    HOSPITAL = "hospital", "Hospital order"
    INTERIM_HOSPITAL = "interim_hospital", "Interim hospital order"
    DISQUALIFICATION = "disqualification"
    DEFERRED = "deferred", "Sentence deferred"
    REMITTED = "remitted", "Remitted to the youth court"
    COMPENSATION = "compensation"
    CONFISCATION = "confiscation", "Confiscation order"
    COSTS = "costs"
    SURCHARGE = "surcharge", "Victim surcharge"
    RESTRAINING = "restraining", "Restraining order"
    SEXUAL_HARM_PREVENTION = "sexual_harm_prevention", "Sexual harm prevention order"
    CRIMINAL_BEHAVIOUR = "criminal_behaviour", "Criminal behaviour order"
    NO_SEPARATE_PENALTY = "no_separate_penalty"


DATA = Path(__file__).parents[1] / "data" / "reading" / "sentences.toml"
_ORDERS = read_table(DATA).row("orders")
_ORDER_KINDS = {PartKind(name): _ORDERS.choice(name, OrderKind) for name in _ORDERS.names()}


@dataclass(frozen=True, slots=True)
class Length:
    """How long, in the units it was said in: 18 months stays 18 months."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    @property
    def words(self) -> str:
        """As a person says it: "2 years and 6 months"."""
        said = [
            f"{count} {unit if count != 1 else unit.removesuffix('s')}"
            for unit, count in asdict(self).items()
            if count
        ]
        return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)

    def plus(self, other: "Length") -> "Length":
        """Both, one after the other, whole years taken out of the months."""
        months = self.months + other.months
        return Length(
            self.years + other.years + months // 12,
            months % 12,
            self.weeks + other.weeks,
            self.days + other.days,
        )


class Served(StrEnum):
    """How a part is served beside another."""

    CONCURRENTLY = "concurrently"
    CONSECUTIVELY = "consecutively"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sentence. `said` is the words it was read from; what was not said is empty.

    `length` is the custodial term of an extended sentence, and `licence` its extended licence;
    `less` comes off the minimum term, for days on remand. `amount` is in pence. `is_restricted` is
    a hospital order with restrictions (Mental Health Act 1983 s.41). `until_test` is a
    disqualification that lasts until an extended driving test is passed. `count` is the count of
    the indictment.
    """

    kind: PartKind
    said: str
    length: Length | None = None
    is_suspended: bool = False
    suspended_for: Length | None = None
    minimum_term: Length | None = None
    less: Length | None = None
    licence: Length | None = None
    hours: int | None = None
    amount: int | None = None
    is_restricted: bool = False
    until_test: bool = False
    has_no_end: bool = False
    served: Served | None = None
    count: str = ""

    @property
    def words(self) -> str:
        """The part in words of our own, to be held against what was said."""
        details = [
            f"count {self.count}" if self.count else "",
            self._length_words(),
            self._suspended_words(),
            self._minimum_words(),
            f"{self.hours} hours of unpaid work" if self.hours is not None else "",
            _pounds(self.amount) if self.amount is not None else "",
            "with restrictions" if self.is_restricted else "",
            "until an extended test is passed" if self.until_test else "",
            "no end date" if self.has_no_end else "",
            f"served {self.served.value}" if self.served else "",
        ]
        told = ", ".join(detail for detail in details if detail)
        return f"{self.kind.label}: {told}" if told else self.kind.label

    @property
    def order_kind(self) -> OrderKind | None:
        """The kind of order it is to the scheme, where it is one by itself."""
        return OrderKind.SUSPENDED if self.is_suspended else _ORDER_KINDS.get(self.kind)

    def _length_words(self) -> str:
        if self.kind is PartKind.EXTENDED and self.length and self.licence:
            return f"{self.length.words} in custody and {self.licence.words} extended licence"
        return self.length.words if self.length else ""

    def _minimum_words(self) -> str:
        if not self.minimum_term:
            return ""
        less = f" less {self.less.words}" if self.less else ""
        return f"minimum term {self.minimum_term.words}{less}"

    def _suspended_words(self) -> str:
        if self.suspended_for:
            return f"suspended for {self.suspended_for.words}"
        return "suspended" if self.is_suspended else ""


_LENGTHS = frozenset({"length", "suspended_for", "minimum_term", "less", "licence"})


def as_plain(part: Part) -> dict[str, Any]:
    """The part as it is stored: what was not said is left out."""
    return {
        name: {unit: count for unit, count in value.items() if count}
        if isinstance(value, dict)
        else value
        for name, value in asdict(part).items()
        if value not in (None, "", False)
    }


def part_of(stored: Mapping[str, Any]) -> Part:
    """A stored part as it was. Raises `ValueError` or `TypeError` for what never was one."""
    values: dict[str, Any] = {
        name: Length(**value) if name in _LENGTHS else value for name, value in stored.items()
    }
    values["kind"] = PartKind(values["kind"])
    if "served" in values:
        values["served"] = Served(values["served"])
    return Part(**values)


def _pounds(pence: int) -> str:
    return f"£{pence / 100:,.2f}".removesuffix(".00")
