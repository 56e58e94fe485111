"""Journeys: a real browser on the tracker as it is really served.

Every test here is marked `browser`, fails when a page logged an error or asked another machine
for anything, and needs Debian's `chromium-headless-shell` or `chromium`.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support.databases import MIGRATED, Databases, OnSqlite, configured, let_go
from tests.support.live_server import LiveServer, served
from tests.support.looking import Looking
from ulss_tracker import create_app
from ulss_tracker.permissions import Role

HERE = Path(__file__).parent
SERVED = "served"
LONGEST_WAIT = 60_000  # milliseconds: reached only by what hangs, however busy the machine is


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here; without a browser skip it, but never where all must be proved."""
    for item in items:
        if HERE not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)
        if browsers.program() is None and not os.environ.get("CI"):
            item.add_marker(pytest.mark.skip(reason="no Chromium here: install chromium"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys; each has windows of its own."""
    expect.set_options(timeout=LONGEST_WAIT)
    with browsers.browser() as started:
        yield started


@pytest.fixture(scope="session")
def serving(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The tracker, served for all journeys. Each has the database anew, and new processes."""
    app = create_app(configured(databases.make(SERVED, like=MIGRATED)))
    with served(app, tmp_path_factory.mktemp("served")) as live:
        yield live
    let_go(app)


@pytest.fixture(scope="session")
def demo(databases: Databases, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """The name of a database that holds the demo. The first process that asks makes it for all."""
    assert isinstance(databases, OnSqlite), "a browser sees the same pages on both"
    if worker_id == "master":
        load_demo(databases)
        return "demo"
    shared = tmp_path_factory.getbasetemp().parent
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "demo.db").exists():
            load_demo(databases)
            shutil.copyfile(databases.file("demo"), shared / "demo.db")
    shutil.copyfile(shared / "demo.db", databases.file("demo"))
    return "demo"


def load_demo(databases: Databases) -> None:
    """Make the database of the demo."""
    app = create_app(configured(databases.make("demo", like=MIGRATED)))
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 0, result.output
    let_go(app)


@pytest.fixture
def holds() -> str:
    """The name of the database that is served: an empty one, unless a journey has made another."""
    return MIGRATED


@pytest.fixture
def server(
    serving: LiveServer, databases: Databases, request: pytest.FixtureRequest
) -> Iterator[LiveServer]:
    """The tracker, served over a copy of what `holds` names. `server.app` makes records in it.

    Fails at the end when a fault was logged: a person may not have seen it, the office would.
    """
    has_demo = "demo_server" in request.fixturenames
    pattern = request.getfixturevalue("demo" if has_demo else "holds")
    let_go(serving.app)
    databases.drop(SERVED)
    databases.make(SERVED, like=pattern)
    serving.new_workers()
    yield serving
    assert serving.faults() == ""


@pytest.fixture
def demo_server(server: LiveServer) -> LiveServer:
    """The tracker, served with its demo: `ulss_tracker.cli.demo.people` has the logins."""
    return server


@pytest.fixture
def sites() -> tuple[str, ...]:
    """Sites beside the tracker that a journey goes to: none, unless it says so."""
    return ()


@pytest.fixture
def new_page(
    browser: Browser, server: LiveServer, sites: tuple[str, ...]
) -> Iterator[Callable[..., Page]]:
    """A function that opens a window of somebody's own: no cookie is shared between two.

    Takes Playwright's context options, such as `java_script_enabled=False`.
    """
    watched = browsers.Watched((server.address, *sites))
    contexts = []

    def open_page(**options: object) -> Page:
        settings = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"} | options
        context = browser.new_context(base_url=server.address, **settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(LONGEST_WAIT)
        watched.watch(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watched.faults == []


@pytest.fixture
def desk(new_page: Callable[..., Page]) -> Page:
    """A window on a desk's screen."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A window on a small phone."""
    return new_page(
        viewport={"width": 360, "height": 740},
        device_scale_factor=2,
        has_touch=True,
        is_mobile=True,
    )


@pytest.fixture
def without_scripts(new_page: Callable[..., Page]) -> Page:
    """A window that runs no scripts."""
    return new_page(java_script_enabled=False)


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], object]:
    """A function: `shot(page, "board")` keeps build/screenshots/board.png, with `--pictures`."""
    wanted = request.config.getoption("--pictures")
    return browsers.shot if wanted else lambda _page, _name: None


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """A function: `axe(page)` fails unless axe finds nothing against WCAG 2.2 AA."""
    return browsers.axe


@pytest.fixture
def window(desk: Page, shot: Callable[[Page, str], object]) -> Looking:
    """A window of somebody who has not signed in."""
    return Looking(desk, shot)


@pytest.fixture
def sign_in(window: Looking, server: LiveServer) -> Callable[[Role], Looking]:
    """A function: the window, in which somebody of a role has signed in."""

    def as_role(role: Role) -> Looking:
        with server.app.app_context():
            email = build.user(role).email
        browsers.let_in(window.page, server, email)
        return window

    return as_role
