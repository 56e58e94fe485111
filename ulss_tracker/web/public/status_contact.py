"""Contact details changed on the status page: what is new, the proof that it is them, put back."""

from contextlib import suppress

from flask import redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import EmailUse
from ulss_tracker.services.requests import request_status
from ulss_tracker.services.requests.contact import MaskedContact
from ulss_tracker.services.requests.details import CONTACT, Contact
from ulss_tracker.services.requests.request_status import Status
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.forms import (
    CheckboxesField,
    Choice,
    EmailField,
    GovForm,
    PhoneField,
    RadiosField,
    TextAreaField,
    TextField,
    YesNoField,
)
from ulss_tracker.web.public import blueprint
from ulss_tracker.web.public.forms_you import EMAIL_USES
from ulss_tracker.web.public.status import opened

_TOO_OLD = lazy_gettext("The codes are too old, or were wrong too often. Save your changes again")


class ChangeContactForm(GovForm):
    """New contact details. Those that are kept are not shown: somebody else may be looking."""

    no_longer = CheckboxesField(
        lazy_gettext("What should we no longer use?"),
        hint=lazy_gettext("We stop using it at once."),
    )
    email = EmailField(lazy_gettext("Email address"))
    email_use = RadiosField(
        lazy_gettext("Who else can read your email?"),
        choices=[Choice(use, words) for use, words in EMAIL_USES.items()],
    )
    telephone = PhoneField(lazy_gettext("Telephone number"))
    may_text = YesNoField(
        lazy_gettext("Is it safe to send a text to this number?"),
        hint=lazy_gettext("A text says only that there is news."),
    )
    may_leave_message = YesNoField(lazy_gettext("Is it safe to leave a message on this number?"))
    postal_address = TextAreaField(
        lazy_gettext("Postal address"), rows=4, max_length=1_000, autocomplete="street-address"
    )
    may_post = YesNoField(lazy_gettext("Is it safe to post a letter to this address?"))

    def offer(self, contact: MaskedContact) -> None:
        """Say behind each box what is kept, and offer to use it no longer."""
        keep = lazy_gettext("Leave this empty to keep the one we have.")
        masked = {
            "email": lazy_gettext("The email address %(masked)s", masked=contact.email),
            "telephone": lazy_gettext("The telephone number %(masked)s", masked=contact.telephone),
            "postal_address": lazy_gettext("The postal address you gave us"),
        }
        is_kept = {
            "email": bool(contact.email),
            "telephone": bool(contact.telephone),
            "postal_address": contact.has_postal_address,
        }
        self.no_longer.choices = [Choice(name, masked[name]) for name in masked if is_kept[name]]
        for name in masked:
            self[name].hint = keep if is_kept[name] else ""

    def take(self) -> Contact:
        """The details as they were entered."""
        return Contact(**self.answers(CONTACT))


class CodesForm(GovForm):
    """The one-time codes that went to contacts we knew before."""

    email_code = TextField(
        lazy_gettext("Code from the email"), width=10, autocomplete="one-time-code", max_length=40
    )
    text_code = TextField(
        lazy_gettext("Code from the text"), width=10, autocomplete="one-time-code", max_length=40
    )


@blueprint.form("/status/contact", may=ANYONE)
@opened
def correct_contact(status: Status) -> Response | str:
    """Ask what should change, and do at once what makes it safer."""
    form = ChangeContactForm(
        data={
            "may_leave_message": status.contact.may_leave_message,
            "may_post": status.contact.may_post,
            "email_use": status.safe.email_use.value,
            "may_text": status.safe.may_text,
        }
    )
    form.offer(status.contact)
    if form.validate_on_submit():
        outcome = request_status.change_contact(
            status.reference,
            form.take(),
            no_longer=form.no_longer.data,
            email_use=EmailUse(form.email_use.data) if form.email_use.data else None,
            may_text=form.may_text.answer,
        )
        if outcome.is_to_prove and not outcome.is_too_often:
            return redirect(url_for("public.prove_contact"))
        if outcome.at_once and not outcome.is_too_often:
            return redirect(url_for("public.show_status", corrected="yes"))
        form.form_errors.append(
            gettext("You have asked for very many changes today. Telephone us about this one")
            if outcome.is_too_often
            else gettext(
                "Nothing is changed. Enter what is new, or say what we should no longer use"
            )
        )
    return render_template("public/status/contact.html", form=form)


@blueprint.form("/status/contact/code", may=ANYONE)
@opened
def prove_contact(status: Status) -> Response | str:
    """Ask for the one-time codes, or say that we telephone."""
    if status.to_prove is None:
        return redirect(url_for("public.show_status"))
    form = CodesForm()
    if request.method == "GET" or status.to_prove.is_for_call or not form.validate():
        return _codes_page(status, form)
    email, text = form.email_code.data or "", form.text_code.data or ""
    if not email.strip() and not text.strip():
        form.form_errors.append(gettext("Enter a code that we sent you"))
        return _codes_page(status, form)
    try:
        wrong = request_status.give_codes(status.reference, email=email, text=text)
    except Refused:  # it grew too old while they typed
        return redirect(url_for("public.show_status"))
    if not wrong:
        return _after_proof(status.reference)
    now = request_status.status_of(status.reference)
    if now is None or now.to_prove is None:
        form.form_errors.append(str(_TOO_OLD))
        return _codes_page(status, form)
    for name, field in (("email", form.email_code), ("text", form.text_code)):
        if name in wrong:
            field.errors = [gettext("This is not the code that we sent. Check it and try again")]
    return _codes_page(now, form)


@blueprint.post("/status/contact/call", may=ANYONE)
@opened
def ask_for_call(status: Status) -> Response:
    """Have us telephone in place of a code that they cannot get."""
    with suppress(Refused):  # no code was given yet: the page says so
        request_status.ask_for_call(status.reference)
    return redirect(url_for("public.prove_contact"))


@blueprint.post("/status/contact/put-back", may=ANYONE)
@opened
def put_contact_back(status: Status) -> Response:
    """Undo a change of contact details made here within a day."""
    with suppress(Refused):  # too late by now: the status page says so
        request_status.put_contact_back(status.reference)
    return redirect(url_for("public.show_status"))


def _after_proof(reference: str) -> Response:
    now = request_status.status_of(reference)
    if now is not None and now.to_prove is not None:
        return redirect(url_for("public.prove_contact"))
    return redirect(url_for("public.show_status", corrected="yes"))


def _codes_page(status: Status, form: CodesForm) -> str:
    return render_template("public/status/prove.html", form=form, to_prove=status.to_prove)
