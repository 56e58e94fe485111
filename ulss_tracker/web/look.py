"""How pages look: the GOV.UK templates and our filters."""

from collections.abc import Callable, Hashable, Iterable, MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask, request, url_for
from flask.templating import Environment
from jinja2 import BaseLoader, ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup
from werkzeug.routing import BuildError

from config import Config
from ulss_tracker.web import filters


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
        OFFICE_TELEPHONE=telephone,
    )


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
