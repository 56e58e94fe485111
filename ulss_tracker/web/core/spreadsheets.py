"""Spreadsheets to keep: the one way in which a table leaves by a page."""

from collections.abc import Iterable
from typing import Any

from flask import send_file
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound
from ulss_tracker.services import spreadsheets
from ulss_tracker.services.core.table import Table, file_words
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


def table_file(table: Table, rows: Iterable[Any], name: str, ending: str) -> Response:
    """Every column of a list that its file has, of these rows. Raises `NotFound`."""
    columns = table.in_file
    lines = ([file_words(column.of(row)) for column in columns] for row in rows)
    headings = [column.file_heading or column.heading for column in columns]
    return spreadsheet(Sheet(table.title, headings, lines), name, ending)
