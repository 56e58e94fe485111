"""Emails about accounts of staff: that one waits to be approved, and what became of one's own."""

from ulss_tracker.services.core import office_details
from ulss_tracker.services.messaging import compose


def ask_to_approve(recipient: str, *, once_key: str, number: int) -> None:
    """Add the email that asks somebody to approve the proposal with this number."""
    page = f"{office_details.current().staff_url}/admin/proposals/{number}"
    _add(recipient, once_key, "account_to_approve", page=page)


def tell_of_change(recipient: str, *, once_key: str, what: str) -> None:
    """Add the email that tells somebody what became of their account, at the address they had.

    `what` is the kind of proposal (change, password_link or reset_factor), or password.
    """
    telephone = office_details.current().telephone
    _add(recipient, once_key, "account_changed", what=what, telephone=telephone)


def _add(recipient: str, once_key: str, template: str, **facts: object) -> None:
    subject, body = compose.account_words(template, **facts)
    compose.add_once(
        once_key=once_key, kind=compose.ACCOUNT, recipient=recipient, subject=subject, body=body
    )
