"""A form with a field of each sort, and good answers to it."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from werkzeug.datastructures import MultiDict

from ulss_tracker.web.forms import (
    CheckboxesField,
    CheckboxField,
    Choice,
    DateField,
    EmailField,
    FileField,
    FilesField,
    GovForm,
    MomentField,
    NotAfter,
    NotBefore,
    PasswordField,
    PhoneField,
    PickerField,
    RadiosField,
    SelectField,
    Suggestion,
    TextAreaField,
    TextField,
    TimeField,
)


class Plea(Enum):
    """Not a string: its members must still be found again in what the browser sends."""

    GUILTY = "guilty"
    NOT_GUILTY = "not-guilty"


OFFENCES = (
    Suggestion("theft", "Theft", "Theft Act 1968 s.1"),
    Suggestion("rape-2003", "Rape", "Sexual Offences Act 2003 s.1"),
    Suggestion("rape-1956", "Rape", "Sexual Offences Act 1956 s.1"),
)


def find(words: str) -> list[Suggestion]:
    return [each for each in OFFENCES if words.casefold() in each.title.casefold()]


def look_up(offence_id: str) -> Suggestion | None:
    return next((each for each in OFFENCES if each.id == offence_id), None)


class SentenceForm(GovForm):
    name = TextField("Full name", required="Enter the full name", max_length=200)
    sentenced_on = DateField(
        "When was the sentence passed?",
        noun="Date of sentence",
        required="Enter the date of sentence",
        validators=[
            NotBefore(lambda: date(1989, 2, 1), "Date of sentence must be after January 1989"),
            NotAfter(lambda: date(2026, 3, 31), "Date of sentence must be in the past"),
        ],
    )
    born_on = DateField("Date of birth")
    received_at = MomentField("Time received")
    at = TimeField("Hearing time")
    story = TextAreaField("Story", max_length=30)
    email = EmailField("Email address")
    phone = PhoneField("Telephone number")
    secret = PasswordField("Password")
    plea = RadiosField(
        "Plea",
        choices=[
            Choice(Plea.GUILTY, "Guilty"),
            Choice(Plea.NOT_GUILTY, "Not guilty", divider="or"),
        ],
        coerce=Plea,
    )
    count = SelectField(
        "Count", choices=[Choice(0, "None"), Choice(1, "One")], coerce=int, blank="Choose"
    )
    needs = CheckboxesField(
        "Needs", choices=[Choice("braille", "Braille"), Choice("large", "Large print")]
    )
    true = CheckboxField("I believe this is true")
    offence = PickerField("Offence", find=find, look_up=look_up, suggest_url=lambda: "/suggest")
    own_words = PickerField(
        "Offence in your words",
        find=find,
        look_up=look_up,
        suggest_url=lambda: "/suggest",
        none_label="None of these",
    )
    proof = FileField("Proof")
    papers = FilesField("Papers", most=2)


GOOD = {
    "name": "Ada",
    "sentenced_on-day": "1",
    "sentenced_on-month": "3",
    "sentenced_on-year": "2026",
}


def sent(values: Mapping[str, Any]) -> SentenceForm:
    """The form as posted with `values` over a good one, and checked."""
    form = SentenceForm(formdata=MultiDict({**GOOD, **values}))
    form.validate()
    return form


def dated(day: str, month: str, year: str, name: str = "sentenced_on") -> SentenceForm:
    return sent({f"{name}-day": day, f"{name}-month": month, f"{name}-year": year})
