"""Warnings about a date as it is typed, as `components/date_warnings.html` asks for them."""

from collections.abc import Iterable
from typing import Any

from flask import jsonify
from werkzeug.wrappers import Response

from ulss_tracker.scheme.time.date_warnings import DateWarning
from ulss_tracker.web.core.filters import weekday_date
from ulss_tracker.web.core.lists import FilterForm
from ulss_tracker.web.forms import DateField


class TypedDatesForm(FilterForm):
    """The boxes of a date of sentence, and of the day its request came, as far as typed."""

    sentenced_on = DateField("Date of sentence")
    received_at = DateField("When it was received")


def answer(warnings: Iterable[tuple[DateWarning, str]]) -> Response:
    """Give each warning in words, with the date perhaps meant: in words, and for the boxes."""
    response: Response = jsonify([_as_json(warning, text) for warning, text in warnings])
    return response


def _as_json(warning: DateWarning, text: str) -> dict[str, Any]:
    day = warning.suggested_on
    if day is None:
        return {"text": text}
    return {"text": text, "date": weekday_date(day), "parts": DateField.parts_of(day)}
