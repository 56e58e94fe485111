"""The links along the top of a member of staff's pages: only what their role may open."""

from functools import lru_cache

from flask import Flask, request, url_for

from ulss_tracker.permissions import Role, may
from ulss_tracker.web.access import ACCESS
from ulss_tracker.web.sessions import staff_or_none

LINKS = (
    ("casework.to_decide", "To decide"),
    ("supervision.board", "Board"),
    ("casework.home", "Your work"),
    ("casework.request_list", "Requests"),
    ("casework.people_to_tell", "People to tell"),
    ("casework.messages", "Messages"),
    ("casework.check_offence", "Check an offence"),
    ("statistics.show", "Statistics"),
    ("register.show", "Old register"),
    ("supervision.sealed_cases", "Sealed cases"),
    ("supervision.audit_entries", "Audit"),
    ("admin.people", "People"),
    ("admin.catalogue", "Catalogue"),
    ("admin.letters", "Sample letters"),
)
"""Every section with its words, those used most first."""

MOST_IN_A_ROW = 6
"""More than these wrap at 1280 pixels and take the height of the first lines of the page."""


def set_up(app: Flask) -> None:
    """Give every page of staff its navigation, what does not fit the row apart."""
    app.context_processor(_context)


def _context() -> dict[str, object]:
    shown = links()
    fits = len(shown) <= MOST_IN_A_ROW + 1  # one link alone would be no section
    return {
        "navigation": shown if fits else shown[:MOST_IN_A_ROW],
        "more_navigation": [] if fits else shown[MOST_IN_A_ROW:],
        "may_search": _may_search(),
    }


def links() -> list[dict[str, str | bool]]:
    """The links for whoever is signed in, with the page they are on marked."""
    user = staff_or_none()
    if user is None:
        return []
    return [
        {"href": href, "text": text, "active": request.endpoint == endpoint}
        for endpoint, text, href in _open_to(user.role, request.script_root)
    ]


@lru_cache(maxsize=32)
def _open_to(role: Role, _script_root: str) -> tuple[tuple[str, str, str], ...]:
    """Each link that the role may open, with its address: the same on all of its pages."""
    return tuple(
        (endpoint, text, url_for(endpoint))
        for endpoint, text in LINKS
        if (wanted := ACCESS[endpoint]) and may(role, wanted)
    )


def _may_search() -> bool:
    """Whether the search box is for whoever is signed in."""
    user = staff_or_none()
    wanted = ACCESS["casework.find"]
    return user is not None and wanted is not None and may(user.role, wanted)
