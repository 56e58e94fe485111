"""The sign-in form."""

from ulss_tracker.web.fields import EmailField, GovForm, PasswordField


class SignInForm(GovForm):
    """Email and password."""

    email = EmailField(
        "Email address", required="Enter your email address", autocomplete="username"
    )
    password = PasswordField(
        "Password", required="Enter your password", autocomplete="current-password"
    )
