"""Warnings about a date of sentence while it is typed, before it is sent."""

from datetime import date
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import Review, Sentence
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assessment.date_warnings import Grounds, grounds_of, warnings_about
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.forms import DateField, date_warnings

_MOST_OFFENCES = 50


@blueprint.get("/date-doubts", may=Permission.WORK_CASES)
def date_doubts() -> Response:
    """Answer with the warnings about the date in the address; none while it is no whole date.

    What it is judged against is in the address too, so that no record is opened by typing.
    """
    form = date_warnings.TypedDatesForm(request.args)
    received_on: date | None = form.received_at.data
    offence_ids = tuple(request.args.getlist("offence")[:_MOST_OFFENCES])
    day: date | None = form.sentenced_on.data
    warnings = warnings_about(day, Grounds(received_on, offence_ids)) if day else ()
    return date_warnings.answer((warning, warning.text) for warning in warnings)


def doubts_url(review: Review, sentence: Sentence | None = None) -> str:
    """Return the address at which a form about a sentence of this review asks for warnings."""
    grounds = grounds_of(review, sentence)
    received = DateField.parts_of(grounds.received_on) if grounds.received_on else {}
    boxes: dict[str, Any] = {f"received_at-{part}": value for part, value in received.items()}
    return url_for("casework.date_doubts", offence=list(grounds.offence_ids), **boxes)
