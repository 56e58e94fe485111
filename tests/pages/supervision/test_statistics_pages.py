"""Statistics on their pages: the question in the address, the rows behind, the spreadsheets."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from tests.support.tables import rows
from ulss_tracker import clock
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.requests import equality


def test_it_begins_with_how_reviews_ended_and_says_so_in_its_form(supervisor) -> None:
    page = supervisor.get("/supervision/statistics/")
    assert page.one("#by option[selected]").get("value") == "outcome"
    page = supervisor.get("/supervision/statistics/?by=court")
    assert page.one("#by option[selected]").get("value") == "court"


def test_each_figure_opens_the_rows_behind_it(supervisor) -> None:
    review = build.eligible_review()
    page = supervisor.get("/supervision/statistics/?by=court")
    assert [
        "Leeds Crown Court",
        "1 offender, Leeds Crown Court: show the review",
        "1",
        "1",
    ] in page.rows
    rows = supervisor.click("1 offender, Leeds Crown Court: show the review")
    assert review.case.reference in rows.text
    assert "As at" not in rows.h1


def test_the_rows_behind_a_figure_are_filtered_sorted_and_paged(
    supervisor, short_pages: int
) -> None:
    many = short_pages + 2
    with transaction():
        for number in range(many):
            build.eligible_review(offender_name=f"Offender {number}")
    supervisor.get("/supervision/statistics/?by=court&live_only=y")
    first = supervisor.click(f"{many} offenders, Leeds Crown Court: show them")
    assert "Court: Leeds Crown Court" in first.text
    assert len(first.rows) == 1 + short_pages
    second = supervisor.click("Next page")
    assert len(second.rows) == 1 + 2
    again = supervisor.click("First page")
    assert again.rows == first.rows
    turned = supervisor.click("Case, sort the other way")
    assert turned.rows[1] == second.rows[-1]
    page = supervisor.submit("Apply filters", ended="open")
    assert len(page.rows) == 1 + short_pages
    assert len(supervisor.click("Next page").rows) == 1 + 2
    page = supervisor.submit("Apply filters", ended="not_referred")
    assert "No row matches these filters." in page.text
    page = supervisor.click("Clear filters")
    assert len(page.rows) == 1 + short_pages
    assert "live_only=y" in page.path


@pytest.mark.parametrize("value", ["nonsense", "99", "-4"])
def test_a_figure_nobody_has_made_is_refused(supervisor, value: str) -> None:
    supervisor.get(f"/supervision/statistics/rows?by=to_spare&value={value}", status=409)


def test_every_saved_question_is_a_page(supervisor) -> None:
    build.eligible_review()
    page = supervisor.get("/supervision/statistics/")
    for words in ("How reviews ended", "Received on the 28th day after 5pm, by year"):
        supervisor.get(page.link(words))


def test_a_question_is_asked_with_its_dates(supervisor) -> None:
    build.eligible_review()
    supervisor.get("/supervision/statistics/")
    page = supervisor.submit(
        "Show figures", by="outcome", **{"as_at-day": "1", "as_at-month": "1", "as_at-year": "2020"}
    )
    assert "1 January 2020" in page.text
    assert "Nothing is counted" in page.text


def test_a_question_that_cannot_be_read_has_no_figures(
    supervisor, subtests: pytest.Subtests
) -> None:
    """They would be taken for its answer."""
    build.eligible_review()
    for address, said in rows(__file__, "statistics_pages.questions_that_cannot_be_read", str, str):
        with subtests.test(address=address, said=said):
            page = supervisor.get(f"/supervision/statistics/{address}")
            assert said in page.text
            assert "There are no figures until the question is put right." in page.text
            assert page.rows == []
            for part in ("figures.csv", "rows", "questions/new"):
                assert (
                    said
                    in supervisor.get(f"/supervision/statistics/{part}{address}", status=409).text
                )


def test_the_figures_leave_as_spreadsheets_with_their_definition(supervisor) -> None:
    build.eligible_review()
    csv_file = supervisor.get("/supervision/statistics/figures.csv?by=court")
    assert "Leeds Crown Court,1,1,1" in csv_file.text
    assert "Definition: The Crown Court centre recorded for the case." in csv_file.text
    ods = supervisor.get("/supervision/statistics/figures.ods?by=court")
    content = zipfile.ZipFile(io.BytesIO(ods.data)).read("content.xml").decode()
    assert "Leeds Crown Court" in content
    supervisor.get("/supervision/statistics/figures.exe", status=404)


def test_the_rows_behind_a_figure_are_those_of_its_own_moment(supervisor, at) -> None:
    build.eligible_review()
    page = supervisor.get("/supervision/statistics/?by=court")
    assert ["All", "1", "1", "1"] in page.rows
    at(clock.now() + timedelta(minutes=5))
    build.eligible_review()
    rows = supervisor.click("1 offender, Leeds Crown Court: show the review")
    assert len(rows.rows) == 2  # the headings and one review


def test_figures_of_requests_open_the_requests_behind_them(supervisor) -> None:
    review = build.eligible_review()
    waiting = build.request(offender_name="Somebody Else", language="cy")
    page = supervisor.get("/supervision/statistics/?by=request_handling")
    headings = ["What became of requests", "Requests", "Offenders", "Cases"]
    assert page.rows[0] == headings
    one = "1 request, First request of its case: show the request"
    assert ["First request of its case", one, "1", "1"] in page.rows
    rows = supervisor.click(one)
    assert review.case.requests[0].reference in rows.text
    assert review.case.reference in rows.text
    supervisor.get("/supervision/statistics/?by=request_language")
    rows = supervisor.click("1 request, Welsh: show the request")
    assert waiting.reference in rows.text
    page = supervisor.submit("Apply filters", asked_by="mp")
    assert "No row matches these filters." in page.text
    csv_file = supervisor.get("/supervision/statistics/figures.csv?by=request_language")
    assert "Requests by language,Requests,Offenders,Cases" in csv_file.text
    assert "Welsh,1,0,0" in csv_file.text
    supervisor.get("/supervision/statistics/rows?by=request_late&value=7", status=409)


def test_equality_counts_are_shown_by_month_and_small_ones_not_told(supervisor, at) -> None:
    assert "Nobody has answered" in supervisor.get("/supervision/statistics/equality").text
    at(datetime(2026, 3, 18, 10, tzinfo=UTC))
    for answer, number in (("18_24", 9), ("25_34", 6), ("75_over", 1)):
        for _ in range(number):
            equality.count({"age": answer})
    at(datetime(2026, 4, 18, 10, tzinfo=UTC))
    for _ in range(7):
        equality.count({"age": "under_18"})
    supervisor.get("/supervision/statistics/")
    page = supervisor.click("Equality counts")
    assert "April 2026" in page.h1
    assert ["Under 18", "7"] in page.rows
    page = supervisor.submit("Show the month", month="2026-03")
    assert "March 2026" in page.h1
    assert ["18 to 24", "9"] in page.rows
    assert ["25 to 34", "Not told"] in page.rows
    assert ["75 or over", "Not told"] in page.rows
    assert ["Under 18", "0"] in page.rows
    page = supervisor.get("/supervision/statistics/equality?month=1066-10")
    assert "April 2026" in page.h1
