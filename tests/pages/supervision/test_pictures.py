"""Pictures of figures: each at an address of its own, with its finding, its table and its file."""

from datetime import UTC, datetime, timedelta

import pytest
from defusedxml import ElementTree
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.tables import rows
from ulss_tracker.models import PaperKind
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.referral import papers

STATISTICS = "/supervision/statistics/"
NOW = datetime(2026, 3, 18, 10, 30, 15, tzinfo=UTC)


@pytest.fixture
def supervisor(app: Flask, at, signed_in) -> CheckedClient:
    at(NOW)
    client: CheckedClient = signed_in(Role.SUPERVISOR)
    return client


def pictures(client: CheckedClient, address: str) -> list[str]:
    """The findings of an address's pictures, each of which is there at a desk and on a phone."""
    page = client.get(address)
    shown = page.select(".app-picture")
    for each in shown:
        for place in (each.find(".//img").get("src"), each.find(".//source").get("srcset")):
            answer = client.open(place)
            assert answer.status_code == 200, place
            assert answer.mimetype == "image/svg+xml"
            drawn = ElementTree.fromstring(answer.data)
            assert drawn[1].text == each.find(".//img").get("alt")
    return [each.find(".//img").get("alt") for each in shown]


def test_every_page_of_figures_tells_its_finding_in_a_picture(supervisor: CheckedClient) -> None:
    for number in range(3):
        review = build.eligible_review(offender_name=f"Offender {number}")
    papers.ask(review.case, list(PaperKind)[:3], (), build.user())
    for address, told in rows(__file__, "pictures.findings", str, str):
        found = pictures(supervisor, address)
        assert found, address
        assert found[0].startswith(told), found[0]


def test_with_nothing_to_draw_there_is_no_picture(supervisor: CheckedClient) -> None:
    for address in (STATISTICS, f"{STATISTICS}?by=family&across=outcome", f"{STATISTICS}papers",
                    "/supervision/load"):  # fmt: skip
        assert pictures(supervisor, address) == []
    for address in ("figures.svg?by=court", "figures.svg?by=family&across=outcome", "papers.svg"):
        supervisor.get(f"{STATISTICS}{address}", status=404)
    supervisor.get("/supervision/load/day.svg", status=404)
    supervisor.get("/supervision/load/week.svg", status=404)
    assert "No papers were asked for." in supervisor.get(f"{STATISTICS}papers").text
    page = supervisor.get(
        f"{STATISTICS}papers?asked_from-day=2&asked_from-month=1&asked_from-year=2026"
        "&asked_to-day=1&asked_to-month=1&asked_to-year=2026"
    )
    assert "There are no figures until the days are put right." in page.text
    assert "Asked for to must be the same day as Asked for from, or after it" in page.text
    for wrong in ("across=outcome", "across=request_late", "across=horoscope"):
        page = supervisor.get(f"{STATISTICS}?by=outcome&{wrong}")
        assert "There are no figures until the question is put right." in page.text
        supervisor.get(f"{STATISTICS}figures.svg?by=outcome&{wrong}", status=409)


def test_two_ways_at_once_open_their_rows_leave_and_are_saved(supervisor: CheckedClient) -> None:
    review = build.eligible_review()
    supervisor.get(STATISTICS)
    page = supervisor.submit("Show figures", by="family", across="outcome")
    cell = "1 offender, Robbery and burglary, Still open: show it"
    assert ["Robbery and burglary", cell, "1"] in page.rows
    assert "Some of these figures are below 5." in page.text
    rows = supervisor.click(cell)
    assert "Offence family: Robbery and burglary; Outcome: Still open" in rows.text
    assert review.case.reference in rows.text
    answer = supervisor.get(f"{STATISTICS}figures.csv?by=family&across=outcome")
    assert "Offence family,Still open,All\r\nRobbery and burglary,1,1\r\nAll,1,1" in answer.text
    supervisor.get(f"{STATISTICS}?by=family&across=outcome")
    supervisor.click("Save this report")
    page = supervisor.submit("Save the report", name="Both ways")
    assert page.h1 == "Both ways"
    assert "the same figures as when the report was saved" in page.text
    assert ["Robbery and burglary", cell, "1"] in page.rows
    assert page.select(".app-picture")


def test_the_load_and_the_papers_leave_as_spreadsheets(supervisor: CheckedClient) -> None:
    review = build.eligible_review()
    papers.ask(review.case, [PaperKind.REPORT], (), build.user())
    day = supervisor.get("/supervision/load/day.csv").text
    assert "2026-03-16,Monday,0," in day
    assert "Test Caseworker,0,0,0,1,0,0,1," in supervisor.get("/supervision/load/person.csv").text
    assert "Yorkshire and Humberside,1,0,0,1,0,–" in supervisor.get(
        f"{STATISTICS}papers.csv"
    ).text  # fmt: skip
    for address in ("/supervision/load/day.ods", f"{STATISTICS}papers.ods"):
        assert supervisor.get(address).data[:2] == b"PK"
    supervisor.get("/supervision/load/day.exe", status=404)


def test_spans_of_time_are_drawn_in_their_own_order(supervisor: CheckedClient, at) -> None:
    for hours, number in ((0, 1), (30, 3), (100, 2)):
        for _ in range(number):
            at(NOW)
            asked = build.request()
            at(NOW + timedelta(hours=hours))
            assignment.record_triage(asked, build.user())
    page = supervisor.get(f"{STATISTICS}?by=request_first_look")
    spans = [row[0] for row in page.rows if row[0][:1].isdecimal() or row[0].startswith("Under")]
    assert len(spans) == 3
    drawn = supervisor.open(page.select(".app-picture img")[0].get("src")).get_data(as_text=True)
    places = [drawn.index(f"{span}: ") for span in spans]
    assert places == sorted(places, reverse=True)  # the first is drawn last, at the top
