"""The pages on which the defence opens what was filed: made for one person, and ended."""

from flask import request
from werkzeug.wrappers import Response

from ulss_tracker.models import Bundle, DefenceRole
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases
from ulss_tracker.services.referral import defence_pages
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, RadiosField, TextField, VersionedForm

_NO_BUNDLE = Choice(0, "No bundle: the application alone")


class DefencePageForm(VersionedForm):
    """Whom the page is for, and which bundle went to the court with the application."""

    button = "Make the page"
    recipient = TextField(
        "Who is it for?",
        required="Enter the name of the solicitor or counsel",
        hint="Their name, and their firm or chambers",
        max_length=200,
    )
    role = RadiosField(
        "Do they act as solicitor or counsel?",
        required="Choose solicitor or counsel",
        coerce=DefenceRole,
    )
    bundle = RadiosField(
        "Which bundle was filed with the application?",
        required="Choose the bundle that was filed",
        coerce=int,
    )


@blueprint.form("/reviews/<int:review_id>/court/defence", may=Permission.SERVE_DEFENCE)
def serve_defence(review_id: int) -> str | Response:
    """Make a page for one person of the defence; its code is shown once."""
    review = cases.get_review(review_id)
    made, proposed = defence_pages.bundles_made(review)
    form = DefencePageForm(version=review.version, bundle=proposed or 0)
    form.bundle.choices = [*map(_choice, made), _NO_BUNDLE]
    if form.validate_on_submit():
        with RefusalOn(form):
            page, code = defence_pages.make(
                review,
                form.recipient.data,
                form.role.data,
                form.bundle.data or None,
                staff(),
                version=form.seen_version,
            )
            return review_page(
                "casework/referral/defence-page.html",
                review,
                page=page,
                code=code,
                until=defence_pages.until(page),
            )
    return review_page(
        "casework/referral/serve-defence.html",
        review,
        form=form,
        filing=defence_pages.filing_of(review),
    )


@blueprint.post("/reviews/<int:review_id>/court/defence/end", may=Permission.SERVE_DEFENCE)
def end_defence_page(review_id: int) -> Response:
    """Have a page open no more: it went to the wrong person, or is not to be seen any longer."""
    review = cases.get_review(review_id)
    defence_pages.end(review, request.form.get("reference", ""), staff())
    return done("The page for the defence opens no more", "casework.show_court", review)


def _choice(bundle: Bundle) -> Choice:
    document = bundle.document
    assert document is not None  # noqa: S101 - those that are made have one
    hint = f"{document.pages} pages. SHA-256: {document.sha256}"
    return Choice(bundle.id, f"Version {bundle.version}", hint)
