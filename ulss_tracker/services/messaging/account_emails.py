"""Emails about accounts of staff: that one waits to be approved, and what became of one's own."""

from ulss_tracker.services.core import office_details
from ulss_tracker.services.messaging import compose


def ask_to_approve(recipient: str, *, once_key: str, number: int) -> None:
    """Add the email that asks somebody to approve the proposal with this number."""
    page = f"{office_details.current().staff_url}/admin/proposals/{number}"
    _add(recipient, once_key, "account_to_approve", page=page)


def tell_of_change(recipient: str, *, once_key: str, what: str) -> None:
    """Add the email that tells somebody what became of their account, at the address they had.

    `what` is the kind of proposal (change, password_link, reset_factor, wake or join_provider),
    join_asked while that waits, or what they did themselves: password, password_by_link,
    app_set_up, recovery_codes, passkey_added or passkey_removed.
    """
    _add(recipient, once_key, "account_changed", what=what)


def send_password_link(recipient: str, *, once_key: str, key: str) -> None:
    """Add the email with a link to set a password: its key is kept apart, until it is sent."""
    link = f"{office_details.current().PUBLIC_URL}/set-password/{compose.CODE_PLACE}"
    _add(recipient, once_key, "password_link", code=key, link=link)


def _add(recipient: str, once_key: str, template: str, *, code: str = "", **facts: object) -> None:
    """Add it: nobody's name is in its words, and no secret."""
    subject, body = compose.write(f"en/{template}.txt", **facts)
    compose.add_once(
        once_key=once_key,
        kind=compose.ACCOUNT,
        recipient=recipient,
        subject=subject,
        body=body,
        code=code,
    )
