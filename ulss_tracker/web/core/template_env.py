"""How pages look: the GOV.UK templates and our filters."""

from collections.abc import Callable, Hashable, Iterable, MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask, request, url_for
from flask.templating import Environment
from jinja2 import BaseLoader, ChoiceLoader, FileSystemBytecodeCache, PackageLoader, PrefixLoader
from markupsafe import Markup
from werkzeug.routing import BuildError

from ulss_tracker.release import VERSION
from ulss_tracker.services.core import office_details
from ulss_tracker.web.core import filters, time_sentences
from ulss_tracker.web.core.in_place import back_or


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
    # Compiled once for all processes: what is read takes less memory than what is compiled.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()
    filters.set_up(app)
    time_sentences.set_up(app)
    telephone = office_details.current().telephone
    app.jinja_env.globals.update(
        rows_drawn_once=rows_drawn_once,
        optional_url=optional_url,
        back_or=back_or,
        OFFICE_TELEPHONE=telephone,
        office=office_details.current,
        VERSION=VERSION,
    )


def rows_drawn_once(
    macro: Callable[..., Markup], rows: Iterable[Hashable], *more: Hashable
) -> Markup:
    """Each row by the macro, remembered while it says the same: half the calls of a list go.

    Only for an imported macro that looks at nothing but the row and `more`: not at who reads, nor
    at the time.
    """
    root = request.script_root
    drawn = "".join(_row(root, macro, row, *more) for row in rows)
    return Markup(drawn)  # noqa: S704 - the macro escapes


@lru_cache(maxsize=1_000)
def _row(_root: str, macro: Callable[..., Markup], *values: Hashable) -> Markup:
    return macro(*values)


def optional_url(endpoint: str, **values: Any) -> str:
    """The address of a page, or "" when the application has no such page."""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return ""
