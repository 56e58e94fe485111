"""The forms of the administrator: the catalogue’s filter, and accounts."""

from collections.abc import Iterable

from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import ValidationError

from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.offence import Question
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.time.date_warnings import REVIEWS_BEGAN
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.web.forms import (
    Choice,
    DateField,
    EmailField,
    GovForm,
    QueryForm,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    VersionedForm,
)

EVERY_FAMILY = "every"


def _families() -> list[Choice]:
    names = dict.fromkeys(offence.family for offence in load_catalogue().offences)
    return [
        *(Choice(name, name.replace("_", " ").capitalize()) for name in names),
        Choice(EVERY_FAMILY, "Every family, on one page"),
    ]


class ReadRowForm(GovForm):
    """That a lawyer read the law of a row of the catalogue: where, and which words."""

    heading, button = "I have read this row in the law", "I have read it"
    copy = TextField(
        "Which copy did you read?",
        hint="Its address, and the day that the text is of.",
        required="Enter which copy you read",
        max_length=300,
    )
    text = TextAreaField(
        "The words that decide",
        hint="Quote them. The second lawyer reads them beside the row.",
        required="Enter the words you read",
        rows=6,
        max_length=4_000,
    )


class CatalogueForm(QueryForm):
    """The day, the words and the family of offences to look for."""

    on = DateField("For a sentence passed on", hint="For example, 27 3 2026")
    words = TextField("Words", optional=True, hint="Search as you would on a case")
    family = SelectField("Family", blank="Any", choices=_families)


class ChangesForm(QueryForm):
    """Between which two days of sentence the law is compared."""

    after = DateField("After", required="Enter the first day")
    to = DateField("Up to and including", required="Enter the second day")

    def validate_to(self, field: DateField) -> None:
        """The second day is not before the first."""
        if self.after.data and field.data and field.data < self.after.data:
            raise ValidationError("The second day must be on or after the first")


class CaseOnDayForm(QueryForm):
    """The day of sentence, and the day of the offence where it decides. Its questions follow."""

    sentenced = DateField(
        "Date of sentence", required="Enter the date of sentence", hint="For example, 27 3 2026"
    )
    conduct = DateField(
        "Last day on which any of it was done",
        hint="It decides which law governs this offence. Leave it blank if it is not known",
    )

    def validate_sentenced(self, field: DateField) -> None:
        """The scheme was there on that day."""
        if field.data and field.data < REVIEWS_BEGAN:
            raise ValidationError("The scheme began on 1 February 1989: enter a later date")

    def validate_conduct(self, field: DateField) -> None:
        """The offence came before the sentence."""
        if field.data and self.sentenced.data and field.data > self.sentenced.data:
            raise ValidationError("The offence must be on or before the date of sentence")


def case_on_day_form(
    questions: Iterable[Question], formdata: MultiDict[str, str] | None, *, asks_conduct: bool
) -> CaseOnDayForm:
    """A form that asks the day of sentence and the offence's own questions.

    Where the day of the offence decides it is asked too, in place of the questions it answers.
    """
    fields = {
        question.id: SelectField(
            question.text,
            hint=question.hint,
            blank="Not known",
            choices=[Choice(answer.value, answer.text) for answer in question.answers],
        )
        for question in questions
        if question.conduct_from is None
    }
    form = CaseOnDayForm.with_fields("CaseOnDayFormOfOffence", fields)(formdata)
    if not asks_conduct:
        del form.conduct
    return form


ROLES: dict[Role, str] = {
    Role.CASEWORKER: "Takes requests, works on cases and tells people what came of them",
    Role.SUPERVISOR: "The same, and signs overrides, moves work, seals and reopens cases",
    Role.LAW_OFFICER: "Reads cases and decides them",
    Role.PRIVATE_OFFICE: "Records what a law officer decided, with the signed minute",
    Role.LAWYER: "Writes advice and verifies facts; moves no case on",
    Role.COUNSEL: "Sees the cases that name them and no other, and writes advice",
    Role.ADMINISTRATOR: "Looks after accounts; sees no case",
    Role.AUDITOR: "Reads who may do what and who did; changes nothing and sees no case",
}
"""Each role in a sentence, for whoever gives it and whoever asks what it means."""


class AccountForm(GovForm):
    """Who somebody is, and what they do in the office."""

    name = TextField("Name", required="Enter their name", hint="As colleagues will see it")
    email = EmailField(
        "Email address", required="Enter their email address", hint="They sign in with it"
    )
    role = RadiosField(
        "Role",
        required="Choose their role",
        choices=[Choice(role, role.label, hint=ROLES[role]) for role in Role],
        coerce=Role,
    )
    law_office = RadiosField("Which law officer are they?", coerce=LawOfficer)

    def role_with_office(self) -> Markup:
        """Draw the roles, with the question that only a law officer is asked."""
        return self.role(reveals={Role.LAW_OFFICER.value: self.law_office()})

    def validate_law_office(self, field: RadiosField) -> None:
        """A law officer is one of the two: their decision is that office's."""
        if self.role.data is Role.LAW_OFFICER and field.data is None:
            raise ValidationError("Choose which law officer they are")


class ChangeAccountForm(VersionedForm, AccountForm):
    """The same, and whether they still work here."""

    standing = RadiosField(
        "Account",
        required="Choose whether they can sign in",
        choices=[
            Choice("active", "Active"),
            Choice("left", "Left", hint="They are signed out at once and cannot sign in"),
        ],
    )
