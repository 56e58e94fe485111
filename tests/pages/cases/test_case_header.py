"""The bar and the tabs on every page of a case: which, by when, how far, whose."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.page import Page, words
from ulss_tracker.models import Review
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import progress

pytestmark = [pytest.mark.on_sqlite, pytest.mark.usefixtures("at_now")]

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
TABS = ("", "/requests", "/offenders", "/timeline")
REVIEW_PAGES = ("", "/letters", "/offender", "/sentences/new", "/assignee")


def bar(page: Page) -> dict[str, str]:
    return {
        words(fact.cssselect("dt")[0]): words(fact.cssselect("dd")[0])
        for fact in page.select(".app-bar__fact")
    }


def of_case(client: CheckedClient, review: Review, tab: str = "") -> dict[str, str]:
    return bar(client.get(f"/casework/cases/{review.case.reference}{tab}"))


def of_review(client: CheckedClient, review: Review, page: str = "") -> dict[str, str]:
    return bar(client.get(f"/casework/reviews/{review.id}{page}"))


def test_every_page_of_a_case_says_which_by_when_how_far_and_whose(
    caseworker: CheckedClient,
) -> None:
    review = build.eligible_review(sentenced_on=date(2026, 3, 2))
    said = {
        "Case": review.case.reference,
        "File by": "5pm on Monday 30 March 2026 12 days left",
        "Stage": "Checking the scheme",
        "Facts": "Not verified",
        "Assigned to": "Test Caseworker",
    }
    for tab in TABS:
        assert of_case(caseworker, review, tab) == said, tab
    for page in REVIEW_PAGES:
        if page == "":  # which facts are not verified, the review's own page says beneath
            assert of_review(caseworker, review) == {
                name: words for name, words in said.items() if name != "Facts"
            }
        else:
            assert of_review(caseworker, review, page) == said, page


def test_the_nearest_moment_of_several_offenders_is_shown(caseworker: CheckedClient) -> None:
    first = build.eligible_review(sentenced_on=date(2026, 3, 9))
    second = cases.add_review(first.case, "Ann Sooner", build.user(Role.SUPERVISOR))
    build.sentence(second, sentenced_on=date(2026, 3, 2))
    said = of_case(caseworker, first)
    assert said["File by"].startswith("5pm on Monday 30 March 2026")
    assert said["Stage"] == "Checking the scheme"
    assert said["Assigned to"] == "Test Caseworker, Test Supervisor"
    mine = of_review(caseworker, first)
    assert mine["File by"].startswith("5pm on Thursday 2 April 2026")
    assert "Ann Sooner, sooner: 5pm on Monday 30 March 2026" in mine["File by"]
    assert mine["Assigned to"] == "Test Caseworker"
    assert "sooner" not in of_review(caseworker, second)["File by"]


def test_a_closed_offender_no_longer_sets_the_time(caseworker: CheckedClient) -> None:
    first = build.eligible_review(sentenced_on=date(2026, 3, 9))
    second = cases.add_review(first.case, "Ann Sooner", build.user())
    build.sentence(second, sentenced_on=date(2026, 3, 2))
    progress.move(
        second,
        Step.WITHDRAW,
        build.user(Role.SUPERVISOR),
        version=second.version,
        note="Asked to stop",
    )
    said = of_case(caseworker, first)
    assert said["File by"].startswith("5pm on Thursday 2 April 2026")
    assert said["Stage"] == "Checking the scheme (1), Withdrawn (1)"
    assert of_review(caseworker, second)["File by"].startswith("Nothing to file")


def filed(review: Review, at: datetime) -> Review:
    with transaction():
        review.filed_at, review.state = at, State.REFERRED
    return review


def test_once_filed_it_says_when_and_no_longer_by_when(caseworker: CheckedClient) -> None:
    first = filed(build.eligible_review(sentenced_on=date(2026, 3, 2)), NOW - timedelta(days=1))
    for said in (of_case(caseworker, first), of_review(caseworker, first)):
        assert said["Filed"] == "10am on Tuesday 17 March 2026"
        assert "File by" not in said
    page = caseworker.get(f"/casework/cases/{first.case.reference}/offenders")
    assert "Filed 10am on Tuesday 17 March 2026" in page.rows[1][3]
    second = cases.add_review(first.case, "Ann Sooner", build.user())
    build.sentence(second, sentenced_on=date(2026, 3, 2))
    assert "Filed" not in of_case(caseworker, first)
    mine = of_review(caseworker, first)
    assert "Ann Sooner, sooner: 5pm on Monday 30 March 2026" in mine["Filed"]


def test_of_several_filed_one_that_was_late_is_shown(caseworker: CheckedClient) -> None:
    first = filed(build.eligible_review(sentenced_on=date(2026, 2, 2)), NOW - timedelta(days=1))
    second = cases.add_review(first.case, "Ann Later", build.user())
    build.sentence(second, sentenced_on=date(2026, 3, 2))
    filed(second, NOW)
    said = "10am on Tuesday 17 March 2026 Filed after the last day"
    assert of_case(caseworker, first)["Filed"] == said


def test_the_stated_day_counts_marked_until_the_record_does(caseworker: CheckedClient) -> None:
    first = build.review(sentenced_on=date(2026, 3, 2))
    second = cases.add_review(first.case, "Ann Further", build.user())
    for review in (first, second):
        said = of_review(caseworker, review)["File by"]
        assert said == "5pm on Monday 30 March 2026 12 days left as stated", review.offender_name
        assert "Monday 2 March 2026. Stated by the requester" in caseworker.page.text
        plan = words(caseworker.page.select(".app-plan")[0])
        assert "Ask for the papers by Wednesday 18 March 2026" in plan
    for tab, words_ in (("", " as stated"), ("/offenders", " 12 days left as stated")):
        page = caseworker.get(f"/casework/cases/{first.case.reference}{tab}")
        cells = " ".join(" ".join(row) for row in page.rows)
        assert cells.count(f"5pm on Monday 30 March 2026{words_}") == 2, tab
    build.conviction(build.sentence(first, sentenced_on=date(2026, 2, 27)))
    assert of_review(caseworker, first)["File by"] == "5pm on Friday 27 March 2026 9 days left"
    assert "as stated" in of_review(caseworker, second)["File by"]


def test_a_stated_day_that_cannot_be_right_is_said_to_be_so(caseworker: CheckedClient) -> None:
    said = of_case(caseworker, build.review(sentenced_on=date(2025, 3, 2)))["File by"]
    assert said.endswith("as stated, this day cannot be right")


def test_where_no_day_is_known_it_is_to_be_found(caseworker: CheckedClient) -> None:
    said = of_case(caseworker, build.review(sentenced_on=None))
    assert said["File by"] == "Not known: find the day of sentence"


def test_the_tabs_lead_to_each_other_and_mark_where_one_is(caseworker: CheckedClient) -> None:
    review = build.review()
    caseworker.get(f"/casework/cases/{review.case.reference}")
    for tab in ("Requests", "Offenders", "Timeline"):
        page = caseworker.get(
            caseworker.page.select(".moj-sub-navigation")[0].xpath(
                ".//a[normalize-space()=$tab]/@href", tab=tab
            )[0]
        )
        assert page.h1 == tab
        assert words(page.one(".moj-sub-navigation [aria-current=page]")) == tab
    page = caseworker.get(f"/casework/reviews/{review.id}")
    assert words(page.one(".moj-sub-navigation [aria-current=page]")) == "Offenders"


@pytest.mark.parametrize(
    ("within", "tab"),
    [("restrictions", "Summary"), ("letters", "Correspondence"), ("notes", "Papers and notes")],
)
def test_of_at_most_seven_tabs_some_have_further_pages(
    caseworker: CheckedClient, within: str, tab: str
) -> None:
    page = caseworker.get(f"/casework/cases/{build.review().case.reference}/{within}")
    assert len(page.select(".moj-sub-navigation__item")) == 7
    assert words(page.one(".moj-sub-navigation [aria-current=page]")) == tab
    assert words(page.one(".app-pages [aria-current=page]")) == page.h1
