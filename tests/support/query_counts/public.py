"""The public pages: the journey with much written and many files, and one request's status."""

from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.public_journey import code_on, go_to, reference_on, send
from tests.support.published import published
from tests.support.query_counts.scene import Filled, Scene
from ulss_tracker.models import Request, db


def _requests(count: int) -> Filled:
    for number in range(count):
        build.request(offender_name=f"Offender {number}")
    return {}


def _answer(client: CheckedClient) -> None:
    go_to(client, "check-answers")


def _look(client: CheckedClient) -> None:
    sent = send(client)
    reference, code = reference_on(sent), code_on(sent)
    published(db.session.scalars(select(Request).where(Request.reference == reference)).one(), "")
    client.get("/status")
    client.submit(reference=reference, code=code)


SCENES = (
    Scene("the public service, nothing begun", _requests),
    Scene("a public request being written", _requests, prepare=_answer),
    Scene("a public request that was sent", _requests, prepare=_look),
)
