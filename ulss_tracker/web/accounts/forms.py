"""The forms of signing in and of passwords, of reaching somebody on duty, of when they work."""

from typing import Any

from wtforms import HiddenField, ValidationError

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import NightTexts, User
from ulss_tracker.services.core.users import SHORTEST_PASSWORD
from ulss_tracker.services.people import duty_contact, passwords
from ulss_tracker.services.people.passkeys import LONGEST_NAME
from ulss_tracker.services.people.passwords import LONGEST_PASSWORD
from ulss_tracker.web.forms import (
    CheckboxesField,
    Choice,
    EmailField,
    GovForm,
    PasswordField,
    PhoneField,
    RadiosField,
    TextField,
    TimeField,
    VersionedForm,
)


class SignInForm(GovForm):
    """Email and password."""

    email = EmailField(
        "Email address", required="Enter your email address", autocomplete="username"
    )
    password = PasswordField(
        "Password", required="Enter your password", autocomplete="current-password"
    )


class ForgottenPasswordForm(GovForm):
    """The address of whoever has forgotten their password."""

    email = EmailField(
        "Email address",
        required="Enter your email address",
        hint="The one with which you sign in",
        autocomplete="username",
    )


class CodeField(TextField):
    """A code of an authenticator app, or a recovery code: never written back into the page."""

    spellcheck = False

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, autocomplete="one-time-code", width=20, **kwargs)

    def input_params(self, options: dict[str, Any]) -> dict[str, Any]:
        """Build the parameters of the input macro, without what was typed."""
        return super().input_params(options) | {"value": None}

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """A code is asked for unless a passkey answered in its place."""
        if getattr(form, "passkey", None) is not None and form.passkey.data:
            return True
        return super().validate(form, extra_validators)


CODE_HINT = (
    "The 6 digits that your authenticator app shows. Without the app, enter one of your recovery"
    " codes."
)


class CodeForm(GovForm):
    """A code of the app, or a recovery code; or a passkey's answer, which the script sends."""

    passkey = HiddenField()
    code = CodeField("Code", required="Enter the code", hint=CODE_HINT)


class PasskeyForm(GovForm):
    """A passkey by a name of its owner's, and the answer of a new one."""

    passkey = HiddenField()
    name = TextField(
        "Name of the passkey",
        required="Enter a name for the passkey",
        hint="So that you know it again, like Office laptop or Blue key",
        max_length=LONGEST_NAME,
        width=20,
        autocomplete="off",
    )


class AppCodeForm(GovForm):
    """The first code of an app that is being set up."""

    code = CodeField("Code", required="Enter the code", hint="The 6 digits that the app now shows")


class FactorChange(LabelledEnum):
    """A change of one's own second factor."""

    RECOVERY_CODES = "recovery_codes", "Make new recovery codes"
    ANOTHER_APP = "another_app", "Set up another authenticator app"


class ChangeFactorForm(CodeForm):
    """A change of one's own second factor, and the code or passkey that allows it."""

    change = RadiosField(
        "What do you want to do?", required="Choose what you want to do", coerce=FactorChange
    )


class SetPasswordForm(GovForm):
    """A password of one's own, typed twice. `person` is whose it is to be."""

    person: User
    password = PasswordField(
        "New password",
        required="Enter a password",
        hint=(
            f"{SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters, without your name. Three or"
            " more words that only you would put together are good."
        ),
        autocomplete="new-password",
    )
    again = PasswordField(
        "The same password again", required="Enter the password again", autocomplete="new-password"
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Both must be the same, and good enough."""
        is_valid = super().validate(extra_validators)
        password = self.password.data or ""
        reason = passwords.why_not(password, self.person) if password else ""
        if reason:
            self.password.errors = [reason]
        elif password and self.again.data and password != self.again.data:
            self.again.errors = ["The two passwords are not the same"]
        return is_valid and not self.password.errors and not self.again.errors


class ChangePasswordForm(SetPasswordForm):
    """The password from before, and another twice."""

    current = PasswordField(
        "Your password now", required="Enter your password", autocomplete="current-password"
    )


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
        coerce=NightTexts,
    )


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class WorkingHoursForm(VersionedForm):
    """The hours and the days of the week on which somebody works."""

    heading = "When you work"
    intro = (
        "When something waits for you, you are told by email in these hours. With a day or less "
        "left to file you are told at any hour."
    )
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
