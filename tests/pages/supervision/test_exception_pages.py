"""The exceptions as a supervisor sees them: in pages, each leading on, none of a sealed case."""

from datetime import datetime, timedelta

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker import clock
from ulss_tracker.models import DecisionChoice, PaperKind
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import papers

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=clock.LONDON)


def names(page) -> list[str]:
    return [each.cssselect("a")[0].text for each in page.select("tr th[scope=row]")]


def test_one_kind_is_paged_and_leads_back_to_its_first_page(
    supervisor: CheckedClient, short_pages: int
) -> None:
    many = short_pages + 3
    with transaction():
        made = [build.eligible_review(offender_name=f"Near {number}") for number in range(many)]
    with transaction():
        for number, review in enumerate(made):
            review.file_by_at = review.filed_at = NOW - timedelta(minutes=number)
    supervisor.get("/supervision/exceptions")
    page = supervisor.click("see all: Near misses")
    assert page.h1 == f"Near misses ({many})"
    assert names(page) == [f"Near {number}" for number in range(short_pages)]
    page = supervisor.click("Next page")
    assert page.h1 == f"Near misses ({many})"
    assert names(page) == [f"Near {number}" for number in range(short_pages, many)]
    assert "Near 0" in supervisor.click("First page").text
    supervisor.get("/supervision/exceptions/nonsense", status=404)


def test_what_has_a_list_of_its_own_is_shown_there(supervisor: CheckedClient) -> None:
    answer = supervisor.get("/supervision/exceptions/unconfirmed", status=302)
    assert answer.headers["Location"] == "/supervision/second-key?long=yes"


def test_an_offence_decided_both_ways_opens_on_its_decisions(supervisor: CheckedClient) -> None:
    for choice in DecisionChoice:
        review = build.review_to_decide(offender_name=f"Offender {choice}")
        build.decide(review, choice)
    supervisor.get("/supervision/exceptions")
    page = supervisor.click("Robbery")
    assert page.h1 == "Robbery: decisions of a year"
    assert [row[1].split(" ULS")[0] for row in page.rows[1:]] == [
        "Offender do_not_refer",
        "Offender refer",
    ]
    assert page.rows[1][2:] == [
        "3 years' imprisonment 11 March 2026",
        "Do not refer the sentence",
        "Test Law officer",
    ]
    page = supervisor.submit("Apply filters", choice="refer")
    assert names(page) == ["Offender refer"]
    page = supervisor.get("/supervision/exceptions/both-ways/io-murder?choice=refer")
    assert "No decision matches these filters." in page.text
    page = supervisor.get("/supervision/exceptions/both-ways/io-murder")
    assert "Nobody has decided on this offence in the last year." in page.text
    supervisor.get("/supervision/exceptions/both-ways/nonsense", status=404)


def test_what_is_sealed_is_neither_counted_nor_shown(supervisor: CheckedClient) -> None:
    for choice in (*DecisionChoice, DecisionChoice.REFER):
        review = build.review_to_decide(offender_name=f"Offender {choice}")
        build.decide(review, choice)
    other = build.user(Role.SUPERVISOR, email="other@example.org")
    page = supervisor.get("/supervision/exceptions")
    assert "2 referred, 1 not referred" in page.text
    sealing.seal(review.case, [other], "A witness is at risk", other)
    page = supervisor.get("/supervision/exceptions")
    assert "1 referred, 1 not referred" in page.text
    assert len(names(supervisor.click("Robbery"))) == 2


@pytest.mark.parametrize("page", ["board", "board/print", "exceptions", "load", "second-key"])
def test_a_supervisor_sees_what_presses_when_the_known_holidays_have_run_out(
    supervisor: CheckedClient, at, page: str
) -> None:
    review = build.eligible_review(offender_name="John Archer")
    papers.ask(review.case, [PaperKind.REPORT], [], build.user())
    build.review(offender_name="No Sentence")
    over = working_days().known_until
    at(datetime(over.year, over.month, over.day, 10, tzinfo=clock.LONDON) + timedelta(days=4))
    words = {"load": "2 have passed and are still open"}.get(page, "John Archer")
    assert words in supervisor.get(f"/supervision/{page}").text
