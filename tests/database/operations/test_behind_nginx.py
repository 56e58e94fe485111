"""Production as it is served: two roles of PostgreSQL, Redis, gunicorn, and the example of nginx.

A name that nobody has is sent wherever a person can write, and errors are provoked; then every log
is read: ours, nginx's and PostgreSQL's.
"""

import http.client
import json
import os
import re
import signal
import socket
import ssl
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import psycopg
import pytest
import urllib3
from flask import Flask
from lxml import html
from urllib3.exceptions import HTTPError

from config import ROOT, Config
from tests.support import build, public_journey
from tests.support.cluster import OWNER, RUNTIME, Cluster, as_role, give_roles, own_cluster
from tests.support.databases import OnPostgresql, configured, let_go, migrated
from tests.support.live_server import LiveServer, served
from tests.support.nginx_server import NAME, Nginx, nginx, through
from tests.support.redis_server import redis_server
from tests.unit.test_config import FIT, SECRET
from ulss_tracker import create_app
from ulss_tracker.permissions import Role
from ulss_tracker.web.core.rate_limits import ADDING_PAGE, FILES_PAGE, OFFICE_FILES_PAGES

pytestmark = [pytest.mark.on_postgresql, pytest.mark.slow]

CANARY = "Zebedee Quillfeather"
MARK = "quillfeather"
TYPED = ".//textarea | .//input[not(@type) or @type='text' or @type='email' or @type='search']"
TELEPHONE = Config().OFFICE_TELEPHONE


@dataclass
class Production:
    """All that is served, and what each part of it logs."""

    app: Flask
    server: LiveServer
    proxy: Nginx
    cluster: Cluster
    superuser: str

    def logs(self) -> dict[str, str]:
        """What each has written, in small letters."""
        return {
            "tracker": self.server.log.read_text().lower(),
            "nginx": self.proxy.logs().lower(),
            "postgresql": (self.cluster.home / "log").read_text().lower(),
        }


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    """Production, which starts only because it is fit."""
    directory = tmp_path_factory.mktemp("production")
    with ExitStack() as stack:
        cluster = stack.enter_context(own_cluster())
        address = OnPostgresql(cluster.address).make("tracker")
        give_roles(address)
        owner = create_app(configured(as_role(address, OWNER)))
        migrated(owner)
        let_go(owner)
        give_roles(address)
        app = create_app(configured(as_role(address, RUNTIME)))
        app.config.update(SECRET_KEY=SECRET, SESSION_COOKIE_NAME="__Host-ulss")
        redis = stack.enter_context(redis_server(directory))
        settings = {
            "ULSS_ENV": "production",
            "SECRET_KEY": SECRET,
            "SMTP_URL": "smtp://127.0.0.1:1",
            "MAIL_FROM": "reviews@office.example.gov.uk",
            "DUTY_EMAIL": "duty@office.example.gov.uk",
            "PUBLIC_URL": f"https://{NAME}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "EXCEPTIONS": "scanner: The tests until 2026-01-01: they send nothing that is scanned",
            "TRUSTED_PROXIES": "1",
            "RATELIMIT_STORAGE_URI": redis,
            **{name: FIT[name] for name in FIT if name.startswith(("CHECKPOINT", "BACKUP", "OFF"))},
            **{name: FIT[name] for name in ("HEARTBEAT_URL", "METRICS_TOKEN")},
            "STATE_DIRECTORY": str(directory),
        }
        server = stack.enter_context(served(app, directory, **settings))
        home = tmp_path_factory.mktemp("nginx")
        proxy = stack.enter_context(nginx(home, int(urlsplit(server.address).port or 0)))
        yield Production(app, server, proxy, cluster, address.replace("+psycopg", ""))
        let_go(app)


def test_nginx_hands_on_what_it_should_and_nothing_else(production: Production) -> None:
    pool, host = production.proxy.pool(), {"Host": NAME}
    start = pool.request("GET", "/", headers=host)
    assert start.status == 200
    assert "Strict-Transport-Security" in start.headers
    accepts = {**host, "Accept-Encoding": "gzip"}
    style = str(production.app.static_url_path) + "/app.css"
    assert pool.request("GET", style, headers=accepts).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in pool.request("GET", "/", headers=accepts).headers
    names = ("Script-Name", "X-Forwarded-Prefix", "X-Forwarded-Host")
    spoofed = dict.fromkeys(names, "/evil.example")
    assert b"evil" not in pool.request("GET", "/", headers={**host, **spoofed}).data
    with pytest.raises(HTTPError):
        pool.request("GET", "/", headers={"Host": "evil.example"})
    own = pool.request("TRACE", "/", headers=host)  # nginx answers that by itself
    assert own.status == 405
    assert own.headers["Content-Type"] == "text/html; charset=utf-8"
    assert own.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in own.headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" in own.headers
    # Bodies by address: words everywhere, files where they are taken.
    large = b"x" * (3 * 1024 * 1024)
    for path, most in (("/", 413), ("/casework/search", 413), ("/request/files", 400)):
        sent = pool.request("POST", path, body=large, headers=host)
        assert sent.status == most, path
        if most == 413:
            assert TELEPHONE in sent.data.decode()
            assert "too large" in sent.data.decode()


