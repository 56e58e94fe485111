"""How often the office itself found a label in the scheme: to order work, never to decide.

Counted are the reviews that ended with the office's own answer: not in the scheme, or any ending
that only a sentence in the scheme can have. Late and withdrawn requests say nothing of it. A review
with offences of several labels is left out, because one of them may have brought it in.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, case, distinct, exists, func, or_, select
from sqlalchemy.orm import aliased

from ulss_tracker.models import Conviction, Origin, Review, Sentence, db
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.protection.access_filter import reading_as_office

_FOUND_IN = frozenset(
    {Outcome.NOT_REFERRED, Outcome.LEAVE_REFUSED, Outcome.UNCHANGED, Outcome.INCREASED}
)
_DECIDED = _FOUND_IN | {Outcome.NOT_IN_SCHEME}
_Label = tuple[str | None, str]
"""The offence of the catalogue, or the words where it has none of them."""


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How often a label was in the scheme: of the office's own reviews, and of the old register."""

    label: str
    own_in: int
    own: int
    register_in: int
    register: int

    @property
    def words(self) -> str:
        """The numbers in a sentence."""
        return (
            f"{self.label}: the office found it in the scheme {self.own_in + self.register_in} of "
            f"{self.own + self.register} times (its own decisions {self.own_in} of {self.own}, the "
            f"old register {self.register_in} of {self.register})."
        )


def of_review(review: Review) -> list[LabelCount]:
    """The counts for each label of the review's offences, itself left out; one query."""
    labels = {
        _label(conviction.offence_id, conviction.text): conviction
        for sentence in review.sentences
        for conviction in sentence.convictions
    }
    if not labels:
        return []
    counted = _count(labels, review.id)
    counts = []
    for (offence_id, text), conviction in labels.items():
        title = load_catalogue().get(offence_id).title if offence_id else conviction.text
        numbers = []
        for origin in (Origin.OFFICE, Origin.IMPORTED):
            number_in = counted[(offence_id, text), origin, True]
            numbers += [number_in, number_in + counted[(offence_id, text), origin, False]]
        counts.append(LabelCount(title, *numbers))
    return [count for count in counts if count.own + count.register]


def convictions_of(offence_ids: Collection[str]) -> Mapping[str, int]:
    """How many offences were ever recorded under each of these rows of the catalogue."""
    query = (
        select(Conviction.offence_id, func.count(Conviction.id))
        .where(Conviction.offence_id.in_(offence_ids))
        .group_by(Conviction.offence_id)
    )
    with reading_as_office():
        return {str(offence_id): number for offence_id, number in db.session.execute(query)}


def _label(offence_id: str | None, text: str) -> _Label:
    return (offence_id, "") if offence_id else (None, text)


def _count(labels: Collection[_Label], without: int) -> Counter[tuple[_Label, Origin, bool]]:
    """How many reviews ended in or out, by label and origin."""
    other_sentence, other = aliased(Sentence), aliased(Conviction)
    has_another = exists().where(
        other_sentence.review_id == Review.id,
        other.sentence_id == other_sentence.id,
        or_(
            func.coalesce(other.offence_id, "") != func.coalesce(Conviction.offence_id, ""),
            and_(other.offence_id.is_(None), other.text != Conviction.text),
        ),
    )
    ids = [offence_id for offence_id, _text in labels if offence_id]
    texts = [text for offence_id, text in labels if not offence_id]
    words = case((Conviction.offence_id.is_(None), Conviction.text), else_="")
    query = (
        select(
            Conviction.offence_id,
            words,
            Review.origin,
            Review.outcome,
            func.count(distinct(Review.id)),
        )
        .join(Sentence, Sentence.id == Conviction.sentence_id)
        .join(Review, Review.id == Sentence.review_id)
        .where(
            or_(
                Conviction.offence_id.in_(ids),
                and_(Conviction.offence_id.is_(None), Conviction.text.in_(texts)),
            ),
            Review.outcome.in_(_DECIDED),
            Review.id != without,
            ~has_another,
        )
        .group_by(Conviction.offence_id, words, Review.origin, Review.outcome)
    )
    counted: Counter[tuple[_Label, Origin, bool]] = Counter()
    with reading_as_office():
        for offence_id, text, origin, outcome, number in db.session.execute(query):
            counted[(offence_id, text), origin, outcome in _FOUND_IN] += number
    return counted
