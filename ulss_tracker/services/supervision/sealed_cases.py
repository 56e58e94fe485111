"""The list of the sealed cases, for those who may lift a seal: by reference alone.

Words find no more than it shows: a name in a sealed case would say whom the case is about.
"""

from collections.abc import Mapping
from typing import Any, Unpack

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker.models import Case, Restriction, User
from ulss_tracker.services.core import users
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.protection.access_filter import reading_as_office
from ulss_tracker.services.protection.sealing import IN_FORCE
from ulss_tracker.services.search.narrowing import by_words

_SHOWN = (
    select(Case.reference + " " + User.name)
    .where(Case.id == Restriction.case_id, User.id == Restriction.added_by_id)
    .scalar_subquery()
)
TABLE = Table(
    title="Sealed cases",
    columns=(
        Column("case", "Case", lambda row: row.case.reference, classes="app-nowrap"),
        Column("sealed", "Sealed", order=Ordering("sealed", Restriction.added_at)),
        Column("by", "By", lambda row: row.added_by.name),
        Column("open", "What to do"),
    ),
    filters=(
        Filter("by_id", "Sealed by", Restriction.added_by_id, users.names, "Anybody", int),
        by_words(_SHOWN),
    ),
    default="-sealed",
)


def page(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[Restriction]:
    """A page of the seals in force."""
    query = (
        select(Restriction)
        .where(IN_FORCE)
        .options(joinedload(Restriction.case), joinedload(Restriction.added_by))
    )
    with reading_as_office():
        return TABLE.rows(query, filters, **place)
