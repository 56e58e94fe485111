"""Two columns pasted from a sheet: read, shown line by line, and taken in one press."""

from flask import render_template, request
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.desk import pasting
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import GovForm, TextAreaField, TextField


class PasteForm(GovForm):
    """The lines of a sheet, and where the hearings among them are."""

    heading = "Paste from a sheet"
    button = "Check the lines"
    lines = TextAreaField(
        "References, each with its hearing date or CPS reference (URN)",
        required="Paste the lines",
        hint="A line for each case, with a tab, a comma or spaces between the two: "
        "ULS-2026-0042, 10/12/2026",
        max_length=10_000,
        rows=10,
    )
    place = TextField(
        "Where are the hearings?",
        required="Enter where the hearings are",
        default="Royal Courts of Justice",
        max_length=200,
    )


@blueprint.form("/paste", may=Permission.WORK_CASES)
def paste() -> str | Response:
    """Show what each line would do, then take those that match; the others stay in the box."""
    form, lines = PasteForm(), []
    if form.validate_on_submit():
        lines = pasting.read(form.lines.data, form.place.data, staff())
        if request.form.get("seen") == pasting.version_token(lines):
            lines = pasting.take(lines)
            refused = [line.text for line in lines if line.why_not]
            if not refused:
                return done(f"Taken from the sheet: {len(lines)}", "casework.home")
            form.lines.data = "\n".join(refused)
    return render_template(
        "casework/desk/paste.html", form=form, lines=lines, seen=pasting.version_token(lines)
    )
