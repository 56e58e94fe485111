"""Letters dropped on the form of a request that is being logged, and what was read of them."""

from flask import request

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Channel
from ulss_tracker.services.desk import letter_reading
from ulss_tracker.services.desk.letter_reading import LetterReading
from ulss_tracker.web.casework.requests.contact import UNSAID
from ulss_tracker.web.casework.requests.log_form import LogRequestForm
from ulss_tracker.web.core.ids import is_id
from ulss_tracker.web.core.sessions import staff

_UNTOUCHED = frozenset({"", UNSAID.sent, "en"})
"""The values with which the form begins."""
_DAY = ("sentenced_on", "sentenced_text")


def are_pressed(form: LogRequestForm) -> bool:
    """Whether a button for letters was pressed. One was read: what it states is in blank boxes."""
    if "remove_letter" in request.form:
        letter_id = request.form["remove_letter"]
        if is_id(letter_id):
            letter_reading.remove(form.key.data or "", int(letter_id))
        return True
    if "read" in request.form:
        _fill_in(form)
        return True
    return False


def keep(form: LogRequestForm) -> None:
    """Keep the files chosen with a form that is not logged yet; it says which were refused."""
    if form.files.errors:
        return
    refusals = []
    for file in form.files.data:
        try:
            letter_reading.keep(form.key.data or "", file.filename or "", file.stream, staff())
        except Refused as refusal:
            refusals.append(f"{file.filename} was not kept: {refusal}")
    form.files.errors = refusals


def reading_of(form: LogRequestForm) -> LetterReading:
    """The letters dropped on a form, and what was read of them."""
    received_at = form.received_at.data
    received_on = clock.day_of(received_at) if received_at else clock.today()
    return letter_reading.of_form(form.key.data or "" if request.form else "", received_on)


def _fill_in(form: LogRequestForm) -> None:
    """Propose what letters state where nothing was typed or chosen."""
    details = dict(reading_of(form).details)
    court_id, court_text = details.pop("court_id", None), details.pop("court_text", None)
    if court_text and _is_untouched("court"):
        form.court.process(None, court_id)
        form.court.text = form.court.text or str(court_text)
    if details:
        details["channel"] = Channel.LETTER
    is_day_open = all(_is_untouched(name) for name in _DAY)
    for name, value in details.items():
        if name in form and _is_untouched(name) and (is_day_open or name not in _DAY):
            form[name].process(None, value)


def _is_untouched(name: str) -> bool:
    """Whether a field of one box or more was sent as the form begins."""
    boxes = (key for key in request.form if key == name or key.startswith(f"{name}-"))
    return all(request.form[box] in _UNTOUCHED for box in boxes)
