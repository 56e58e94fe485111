"""Giving somebody a new secret code for the status page, by word of mouth."""

from flask import render_template, request

from ulss_tracker.services.requests import requests, secret_code
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.sessions import staff


@blueprint.route("/requests/<reference>/new-code", methods=["GET", "POST"])
def new_code(reference: str) -> str:
    """Say what to ask first, and show the new code once."""
    asked = requests.get(reference)
    code = secret_code.renew(asked, staff()) if request.method == "POST" else ""
    return render_template("casework/requests/new-code.html", asked=asked, code=code)
