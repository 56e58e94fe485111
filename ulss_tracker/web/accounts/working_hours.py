"""When one works: what can wait is written to them then."""

from datetime import time

from flask import render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.people import working_hours as hours
from ulss_tracker.services.people.working_hours import WorkingHours
from ulss_tracker.web.accounts.forms import WorkingHoursForm
from ulss_tracker.web.accounts.routes import blueprint
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff


@blueprint.form("/working-hours", may=Permission.SEE_OWN_ACCOUNT)
def working_hours() -> str | Response:
    """Show and change when this person works."""
    user = staff()
    own = hours.of(user)
    form = WorkingHoursForm(
        from_time=own.from_time,
        until_time=own.until_time,
        weekdays=sorted(own.weekdays),
        version=user.version,
    )
    if form.validate_on_submit():
        begins, ends = form.from_time.data or time(), form.until_time.data or time()
        changed = WorkingHours(begins, ends, frozenset(form.weekdays.data))
        with RefusalOn(form.until_time):
            hours.change(user, changed, version=form.seen_version)
            return done("Saved: when you work", "accounts.you")
    you = url_for("accounts.you")
    return render_template("layouts/form.html", form=form, back_link=("You", you), cancel=you)
