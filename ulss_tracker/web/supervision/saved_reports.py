"""Questions of the figures that people keep: listed, asked again, taken away, deleted."""

from datetime import date, datetime

from flask import render_template, request
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.permissions import Permission
from ulss_tracker.services.supervision import reports, saved_reports
from ulss_tracker.services.supervision.dimensions import DIMENSIONS
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.downloads import spreadsheet
from ulss_tracker.web.core.lists import FilterForm
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    CheckboxField,
    DateField,
    GovForm,
    NotAfter,
    TextAreaField,
    TextField,
    VersionedForm,
)
from ulss_tracker.web.supervision.statistics import (
    NOT_KNOWN_YET,
    QuestionForm,
    blueprint,
    fields_of,
    moment_of,
    question_of,
)


class KeepForm(GovForm):
    """The form that saves a report, with its name."""

    name = TextField(
        "Name of the report",
        required="Enter a name for the report",
        hint="For example, Received on the last day, 2024 to 2026",
        max_length=120,
    )
    number = TextField(
        "Number of the parliamentary question",
        optional=True,
        hint="For example, HC 12345",
        width=20,
        max_length=40,
    )
    words = TextAreaField(
        "Words of the parliamentary question", optional=True, rows=4, max_length=5_000
    )


class DeleteForm(VersionedForm):
    """A button, and the version of the question that was looked at."""


class MomentForm(FilterForm):
    """The day at whose end a saved report is made again."""

    as_at = DateField(
        "As it was known at the end of",
        hint="Leave empty for now.",
        validators=[NotAfter(clock.today, NOT_KNOWN_YET)],
    )
    now = CheckboxField("Now")


@blueprint.get("/questions", may=Permission.SEE_STATISTICS)
def questions() -> str:
    """List the questions that were kept, the newest first unless asked."""
    shown = lists.of(saved_reports.TABLE)
    is_deleted = "deleted" in shown.filters
    return render_template(
        "supervision/saved-reports.html",
        page=saved_reports.page(shown.filters, **shown.place),
        shown=shown if is_deleted else shown.without("deleted"),
        dimensions=DIMENSIONS,
        is_deleted=is_deleted,
    )


@blueprint.form("/questions/new", may=Permission.SEE_STATISTICS)
def keep() -> str | Response:
    """Save the report in the address, at its moment."""
    question = question_of(QuestionForm(request.args))
    form = KeepForm()
    if form.validate_on_submit():
        with RefusalOn(form.name):
            kept = saved_reports.keep(
                question,
                form.name.data,
                staff(),
                number=form.number.data,
                words=form.words.data,
            )
            return done("The report is saved", "statistics.question", question_id=kept.id)
    return render_template(
        "supervision/save-report.html",
        form=form,
        question=question,
        fields=fields_of(question),
    )


@blueprint.get("/questions/<int:question_id>", may=Permission.SEE_STATISTICS)
def question(question_id: int) -> str:
    """Show one saved report, at its own moment or another."""
    kept = saved_reports.get(question_id)
    if not saved_reports.is_askable(kept):
        return render_template("supervision/saved-figures.html", kept=kept)
    form = MomentForm(request.args)
    asked = saved_reports.question_of(kept, _other_moment(form))
    found = reports.answer(asked)
    return render_template(
        "supervision/saved-report.html",
        kept=kept,
        answer=found,
        chart=reports.chart(found),
        form=form,
        is_own_moment=asked.as_at == kept.as_at,
        differs=saved_reports.differs(kept, found),
        fields=fields_of(asked),
        moment={} if asked.as_at == kept.as_at else {"moment": asked.as_at.isoformat()},
        why_not_delete=saved_reports.why_not_delete(kept, staff()),
    )


@blueprint.get("/questions/<int:question_id>/figures.<ending>", may=Permission.SEE_STATISTICS)
def question_download(question_id: int, ending: str) -> Response:
    """Send a saved report's figures as a spreadsheet, with its words, definition and moment."""
    kept = saved_reports.get(question_id)
    asked = saved_reports.question_of(kept, _other_moment(MomentForm(request.args)))
    return spreadsheet(saved_reports.table(kept, reports.answer(asked)), "figures", ending)


@blueprint.post("/questions/<int:question_id>/delete", may=Permission.SEE_STATISTICS)
def delete_question(question_id: int) -> Response:
    """Delete a saved report from the list."""
    kept = saved_reports.get(question_id)
    saved_reports.delete(kept, staff(), version=DeleteForm().seen_version)
    return done(
        f"“{kept.name}” is deleted. It stays under those that were deleted", "statistics.questions"
    )


def _other_moment(form: MomentForm) -> datetime | None:
    """The moment asked about instead of the question's own; None when it is its own."""
    asked = form.values()
    day: date | None = asked.get("as_at")
    if form.as_at.errors:
        return None  # what cannot be read asks nothing
    if day is None and not asked.get("now") and not request.args.get("moment"):
        return None
    return moment_of(day)
