"""The tests' own command line, and the fixtures that every kind of test may ask for.

The application is imported inside the fixtures: tests of the law alone load none of it.
"""

import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from flask import Flask

    from tests.support.checked_client import CheckedClient
    from tests.support.databases import Databases, TestDatabase
    from ulss_tracker.permissions import Role

IN_MEMORY = Path("/dev/shm")  # noqa: S108
ROOM = 1_000_000_000
PAGES = Path(__file__).parent / "pages"
# What stands around every page answers for the database too: that it is away, and when it is back.
AROUND_PAGES = PAGES / "core"
# After how much Python looks for garbage. After every 700, as it comes, is a twentieth of a run.
SELDOM = (20_000, 20, 50)

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database` chooses what the tests run on, `--pictures` keeps what a browser saw."""
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default=os.environ.get("TEST_DATABASE", "sqlite"),
        help="the kind of database the tests run on (also by TEST_DATABASE)",
    )
    parser.addoption(
        "--pictures",
        action="store_true",
        help="keep a picture of each page a browser looks at, in build/screenshots",
    )
    parser.addoption(
        "--renew-pages",
        action="store_true",
        help="write the words of every page again (python -m tests.golden pages)",
    )
    parser.addoption(
        "--renew-pictures",
        action="store_true",
        help="take the README's pictures anew, in docs/pictures (make pictures)",
    )


def pytest_report_header(config: pytest.Config) -> str:
    """Say which database it is."""
    return f"database: {config.getoption('--database')}"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect without looking for garbage: what is loaded stays, and is not looked at again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(*SELDOM)
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs a database: what needs none is the same on both, and runs once.

    What runs on PostgreSQL alone needs one, though it may make it itself. What runs on the other
    database alone is left out. No page asks the database but through services, whose own tests run
    on both: pages are `alike`, and `make test` looks at them on PostgreSQL.
    """
    for item in items:
        asks = "databases" in getattr(item, "fixturenames", ())
        if asks or item.get_closest_marker("on_postgresql"):
            item.add_marker(pytest.mark.database)
        is_page = PAGES in item.path.parents and AROUND_PAGES not in item.path.parents
        if is_page and asks and not item.get_closest_marker("on_sqlite"):
            item.add_marker(pytest.mark.alike)
    is_sqlite = config.getoption("--database") == "sqlite"
    others = "on_postgresql" if is_sqlite else "on_sqlite"
    left_out = [item for item in items if item.get_closest_marker(others)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not item.get_closest_marker(others)]


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """Either sqlite or postgresql."""
    return str(request.config.getoption("--database"))


@pytest.fixture(scope="session")
def databases(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory
) -> "Iterator[Databases]":
    """Databases of the kind under test, by name. One of them is `MIGRATED`: the others' pattern."""
    from tests.support import databases

    if database_kind == "sqlite":
        with in_memory(tmp_path_factory) as directory:
            made: Databases = databases.OnSqlite(directory)
            databases.make_migrated(made)
            yield made
    else:
        from tests.support.cluster import cluster

        with cluster() as address:
            made = databases.OnPostgresql(address)
            databases.make_migrated(made)
            yield made


@contextmanager
def in_memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A directory in memory where the machine has room: a test need not wait for its disk."""
    if not (IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM):
        yield tmp_path_factory.mktemp("databases")
        return
    with TemporaryDirectory(prefix="ulss-", dir=IN_MEMORY) as directory:
        yield Path(directory)


@pytest.fixture(scope="session")
def new_database(databases: "Databases") -> Callable[[str], str]:
    """Make an empty database of the kind under test, by name; the answer is its address."""
    return databases.make


@pytest.fixture(scope="session")
def unhurried_pdf() -> None:
    """Letters may take as long as a busy machine needs: how long is too long has its own tests."""
    from ulss_tracker.adapters.pdf import pool

    for maker in pool._shared_pool().clients:
        maker.seconds = 300


@pytest.fixture(scope="session")
def _database(unhurried_pdf: None, databases: "Databases") -> "Iterator[TestDatabase]":
    from tests.support.databases import under_test
    from tests.support.passwords import hash_with_little_work

    hash_with_little_work()
    made = under_test(databases)
    yield made
    made.let_go()


@pytest.fixture
def prepared(_database: "TestDatabase", app: "Flask") -> Callable[[str, Callable[[], Any]], Any]:
    """`prepared("demo", fill)`: the database as `fill` leaves it. It fills it once in a run."""
    return _database.prepared


@pytest.fixture
def application(_database: "TestDatabase") -> "Flask":
    """The application on an empty, migrated database, with no context pushed."""
    from ulss_tracker.services.core import office_details

    office_details.configure(_database.app.config)  # whatever the test before had set
    _database.empty()
    with _database.app.app_context():
        for limiter in _database.app.extensions["limiter"]:
            limiter.reset()
    return _database.app


@pytest.fixture
def app(application: "Flask") -> "Iterator[Flask]":
    """The application on an empty, migrated database, inside its context: call services at will."""
    with application.app_context():
        yield application


@pytest.fixture
def client(app: "Flask") -> "CheckedClient":
    """A client that nobody has signed in on. It checks every page it fetches."""
    from tests.support.checked_client import client_of

    return client_of(app)


@pytest.fixture
def signed_in(app: "Flask") -> "Callable[[Role], CheckedClient]":
    """A function: `signed_in(Role.SUPERVISOR)` is a checked client with that role's session.

    The person is `build.user(role)`. How signing in itself works is tested elsewhere.
    """
    from tests.support.signed_in import signed_in

    return partial(signed_in, app)


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """A function that sets the clock for the rest of the test, pages included."""
    from ulss_tracker import clock

    with ExitStack() as stack:
        yield lambda instant: stack.enter_context(clock.set_to(instant))


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many rows a page of a list has in this test: fewer, where each takes long to make.

    Lists whose rows are cheap hold a page to its fifty.
    """
    from ulss_tracker.services.core import paging

    rows = 12
    monkeypatch.setattr(paging, "PAGE", rows)
    for function in (paging.rows, paging.page_query):
        monkeypatch.setitem(function.__kwdefaults__, "size", rows)
    monkeypatch.setattr(paging.cut, "__defaults__", (rows,))
    return rows
