"""The tabs of a case. A part of the tracker adds its own with one line here and one template.

The template extends `casework/cases/case_layout.html`, and its view draws it by `case_page`; a page
of the part without a tab of its own says which it belongs to, `case_page(..., tab=...)`.
"""

from flask import request, url_for

from ulss_tracker.models import Case
from ulss_tracker.web.core.access import may_open
from ulss_tracker.web.core.sessions import staff

TABS = (
    ("casework.show_case", "Summary"),
    ("casework.case_requests", "Requests"),
    ("casework.case_messages", "Correspondence"),
    ("casework.case_offenders", "Offenders"),
    ("casework.case_timeline", "Timeline"),
    ("casework.case_papers", "Papers"),
    ("casework.case_letters", "Letters"),
    ("casework.case_notifications", "Who has been told"),
    ("casework.notes_and_files", "Notes and files"),
    ("casework.case_restrictions", "Restrictions"),
)
"""Each tab's endpoint, which takes the case's reference, and its words, in their order."""


def case_tabs(case: Case, current: str = "") -> list[dict[str, str | bool]]:
    """The tabs that the reader may open; marked is `current`, an endpoint, or the page shown."""
    return [
        {
            "href": url_for(endpoint, reference=case.reference),
            "text": text,
            "active": endpoint == (current or request.endpoint),
        }
        for endpoint, text in TABS
        if may_open(staff().role, endpoint)
    ]
