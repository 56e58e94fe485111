"""A supervisor's answer over the rules', and the second supervisor's signature."""

from werkzeug.wrappers import Response
from wtforms import ValidationError

from ulss_tracker.errors import Refused
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.services.assessment import overrides
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import preconditions
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    CheckboxField,
    Choice,
    NoteField,
    RadiosField,
    TextAreaField,
    VersionedForm,
)


class OverrideForm(VersionedForm):
    """A supervisor's verdict over the rules'."""

    verdict = RadiosField(
        "What is the right answer?", required="Choose the right answer", coerce=Verdict
    )
    is_out_of_time = CheckboxField(
        "It is also out of time",
        hint="Only where the time limit has certainly passed. The last day itself does not move.",
    )
    reason = TextAreaField("Why?", required="Enter the reason for overriding the assessment")


class SignForm(VersionedForm):
    """A second supervisor's answer to an override."""

    agrees = RadiosField(
        "Do you agree?",
        required="Choose whether you agree",
        choices=[
            Choice("yes", "Yes: I sign it", hint="The review can then be ended on this answer"),
            Choice("no", "No", hint="The rules’ own answer goes on standing"),
        ],
    )
    note = NoteField("Note", optional=True, hint="Say why, if you do not agree")

    def validate_note(self, field: NoteField) -> None:
        """Whoever does not agree says why."""
        if self.agrees.data == "no" and not field.data:
            raise ValidationError("Enter why you do not agree")


@blueprint.form("/reviews/<int:review_id>/override", may=Permission.OVERRIDE_ASSESSMENT)
def override(review_id: int) -> str | Response:
    """A supervisor's own answer over the rules', with the reason."""
    review = cases.get_review(review_id)
    preconditions.check_open(review)
    form = OverrideForm(version=review.version)
    if form.validate_on_submit():
        overrides.override(
            review,
            form.verdict.data,
            form.reason.data,
            staff(),
            version=form.seen_version,
            time_verdict=TimeVerdict.OUT_OF_TIME if form.is_out_of_time.data else None,
        )
        to_sign = "Your answer is recorded. It counts once another supervisor has signed it"
        return done(to_sign if review.override_to_sign else "The assessment was overridden", review)
    return review_page("casework/assessment/override.html", review, form=form)


@blueprint.form("/reviews/<int:review_id>/override/sign", may=Permission.OVERRIDE_ASSESSMENT)
def sign_override(review_id: int) -> str | Response:
    """The second supervisor reads the override and its reason, and signs it or does not."""
    review = cases.get_review(review_id)
    preconditions.check_open(review)
    if why_not := overrides.why_not_sign(review, staff()):
        raise Refused(why_not)
    form = SignForm(version=review.version)
    if form.validate_on_submit():
        agrees = form.agrees.data == "yes"
        overrides.sign(review, agrees, form.note.data, staff(), version=form.seen_version)
        return done("Signed" if agrees else "Recorded that you do not agree", review)
    return review_page(
        "casework/assessment/sign-override.html", review, form=form, waiting=review.override_to_sign
    )
