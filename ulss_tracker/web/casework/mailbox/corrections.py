"""The values read of a message, who said it, and choosing something else."""

from datetime import date
from typing import Any, NamedTuple

from flask import render_template
from werkzeug.wrappers import Response
from wtforms import HiddenField

from ulss_tracker.errors import ChangedMeanwhile, Refused
from ulss_tracker.models import InboundMessage
from ulss_tracker.permissions import Permission
from ulss_tracker.services.correspondence import corrections, mailbox
from ulss_tracker.services.correspondence.answering import WhyNot
from ulss_tracker.services.correspondence.as_request import STANDINGS
from ulss_tracker.services.correspondence.corrections import SAFE, Field, Value
from ulss_tracker.services.correspondence.requesters import Asker
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import RefusalOn, saved
from ulss_tracker.web.core.filters import weekday_date
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    CheckboxesField,
    Choice,
    DateField,
    EmailField,
    GovForm,
    RadiosField,
    TextAreaField,
    TextField,
)

NONE, OTHER = "none", "other"
"""Choices of no value that was read: nothing said, and one that is typed."""

_LANGUAGES = {"en": "English", "cy": "Welsh", "cy+en": "Welsh and English"}
_TYPED = (Field.OFFENDER, Field.SENTENCED_ON, Field.COURT, Field.REQUESTER, Field.REPLY_TO)


class ShownValue(NamedTuple):
    """A value that was read, in words, where it was read, and who said it where a person did.

    `others`: what else the words allow, where somebody must look which is right; else None.
    """

    label: str
    value: str
    said_by: str
    read_in: str
    others: list[str] | None


def read_of(message: InboundMessage) -> list[ShownValue]:
    """Everything that was read of a message, as its page shows it.

    Of a request also what decides which case it is, and was not read.
    """
    is_request = message.proposal.get("made_request")
    uncertain, choices = corrections.uncertain(message), corrections.choices(message)
    values = []
    for field, now in corrections.current(message).items():
        said_by = corrections.said_by(message, field)
        if now or said_by or (is_request and field in uncertain):
            others = [_words(field, other) for other in choices[field] if other != now]
            value, place = _words(field, now), corrections.read_in(message, field)
            to_check = others if field in uncertain else None
            values.append(ShownValue(field.label, value, said_by, place, to_check))
    return values


class CorrectForm(GovForm):
    """Each value that was read, with what else the words allow. `seen` is the mark of it."""

    seen = HiddenField()
    offender = RadiosField("Who is the offender?")
    offender_typed = TextField("Another name", max_length=200)
    others = TextAreaField("Who else was sentenced?", hint="One name a line.", rows=3)
    sentenced_on = RadiosField("When was the sentence?")
    sentenced_on_typed = DateField("Another day")
    court = RadiosField("Which court was it?")
    court_typed = TextField("Another court", max_length=200)
    offences = CheckboxesField("What was it for?")
    offences_typed = TextField("Another offence, in their words", max_length=200)
    requester = RadiosField("Who asks?")
    requester_typed = TextField("Another name", max_length=200)
    standing = RadiosField("As what do they ask?")
    reply_to = RadiosField("Where should an answer go?")
    reply_to_typed = EmailField("Another address")
    is_safe_to_answer = RadiosField("Is it safe to answer by email?")
    language = RadiosField("In which language do they write?")

    def offer(self, message: InboundMessage) -> None:
        """Offer what the words of the message allow."""
        choices = corrections.choices(message)
        for field, values in ((each, choices[each]) for each in Field if each is not Field.OTHERS):
            offered = [Choice(value, _words(field, value) or value) for value in values]
            if field in _TYPED:
                offered.append(Choice(OTHER, "None of these: another"))
            if field not in {Field.OFFENCES, Field.SAFE, Field.LANGUAGE}:
                offered.append(Choice(NONE, "It is not said"))
            self[field.value].choices = offered

    def values(self) -> dict[Field, Value]:
        """The values chosen; those left alone are not there."""
        return {field: self._of(field) for field in Field if self[field.value].data is not None}

    def _of(self, field: Field) -> Value:
        data: Any = self[field.value].data
        if field is Field.OTHERS:
            return [" ".join(name.split())[:200] for name in data.splitlines() if name.strip()]
        if field is Field.OFFENCES:
            typed = (self.offences_typed.data or "").strip()
            return [*data, typed] if typed else list(data)
        if data == NONE:
            return ""
        if data != OTHER:
            return str(data)
        return str(self[f"{field.value}_typed"].data or "")

    def missing(self) -> bool:
        """Whether another value was chosen and none was typed; the field then says so."""
        for field in _TYPED:
            other = self[f"{field.value}_typed"]
            if self[field.value].data == OTHER and not other.data:
                other.errors = ["Enter it, or choose another answer"]
        return any(self[f"{field.value}_typed"].errors for field in _TYPED)


@blueprint.form("/mailbox/<int:message_id>/correct", may=Permission.WORK_CASES)
def mailbox_correct(message_id: int) -> str | Response:
    """Correct what was read of a message, by choosing."""
    message = mailbox.get(message_id)
    now = corrections.current(message)
    data = {field.value: value or NONE for field, value in now.items()}
    data[Field.OFFENCES.value] = now[Field.OFFENCES]
    data[Field.OTHERS.value] = "\n".join(now[Field.OTHERS])
    form = CorrectForm(data={"seen": corrections.mark(message), **data})
    form.offer(message)
    if form.validate_on_submit() and not form.missing():
        with RefusalOn(form.offender, ChangedMeanwhile, Refused):
            changed = corrections.correct(message, form.values(), staff(), seen=str(form.seen.data))
            return saved(f"{len(changed)} corrected", message, changed=changed)
    return render_template(
        "casework/mailbox/correct.html",
        message=message,
        form=form,
        pieces=mailbox.marked(message.words, message.proposal),
        against=[WhyNot(reason).label for reason in message.proposal.get("against_answering", [])],
    )


def _words(field: Field, value: Value) -> str:
    if not isinstance(value, str):
        return ", ".join(value)
    if not value:
        return ""
    match field:
        case Field.SENTENCED_ON:
            return weekday_date(date.fromisoformat(value))
        case Field.STANDING:
            return str(STANDINGS[Asker(value)].label)
        case Field.SAFE:
            return "Yes" if value == SAFE else "No"
        case Field.LANGUAGE:
            return _LANGUAGES.get(value, value)
        case _:
            return value
