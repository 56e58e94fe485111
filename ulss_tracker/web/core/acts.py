"""An act of the office, as a view does it: a refusal onto its field, or words of success and on."""

from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from flask import flash, redirect, request, url_for
from werkzeug import Response
from wtforms import Field

from ulss_tracker.errors import Refused, TrackerError
from ulss_tracker.models import Case, Request, Review
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


def done(words: str, page: str | Case | Review | Request, **values: Any) -> Response:
    """Say `words` on the next page: where the form was opened, else `page`.

    `page` is the record whose page it is, or an endpoint and its `values`.
    """
    flash(words, "success")
    return redirect(back_or(address_of(page, **values)))


def address_of(page: str | Case | Review | Request, **values: Any) -> str:
    """The address of a record's page, or of the page of an endpoint with `values`."""
    if isinstance(page, Review):
        return url_for("casework.show_review", review_id=page.id)
    if isinstance(page, Case):
        return url_for("casework.show_case", reference=page.reference)
    if isinstance(page, Request):
        return url_for("casework.show_request", reference=page.reference)
    return url_for(page, **values)


def back_or(address: str) -> str:
    """Where the form was opened, if that is a page of the office; else `address`."""
    back = request.form.get("back") or request.args.get("back", "")
    parts = urlsplit(back)
    is_ours = not parts.scheme and not parts.netloc and back.startswith(_PLACES)
    return back if is_ours and "\\" not in back else address
