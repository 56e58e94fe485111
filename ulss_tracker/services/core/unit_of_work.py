"""One transaction around what a person does: all of it is kept, or none of it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from ulss_tracker.errors import ChangedMeanwhile, NotFound
from ulss_tracker.models import db, has_written, locks_at_once
from ulss_tracker.models.database import Model

DatabaseRefused = DBAPIError
"""The error of a database that does not do as it was asked, for the floor above to name."""

Row = TypeVar("Row", bound=Model)
Turn = Callable[[], AbstractContextManager[object]]
_turn: ContextVar[Turn] = ContextVar("turn to write", default=nullcontext)


@contextmanager
def transaction() -> Iterator[None]:
    """Commit at the end of the block; on any error undo all of it and raise.

    A block inside another joins it: only the outermost commits. Raises `ChangedMeanwhile` when
    somebody else changed a record since it was read.
    """
    session = db.session()
    if session.info.get("transaction"):
        yield
        return
    with _locked(session):
        session.info["transaction"] = True
        try:
            yield
            session.commit()
        except StaleDataError as error:
            session.rollback()
            raise ChangedMeanwhile(
                "Somebody else changed this record while you were working on it. "
                "Look at it as it is now, then make your change again."
            ) from error
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("transaction", None)


@contextmanager
def locked(record: Model) -> Iterator[None]:
    """A transaction that begins by locking one record's row, and reads it as it is now.

    Raises `NotFound` where it is there no more, or a seal hides it by now.
    """
    with transaction():
        try:
            db.session.refresh(record, with_for_update={"of": type(record)})
        except InvalidRequestError as error:
            raise NotFound("This is no longer there") from error
        yield


def locked_rows(table: type[Row], *which: ColumnElement[bool]) -> list[Row]:
    """Lock these rows, in the order of their keys, until the transaction ends; as they are now."""
    query = select(table).where(*which).order_by(*table.__mapper__.primary_key)
    query = query.with_for_update(of=table).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


@contextmanager
def writing_in_turn(turn: Turn) -> Iterator[None]:
    """Inside the block read without a lock, and take the one of SQLite inside `turn` alone.

    What was read before a `transaction` stays as it was read, as on PostgreSQL: where one of those
    records was changed in between, `ChangedMeanwhile` is raised.
    """
    before, at_once = _turn.set(turn), locks_at_once.set(False)
    try:
        yield
    finally:
        locks_at_once.reset(at_once)
        _turn.reset(before)


@contextmanager
def _locked(session: Session) -> Iterator[None]:
    if locks_at_once.get() or db.engine.dialect.name != "sqlite":
        yield
        return
    _end_reading(session)
    with _turn.get()():
        before = locks_at_once.set(True)
        try:
            yield
        finally:
            locks_at_once.reset(before)


def _end_reading(session: Session) -> None:
    """End what only reads: a transaction has its lock from its begin, or may not get it later."""
    is_changed = session.new or session.dirty or session.deleted
    if is_changed or not session.in_transaction() or has_written(session.connection()):
        return
    expires, session.expire_on_commit = session.expire_on_commit, False
    session.commit()
    session.expire_on_commit = expires


@contextmanager
def all_or_none(*, kept: bool = True) -> Iterator[None]:
    """Keep all that is saved in the block when it ends, or nothing of it, even after a crash.

    What is not to be `kept` was only tried: it is undone at the end.

    Each `transaction` inside ends as ever, with what it keeps up to date; the database is told to
    commit at the end alone. What was read before the block belongs to another session.
    """
    db.session.remove()
    with db.engine.begin() as connection:
        db.session(bind=connection, join_transaction_mode="create_savepoint")
        try:
            yield
        finally:
            db.session.remove()
        if not kept:
            connection.rollback()


def rollback() -> None:
    """Forget what was read and undo what was begun, so that what is read next is as it is now."""
    db.session.rollback()
