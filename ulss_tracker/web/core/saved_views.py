"""Saved views of a list as its page shows them: each a link, and the form that keeps this one."""

from dataclasses import dataclass

from flask import url_for

from ulss_tracker.models import ListName, SavedView, User
from ulss_tracker.services.people import saved_views
from ulss_tracker.web.core.access import may_open
from ulss_tracker.web.core.lists import Listing
from ulss_tracker.web.core.sessions import staff

PAGES = {
    ListName.BOARD: "supervision.board",
    ListName.HELD: "casework.home",
    ListName.PEOPLE_TO_TELL: "casework.people_to_tell",
    ListName.REQUESTS: "casework.request_list",
    ListName.WORK: "casework.home",
}


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A saved view: where it leads, and whether the list is shown as it has it."""

    view: SavedView
    href: str
    is_here: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class Views:
    """The views of a list that a person may open; `query` is the list as it is shown now."""

    list_name: ListName
    links: tuple[ViewLink, ...]
    query: str
    whole_href: str

    @property
    def here(self) -> ViewLink | None:
        """The view that is shown now, if it is one."""
        return next((link for link in self.links if link.is_here), None)


def views_of(list_name: ListName, listing: Listing) -> Views:
    """The saved views of this list, for the template."""
    query, me = listing.query, staff()
    links = tuple(
        ViewLink(view, address_of(view), view.query == query, view.owner_id == me.id)
        for view in saved_views.of_list(list_name, me)
    )
    return Views(list_name, links, query, url_for(PAGES[list_name]))


def address_of(view: SavedView) -> str:
    """The list as this view has it."""
    return f"{url_for(PAGES[view.list_name])}?{view.query}"


def start_address(user: User) -> str:
    """The view that this person's day starts on; "" where it is the page of their role."""
    view = saved_views.start_of(user)
    if view is None or not may_open(user.role, PAGES[view.list_name]):
        return ""
    return address_of(view)
