"""Like cases of this office: what it did with sentences for the same offence, in figures and rows.

Labels are coarse, so each keeps its own line and none are added together. Nothing here says what a
court will do.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker.models import Case, Conviction, Review, Sentence, db
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offences import find_offence, load_catalogue
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.core import lead_offence
from ulss_tracker.services.register import at_court, released
from ulss_tracker.services.register.released import PastCase

ON_THE_MERITS = (Outcome.NOT_REFERRED, *at_court.DECIDED)
_REFERRED = (State.REFERRED, State.AT_COURT)
FROM_YEAR = released.TO_YEAR + 1
"""The office's own are those of sentences passed from this year on; the release has the rest."""
_FOR_A_MIDDLE = 4
"""So many increases at least have a middle half."""


@dataclass(frozen=True, slots=True)
class LikeCases:
    """The sentences of one label, or of this office itself, and the figures made of them."""

    title: str
    is_theme: bool
    cases: Sequence[PastCase]

    @property
    def in_order(self) -> Sequence[PastCase]:
        """Those increased first, then the others referred, then the rest."""
        return sorted(
            self.cases,
            key=lambda past: (past.outcome is not Outcome.INCREASED, not past.is_referred),
        )

    @property
    def referred(self) -> Sequence[PastCase]:
        """Those referred to the Court of Appeal."""
        return [past for past in self.cases if past.is_referred]

    @property
    def increased(self) -> Sequence[PastCase]:
        """Those that the court increased."""
        return [past for past in self.cases if past.outcome is Outcome.INCREASED]

    @property
    def made_immediate(self) -> int:
        """How many increased sentences were suspended before, and no longer are."""
        return sum(
            1
            for past in self.increased
            if past.before and past.before.is_suspended
            if past.after and not past.after.is_suspended
        )

    @property
    def increases(self) -> Sequence[int]:
        """By how many months each rose that can be read so, the smallest first."""
        return sorted(past.increase for past in self.increased if past.increase is not None)

    @property
    def median(self) -> float:
        """The increase in the middle, in months."""
        return median(self.increases)

    @property
    def middle_half(self) -> tuple[float, float] | None:
        """Between what the middle half of the increases lies, in months; None for too few."""
        if len(self.increases) < _FOR_A_MIDDLE:
            return None
        lower, _, upper = quantiles(self.increases, n=4, method="inclusive")
        return lower, upper


def of_review(review: Review) -> dict[str, list[LikeCases]]:
    """The like cases for each offence of the review, by its title, the most exact label first.

    The review itself is left out. A sealed case is in no figure and no row of whom it is sealed to.
    """
    offences = dict.fromkeys(
        load_catalogue().latest(offence)
        for conviction in lead_offence.in_order(review)
        if (offence := find_offence(conviction.offence_id))
    )
    own = _own(offences, review)
    return {
        offence.title: [
            LikeCases("", is_theme=False, cases=own[offence.id]),
            *_released(offence.id),
        ]
        for offence in offences
    }


def _released(offence_id: str) -> Iterator[LikeCases]:
    labels = [label for label in released.labels() if offence_id in label.offence_ids]
    for label in sorted(labels, key=lambda label: (label.is_theme, len(label.offence_ids))):
        yield LikeCases("; ".join(label.names), label.is_theme, label.cases)


def _own(offences: Collection[Offence], leaving_out: Review) -> dict[str, list[PastCase]]:
    """The office's own for each of these offences, whenever its row began, the newest first."""
    catalogue = load_catalogue()
    latest_of = {row.id: offence.id for offence in offences for row in catalogue.history(offence)}
    query = (
        select(Review)
        .where(
            Review.id != leaving_out.id,
            or_(Review.outcome.in_(ON_THE_MERITS), Review.state.in_(_REFERRED)),
            Review.sentences.any(
                (Sentence.sentenced_on >= date(FROM_YEAR, 1, 1))
                & Sentence.convictions.any(Conviction.offence_id.in_(latest_of))
            ),
        )
        .options(
            joinedload(Review.case).load_only(Case.reference, Case.court_text),
            selectinload(Review.sentences).selectinload(Sentence.convictions),
            selectinload(Review.court_decisions),
        )
        .order_by(Review.id.desc())
    )
    own: dict[str, list[PastCase]] = {offence.id: [] for offence in offences}
    for review in db.session.scalars(query):
        ids = {conviction.offence_id for conviction in lead_offence.in_order(review)}
        for offence_id in {latest_of[each] for each in ids if each in latest_of}:
            own[offence_id].append(_own_case(review))
    return own


def _own_case(review: Review) -> PastCase:
    decided = review.court_decisions[-1] if review.court_decisions else None
    return PastCase(
        reference=review.case.reference,
        court=review.case.court_text,
        outcome=review.outcome,
        is_referred=review.outcome is not Outcome.NOT_REFERRED,
        original="; ".join(sentence.text for sentence in review.sentences),
        revised=decided.revised_sentence if decided and review.outcome in at_court.DECIDED else "",
        review_id=review.id,
    )
