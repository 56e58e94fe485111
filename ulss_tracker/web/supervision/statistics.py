"""Figures: one question at a time, as at any moment, with the rows behind each figure."""

from datetime import UTC, datetime, time
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.services import statistics
from ulss_tracker.services.statistics import DIMENSIONS, Question
from ulss_tracker.web.downloads import spreadsheet
from ulss_tracker.web.fields import CheckboxField, Choice, DateField, SelectField
from ulss_tracker.web.lists import FilterForm

blueprint = Blueprint("statistics", __name__, url_prefix="/supervision/statistics")


class QuestionForm(FilterForm):
    """What is asked. An empty date is now, or no bound."""

    by = SelectField(
        "Divide by", choices=[Choice(each.id, each.name) for each in DIMENSIONS.values()]
    )
    as_at = DateField("As it was known at the end of", hint="Leave empty for now.")
    received_from = DateField("Received from")
    received_to = DateField("Received to")
    after_hours_only = CheckboxField("Only those received on the 28th day after 5pm")
    live_only = CheckboxField("Leave out the old register")


@blueprint.get("/")
def show() -> str:
    """The figures for the question in the address; by outcome when there is none."""
    form = QuestionForm(request.args)
    question = _question(form.asked())
    return render_template(
        "supervision/statistics.html",
        answer=statistics.answer(question),
        form=form,
        saved=statistics.SAVED,
        asked=_asked(),
    )


@blueprint.get("/rows")
def rows() -> str:
    """The reviews behind one figure."""
    question = _question(QuestionForm(request.args).asked())
    after = request.args.get("after", "")
    return render_template(
        "supervision/statistics-rows.html",
        question=question,
        page=statistics.rows_behind(
            question, request.args.get("value", ""), int(after) if after.isdecimal() else None
        ),
        name=request.args.get("value", ""),
        asked=_asked(),
    )


@blueprint.get("/figures.<ending>")
def download(ending: str) -> Response:
    """The figures as a spreadsheet, with the definition and the moment they were made."""
    found = statistics.answer(_question(QuestionForm(request.args).asked()))
    return spreadsheet(statistics.table(found), "figures", ending)


def _question(asked: dict[str, Any]) -> Question:
    """The question as the address puts it; what cannot be read asks nothing."""
    by = asked.get("by", "outcome")
    as_at = asked.get("as_at")
    end = clock.now()
    if as_at is not None:
        end = datetime.combine(as_at, time.max, tzinfo=clock.LONDON).astimezone(UTC)
    return Question(
        by=by if by in DIMENSIONS else "outcome",
        as_at=min(end, clock.now()),
        after_hours_only=bool(asked.get("after_hours_only")),
        received_from=asked.get("received_from"),
        received_to=asked.get("received_to"),
        with_old_register=not asked.get("live_only"),
    )


def _asked() -> dict[str, Any]:
    """The address's own words, to put the same question again."""
    left_out = {"value", "after"}
    return {name: words for name, words in request.args.items() if name not in left_out}
