"""The security log: who came in, who was refused, what was done about access; and to take away."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import SecurityEvent, SecurityKind
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.protection import security_log
from ulss_tracker.services.protection.security_log import SecurityFilter
from ulss_tracker.services.spreadsheets import Sheet
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.core.spreadsheets import spreadsheet
from ulss_tracker.web.forms import DateField, SelectField, TextField, choices_of
from ulss_tracker.web.supervision import blueprint

_HEADING = (
    "Number",
    "When (UTC)",
    "What",
    "By account",
    "About account",
    "Network address",
    "Device",
    "Request",
    "Page",
    "Detail",
)


class SecurityFilters(lists.FilterForm):
    """Filters of the security log."""

    kind = SelectField(
        "What",
        blank="Everything",
        choices=choices_of(SecurityKind),
        coerce=SecurityKind,
    )
    person = SelectField(
        "By or about",
        blank="Everybody",
        choices=lists.people,
        coerce=int,
    )
    reference = TextField("Case", hint="A reference: who looked at it", width=10, max_length=20)
    address = TextField("Network address", width=20, max_length=45)
    device = TextField("Device", width=20, max_length=16)
    from_on = DateField("On or after")
    to_on = DateField("On or before")


@blueprint.get("/security-log")
def security() -> str:
    """List the lines of the security log, the newest first unless asked otherwise."""
    filters = SecurityFilters(request.args)
    shown = lists.listing(security_log.ORDERINGS, default="-at", form=filters)
    page = security_log.page(_asked(filters.asked()), staff(), **shown.place)
    return render_template(
        "supervision/security-log.html",
        page=page,
        shown=shown,
        form=filters,
        starts_here=not may(staff().role, Permission.SEE_ROTA),  # where others' settings are
    )


@blueprint.get("/security-log.<ending>")
def security_sheet(ending: str) -> Response:
    """Take the log as narrowed away, by numbers of accounts and nobody's name; it is logged too."""
    filters = SecurityFilters(request.args)
    asked = _asked(filters.asked())
    if filters.errors:
        # What is taken away must not be of more than was asked for.
        typed: dict[str, Any] = request.args.to_dict(flat=False)
        return redirect(url_for("supervision.security", **typed))
    rows = (_line(each) for each in security_log.every(asked, staff()))
    return spreadsheet(Sheet("Security log", _HEADING, rows), "security-log", ending)


def _asked(given: dict[str, Any]) -> SecurityFilter:
    return SecurityFilter(
        kind=given.get("kind"),
        person_id=given.get("person"),
        record=security_log.record_of(str(given.get("reference", ""))),
        address=str(given.get("address", "")).strip(),
        device=str(given.get("device", "")).strip(),
        from_on=given.get("from_on"),
        to_on=given.get("to_on"),
    )


def _line(each: SecurityEvent) -> tuple[str | int, ...]:
    return (
        each.id,
        each.at.isoformat(timespec="seconds"),
        each.kind.value,
        each.by_id or "",
        each.about_id or "",
        each.address,
        each.device,
        each.request_id,
        each.page,
        each.detail,
    )
