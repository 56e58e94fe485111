"""The records that share the most keys with what is looked for, and the narrowest."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    exists,
    func,
    literal,
    select,
    true,
    union_all,
)

from ulss_tracker.models import NameKey, Request, RequestState, db

IS_WAITING = (
    Request.case_id.is_(None),
    Request.state.in_([RequestState.NEW, RequestState.QUARANTINED]),
)
Asked = TypeVar("Asked", bound=Hashable)
Record = tuple[str, int]
"""A record's kind, "review" or "request", and its number."""
KINDS = ("review", "request")
WAITING = "waiting"
"""Of requests, those in no case that wait: however many have joined one, these are found."""
_KEYS = NameKey.__table__
_READ = ("id", "key", "review_id", "request_id")


def nearest_of_each(
    asked: Mapping[Asked, Collection[int]],
    of_a_key: int,
    most: int,
    kinds: Sequence[str] = KINDS,
) -> dict[Asked, list[Record]]:
    """For each that is asked about, by its keys: at `most` records of each kind, nearest first.

    Of each key the newest `of_a_key` of each kind are read, however many have it, so that hundreds
    of requests about one sentence cannot hide the review of it. One statement.
    """
    of_key: defaultdict[int, list[Record]] = defaultdict(list)
    wanted = sorted({key for keys in asked.values() for key in keys})
    for _, key, review_id, request_id in _newest_of_each_key(wanted, of_a_key, tuple(kinds)):
        is_review = review_id is not None
        of_key[key].append(("review", review_id) if is_review else ("request", request_id))
    worth = {key: 1 / (1 + len(records)) ** 0.5 for key, records in of_key.items()}
    found = {}
    for each, keys in asked.items():
        shared: Counter[Record] = Counter()
        for key in sorted(worth.keys() & keys):
            for record in of_key[key]:
                shared[record] += worth[key]
        order = [record for record, _ in shared.most_common()]
        found[each] = [one for kind in kinds for one in _of_kind(order, kind)[:most]]
    return found


def _of_kind(records: Sequence[Record], kind: str) -> list[Record]:
    return [record for record in records if (record[0] == "review") == (kind == "review")]


def _newest_of_each_key(keys: Sequence[int], most: int, kinds: tuple[str, ...]) -> Sequence[Any]:
    """The newest records of each key and kind: it reads no more than it gives."""
    if not keys:
        return []
    of_kind = _on_sqlite if db.engine.dialect.name == "sqlite" else _on_postgresql
    rows = db.session.execute(union_all(*(of_kind(kind, keys, most) for kind in kinds)))
    return sorted(rows, key=lambda row: (row.key, -row.id))


def _on_postgresql(kind: str, keys: Sequence[int], most: int) -> Select[Any]:
    values = func.unnest(literal(keys, ARRAY(BigInteger)))
    wanted = values.table_valued("value", name="wanted").render_derived()
    newest = _of_key(_KEYS, wanted.c.value, kind, most).lateral()
    return select(*(newest.c[name] for name in _READ)).select_from(wanted).join(newest, true())


def _on_sqlite(kind: str, keys: Sequence[int], most: int) -> Select[Any]:
    wanted = func.json_each(json.dumps(keys)).table_valued("value", name="wanted")
    of_key = _of_key(_KEYS.alias(), wanted.c.value, kind, most)
    newest = of_key.with_only_columns(of_key.selected_columns.id).correlate(wanted)
    kept = select(*(_KEYS.c[name] for name in _READ))
    return kept.select_from(wanted).join(_KEYS, _KEYS.c.id.in_(newest))


def _of_key(keys: FromClause, wanted: ColumnElement[Any], kind: str, most: int) -> Select[Any]:
    number = keys.c.review_id if kind == "review" else keys.c.request_id
    which = [keys.c.key == wanted, number.is_not(None)]
    if kind == WAITING:
        which.append(exists().where(Request.id == number, *IS_WAITING).correlate(keys))
    return (
        select(*(keys.c[name] for name in _READ))
        .where(*which)
        .order_by(keys.c.id.desc())
        .limit(most)
    )
