"""Second readings: what a month's sample of "no" answers was, and what was thought of it."""

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotAllowed
from ulss_tracker.models import SecondView
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.time_words import month_words
from ulss_tracker.services.supervision import second_readings as readings
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    RadiosField,
    TextAreaField,
    VersionedForm,
)


class ReadingForm(VersionedForm):
    """The second reader's view of the answer."""

    view = RadiosField(
        "Was the answer right?", required="Choose whether the answer was right", coerce=SecondView
    )
    reason = TextAreaField(
        "Why?",
        optional=True,
        hint="What is wrong, or what a lawyer must check. It goes into the history of the case.",
        max_length=2_000,
        rows=4,
    )


@blueprint.get("/second-readings", may=Permission.WORK_CASES)
def second_readings() -> str:
    """The samples with their rates of agreement, and each answer of them."""
    return lists.show(
        "casework/second-readings.html",
        readings.TABLE,
        readings.page,
        months=readings.months(),
        month_words=month_words,
    )


@blueprint.form("/second-readings/<int:reading_id>", may=Permission.WORK_CASES)
def second_reading(reading_id: int) -> str | Response:
    """One answer to be read again, or what was thought of it."""
    reading = readings.get(reading_id)
    form = ReadingForm(version=reading.version)
    if form.validate_on_submit():
        with RefusalOn(form.reason), RefusalOn(form.view, NotAllowed):
            readings.record(
                reading, form.view.data, form.reason.data, staff(), version=form.seen_version
            )
            return done("Your view is recorded", "casework.second_readings")
    return render_template(
        "casework/second-reading.html",
        reading=reading,
        form=form,
        why_not=readings.why_not_read(reading, staff()),
        month_words=month_words,
    )
