"""Words of one person, planted wherever the tracker keeps words."""

from sqlalchemy import select

from ulss_tracker.models import db
from ulss_tracker.models.table_class import TABLE_CLASSES

WORD = "quillfeather"


def left() -> list[str]:
    """Where in the database the planted word still is, in whatever column."""
    places = []
    for name in TABLE_CLASSES:
        for column in db.metadata.tables[name].columns:
            for value in db.session.scalars(select(column)):
                text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                if WORD in text.casefold():
                    places.append(f"{name}.{column.name}")
    return places
