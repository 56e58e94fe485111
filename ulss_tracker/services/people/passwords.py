"""Passwords of one's own: long enough, not known or easy to guess, and without one's own names.

No kinds of character are asked for, and none is changed by its age: length and being nobody's guess
are what help (NIST SP 800-63B).
"""

import re

from ulss_tracker.adapters import known_passwords
from ulss_tracker.models import User
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.users import DEMO_PASSWORD, SHORTEST_PASSWORD

LONGEST_PASSWORD = 128
_LEAST_SCORE = 3  # of zxcvbn's 0 to 4: more than a hundred million guesses
_MOST_SCORED = 72  # zxcvbn looks at no more: what begins so well is good enough
_SHORTEST_NAME = 4  # shorter ones are in many words
_OURS = re.findall(
    r"\w+",
    "unduly lenient leniency sentence sentences sentencing tracker uls ulss referral reference"
    " review reviews request scheme attorney general solicitor law officer officers office"
    " government legal crown court appeal justice password",
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def why_not(password: str, user: User) -> str:
    """Why `user` cannot have this password, in a sentence of ours; "" when they can."""
    if len(password) < SHORTEST_PASSWORD:
        return f"The password must have {SHORTEST_PASSWORD} characters or more"
    if password == DEMO_PASSWORD:
        return "The password is the demo’s, which everybody can read: choose another"
    if len(password) > LONGEST_PASSWORD:
        return f"The password must have {LONGEST_PASSWORD} characters or fewer"
    names = _names(user)
    plain = password.casefold()
    if any(name in plain for name in names):
        return "The password must not have your name or your email address in it"
    office = office_details.current()
    if _is_guessable(password[:_MOST_SCORED], [*names, *_OURS, *_words(office.OFFICE_NAME)]):
        return (
            "The password is too easy to guess. Put together three or more words that nobody else"
            " would. A year, and words of this service and its office, do not count"
        )
    service = office.KNOWN_PASSWORDS_URL
    if service and known_passwords.is_known(password, service):
        return "This password has leaked somewhere, so others may try it: choose another"
    return ""


def _is_guessable(password: str, known: list[str]) -> bool:
    """Whether too few guesses find it, or what is left of it without a year and `known` words."""
    # Its lists take some megabytes: they are read when the first password is set.
    from zxcvbn import zxcvbn

    rest = _YEAR.sub("", password)
    if not rest:
        return True
    guess = zxcvbn(rest, user_inputs=known)
    unknown = [
        match["token"]
        for match in guess["sequence"]
        if match.get("dictionary_name") != "user_inputs"
    ]
    if len(unknown) == len(guess["sequence"]):
        return bool(guess["score"] < _LEAST_SCORE)
    return _is_guessable("".join(unknown), known)


def _names(user: User) -> list[str]:
    """The parts of somebody's name and address that a password must not have in it."""
    local, _, domain = user.email.partition("@")
    return _words(f"{user.name} {local} {domain.partition('.')[0]}")


def _words(text: str) -> list[str]:
    """The words of `text` that are long enough to be meant where they are found."""
    words = re.split(r"[\W\d_]+", text.casefold())
    return sorted({word for word in words if len(word) >= _SHORTEST_NAME})
