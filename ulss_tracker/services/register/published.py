"""The case update the office publishes: its own ten columns, initials only, restrictions obeyed.

A review is left out until everyone who must be told of its outcome has been: victims come before
any publicity.
"""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker.models import (
    Case,
    RestrictionKind,
    Review,
    Sentence,
    Telling,
    TellingState,
    db,
)
from ulss_tracker.scheme.offences import UnknownOffence, load_catalogue
from ulss_tracker.services import restrictions
from ulss_tracker.services.register.exporting import OUTCOME_WORDS
from ulss_tracker.services.register.sheet import Column
from ulss_tracker.services.spreadsheets import Sheet

_AT_ONCE = 500
_NOTHING = "N/A"


def update() -> Sheet:
    """Every review but those of sealed cases, as the office publishes them, oldest first."""
    heading = [column.heading for column in Column]
    return Sheet("Case update", heading, [line(review) for review in _reviews()])


def line(review: Review) -> list[str]:
    """One review's ten cells: nothing that names the offender, nor anybody else."""
    sentences = review.sentences
    days = sorted({each.sentenced_on for each in sentences})
    outcome = OUTCOME_WORDS[review.outcome] if review.outcome else "Under Consideration"
    return [
        review.case.reference,
        initials(review),
        review.case.court_text,
        "; ".join(day.strftime("%d/%m/%Y") for day in days),
        "; ".join(dict.fromkeys(_offences(sentences))),
        "Complete" if review.outcome else "In Progress",
        outcome,
        _NOTHING,
        "; ".join(each.text for each in sentences),
        _NOTHING,
    ]


def initials(review: Review) -> str:
    """The offender's initials; none where a restriction keeps even those back."""
    name = restrictions.public_name(review)
    if name == restrictions.WITHHELD:
        return ""
    return "".join(part[0] for part in name.replace(".", " ").split()).upper()


def _offences(sentences: list[Sentence]) -> Iterator[str]:
    for sentence in sentences:
        for conviction in sentence.convictions:
            try:
                known = conviction.offence_id and load_catalogue().get(conviction.offence_id)
            except UnknownOffence:
                known = None
            yield known.title if known else conviction.text


def _is_untold() -> ColumnElement[bool]:
    """Whether somebody must still be told of the review."""
    return exists().where(
        Telling.review_id == Review.id,
        Telling.state == TellingState.TO_TELL,
        Telling.superseded_at.is_(None),
    )


def _is_sealed(review: Review) -> bool:
    return any(flag.kind is RestrictionKind.SEALED for flag in restrictions.flags(review))


def _reviews() -> Iterator[Review]:
    last = 0
    while True:
        query = (
            select(Review)
            .where(Review.id > last, ~_is_untold())
            .options(
                joinedload(Review.case).selectinload(Case.restrictions),
                selectinload(Review.sentences).selectinload(Sentence.convictions),
            )
            .order_by(Review.id)
            .limit(_AT_ONCE)
        )
        found = list(db.session.scalars(query))
        if not found:
            return
        yield from (review for review in found if not _is_sealed(review))
        last = found[-1].id
