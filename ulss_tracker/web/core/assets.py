"""Static files: served by WhiteNoise, at addresses that a browser may keep for ever."""

import hashlib
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from ulss_tracker.web.core import security_headers


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
        for name, value in always:
            own[name] = value

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=app.static_folder,
        prefix=app.static_url_path,
        allow_all_origins=False,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=add_headers,
    )
