"""An act of the office, as a view does it: a refusal onto its field, or words of success and on."""

from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from flask import flash, redirect, request, url_for
from werkzeug import Response
from wtforms import Field

from ulss_tracker.errors import Refused, TrackerError
from ulss_tracker.web.forms.form import GovForm

_PLACES = ("/casework/", "/supervision/board")


class RefusalOn:
    """Around an act: what refuses it is shown on `place`, and the view goes on after the block.

    `place` is the field to mend, or the form where none is. Only `errors` count, else `Refused`.
    """

    def __init__(self, place: Field | GovForm, *errors: type[TrackerError]) -> None:
        self._place, self._errors = place, errors or (Refused,)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: object, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, self._errors):
            return False
        if isinstance(self._place, GovForm):
            self._place.form_errors.append(str(error))
        else:
            self._place.errors = [str(error)]
        return True


def done(words: str, endpoint: str, **values: Any) -> Response:
    """Say `words` on the next page: where the form was opened, else the page of `endpoint`."""
    flash(words, "success")
    return redirect(back_or(url_for(endpoint, **values)))


def back_or(address: str) -> str:
    """Where the form was opened, if that is a page of the office; else `address`."""
    asked = request.form.get("back") or request.args.get("back", "")
    parts = urlsplit(asked)
    is_ours = not parts.scheme and not parts.netloc and asked.startswith(_PLACES)
    return asked if is_ours and "\\" not in asked else address
