"""“You”: how one signs in, one's hours, calendar and reach on duty, and forms not sent."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core import office_details
from ulss_tracker.services.people import calendars, passkeys, second_factor, staff_sessions
from ulss_tracker.services.people import kept_forms as keeping
from ulss_tracker.services.people.second_factor import CodeResult
from ulss_tracker.services.supervision import own_account
from ulss_tracker.web.accounts.forms import WEEKDAYS, ChangeFactorForm, FactorChange
from ulss_tracker.web.accounts.routes import blueprint, factor_key, own_page, where_next
from ulss_tracker.web.accounts.second_factor import show_recovery_codes, status_of, try_factor
from ulss_tracker.web.core import kept_forms as kept_here
from ulss_tracker.web.core import passkey_site, sessions
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff


@blueprint.form("/account", may=Permission.SEE_OWN_ACCOUNT)
def you() -> str | Response | tuple[str, int]:
    """Show all of it; make new recovery codes or set up another app, for a code."""
    user = staff()
    form = ChangeFactorForm()
    is_asked = form.is_submitted() and second_factor.has_any(user)
    result = try_factor(user, form) if is_asked else None
    if result is CodeResult.RIGHT:
        sessions.stepped_up(user)
        if form.change.data is FactorChange.RECOVERY_CODES:
            return show_recovery_codes(user, own_account.make_recovery_codes(user))
        second_factor.begin(user, key=factor_key())
        return redirect(url_for("accounts.set_up_factor"))
    return _page(form), status_of(result)


@blueprint.post("/account/calendar", may=Permission.WORK_CASES)
def make_calendar() -> str:
    """Make a new address and show it once; the one before stops working."""
    path = url_for("calendars.show", secret=calendars.make(staff()))
    # Shown on this page and nowhere else: not in an address, a message or a log.
    return _page(ChangeFactorForm(formdata=None), office_details.current().staff_url + path)


@blueprint.post("/account/calendar/end", may=Permission.WORK_CASES)
def end_calendar() -> Response:
    """End the calendar: its address opens nothing any more."""
    calendars.end(staff())
    return done("Your calendar address has stopped working", "accounts.you")


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
    return done("What you had entered is deleted. Nothing was sent.", "accounts.you")


def _page(form: ChangeFactorForm, calendar_link: str = "") -> str:
    user = staff()
    factor, own = second_factor.of(user), passkeys.of(user)
    has_any = factor is not None or bool(own)
    has_calendar = may(user.role, Permission.WORK_CASES)
    return render_template(
        "accounts/you.html",
        form=form,
        has_any=has_any,
        factor=factor,
        passkeys=own,
        has_passkey=bool(own) and passkey_site.here() is not None,
        codes_left=second_factor.codes_left(user) if has_any else 0,
        is_on=sessions.wants_code(),
        sessions=staff_sessions.open_of(user),
        is_this=lambda session: staff_sessions.is_of(session, sessions.own_key()),
        has_duty=may(user.role, Permission.SEE_ROTA),
        has_calendar=has_calendar,
        calendar=calendars.of_user(user) if has_calendar else None,
        calendar_link=calendar_link,
        weekdays=WEEKDAYS,
        kept_forms=[(kept, kept_here.first_words(kept)) for kept in keeping.of(user)],
        after=where_next() or own_page(user),
    )