def test_the_example_knows_each_place_and_each_page_that_takes_files(
    production: Production,
) -> None:
    example = (ROOT / "deploy" / "nginx.conf.example").read_text()
    rules = list(production.app.url_map.iter_rules())
    first_words = re.search(r"\(\?<first>(.*?)\)\(", example)
    assert first_words
    named = first_words[1].replace("\\", "").split("|")
    assert sorted(named) == sorted({each.rule.split("/")[1] for each in rules} - {""})
    takes_files = re.search(r"location ~ (\S+) \{\n +client_max_body_size 61m", example)
    assert takes_files
    pages = {FILES_PAGE, ADDING_PAGE, *OFFICE_FILES_PAGES}
    for rule in (each for each in rules if "POST" in (each.methods or ())):
        address = re.sub("<int:.*?>", "7", rule.rule)
        matched = re.search(takes_files[1], re.sub("<.*?>", "some-words", address))
        assert bool(matched) == (rule.endpoint in pages), rule


def test_it_speaks_new_tls_and_takes_no_message_of_two_lengths(production: Production) -> None:
    proxy = production.proxy
    trusted = str(proxy.home / "fullchain.pem")
    chosen = _handshake(proxy, ssl.create_default_context(cafile=trusted))
    assert chosen == "TLSv1.3"
    older = ssl.create_default_context(cafile=trusted)
    older.maximum_version = ssl.TLSVersion.TLSv1_2
    assert _handshake(proxy, older) == "TLSv1.2"
    older.set_ciphers("AES256-SHA:AES128-SHA256:ECDHE-RSA-AES128-SHA")
    with pytest.raises(ssl.SSLError):
        _handshake(proxy, older)
    oldest = ssl.create_default_context(cafile=trusted)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it is what must be refused
        oldest.minimum_version = ssl.TLSVersion.TLSv1
        oldest.maximum_version = ssl.TLSVersion.TLSv1_1
    oldest.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.raises(ssl.SSLError):
        _handshake(proxy, oldest)

    with closing(http.client.HTTPConnection("127.0.0.1", proxy.plain_port)) as plain:
        plain.request("GET", f"/casework/search?q={MARK}", headers={"Host": NAME})
        moved = plain.getresponse()
        assert moved.status == 308
        assert str(moved.getheader("Location")).startswith(f"https://{NAME}/")
        moved.read()
        for method, path in (("GET", "/calendar/secret.ics"), ("GET", "/ready"), ("POST", "/")):
            plain.request(method, path, headers={"Host": NAME})
            refused = plain.getresponse()
            refused.read()
            assert refused.status == 403, path
    smuggled = (
        f"POST / HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 5\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nG"
    ).encode()
    with socket.create_connection(("127.0.0.1", proxy.port)) as raw:
        context = ssl.create_default_context(cafile=trusted)
        with context.wrap_socket(raw, server_hostname=NAME) as wrapped:
            wrapped.sendall(smuggled)
            assert wrapped.recv(1024).startswith(b"HTTP/1.1 400 ")


def _handshake(proxy: Nginx, context: ssl.SSLContext) -> str | None:
    """The protocol that is agreed on. Raises SSLError where none is."""
    with (
        socket.create_connection(("127.0.0.1", proxy.port)) as raw,
        context.wrap_socket(raw, server_hostname=NAME) as wrapped,
    ):
        return wrapped.version()


def test_gunicorn_takes_no_part_of_an_address_from_a_header(production: Production) -> None:
    parts = urlsplit(production.server.address)
    for header in ("SCRIPT_NAME", "Script-Name", "SCRIPT-NAME"):
        with socket.create_connection((parts.hostname, parts.port)) as raw:
            raw.sendall(
                f"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}: /evil\r\n"
                "Connection: close\r\n\r\n".encode()
            )
            answer = b"".join(iter(lambda: raw.recv(65536), b""))
        assert b"/evil" not in answer
        assert b" 200 " in answer.split(b"\r\n")[0]


