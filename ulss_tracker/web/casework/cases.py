"""A case: its court, its offenders and the requests that asked about it."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.services import cases, editing
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.forms import AddOffenderForm, CourtForm
from ulss_tracker.web.sessions import staff


@blueprint.get("/cases/<reference>")
def show_case(reference: str) -> str:
    """Show a case with its reviews and requests."""
    case = cases.get_case(reference)
    form = AddOffenderForm(formdata=None, data={"version": case.version})
    return render_template("casework/case.html", case=case, form=form)


@blueprint.route("/cases/<reference>/court", methods=["GET", "POST"])
def change_court(reference: str) -> str | Response:
    """Correct the court and its case number; the case's reviews are assessed again."""
    case = cases.get_case(reference)
    form = CourtForm(
        data={
            "court": case.court_id,
            "number": case.court_case_number,
            "version": case.version,
        }
    )
    if not form.is_submitted() and case.court_id is None:
        form.court.text = case.court_text
    if form.validate_on_submit():
        cases.change_court(
            case,
            court_id=form.court.data,
            court_text=form.court.text,
            number=form.number.data,
            by=staff(),
            version=form.seen_version,
        )
        flash("Court changed", "success")
        return redirect(url_for("casework.show_case", reference=reference))
    return render_template("casework/court.html", case=case, form=form)


@blueprint.post("/cases/<reference>/offenders")
def add_offender(reference: str) -> str | Response:
    """Add another offender, with a review of their own."""
    case = cases.get_case(reference)
    form = AddOffenderForm()
    if not form.validate_on_submit():
        return render_template("casework/case.html", case=case, form=form)
    editing.check_version(case, form.seen_version)
    review = cases.add_review(case, form.name.data, staff())
    flash("Offender added", "success")
    return redirect(url_for("casework.show_review", review_id=review.id))
