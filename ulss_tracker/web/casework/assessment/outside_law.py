"""A sentence outside what the law allows: saying that it is dealt with."""

from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assessment import outside_law
from ulss_tracker.services.cases import cases, sentences
from ulss_tracker.services.core import preconditions
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import TextAreaField, VersionedForm


class DealWithForm(VersionedForm):
    """How a sentence outside the law is dealt with."""

    how = TextAreaField(
        "How is it dealt with?",
        required="Enter how it is dealt with",
        hint="For example: the CPS asked the Crown Court to vary it on 3 March, or the conviction "
        "was burglary and is now recorded",
        max_length=5000,
        rows=4,
    )


@blueprint.form(
    "/reviews/<int:review_id>/sentences/<int:sentence_id>/outside-law", may=Permission.WORK_CASES
)
def deal_with_outside_law(review_id: int, sentence_id: int) -> str | Response:
    """Say that a sentence outside what the law allows is dealt with, and how."""
    review = cases.get_review(review_id)
    preconditions.check_case_open(review.case)
    sentence = sentences.find_sentence(review, sentence_id)
    record = sentence.outside_law
    if record is None or record.dealt_with_at is not None:
        raise Refused("There is nothing to deal with: this sentence is not outside the law")
    form = DealWithForm(version=review.version)
    if form.validate_on_submit():
        outside_law.deal_with(sentence, form.how.data, staff(), version=form.seen_version)
        return done("It is recorded how this is dealt with", review)
    return review_page("casework/assessment/outside-law.html", review, form=form, record=record)
