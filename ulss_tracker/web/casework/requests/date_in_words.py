"""The words of a requester for the date of sentence, read back before their request is logged."""

from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from ulss_tracker import clock
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day
from ulss_tracker.scheme.dates.spans import Span
from ulss_tracker.web.casework.requests.log_form import LogRequestForm

_BOXES = "sentenced_on"


def days_to_read_back(form: LogRequestForm) -> Span | None:
    """Give the days that the words of a form without errors mean, once for what was typed.

    Nothing where the date itself was typed. The words are read as at the day the request came.
    """
    words, received_at = form.sentenced_text.data, form.received_at.data
    if form.sentenced_on.data or not words or received_at is None:
        return None
    days = read_sentence_day(words, clock.day_of(received_at))
    token = f"{days.earliest}/{days.latest}|{words}" if days else ""
    was_read_back = form.read_back.data == token
    form.read_back.data = token
    return None if was_read_back else days


def posted_with_day() -> MultiDict[str, Any] | None:
    """Give what was posted, with the day in the boxes whose button was pressed; None without one.

    So one press takes the day that was read in the words, and keeps the words beside it.
    """
    parts = request.form.get("use_day", "").split("-")
    if len(parts) != 3:
        return None
    names = (f"{_BOXES}-{part}" for part in ("year", "month", "day"))
    posted = MultiDict(request.form)
    for name, part in zip(names, parts, strict=True):
        posted[name] = part
    return posted
