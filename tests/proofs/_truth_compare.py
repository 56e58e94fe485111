"""Comparing what is said of a matter in all places, with each other and with the database."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.proofs import _truth_rules
from tests.proofs._truth_blocks import Block
from tests.proofs._truth_kinds import (
    ANSWER_BY,
    DAYS,
    HEAR_BY,
    NAMED,
    NOTICE,
    OWNER,
    PLAN,
    PLAN_AFTER,
    STAGE_AND_OWNER,
    UNHELD,
)
from tests.proofs._truth_labels import Contradiction, Labels, Place
from tests.proofs._truth_records import Records
from tests.proofs._truth_words import LONDON, When, in_london, is_left, lefts, whens

_NOBODY = re.compile(r"(?:Nobody|.*Unassigned|No owner|)$|nobody\b", re.IGNORECASE)
_BEFORE = 60
_LIMIT = timedelta(days=28)  # CJA 1988 Schedule 3 paragraphs 1 and 4


@dataclass
class Comparison:
    """All that was read at one moment."""

    records: Records
    now: datetime
    statements: int = 0
    found: list[Contradiction] = field(default_factory=list)
    labels: Labels = field(default_factory=Labels)
    _said: dict[tuple[str, str], list[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @property
    def today(self) -> date:
        """The day in London."""
        return in_london(self.now).date()

    def read(self, place: Place, blocks: Iterable[Block]) -> None:
        """Hold the statements of a place to the database, and keep them for `agree`."""
        blocks = list(blocks)
        if place.name.startswith("/supervision/hearings"):
            self._hearings_listed(place, blocks)
        for block in blocks:
            matters = [
                self.records.of_offender(matter, block.around or block.words)
                for matter in block.matters
                if matter in self.records.groups
            ]
            if not matters:
                continue
            self._days(place, block, matters)
            self._lengths(place, block, matters)
            self._acts(place, block, matters)
            self._told(place, block)
            self._steps(place, block, matters)
            if len(matters) == 1 and place.written_at is None and not place.is_past:
                for label, words in [(block.label, block.words), *NAMED.findall(block.words)]:
                    self.labels.read(place, self.records, matters[0], label, words)
                    if OWNER.match(label) or STAGE_AND_OWNER.match(label):
                        self._owner(place, matters[0], words)

    def agree(self) -> list[Contradiction]:
        """All contradictions, also those of one place with others."""
        return [*self.found, *self.labels.agree()]

    # Days

    def _days(self, place: Place, block: Block, matters: list[str]) -> None:
        for when in whens(block.words, self._year(place)):
            self.statements += 1
            if when.wrong_weekday:
                self._say("weekday", matters[0], place, block, f"{when} is no such day")
            if UNHELD.search(block.words) or self._agreed(place, block, when, matters[0]):
                continue
            kind, columns = _kind(block, when)
            values = self._values(block, matters, columns)
            if values and not place.is_past and self._is_of_now(place, matters):
                if not any(_is(when, value) for value in values):
                    held = ", ".join(sorted(str(_written(value)) for value in values))
                    self._say(kind, matters[0], place, block, held, str(when))
                else:
                    self._said[kind, matters[0]].append((place.name, str(when)))
            elif not self._is_known(when, matters):
                self._say(kind or "day", matters[0], place, block, "no such day", str(when))

    def _agreed(self, place: Place, block: Block, when: When, matter: str) -> bool:
        """Keep a day that no column holds, and which all places must give alike."""
        before, after = block.words[: when.begins].strip(), block.words[when.ends :]
        day = when.day
        if NOTICE.search(before):
            return True  # it depends on the day on which the letter is served
        if planned := PLAN.search(_context(block, when)):
            about = planned[1]
            moments = self.records.values(matter, "deadline.file_by_at")
            if late := _truth_rules.too_late(day, moments):
                self._say("plan", matter, place, block, f"to be filed by {late}")
        elif HEAR_BY.search(_context(block, when)):
            about = "hear by"
            day -= timedelta(days=1) if block.label else timedelta()
        elif before.endswith("By"):
            about = next((name for words, name in PLAN_AFTER if words.search(after)), "")
        else:
            about = "answer by" if ANSWER_BY.search(_context(block, when)) else ""
        if about:
            self.labels.keep("plan", (about, matter), f"{day}", place, matter)
        return bool(about)

    def _values(self, block: Block, matters: list[str], columns: tuple[str, ...]) -> list[Any]:
        values: list[Any] = []
        for column in columns:
            table = column.partition(".")[0]
            rows = [name for name in block.rows if name.startswith(f"{table}:")]
            for matter in matters:
                if column == "last day":
                    values += self._last_days(matter)
                elif column == "point of law":
                    decided = self.records.values(matter, "court_decision.decided_on")
                    values += [day + _LIMIT for day in decided]
                elif column == "first day":
                    values += [day - _LIMIT + timedelta(days=1) for day in self._last_days(matter)]
                elif column == "next hearing":
                    values += _truth_rules.next_hearings(self.records, matter)
                elif column == "file by once filed":
                    values += _truth_rules.file_by_once_filed(self.records, matter)
                elif column == "hearing":
                    values += self._hearings(matter)
                elif column.endswith(" of the case"):
                    group = self.records.groups[matter]
                    values += self.records.values(group, column.partition(" ")[0])
                else:
                    values += self.records.values(matter, column, rows)
        return values

    def _last_days(self, matter: str) -> list[date]:
        """Twenty-eight days from each day of sentence it may be: Schedule 3 paragraph 1.

        Once a request is in a case, what the requester stated counts no more.
        """
        if matter.startswith("REQ") and (reviews := self.records.reviews_of(matter)):
            return [day for row in reviews for day in self._last_days(f"review:{row['id']}")]
        days = [
            day
            for column in ("deadline.earliest_on", "deadline.latest_on", "sentence.sentenced_on")
            for day in self.records.values(matter, column)
        ]
        return [day + _LIMIT for day in days]

    def _hearings_listed(self, place: Place, blocks: list[Block]) -> None:
        listed = {matter for block in blocks for matter in block.matters}
        for review, day in _truth_rules.not_listed(self.records, listed, self.today):
            block = Block(frozenset([review]), "", "does not list it")
            self._say("hearing", review, place, block, f"{day}")

    def _hearings(self, matter: str) -> list[datetime]:
        return [
            datetime.combine(row["heard_on"], row["time_of_day"], LONDON)
            for related in self.records.related(matter)
            for row in self.records.rows[related].get("hearing", ())
            if row["time_of_day"]
        ]

    def _is_of_now(self, place: Place, matters: list[str]) -> bool:
        """Whether it was written after the last change of what has time running."""
        if place.written_at is None:
            return True
        changes = [
            at
            for matter in matters
            for column in ("deadline.changed_at", "review.changed_at", "review.opened_at")
            for at in self.records.values(matter, column)
        ]
        return all(in_london(at) <= in_london(place.written_at) for at in changes)

    def _is_known(self, when: When, matters: list[str]) -> bool:
        groups = {self.records.groups[matter] for matter in matters}
        if when.clock is None:
            stated = {
                day + _LIMIT
                for matter in matters
                for day in self.records.values(matter, "request.sentenced_on")
            }
            lasts = {day for matter in matters for day in self._last_days(matter)}
            return when.day in stated | lasts | {self.today} or any(
                when.day in self.records.days[group] for group in groups
            )
        moment = datetime.combine(when.day, when.clock)
        if moment == in_london(self.now).replace(tzinfo=None):
            return True  # that it is read is recorded while it is read
        return any(moment in self.records.moments[group] for group in groups)

    def _year(self, place: Place) -> date:
        return in_london(place.written_at).date() if place.written_at else self.today

    # Lengths of time

    def _lengths(self, place: Place, block: Block, matters: list[str]) -> None:
        now = place.written_at or self.now
        stated = [when for when in whens(block.words, self._year(place)) if when.clock]
        for left in lefts(block.words):
            self.statements += 1
            before = [when for when in stated if when.ends <= left.begins <= when.ends + 25]
            if before:
                moments = [_moment(before[-1])]
            elif self._is_of_now(place, matters):
                names = (
                    "file_by_at",
                    "act_by_at",
                    "look_by_at",
                    "find_day_by_at",
                    "later_file_by_at",
                )
                moments = [
                    value
                    for matter in matters
                    for name in names
                    for value in self.records.values(matter, f"deadline.{name}")
                ]
            else:
                continue
            if moments and not any(is_left(left, moment, now) for moment in moments):
                held = ", ".join(sorted({str(_written(moment)) for moment in moments}))
                self._say("time left", matters[0], place, block, f"from now to {held}")

    # People

    def _acts(self, place: Place, block: Block, matters: list[str]) -> None:
        """A name beside a moment: somebody did something then."""
        groups = {self.records.groups[matter] for matter in matters}
        acts = {act for group in groups for act in self.records.acts[group]}
        for when in whens(block.words, self._year(place)):
            name = self._name_beside(block.words, when)
            if not name or when.clock is None:
                continue
            self.statements += 1
            moment = datetime.combine(when.day, when.clock)
            people = sorted({person for person, at in acts if at == moment})
            if people and name not in people:
                self._say("who did it", matters[0], place, block, f"{', '.join(people)}, {when}")

    def _name_beside(self, words: str, when: When) -> str:
        before, after = words[: when.begins], words[when.ends :]
        for name in self.records.people.values():
            if before.endswith(f"to {name} "):
                continue  # to whom it was given
            if before.endswith((f"{name}, ", f"{name} ")) or after.startswith(
                (f", {name}", f", by {name}", f" by {name}")
            ):
                return name
        return ""

    def _told(self, place: Place, block: Block) -> None:
        """Whether somebody was told, in the row of that person."""
        if place.is_past:
            return
        for name in block.rows:
            table, _, number = name.partition(":")
            row = self.records.by_number.get((table, int(number))) if table == "telling" else None
            if row is None or row["superseded_at"]:
                continue
            told, owed = "Told " in block.words, re.search(r"Overdue since|^Due", block.words)
            self.statements += bool(told or owed)
            if (told and row["told_at"] is None) or (owed and row["told_at"]):
                held = (
                    f"{row['state']}, {_written(row['told_at']) if row['told_at'] else 'not told'}"
                )
                self._say("who was told", name, place, block, held)

    def _steps(self, place: Place, block: Block, matters: list[str]) -> None:
        """Which law officer has it, and the step that whoever asked reads."""
        if len(matters) != 1:
            return
        matter, words = matters[0], block.words
        if held := _truth_rules.wrong_doer(self.records, matter, words):
            self._say("who did it", matter, place, block, held)
        if held := _truth_rules.wrong_officer(self.records, matter, words):
            self._say("who decides", matter, place, block, held)
        is_public = place.name.startswith("/status/")
        if is_public and (held := _truth_rules.wrong_step(self.records, matter, words)):
            self._say("step", matter, place, block, held)

    def _owner(self, place: Place, matter: str, words: str) -> None:
        names = [name for name in self.records.people.values() if name in words]
        first = min(names, key=words.index, default="")
        if not first and not _NOBODY.match(words):
            return
        owners = self.records.owners(matter)
        self.statements += 1
        if owners and first not in owners:
            held = ", ".join(sorted(owner or "nobody" for owner in owners))
            self._say("who has it", matter, place, Block(frozenset(), "", words), held)

    def _say(
        self, kind: str, matter: str, place: Place, block: Block, held: str, words: str = ""
    ) -> None:
        others = [said for said in self._said[kind, matter] if said[1] != words]
        other_place, other_words = others[0] if others else ("the database", held)
        context = f"{block.label}: {block.words}" if block.label else block.words
        self.found.append(
            Contradiction(kind, matter, place.name, context[:200], other_place, other_words)
        )


def _kind(block: Block, when: When) -> tuple[str, tuple[str, ...]]:
    context = _context(block, when)
    for kind, (expression, columns) in DAYS.items():
        if expression.search(context):
            return kind, columns
    return "", ()


def _context(block: Block, when: When) -> str:
    before = block.words[max(0, when.begins - _BEFORE) : when.begins].strip()
    return f"{block.label.strip()} | {before}".strip() if block.label else before


def _is(when: When, value: Any) -> bool:
    """Whether a day or moment is this value; a day alone is also that of a moment."""
    if isinstance(value, datetime):
        value = in_london(value)
        if when.day != value.date():
            return False
        return when.clock is None or when.clock == value.time().replace(second=0, microsecond=0)
    return bool(when.day == value)


def _moment(when: When) -> datetime:
    return datetime.combine(when.day, when.clock or time(), LONDON)


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{in_london(value):%Y-%m-%d %H:%M}"
    return f"{value}"
