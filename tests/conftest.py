"""The tests' own command line, and the fixtures that every kind of test may ask for.

The application is imported inside the fixtures: tests of the law alone load none of it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask import Flask

    from tests.support.checked_client import CheckedClient
    from tests.support.databases import TestDatabase
    from ulss_tracker.permissions import Role


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database` chooses what the tests run on."""
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default=os.environ.get("TEST_DATABASE", "sqlite"),
        help="the kind of database the tests run on (also by TEST_DATABASE)",
    )


def pytest_report_header(config: pytest.Config) -> str:
    """Say which database it is."""
    return f"database: {config.getoption('--database')}"


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """Either sqlite or postgresql."""
    return str(request.config.getoption("--database"))


@pytest.fixture(scope="session")
def new_database(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], str]]:
    """Make an empty database of the kind under test, by name; the answer is its address."""
    if database_kind == "sqlite":
        directory = tmp_path_factory.mktemp("databases")
        yield lambda name: f"sqlite:///{directory / name}.db"
    else:
        from tests.support.cluster import cluster, make_database

        with cluster() as address:
            yield lambda name: make_database(address, name)


@pytest.fixture(scope="session")
def _database(
    database_kind: str,
    new_database: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> "Iterator[TestDatabase]":
    from tests.support import databases

    if database_kind == "sqlite":
        made = databases.on_sqlite(tmp_path_factory.mktemp("tracker"))
    else:
        made = databases.on_postgresql(new_database("tracker"))
    yield made
    databases.let_go(made.app)


@pytest.fixture
def application(_database: "TestDatabase") -> "Flask":
    """The application on an empty, migrated database, with no context pushed."""
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
    from tests.support import build
    from tests.support.checked_client import client_of

    def sign_in(role: "Role") -> "CheckedClient":
        client = client_of(app)
        key = build.user(role).session_key
        with client.session_transaction() as session:
            session["_user_id"] = key
            session["_fresh"] = True
        return client

    return sign_in


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """A function that sets the clock for the rest of the test, pages included."""
    from ulss_tracker import clock

    with ExitStack() as stack:
        yield lambda instant: stack.enter_context(clock.set_to(instant))
