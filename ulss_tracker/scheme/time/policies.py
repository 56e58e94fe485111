"""The table of time-limit policies: dated, sourced, and confirmed only by two people.

data/time_limits/policies.toml is the table. An entry decides only when it is in force or
confirmed. A confirmed entry names two different people and a date, says exactly whom and which
sentences it covers, and leaves nothing under not_known.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path

from ulss_tracker.scheme.law.change import ChangeKind, limits_under
from ulss_tracker.scheme.law.law import Law, current, version_of
from ulss_tracker.scheme.table import TableRow, read_table
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

POLICIES_FILE = Path(__file__).parents[1] / "data" / "time_limits" / "policies.toml"

STATUTORY_DAYS = 28
"""CJA 1988 Sch 3 para 1: days after the day of sentence, for everyone."""

_MONTHS_IN_YEAR = 12
_AMEND_LIMITS = (ChangeKind.LIMIT, ChangeKind.COMMENCEMENT)


class Status(StrEnum):
    """Whether a policy decides anything."""

    IN_FORCE = "in_force"
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"


class RunsFrom(StrEnum):
    """The day after which a policy starts to count."""

    SENTENCE = "sentence"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirmed an entry, and when. Always two people."""

    by: str
    and_by: str
    on: date


@dataclass(frozen=True, slots=True)
class Policy:
    """One time limit for the application, as the table states it."""

    id: str
    status: Status
    title: str
    provision: str
    runs_from: RunsFrom
    days: int | None
    months: int | None
    sentenced_from: date | None
    sentenced_to: date | None
    standings: frozenset[RequesterRole]
    received_in_last_days: int | None
    may_start_later: bool
    known: tuple[str, ...]
    not_known: tuple[str, ...]
    sources: tuple[str, ...]
    confirmation: Confirmation | None

    @property
    def decides(self) -> bool:
        """Whether the entry is law that we apply."""
        return self.status is not Status.UNCONFIRMED

    @property
    def from_sentence(self) -> bool:
        """Whether it is counted from the sentence, and not from the receipt of a request."""
        return self.runs_from is RunsFrom.SENTENCE

    @property
    def narrowed(self) -> bool:
        """Whether the policy is for some sentences or some people only."""
        return bool(self.standings or self.sentenced_from or self.sentenced_to)

    def covers(self, sentenced_on: date) -> bool:
        """Whether a sentence of that day comes under the policy."""
        return (self.sentenced_from or date.min) <= sentenced_on <= (self.sentenced_to or date.max)

    def is_for(self, standing: RequesterRole | None) -> bool:
        """Whether the policy is surely for someone of that standing; None is not known.

        No list means everyone.
        """
        return not self.standings or standing in self.standings

    def is_surely_for(self, standing: RequesterRole | None, is_verified: bool) -> bool:
        """The same, where a limit for some counts only for those who are verified to be that."""
        return not self.standings or (is_verified and standing in self.standings)

    def is_late(self, received_on: date, end: date) -> bool:
        """Whether a request came in the last days, as the policy counts them, of a period."""
        opens = end - timedelta(days=self.received_in_last_days or 0)
        return opens < received_on <= end

    def last_day(self, from_day: date) -> date:
        """The last day, counted from the day after `from_day`.

        Months end on the corresponding date, or on the last day of a month that is too short.
        """
        if self.months is None:
            return from_day + timedelta(days=self.days or 0)
        months = from_day.month - 1 + self.months
        year, month = from_day.year + months // _MONTHS_IN_YEAR, months % _MONTHS_IN_YEAR + 1
        return date(year, month, min(from_day.day, monthrange(year, month)[1]))


def load_policies() -> tuple[Policy, ...]:
    """The table in force, the 28 days first. Raises TableError that names a wrong entry."""
    return current().once(_policies)


def _policies(law: Law) -> tuple[Policy, ...]:
    return read_policies(_written(law))


def written_limits() -> Mapping[str, TableRow]:
    """The rows of the table in force as they are written, by id. Raises TableError."""
    return {row.text("id"): row for row in _written(current()).rows("policy")}


def _written(law: Law) -> TableRow:
    return limits_under(_in_file(), law.of(*_AMEND_LIMITS))


@cache
def _in_file() -> TableRow:
    return read_table(POLICIES_FILE)


