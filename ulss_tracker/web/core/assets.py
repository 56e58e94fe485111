"""Static files: served by WhiteNoise, at addresses that a browser may keep for ever."""

import gzip
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask
from werkzeug import Request
from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from ulss_tracker.web.core import security_headers

_TEXTS = (".css", ".js", ".svg")


def url_path(folder: Path) -> str:
    """The path that the folder's files are served under: another once any of them has changed."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"/static/{digest.hexdigest()[:12]}"


def set_up(app: Flask) -> None:
    """Serve the static folder before Flask is asked; every file's address carries its version."""
    always = security_headers.of_files(is_https=bool(app.config["SESSION_COOKIE_SECURE"]))

    def add_headers(own: Headers, _path: str, _url: str) -> None:
        own["Vary"] = "Accept-Encoding"
        for name, value in always:
            own[name] = value

    app.wsgi_app = _CompressedFiles(  # type: ignore[method-assign]
        app.wsgi_app,
        root=app.static_folder,
        prefix=app.static_url_path,
        allow_all_origins=False,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=add_headers,
    )


class _CompressedFiles(WhiteNoise):
    """Styles and scripts go compressed to who takes them so, and no page does.

    A page holds a secret, the form token, beside what people typed: its length would tell of it.
    """

    @staticmethod
    def serve(
        static_file: StaticFile, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer with one file, compressed where it is one of `_TEXTS` and asked for whole."""
        path, headers = static_file.get_path_and_headers(environ)
        is_whole = environ["REQUEST_METHOD"] == "GET" and "HTTP_RANGE" not in environ
        may_compress = is_whole and Request(environ).accept_encodings["gzip"]
        if not path.endswith(_TEXTS) or not may_compress or static_file.is_not_modified(environ):
            whole: Iterable[bytes] = WhiteNoise.serve(static_file, environ, start_response)
            return whole
        body = _compressed(path)
        compressed = {"Content-Encoding": "gzip", "Content-Length": str(len(body))}
        start_response("200 OK", list((dict(headers) | compressed).items()))
        return [body]


@cache
def _compressed(path: str) -> bytes:
    return gzip.compress(Path(path).read_bytes())
