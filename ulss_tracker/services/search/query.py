"""The search box: people by name however half remembered, and records by any word in them.

Four looks, at most, whatever there is to find: names as typed or as they sound; any words; and
(when no name was near) names with slips in them, a word alone closely before. A number, an address
or a reference is looked for by itself beside.
What they bring is ranked here, the nearest name first. `backends.py` says how each database is
asked; `index.py` keeps what is looked in.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA
from sqlalchemy import ColumnElement, select, text

from ulss_tracker import clock
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import AuditEntry, Case, Request, Review, SearchEntry, User, db
from ulss_tracker.scheme.courts.courts import find_court
from ulss_tracker.scheme.workflow.stages import ENDINGS, Outcome, State
from ulss_tracker.services.core import redirects, references
from ulss_tracker.services.core.paging import Ordering
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, FilterKind, Table
from ulss_tracker.services.matching.word_similarity import fit
from ulss_tracker.services.search import backends, records
from ulss_tracker.services.search.records import Record
from ulss_tracker.services.search.words import CONTACT, as_contact, fold, heard_as

PAGE = 25
MOST = 200
"""How many one look brings; a search that finds more must be narrowed."""

_JUST_NOW = timedelta(minutes=1)
_MOST_WORDS = 8
_CLOSE = 0.9
_NEAR = 0.62
_WORDS_ONLY = 0.89
"""Every word of it is there: above a name that only resembles them, below one that is near."""
_AT_THE_COURT = 0.005
"""More where a word names the court itself, which others may only mention."""
_BEGUN = 0.95
_BESIDE = 0.01
_REQUEST_REFERENCE = re.compile(r"\s*req\W*([a-z0-9]{4})\W*([a-z0-9]{4})\s*", re.IGNORECASE)


class SearchKind(LabelledEnum):
    """The kind of record looked for."""

    REVIEW = "review", "Offenders in cases"
    REQUEST = "request", "Requests"


def _is_of_kind(kind: SearchKind) -> ColumnElement[bool]:
    is_review = kind is SearchKind.REVIEW
    return (SearchEntry.review_id if is_review else SearchEntry.request_id).is_not(None)


def _is_of_review(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Review.id).where(Review.id == SearchEntry.review_id, which).exists()


TABLE = Table(
    title="Search results",
    columns=(
        Column("offender", "Offender"),
        Column("what", "What"),
        Column("court", "Court"),
        Column("stage", "Stage"),
        Column("date", "Date"),
    ),
    filters=(
        Filter("kind", "What", _is_of_kind, SearchKind, "Everything"),
        Filter(
            "state",
            "Stage of the review",
            lambda state: _is_of_review(Review.state == state),
            State,
            "Any",
        ),
        Filter(
            "outcome",
            "Outcome",
            lambda outcome: _is_of_review(Review.outcome == outcome),
            ENDINGS,
            "Any",
            Outcome,
        ),
        Filter("court", "Court", SearchEntry.court_id),
        Filter(
            "sentenced_from",
            "Sentenced on or after",
            lambda day: SearchEntry.sentenced_on >= day,
            kind=FilterKind.DAY,
        ),
        Filter(
            "sentenced_to",
            "Sentenced on or before",
            lambda day: SearchEntry.sentenced_on <= day,
            kind=FilterKind.DAY,
        ),
    ),
    orders=(Ordering("nearest", SearchEntry.id),),
    default="nearest",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that was found; `closeness` is 1 for the very name."""

    entry_id: int
    review_id: int | None
    request_id: int | None
    closeness: float


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The results of a search, the nearest first. `is_cut`: there is more than could be ranked.

    `count` is how much it brought, where only the first of it is in `hits`.
    """

    hits: Sequence[Hit]
    is_cut: bool
    count: int

    def first(self) -> list[list[int | float | None]]:
        """The hits of the first page, as the audit keeps them."""
        return [
            [hit.entry_id, hit.review_id, hit.request_id, hit.closeness] for hit in self.hits[:PAGE]
        ]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of what was found, as records, and the key that the next page starts after."""

    records: Sequence[Record]
    after: str | None
    count: int
    is_cut: bool


def of_reference(words: str) -> Case | Request | None:
    """The one record whose reference was typed, however it was typed; None for anything else.

    The reference of a case that was joined to another leads to the one that remains.
    """
    reference = case_reference(words)
    if reference:
        case = db.session.scalar(select(Case).where(Case.reference == reference))
        return redirects.remaining_of(case) if case else None
    request = _REQUEST_REFERENCE.fullmatch(words)
    if request:
        reference = f"REQ-{request[1]}-{request[2]}".upper()
        return db.session.scalar(select(Request).where(Request.reference == reference))
    return None


def case_reference(words: str) -> str:
    """The reference of a case that was typed, as it is kept; empty for anything else."""
    return references.case_reference(references.CASE.fullmatch(words.strip()))