def limit_named(name: str) -> Policy:
    """The limit with this id; everyone's where the table no longer holds it."""
    held = load_policies()
    return next((policy for policy in held if policy.id == name), held[0])


def longer_limits() -> tuple[Policy, ...]:
    """The limits from the sentence that are law for some people only: each says for whom."""
    return tuple(
        policy
        for policy in load_policies()
        if policy.decides and policy.from_sentence and policy.standings
    )


def table_version() -> str:
    """The version of the limits and the calendar in force: a hash that tells any two apart."""
    return current().once(_table_version)


def _table_version(law: Law) -> str:
    signed = version_of(law.of(*_AMEND_LIMITS, ChangeKind.BANK_HOLIDAY))
    return sha256(POLICIES_FILE.read_bytes() + signed.encode()).hexdigest()[:16]


def read_policies(table: TableRow) -> tuple[Policy, ...]:
    """Every entry of a table, checked. Raises TableError that names a wrong entry."""
    policies = tuple(_policy(row) for row in table.only("policy").rows("policy"))
    if len({policy.id for policy in policies}) < len(policies):
        raise table.fault("a policy id is used twice")
    in_force = [policy for policy in policies if policy.status is Status.IN_FORCE]
    if not in_force or in_force != list(policies[:1]):
        raise table.fault("the first policy, and only that one, must be in force")
    basic = in_force[0]
    if (basic.runs_from, basic.days) != (RunsFrom.SENTENCE, STATUTORY_DAYS) or basic.narrowed:
        raise table.fault("the policy in force must be the 28 days, for everyone")
    return policies


def _policy(row: TableRow) -> Policy:
    row = row.named(f"{row.where} ({row.text('id')})").only(
        *("id", "status", "title", "provision", "runs_from", "days", "months"),
        *("sentenced_from", "sentenced_to", "standings", "received_in_last_days"),
        *("may_start_later", "known", "not_known", "sources", "confirmed"),
    )
    policy = Policy(
        id=row.text("id"),
        status=row.choice("status", Status),
        title=row.text("title"),
        provision=row.text("provision"),
        runs_from=row.choice("runs_from", RunsFrom),
        days=row.count_or_none("days"),
        months=row.count_or_none("months"),
        sentenced_from=row.day_or_none("sentenced_from"),
        sentenced_to=row.day_or_none("sentenced_to"),
        standings=_standings(row),
        received_in_last_days=row.count_or_none("received_in_last_days"),
        may_start_later=row.has("may_start_later") and row.flag("may_start_later"),
        known=row.texts("known"),
        not_known=row.texts("not_known"),
        sources=row.texts("sources"),
        confirmation=_confirmation(row.row("confirmed")) if row.has("confirmed") else None,
    )
    _check_length(policy, row)
    _check_confirmation(policy, row)
    return policy


def _standings(row: TableRow) -> frozenset[RequesterRole]:
    words = row.texts("standings")
    return frozenset(
        TableRow({"standings": word}, row.where).choice("standings", RequesterRole)
        for word in words
    )


def _confirmation(row: TableRow) -> Confirmation:
    row.only("by", "and_by", "on")
    confirmation = Confirmation(by=row.text("by"), and_by=row.text("and_by"), on=row.day("on"))
    if _same_person(confirmation.by, confirmation.and_by):
        raise row.fault("two different people must confirm")
    return confirmation


def _same_person(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _check_length(policy: Policy, row: TableRow) -> None:
    if (policy.days is None) == (policy.months is None):
        raise row.fault("give days or months, and not both")
    if (policy.runs_from is RunsFrom.RECEIPT) != (policy.received_in_last_days is not None):
        raise row.fault("received_in_last_days goes with runs_from receipt, and only with it")
    if not policy.known or not policy.sources:
        raise row.fault("say what is known, and the sources")


def _check_confirmation(policy: Policy, row: TableRow) -> None:
    if policy.status is not Status.CONFIRMED:
        if policy.confirmation:
            raise row.fault("a confirmed table needs status confirmed")
        return
    if not policy.confirmation:
        raise row.fault("an entry is confirmed only with two names and a date, under confirmed")
    if policy.not_known or policy.may_start_later:
        raise row.fault("a confirmed entry leaves nothing not known")
    if policy.sentenced_from is None:
        raise row.fault("a confirmed entry says from which date of sentence it applies")
