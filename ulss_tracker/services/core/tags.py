"""Tags of the office's own: typed once, then offered while anything that runs has them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select

from ulss_tracker.models import Deadline, Request, Review, Tag, db
from ulss_tracker.services.core.table import Filter

OF_ROW = select(Tag.name).where(Tag.id == Deadline.tag_id).scalar_subquery()
"""The words of a row's tag, where `Deadline` is read."""


def names() -> Sequence[tuple[int, str]]:
    """The id and the words of every tag that something running has, by its words."""
    has_it = select(Deadline.id).where(Deadline.tag_id == Tag.id, Deadline.ended_at.is_(None))
    query = select(Tag.id, Tag.name).where(has_it.exists()).order_by(Tag.name)
    return [(number, name) for number, name in db.session.execute(query)]


def named(name: str) -> Tag | None:
    """The tag of these words, however written, made where there is none; None of no words."""
    if not name:
        return None
    tag = db.session.scalar(select(Tag).where(func.lower(Tag.name) == name.lower()))
    if tag is None:
        tag = Tag(name=name)
        db.session.add(tag)
    return tag


def _have(tag: int) -> ColumnElement[bool]:
    """Whether the review or the request of a row has this tag."""
    reviews, requests = (
        select(number).where(Deadline.tag_id == tag)
        for number in (Deadline.review_id, Deadline.request_id)
    )
    return or_(Review.id.in_(reviews), Request.id.in_(requests))


FILTER = Filter("tag", "Tag", Deadline.tag_id, names, "Any tag", int)
"""Of a list that reads `Deadline`."""

OF_MATTERS = Filter("tag", "Tag", _have, names, "Any tag", int)
"""Of a list that reads `Review` and `Request`."""
