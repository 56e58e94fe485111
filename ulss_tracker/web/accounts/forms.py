"""The forms of signing in and of passwords, of reaching somebody on duty, of when they work."""

from typing import Any

from wtforms import ValidationError

from ulss_tracker.models import NightTexts
from ulss_tracker.services.core.users import SHORTEST_PASSWORD
from ulss_tracker.services.people import duty_contact
from ulss_tracker.web.forms import (
    CheckboxesField,
    Choice,
    EmailField,
    GovForm,
    PasswordField,
    PhoneField,
    RadiosField,
    TimeField,
    VersionedForm,
    choices_of,
)


class SignInForm(GovForm):
    """Email and password."""

    email = EmailField(
        "Email address", required="Enter your email address", autocomplete="username"
    )
    password = PasswordField(
        "Password", required="Enter your password", autocomplete="current-password"
    )


class SetPasswordForm(GovForm):
    """A password of one's own, typed twice."""

    password = PasswordField(
        "New password",
        required="Enter a password",
        hint=(
            f"At least {SHORTEST_PASSWORD} characters. Three words that only you would put"
            " together are good."
        ),
        autocomplete="new-password",
    )
    again = PasswordField(
        "The same password again", required="Enter the password again", autocomplete="new-password"
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Both must be the same, and long enough."""
        is_valid = super().validate(extra_validators)
        password = self.password.data or ""
        if password and len(password) < SHORTEST_PASSWORD:
            self.password.errors = [
                f"The password must have {SHORTEST_PASSWORD} characters or more"
            ]
        elif password and self.again.data and password != self.again.data:
            self.again.errors = ["The two passwords are not the same"]
        return is_valid and not self.password.errors and not self.again.errors


class MobileField(PhoneField):
    """A mobile number that can be texted, of any country. `data` is as it was typed."""

    def check_kind(self, text: str) -> None:
        """Refuse what no text can be sent to."""
        try:
            duty_contact.read_mobile(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class DutyContactForm(VersionedForm):
    """Where somebody is alarmed on duty besides their address in the office, and how at night."""

    mobile = MobileField(
        "Mobile number",
        optional=True,
        hint="You are texted here. For a number of another country, begin with + and its code.",
    )
    second_email = EmailField(
        "Second email address",
        optional=True,
        hint="Written to as well, where no text can be sent",
        max_length=254,
    )
    night_texts = RadiosField(
        "What may you be texted about outside office hours?",
        required="Choose what you may be texted about outside office hours",
        hint="Office hours are 9am to 5pm on working days.",
        choices=choices_of(NightTexts),
        coerce=NightTexts,
    )


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class WorkingHoursForm(VersionedForm):
    """The hours and the days of the week on which somebody works."""

    from_time = TimeField(
        "From what time?",
        required="Enter the time you start",
        hint="London time, like 9am or 08:30",
    )
    until_time = TimeField("Until what time?", required="Enter the time you stop")
    weekdays = CheckboxesField(
        "On which days?",
        required="Choose at least one day",
        choices=[Choice(str(number), name) for number, name in enumerate(WEEKDAYS, 1)],
        coerce=int,
    )
