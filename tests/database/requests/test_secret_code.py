"""A new secret code of the status page: the one before opens nothing, and nothing keeps it."""

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.traces import everything
from ulss_tracker.errors import NotAllowed
from ulss_tracker.models import Channel, Event, EventKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.requests import intake, request_status, secret_code
from ulss_tracker.services.requests.details import RequestDetails

pytestmark = pytest.mark.usefixtures("app")


def test_the_new_code_opens_the_status_page_and_the_old_one_does_not() -> None:
    received = intake.receive(RequestDetails(email="a@example.org"), channel=Channel.FORM)
    reference, caseworker = received.request.reference, build.user()
    code = secret_code.renew(received.request, caseworker)
    assert code != received.code
    assert request_status.opens(reference, code) == reference
    assert request_status.opens(reference, received.code) is None
    event = db.session.scalars(select(Event).where(Event.kind == EventKind.CODE_RENEWED)).one()
    assert (event.by_id, event.after) == (caseworker.id, {"reference": reference})
    assert code not in str(everything())


def test_only_who_works_on_cases_gives_one() -> None:
    request = build.request()
    before = request.code_hash
    with pytest.raises(NotAllowed):
        secret_code.renew(request, build.user(Role.PRIVATE_OFFICE))
    assert request.code_hash == before
