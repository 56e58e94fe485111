"""Safe ways to reach each requester, as whatever is written to them must obey it."""

from collections.abc import Collection

from sqlalchemy import select

from ulss_tracker.models import EmailUse, Request, SafeContact, db

_UK, _MOBILE = "44", "7"
_DIGITS_OF_MOBILE = 10


def of_requests(request_ids: Collection[int]) -> dict[int, SafeContact]:
    """The answers of those who made these requests, by its id; none for who was not asked."""
    query = select(SafeContact).where(SafeContact.request_id.in_(request_ids))
    return {safe_contact.request_id: safe_contact for safe_contact in db.session.scalars(query)}


def email_use(request: Request, safe: SafeContact | None) -> EmailUse:
    """The kinds of email somebody who asked may be sent: everything, where nobody asked them.

    None to whoever said, to whom and however, that they want no emails.
    """
    if request.may_email is False:
        return EmailUse.NONE
    return safe.email_use if safe else EmailUse.FULL


def mobile_number(typed: str) -> str:
    """A mobile number of the United Kingdom as 447700900123, however typed; "" where it is none."""
    digits = "".join(character for character in typed if character.isdigit())
    national = digits.removeprefix("00").removeprefix(_UK).removeprefix("0")
    is_mobile = national.startswith(_MOBILE) and len(national) == _DIGITS_OF_MOBILE
    return _UK + national if is_mobile else ""
