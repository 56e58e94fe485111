"""Where a caseworker's day starts, and the page of a case."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.awkward import NAMES, SCRIPT, shown_safely
from tests.support.checked_client import CheckedClient
from tests.support.page import words
from tests.support.tokens import token_of
from tests.support.traces import nothing_kept
from ulss_tracker.models import Case, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import absences
from ulss_tracker.services.referral import progress

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PASSED_ON = date(2026, 3, 2)


# Your work.


def test_my_reviews_come_by_what_presses_with_the_next_step_and_nobody_elses(
    caseworker: CheckedClient,
) -> None:
    build.eligible_review(offender_name="Later", sentenced_on=PASSED_ON)
    build.eligible_review(offender_name="Sooner", sentenced_on=date(2026, 2, 20))
    theirs = build.user(Role.SUPERVISOR)
    cases.open_case(build.request(offender_name="Not Mine"), theirs)
    build.request(offender_name="Waiting")
    page = caseworker.get("/casework/")
    assert {"To be filed 2", "Your hand-over"} <= set(page.links)
    rows = page.rows[1:]
    assert [row[0] for row in rows] == ["Sooner ULS-2026-0002", "Later ULS-2026-0001"]
    assert rows[0][1] == "Ask the CPS for the papers, Sooner, ULS-2026-0002"
    assert rows[0][2] == (
        "Fri 20 Mar 17:00 2 days left 2026? It may be until Thu 20 Aug under an Act of 2026: a "
        "lawyer must check."
    )
    assert rows[0][3].startswith("Checking the scheme, ask for the papers")
    assert "Not Mine" not in page.text


def test_a_review_without_a_sentence_comes_before_all(caseworker: CheckedClient) -> None:
    build.eligible_review(offender_name="Has One", sentenced_on=date(2026, 2, 20))
    build.review(offender_name="No Sentence")
    page = caseworker.get("/casework/")
    assert page.rows[1][0].startswith("No Sentence")
    assert page.rows[1][1].startswith("Record the sentence: until then nobody is sure")
    # Meanwhile what whoever asked says of the day counts.
    assert page.rows[1][2] == (
        "Today file by Wed 8 Apr 17:00 2026? It may be until Fri 11 Sep under an Act of 2026: a "
        "lawyer must check. as stated"
    )


def test_what_is_filed_is_still_mine_until_the_court_has_answered(
    caseworker: CheckedClient,
) -> None:
    review = build.eligible_review(offender_name="Filed One", sentenced_on=PASSED_ON)
    with transaction():
        review.state = State.REFERRED
    page = caseworker.get("/casework/")
    (folded,) = [fold for fold in page.select("details:not([open])") if fold.cssselect("table")]
    assert words(folded.cssselect("summary")[0]) == "Over: at the court, or to close (1)"
    assert page.rows[1][0].startswith("Filed One")
    assert page.rows[1][1].startswith("Record the date of the hearing when the court gives it")
    assert len(page.select("table")) == 1


def test_whoever_stands_in_is_told_for_whom(caseworker: CheckedClient) -> None:
    away = build.user(email="away@example.org", name="Ada Away")
    build.review(offender_name="Theirs", by=away)
    absences.record(away, NOW.date(), NOW.date(), build.user(), away)
    page = caseworker.get("/casework/")
    assert "You stand in for Ada Away until Wednesday 18 March 2026." in page.text
    assert "assigned to Ada Away" in page.text


def test_the_name_at_the_top_leads_to_where_ones_day_starts(signed_in) -> None:
    for role, path, home in (
        (Role.CASEWORKER, "/casework/check", "/casework/"),
        (Role.SUPERVISOR, "/casework/check", "/supervision/board"),
        (Role.LAW_OFFICER, "/casework/requests", "/casework/decisions"),
        (Role.ADMINISTRATOR, "/admin/catalogue", "/admin/people"),
    ):
        assert signed_in(role).get(path).link("Unduly lenient sentences") == home


# A case.


def show(client: CheckedClient, case: Case, tab: str = "", status: int = 200):
    return client.get(f"/casework/cases/{case.reference}{tab}", status=status)


def test_a_case_shows_each_offender_and_each_request(caseworker: CheckedClient) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    cases.add_review(review.case, "Ann O'Neill", build.user())
    page = show(caseworker, review.case)
    assert [row[0] for row in page.rows[1:]] == ["John Archer", "Ann O'Neill"]
    until = "It may be until Wednesday 2 September 2026 under an Act of 2026: a lawyer must check."
    assert page.rows[1][2:4] == ["In the scheme", f"5pm on Monday 30 March 2026 {until}"]
    stated_until = until.replace("Wednesday 2", "Friday 11")
    stated = f"5pm on Wednesday 8 April 2026 as stated {stated_until}"
    assert page.rows[2][2:4] == ["Not checked yet", stated]
    assert page.summary["Asked about by"] == "1 person"
    assert "Ada Brown" in show(caseworker, review.case, "/requests").rows[1]


def test_the_offenders_of_a_case_are_shown_with_their_sentences_and_offences(
    caseworker: CheckedClient,
) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    cases.add_review(review.case, "Ann O'Neill", build.user())
    page = show(caseworker, review.case, "/offenders")
    first, second = page.rows[1:]
    assert first[0] == "John Archer"
    assert first[1] == "Robbery 2 March 2026: 3 years' imprisonment In the scheme"
    assert first[2] == review.case.requests[0].reference
    assert first[3].startswith("Last day Monday 30 March 2026 File by 5pm on Monday 30 March 2026")
    assert first[4] == "Checking the scheme Us: checking the scheme: John Archer Test Caseworker"
    assert second[1] == "Not recorded"
    assert second[3].startswith("Last day Wednesday 8 April 2026 File by 5pm on Wednesday 8 April")
    assert second[3].endswith("as stated")
    assert caseworker.click("Ann O'Neill").h1 == "Ann O'Neill"


def test_a_case_nobody_asked_about_says_so(caseworker: CheckedClient) -> None:
    review = build.review()
    with transaction():
        review.case.requests.clear()
    assert show(caseworker, review.case).summary["Asked about by"] == "No requests yet"
    page = show(caseworker, review.case, "/requests")
    assert "No request is joined to this case." in page.text


@pytest.mark.parametrize("name", NAMES)
def test_awkward_names_are_added_and_shown_to_the_letter(
    caseworker: CheckedClient, name: str
) -> None:
    case = build.review().case
    show(caseworker, case, "/offenders/new")
    page = caseworker.submit("Add the offender", offender_name=name)
    assert page.h1 == " ".join(name.split())
    assert " ".join(name.split()) in show(caseworker, case).text


def test_nothing_typed_about_a_case_becomes_part_of_the_page(caseworker: CheckedClient) -> None:
    case = build.review(court_id=None, court_text=SCRIPT).case
    cases.add_review(case, SCRIPT, build.user())
    cases.change_court(
        case,
        court_id=None,
        court_text=SCRIPT,
        number="<img src=x onerror=a>",
        by=build.user(),
        version=case.version,
    )
    assert shown_safely(show(caseworker, case))
    assert shown_safely(caseworker.get(f"/casework/cases/{case.reference}/court"))


def test_an_offender_without_a_name_is_not_added(caseworker: CheckedClient) -> None:
    case = build.review().case
    show(caseworker, case, "/offenders/new")
    caseworker.refused("Add the offender", "Enter the offender’s name", offender_name="  ")
    page = caseworker.refused(
        "Add the offender",
        "Offender’s name must be 200 characters or fewer",
        offender_name="x" * 201,
    )
    assert page.one("#offender_name").get("value") == "x" * 201


def test_pressing_twice_adds_one_offender(caseworker: CheckedClient, at) -> None:
    case = build.review().case
    form = show(caseworker, case, "/offenders/new")
    at(NOW + timedelta(minutes=1))
    caseworker.submit("Add the offender", offender_name="Ann O'Neill")
    caseworker.page = form
    page = caseworker.submit("Add the offender", offender_name="Ann O'Neill", status=409)
    assert "Somebody else changed this record" in page.text
    db.session.rollback()
    assert db.session.scalar(select(func.count(Review.id))) == 2


def test_a_law_officer_reads_a_case_and_changes_nothing(signed_in) -> None:
    case = build.review().case
    officer = signed_in(Role.LAW_OFFICER)
    # "Find in this list" is posted so that no name is in an address: it changes nothing.
    changes = "main form[method=post]:not([action='/casework/search'])"
    for tab in ("", "/requests", "/offenders", "/timeline"):
        assert show(officer, case, tab).select(changes) == []
    page = show(officer, case)
    assert "Change the court" not in page.links
    officer.get(f"/casework/cases/{case.reference}/court", status=403)
    with nothing_kept():
        officer.post(
            f"/casework/cases/{case.reference}/offenders/new",
            data={"csrf_token": token_of(officer), "offender_name": "x"},
            status=403,
        )


@pytest.mark.parametrize("reference", ["ULS-2026-9999", "x" * 400, "%00", "'--"])
def test_a_case_that_is_not_there(caseworker: CheckedClient, reference: str) -> None:
    caseworker.get(f"/casework/cases/{reference}", status=404)
    caseworker.get(f"/casework/cases/{reference}/court", status=404)


# The court.


def ask_court(client: CheckedClient, case: Case):
    return client.get(f"/casework/cases/{case.reference}/court")


def test_the_court_and_its_number_are_changed(caseworker: CheckedClient) -> None:
    case = build.review().case
    page = ask_court(caseworker, case)
    assert page.one("#court").get("value") == "Leeds Crown Court"
    page = caseworker.submit("Save", court="Bristol Crown Court", number="T20267001")
    assert "Court changed" in page.text
    db.session.rollback()
    assert (case.court_id, case.court_case_number) == ("bristol", "T20267001")


def test_saving_the_court_untouched_keeps_it(caseworker: CheckedClient) -> None:
    case = build.review().case
    ask_court(caseworker, case)
    caseworker.submit("Save")
    db.session.rollback()
    assert (case.court_id, case.court_text) == ("leeds", "Leeds Crown Court")


def test_a_court_nobody_knows_is_kept_as_it_was_typed(caseworker: CheckedClient) -> None:
    case = build.review().case
    ask_court(caseworker, case)
    caseworker.submit("Save", court="HHJ Martin Levett")
    page = ask_court(caseworker, case)
    assert page.one("#court").get("value") == "HHJ Martin Levett"


def test_the_cps_reference_is_kept_however_it_is_parted_and_taken_off(
    caseworker: CheckedClient,
) -> None:
    case = build.review().case
    ask_court(caseworker, case)
    caseworker.submit("Save", cps_reference=" 01/ab/12345/26 ")
    assert "01AB1234526" in caseworker.open(f"/casework/cases/{case.reference}").text
    ask_court(caseworker, case)
    caseworker.submit("Save", cps_reference="")
    db.session.refresh(case)
    assert case.cps_reference is None


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"court": ""}, "Enter the court"),
        ({"court": "Manchester"}, "Choose what you mean by “Manchester”"),
        ({"number": "x" * 41}, "Crown Court case number must be 40 characters or fewer"),
        (
            {"cps_reference": "01AB123452"},
            "CPS reference must be 11 letters and figures, such as 01AB1234526",
        ),
    ],
)
def test_a_court_got_wrong_is_said_and_kept_in_the_boxes(
    caseworker: CheckedClient, changes: dict[str, str], error: str
) -> None:
    case = build.review().case
    ask_court(caseworker, case)
    page = caseworker.refused("Save", error, **changes)
    for name, typed in changes.items():
        assert page.one(f"#{name}").get("value", "") == typed


def test_somebody_elses_change_of_the_court_is_not_overwritten(caseworker: CheckedClient) -> None:
    case = build.review().case
    ask_court(caseworker, case)
    cases.change_court(
        case,
        court_id="cardiff",
        court_text="Cardiff Crown Court",
        number="",
        by=build.user(Role.SUPERVISOR),
        version=case.version,
    )
    page = caseworker.refused("Save", court="Bristol Crown Court", status=409)
    assert "Nothing you entered has been saved" in page.text
    assert "What changed since you opened this page" in page.text
    assert page.one("#court").get("value") == "Bristol Crown Court"


def test_the_court_picker_suggests_as_words_are_typed(
    caseworker: CheckedClient, client: CheckedClient
) -> None:
    found = caseworker.open("/casework/suggest/courts?q=leeds").json
    assert {"id": "leeds", "title": "Leeds Crown Court", "detail": ""} in found
    assert caseworker.open("/casework/suggest/courts").json == []
    assert caseworker.open("/casework/suggest/courts", query_string={"q": "x" * 9000}).json == []
    assert client.open("/casework/suggest/courts?q=leeds").status_code == 302


def test_a_review_that_has_ended_shows_no_moment_to_file_by(signed_in) -> None:
    caseworker = signed_in(Role.CASEWORKER)
    review = build.eligible_review()
    by = build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, by, version=review.version, note="No longer wanted")
    page = caseworker.get("/casework/")
    assert page.rows[1][1].startswith("Tell 2 people,")
    assert "file by" not in page.rows[1][2]
