"""The two-person lock on a review's pages: how it stands, and opening it with a reason."""

from werkzeug.wrappers import Response

from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assessment import two_keys
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.referral import lock_openings
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import TextAreaField, VersionedForm


class OpenLockForm(VersionedForm):
    """Why the facts cannot be verified in time."""

    reason = TextAreaField(
        "Why can nobody verify the facts in time?",
        required="Enter the reason: why nobody can verify the facts in time",
        hint="For example: the court’s office is shut, and the CPS does not answer",
        max_length=5000,
        rows=4,
    )


@blueprint.form("/reviews/<int:review_id>/lock", may=Permission.WORK_CASES)
def open_lock(review_id: int) -> str | Response:
    """Open the two-person lock as the end comes near; a supervisor looks at it the next day."""
    review = cases.get_review(review_id)
    preconditions.check_open(review)
    keys = two_keys.of_review(review)
    if why_not := lock_openings.why_not_open(staff(), keys):
        raise (NotAllowed if keys.may_be_opened else Refused)(why_not)
    form = OpenLockForm(version=review.version)
    if form.validate_on_submit():
        lock_openings.open_lock(review, form.reason.data, staff(), version=form.seen_version)
        return done("The lock is open. A supervisor looks at it by the next working day.", review)
    return review_page("casework/assessment/open-lock.html", review, form=form, keys=keys)
