"""The law in force: the files, and the changes that two lawyers signed in this database.

Each request, command and run of a job obeys it from when it first asks: the newest step of the law
desk says whether another change was signed, and only then are the changes read (ADR 0019).
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import LawChange, LawStep, LawStepKind, User, db
from ulss_tracker.scheme.law.change import Change
from ulss_tracker.scheme.law.law import Law, of_the_files
from ulss_tracker.scheme.law.loading import load_law
from ulss_tracker.scheme.table import TableError
from ulss_tracker.services.core.retries import is_busy

LATEST = select(LawStep.sha256).order_by(LawStep.id.desc()).limit(1).scalar_subquery()
"""The mark that tells a state of the law from any other; nothing where nobody has signed."""
_QUERY = select(LATEST)
THE_TRACKER = "The tracker, from GOV.UK’s list"

_log = logging.getLogger("ulss_tracker.law")


@dataclass(frozen=True, slots=True)
class _Held:
    """The law as this process read it: after which step, and on which day."""

    latest: str
    on: date
    law: Law


_held: _Held | None = None
_heard = ("", float("-inf"))
_FRESH = 10.0  # seconds for which a step that was heard counts as the newest


def hear(latest: str) -> None:
    """Be told of the newest step, "" for none, by who asks for it every second (heartbeat.py)."""
    global _heard
    _heard = (latest, time.monotonic())


def lately() -> Law:
    """The law of the last step heard, for a page that only says it: no database is asked for it.

    But after a change, which must be read; where nobody tells of each step; and in a transaction,
    whose snapshot may be older than the step.
    """
    latest, at = _heard
    if time.monotonic() - at > _FRESH or db.session().in_transaction():
        return law()
    return _after_step(lambda: latest)


def law() -> Law:
    """The law as the database has it at this moment.

    While the database does not answer, the law that this process read last. Raises DBAPIError where
    something was begun that it cannot end.
    """
    return _after_step(lambda: db.session.scalar(_QUERY))


def _after_step(latest: Callable[[], str | None]) -> Law:
    session = db.session()
    has_begun = session.in_transaction()
    try:
        return after(latest())
    except DBAPIError as error:
        if has_begun:
            raise
        session.rollback()
        if not is_busy(error):
            _log.warning("the signed changes cannot be read: %s", type(error).__name__)
        return _held.law if _held else of_the_files()


def after(latest: str | None) -> Law:
    """The law after this step (`LATEST`), as it decides today."""
    global _held
    if not latest:
        return of_the_files()
    held, today = _held, clock.today()
    if held is None or (held.latest, held.on) != (latest, today):
        held = _Held(latest, today, _read(today))
        _held = held
    return held.law


def _read(today: date) -> Law:
    """Read the law; where it does not hold together, that of the files: the watchdog says so."""
    try:
        return load_law(signed(), today)
    except TableError as fault:
        _log.error("the signed changes do not hold together: %s", fault)
        return of_the_files()


def fault() -> str:
    """Why the signed changes are not obeyed, in words; empty where they are."""
    try:
        load_law(signed(), clock.today())
    except TableError as found:
        return str(found)
    return ""


def signed() -> list[Change]:
    """Every signed change, in the order in which they were signed."""
    query = (
        select(LawChange, LawStep)
        .join(LawStep, LawStep.change_id == LawChange.id)
        .where(LawStep.step == LawStepKind.SIGNED)
        .options(
            joinedload(LawChange.proposed_by), joinedload(LawChange.undoes), joinedload(LawStep.by)
        )
        .order_by(LawStep.id)
    )
    with db.session.no_autoflush:
        return [
            as_signed(change, step.by, clock.day_of(step.at))
            for change, step in db.session.execute(query)
        ]


def as_signed(change: LawChange, by: User | None, on: date | None) -> Change:
    """The change as the law takes it, signed by this person on this day; or not signed yet."""
    return Change(
        reference=change.reference,
        kind=change.kind,
        content=change.content,
        decides_from_on=change.decides_from_on,
        by=change.proposed_by.name if change.proposed_by else THE_TRACKER,
        and_by=by.name if by else "",
        signed_on=on,
        undoes=change.undoes.reference if change.undoes else "",
    )
