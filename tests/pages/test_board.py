"""The supervisor's board: every open review, soonest first, with how long is left in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.awkward import NAMES
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import Case, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow import State, Step
from ulss_tracker.services import cases, progress
from ulss_tracker.services.saving import saving

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)


@pytest.fixture
def supervisor(signed_in) -> CheckedClient:
    return signed_in(Role.SUPERVISOR)


def fill(count: int, state: State = State.CHECKING) -> None:
    """Reviews laid in the table at once, each filed by a day later than the last."""
    by = build.user()
    with saving():
        case = Case(
            reference=f"ULS-2026-{count:04d}",
            court_text="Leeds Crown Court",
            opened_at=NOW,
            opened_by_id=by.id,
            changed_at=NOW,
        )
        for number in range(count):
            db.session.add(
                Review(
                    case=case,
                    offender_name=f"Offender {number:03d}",
                    state=state,
                    holder=by,
                    opened_at=NOW,
                    changed_at=NOW,
                    file_by_at=NOW + timedelta(days=number),
                )
            )


def numbers(page) -> dict[str, str]:
    """The numbers at the top, by their names."""
    return {
        each.cssselect("dt")[0].text_content(): each.cssselect("dd")[0].text_content()
        for each in page.select(".app-counts__count")
    }


def test_with_nothing_open_it_says_so(supervisor: CheckedClient) -> None:
    page = supervisor.get("/supervision/board")
    assert "There are no open reviews." in page.text
    assert set(numbers(page).values()) == {"0"}


def test_each_row_says_when_how_long_who_where_and_whose(supervisor: CheckedClient) -> None:
    build.eligible_review(offender_name="Plenty", sentenced_on=date(2026, 3, 9))
    build.eligible_review(offender_name="Urgent", sentenced_on=date(2026, 2, 19))
    build.eligible_review(offender_name="Soon", sentenced_on=date(2026, 2, 26))
    build.eligible_review(offender_name="Passed", sentenced_on=date(2026, 2, 10))
    page = supervisor.get("/supervision/board")
    assert [row[1:3] for row in page.rows[1:]] == [
        ["Passed 7 days ago", "Passed"],
        ["1 day left", "Urgent"],
        ["8 days left", "Soon"],
        ["15 days left", "Plenty"],
    ]
    colours = [tag.get("class").split()[1] for tag in page.select("td .govuk-tag")]
    assert colours == [
        "govuk-tag--grey",
        "govuk-tag--red",
        "govuk-tag--yellow",
        "govuk-tag--green",
    ]
    assert page.rows[1][0] == "5pm on Tuesday 10 March 2026"
    assert page.rows[1][4:] == ["Checking the scheme", "Test Caseworker"]
    assert page.rows[1][3].startswith("ULS-2026-")


def test_hours_are_said_when_days_are_too_few(supervisor: CheckedClient, at) -> None:
    build.eligible_review(sentenced_on=date(2026, 3, 2))
    at(datetime(2026, 3, 30, 15, 15, tzinfo=UTC))  # quarter past four in London
    assert supervisor.get("/supervision/board").rows[1][1] == "45 minutes left"


def test_what_is_filed_is_below_and_never_called_late(supervisor: CheckedClient) -> None:
    filed = build.eligible_review(offender_name="Filed", sentenced_on=date(2025, 11, 3))
    with saving():
        filed.state, filed.filed_at = State.TO_FILE, datetime(2025, 11, 20, tzinfo=UTC)
    build.eligible_review(offender_name="Open", sentenced_on=date(2026, 3, 9))
    page = supervisor.get("/supervision/board")
    assert [row[1:3] for row in page.rows if row[2] != "Offender"] == [
        ["15 days left", "Open"],
        ["Filed", "Filed"],
    ]


def test_a_review_without_a_sentence_stands_above_all(supervisor: CheckedClient) -> None:
    build.review(offender_name="No Sentence")
    page = supervisor.get("/supervision/board")
    assert "No sentence is recorded for 1 open review." in page.text
    assert numbers(page)["No sentence recorded"] == "1"


def test_all_reviews_without_a_sentence_are_named(supervisor: CheckedClient) -> None:
    case, by = build.review().case, build.user()
    for number in range(59):
        cases.add_review(case, f"Offender {number}", by)
    page = supervisor.get("/supervision/board")
    assert "No sentence is recorded for 60 open reviews." in page.text
    assert len(page.select(".govuk-inset-text li")) == 60


def test_closed_reviews_are_nowhere_on_it(supervisor: CheckedClient) -> None:
    review = build.eligible_review(offender_name="Closed One")
    by = build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, by, version=review.version)
    assert "Closed One" not in supervisor.get("/supervision/board").text


def test_a_hundred_and_twenty_come_in_pages_none_lost(supervisor: CheckedClient) -> None:
    fill(120)
    page = supervisor.get("/supervision/board")
    seen = [row[2] for row in page.rows[1:]]
    while "Next page" in page.links:
        page = supervisor.click("Next page")
        seen += [row[2] for row in page.rows[1:]]
    assert seen == [f"Offender {number:03d}" for number in range(120)]
    assert supervisor.click("Previous page").rows[1][2] == "Offender 000"


def test_it_is_narrowed_to_one_stage_through_its_pages(supervisor: CheckedClient) -> None:
    fill(60, State.LAW_OFFICERS)
    build.eligible_review(offender_name="Another Stage")
    supervisor.get("/supervision/board")
    page = supervisor.submit("Show", stage="law_officers")
    assert page.one("#stage option[selected]").get("value") == "law_officers"
    assert {row[4] for row in page.rows[1:]} == {"With the law officers"}
    page = supervisor.click("Next page")
    assert len(page.rows) == 11
    assert {row[4] for row in page.rows[1:]} == {"With the law officers"}


def test_a_stage_with_nothing_in_it_says_so(supervisor: CheckedClient) -> None:
    page = supervisor.get("/supervision/board?stage=referred")
    assert "No open review is at this stage." in page.text


@pytest.mark.parametrize(
    "query",
    ["stage=nonsense", "stage=closed", "after=nonsense", "after=2026-03-18T10:00:00_1", "after=_"],
)
def test_what_nobody_could_have_pressed_is_no_failure(
    supervisor: CheckedClient, query: str
) -> None:
    build.eligible_review()
    supervisor.get(f"/supervision/board?{query}")


@pytest.mark.parametrize("name", NAMES)
def test_awkward_names_do_not_break_it(supervisor: CheckedClient, name: str) -> None:
    build.eligible_review(offender_name=name)
    assert supervisor.get("/supervision/board").rows[1][2] == " ".join(name.split())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_it_is_the_supervisors_alone(signed_in, role: Role) -> None:
    client = signed_in(role)
    client.get("/supervision/board", status=403)
    assert "Board" not in client.page.links


def test_without_signing_in_it_leads_to_sign_in_and_back(client: CheckedClient) -> None:
    build.user(Role.SUPERVISOR)
    answer = client.get("/supervision/board?stage=referred", status=302)
    client.get(answer.headers["Location"])
    page = client.submit("Sign in", email="supervisor@example.org", password=build.PASSWORD)
    assert page.path == "/supervision/board?stage=referred"
