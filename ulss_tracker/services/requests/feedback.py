"""Opinions of the service: kept apart from every request, with no way back to who gave them."""

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Ease, Feedback, db
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.unit_of_work import transaction

ORDERINGS = (Ordering("given", Feedback.given_on),)


def give(ease: Ease | None, words: str, *, language: str) -> None:
    """Keep what somebody thinks of the service, by its day alone. Raises `Refused` for nothing."""
    if ease is None and not words.strip():
        raise Refused("Choose how easy it was, or write what you think")
    with transaction():
        db.session.add(
            Feedback(given_on=clock.today(), ease=ease, words=words.strip(), language=language)
        )


def page(
    by: Ordering = ORDERINGS[0],
    *,
    descending: bool = True,
    after: str | None = None,
    ease: Ease | None = None,
) -> Rows[Feedback]:
    """A page of what people think, the newest day first unless asked otherwise."""
    query = select(Feedback)
    if ease is not None:
        query = query.where(Feedback.ease == ease)
    return paging.rows(query, by, descending=descending, after=after)
