"""The links along the top of a member of staff's pages, and those on the page of each section.

What is in no menu stands on the page that it belongs to.
"""

from collections.abc import Container
from typing import Any, NamedTuple

from flask import Flask, current_app, request, url_for

from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.web.core.access import may_open
from ulss_tracker.web.core.sessions import reader_or_none


class Section(NamedTuple):
    """A page that links lead to from any other, and its words.

    `menus` are the roles who have it in the menu, as their work needs it every day; for the others
    who may open it, it stands on the pages of `beside`.
    """

    endpoint: str
    words: str
    menus: Container[Role] = ()
    beside: tuple[str, ...] = ()


_ON_CASES = [role for role in Role if may(role, Permission.SEE_CASES)]
_DECIDING = [role for role in Role if may(role, Permission.SEE_DECISIONS)]
_ACCOUNTS = [role for role in Role if may(role, Permission.SEE_ACCOUNTS)]
_VERIFYING = (Role.CASEWORKER, Role.LAWYER)
_READING_LAW = (Role.LAW_OFFICER, Role.LAWYER, Role.ADMINISTRATOR)
_REQUESTS, _TO_SIGN, _PEOPLE = "casework.request_list", "supervision.to_sign", "supervision.load"
_EXCEPTIONS, _FIGURES = "supervision.exceptions", "statistics.show"

THE_LIST = "casework.home"
"""Where what waits for a person is: its link says how much does, on every page."""

_OF_EVERYBODY = (_PEOPLE, "admin.people", "casework.absences", "casework.alarms", THE_LIST)

SECTIONS = (
    Section("supervision.board", "Board", (Role.SUPERVISOR,)),
    Section("casework.to_decide", "To decide", _DECIDING),
    Section("casework.this_week", "This week", _DECIDING),
    Section(THE_LIST, "Your work", _ON_CASES),
    Section(_REQUESTS, "Requests", _ON_CASES),
    Section("casework.refuse_together", "“No” answers to check", beside=(_REQUESTS,)),
    Section("casework.mailbox_list", "Incoming", (Role.CASEWORKER,), (_REQUESTS,)),
    Section("casework.messages", "Outgoing", (Role.CASEWORKER,), (_REQUESTS,)),
    Section("casework.people_to_tell", "People to tell", (Role.CASEWORKER,), (_REQUESTS,)),
    Section(_TO_SIGN, "To sign", (Role.SUPERVISOR,)),
    Section("supervision.to_verify", "To verify", _VERIFYING, (_TO_SIGN,)),
    Section("casework.second_readings", "Second readings", (), ("supervision.to_verify", _TO_SIGN)),
    Section("casework.check_offence", "Check an offence", (Role.CASEWORKER,), (_REQUESTS,)),
    Section("casework.complaints", "Complaints", beside=(_REQUESTS, _EXCEPTIONS)),
    Section("casework.rights_requests", "Personal data", beside=(_REQUESTS, _EXCEPTIONS)),
    Section(_EXCEPTIONS, "Exceptions", (Role.SUPERVISOR,)),
    Section("supervision.sealed_cases", "Sealed cases", beside=(_EXCEPTIONS,)),
    Section("casework.holds", "Legal holds", beside=(_EXCEPTIONS, "law.desk")),
    Section("supervision.audit_entries", "Audit", (Role.AUDITOR,), (_EXCEPTIONS,)),
    Section(_FIGURES, "Figures", (Role.SUPERVISOR,)),
    Section("register.show", "Old register", beside=(_FIGURES,)),
    Section("law.desk", "Law desk", (Role.LAWYER,), (_FIGURES,)),
    Section(_PEOPLE, "People", (Role.SUPERVISOR,)),
    Section("admin.people", "People", _ACCOUNTS),
    Section("supervision.reassign", "Reassign work", beside=(_PEOPLE,)),
    Section("casework.absences", "Who is away", beside=(_PEOPLE, "casework.alarms")),
    Section("supervision.rota", "Duty rota", (Role.PRIVATE_OFFICE,), _OF_EVERYBODY),
    Section("supervision.contacts", "Contacts for papers", beside=(_PEOPLE,)),
    Section("admin.teams", "Teams", beside=(_PEOPLE, "admin.people")),
    Section("admin.proposals", "Accounts to approve", _ACCOUNTS, (_PEOPLE,)),
    Section("admin.catalogue", "Catalogue", _READING_LAW, (_FIGURES,)),
    Section("admin.letters", "Sample letters", beside=(_FIGURES, "admin.catalogue")),
    Section("admin.jobs", "Jobs", (Role.ADMINISTRATOR,)),
)
"""Every section in the order of the menus, of which each is one row of at most seven.

More would wrap at 1280 pixels and take the height of the first lines of the page.
"""


def set_up(app: Flask) -> None:
    """Give every page of staff its navigation, and what belongs to it besides."""
    app.context_processor(_context)


class Link(NamedTuple):
    """One link of a navigation.

    `current` is "page" on the page it leads to, "true" on one that belongs to it, as the attribute
    `aria-current` says it. `waits` is how many things wait there for whoever reads it.
    """

    href: str
    text: str
    current: str = ""
    waits: int = 0


def _context() -> dict[str, object]:
    reader = reader_or_none()
    if reader is None:
        return {"navigation": "", "section_links": "", "may_search": False, "sees_contacts": False}
    role, page = reader.user.role, str(request.endpoint)
    links = beside(role, page)
    components: Any = current_app.jinja_env.get_template("components/navigation.html").module
    return {
        "navigation": components.primary_navigation(menu(role, page, reader.waits)),
        "section_links": components.page_links(links, "In this section") if links else "",
        "may_search": may_open(role, "casework.find"),
        "sees_contacts": may(role, Permission.SEE_CONTACTS),
    }


def first_page(role: Role) -> str:
    """The page that each role starts its day on: the first of its menu."""
    return next(section.endpoint for section in SECTIONS if role in section.menus)


def menu(role: Role, page: str = "", waits: int = 0) -> tuple[Link, ...]:
    """The role's menu on `page`, an endpoint; `waits` is how many things wait in the list."""
    entries = {section.endpoint: section.words for section in SECTIONS if role in section.menus}
    places = next((section.beside for section in SECTIONS if section.endpoint == page), ())
    here = next((place for place in (page, *places) if place in entries), "")
    return tuple(
        Link(
            url_for(endpoint),
            words,
            "page" if endpoint == page else "true" if endpoint == here else "",
            waits if endpoint == THE_LIST else 0,
        )
        for endpoint, words in entries.items()
    )


def beside(role: Role, page: str) -> tuple[Link, ...]:
    """The sections that stand on a page: what a reader may open, and has not in the menu."""
    return tuple(
        Link(url_for(endpoint), words)
        for endpoint, words, menus, pages in SECTIONS
        if page in pages and role not in menus and may_open(role, endpoint)
    )
