"""The sign-in form, and the form that sets a password."""

from typing import Any

from ulss_tracker.services.core.users import SHORTEST_PASSWORD
from ulss_tracker.web.forms import EmailField, GovForm, PasswordField


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
