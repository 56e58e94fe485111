"""Downloads of the register and the case update: made by the jobs, looked at, downloaded."""

import time

from flask import Response as FlaskResponse
from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound
from ulss_tracker.models import DownloadKind
from ulss_tracker.permissions import Permission
from ulss_tracker.services.supervision import downloads
from ulss_tracker.web.core.downloads import spreadsheet
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.supervision.register import blueprint

_SECONDS_A_PRESS = 3  # a list that is made by then is there at once; the jobs make the others
_REFRESH_SECONDS = 5


@blueprint.get("/case-updates", may=Permission.MANAGE_REGISTER)
def case_updates() -> str:
    """Show the case updates that were made lately, and ask for another."""
    updates = downloads.recent(DownloadKind.CASE_UPDATE)
    return render_template("supervision/case-updates.html", updates=updates)


@blueprint.post("/lists/<kind>", may=Permission.MANAGE_REGISTER)
def make_list(kind: str) -> Response:
    """Have a list made; one of a usual office is whole when its page opens."""
    if kind not in list(DownloadKind):
        raise NotFound("There is no such list")
    download = downloads.ask(DownloadKind(kind), staff())
    until = time.monotonic() + _SECONDS_A_PRESS
    downloads.make(download, enough=lambda: time.monotonic() > until)
    return redirect(url_for("register.show_list", export_id=download.id))


@blueprint.get("/lists/<int:export_id>", may=Permission.MANAGE_REGISTER)
def show_list(export_id: int) -> FlaskResponse:
    """Show how far a list is, and the link to it. Until it is whole the page looks again."""
    download = downloads.get(export_id)
    keeps_looking = download.made_at is None and request.args.get("still") is None
    page = make_response(
        render_template(
            "supervision/download.html",
            export=download,
            keeps_looking=keeps_looking,
            seconds=_REFRESH_SECONDS,
        )
    )
    if keeps_looking:
        page.headers["Refresh"] = str(_REFRESH_SECONDS)
    return page


@blueprint.get(
    "/lists/<int:export_id>/case-update.<ending>",
    may=Permission.MANAGE_REGISTER,
    audit="The case update to publish",
)
def case_update(export_id: int, ending: str) -> Response:
    """Send the list the office publishes of its cases: initials only, restrictions obeyed."""
    return _collected(export_id, DownloadKind.CASE_UPDATE, ending)


@blueprint.get(
    "/lists/<int:export_id>/register.<ending>",
    may=Permission.MANAGE_REGISTER,
    audit="The old register",
)
def export(export_id: int, ending: str) -> Response:
    """Send the register as it was imported, as corrected since."""
    return _collected(export_id, DownloadKind.REGISTER, ending)


def _collected(export_id: int, kind: DownloadKind, ending: str) -> Response:
    download = downloads.get(export_id, kind)
    return spreadsheet(downloads.sheet(download, staff()), kind.file_name, ending)
