"""How a member of staff is reached when on duty: their own to say, and never in the history.

A mobile number is kept in the international form of ITU-T E.164, from "+" and the country's code,
so that whatever sends texts takes it as it is.
"""

import re
from dataclasses import dataclass

from ulss_tracker.errors import Refused
from ulss_tracker.models import EventKind, NightTexts, User
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history

_SPACING = re.compile(r"[\s().\u2010-\u2015\u2212-]")
_INTERNATIONAL = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
# Ofcom's numbering plan: 070 is a personal number and 076 a pager, but for 07624, Isle of Man.
_BRITISH_MOBILE = re.compile(r"\+447(?:[1-57-9]\d{8}|624\d{6})", re.ASCII)

NOT_A_MOBILE = (
    "Enter a mobile number, like 07700 900 982, or with the country’s code, like +353 85 012 3456"
)
NOT_BRITISH = (
    "A British mobile number has 11 digits and begins with 07, like 07700 900 982: a landline "
    "cannot be texted"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyContact:
    """How somebody is reached on duty; empty where they gave nothing."""

    mobile: str
    second_email: str
    night_texts: NightTexts


def read_mobile(typed: str) -> str:
    """Read a mobile number, British or with its country's code, into E.164; "" stays "".

    Raises ValueError with words that say what to enter.
    """
    digits = _SPACING.sub("", typed.replace("(0)", ""))
    if not digits:
        return ""
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = "+44" + digits[1:]
    digits = re.sub(r"^\+440", "+44", digits)
    if digits.startswith("+44") and digits[1:].isdecimal():
        if not _BRITISH_MOBILE.fullmatch(digits):
            raise ValueError(NOT_BRITISH)
    elif not _INTERNATIONAL.fullmatch(digits):
        raise ValueError(NOT_A_MOBILE)
    return digits


def has_own(user: User) -> bool:
    """Whether somebody can be reached other than at their address in the office."""
    return bool(user.mobile or user.second_email)


def change(user: User, contact: DutyContact, *, version: int) -> None:
    """Change how somebody is reached on duty: they themself, and nobody else.

    The history keeps which parts they changed, and no number and no address. Raises
    `ChangedMeanwhile`, and `Refused` for a number that cannot be texted or an address that is the
    one they sign in with.
    """
    require(user, Permission.SEE_OWN_ACCOUNT)
    second_email = contact.second_email.strip()
    if second_email.lower() == user.email:
        raise Refused("The second email address must be another than the one you sign in with")
    try:
        mobile = read_mobile(contact.mobile)
    except ValueError as error:
        raise Refused(str(error)) from error
    values = {
        "mobile": mobile,
        "second_email": second_email,
        "night_texts": contact.night_texts,
    }
    with locked(user):
        check_version(user, version)
        changed = [name for name, value in values.items() if getattr(user, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(user, name, values[name])
        user.version += 1
        history.record(EventKind.DUTY_CONTACT_CHANGED, user, person=user.name, fields=changed)
