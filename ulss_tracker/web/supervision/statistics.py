"""Figures: one question at a time, at any moment, with the rows behind each figure."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response
from wtforms import HiddenField
from wtforms.validators import ValidationError

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.permissions import Permission
from ulss_tracker.services.supervision import figure_rows, reports, statistics
from ulss_tracker.services.supervision.dimensions import DIMENSIONS
from ulss_tracker.services.supervision.statistics import Question
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.access import Blueprint
from ulss_tracker.web.core.downloads import spreadsheet
from ulss_tracker.web.core.lists import FilterForm
from ulss_tracker.web.core.pictures import picture
from ulss_tracker.web.forms import (
    CheckboxField,
    Choice,
    DateField,
    NotAfter,
    SelectField,
)

blueprint = Blueprint("statistics", __name__, url_prefix="/supervision/statistics")
NOT_KNOWN_YET = "As it was known at the end of must be today or in the past"
_ASKED_BY = ("by", "across", "as_at", "received_from", "received_to")


def not_before(first: str) -> Callable[[FilterForm, DateField], None]:
    """A validator of a last day that counts: it is not before that of the field `first`."""

    def check(form: FilterForm, field: DateField) -> None:
        start = form[first]
        if start.data is not None and field.data is not None and field.data < start.data:
            raise ValidationError(
                f"{field.label.text} must be the same day as {start.label.text}, or after it"
            )

    return check


class QuestionForm(FilterForm):
    """The form of a report's question. An empty date is now, or no bound."""

    by = SelectField(
        "Divide by", choices=[Choice(item.id, item.name) for item in DIMENSIONS.values()]
    )
    across = SelectField(
        "And by",
        blank="Nothing else",
        choices=[Choice(dimension.id, dimension.name) for dimension in DIMENSIONS.values()],
    )
    as_at = DateField(
        "As it was known at the end of",
        hint="Leave empty for now.",
        validators=[NotAfter(clock.today, NOT_KNOWN_YET)],
    )
    received_from = DateField("Received from")
    received_to = DateField("Received to", validators=[not_before("received_from")])
    after_hours_only = CheckboxField("Only those received on the 28th day after 5pm")
    live_only = CheckboxField("Leave out the old register")

    def validate_across(self, field: SelectField) -> None:
        """Two ways to divide that go together, and that are not the same."""
        try:
            Question(self.by.data or "outcome", clock.now(), across=field.data or "").second  # noqa: B018
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None


class FigureForm(QuestionForm):
    """The question, and the figure of its answer whose rows are listed."""

    value = HiddenField()
    also = HiddenField()
    moment = HiddenField()


@blueprint.get("/", may=Permission.SEE_STATISTICS)
def show() -> str:
    """The figures for the question in the address; by outcome when there is none.

    A question that cannot be read has no figures: they would be taken for its answer.
    """
    form = QuestionForm(request.args)
    question = question_of(form) if form.validate() else None
    form.by.data = question.by if question else form.by.data
    answer = reports.answer(question) if question else None
    return render_template(
        "supervision/statistics.html",
        answer=answer,
        chart=reports.chart(answer) if answer else None,
        form=form,
        saved=statistics.SAVED,
        asked=fields_of(question) if question else {},
    )


@blueprint.get("/rows", may=Permission.SEE_STATISTICS)
def rows() -> str:
    """The reviews or requests behind one figure."""
    question = question_of(FigureForm(request.args))
    table = figure_rows.table_of(question)
    own = [name for name in request.args if name not in {"ended", "asked_by"}]
    form = lists.filter_form(table, FigureForm)(request.args)
    listing = lists.of(table, form, kept=own)
    value, also = request.args.get("value", ""), request.args.get("also")
    return render_template(
        "supervision/statistics-rows.html",
        question=question,
        figure=question.dimension.words(value),
        also=question.second.words(also) if question.second and also is not None else "",
        page=figure_rows.rows_behind(question, value, listing.filters, also=also, **listing.place),
        form=form,
        shown=listing,
        fields=fields_of(question),
    )


@blueprint.get("/figures.<ending>", may=Permission.SEE_STATISTICS, audit="Figures")
def download(ending: str) -> Response:
    """The figures as a spreadsheet, with the definition and the moment they were made."""
    answer = reports.answer(question_of(QuestionForm(request.args)))
    return spreadsheet(reports.table(answer), "figures", ending)


@blueprint.get("/figures.svg", may=Permission.SEE_STATISTICS)
def chart() -> Response:
    """The figures as a picture."""
    return picture(reports.chart(reports.answer(question_of(QuestionForm(request.args)))))


def question_of(form: QuestionForm) -> Question:
    """The question as the address puts it. Raises `Refused` where a part of it cannot be read."""
    values = form.values()
    wrong = [str(form[name].errors[0]) for name in _ASKED_BY if form[name].errors]
    if wrong:
        raise Refused(f"The question cannot be asked: {'. '.join(wrong)}")
    return Question(
        by=values.get("by", "outcome"),
        as_at=moment_of(values.get("as_at")),
        after_hours_only=bool(values.get("after_hours_only")),
        received_from=values.get("received_from"),
        received_to=values.get("received_to"),
        with_old_register=not values.get("live_only"),
        across=values.get("across") or "",
    )


def moment_of(as_at: date | None) -> datetime:
    """The moment that the address asks about: to the second, the end of a day, or now.

    No moment to come: nobody knows yet what will be believed then.
    """
    now = clock.now()
    if as_at is not None:
        end = datetime.combine(as_at, time.max, tzinfo=clock.LONDON).astimezone(UTC)
        return min(end, now)
    try:
        exact = datetime.fromisoformat(request.args.get("moment", ""))
    except ValueError:
        return now
    return min(exact.astimezone(UTC), now) if exact.tzinfo else now


def fields_of(question: Question) -> dict[str, Any]:
    """The address's fields that ask the same question about the same moment."""
    fields: dict[str, Any] = {"by": question.by, "moment": question.as_at.isoformat()}
    if question.across:
        fields["across"] = question.across
    if question.after_hours_only:
        fields["after_hours_only"] = "y"
    if not question.with_old_register:
        fields["live_only"] = "y"
    return fields | days_of(received_from=question.received_from, received_to=question.received_to)


def days_of(**days: date | None) -> dict[str, int]:
    """The address's fields that give each of these days; none for a day that is not given."""
    return {
        f"{name}-{part}": getattr(day, part)
        for name, day in days.items()
        if day is not None
        for part in ("day", "month", "year")
    }
