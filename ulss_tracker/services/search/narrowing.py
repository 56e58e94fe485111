"""The filter “Words” of a list: its rows by any words that the search finds them by.

An offender's or a writer's name, an offence, a court, a reference, a telephone number, an email
address or a writer's own reference, each however written. docs/search.md says what is kept of a
record. Contacts are found by those of the office alone (protection/contacts.py).
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute

from ulss_tracker.models import Review, SearchEntry
from ulss_tracker.services.core.table import Filter, FilterKind
from ulss_tracker.services.search import backends
from ulss_tracker.services.search.words import as_contact, fold

Written = ColumnElement[str] | InstrumentedAttribute[str]
_OF_ITS_CASE = SearchEntry.case_id == Review.case_id, SearchEntry.request_id.is_not(None)
_FOUND = {
    "case": [select(SearchEntry.case_id)],
    "request": [select(SearchEntry.request_id)],
    # A review also by whoever asked for it: looked for once, and not for each row of the list.
    "review": [
        select(SearchEntry.review_id),
        select(Review.id).where(*_OF_ITS_CASE).correlate(None),
    ],
}
"""The numbers of the records of each kind that an entry of the search is of."""


def by_words(own: Written | None = None, **numbers: InstrumentedAttribute[Any]) -> Filter:
    """The filter of a list whose `numbers` are columns with the record that a row is of, by kind.

    A row is found too that has every word in its `own` text.
    """
    return Filter("search", "Words", partial(_have, numbers, own), kind=FilterKind.SEARCHED)


def _have(
    numbers: Mapping[str, InstrumentedAttribute[Any]], own: Written | None, words: str
) -> ColumnElement[bool]:
    """Whether a row's record, or the row itself, has every one of these words."""
    folded = fold(words)
    if not folded:
        return false()
    look = backends.said(folded, *([mark] for mark in as_contact(words)))
    has_words = text(look.where).bindparams(**look.values)
    ways: list[ColumnElement[bool]] = [
        number.in_(query.where(has_words))
        for kind, number in numbers.items()
        for query in _FOUND[kind]
    ]
    if own is not None:
        written, every = func.lower(own), words.lower().split()
        ways.append(and_(*(written.contains(word, autoescape=True) for word in every)))
    return or_(*ways)
