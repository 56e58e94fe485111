"""How pages look: the GOV.UK templates, our filters, and static files that browsers may keep."""

import gzip
import hashlib
import mimetypes
from collections.abc import Callable, Hashable, Iterable, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, current_app, request, url_for
from flask.templating import Environment
from jinja2 import BaseLoader, ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup
from werkzeug.routing import BuildError
from werkzeug.security import safe_join

from config import Config
from ulss_tracker.web import filters

A_YEAR = 31_536_000
AN_HOUR = 3_600
SQUEEZED_TYPES = frozenset(
    {"text/css", "text/javascript", "image/svg+xml", "application/manifest+json"}
)


class Templates(Environment):
    """Templates that share one plain dictionary of globals, whole before any is read.

    Jinja's own layers of dictionaries are gone through, name by name, at each of the twenty or so
    imports of a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> dict[str, Any]:
        """The globals of one template."""
        return {**self.globals, **(d or {})}


def set_up(app: Flask) -> None:
    """Give the application's pages the GOV.UK look."""
    ours = app.jinja_loader
    govuk: BaseLoader = PrefixLoader(
        {"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}
    )
    app.jinja_loader = ChoiceLoader([ours, govuk]) if ours else govuk
    filters.set_up(app)
    telephone = app.config.get("OFFICE_TELEPHONE", Config.OFFICE_TELEPHONE)
    app.jinja_env.globals.update(
        drawn_once=drawn_once,
        rows_drawn_once=rows_drawn_once,
        optional_url=optional_url,
        static_url=static_url,
        OFFICE_TELEPHONE=telephone,
    )
    app.view_functions["static"] = serve_static
    app.url_defaults(_add_version)


def drawn_once(macro: Callable[..., Markup], *values: Hashable) -> Markup:
    """What the macro gives for these values, remembered: the next page has it again.

    Only for a macro that looks at nothing else: not at who reads, nor at the time, nor at any
    language but English; and that is imported, since a page's own macro is new each time.
    """
    return _drawn(request.script_root, macro, *values)


def rows_drawn_once(
    macro: Callable[..., Markup], rows: Iterable[Hashable], *more: Hashable
) -> Markup:
    """Each of a list's rows by the macro, drawn once as `drawn_once` has it."""
    root = request.script_root
    return Markup("").join(_drawn(root, macro, row, *more) for row in rows)


@lru_cache(maxsize=1_000)  # two or three megabytes of each worker
def _drawn(_root: str, macro: Callable[..., Markup], *values: Hashable) -> Markup:
    return macro(*values)


def optional_url(endpoint: str, **values: Any) -> str:
    """The address of a page, or "" when the application has no such page."""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return ""


def static_url(filename: str) -> str:
    """The address of a static file, worked out once in each process."""
    return _static_url(filename, request.script_root, str(current_app.static_folder))


@lru_cache(maxsize=128)
def _static_url(filename: str, _root: str, _folder: str) -> str:
    return url_for("static", filename=filename)


@dataclass(frozen=True)
class Asset:
    """A static file as it is sent."""

    body: bytes
    squeezed: bytes | None
    version: str
    mimetype: str


def serve_static(filename: str) -> Response:
    """Send a static file, compressed where the browser takes it.

    A browser keeps a file for a year when it was asked for by its version: a changed file has
    another version, so another address.
    """
    asset = _find(filename)
    if asset is None:
        abort(404)
    squeezed = asset.squeezed if request.accept_encodings["gzip"] else None
    response = Response(
        asset.body if squeezed is None else squeezed,
        content_type=f"{asset.mimetype}; charset=utf-8"
        if asset.mimetype in SQUEEZED_TYPES
        else asset.mimetype,
    )
    response.set_etag(f"{asset.version}-gzip" if squeezed else asset.version)
    if squeezed:
        response.headers["Content-Encoding"] = "gzip"
    if asset.squeezed:
        response.vary.add("Accept-Encoding")
    response.cache_control.public = True
    if request.args.get("v") == asset.version:
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
    else:
        response.cache_control.max_age = AN_HOUR
    response.make_conditional(request)
    return response


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "v" not in values:
        asset = _find(str(values.get("filename", "")))
        if asset:
            values["v"] = asset.version


def _find(filename: str) -> Asset | None:
    return _load(str(current_app.static_folder), filename)


@lru_cache(maxsize=128)
def _load(folder: str, filename: str) -> Asset | None:
    """The file's bytes and their compressed form, made once in each process."""
    path = safe_join(folder, filename)
    if path is None or not Path(path).is_file():
        return None
    body = Path(path).read_bytes()
    mimetype = mimetypes.guess_type(path)[0] or "application/octet-stream"
    squeezed = gzip.compress(body, mtime=0) if mimetype in SQUEEZED_TYPES else None
    version = hashlib.sha256(body).hexdigest()[:12]
    return Asset(body, squeezed, version, mimetype)
