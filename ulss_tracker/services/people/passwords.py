"""Passwords of one's own: long enough, not known or easy to guess, and without one's own names.

No kinds of character are asked for, and none is changed by its age: length and being nobody's guess
are what help (NIST SP 800-63B).
"""

import re

from ulss_tracker.adapters import known_passwords
from ulss_tracker.models import User
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.users import SHORTEST_PASSWORD

LONGEST_PASSWORD = 128
_LEAST_SCORE = 3  # of zxcvbn's 0 to 4: more than a hundred million guesses
_MOST_SCORED = 72  # zxcvbn looks at no more: what begins so well is good enough
_SHORTEST_NAME = 4  # shorter ones are in many words
_OURS = ("unduly", "lenient", "sentence", "tracker", "attorney", "general", "solicitor")


def why_not(password: str, user: User) -> str:
    """Why `user` cannot have this password, in a sentence of ours; "" when they can."""
    if len(password) < SHORTEST_PASSWORD:
        return f"The password must have {SHORTEST_PASSWORD} characters or more"
    if len(password) > LONGEST_PASSWORD:
        return f"The password must have {LONGEST_PASSWORD} characters or fewer"
    names = _names(user)
    plain = password.casefold()
    if any(name in plain for name in names):
        return "The password must not have your name or your email address in it"
    # Its lists take some megabytes: they are read when the first password is set.
    from zxcvbn import zxcvbn

    found = zxcvbn(password[:_MOST_SCORED], user_inputs=[*names, *_OURS])
    if found["score"] < _LEAST_SCORE:
        return (
            "The password is too easy to guess. Put together three or more words that nobody else"
            " would"
        )
    service = office_details.current().known_passwords_url
    if service and known_passwords.is_known(password, service):
        return "This password has leaked somewhere, so others may try it: choose another"
    return ""


def _names(user: User) -> list[str]:
    """The parts of somebody's name and address that a password must not have in it."""
    local, _, domain = user.email.partition("@")
    parts = re.split(r"[\W\d_]+", f"{user.name} {local} {domain.partition('.')[0]}".casefold())
    return sorted({part for part in parts if len(part) >= _SHORTEST_NAME})
