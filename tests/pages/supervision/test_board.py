"""The supervisor's board: all that has time running, soonest first, with the time left in words."""

import csv
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.awkward import NAMES
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import Case, RequestState, Review, Sentence, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.workflow.workflow import State, Step
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import absences
from ulss_tracker.services.referral import progress

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
    with transaction():
        case = Case(
            reference=f"ULS-2026-{count:04d}",
            court_text="Leeds Crown Court",
            opened_at=NOW,
            opened_by_id=by.id,
            changed_at=NOW,
        )
        for number in range(count):
            moment = NOW + timedelta(days=number)
            db.session.add(
                Review(
                    case=case,
                    offender_name=f"Offender {number:03d}",
                    state=state,
                    assignee=by,
                    opened_at=NOW,
                    changed_at=NOW,
                    file_by_at=moment,
                    earliest_file_by_at=moment,
                    sentences=[
                        Sentence(
                            sentenced_on=NOW.date(),
                            order_kind=OrderKind.IMPRISONMENT,
                            text="3 years",
                        )
                    ],
                )
            )


def names(page) -> list[str]:
    """The offenders of the board itself, in its order."""
    return [each.cssselect("a")[0].text for each in page.select(".app-board tr th[scope=row]")]


def taken(client: CheckedClient, narrowed: str = "") -> list[dict[str, str]]:
    """The rows of the board as a spreadsheet, by their headings."""
    words = client.open(f"/supervision/board.csv{narrowed}").data.decode("utf-8-sig")
    return list(csv.DictReader(words.splitlines()))


def numbers(page) -> dict[str, str]:
    """The numbers at the top, by their names."""
    return {
        each.cssselect("dt")[0].text_content(): each.cssselect("dd")[0].text_content()
        for each in page.select(".app-counts__count")
    }


def test_with_nothing_open_it_says_so(supervisor: CheckedClient) -> None:
    page = supervisor.get("/supervision/board")
    assert "There are no open reviews, and no requests that wait." in page.text
    assert set(numbers(page).values()) == {"0"}


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
    assert colours == [
        "govuk-tag--grey",
        "govuk-tag--red",
        "govuk-tag--yellow",
        "govuk-tag--green",
    ]
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
    assert page.rows[4][1:3] == [
        "Day of sentence not known 4 hours left Find it by 2pm today",
        "–",
    ]
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
        offender_name="Unnamed Here",
    )
    page = supervisor.get("/supervision/board")
    assert "Unnamed Here" not in page.text
    assert page.rows[2][:8] == [
        f"{request.reference} Restricted: Anonymity for life",
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
    assert (row["Kind"], row["Reference"], row["Offender"]) == ("Request", request.reference, "")
    assert row["Offence as said"] == "Rape"
    assert row["How the day of sentence is known"].startswith("Earliest day")
    assert row["First look by"] == "2026-03-19 17:00"


def test_a_stated_day_that_cannot_be_right_is_said_to_be_found(supervisor: CheckedClient) -> None:
    build.request(sentenced_on=date(2025, 3, 2))
    assert supervisor.get("/supervision/board").rows[2][1] == (
        "Fri 28 Mar 2025 17:00 4 hours left as stated "
        "This day cannot be right. Find it by 2pm today"
    )


def test_requests_are_narrowed_to_like_a_stage_and_by_their_owner(
    supervisor: CheckedClient,
) -> None:
    mine, nobodys = build.request(), build.request()
    build.eligible_review(offender_name="In A Case")
    with transaction():
        mine.owner = build.user()
        nobodys.state = RequestState.QUARANTINED
    page = supervisor.get("/supervision/board")
    assert numbers(page)["Not in a case yet"] == "2"
    page = supervisor.click("Not in a case yet")
    assert names(page) == [mine.reference, nobodys.reference]
    assert "Not in a case yet" not in numbers(page)
    assert len(taken(supervisor, "?stage=no_case")) == 2
    page = supervisor.submit("Apply filters", assigned_to=str(build.user().id))
    assert names(page) == [mine.reference]
    page = supervisor.submit("Apply filters", assigned_to="nobody")
    assert names(page) == [nobodys.reference]
    page = supervisor.click("Print")
    assert names(page) == [nobodys.reference]
    assert "Stage: Not in a case yet" in page.text


def test_closed_reviews_are_nowhere_on_it(supervisor: CheckedClient) -> None:
    review = build.eligible_review(offender_name="Closed One")
    by = build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, by, version=review.version, note="Asked to stop")
    assert "Closed One" not in supervisor.get("/supervision/board").text


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


def test_those_nobody_holds_are_marked_and_found(supervisor: CheckedClient) -> None:
    alone = build.eligible_review(offender_name="Alone")
    build.eligible_review(offender_name="Held")
    with transaction():
        alone.assignee_id = None
    supervisor.get("/supervision/board")
    page = supervisor.click("Unassigned")
    assert names(page) == ["Alone"]
    assert page.rows[-1][6:8] == ["Us: to be assigned", "Unassigned"]


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


@pytest.mark.parametrize("taken", ["/print", ".csv"])
def test_nothing_is_taken_away_by_filters_that_cannot_be_read(
    supervisor: CheckedClient, taken: str
) -> None:
    answer = supervisor.get(f"/supervision/board{taken}?assigned_to=gone&band=today", status=302)
    page = supervisor.get(answer.headers["Location"])
    assert page.path == "/supervision/board?assigned_to=gone&band=today"
    assert "Choose one of the answers shown" in page.text


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


def test_a_holder_who_has_left_is_said(supervisor: CheckedClient) -> None:
    gone = build.user(email="gone@example.org", name="Una Gone")
    build.eligible_review(by=gone)
    with transaction():
        gone.is_active = False
    page = supervisor.get("/supervision/board")
    assert page.rows[2][7] == "Una Gone Cannot work on it any more: give it to somebody"


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


def test_a_stage_with_nothing_in_it_says_so(supervisor: CheckedClient) -> None:
    page = supervisor.get("/supervision/board?stage=referred")
    assert "No open review and no request matches these filters." in page.text


def test_what_nobody_could_have_pressed_is_no_failure(
    supervisor: CheckedClient, subtests: pytest.Subtests
) -> None:
    build.eligible_review()
    for query in [
        "stage=nonsense",
        "stage=closed",
        "assigned_to=x",
        "band=soon",
        "court=nowhere",
        "after=nonsense",
        "after=2026-03-18T10:00:00_1",
        "after=_",
    ]:
        with subtests.test(query=query):
            supervisor.get(f"/supervision/board?{query}")


@pytest.mark.parametrize("name", NAMES)
def test_awkward_names_do_not_break_it(supervisor: CheckedClient, name: str) -> None:
    build.eligible_review(offender_name=name)
    page = supervisor.get("/supervision/board")
    assert page.rows[2][0].startswith(" ".join(name.split()))


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
