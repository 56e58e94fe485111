"""Asking a service whether a password is among those that have leaked, without telling it which.

Only the first five characters of the password's SHA-1 leave the machine; the service answers with
the rest of every hash that begins so (k-anonymity), with padding so that its length tells nothing.
"""

import hashlib
import logging

from ulss_tracker.adapters import outgoing

_PATIENCE = 2
"""Seconds: somebody waits for their new password."""
_PREFIX = 5
_log = logging.getLogger(__name__)


def is_known(password: str, url: str) -> bool:
    """Whether the service at `url` knows the password; False where it cannot be asked."""
    import requests  # nine megabytes, which no web worker needs

    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    prefix, rest = digest[:_PREFIX], digest[_PREFIX:]
    try:
        padded = {"Add-Padding": "true"}
        answer = outgoing.ask("GET", f"{url}/range/{prefix}", seconds=_PATIENCE, headers=padded)
    except requests.RequestException:
        _log.warning("The service of leaked passwords did not answer: the password was not asked")
        return False
    return any(_is_line_of(rest, line) for line in answer.text.splitlines())


def _is_line_of(rest: str, line: str) -> bool:
    """Whether a line, HASH:TIMES, is of this hash; what was seen no times is padding."""
    name, _, times = line.strip().partition(":")
    return name.upper() == rest and times.strip() not in {"", "0"}
