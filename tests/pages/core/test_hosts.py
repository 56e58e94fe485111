"""The names that the tracker answers to, two hosts, and keys that change while pages are open."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from config import Config
from tests.support import build
from tests.support.addresses import every_address
from tests.support.checked_client import client_of
from tests.support.tables import column
from ulss_tracker.permissions import Role
from ulss_tracker.web.core import signing_keys

PUBLIC, STAFF = "https://reviews.example.gov.uk", "https://staff.example.gov.uk"
OLD, NEW = "o1d-Zq3vTn8XwLr0pYb5HsJd2GfMc9KeUa1oBi6", "n3w-Nx7bRk4VmQz9eWc2DgYh5SpLa8JfTo3uXi0"
SETTINGS = column(__file__, "hosts.settings")


@pytest.fixture
def set_to(app: Flask) -> Iterator[Callable[..., None]]:
    """A function that sets settings of the application for this test."""
    before = {name: app.config.get(name) for name in SETTINGS}
    yield lambda **settings: app.config.update(settings)
    app.config.update(before)


def _rotated(*keys: str) -> dict[str, object]:
    made = Config(SECRET_KEY=" ".join(keys)).settings()
    return {name: made[name] for name in SETTINGS if "KEY" in name}


def test_another_name_gets_no_page_and_no_link(app: Flask, set_to) -> None:
    set_to(TRUSTED_HOSTS=["reviews.example.gov.uk"])
    client = FlaskClient(app, Response)
    for path in ("/", "/sign-in", "/casework/", "/nothing-here"):
        refused = client.get(path, base_url="https://evil.example")
        assert refused.status_code == 400
        assert refused.mimetype == "text/plain"
        assert "evil" not in refused.text
        assert "Content-Security-Policy" in refused.headers
    assert client.get("/", base_url=PUBLIC).status_code == 200
    forwarded = client.get("/", base_url=PUBLIC, headers={"X-Forwarded-Host": "evil.example"})
    assert "evil" not in forwarded.text


@pytest.mark.on_sqlite  # which host a page is of is told before the database is asked
def test_each_host_has_its_own_pages_alone(app: Flask, set_to) -> None:
    addresses = every_address(app)
    set_to(PUBLIC_URL=PUBLIC, STAFF_URL=STAFF)
    client, seen = FlaskClient(app, Response), {PUBLIC: 0, STAFF: 0}
    for each in addresses:
        if each.endpoint in {"static", "health.live", "health.ready", "files.show", "public.start"}:
            continue
        other = STAFF if each.endpoint.startswith("public.") else PUBLIC
        answer = client.open(each.path, method=each.method, base_url=other)
        assert answer.status_code == 404, each
        assert "Sign in" not in answer.text
        seen[other] += 1
    assert min(seen.values()) > 30
    assert client.get("/", base_url=PUBLIC).status_code == 200
    assert client.get("/sign-in", base_url=STAFF).status_code == 200
    assert client.get("/", base_url=STAFF).location == f"{PUBLIC}/"


def test_a_key_that_changes_loses_nothing_that_is_open(app: Flask, set_to) -> None:
    user = build.user(Role.CASEWORKER)
    set_to(**_rotated(OLD))
    with app.test_request_context():
        assert signing_keys.oldest_first() == [OLD]
    staff = client_of(app)
    with staff.session_transaction() as session:
        session.update(build.session_of(user))
    staff.get("/casework/requests/new")

    set_to(**_rotated(NEW, OLD))
    sent = staff.submit("Log the request")
    assert sent.title.startswith("Error:")  # session and token are read: only fields are missing
    set_to(**_rotated(NEW))
    assert staff.get("/casework/", status=302)  # what only the old key signed is not
