"""The supervisor's board: all that has time running, soonest first, with the time left in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.awkward import NAMES
from tests.support.board_page import NOW, names, numbers, taken
from tests.support.checked_client import CheckedClient
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import absences
from ulss_tracker.services.referral import progress
from ulss_tracker.services.supervision.board_row import TABLE
from ulss_tracker.web.core.lists import filter_form
from ulss_tracker.web.forms import CheckboxField


def test_of_several_offences_the_row_says_which_counts_and_the_page_says_why(
    supervisor: CheckedClient,
) -> None:
    review = build.eligible_review(offender_name="Two")
    build.conviction(review.sentences[0], "no-rta-2")
    build.request(offence_id=None, offence_text="arson")
    build.review(offender_name="None Yet")
    page = supervisor.get("/supervision/board?columns=offence&sort=offence")
    rows = [row[2] for row in page.rows[1:] if len(row) > 1]
    assert rows == ["Not known", "Arson", "Robbery and 1 more"]
    heads = [row[0] for row in page.rows[1:] if len(row) == 1]
    assert heads == ["Offence not known", "Arson", "Robbery"]
    why = "of several that a review has, the first recorded that is in the scheme"
    assert why in page.text
    assert why in supervisor.click("Print").text
    assert why not in supervisor.get("/supervision/board").text
    (two,) = (each for each in taken(supervisor) if each["Offender"] == "Two")
    assert (two["Offence"], two["Further offences"]) == ("Robbery", "1")


def test_each_row_says_when_how_long_who_where_and_whose(supervisor: CheckedClient) -> None:
    build.eligible_review(offender_name="Plenty", sentenced_on=date(2026, 3, 9))
    build.eligible_review(offender_name="Urgent", sentenced_on=date(2026, 2, 19))
    build.eligible_review(offender_name="Soon", sentenced_on=date(2026, 2, 26))
    build.eligible_review(offender_name="Passed", sentenced_on=date(2026, 2, 10))
    page = supervisor.get("/supervision/board")
    assert names(page) == ["Passed", "Urgent", "Soon", "Plenty"]
    rows = page.rows[1:]
    assert [row[0] for row in rows if len(row) == 1] == [
        "Moment passed",
        "Next three working days",
        "Later",
    ]
    words = [row[1].partition(" 2026?")[0] for row in rows if len(row) > 1]
    assert words == [
        "Tue 10 Mar 17:00 Passed 7 days ago",
        "Thu 19 Mar 17:00 1 day left",
        "Thu 26 Mar 17:00 8 days left",
        "Thu 2 Apr 17:00 15 days left",
    ]
    assert [row[2] for row in rows if len(row) > 1][:2] == ["–", "−9 days"]
    colours = [tag.get("class").split()[1] for tag in page.select("td .app-time-left")]
    assert colours == ["govuk-tag--grey", "govuk-tag--red", "govuk-tag--yellow", "govuk-tag--green"]
    assert rows[1][0] == "Passed"
    assert rows[1][4:8] == [
        "Checking the scheme",
        "No",
        "Us: checking the scheme",
        "Test Caseworker",
    ]
    assert "ULS-2026-" in rows[1][3]


def test_the_safest_moment_is_said_where_there_are_several_sentences(
    supervisor: CheckedClient, at
) -> None:
    review = build.eligible_review(sentenced_on=date(2026, 3, 2))
    build.sentence(review, sentenced_on=date(2026, 3, 9))
    page = supervisor.get("/supervision/board")
    assert page.rows[2][1:3] == [
        "Mon 30 Mar 17:00 12 days left 2026? It may be until Wed 9 Sep under an Act of 2026: a "
        "lawyer must check. The law may allow until Thu 2 Apr 17:00",
        "−2 days",
    ]
    assert not page.select("td .app-list__detail--alarm")
    (row,) = taken(supervisor)
    assert (row["File by"], row["Last day"]) == ("2026-03-30 17:00", "2026-03-30")
    assert row["Later moment the law may allow"] == "2026-04-02 17:00"
    longer = "May have until, under an Act of 2026: a lawyer must check"
    assert row[longer] == "2026-09-09"
    at(datetime(2026, 3, 30, 16, 0, 1, tzinfo=UTC))  # a second after five in London
    page = supervisor.get("/supervision/board")
    assert page.rows[1] == ["Moment passed"]
    assert page.one("td .app-list__detail--alarm").text_content().startswith("The law may allow")


def test_hours_are_said_when_days_are_too_few(supervisor: CheckedClient, at) -> None:
    build.eligible_review(sentenced_on=date(2026, 3, 2))
    at(datetime(2026, 3, 30, 15, 15, tzinfo=UTC))  # quarter past four in London
    assert "45 minutes left" in supervisor.get("/supervision/board").rows[2][1]


def test_what_is_filed_is_below_and_never_called_late(supervisor: CheckedClient) -> None:
    filed = build.eligible_review(offender_name="Filed", sentenced_on=date(2025, 11, 3))
    with transaction():
        filed.state, filed.filed_at = State.TO_FILE, datetime(2025, 11, 20, tzinfo=UTC)
    build.eligible_review(offender_name="Open", sentenced_on=date(2026, 3, 9))
    page = supervisor.get("/supervision/board")
    assert names(page) == ["Open"]
    assert page.rows[-1][:2] == ["Filed", "Mon 1 Dec 2025 17:00 Filed"]


def test_what_nobody_knows_the_day_of_is_among_the_rest_by_when_to_find_it(
    supervisor: CheckedClient, at
) -> None:
    build.review(offender_name="No Sentence", sentenced_on=None)
    build.eligible_review(offender_name="Later", sentenced_on=date(2026, 3, 2))
    build.eligible_review(offender_name="Passed", sentenced_on=date(2026, 2, 10))
    page = supervisor.get("/supervision/board")
    assert names(page) == ["Passed", "No Sentence", "Later"]
    assert page.rows[4][1:3] == ["Day of sentence not known 4 hours left Find it by 2pm today", "–"]
    assert numbers(page)["Date not known"] == "1"
    assert names(supervisor.click("Date not known")) == ["No Sentence"]
    at(NOW + timedelta(hours=5))
    page = supervisor.get("/supervision/board?band=not_known")
    assert page.rows[2][1].endswith("It should have been found by 2pm today")
    assert page.one("td .app-list__detail--alarm").text_content().startswith("It should")


def test_a_request_in_no_case_says_what_is_known_of_it_and_opens(
    supervisor: CheckedClient, at
) -> None:
    request = build.request(
        sentenced_on=None,
        sentenced_text="either the 12th or 13th of March",
        court_text="Leeds Crown Court",
        offence_text="Rape",
        offender_name="Named Here",
    )
    page = supervisor.get("/supervision/board")
    assert page.rows[2][:8] == [
        f"Named Here, request {request.reference} Restricted: Anonymity for life",
        "Thu 9 Apr 17:00 22 days left earliest in words 2026? It may be until Sat 12 Sep under "
        "an Act of 2026: a lawyer must check.",
        "3 days",
        "Rape Leeds",
        "New Victim",
        "No case",
        "Us: a first look by Thu 19 Mar 17:00",
        "Nobody",
    ]
    assert page.one(f"a[href$='/casework/requests/{request.reference}']") is not None
    at(NOW + timedelta(days=2))
    with transaction():
        request.owner = build.user()
    page = supervisor.get("/supervision/board")
    assert page.rows[2][6:8] == [
        "Us: a first look overdue since Thu 19 Mar 17:00",
        "Test Caseworker",
    ]
    (row,) = taken(supervisor)
    assert (row["Kind"], row["Reference"], row["Offender"]) == (
        "Request",
        request.reference,
        "Named Here",
    )
    assert row["Offence as said"] == "Rape"
    assert row["How the day of sentence is known"].startswith("Earliest day")
    assert row["First look by"] == "2026-03-19 17:00"


def test_a_stated_day_that_cannot_be_right_is_said_to_be_found(supervisor: CheckedClient) -> None:
    build.request(sentenced_on=date(2025, 3, 2))
    assert supervisor.get("/supervision/board").rows[2][1] == (
        "Fri 28 Mar 2025 17:00 4 hours left as stated "
        "This day cannot be right. Find it by 2pm today"
    )


def test_closed_reviews_are_nowhere_on_it(supervisor: CheckedClient) -> None:
    review = build.eligible_review(offender_name="Closed One")
    by = build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, by, version=review.version, note="Asked to stop")
    assert "Closed One" not in supervisor.get("/supervision/board").text


def test_those_nobody_holds_are_marked_and_found(supervisor: CheckedClient) -> None:
    alone = build.eligible_review(offender_name="Alone")
    build.eligible_review(offender_name="Held")
    with transaction():
        alone.assignee_id = None
    supervisor.get("/supervision/board")
    page = supervisor.click("Unassigned")
    assert names(page) == ["Alone"]
    assert page.rows[-1][6:8] == ["Us: to be assigned", "Unassigned"]


def test_a_holder_who_is_away_is_said_with_who_stands_in(supervisor: CheckedClient) -> None:
    by = build.user(Role.SUPERVISOR)
    other = build.user(email="other@example.org", name="Una Other")
    build.eligible_review()
    build.eligible_review(by=other)
    absences.record(build.user(), NOW.date(), date(2026, 3, 20), other, by)
    page = supervisor.get("/supervision/board")
    assert {row[7] for row in page.rows[2:]} == {
        "Test Caseworker Away until 20 Mar 2026: Una Other stands in",
        "Una Other",
    }
    absences.record(other, NOW.date(), date(2026, 3, 18), None, by)
    page = supervisor.get("/supervision/board/print")
    assert "Test Caseworker Away until 20 Mar 2026: nobody stands in" in page.text
    assert "Una Other Away until 18 Mar 2026: nobody stands in" in page.text
    away = {row["Holder away until"] for row in taken(supervisor)}
    assert away == {"2026-03-20", "2026-03-18"}


def test_a_printed_board_says_each_filter_that_narrows_it(
    supervisor: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticked = CheckboxField("Only those ticked")
    monkeypatch.setattr(filter_form(TABLE), "ticked", ticked, raising=False)
    page = supervisor.get("/supervision/board/print?ticked=y&assigned_to=nobody")
    words = "Not the whole board. Assigned to: Unassigned; Only those ticked."
    assert words in page.text


def test_a_holder_who_has_left_is_said(supervisor: CheckedClient) -> None:
    gone = build.user(email="gone@example.org", name="Una Gone")
    build.eligible_review(by=gone)
    with transaction():
        gone.is_active = False
    page = supervisor.get("/supervision/board")
    assert page.rows[2][7] == "Una Gone Cannot work on it any more: give it to somebody"


@pytest.mark.parametrize("name", NAMES)
def test_awkward_names_do_not_break_it(supervisor: CheckedClient, name: str) -> None:
    build.eligible_review(offender_name=name)
    page = supervisor.get("/supervision/board")
    assert page.rows[2][0].startswith(" ".join(name.split()))
