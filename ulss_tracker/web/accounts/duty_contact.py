"""How one is reached on duty: one's own mobile number, second address and quiet at night."""

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.people import duty_contact as contacts
from ulss_tracker.services.people.duty_contact import DutyContact
from ulss_tracker.web.accounts.forms import DutyContactForm
from ulss_tracker.web.accounts.routes import blueprint
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.filters import telephone
from ulss_tracker.web.core.sessions import staff


@blueprint.form("/reached-on-duty", may=Permission.SEE_ROTA)
def duty_contact() -> str | Response:
    """Show and change how this person is reached when they are on duty."""
    user = staff()
    form = DutyContactForm.filled_from(user, mobile=telephone(user.mobile))
    if form.validate_on_submit():
        with RefusalOn(form.second_email):
            contacts.change(user, form.into(DutyContact), version=form.seen_version)
            return done("Saved: how you are reached on duty", "accounts.you")
    return render_template("accounts/duty-contact.html", form=form)
