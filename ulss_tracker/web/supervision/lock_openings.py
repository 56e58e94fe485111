"""Openings of the two-person lock, and a supervisor's word on each."""

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.models import Fact, LockOpening
from ulss_tracker.permissions import Permission
from ulss_tracker.services.referral import lock_openings
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, RadiosField, TextAreaField, VersionedForm
from ulss_tracker.web.supervision import blueprint


class ReviewOpeningForm(VersionedForm):
    """A supervisor's word on one opening."""

    was_right = RadiosField(
        "Was it right to go on without a second person?",
        required="Choose whether it was right",
        choices=[
            Choice("yes", "Yes, there was no other way in time"),
            Choice("no", "No", hint="The lock is shut again until a second person has verified"),
        ],
    )
    note = TextAreaField(
        "What you found",
        hint="For example: the court log was looked at this morning, and the date is right",
        max_length=5000,
        rows=4,
    )


@blueprint.get("/openings", may=Permission.REVIEW_OPENINGS)
def openings() -> str:
    """The openings that no supervisor has looked at, the first due first."""
    return lists.show(
        "supervision/openings.html",
        lock_openings.TABLE,
        lock_openings.to_review,
        facts=_facts,
        why_not=lambda opening: lock_openings.why_not_review(opening, staff()),
        today=clock.today(),
    )


@blueprint.form("/openings/<int:opening_id>", may=Permission.REVIEW_OPENINGS)
def review_opening(opening_id: int) -> str | Response:
    """Read why a lock was opened, and say whether it was right."""
    opening = lock_openings.get(opening_id)
    why_not = lock_openings.why_not_review(opening, staff())
    form = ReviewOpeningForm(version=opening.version)
    if form.validate_on_submit():
        if form.was_right.data == "no" and not form.note.data.strip():
            form.note.errors = ["Enter why it was not right"]
        else:
            lock_openings.review_opening(
                opening,
                was_right=form.was_right.data == "yes",
                note=form.note.data,
                by=staff(),
                version=form.seen_version,
            )
            return done("The opening is reviewed", "supervision.openings")
    return render_template(
        "supervision/opening.html",
        opening=opening,
        facts=_facts(opening),
        form=form,
        why_not=why_not,
    )


def _facts(opening: LockOpening) -> list[str]:
    return [Fact(name).label for name in opening.unverified]
