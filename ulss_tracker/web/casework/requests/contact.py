"""Correcting how to reach somebody who asked."""

from flask import render_template
from werkzeug.wrappers import Response
from wtforms import HiddenField

from ulss_tracker.models import EmailUse
from ulss_tracker.permissions import Permission
from ulss_tracker.services.requests import contact, requests, safe_contact
from ulss_tracker.services.requests.details import CONTACT, WISHES, Contact
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import saved
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    Choice,
    EmailField,
    GovForm,
    PhoneField,
    RadiosField,
    TextAreaField,
    YesNoField,
    choices_of,
)

UNSAID = Choice("not_said", "They have not said")


class CorrectContactForm(GovForm):
    """The details as they should be. `seen` is the mark of those it was filled with."""

    seen = HiddenField()
    email = EmailField("Email address")
    may_email = YesNoField(
        "Do they want emails?",
        required="Choose whether they want emails",
        unsaid=UNSAID,
    )
    email_use = RadiosField(
        "What may be emailed to them?",
        required="Choose what may be emailed to them",
        choices=choices_of(EmailUse),
    )
    telephone = PhoneField("Telephone number")
    may_telephone = YesNoField(
        "Do they want to be telephoned?",
        required="Choose whether they want to be telephoned",
        unsaid=UNSAID,
    )
    may_text = YesNoField(
        "Do they want texts?",
        required="Choose whether they want texts",
        hint="They agree to texts themselves, online: what you choose here sends none.",
        unsaid=UNSAID,
    )
    texts = YesNoField(
        "Texts to this number, which say only that there is news",
        required="Choose whether texts are sent",
        hint="They agree to texts themselves, online: ended here, they do not begin again here.",
        yes="Send them",
        no="Send no more: they are not safe",
    )
    may_leave_message = YesNoField(
        "Is it safe to leave a message on this number?",
        required="Choose whether it is safe to leave a message",
        unsaid=UNSAID,
    )
    postal_address = TextAreaField("Postal address", rows=4, max_length=1_000)
    may_post = YesNoField(
        "Is it safe to post a letter to this address?",
        required="Choose whether it is safe to post a letter",
        unsaid=UNSAID,
    )

    @property
    def said_email_use(self) -> EmailUse | None:
        """The emails they may be sent, where they have said it."""
        return None if self.email_use.data == UNSAID.sent else EmailUse(self.email_use.data)

    def take(self) -> Contact:
        """The details as they were entered."""
        return Contact(**self.answers(CONTACT))


@blueprint.form("/requests/<reference>/contact", may=Permission.WORK_CASES)
def correct_contact(reference: str) -> str | Response:
    """Correct how to reach the person who asked."""
    request = requests.get(reference)
    safe = safe_contact.of_request(request)
    form = CorrectContactForm.filled_from(
        request,
        seen=contact.token_of(request, safe),
        email_use=safe.email_use.value if safe else UNSAID.sent,
        texts=True,
    )
    if safe is None:
        form.email_use.choices = [*choices_of(EmailUse), UNSAID]
    if safe is None or not safe.text_to:
        del form.texts
    if form.validate_on_submit():
        changed = contact.correct(
            request,
            form.take(),
            staff(),
            seen=form.seen.data or "",
            email_use=form.said_email_use,
            ends_texts=form.texts is not None and form.texts.answer is False,
            wishes={name: form[name].answer for name in WISHES},
        )
        return saved("How to reach them is corrected", request, changed=changed)
    return render_template("casework/requests/correct-contact.html", request_=request, form=form)
