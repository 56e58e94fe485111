"""The form of a request that came by phone, email or letter, or from the CPS or an MP."""

import secrets
from typing import Any

from wtforms import HiddenField

from ulss_tracker import clock
from ulss_tracker.models import Channel
from ulss_tracker.scheme.reading.ticks import CONVICTIONS
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.files import documents
from ulss_tracker.services.requests.details import COLUMNS, AsksToo, Background, RequestDetails
from ulss_tracker.web.casework.convictions_field import ConvictionsField
from ulss_tracker.web.casework.forms import court_picker, past_day, past_moment
from ulss_tracker.web.casework.requests.contact import UNSAID
from ulss_tracker.web.forms import (
    Choice,
    DocumentsField,
    EmailField,
    GovForm,
    PhoneField,
    RadiosField,
    TextAreaField,
    TextField,
    YesNoField,
    choices_of,
    people,
)


class LogRequestForm(GovForm):
    """A request that came by phone, email or letter, or from the CPS or an MP.

    `key` is this form's own secret, so that pressing the button twice logs one request. `checked`
    is the date of sentence whose warnings were shown, `read_back` the words for it that were.
    """

    numbers: tuple[int, ...] = ()
    key = HiddenField(default=lambda: secrets.token_urlsafe(24))
    checked = HiddenField()
    read_back = HiddenField()
    channel = RadiosField(
        "How did it reach us?",
        required="Choose how the request reached us",
        choices=choices_of(c for c in Channel if c is not Channel.FORM),
        coerce=Channel,
    )
    received_at = past_moment(
        "When was it received?",
        required="Enter the day and time it was received",
        noun="When it was received",
        hint="The true time it reached the office. Now is filled in, for a call",
        default=clock.now,
    )
    files = DocumentsField(
        "Their letter, photographed or scanned, and other files (optional)",
        most=documents.MOST_FILES,
    )
    offender_name = TextField(
        "Offender’s name", hint="As much of it as is known. Leave blank if it is not known."
    )
    other_offenders = TextAreaField(
        "Others sentenced with them", hint="One name a line.", max_length=2_000, rows=2
    )
    court = court_picker("Court", hint="For example, Leeds or the Old Bailey")
    sentenced_on = past_day(
        "Date of sentence", hint="For example, 27 3 2026. Leave blank if it is not known."
    )
    sentenced_text = TextField(
        "What they said of the date",
        hint="For example, “four weeks ago today”, in English or Welsh. It is read back to you.",
    )
    offence_text = TextAreaField(
        "Offence",
        hint="In the words used. A charge sheet may be pasted whole.",
        max_length=2_000,
        rows=3,
    )
    convictions = ConvictionsField(
        "Which of these are convictions?",
        hint="What is ticked is what is assessed. The words are kept as they were typed.",
        words="offence_text",
        on=lambda form: form.sentenced_on.data,
    )
    reason = TextAreaField("What they said", max_length=100_000)
    standing = RadiosField("Who is asking?", required="Choose who is asking", coerce=RequesterRole)
    requester_name = TextField("Requester’s name")
    email = EmailField("Email address")
    telephone = PhoneField("Telephone number", max_length=40)
    postal_address = TextAreaField("Postal address", max_length=500, rows=4)
    may_email = YesNoField("Do they want emails?", unsaid=UNSAID)
    may_telephone = YesNoField("Do they want to be telephoned?", unsaid=UNSAID)
    may_text = YesNoField("Do they want texts?", unsaid=UNSAID)
    may_leave_message = YesNoField("Is it safe to leave a message?", unsaid=UNSAID)
    may_post = YesNoField("Is it safe to send a letter?", unsaid=UNSAID)
    language = RadiosField(
        "Language to write to them in",
        choices=[Choice("en", "English"), Choice("cy", "Welsh")],
        default="en",
    )
    support_needs = TextAreaField(
        "What help do they need?", hint="For example, large print or a call", rows=2
    )

    def details(self) -> RequestDetails:
        """The request as it was typed; blank where nothing is, or nothing that can be read."""
        ticks = self.convictions.answer
        return RequestDetails(
            **self.answers(COLUMNS),
            court_id=self.court.data,
            court_text=self.court.text or "",
            offence_answers={} if ticks is None else {CONVICTIONS: ticks},
            background=Background(together=tuple(AsksToo(**who) for who in people.people_of(self))),
        )

    def forget_errors(self) -> None:
        """Show no error: it was asked only what is known so far."""
        self.form_errors.clear()
        for field in self:
            field.errors = []

    def begin_another(self, logged: str) -> None:
        """Give the form a key of its own, where its old one has logged another request."""
        self.key.data = secrets.token_urlsafe(24)
        self.form_errors = [
            f"Not logged yet: request {logged} was logged with this form, in other words. If this "
            "is another request, press the button again. To correct that one, open it instead."
        ]

    def validate(self, extra_validators: object = None) -> bool:
        """Besides each field: there must be a way to say which case it is."""
        valid = super().validate(extra_validators)
        has_date = bool(self.sentenced_on.data or self.sentenced_text.data)
        if valid and not (self.offender_name.data or (self.court.text and has_date)):
            self.offender_name.errors = [
                "Enter the offender’s name, or both the court and the date of sentence"
            ]
            return False
        return bool(valid)


def log_request_form(formdata: Any = None) -> LogRequestForm:
    """The form as it was sent, or as `formdata` has it, with whoever is named as asking too."""
    fields = people.fields_of(people.numbers_in(formdata or people.sent(), 0))
    form_class = LogRequestForm.with_fields("LogRequestForm", fields)
    return form_class(formdata=formdata) if formdata else form_class()
