"""Legal holds: the list, placing one, and saying whether it is still needed."""

from flask import render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases
from ulss_tracker.services.protection import holds as service
from ulss_tracker.services.protection.holds import HoldInput
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    DateField,
    GovForm,
    NoteField,
    TextField,
    VersionedForm,
    YesNoField,
)


class HoldForm(GovForm):
    """A hold as it is placed."""

    heading = "Place a legal hold"
    intro = (
        "Nothing of it is erased while the hold lasts: not by a rule, not at somebody’s request. "
        "Give a case, a person or both."
    )
    button = "Place the hold"
    matter = TextField(
        "For which matter?",
        hint="For example, a claim or an inquiry. Holds of one matter have the same name.",
        required="Enter the matter",
        max_length=200,
    )
    case_reference = TextField(
        "Reference of the case",
        optional=True,
        hint="For example, ULS-2026-0042.",
        width=20,
        max_length=20,
    )
    person = TextField("Name of the person", optional=True, max_length=200)
    contact = TextField(
        "Email address or telephone number of the person", optional=True, max_length=254
    )
    why = NoteField(
        "Why may nothing be erased?", required="Enter why nothing may be erased", rows=4
    )
    review_on = DateField(
        "When will you look whether it is still needed?", required="Enter the day of the review"
    )


class ReviewHoldForm(VersionedForm):
    """Whether a hold is still needed."""

    button = "Record the review"
    is_needed = YesNoField(
        "Is it still needed?",
        hint="A no ends the hold: what it kept may then be erased.",
        required="Choose whether it is still needed",
    )
    review_on = DateField("If so, when will you look again?", optional=True)
    note = NoteField("Why?", required="Enter why", rows=4)


@blueprint.get("/holds", may=Permission.HOLD_RECORDS)
def holds() -> str:
    """The holds in force, the first to be reviewed first; or those that ended."""
    return lists.show("casework/holds.html", service.TABLE, service.page)


@blueprint.form("/holds/new", may=Permission.HOLD_RECORDS)
def place_hold() -> str | Response:
    """Place a hold."""
    form = HoldForm()
    page = url_for("casework.holds")
    if form.validate_on_submit():
        with RefusalOn(form), RefusalOn(form.case_reference, NotFound):
            reference = form.case_reference.data.strip().upper()
            case = cases.get_case(reference) if reference else None
            service.place(form.into(HoldInput, case=case), staff())
            return done("The hold is placed", page)
    return render_template(
        "layouts/form.html", form=form, back_link=("Legal holds", page), cancel=page
    )


@blueprint.form("/holds/<int:hold_id>", may=Permission.HOLD_RECORDS)
def review_hold(hold_id: int) -> str | Response:
    """One hold; and, while it lasts, whether it is still needed."""
    hold = service.get(hold_id)
    form = ReviewHoldForm(version=hold.version)
    if form.validate_on_submit():
        with RefusalOn(form.review_on):
            day = form.review_on.data if form.is_needed.answer else None
            if form.is_needed.answer and day is None:
                raise Refused("Enter when you will look again")
            service.review(hold, day, form.note.data, staff(), version=form.seen_version)
            return done("The hold stays" if day else "The hold is ended", "casework.holds")
    return render_template("casework/hold.html", form=form, hold=hold)
