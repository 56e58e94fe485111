"""Messages to those who ask together with whoever sent a request, where it is safe for them.

Another person gave their address and said that it is safe. So they are told that something came
or that there is news, in words that say nothing of what: by email, and by nothing else.
"""

import hashlib
import re
from collections.abc import Collection

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.models import Request, RequesterBackground, db
from ulss_tracker.services.messaging import compose, to_requesters

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


def acknowledge(request: Request) -> None:
    """Add the emails that say that something came which names them; in the caller's transaction.

    One address is told so once a day at most, whoever names it: nobody fills a stranger's mailbox.
    """
    for address in _addresses(_named_with([request.id]).get(request.id)):
        box = hashlib.sha256(compose.mailbox(address).encode()).hexdigest()
        _add(request, address, f"together:{box[:32]}:{clock.today()}", is_first=True)


def of_requests(request_ids: Collection[int]) -> dict[int, list[str]]:
    """The addresses of those who ask too and may be written to, by request."""
    return {number: _addresses(row) for number, row in _named_with(request_ids).items()}


def tell_news(request: Request, addresses: Collection[str], *, once_key: str) -> None:
    """Add the emails that say that there is news; in the caller's transaction."""
    for number, address in enumerate(addresses):
        _add(request, address, f"{once_key}:{number}", is_first=False)


def _named_with(request_ids: Collection[int]) -> dict[int, RequesterBackground]:
    query = select(RequesterBackground).where(RequesterBackground.request_id.in_(request_ids))
    return {background.request_id: background for background in db.session.scalars(query)}


def _addresses(background: RequesterBackground | None) -> list[str]:
    """One email address for each of them whom it is safe to write to; of several, none is."""
    matches = [
        _EMAIL.findall(person["contact"])
        for person in (background.together if background else ())
        if person["is_safe"]
    ]
    return list(dict.fromkeys(emails[0] for emails in matches if len(emails) == 1))


def _add(request: Request, address: str, once_key: str, *, is_first: bool) -> None:
    words = to_requesters.words_to(request, "asking_together.txt", is_first=is_first)
    to_requesters.add(request, words, address, kind=compose.NEWS, once_key=once_key)
