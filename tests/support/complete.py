"""A review to be filed with every fact that its letters need."""

from datetime import date

from tests.support import build
from ulss_tracker.models import Plea, Review
from ulss_tracker.services.cases import cases, convictions
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import applications
from ulss_tracker.services.referral.applications import Prepared

WRITTEN = {
    "facts": "He took a telephone at knifepoint.",
    "aggravating": "A knife was shown.",
    "mitigating": "None",
    "why_lenient": "The starting point was too low.",
    "authorities": "None",
    "document_links": "Remarks: https://example.org/remarks",
}


@transaction()
def complete(name: str = "John Archer") -> Review:
    """A review to be filed, with every fact the letters need."""
    review = build.review_to_file(offender_name=name)
    by = build.user()
    cases.change_court(
        review.case,
        court_id="leeds",
        court_text="Leeds Crown Court",
        number="T20267001",
        by=by,
        version=review.case.version,
    )
    offender = cases.Offender(name=name, born_on=date(1990, 2, 28), address="HMP Leeds")
    cases.change_offender(review, offender, by, review.version)
    conviction = review.sentences[0].convictions[0]
    convictions.change_conviction(review, conviction, Plea.VERDICT, None, by, review.version)
    applications.prepare(review, Prepared(**WRITTEN), by, version=review.version)
    return review
