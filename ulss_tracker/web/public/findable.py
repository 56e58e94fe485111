"""For search engines and finders of weaknesses: which pages may be found, and whom to tell.

The start page and the pages to read may be indexed. Nothing else may: not the journey, not the
status page, and nothing of staff's.
"""

from datetime import timedelta
from typing import Any

from flask import Response, abort, current_app, g, render_template, request, url_for

from ulss_tracker import clock
from ulss_tracker.services.core import office_details
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.public import blueprint
from ulss_tracker.web.public.pages import INFORMATION

_FINDABLE = frozenset({"public.start", "public.information", "public.privacy"})
_GOOD_FOR = timedelta(days=180)


@blueprint.get("/robots.txt", may=ANYONE)
def robots() -> Response:
    """Say which pages search engines may read."""
    return _text("public/findable/robots.txt", pages=_pages(), site=_site())


@blueprint.get("/sitemap.xml", may=ANYONE)
def sitemap() -> Response:
    """List the pages that may be found."""
    page = render_template("public/findable/sitemap.xml", pages=_pages(), site=_site())
    return Response(page, mimetype="application/xml")


@blueprint.get("/.well-known/security.txt", may=ANYONE)
def security_txt() -> Response:
    """Say whom to tell of a weakness (RFC 9116). 404 while no SECURITY_CONTACT is set."""
    contact = current_app.config["SECURITY_CONTACT"]
    if not contact:
        abort(404)
    expires = (clock.now() + _GOOD_FOR).strftime("%Y-%m-%dT00:00:00Z")
    return _text("public/findable/security.txt", contact=contact, expires=expires, site=_site())


@blueprint.before_request
def _say_findable() -> None:
    """Note a page that may be found; one with a query is a stranger's, and is not."""
    g.is_findable = request.endpoint in _FINDABLE and not request.args


@blueprint.context_processor
def findable() -> dict[str, Any]:
    """Whether search engines may find the page."""
    return {"is_findable": g.get("is_findable", False)}


def _pages() -> list[str]:
    information = [url_for("public.information", name=name) for name in INFORMATION]
    return [url_for("public.start"), *information, url_for("public.privacy")]


def _site() -> str:
    return office_details.current().PUBLIC_URL


def _text(template: str, **values: object) -> Response:
    return Response(render_template(template, **values), mimetype="text/plain")
