"""“Exit this page”: away at once to a harmless page, and what was written here is deleted.

A script goes to that page by itself and tells us meanwhile; without scripts the link leads there by
way of us. Its token is that of the forms, so that no other website deletes what somebody wrote.
"""

from contextlib import suppress

from flask import Response, redirect, request
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.wrappers import Response as AnyResponse
from wtforms.validators import ValidationError

from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.errors import DatabaseUnreachable
from ulss_tracker.web.core.own_transaction import own_transaction
from ulss_tracker.web.public import blueprint, drafts
from ulss_tracker.web.public.pages import hidden_as

EXIT_TO = "https://www.bbc.co.uk/weather"


@blueprint.form("/leave", may=ANYONE)
def leave() -> AnyResponse:
    """Delete what is kept here and know this browser no more; with a link, go on to `EXIT_TO`.

    Where somebody said that the device is theirs alone, what they wrote is kept, and so it is where
    they took a code to carry on with: that opens it, and this browser does not.
    """
    if request.method == "POST":  # its token was looked at before
        drafts.leave()
        return Response(status=204)
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return redirect(EXIT_TO)  # the link of another site, or an address kept or sent on
    with suppress(ValidationError, DatabaseUnreachable):  # nothing keeps anybody on the page
        validate_csrf(request.args.get("token", ""))
        with own_transaction():  # a link is followed by GET
            drafts.leave()
    return redirect(EXIT_TO)


@blueprint.app_context_processor
def exit_to() -> dict[str, object]:
    """Say where "Exit this page" leads, on errors of pages that are nobody's too."""
    return {"exit_to": EXIT_TO}


@blueprint.app_template_global()
def leave_token() -> str:
    """Give what tells us that somebody leaves, where something of theirs may be kept; else ""."""
    is_theirs = bool(hidden_as()["hidden_as"]) or drafts.is_known()
    return generate_csrf() if is_theirs else ""
