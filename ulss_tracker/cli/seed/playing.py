"""The rows that a story leaves: it is played through the services, read, and undone."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Integer, func, literal, null, select, union_all, update

from ulss_tracker import clock
from ulss_tracker.cli.demo import people
from ulss_tracker.cli.demo.people import Person
from ulss_tracker.cli.demo.playback import Player
from ulss_tracker.cli.seed.ordinary import Ordinary
from ulss_tracker.models import (
    Deadline,
    Event,
    LetterDraft,
    Message,
    MessageState,
    NameKey,
    RecordHash,
    User,
    Wait,
    WaitNotice,
    db,
)
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import all_or_none, transaction
from ulss_tracker.services.letters import issuing, records
from ulss_tracker.services.letters.records import MadeLetter
from ulss_tracker.services.messaging.compose import HAND_OVER

LAST_OPEN = timedelta(days=26)
"""How long ago the sentence of an open review was passed, at most."""

CAST = (people.CASEWORKER, people.SUPERVISOR, people.LAW_OFFICER)
"""Who is in every story: of each, a copy has people of its own."""

# What follows from the rest: deadlines are reconciled, keys made of each name, hashes taken in.
_NOT_COPIED = {
    model.__tablename__ for model in (Deadline, NameKey, RecordHash, User, Wait, WaitNotice)
}
TABLES = [
    table.name
    for table in db.metadata.sorted_tables
    if table.name not in _NOT_COPIED and isinstance(table.c.get("id", null()).type, Integer)
]
"""The tables whose rows are read, each after those that it names."""

# One page, blank: what is measured holds as many letters as a register does, not as many words.
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(frozen=True, slots=True)
class Played:
    """The rows that a story left, as the database gives them, by table and in their order."""

    ordinary: Ordinary
    sentenced_on: date
    people: tuple[int, ...]
    rows: dict[str, list[tuple[Any, ...]]]

    def values(self, table: str, column: str) -> list[Any]:
        """The values of one column, for each row of a table."""
        place = db.metadata.tables[table].c.keys().index(column)
        return [row[place] for row in self.rows.get(table, ())]


def play(stories: Iterable[Ordinary]) -> list[Played]:
    """Play these stories, each in one transaction; nothing of them stays in the database."""
    with all_or_none(kept=False):
        staff = {person: _add(person) for person in CAST}
        return [_play(ordinary, number, staff) for number, ordinary in enumerate(stories)]


def _add(person: Person) -> User:
    return users.add(
        email=f"{person.role.value}@seed.invalid",
        name=person.name,
        role=person.role,
        password=users.DEMO_PASSWORD,
        password_hash="-",  # noqa: S106  # nosec B106 - nobody ever signs in
        law_office=person.law_office,
    )


def _play(ordinary: Ordinary, number: int, staff: dict[Person, User]) -> Played:
    sentenced_on = _sentenced_on(ordinary, weekday=number % 5)
    today = sentenced_on + ordinary.lasts
    (offender,) = ordinary.story.offenders
    story = replace(ordinary.story, offenders=(replace(offender, days_ago=ordinary.lasts.days),))
    ends_at = datetime.combine(today, time(11, 20), clock.LONDON)
    player = Player(staff=staff, started_at=ends_at, today=today, issue=_issue)
    before = _last_ids()
    with ExitStack() as until_kept, transaction():
        player.play(story)
        db.session.flush()
        db.session.execute(
            update(Message)
            .where(Message.id > before["message"])
            .values(
                body=Message.subject, state=MessageState.SENT, sent_at=Message.created_at, tries=1
            )
        )
        last_at = select(func.max(Event.at)).where(Event.id > before["event"])
        until_kept.enter_context(clock.set_to(db.session.scalars(last_at).one()))
    return Played(
        ordinary,
        sentenced_on,
        tuple(staff[person].id for person in CAST),
        {table: rows for table in TABLES if (rows := _rows(table, before[table]))},
    )


def _sentenced_on(ordinary: Ordinary, weekday: int) -> date:
    """The last day of its copies, or before: on this day of the week, and like theirs."""
    day = clock.today() - max(LAST_OPEN, ordinary.lasts)
    while day.weekday() != weekday or not ordinary.may_be_of(day):
        day -= timedelta(days=1)
    return day


def _issue(draft: LetterDraft, by: User) -> None:
    records.keep([(draft, MadeLetter(issuing.ready(draft), html="", pdf=_PDF))], by)


def _last_ids() -> dict[str, int]:
    """The last id in each of the tables."""
    of_each = []
    for table in TABLES:
        last_id = func.coalesce(func.max(db.metadata.tables[table].c.id), 0)
        of_each.append(select(literal(table), last_id))
    return {row[0]: row[1] for row in db.session.execute(union_all(*of_each))}


def _rows(table: str, last_id: int) -> list[tuple[Any, ...]]:
    """The rows that were added to a table, as SQLite keeps or PostgreSQL writes them in words.

    Notices of what waits are left out with it.
    """
    as_text = "::text" if db.engine.dialect.name == "postgresql" else ""
    columns = db.metadata.tables[table].c
    names = ", ".join(f'"{column.name}"{as_text}' for column in columns)
    query = f"SELECT {names} FROM {table} WHERE id > {last_id} ORDER BY {table}.id"  # noqa: S608
    rows = db.session.connection().exec_driver_sql(query)
    return [tuple(row) for row in rows if HAND_OVER not in row]
