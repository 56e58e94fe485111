"""Papers that came together are ticked in their table and recorded in one press."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from ulss_tracker.models import Case, PaperKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.referral import papers

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PRESS = "Record the ticked papers as received"


def a_case() -> Case:
    case = build.eligible_review().case
    papers.ask(case, list(PaperKind)[:3], [], build.user())
    return case


def test_those_ticked_are_received_now_and_the_others_stay_wanted(signed_in) -> None:
    case, client = a_case(), signed_in(Role.CASEWORKER)
    first, second, last = papers.wanted(case)
    client.get(f"/casework/cases/{case.reference}/papers")
    page = client.submit(PRESS, papers=[str(first.id), str(second.id)])
    assert "2 recorded as received" in page.html
    db.session.expire_all()
    assert (first.received_at, second.received_at, last.received_at) == (NOW, NOW, None)
    assert case.reviews[0].state is State.AWAITING_PAPERS
    client.submit(PRESS, papers=[str(last.id)])
    db.session.expire_all()
    assert case.reviews[0].state is State.UNDER_CONSIDERATION
    assert PRESS not in client.get(f"/casework/cases/{case.reference}/papers").text


def test_nothing_ticked_and_a_time_to_come_are_refused(signed_in) -> None:
    case, client = a_case(), signed_in(Role.CASEWORKER)
    later = (NOW + timedelta(days=1)).day
    client.get(f"/casework/cases/{case.reference}/papers")
    client.refused(
        PRESS,
        "Tick the papers that have come",
        "When they came must be now or in the past",
        **{"received_at-day": str(later)},
    )


def test_a_law_officer_reads_the_table_and_ticks_nothing(signed_in) -> None:
    case = a_case()
    page = signed_in(Role.LAW_OFFICER).get(f"/casework/cases/{case.reference}/papers")
    assert not page.select("main input[type=checkbox]")
