"""Loading what records lack, and asking the database for nothing that they have."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from ulss_tracker.models import db

Path = tuple[InstrumentedAttribute[Any], ...]


def load_missing(records: Iterable[Any], *paths: Path) -> None:
    """Load these relationships of the records, each along its path, where they are not loaded.

    `selectinload` asks for all of them again and leaves unused what a record has already. Just
    before a commit most of it was read, or made, by whoever made the change.
    """
    for path in paths:
        at = list(records)
        for attribute in path:
            _load(at, attribute)
            values = (getattr(record, attribute.key) for record in at)
            at = [child for value in values for child in _children(value)]


def _load(records: list[Any], attribute: InstrumentedAttribute[Any]) -> None:
    missing = [record for record in records if attribute.key not in vars(record)]
    if len(missing) > 1:
        model: Any = attribute.class_
        ids = [record.id for record in missing]
        query = select(model).where(model.id.in_(ids)).options(selectinload(attribute))
        db.session.scalars(query).all()


def _children(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
