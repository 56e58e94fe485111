"""GOV.UK's list of bank holidays, fetched from its address."""

from typing import Any

from ulss_tracker.adapters import outgoing

_SECONDS = 20
_LARGEST = 1_000_000


class Unreachable(Exception):
    """The list did not come, or what came is no list. The message says which."""


def fetch(url: str) -> tuple[bytes, dict[str, Any]]:
    """The bytes of the list at this address, and what they hold. Raises `Unreachable`."""
    import requests  # nine megabytes, which no web worker needs

    try:
        answer = outgoing.ask("GET", url, seconds=_SECONDS)
        if len(answer.content) > _LARGEST:
            raise Unreachable("The list of bank holidays is too large to be one")
        listed = answer.json()
    except requests.RequestException as error:
        kind = type(error).__name__
        raise Unreachable(f"The list of bank holidays does not come: {kind}") from error
    if not isinstance(listed, dict):
        raise Unreachable("What came is no list of bank holidays")
    return answer.content, listed
