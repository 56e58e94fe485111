"""How pages look: the GOV.UK templates and our filters."""

from typing import Any

from flask import Flask, url_for
from jinja2 import BaseLoader, ChoiceLoader, FileSystemBytecodeCache, PackageLoader, PrefixLoader
from markupsafe import Markup
from werkzeug.routing import BuildError

from ulss_tracker.release import VERSION
from ulss_tracker.services.core import office_details
from ulss_tracker.web.core import filters, lists, time_sentences
from ulss_tracker.web.core.acts import back_or


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
    telephone = office_details.current().OFFICE_TELEPHONE
    app.jinja_env.filters["cell"] = lists.page_words
    app.jinja_env.globals.update(
        cells=lists.cells,
        optional_url=optional_url,
        page_link=page_link,
        back_or=back_or,
        OFFICE_TELEPHONE=telephone,
        office=office_details.current,
        VERSION=VERSION,
        is_demonstration=app.config.get("ENVIRONMENT") == "development",
    )


def page_link(
    words: object, endpoint: str, *, hidden: object = "", classes: str = "", **values: Any
) -> Markup:
    """A link to a page; `hidden` is for those who hear the page, where words stand there twice."""
    more = Markup('<span class="govuk-visually-hidden">{}</span>').format(hidden) if hidden else ""
    link = Markup('<a class="{}" href="{}">{}{}</a>')
    css = f"govuk-link {classes}".rstrip()
    return link.format(css, url_for(endpoint, **values), words, more)


def optional_url(endpoint: str, **values: Any) -> str:
    """The address of a page, or "" when the application has no such page."""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return ""
