"""How the equality questions were answered, a month at a time; small numbers are not told."""

from collections.abc import Iterator

from flask import render_template, request

from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.time_words import month_words
from ulss_tracker.services.core import small_numbers
from ulss_tracker.services.requests import equality as counting
from ulss_tracker.web.core.equality_words import NOT_SAID, WORDS
from ulss_tracker.web.core.lists import FilterForm
from ulss_tracker.web.forms import Choice, SelectField
from ulss_tracker.web.supervision.statistics import blueprint


class MonthForm(FilterForm):
    """The month whose answers are shown."""

    month = SelectField(
        "Month", choices=lambda: [Choice(month, month_words(month)) for month in counting.months()]
    )


@blueprint.get("/equality", may=Permission.SEE_STATISTICS)
def equality() -> str:
    """The counts of a month, the newest unless another is asked for."""
    form = MonthForm(request.args)
    months = [choice.value for choice in form.month.choices]
    month = form.values().get("month") or next(iter(months), None)
    form.month.data = month
    return render_template(
        "supervision/equality.html",
        form=form,
        month=month_words(month) if month else "",
        questions=list(_questions(month)) if month else [],
        fewest=small_numbers.FEWEST,
    )


def _questions(month: str) -> Iterator[tuple[object, list[tuple[object, int | None]]]]:
    """Each question in words, with its answers as they were offered."""
    counts = {(row.question, row.answer): row.count for row in counting.counts(month)}
    for question, (words, answers) in WORDS.items():
        yield (
            words,
            [
                (answers.get(answer, NOT_SAID), counts.get((question, answer), 0))
                for answer in (*counting.QUESTIONS[question], counting.NOT_SAID)
            ],
        )
