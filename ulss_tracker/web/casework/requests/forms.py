"""The forms with which a request leaves the inbox."""

from ulss_tracker.web.forms import GovForm, TextAreaField, TextField


class CloseRequestForm(GovForm):
    """Why a request is closed without a case."""

    reason = TextAreaField(
        "Why is it being closed?", required="Enter the reason for closing the request"
    )


class JoinCaseForm(GovForm):
    """The case that a request joins."""

    reference = TextField(
        "Case reference", required="Enter the case reference", hint="For example, ULS-2026-0042"
    )
