"""A page asks the database a fixed number of questions, however much there is to show.

Each page is fetched where there is little and where there is much; the number must be the one that
tests/support/query_counts/ gives, both times. A number that fell is written there: so it stays.
On PostgreSQL alone: test_access.py opens every page on SQLite, and this on the office's database.
Where there is little, the page's words are those of tests/golden/pages/ too.
"""

from contextlib import nullcontext

import pytest
from flask import Flask

from tests.golden import page_texts
from tests.support.checked_client import CheckedClient, client_of
from tests.support.queries import counted
from tests.support.query_counts import NOW, SCENES, Held, Scene
from ulss_tracker.models import db
from ulss_tracker.services.core.unit_of_work import transaction

pytestmark = [pytest.mark.slow, pytest.mark.on_postgresql]

# More than any list shows before it says that there are others (ten).
FEW, MANY = 2, 12
# How a transaction is begun, which each database does its own way: nothing is asked by it.
NOT_ASKED = ("BEGIN", "PRAGMA", "SET TRANSACTION")
ITS_OWN_TABLES = "pg_catalog"  # whether a table is there: SQLite says it by a PRAGMA

NOT_HELD = {
    "files.show": "its token is good for a minute and for one person: tests/pages/files reads it",
    "health.figures": "its figures are of everything: tests/pages/core/test_health.py reads it",
    "static": "WhiteNoise answers for files before the tracker is asked",
    "supervision.security": "it leads on to the audit, which is held",
}
"""Pages that no scene holds to a number, and why."""


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)


def asked_of_the_database(client: CheckedClient, page: Held, path: str) -> list[str]:
    with counted() as statements:
        client.get(path, status=page.status)
    asked = [
        each for each in statements if not each.startswith(NOT_ASKED) and ITS_OWN_TABLES not in each
    ]
    return without_views(asked)


def without_views(statements: list[str]) -> list[str]:
    """Leave out the two INSERTs by which a look at a record is logged, each page's last.

    They are the same two for every page (tests/pages/protection/test_security_log.py counts them).
    """
    if len(statements) > 1 and statements[-2].startswith("INSERT INTO security_event"):
        return statements[:-2]
    return statements


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_pages_ask_as_much_for_twelve_rows_as_for_two(
    _database, application: Flask, signed_in, scene: Scene, pytestconfig: pytest.Config
) -> None:
    texts: dict[str, str] = {}
    found: list[dict[str, list[str]]] = []
    for count in (FEW, MANY):
        db.session.remove()
        _database.empty()
        with nullcontext() if scene.by_steps else transaction():
            filled = scene.fill(count)
        anybody = client_of(application)
        scene.prepare(anybody)
        clients = {page.by: signed_in(page.by) if page.by else anybody for page in scene.pages}
        asked: dict[str, list[str]] = {}
        for page in scene.pages:
            client, path = clients[page.by], page.path(filled)
            asked[page.name] = asked_of_the_database(client, page, path)
            if len(asked[page.name]) != page.number:
                # What is loaded once, in a process or of a record, is loaded now.
                asked[page.name] = asked_of_the_database(client, page, path)
            if count == FEW and client.page and client.page.path == path:
                texts[page.name] = page_texts.text_of(client.page)
        found.append(asked)
    hold_to_words(scene, texts, renew=pytestconfig.getoption("--renew-pages"))
    few, many = found
    for page in scene.pages:
        more = "\n".join([f"{page.name} asks more for more rows:", *many[page.name]])
        assert len(few[page.name]) == len(many[page.name]), more
    numbers = {page.name: (len(many[page.name]), page.number) for page in scene.pages}
    assert not {name: each for name, each in numbers.items() if each[0] != each[1]}


def hold_to_words(scene: Scene, texts: dict[str, str], *, renew: bool) -> None:
    said = "\n\n".join(f"==== {name}\n{text}" for name, text in texts.items()) + "\n"
    file = page_texts.file_of(scene.name)
    if renew:
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8")


def test_every_page_is_held_to_a_number(app: Flask) -> None:
    """A new page goes into a scene, or says above why it cannot."""
    held = {page.endpoint(app) for scene in SCENES for page in scene.pages}
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - held == set(NOT_HELD)