def test_no_log_holds_a_name_a_word_or_a_secret(production: Production) -> None:
    app, proxy = production.app, production.proxy
    with app.app_context():
        person = build.user(Role.CASEWORKER)
        signed_in = build.session_of(person) | {"code_at": 9_000_000_000}
        case = build.review().case.reference
    public, staff = through(app, proxy), through(app, proxy)
    _write_everywhere(public)
    with staff.session_transaction() as session:
        session.update(signed_in)
    assert staff.get("/casework/").h1
    staff.get("/casework/search")
    staff.submit("Search", words=CANARY)
    kinds = _every_field(app, staff, f"/casework/cases/{case}")
    assert len(kinds) > 40, kinds
    _wrong_addresses(proxy)
    figures = urllib3.request(
        "GET",
        f"{production.server.address}/metrics",
        headers={"Authorization": f"Bearer {FIT['METRICS_TOKEN']}"},
    ).data.decode()
    assert 'tracker_answers_total{side="casework",status="2xx"}' in figures
    _broken_database(production, public)
    _asked_too_often(proxy)
    _tracker_away(production)

    end = time.monotonic() + 30  # nginx writes of a request after it has answered it
    while '" 502 ' not in (logs := production.logs())["nginx"]:
        assert time.monotonic() < end, "nginx wrote nothing of its last answer"
        time.sleep(0.1)
    for name, written in [*logs.items(), ("metrics", figures.lower())]:
        assert MARK not in written, name
        assert "zebedee" not in written, name
        assert case.lower() not in written, name
    # They are the logs of what was done: each says that something failed, and where.
    lines = [json.loads(line) for line in logs["tracker"].splitlines() if line[:1] == "{"]
    streamed = [line for line in lines if line["logger"] == "ulss_tracker.security"]
    assert {"viewed", "page_refused"} <= {line["event"] for line in streamed}
    numbers = {line["request_id"] for line in streamed}
    assert numbers <= {line.get("request") for line in lines if line["event"] == "answered"}
    assert all(number in logs["nginx"] for number in numbers)
    assert "integrityerror" in logs["tracker"]
    assert "traceback" in logs["tracker"]
    assert "canary_check" in logs["postgresql"]
    assert '"post /request" 302' in logs["nginx"]
    assert '"get /set-password" 404' in logs["nginx"]
    assert '"get /sign-in" 429' in logs["nginx"]
    assert '"get -" 404' in logs["nginx"]


def _write_everywhere(client) -> None:
    """The whole public form, with the name in every answer that is a person's own words."""
    wrong = client.get("/request/court")
    assert wrong.h1
    public_journey.send(
        client,
        offender={"offender_name": CANARY},
        reason={"reason": f"The sentence of {CANARY} is far too short."},
        contact={"requester_name": CANARY, "email": f"{MARK}@example.org"},
    )


def _every_field(app: Flask, client, *more: str) -> set[str]:
    """Send the name in every field of every page without a blank; the names of the fields."""
    plain = {rule.rule for rule in app.url_map.iter_rules() if not rule.arguments}
    filled = set()
    for path in (*more, *sorted(path for path in plain if "sign-" not in path)):
        time.sleep(0.1)  # nginx takes so many a second
        page = client.open(path)
        if page.status_code != 200 or page.mimetype != "text/html":
            continue
        for form in html.fromstring(page.text).forms:
            typed = {each.name: each.value for each in form.inputs if each.name and each.value}
            if fields := {field.get("name") for field in form.xpath(TYPED)}:
                typed |= dict.fromkeys(fields, f"{CANARY} {MARK}@example.org")
                client.open(form.action or path, method=form.method, data=typed)
                filled |= fields
    return filled


def _wrong_addresses(proxy: Nginx) -> None:
    """Addresses with the name in their path, their query and their host, and a link's secret."""
    pool, word = proxy.pool(), quote(CANARY)
    for path in (
        f"/{word}",
        f"/{MARK}",
        f"/casework/{MARK}",
        f"/casework/{word}?q={word}",
        f"/casework/search?q={word}",
        f"/set-password/{MARK}-{MARK}",
        f"/calendar/{MARK}.ics",
        f"/files/{MARK}",
        f"/request/court?{word}",
    ):
        pool.request("GET", path, headers={"Host": NAME, "Referer": f"https://{NAME}/?{word}"})
        pool.request("POST", path, headers={"Host": NAME}, fields={"words": CANARY, word: word})


def _broken_database(production: Production, client) -> None:
    """Have PostgreSQL refuse the row with the name in it, as a fault of ours would."""
    with psycopg.connect(production.superuser, autocommit=True) as connection:
        connection.execute(
            "ALTER TABLE request ADD CONSTRAINT canary_check"
            " CHECK (offender_name NOT LIKE 'Zeb%') NOT VALID"
        )
    public_journey.go_to(client, "check-answers", offender={"offender_name": CANARY})
    failed = client.submit(status=500)
    assert TELEPHONE in failed.text
    with psycopg.connect(production.superuser, autocommit=True) as connection:
        connection.execute("ALTER TABLE request DROP CONSTRAINT canary_check")


def _asked_too_often(proxy: Nginx) -> None:
    """More than a person's browser would ask: nginx answers with a page of its own."""
    pool = proxy.pool()
    for _ in range(100):
        answer = pool.request("GET", f"/sign-in?next={MARK}", headers={"Host": NAME})
        if answer.status == 429:
            break
    assert answer.status == 429
    assert TELEPHONE in answer.data.decode()


def _tracker_away(production: Production) -> None:
    """What somebody reads while the tracker is being replaced."""
    os.kill(production.server.master, signal.SIGTERM)
    production.server._master.wait(timeout=60)
    pool = production.proxy.pool()
    away = pool.request("GET", f"/casework/cases/x?q={MARK}", headers={"Host": NAME})
    assert away.status == 502
    said = away.data.decode()
    assert TELEPHONE in said
    assert "try again in a few minutes" in said
    assert "<style>" in said  # the head that its pages share
    assert "<!--#" not in said
    assert away.headers["Cache-Control"] == "no-store"
