"""The records that share the most keys with what is looked for, and the narrowest."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    bindparam,
    func,
    select,
    true,
)

from ulss_tracker.models import NameKey, db

_KEYS = NameKey.__table__
_READ = ("id", "key", "review_id", "request_id")


def nearest(
    keys: Sequence[int], of_a_key: int, most: int, *, only_requests: bool = False
) -> list[tuple[str, int]]:
    """Each as its kind ("review" or "request") and number, at `most`, the nearest first.

    Of each key the newest `of_a_key` records are read, however many have it.
    """
    rows = _newest_of_each_key(keys, of_a_key, only_requests=only_requests)
    width = Counter(row.key for row in rows)
    shared: Counter[tuple[str, int]] = Counter()
    for _, key, review_id, request_id in rows:
        record = ("review", review_id) if review_id is not None else ("request", request_id)
        shared[record] += 1 / (1 + width[key]) ** 0.5
    return [record for record, _ in shared.most_common(most)]


def _newest_of_each_key(keys: Sequence[int], most: int, *, only_requests: bool) -> Sequence[Any]:
    """The newest records of each key: one statement, which reads no more than it gives."""
    kind = db.engine.dialect.name
    asked = json.dumps(keys) if kind == "sqlite" else keys
    rows = db.session.execute(_NEWEST[kind, only_requests], {"keys": asked, "most": most})
    return sorted(rows, key=lambda row: (row.key, -row.id))


def _on_postgresql(*, only_requests: bool) -> Select[Any]:
    keys = func.unnest(bindparam("keys", type_=ARRAY(BigInteger)))
    wanted = keys.table_valued("value", name="wanted").render_derived()
    newest = _of_key(_KEYS, wanted.c.value, only_requests=only_requests).lateral()
    return select(*(newest.c[name] for name in _READ)).select_from(wanted).join(newest, true())


def _on_sqlite(*, only_requests: bool) -> Select[Any]:
    wanted = func.json_each(bindparam("keys")).table_valued("value", name="wanted")
    of_key = _of_key(_KEYS.alias(), wanted.c.value, only_requests=only_requests)
    newest = of_key.with_only_columns(of_key.selected_columns.id).correlate(wanted)
    kept = select(*(_KEYS.c[name] for name in _READ))
    return kept.select_from(wanted).join(_KEYS, _KEYS.c.id.in_(newest))


def _of_key(keys: FromClause, wanted: ColumnElement[Any], *, only_requests: bool) -> Select[Any]:
    newest = select(*(keys.c[name] for name in _READ)).where(keys.c.key == wanted)
    if only_requests:
        newest = newest.where(keys.c.request_id.is_not(None))
    return newest.order_by(keys.c.id.desc()).limit(bindparam("most", type_=Integer))


_NEWEST = {
    (kind, only_requests): write(only_requests=only_requests)
    for kind, write in (("postgresql", _on_postgresql), ("sqlite", _on_sqlite))
    for only_requests in (False, True)
}