def find(
    words: str, filters: Mapping[str, Any] = NO_FILTERS, *, with_contacts: bool = False
) -> SearchResults:
    """Everything that fits the words, the nearest first; nothing for a single letter.

    `with_contacts`: also by a telephone number, an email address or a writer's own reference, for
    those to whom these are shown.
    """
    asked = tuple(word for word in fold(words)[:_MOST_WORDS] if not word.startswith(CONTACT))
    if not any(len(word) > 1 for word in asked):
        return SearchResults((), is_cut=False, count=0)
    sounds = [heard_as(word) for word in asked]
    named = _rows(backends.named(asked, sounds), filters)
    rows = _rows(backends.said(asked), filters)
    hits = {row.id: _hit(row, asked) for row in named}
    if not any(hit.closeness >= _CLOSE for hit in hits.values()):
        for row, hit in _misspelt(asked, filters):
            hits.setdefault(row.id, hit)
    for row in _of_contact(words, filters) if with_contacts else ():
        hits[row.id] = Hit(row.id, row.review_id, row.request_id, 1.0)
    for row in rows:
        closeness = _WORDS_ONLY + (_AT_THE_COURT if _is_at(row.court_id, asked) else 0)
        hits.setdefault(row.id, Hit(row.id, row.review_id, row.request_id, closeness))
    newest = {row.id: row.at for row in (*named, *rows)}
    ranked = sorted(
        hits.values(),
        key=lambda hit: (
            -hit.closeness,
            hit.review_id is None,
            -newest[hit.entry_id].timestamp() if hit.entry_id in newest else 0.0,
            hit.entry_id,
        ),
    )
    return SearchResults(ranked, is_cut=MOST in (len(named), len(rows)), count=len(ranked))


def just_found(entry: AuditEntry, reader: User) -> SearchResults | None:
    """Return this search's results to whoever made it within the last minute; else None.

    Its first page alone is kept, and only while nothing can have been cut off.
    """
    if entry.by_id != reader.id or entry.hits is None or clock.now() - entry.at > _JUST_NOW:
        return None
    count = entry.found or 0
    if count >= MOST:
        return None
    return SearchResults([Hit(*hit) for hit in entry.hits], is_cut=False, count=count)


def page(found: SearchResults, after: str | None = None) -> Page:
    """The records of a page of `found`; `after` is the last page's key."""
    places = {str(hit.entry_id): place for place, hit in enumerate(found.hits)}
    start = places[after] + 1 if after in places else 0
    shown = found.hits[start : start + PAGE]
    reviews, asked = records.read(
        [hit.review_id for hit in shown if hit.review_id is not None],
        [hit.request_id for hit in shown if hit.request_id is not None],
    )
    found_now = [reviews.get(hit.review_id) or asked.get(hit.request_id) for hit in shown]
    is_last = start + PAGE >= found.count
    return Page(
        records=[record for record in found_now if record is not None],
        after=None if is_last or not shown else str(shown[-1].entry_id),
        count=found.count,
        is_cut=found.is_cut,
    )


def _of_contact(words: str, filters: Mapping[str, Any]) -> list[Any]:
    """The rows with a contact or a reference that was typed, or that begins as typed."""
    marks = [[mark] for mark in as_contact(words)]
    return list(_rows(backends.said(*marks), filters)) if marks else []


def _misspelt(asked: Sequence[str], filters: Mapping[str, Any]) -> list[tuple[Any, Hit]]:
    """Search for misspelt words. A word alone is looked for closely first: mostly it is found."""
    found: list[tuple[Any, Hit]] = []
    for closely in (True, False) if len(asked) == 1 else (False,):
        look = backends.misspelt(asked, closely=closely)
        rows = _rows(look, filters) if look else ()
        found = [(row, hit) for row in rows if (hit := _hit(row, asked)).closeness >= _NEAR]
        if found:
            break
    return found


def _rows(look: backends.Backend, filters: Mapping[str, Any]) -> Sequence[Any]:
    """The entries that one look brings, `MOST` of them at most."""
    query = select(
        SearchEntry.id,
        SearchEntry.review_id,
        SearchEntry.request_id,
        SearchEntry.names,
        SearchEntry.court_id,
        SearchEntry.at,
    )
    first = (text(look.first),) if look.first else ()
    query = query.where(text(look.where), *TABLE.conditions(filters))
    query = query.order_by(*first, *backends.newest()).limit(MOST)
    return db.session.execute(query, look.values).all()


@lru_cache(maxsize=10_000)
def _is_at(court_id: str | None, asked: tuple[str, ...]) -> bool:
    """Whether a word that was typed names this court."""
    court = find_court(court_id)
    return court is not None and not set(fold(court.name)).isdisjoint(asked)


def _hit(row: Any, asked: Sequence[str]) -> Hit:
    lines = row.names.split("\n")
    closeness = max((_closeness(asked, line.split()) for line in lines), default=0.0)
    return Hit(row.id, row.review_id, row.request_id, closeness)


def _closeness(asked: Sequence[str], name: Sequence[str]) -> float:
    """How near one person's name is to what was typed: each word's best, and no word beside."""
    if not name:
        return 0.0
    best = [_word(word, name) for word in asked]
    beside = max(0, len(name) - len(asked))
    return round(sum(best) / len(best) - _BESIDE * min(beside, 3), 3)


def _word(word: str, name: Sequence[str]) -> float:
    if word in name:
        return 1.0
    if len(word) > 1 and any(each.startswith(word) for each in name):
        return _BEGUN
    return max(_fits(word, each) for each in name)


@lru_cache(maxsize=100_000)
def _fits(word: str, other: str) -> float:
    """How well two words fit: as the matching of names has it, or letter by letter."""
    return max(fit(word, other).share, OSA.normalized_similarity(word, other))
