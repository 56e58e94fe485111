"""Static files: their addresses, their headers, and that nothing else is served beside them."""

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header

import config
from ulss_tracker.web.core import assets, security_headers

STATIC = config.ROOT / "ulss_tracker" / "static"
KINDS = {
    "app.css": "text/css",
    "app.js": "text/javascript",
    "favicon.svg": "image/svg+xml",
    "vendor/README.md": "text/markdown",
}


@pytest.fixture
def client(bare_app: Flask) -> FlaskClient:
    return bare_app.test_client()


@pytest.fixture
def folder(bare_app: Flask) -> str:
    return str(bare_app.static_url_path)


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_served_as_what_it_is_and_kept_for_ever(
    name: str, client: FlaskClient, folder: str
) -> None:
    answer = client.get(f"{folder}/{name}", buffered=True)

    assert answer.data == (STATIC / name).read_bytes()
    kind, options = parse_options_header(answer.headers["Content-Type"])
    assert kind == KINDS[name]
    assert options == ({"charset": "utf-8"} if kind.startswith("text/") else {})
    assert {"public", "immutable"} <= set(answer.headers["Cache-Control"].split(", "))


def test_a_file_has_the_headers_of_a_page_but_its_nonce(client: FlaskClient, folder: str) -> None:
    answer = client.get(f"{folder}/app.js", buffered=True)

    for name, value in security_headers.ALWAYS:
        assert answer.headers.getlist(name) == [value]
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; " in policy
    assert "Strict-Transport-Security" not in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_where_cookies_want_https_so_do_files() -> None:
    app = Flask("ulss_tracker", root_path=str(config.ROOT / "ulss_tracker"))
    app.config["SESSION_COOKIE_SECURE"] = True
    assets.set_up(app)

    answer = app.test_client().get("/static/app.css", buffered=True)
    assert answer.headers["Strict-Transport-Security"] == security_headers.HTTPS_ONLY


def test_a_file_the_browser_has_is_not_sent_again(client: FlaskClient, folder: str) -> None:
    first = client.get(f"{folder}/app.css", buffered=True)
    again = client.get(f"{folder}/app.css", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""


def test_styles_go_compressed_to_who_takes_them_so_and_no_page_does(
    bare_app: Flask, client: FlaskClient, folder: str
) -> None:
    bare_app.add_url_rule("/page", view_func=lambda: "a code and typed words " * 99)
    accepts = {"Accept-Encoding": "br, gzip"}

    answer = client.get(f"{folder}/app.css", headers=accepts)

    assert gzip.decompress(answer.data) == (STATIC / "app.css").read_bytes()
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    not_compressed = [
        client.get("/page", headers=accepts),
        client.get(f"{folder}/app.css", headers={"Accept-Encoding": "gzip;q=0"}, buffered=True),
        client.get(f"{folder}/app.css", headers=accepts | {"Range": "bytes=0-9"}, buffered=True),
        client.head(f"{folder}/app.css", headers=accepts),
    ]
    assert not [each for each in not_compressed if "Content-Encoding" in each.headers]


@pytest.mark.parametrize(
    "path", ["../look.py", "..%2f..%2fconfig.py", "/etc/passwd", "vendor", "", "none.css"]
)
def test_nothing_outside_the_folder_is_served(path: str, client: FlaskClient, folder: str) -> None:
    assert client.get(f"{folder}/{path}", follow_redirects=True).status_code == 404


def test_a_changed_file_and_a_renamed_one_change_the_address(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a {}")
    first = assets.url_path(tmp_path)
    assert assets.url_path(tmp_path) == first
    (tmp_path / "a.css").write_text("b {}")
    second = assets.url_path(tmp_path)
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    assert len({first, second, assets.url_path(tmp_path)}) == 3
