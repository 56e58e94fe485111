"""One's own forms that arrived after the session had ended: opened again, or deleted."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.people import kept_forms as keeping
from ulss_tracker.web.accounts.routes import blueprint, own_page, where_next
from ulss_tracker.web.core import kept_forms as kept_here
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff


@blueprint.get("/forms-not-sent", may=Permission.SEE_OWN_ACCOUNT)
def kept_forms() -> str:
    """List what was kept for this person, with what they had entered first."""
    user = staff()
    return render_template(
        "accounts/kept-forms.html",
        kept_forms=[(form, kept_here.first_words(form)) for form in keeping.of(user)],
        after=where_next() or own_page(user),
    )


@blueprint.get("/forms-not-sent/<int:kept_id>", may=Permission.SEE_OWN_ACCOUNT)
def kept_form(kept_id: int) -> str | Response:
    """Open the form's own page, filled in; without one, show what was entered to be sent."""
    form = keeping.get(staff(), kept_id)
    page = kept_here.page_of(form)
    if page:
        return redirect(page)
    kept_here.offer(form)
    return render_template("accounts/reauthenticate.html", sent=kept_here.as_sent(form), kept=form)


@blueprint.post("/forms-not-sent/<int:kept_id>/delete", may=Permission.SEE_OWN_ACCOUNT)
def delete_kept_form(kept_id: int) -> Response:
    """Delete what was kept: it is not wanted any more."""
    keeping.delete_one(staff(), kept_id)
    return done("What you had entered is deleted. Nothing was sent.", "accounts.kept_forms")
