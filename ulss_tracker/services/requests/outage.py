"""Requests that were sent while the database was away: kept in files, and taken in afterwards.

Nothing here but `take_in` asks the database. Each has its reference and its code from the moment
it is kept, worked out from the secret mark of the page it was sent from and from its words:
pressing twice, or being cut off while it is taken in, makes one request, and other words make
another (ADR 0021).
"""

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import DataError, IntegrityError

from ulss_tracker import clock
from ulss_tracker.errors import TrackerError
from ulss_tracker.models import Channel
from ulss_tracker.scheme.time.time_words import counted, utc_figures
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core import office_details, references
from ulss_tracker.services.core.kept_on_disk import Shelf
from ulss_tracker.services.core.unit_of_work import rollback
from ulss_tracker.services.operations.alarm import Alarm, about_each
from ulss_tracker.services.requests import intake
from ulss_tracker.services.requests.details import RequestDetails, SafeContactInput

_SHELF = Shelf("requests sent while the database was away")
_WAITS_LONG = timedelta(minutes=15)

log = logging.getLogger("ulss_tracker.outage")


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """A request as it was kept. `details` are None where it cannot be read."""

    reference: str
    at: datetime | None = None
    details: RequestDetails | None = None
    token: str = ""
    quarantine_reason: str = ""

    @property
    def is_late(self) -> bool:
        """Whether three working days or fewer may be left; in doubt it is."""
        if self.details is None or self.at is None:
            return True
        return intake.is_late_by_details(self.details, self.at)


def is_offered() -> bool:
    """Whether there is a place to keep requests in while the database is away."""
    return office_details.current().OUTAGE_DIRECTORY is not None


def token_of(page: str, details: RequestDetails) -> str:
    """The token of what was sent from the page with the secret mark `page`.

    The same words sent again have the same token. Somebody who goes back and writes more is not
    told that it is kept while the first words alone are.
    """
    words = json.dumps(details.columns, default=str, sort_keys=True)
    return hashlib.sha256(f"{page}:{words}".encode()).hexdigest()[:32]


def reference_of(token: str) -> str:
    """The reference of the request with this token."""
    letters = references.letters_from(hashlib.sha256(f"reference:{token}".encode()).digest(), 8)
    return f"REQ-{letters[:4]}-{letters[4:]}"


def code_of(token: str) -> str:
    """Its code for the status page, which works once it is taken in."""
    return intake.code_of(token)


def keep(details: RequestDetails, token: str, quarantine_reason: str = "") -> None:
    """Keep a request on the disk. The same token again changes nothing.

    Raises OSError when it could not be kept: nothing may be acknowledged then.
    """
    record = {
        "mark": token,
        "at": clock.now().isoformat(),
        "quarantine_reason": quarantine_reason,
        "asked": details.columns,
    }
    _SHELF.keep(reference_of(token), record)


def waiting() -> Iterator[KeptRequest]:
    """Every request that is kept and not yet taken in."""
    for reference, record in _SHELF.waiting():
        if record is None:
            yield KeptRequest(reference)
            continue
        yield KeptRequest(
            reference,
            datetime.fromisoformat(record["at"]),
            _details(record["asked"]),
            record["mark"],
            record["quarantine_reason"],
        )


def take_in() -> int:
    """Make a request of each that is kept, as received when it was sent; how many.

    One that cannot be taken in stays, is told of by `alarms`, and holds up none of the others.
    """
    done = 0
    for request in waiting():
        if request.details is None:
            continue
        try:
            intake.receive(
                request.details,
                channel=Channel.FORM,
                received_at=request.at,
                journey_key=request.token,
                reference=request.reference,
                quarantine_reason=request.quarantine_reason,
            )
        except (TrackerError, DataError, IntegrityError) as error:
            rollback()
            log.error("%s cannot be taken in: %s", request.reference, type(error).__name__)
            continue
        _SHELF.forget(request.reference)
        done += 1
    return done


def alarms() -> Iterator[Alarm]:
    """Tell a person of what is kept, from the files alone.

    At once of those whose time may be running out and those that cannot be read; of the others
    when they have waited for a quarter of an hour.
    """
    requests = list(waiting())
    now = clock.now()
    yield from about_each(
        "outage, late",
        [kept.reference for kept in requests if kept.details and kept.is_late],
        "request",
        "sent while the database was away may have three working days or fewer left, or none: {}. "
        "Do not wait for the database: `flask outage show REFERENCE` prints what was asked.",
    )
    yield from about_each(
        "outage, unread",
        [kept.reference for kept in requests if kept.details is None],
        "request",
        "sent while the database was away cannot be read: {}. Put back the OUTAGE_KEY (or "
        "SECRET_KEY) that was set then.",
    )
    sent_at = [kept.at for kept in requests if kept.at and now - kept.at > _WAITS_LONG]
    if sent_at:
        yield Alarm(
            "outage",
            f"{counted(len(sent_at), 'request')} sent while the database was away are not taken in "
            f"yet, the first since {utc_figures(min(sent_at))}. Check the database and the jobs.",
        )


def _details(record: dict[str, object]) -> RequestDetails:
    day = record["sentenced_on"]
    own = {
        "standing": RequesterRole(str(record["standing"])),
        "sentenced_on": date.fromisoformat(str(day)) if day else None,
        "safe": SafeContactInput(),  # the short form does not ask: the safe answers
    }
    return RequestDetails(**(record | own))  # type: ignore[arg-type]  # as `keep` wrote them
