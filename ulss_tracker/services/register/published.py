"""The case update the office publishes: its own ten columns, initials only, restrictions obeyed.

A review is left out until everyone who must be told of its outcome has been: victims come before
any publicity. Words that a person typed may name somebody. So where reporting is restricted only
words that the tracker read to the last are published, and nowhere words that name the offender or
somebody who asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker.models import (
    Case,
    Notification,
    NotificationState,
    RegisterRow,
    Request,
    RestrictionKind,
    Review,
    Sentence,
    db,
)
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.reading.sentence_words import read_sentence
from ulss_tracker.scheme.workflow.notifying import About
from ulss_tracker.scheme.workflow.stages import VOID
from ulss_tracker.services.cases.cases import NAME_NOT_KNOWN
from ulss_tracker.services.protection import flags, restrictions
from ulss_tracker.services.protection.named_words import named_in, words_of_names
from ulss_tracker.services.register import at_court
from ulss_tracker.services.register.cells import initials_of, is_empty, is_placeholder, simple
from ulss_tracker.services.register.dates import read_dates
from ulss_tracker.services.register.exporting import cells_now, outcome_words, status_words
from ulss_tracker.services.register.list_row import ListRow
from ulss_tracker.services.register.sheet import Column

WITHHELD = "Withheld: reporting is restricted, or the words name somebody"
_AT_ONCE = 500
_OUR_OWN = frozenset({"unchanged", "sentence unchanged", "leave refused"})


def count() -> int:
    """How many reviews there are to publish, those of sealed cases among them."""
    return db.session.scalar(select(func.count(Review.id)).where(*_PUBLISHED)) or 0


def lines_after(key: int) -> list[ListRow]:
    """The rows of some hundreds of reviews, oldest first; those of sealed cases have no cells."""
    reviews = list(db.session.scalars(_reviews().where(Review.id > key).limit(_AT_ONCE)))
    written = _written([review.id for review in reviews])
    return [
        ListRow(review.id, review.id, _cells(review, written.get(review.id))) for review in reviews
    ]


def lines_of(review_ids: Iterable[int]) -> dict[int, list[str]]:
    """The cells of those of these reviews that are to be published."""
    reviews = list(db.session.scalars(_reviews().where(Review.id.in_(review_ids))))
    written = _written([review.id for review in reviews])
    return {review.id: _cells(review, written.get(review.id)) for review in reviews}


def _cells(review: Review, written: Mapping[Column, str] | None) -> list[str]:
    return [] if _is_sealed(review) else _line(review, written)


def _line(review: Review, written: Mapping[Column, str] | None) -> list[str]:
    """One review's ten cells: nothing that names the offender, nor anybody else.

    `written` are the cells of one that came with the old register, as they should read today.
    """
    sentences = review.sentences
    days = sorted({sentence.sentenced_on for sentence in sentences})
    names = _names(review)
    is_restricted = bool(flags.of(review))

    def said(words: Iterable[str]) -> str:
        return "; ".join(
            word if _may_be_said(word, names, is_restricted) else WITHHELD
            for word in dict.fromkeys(words)
        )

    hearing, revised = at_court.hearing_words(review), at_court.revised_words(review)
    if written is not None:
        hearing, revised = written[Column.HEARING].strip(), written[Column.REVISED].strip()
    return [
        review.case.reference,
        initials(review, written),
        said([review.case.court_text]) if review.case.court_id is None else review.case.court_text,
        "; ".join(day.strftime("%d/%m/%Y") for day in days),
        "; ".join(dict.fromkeys(_offences(sentences, said))),
        status_words(review),
        outcome_words(review),
        said([hearing]),
        said(sentence.text for sentence in sentences),
        said([revised]),
    ]


def initials(review: Review, written: Mapping[Column, str] | None = None) -> str:
    """The offender's initials; none where a restriction keeps even those back.

    Those of the old register are as it has them, placeholders too.
    """
    name = restrictions.public_name(review)
    if name == restrictions.WITHHELD:
        return ""
    if written is not None:
        said = " ".join(written[Column.INITIALS].split())
        return said if is_placeholder(said) else initials_of(said)
    if review.offender_name == NAME_NOT_KNOWN:
        return ""
    return "".join(part[0] for part in name.replace(".", " ").split()).upper()


def _may_be_said(words: str, names: frozenset[str], is_restricted: bool) -> bool:
    """Whether words that a person typed may be published."""
    if named_in(words, names):
        return False
    return not is_restricted or _is_read_to_the_last(words)


def _is_read_to_the_last(words: str) -> bool:
    """Whether every word is one that the tracker knows: nobody's name is among those."""
    if is_empty(words) or simple(words) in _OUR_OWN or not read_sentence(words).unread:
        return True
    days = read_dates(words)
    return bool(days.dates) and not days.unread


def _names(review: Review) -> frozenset[str]:
    """The words of every name in the case: the offenders', and those of whoever asked."""
    named = [each.offender_name for each in review.case.reviews]
    named += [request.requester_name for request in review.case.requests]
    return words_of_names(name for name in named if name != NAME_NOT_KNOWN)


def _offences(sentences: Sequence[Sentence], said: Callable[[Iterable[str]], str]) -> Iterator[str]:
    """The offences by the catalogue's own titles; one it does not have by its words."""
    for sentence in sentences:
        for conviction in sentence.convictions:
            known = find_offence(conviction.offence_id)
            yield known.title if known else said([conviction.text])


def _is_untold() -> ColumnElement[bool]:
    """Whether somebody must still be told of the review, as far as it has come."""
    return exists().where(
        Notification.review_id == Review.id,
        Notification.about != About.APPEAL_TIME_OVER,  # it comes when all else is public
        Notification.state == NotificationState.TO_TELL,
        Notification.superseded_at.is_(None),
    )


def _is_work() -> ColumnElement[bool]:
    """Whether the case was neither opened by mistake nor joined to another."""
    return or_(Review.outcome.is_(None), Review.outcome.not_in(VOID))


def _is_sealed(review: Review) -> bool:
    return any(flag.kind is RestrictionKind.SEALED for flag in flags.of(review))


def _reviews() -> Select[Any]:
    return (
        select(Review)
        .where(*_PUBLISHED)
        .options(
            joinedload(Review.case).selectinload(Case.restrictions),
            joinedload(Review.case).selectinload(Case.reviews),
            joinedload(Review.case).selectinload(Case.requests).load_only(Request.requester_name),
            selectinload(Review.sentences).selectinload(Sentence.convictions),
            selectinload(Review.hearings),
            selectinload(Review.court_decisions),
        )
        .order_by(Review.id)
    )


def _written(review_ids: Sequence[int]) -> dict[int, dict[Column, str]]:
    """The cells of those reviews that came with the old register, as they should read today."""
    rows = db.session.scalars(select(RegisterRow).where(RegisterRow.review_id.in_(review_ids)))
    return {row.review_id: cells_now(row) for row in rows}


_PUBLISHED = (~_is_untold(), _is_work())
