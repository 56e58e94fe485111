"""A real Chromium: started for the tests, watched for faults, asked for pictures of its pages."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from flask import has_app_context
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    expect,
    sync_playwright,
)
from sqlalchemy import select

from config import ROOT
from tests.support import build
from tests.support.live_server import LiveServer
from ulss_tracker.models import User, db

# The first is Chromium without what draws its windows: the same pages for half the work.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = ROOT / "build" / "screenshots"
A_LONG_PAGE = 60_000  # milliseconds
# WCAG 2.2 level AA, and what axe knows to be good practice around it.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# In one step, so that no other page comes between; what a page does well is not sent over.
LOOK = f"async options => {{ {AXE_SCRIPT}\nreturn (await axe.run(options)).violations }}"
# A page that answers "not found" or "wrong password" is no fault of the page.
A_REFUSAL = re.compile(r"the server responded with a status of 4\d\d")

Shot = Callable[[Page, str], object]
Axe = Callable[[Page], None]


def program() -> str | None:
    """Where this machine's Chromium is, or None."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        try:
            yield started
        finally:
            started.close()


@dataclass
class Watched:
    """Faults in a browser, in its own words, while a test used it on these sites alone."""

    addresses: tuple[str, ...]
    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Note errors of scripts and of the content policy, and any look at another machine."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self._look)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not A_REFUSAL.search(message.text):
            self.faults.append(f"console: {message.text}")

    def _look(self, request: Request) -> None:
        if not request.url.startswith((*self.addresses, "data:", "blob:", "about:")):
            self.faults.append(f"asked another machine: {request.url}")


def shot(page: Page, name: str) -> Path:
    """Keep a picture of the whole page as build/screenshots/NAME.png."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True, timeout=A_LONG_PAGE)
    return path


def can_leave(page: Page, name: str) -> None:
    """Hold that the way out is in sight at the page's very end, and go back up."""
    assert page.viewport_size is not None
    height = page.viewport_size["height"]
    page.mouse.move(5, height / 2)
    _to_the_end(page)
    box = page.locator(".govuk-exit-this-page__button").bounding_box()
    assert box is not None, f"{name} has no way out"
    assert box["y"] >= 0, f"the way out is {-box['y']} pixels above the screen on {name}"
    assert box["y"] + box["height"] <= height, f"the way out is below the screen on {name}"
    to_the_top(page)


def _to_the_end(page: Page) -> None:
    """Scroll as often as it takes: a new size of the window brings a focused box back into sight.

    That comes when the browser has time for it, and may undo what was scrolled just before.
    """
    footer = expect(page.locator("footer"))
    for _ in range(20):
        page.mouse.wheel(0, 100_000)
        with suppress(AssertionError):
            footer.to_be_in_viewport(timeout=3_000)
            return
    footer.to_be_in_viewport()


def fits(page: Page, name: str) -> None:
    """Hold that the page is no wider than its window."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels wider than the window"


def look(page: Page, keep: Shot, name: str) -> None:
    """Keep a picture; hold the page to WCAG 2.2 AA, and to the width of its window."""
    keep(page, name)
    axe(page)
    fits(page, name)


def look_in(page: Page, widths: tuple[int, ...], keep: Shot, name: str) -> None:
    """The same in windows of these widths, with a picture of each."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        keep(page, f"{name}-{width}")
        fits(page, name)
    axe(page)


def to_the_top(page: Page) -> None:
    """Scroll to the top at once: by the wheel it takes a while, which nothing waits for."""
    page.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
    expect(page.locator("header").first).to_be_in_viewport()


def axe(page: Page) -> None:
    """Fail unless axe finds nothing against WCAG 2.2 AA on the page as it now is."""
    try:
        violations = _violations(page)
    except Error:
        # A link or a button just pressed took the page away while axe looked at it: what is
        # wanted is the page that comes. A fault of axe itself comes again, and fails.
        violations = _violations(page)
    found = [
        f"{each['id']} ({each['impact']}): {each['help']}\n"
        + "\n".join(f"    {node['html'][:200]}" for node in each["nodes"][:5])
        for each in violations
    ]
    assert not found, f"{page.url} is not accessible:\n" + "\n".join(found)


def _violations(page: Page) -> list[dict[str, Any]]:
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": RULES},
        "resultTypes": ["violations"],
    }
    page.wait_for_load_state()
    violations: list[dict[str, Any]] = page.evaluate(LOOK, options)
    return violations


def let_in(page: Page, server: LiveServer, email: str) -> None:
    """Sign somebody in by a session made for them: the form of signing in has journeys of its own.

    No page is opened, and what the window showed stays.
    """
    if has_app_context():
        db.session.rollback()  # what the test has read itself must not hold the database
    with server.app.app_context():
        person = db.session.scalars(select(User).where(User.email == email)).one()
        signed = build.session_of(person)
    client = server.app.test_client()
    with client.session_transaction() as session:
        session.update(signed)
    cookie = client.get_cookie(server.app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.address}])


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    """Sign in as a person does, and wait for the page that comes after."""
    page.goto(f"{address}/sign-in")
    give_password(page, email, password)
    page.wait_for_url(lambda url: "/sign-in" not in url)


def give_password(page: Page, email: str, password: str) -> None:
    """Fill in the form of signing in, which the page shows, and send it."""
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
