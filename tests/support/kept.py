"""How long data is kept, as two lawyers signed it; and the figures, which outlive it."""

from datetime import date

from sqlalchemy import select

from ulss_tracker.models import RequestVersion, ReviewVersion, db
from ulss_tracker.scheme.law.change import Change, ChangeKind
from ulss_tracker.scheme.law.law import Law
from ulss_tracker.services.requests import public_figures


def signed(rule: str, length: str, *, without: str) -> Law:
    """The law with this length of a rule, such as `days = 60`, in place of its unit so far."""
    content = f'[[retention]]\nid = "{rule}"\nwithout = ["{without}"]\n{length}\n'
    first = date(2026, 1, 1)
    return Law((Change("LAW-1", ChangeKind.RETENTION, content, first, "Ada", "Bo", first),))


def figures() -> list[object]:
    """Every row that the figures count, as it is now; and what the public is shown of them."""
    rows: list[object] = []
    for model in (ReviewVersion, RequestVersion):
        table = model.__table__
        columns = [column for column in table.columns if column.name != "id"]
        newest = db.session.execute(select(*columns).where(table.c.to_at.is_(None)))
        rows += sorted(map(str, newest))
    return [*rows, *public_figures.closed_years()]
