"""How far a request is, for whoever holds its reference and code; withdrawing; contact details."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext, lazy_gettext
from limits import RateLimitItemPerHour
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.services.requests import request_status
from ulss_tracker.services.requests.contact import Contact, MaskedContact
from ulss_tracker.services.requests.request_status import Progress, Status
from ulss_tracker.web.core import rate_counts
from ulss_tracker.web.forms import (
    CheckboxesField,
    Choice,
    EmailField,
    GovForm,
    PhoneField,
    RadiosField,
    TextAreaField,
    TextField,
)
from ulss_tracker.web.public import blueprint
from ulss_tracker.web.public.forms_you import NO, YES, truth, word
from ulss_tracker.web.public.reminder import reminder

# For one request, and for everybody behind one address: an advice centre has many clients.
WRONG_CODES = RateLimitItemPerHour(15)
WRONG_CODES_OF_ADDRESS = RateLimitItemPerHour(60)
STAYS_OPEN_SECONDS = 30 * 60
_OPENED = "status"
_Page = Response | str


class StatusForm(GovForm):
    """The two things that only the person who asked has together."""

    reference = TextField(
        lazy_gettext("Reference"),
        required=lazy_gettext("Enter your reference"),
        hint=lazy_gettext("Such as REQ-7K3M-9QXF."),
        width=20,
        autocomplete="off",
        max_length=40,
    )
    code = TextField(
        lazy_gettext("Code"),
        required=lazy_gettext("Enter your code"),
        hint=lazy_gettext("Such as BXQ4-7KMT-R3WP. We showed it when you sent your request."),
        width=20,
        autocomplete="off",
        max_length=40,
    )


class WithdrawForm(GovForm):
    """Nothing to fill in: a button, pressed on purpose."""


class CorrectContactForm(GovForm):
    """New contact details. Those that are kept are not shown: somebody else may be looking."""

    no_longer = CheckboxesField(lazy_gettext("What should we no longer use?"))
    email = EmailField(lazy_gettext("Email address"))
    telephone = PhoneField(lazy_gettext("Telephone number"))
    may_leave_message = RadiosField(
        lazy_gettext("Is it safe to leave a message on this number?"),
        choices=[Choice(YES, lazy_gettext("Yes")), Choice(NO, lazy_gettext("No"))],
    )
    postal_address = TextAreaField(
        lazy_gettext("Postal address"), rows=4, max_length=1_000, autocomplete="street-address"
    )
    may_post = RadiosField(
        lazy_gettext("Is it safe to post a letter to this address?"),
        choices=[Choice(YES, lazy_gettext("Yes")), Choice(NO, lazy_gettext("No"))],
    )

    def offer(self, kept: MaskedContact) -> None:
        """Say behind each box what is kept, and offer to use it no longer."""
        keep = lazy_gettext("Leave this empty to keep the one we have.")
        masked = {
            "email": lazy_gettext("The email address %(masked)s", masked=kept.email),
            "telephone": lazy_gettext("The telephone number %(masked)s", masked=kept.telephone),
            "postal_address": lazy_gettext("The postal address you gave us"),
        }
        is_kept = {
            "email": bool(kept.email),
            "telephone": bool(kept.telephone),
            "postal_address": kept.has_postal_address,
        }
        self.no_longer.choices = [Choice(name, masked[name]) for name in masked if is_kept[name]]
        for name in masked:
            self[name].hint = keep if is_kept[name] else ""


def _opened(page: Callable[[Status], _Page]) -> Callable[[], _Page]:
    """Show a page of one request only to a browser in which its code was given, not long ago."""

    @wraps(page)
    def shown() -> _Page:
        opened: dict[str, Any] = session.get(_OPENED) or {}
        is_fresh = _seconds() - int(opened.get("at", 0)) < STAYS_OPEN_SECONDS
        status = request_status.look(opened["reference"]) if is_fresh and opened else None
        return page(status) if status else redirect(url_for("public.status"))

    return shown


@blueprint.route("/status", methods=["GET", "POST"])
def status() -> _Page | tuple[str, int]:
    """Ask for the reference and the code."""
    form = StatusForm()
    if request.method == "GET" or not form.validate():
        return render_template("public/status/find.html", form=form)
    asked = request_status.as_kept(form.reference.data)
    if not (
        rate_counts.is_within(WRONG_CODES, "status", asked)
        and rate_counts.is_within(WRONG_CODES_OF_ADDRESS, "status")
    ):
        return render_template("public/status/limited.html"), 429
    reference = request_status.opens(form.reference.data, form.code.data)
    if reference is None:
        rate_counts.count(WRONG_CODES, "status", asked)
        rate_counts.count(WRONG_CODES_OF_ADDRESS, "status")
        form.form_errors.append(gettext("The reference and the code do not belong together"))
        return render_template("public/status/find.html", form=form)
    session[_OPENED] = {"reference": reference, "at": _seconds()}
    return redirect(url_for("public.show_status"))


@blueprint.get("/status/request")
@_opened
def show_status(status: Status) -> _Page:
    """How far the request is."""
    order = list(Progress)
    return render_template(
        "public/status/show.html", status=status, place=order.index, today=clock.today()
    )


@blueprint.get("/status/reminder.ics")
@_opened
def status_reminder(status: Status) -> _Page:
    """Give a calendar entry for the day after the one by which they should have heard."""
    if status.hear_by is None:
        return redirect(url_for("public.show_status"))
    return reminder(status.hear_by, status.reference)


@blueprint.route("/status/withdraw", methods=["GET", "POST"])
@_opened
def withdraw(status: Status) -> _Page:
    """Withdraw the request, after saying what that does and does not do."""
    if request.method == "GET" and status.is_open:
        return render_template("public/status/withdraw.html", form=WithdrawForm(), status=status)
    if request.method == "POST":
        with suppress(Refused):  # decided meanwhile: the status page says so
            request_status.withdraw(status.reference)
    return redirect(url_for("public.show_status"))


@blueprint.post("/status/bring-back")
@_opened
def bring_back(status: Status) -> _Page:
    """Bring a request back that was withdrawn here within a day."""
    with suppress(Refused):  # too late by now: the status page says so
        request_status.bring_back(status.reference)
    return redirect(url_for("public.show_status"))


@blueprint.route("/status/contact", methods=["GET", "POST"])
@_opened
def correct_contact(status: Status) -> _Page:
    """Correct how to reach the person who asked."""
    form = CorrectContactForm(formdata=request.form if request.method == "POST" else None)
    form.offer(status.contact)
    if request.method == "GET":
        form.may_leave_message.data = word(status.contact.may_leave_message)
        form.may_post.data = word(status.contact.may_post)
    if request.method == "GET" or not form.validate():
        return render_template("public/status/contact.html", form=form)
    changed = request_status.correct_contact(
        status.reference,
        Contact(
            email=form.email.data,
            telephone=form.telephone.data,
            postal_address=form.postal_address.data,
            may_leave_message=truth(form.may_leave_message.data),
            may_post=truth(form.may_post.data),
        ),
        no_longer=form.no_longer.data,
    )
    return redirect(url_for("public.show_status", corrected="yes" if changed else None))


@blueprint.post("/status/leave")
def leave_status() -> Response:
    """Close the request in this browser: the code must be given again."""
    session.pop(_OPENED, None)
    return redirect(url_for("public.start"))


def _seconds() -> int:
    return int(clock.now().timestamp())
