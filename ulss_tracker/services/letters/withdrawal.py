"""The notice of withdrawal: CrimPR r.41.5, to the Registrar and the defendant.

Before any hearing the application is withdrawn by this notice alone; at a hearing only the court
can permit it, so the notice says that it is given before one.
"""

from ulss_tracker.clock import day_of
from ulss_tracker.models import FilingKind, Review
from ulss_tracker.services.letters import facts
from ulss_tracker.services.letters.letterhead import head_of
from ulss_tracker.services.letters.subject import LetterSubject
from ulss_tracker.services.letters.values import Place, Prepared, Spot, WithdrawalNotice


def prepare(subject: LetterSubject) -> Prepared:
    """The notice's values as far as they are recorded, and the facts still missing."""
    gaps = facts.Gaps()
    review = subject.the_review
    values = WithdrawalNotice(
        **head_of(subject),
        case_number=facts.case_number_of(review, gaps),
        defendant=facts.offender_of(review, gaps),
        address=facts.address_for_service_of(review, gaps),
        court=facts.court_of(review, gaps),
        sentenced_on=gaps.need(
            facts.sentenced_on(review), "The date of sentence", Spot(Place.SENTENCE)
        ),
        filed_on=gaps.need(
            filed_on(review), "The day the application reached the Registrar", Spot(Place.COURT)
        ),
        answered_on=facts.day_in_words(facts.answered_on(review)),
    )
    return gaps.in_letter(values)


def filed_on(review: Review, language: str = "en") -> str:
    """The day the application last reached the Registrar, or nothing."""
    days = [day_of(filing.at) for filing in review.filings if filing.kind is FilingKind.FILING]
    return facts.day_in_words(max(days, default=None), language)
