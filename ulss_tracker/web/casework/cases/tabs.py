"""The tabs of a case, and the pages that stand within each.

A part of the tracker adds its page with one line here and one template, which extends
`casework/cases/case_layout.html`, and its view draws it by `case_page`; a page that is not here
says to which it belongs, `case_page(..., tab=...)`.
"""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for

from ulss_tracker.models import Case
from ulss_tracker.web.core.access import may_open
from ulss_tracker.web.core.sessions import staff

TABS: Mapping[str, Mapping[str, str]] = {
    "Summary": {
        "casework.show_case": "Summary",
        "casework.case_restrictions": "Restrictions",
    },
    "Requests": {"casework.case_requests": "Requests"},
    "Correspondence": {
        "casework.case_messages": "Messages",
        "casework.case_letters": "Letters",
    },
    "Offenders": {"casework.case_offenders": "Offenders"},
    "Timeline": {"casework.case_timeline": "Timeline"},
    "Papers and notes": {
        "casework.case_papers": "Papers",
        "casework.notes_and_files": "Notes and files",
    },
    "Who has been told": {"casework.case_notifications": "Who has been told"},
}
"""Each tab's words, and its pages: endpoints, which take the case's reference, with their words.

A tab of which one may open a single page is named as that page.
"""


def case_tabs(case: Case, current: str = "") -> list[dict[str, Any]]:
    """The tabs that the reader may open, each with its pages; `current` is the page shown."""
    shown = current or request.endpoint
    tabs = []
    for text, pages in TABS.items():
        links = [
            {
                "href": url_for(endpoint, reference=case.reference),
                "text": words,
                "active": endpoint == shown,
            }
            for endpoint, words in pages.items()
            if may_open(staff().role, endpoint)
        ]
        if links:
            name = text if len(links) > 1 else links[0]["text"]
            tabs.append({**links[0], "text": name, "active": shown in pages, "pages": links})
    return tabs
