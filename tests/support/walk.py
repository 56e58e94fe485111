"""Going from page to page by the links that are shown, as somebody would who knows no address."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.support.checked_client import CheckedClient
from tests.support.page import Page

MOST_OF_ONE = 40
"""How many addresses of one page are opened: what one record offers, another may not."""
_REDIRECT, _ERROR = 300, 400


@dataclass
class Walk:
    """The pages reached, and the links that led nowhere.

    `reached` has an address for each endpoint; `broken` says where each link was, where it leads
    and what it answered.
    """

    reached: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Link:
    """Where a link leads, to which page, and where it is."""

    endpoint: str
    path: str
    shown_on: str


def walk(app: Flask, client: CheckedClient, starts: list[str], wanted: set[str]) -> Walk:
    """Open `starts` and follow links, and forms that ask and change nothing, until all is reached.

    The page opened least often comes first, and of it a link from where fewest were followed: so
    the walk sees many kinds of page and of record long before it has opened every one.
    """
    found = Walk()
    waiting = _links(app, starts, "the menu")
    seen = set(starts)
    opened: Counter[str] = Counter()
    followed: Counter[tuple[str, str]] = Counter()
    while waiting and not wanted <= set(found.reached):
        link = min(
            waiting,
            key=lambda each: (opened[each.endpoint], followed[each.endpoint, each.shown_on]),
        )
        opened[link.endpoint] += 1
        followed[link.endpoint, link.shown_on] += 1
        answer = client.open(link.path)
        if answer.status_code >= _ERROR:
            found.broken.append(f"{link.shown_on} leads to {link.path}: {answer.status}")
        else:
            found.reached.setdefault(link.endpoint, link.path)
            more = [each for each in _leads_to(link.path, answer) if each not in seen]
            waiting += _links(app, dict.fromkeys(more), link.path)
            seen.update(more)
        waiting = [
            each for each in waiting if each is not link and opened[each.endpoint] < MOST_OF_ONE
        ]
    return found


def endpoint_of(app: Flask, path: str) -> str | None:
    """The page that reading this address opens; None when it is none of ours."""
    parts = urlsplit(path)
    if parts.scheme or parts.netloc:
        return None
    try:
        matched: str = app.url_map.bind("localhost").match(parts.path, "GET")[0]
    except HTTPException:
        return None
    return matched


def _links(app: Flask, paths: Iterable[str], shown_on: str) -> list[_Link]:
    return [
        _Link(endpoint, path, shown_on)
        for path in paths
        if (endpoint := endpoint_of(app, path)) is not None
    ]


def _leads_to(path: str, answer: TestResponse) -> list[str]:
    """Where the page's links and asking forms lead, or where it sends whoever opens it."""
    if answer.status_code >= _REDIRECT:
        return [urljoin(path, answer.headers["Location"])]
    if answer.mimetype != "text/html":
        return []
    page = Page.read(path, answer.status_code, answer.get_data(as_text=True))
    # Not "Exit this page": it ends what the walk goes through.
    links = [
        link.get("href") for link in page.select("a[href]") if "nofollow" not in link.get("rel", "")
    ]
    forms = [
        form.get("action") or path
        for form in page.select("form")
        if (form.get("method") or "get").lower() == "get"
    ]
    return [urljoin(path, each).partition("#")[0] for each in [*links, *forms]]
