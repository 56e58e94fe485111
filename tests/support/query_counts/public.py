"""The public pages: the journey with much written and many files, and one request's status."""

from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.public_journey import code_on, go_to, reference_on, send
from tests.support.published import published
from tests.support.query_counts.scene import Filled, Held, Scene
from ulss_tracker.models import Request, db


def _requests(count: int) -> Filled:
    for number in range(count):
        build.request(offender_name=f"Offender {number}")
    return {}


def _held(address: str, number: int, status: int = 200) -> Held:
    return Held(address, number, None, status)


def _answer(client: CheckedClient) -> None:
    go_to(client, "check-answers")


def _look(client: CheckedClient) -> None:
    sent = send(client)
    reference, code = reference_on(sent), code_on(sent)
    published(db.session.scalars(select(Request).where(Request.reference == reference)).one(), "")
    client.get("/status")
    client.submit(reference=reference, code=code)


SCENES = (
    Scene(
        "the public service, nothing begun",
        _requests,
        (
            _held("/", 1),
            _held("/accessibility", 0),
            _held("/carry-on", 0),
            _held("/cookies", 0),
            _held("/privacy", 0),
            _held("/robots.txt", 0),
            _held("/sitemap.xml", 0),
            _held("/.well-known/security.txt", 1, 404),
            _held("/information/time-limit", 1),
            _held("/request/court", 0),
            _held("/request/closed", 0),
            _held("/request/deleted", 0),
            _held("/request/paused", 0),
            _held("/equality/thank-you", 0),
            _held("/feedback", 0),
            _held("/feedback/thank-you", 0),
            _held("/leave", 0, 302),
            _held("/suggest/courts?q=leeds", 0),
            _held("/suggest/offences?q=robbery", 1),
            _held(
                "/suggest/date-doubts?sentenced_on-day=9&sentenced_on-month=3&sentenced_on-year=2026",
                1,
            ),
            _held("/status", 0),
            _held("/status/lost-code", 0),
            _held("/status/lost-code/asked", 0),
            _held("/language/cy", 0, 302),
            _held("/request/short", 0, 302),
            _held("/request/kept", 0, 302),
        ),
    ),
    Scene(
        "a public request being written",
        _requests,
        (
            _held("/request/offender", 1),
            _held("/request/files", 2),
            _held("/request/check-answers", 3),
            _held("/request/carry-on", 1),
            _held("/request/delete", 0),
        ),
        prepare=_answer,
    ),
    Scene(
        "a public request that was sent",
        _requests,
        (
            _held("/request/sent", 5),
            _held("/request/reminder.ics", 2),
            _held("/request/copy", 5),
            _held("/request/copy.txt", 5),
            _held("/equality", 0),
            _held("/status/request", 8),
            _held("/status/reminder.ics", 7),
            _held("/status/letters/1", 9),
            _held("/status/withdraw", 7),
            _held("/status/contact", 7),
            _held("/status/contact/code", 7, 302),
            _held("/status/add", 7),
        ),
        prepare=_look,
    ),
)
