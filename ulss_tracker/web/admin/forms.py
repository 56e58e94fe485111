"""The forms of the administrator: the catalogue’s filter, and accounts."""

from markupsafe import Markup
from wtforms import ValidationError

from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.web.forms import (
    Choice,
    DateField,
    EmailField,
    GovForm,
    RadiosField,
    SelectField,
    TextField,
    VersionedForm,
    choices_of,
)

EVERY_FAMILY = "every"


def _families() -> list[Choice]:
    names = dict.fromkeys(offence.family for offence in load_catalogue().offences)
    return [
        *(Choice(name, name.replace("_", " ").capitalize()) for name in names),
        Choice(EVERY_FAMILY, "Every family, on one page"),
    ]


class CatalogueForm(GovForm):
    """The day, the words and the family of offences to look for."""

    class Meta:
        csrf = False

    on = DateField("For a sentence passed on", hint="For example, 27 3 2026")
    words = TextField("Words", optional=True, hint="Search as you would on a case")
    family = SelectField("Family", blank="Any", choices=_families)


class ChangesForm(GovForm):
    """Between which two days of sentence the law is compared."""

    class Meta:
        csrf = False

    after = DateField("After", required="Enter the first day")
    to = DateField("Up to and including", required="Enter the second day")

    def validate(self, extra_validators: object = None) -> bool:
        """Besides each field: the second day is not before the first."""
        valid = super().validate(extra_validators)
        if valid and self.to.data < self.after.data:
            self.to.errors = ["The second day must be on or after the first"]
            return False
        return bool(valid)


_ROLES = {
    Role.CASEWORKER: "Takes requests, works on cases and tells people what came of them",
    Role.SUPERVISOR: "The same, and signs overrides, moves work, seals and reopens cases",
    Role.LAW_OFFICER: "Reads cases and decides them",
    Role.PRIVATE_OFFICE: "Records what a law officer decided, with the signed minute",
    Role.LAWYER: "Writes advice and verifies facts; moves no case on",
    Role.COUNSEL: "Sees the cases that name them and no other, and writes advice",
    Role.ADMINISTRATOR: "Looks after accounts; sees no case",
}


class AccountForm(GovForm):
    """Who somebody is, and what they do in the office."""

    name = TextField("Name", required="Enter their name", hint="As colleagues will see it")
    email = EmailField(
        "Email address", required="Enter their email address", hint="They sign in with it"
    )
    role = RadiosField(
        "Role",
        required="Choose their role",
        choices=[Choice(role, role.label, hint=_ROLES.get(role, "")) for role in Role],
        coerce=Role,
    )
    law_office = RadiosField(
        "Which law officer are they?",
        choices=choices_of(LawOfficer),
        coerce=LawOfficer,
    )

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
