"""Members of staff, and the catalogue of offences to read."""

from flask import Blueprint, render_template

from ulss_tracker.services import users

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.get("/people")
def people() -> str:
    """List everyone who can sign in."""
    return render_template("admin/people.html", people=users.every())
