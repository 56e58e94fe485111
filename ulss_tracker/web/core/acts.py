"""An act of the office, as a view does it: a refusal onto its field, or words of success and on."""

from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from flask import flash, redirect, request, url_for
from werkzeug import Response
from wtforms import Field

from ulss_tracker.errors import Refused, TrackerError
from ulss_tracker.models import (
    Case,
    Complaint,
    InboundMessage,
    Letter,
    LetterBatch,
    LetterDraft,
    Request,
    Review,
    RightsRequest,
)
from ulss_tracker.web.forms.form import GovForm

_PLACES = ("/casework/", "/supervision/board")
Record = (
    Case
    | Complaint
    | InboundMessage
    | Letter
    | LetterBatch
    | LetterDraft
    | Request
    | Review
    | RightsRequest
)
# A record's own page, and the blank of addresses that names it.
_PAGES: dict[type, tuple[str, str]] = {
    Case: ("casework.show_case", "reference"),
    Complaint: ("casework.show_complaint", "reference"),
    InboundMessage: ("casework.mailbox_message", "message_id"),
    Letter: ("casework.read_letter", "letter_id"),
    LetterBatch: ("casework.show_batch", "batch_id"),
    LetterDraft: ("casework.write_letter", "draft_id"),
    Request: ("casework.show_request", "reference"),
    Review: ("casework.show_review", "review_id"),
    RightsRequest: ("casework.show_rights_request", "reference"),
}


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


def done(words: str, page: str | Record, of: Record | None = None, **values: Any) -> Response:
    """Say `words` on the next page: where the form was opened, else `page`, as in `address_of`."""
    flash(words, "success")
    return redirect(back_or(address_of(page, of, **values)))


def saved(words: str, page: str | Record, *, changed: object) -> Response:
    """Say `words` as `done` does; where nothing `changed`, say that, and not as a success."""
    if changed:
        return done(words, page)
    flash("Nothing was changed", "message")
    return redirect(back_or(address_of(page)))


def address_of(page: str | Record, of: Record | None = None, **values: Any) -> str:
    """The address of a record's own page; or of an endpoint, `of` a record or with `values`.

    What is an address already stays as it is.
    """
    if isinstance(page, str):
        if page.startswith("/"):
            return page
        endpoint, record = page, of
    else:
        endpoint, record = _PAGES[type(page)][0], page
    if record is not None:
        blank = _PAGES[type(record)][1]
        values[blank] = record.reference if blank == "reference" else record.id  # type: ignore[union-attr]
    return url_for(endpoint, **values)


def back_or(address: str) -> str:
    """Where the form was opened, if that is a page of the office; else `address`."""
    back = request.form.get("back") or request.args.get("back", "")
    parts = urlsplit(back)
    is_ours = not parts.scheme and not parts.netloc and back.startswith(_PLACES)
    return back if is_ours and "\\" not in back else address
