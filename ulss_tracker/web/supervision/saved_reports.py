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
    listing = lists.of(saved_reports.TABLE)
    is_deleted = "deleted" in listing.filters
    return render_template(
        "supervision/saved-reports.html",
        page=saved_reports.page(listing.filters, **listing.place),
        shown=listing if is_deleted else listing.without("deleted"),
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
            report = saved_reports.keep(
                question,
                form.name.data,
                staff(),
                number=form.number.data,
                words=form.words.data,
            )
            return done("The report is saved", "statistics.question", question_id=report.id)
    return render_template(
        "supervision/save-report.html",
        form=form,
        question=question,
        fields=fields_of(question),
    )


@blueprint.get("/questions/<int:question_id>", may=Permission.SEE_STATISTICS)
def question(question_id: int) -> str:
    """Show one saved report, at its own moment or another."""
    report = saved_reports.get(question_id)
    if not saved_reports.is_askable(report):
        return render_template("supervision/saved-figures.html", kept=report)
    form = MomentForm(request.args)
    question = saved_reports.question_of(report, _other_moment(form))
    answer = reports.answer(question)
    return render_template(
        "supervision/saved-report.html",
        kept=report,
        answer=answer,
        chart=reports.chart(answer),
        form=form,
        is_own_moment=question.as_at == report.as_at,
        differs=saved_reports.differs(report, answer),
        fields=fields_of(question),
        moment={} if question.as_at == report.as_at else {"moment": question.as_at.isoformat()},
        why_not_delete=saved_reports.why_not_delete(report, staff()),
    )


@blueprint.get(
    "/questions/<int:question_id>/figures.<ending>",
    may=Permission.SEE_STATISTICS,
    audit="Figures of a saved report",
)
def question_download(question_id: int, ending: str) -> Response:
    """Send a saved report's figures as a spreadsheet, with its words, definition and moment."""
    report = saved_reports.get(question_id)
    question = saved_reports.question_of(report, _other_moment(MomentForm(request.args)))
    return spreadsheet(saved_reports.table(report, reports.answer(question)), "figures", ending)


@blueprint.post("/questions/<int:question_id>/delete", may=Permission.SEE_STATISTICS)
def delete_question(question_id: int) -> Response:
    """Delete a saved report from the list."""
    report = saved_reports.get(question_id)
    saved_reports.delete(report, staff(), version=DeleteForm().seen_version)
    return done(
        f"“{report.name}” is deleted. It stays under those that were deleted",
        "statistics.questions",
    )


def _other_moment(form: MomentForm) -> datetime | None:
    """The moment asked about instead of the question's own; None when it is its own."""
    values = form.values()
    day: date | None = values.get("as_at")
    if form.as_at.errors:
        return None  # what cannot be read asks nothing
    if day is None and not values.get("now") and not request.args.get("moment"):
        return None
    return moment_of(day)
