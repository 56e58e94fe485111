"""Pages held to a number of queries, each with what stands in the tables when it is asked for."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.tables import optional, rows
from ulss_tracker.models import User, db
from ulss_tracker.permissions import Role

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
"""When the pages are asked for: a Wednesday morning with no bank holiday near."""

Filled = Mapping[str, str | int]
_ROWS = rows(__file__, "pages", str, str, int, optional(Role), int)


@dataclass(frozen=True)
class Held:
    """One page: its address, with blanks that the scene fills, and what it asks of the database.

    `by` is who reads it, None for somebody not signed in. `status` is what it answers.
    """

    address: str
    number: int
    by: Role | None
    status: int

    @property
    def name(self) -> str:
        """The page as a failure names it."""
        return f"{self.address}, {self.by or 'anybody'}"

    def path(self, filled: Filled) -> str:
        """The address with its blanks filled."""
        return self.address.format_map(filled)

    def endpoint(self, app: Flask) -> str:
        """Which page of the access table it is."""
        somewhere = self.address.partition("?")[0].format_map(defaultdict(lambda: 1))
        matched: str = app.url_map.bind("localhost").match(somewhere)[0]
        return matched


@dataclass(frozen=True)
class Scene:
    """So many of what may grow, and the pages that show it: its rows of `data/pages.csv`.

    `fill` makes them, `count` of each, and answers with what fills the blanks of the addresses.
    `prepare` does first what a person would who is not signed in. What it makes is committed at
    once, for what is kept up to date at each commit takes longest; `by_steps` says that what it
    does reads what an earlier step committed.
    """

    name: str
    fill: Callable[[int], Filled]
    prepare: Callable[[CheckedClient], object] = field(default=lambda _client: None)
    by_steps: bool = False

    @property
    def pages(self) -> list[Held]:
        """The pages, in the order in which they are asked for."""
        return [Held(*row) for scene, *row in _ROWS if scene == self.name]


def people(count: int, role: Role = Role.CASEWORKER) -> list[User]:
    """So many members of staff: each row of a list may be somebody else's."""
    return [
        build.user(role, email=f"person{number}@example.org", name=f"Person {number}")
        for number in range(count)
    ]


def save(*rows: object) -> None:
    """Add rows that no service makes in such numbers, and see that they have their ids."""
    db.session.add_all(rows)
    db.session.flush()
