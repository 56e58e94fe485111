"""Words and files added to a request after it was sent: kept, and read by the office at once.

It waits in the list of whoever has the request or its case (services/waiting/of_requesters.py).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import IO

from sqlalchemy import func, select

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import AddedLater, Document, EventKind, Request, db
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.files import documents, receiving
from ulss_tracker.services.history import history

MOST_A_DAY = 20
TOO_OFTEN = f"More than {MOST_A_DAY} additions in a day"


def add(request: Request, words: str, files: Sequence[Document] = ()) -> AddedLater:
    """Keep words, files or both with a request. Raises `Refused` for very many within a day.

    `files` are documents of the request that were kept just before.
    """
    now = clock.now()
    with locked(request):
        lately = select(func.count(AddedLater.id)).where(
            AddedLater.request_id == request.id, AddedLater.added_at > now - timedelta(days=1)
        )
        if (db.session.scalar(lately) or 0) >= MOST_A_DAY:
            raise Refused(TOO_OFTEN)
        added = AddedLater(request_id=request.id, words=words, files=len(files), added_at=now)
        db.session.add(added)
        history.record(EventKind.REQUEST_ADDED_TO, None, request.case, request, files=len(files))
    return added


def keep_file(request: Request, name: str, content: IO[bytes]) -> Document:
    """Keep one file with a request; the same under one name is kept once. Raises `Refused`.

    A caller should have committed what it has begun: it takes seconds.
    """
    received = receiving.receive(content)
    own_name = received.name(name)
    with received, locked(request):
        for earlier in request.documents:
            if (earlier.sha256, earlier.name) == (received.sha256, own_name):
                return earlier
        document = documents.of_received(received, own_name)
        request.documents.append(document)
        documents.store(document, received)
    return document


def of_request(request: Request) -> Sequence[AddedLater]:
    """Everything added to this request, the oldest first."""
    query = select(AddedLater).where(AddedLater.request_id == request.id)
    return db.session.scalars(query.order_by(AddedLater.id)).all()
