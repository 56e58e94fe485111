"""The board in pages, narrowed, printed and taken away."""

from datetime import date

import pytest

from tests.support import build
from tests.support.board_page import fill, names, numbers, taken
from tests.support.checked_client import CheckedClient
from tests.support.tables import column
from ulss_tracker.models import RequestState
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core.unit_of_work import transaction


def test_requests_are_narrowed_to_like_a_stage_and_by_their_owner(
    supervisor: CheckedClient,
) -> None:
    mine = build.request(offender_name="Mine")
    nobodys = build.request(offender_name="Nobody’s")
    build.eligible_review(offender_name="In A Case")
    with transaction():
        mine.owner = build.user()
        nobodys.state = RequestState.QUARANTINED
    page = supervisor.get("/supervision/board")
    assert numbers(page)["Not in a case yet"] == "2"
    page = supervisor.click("Not in a case yet")
    assert names(page) == ["Mine", "Nobody’s"]
    assert "Not in a case yet" not in numbers(page)
    assert len(taken(supervisor, "?stage=no_case")) == 2
    page = supervisor.submit("Apply filters", assigned_to=str(build.user().id))
    assert names(page) == ["Mine"]
    page = supervisor.submit("Apply filters", assigned_to="nobody")
    assert names(page) == ["Nobody’s"]
    page = supervisor.click("Print")
    assert names(page) == ["Nobody’s"]
    assert "Stage: Not in a case yet" in page.text


def test_a_hundred_and_twenty_come_in_pages_none_lost(supervisor: CheckedClient) -> None:
    fill(120)
    page = supervisor.get("/supervision/board")
    seen = names(page)
    while "Next page" in page.links:
        page = supervisor.click("Next page")
        seen += names(page)
    assert seen == [f"Offender {number:03d}" for number in range(120)]
    assert names(supervisor.click("First page"))[0] == "Offender 000"


def test_it_is_narrowed_to_one_stage_through_its_pages(supervisor: CheckedClient) -> None:
    fill(60, State.LAW_OFFICERS)
    build.eligible_review(offender_name="Another Stage")
    supervisor.get("/supervision/board")
    page = supervisor.submit("Apply filters", stage="law_officers")
    assert page.one("#stage option[selected]").get("value") == "law_officers"
    assert len(names(page)) == 50
    page = supervisor.click("Next page")
    assert len(names(page)) == 10
    assert "Another Stage" not in names(page)


def test_a_number_opens_its_band(supervisor: CheckedClient) -> None:
    build.eligible_review(offender_name="Plenty", sentenced_on=date(2026, 3, 9))
    build.eligible_review(offender_name="Urgent", sentenced_on=date(2026, 2, 19))
    supervisor.get("/supervision/board")
    page = supervisor.click("Next three working days")
    assert names(page) == ["Urgent"]
    assert numbers(page)["Later"] == "1"  # the way to the others stays


def test_it_prints_whole_on_one_page(supervisor: CheckedClient) -> None:
    fill(120)
    build.review(offender_name="No Sentence")
    supervisor.get("/supervision/board")
    page = supervisor.click("Print")
    assert len(names(page)) == 121
    assert "No Sentence" in page.text
    assert "As it was at 10am on Wednesday 18 March 2026" in page.text
    assert not page.select("input[name=after]")


def test_a_narrowed_print_says_what_it_is_narrowed_to(supervisor: CheckedClient) -> None:
    fill(1, State.LAW_OFFICERS)
    supervisor.get("/supervision/board?stage=law_officers&band=today")
    page = supervisor.click("Print")
    assert "Not the whole board. Stage: With the law officers; File by: Today." in page.text


def test_what_is_printed_or_taken_away_is_in_the_order_on_screen(
    supervisor: CheckedClient, subtests
) -> None:
    states = (State.LAW_OFFICERS, State.CHECKING, State.AWAITING_PAPERS)
    for number, state in enumerate(states):
        review = build.eligible_review(offender_name=f"Offender {number}")
        with transaction():
            review.state, review.case.court_text = state, f"Court {number * 2 % 3}"
    for sort, words in (
        ("case", "by court"),
        ("-stage", "by stage, in reverse"),
        ("file_by", "by the safest moment to file"),
        ("-spare", "by time to spare, in reverse"),
    ):
        with subtests.test(sort=sort):
            page = supervisor.get(f"/supervision/board?sort={sort}&columns=stage&columns=case")
            seen = names(page)
            assert len(seen) == len(states)
            page = supervisor.click("Print")
            assert names(page) == seen
            caption = page.one("caption").text_content()
            assert caption == f"Open reviews and requests, {words}"
            heads = [each.text_content().strip() for each in page.select("thead th")]
            assert heads == ["Offender", "File by", "Stage", "Case"]
            found = [each["Offender"] for each in taken(supervisor, f"?sort={sort}")]
            assert found == seen
            page = supervisor.click("Board")
            assert f"sort={sort}" in page.links["Download (CSV)"]


@pytest.mark.parametrize("taken", ["/print", ".csv"])
def test_nothing_is_taken_away_by_filters_that_cannot_be_read(
    supervisor: CheckedClient, taken: str
) -> None:
    asked = "assigned_to=gone&band=today&sort=stage"
    answer = supervisor.get(f"/supervision/board{taken}?{asked}", status=302)
    page = supervisor.get(answer.headers["Location"])
    assert page.path == f"/supervision/board?{asked}"
    assert "Choose one of the answers shown" in page.text


def test_each_number_opens_as_many_rows_whatever_else_is_asked(supervisor: CheckedClient) -> None:
    fill(3, State.LAW_OFFICERS)
    supervisor.get("/supervision/board?band=today")
    page = supervisor.click("With the law officers")
    assert page.path == "/supervision/board?sort=file_by&stage=law_officers"
    assert len(names(page)) == 3
    assert "With the law officers" not in numbers(page)
    assert "Unassigned" in numbers(page)


def test_a_stage_of_those_at_the_court_prints_them(supervisor: CheckedClient) -> None:
    fill(3, State.REFERRED)
    supervisor.get("/supervision/board?stage=referred")
    page = supervisor.click("Print")
    assert page.text.count("Offender 00") == 3
    assert "No open review" not in page.text
    assert len(taken(supervisor, "?stage=referred")) == 3


def test_it_is_taken_away_whole_as_narrowed_and_that_is_kept(supervisor: CheckedClient) -> None:
    fill(60, State.LAW_OFFICERS)
    build.eligible_review(offender_name="=cmd|'/C calc'!A0")
    answer = supervisor.open("/supervision/board.csv?stage=law_officers")
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 61
    assert lines[1].startswith("ULS-2026-0060,Review,Offender 000,")
    whole = supervisor.open("/supervision/board.csv").data.decode("utf-8-sig")
    assert "\"'=cmd" in whole or ",'=cmd" in whole
    page = supervisor.get("/supervision/audit")
    assert [row[2:] for row in page.rows[1:]] == [
        ["Took a list out as a file", "The board, 61 rows"],
        ["Took a list out as a file", "The board, 60 rows"],
    ]


def test_what_nobody_could_have_pressed_is_no_failure(
    supervisor: CheckedClient, subtests: pytest.Subtests
) -> None:
    build.eligible_review()
    for query in column(__file__, "board_narrowed.nobody_could_have_pressed"):
        with subtests.test(query=query):
            supervisor.get(f"/supervision/board?{query}")
