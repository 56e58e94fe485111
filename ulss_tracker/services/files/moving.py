"""The bytes of files moved to where `FILES_STORE` says, and objects that no file has let go.

A part is written there, read back and compared before it goes here, each in a transaction of its
own that waits for no network: a move that breaks off is gone on with, and loses nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, select, tuple_, update

from ulss_tracker import clock
from ulss_tracker.models import StoredFile, StoredPart, db
from ulss_tracker.services.core import file_objects, office_details
from ulss_tracker.services.core.file_objects import KEPT, SET_ASIDE, Damaged
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import integrity

_AT_ONCE = 200  # parts in one run of the job, and between two looks at what is left
# A new object's name is in the database within seconds.
_SETTLED = timedelta(days=1)


def has_store() -> bool:
    """Whether the settings name an object store."""
    return file_objects.bucket_of(office_details.current()) is not None


def move_some() -> int:
    """Move the parts of files that are elsewhere than `FILES_STORE` says, as many as a run takes.

    How many were moved. One that cannot be read is reported, as where files are verified. Raises
    `ServiceFault`.
    """
    return sum(map(_move, next(_elsewhere(), ()))) if has_store() else 0


def move_all() -> Iterator[int]:
    """Move all of them; how many of each few. Raises `ServiceFault`."""
    for some in _elsewhere():
        yield sum(map(_move, some))


def count_elsewhere() -> int:
    """How many parts of files are elsewhere than `FILES_STORE` says."""
    counted = select(func.count()).select_from(StoredPart).where(_is_elsewhere())
    return db.session.scalars(counted).one()


def orphans() -> Iterator[str]:
    """The names of the objects that no file has. Raises `ServiceFault`.

    They are left by a move that broke off, and by files that went or are in the database again.
    """
    for page in file_objects.bucket().pages(KEPT):
        known = _known(page)
        yield from (
            name for name, at in page.items() if name not in known and clock.now() - at > _SETTLED
        )


def let_go() -> int:
    """Set orphans aside, and delete those set aside `BACKUP_DAYS` ago; how many were deleted.

    A backup restored meanwhile finds its files, and they are put back. Raises `ServiceFault`.
    """
    if not has_store():
        return 0
    own, deleted = file_objects.bucket(), 0
    for name in orphans():
        own.rename(KEPT + name, SET_ASIDE + name)
    last = clock.now() - timedelta(days=office_details.current().BACKUP_DAYS)
    for page in own.pages(SET_ASIDE):
        known = _known(page)
        for name, at in page.items():
            if name in known:
                own.rename(SET_ASIDE + name, KEPT + name)
            elif at < last:
                own.delete(SET_ASIDE + name)
                deleted += 1
    return deleted


def _known(names: Iterable[str]) -> set[str]:
    """Those of these objects that are parts of files."""
    query = select(StoredPart.object_key).where(StoredPart.object_key.in_(names))
    known = {name for name in db.session.scalars(query) if name}
    db.session.rollback()
    return known


def _elsewhere() -> Iterator[list[tuple[int, int]]]:
    """The keys of the parts that are elsewhere than `FILES_STORE` says, a few at a time."""
    place, last = (StoredPart.file_id, StoredPart.number), (0, 0)
    while True:
        query = select(*place).where(_is_elsewhere(), tuple_(*place) > last)
        rows = db.session.execute(query.order_by(*place).limit(_AT_ONCE)).all()
        db.session.rollback()
        if not rows:
            return
        yield [last := (file_id, number) for file_id, number in rows]


def _is_elsewhere() -> ColumnElement[bool]:
    goes_out = office_details.current().FILES_STORE == "object-store"
    return StoredPart.object_key.is_(None) if goes_out else StoredPart.object_key.is_not(None)


def _move(key: tuple[int, int]) -> bool:
    """Move one part to the other place; whether it was."""
    part = and_(StoredPart.file_id == key[0], StoredPart.number == key[1])
    query = select(StoredPart.content, StoredPart.object_key, StoredFile.document_id)
    row = db.session.execute(query.join(StoredFile).where(part)).one_or_none()
    db.session.rollback()
    if row is None:  # the file went meanwhile
        return False
    try:
        values = (
            {"content": file_objects.get(row.object_key), "object_key": None}
            if row.object_key
            else {"content": b"", "object_key": file_objects.put(row.content)}
        )
    except Damaged:
        integrity.report(row.document_id)
        return False
    is_there = StoredPart.object_key.is_not_distinct_from(row.object_key)
    with transaction():  # unless somebody else moved it meanwhile
        moved = update(StoredPart).where(part, is_there).values(values)
        return db.session.scalar(moved.returning(StoredPart.file_id)) is not None
