"""Spreadsheets to keep: the one way in which a table leaves by a page."""

from flask import send_file
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound
from ulss_tracker.services import spreadsheets
from ulss_tracker.services.spreadsheets import Sheet


def spreadsheet(sheet: Sheet, name: str, ending: str = "csv") -> Response:
    """The table as a file called `name`, which says nothing of anybody. Raises `NotFound`."""
    if ending not in spreadsheets.MEDIA_TYPES:
        raise NotFound("There is no such kind of spreadsheet")
    return send_file(
        spreadsheets.written(sheet, ending),
        mimetype=spreadsheets.MEDIA_TYPES[ending],
        as_attachment=True,
        download_name=f"{name}.{ending}",
    )
