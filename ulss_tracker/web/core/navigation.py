"""The links along the top of a member of staff's pages: only what their role may open."""

from typing import Any, NamedTuple

from flask import Flask, current_app, request, url_for
from markupsafe import Markup

from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.web.core.access import may_open
from ulss_tracker.web.core.sessions import reader_or_none

LINKS = (
    ("casework.to_decide", "To decide"),
    ("casework.this_week", "This week"),
    ("supervision.board", "Board"),
    ("casework.home", "Your work"),
    ("casework.request_list", "Requests"),
    ("casework.people_to_tell", "People to tell"),
    ("casework.messages", "Outgoing"),
    ("casework.mailbox_list", "Incoming"),
    ("supervision.to_verify", "To verify"),
    ("casework.check_offence", "Check an offence"),
    ("supervision.rota", "Duty rota"),
    ("casework.complaints", "Complaints"),
    ("casework.second_readings", "Second readings"),
    ("statistics.show", "Figures"),
    ("register.show", "Old register"),
    ("supervision.sealed_cases", "Sealed cases"),
    ("supervision.audit_entries", "Audit"),
    ("law.desk", "Law desk"),
    ("admin.people", "People"),
    ("admin.proposals", "Accounts to approve"),
    ("admin.catalogue", "Catalogue"),
    ("admin.letters", "Sample letters"),
    ("admin.jobs", "Jobs"),
)
"""Every section with its words, those used most first."""

_DECIDING = ("casework.to_decide", "casework.this_week", "casework.home")
MENUS = {
    Role.LAW_OFFICER: _DECIDING,
    Role.PRIVATE_OFFICE: (*_DECIDING, "supervision.rota"),
    Role.LAWYER: ("casework.home", "supervision.to_verify", "law.desk", "admin.catalogue"),
    Role.COUNSEL: ("casework.home",),
}
"""Sections that the work of these roles needs. “Your work” leads to the others they may open."""

THE_LIST = "casework.home"
"""Where what waits for a person is: its link says how much does, on every page."""

MOST_IN_A_ROW = 7
"""More than these wrap at 1280 pixels and take the height of the first lines of the page."""


def set_up(app: Flask) -> None:
    """Give every page of staff its navigation, what does not fit the row apart."""
    app.context_processor(_context)


class Link(NamedTuple):
    """One link of a navigation; `active` on the page it leads to.

    `waits` is how many things wait there for whoever reads it.
    """

    href: str
    text: str
    active: bool
    waits: int = 0


def _context() -> dict[str, object]:
    reader = reader_or_none()
    if reader is None:
        return {"navigation": "", "may_search": False, "sees_contacts": False}
    role = reader.user.role
    return {
        "navigation": _drawn(role, str(request.endpoint), reader.waits),
        "may_search": may_open(role, "casework.find"),
        "sees_contacts": may(role, Permission.SEE_CONTACTS),
    }


def _drawn(role: Role, endpoint: str, waits: int) -> Markup:
    """The navigation's HTML: what a role may open, and how many things wait."""
    sections = links(role, endpoint, waits)
    fits = len(sections) <= MOST_IN_A_ROW + 1  # one link alone would be no section
    row, more = (sections, ()) if fits else (sections[:MOST_IN_A_ROW], sections[MOST_IN_A_ROW:])
    components: Any = current_app.jinja_env.get_template("components/navigation.html").module
    return Markup(components.primary_navigation(row, more))  # noqa: S704 - the macro escapes


def links(
    role: Role, here: str = "", waits: int = 0, *, is_in_menu: bool = True
) -> tuple[Link, ...]:
    """The sections of the role's menu, or those it leaves out; `here` is the page's endpoint."""
    return tuple(
        Link(url_for(endpoint), text, endpoint == here, waits if endpoint == THE_LIST else 0)
        for endpoint, text in LINKS
        if may_open(role, endpoint) and (endpoint in MENUS.get(role, (endpoint,))) is is_in_menu
    )
