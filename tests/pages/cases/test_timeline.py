"""A case's timeline: everything that happened, in words, and the notes people write."""

from datetime import UTC, datetime

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.page import Page, words
from ulss_tracker.models import Event, EventKind, PaperKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases, convictions
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import papers

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def show(client: CheckedClient, review: Review) -> Page:
    return client.get(f"/casework/cases/{review.case.reference}/timeline")


def test_the_timeline_tells_it_all_newest_first(caseworker: CheckedClient) -> None:
    review = build.review_to_file()
    page = show(caseworker, review)
    titles = [title.text_content() for title in page.select(".moj-timeline__title")]
    assert titles[0] == "The law officer decided"
    assert titles[-1] == "Request received by the online form"
    assert {"Case opened", "Sentence recorded", "Conviction recorded", "Stage changed"} <= set(
        titles
    )
    assert "Last day: " in page.text
    assert "by Test Law officer" in page.text


def test_answers_that_decide_are_told_in_words(caseworker: CheckedClient) -> None:
    review = build.review()
    build.conviction(build.sentence(review), "no-burglary")
    conviction = review.sentences[0].convictions[0]
    answers = {"home_violence": "yes"}
    convictions.answer_conviction(review, conviction, answers, build.user(), review.version)
    page = show(caseworker, review)
    assert (
        "Was it a home, and was anyone in it hurt, or threatened with violence? "
        "Yes, someone in a home was hurt or threatened"
    ) in page.text


def test_a_filing_hours_early_is_not_called_late(caseworker: CheckedClient) -> None:
    review = build.review()
    with transaction():
        after = {"late_reason": "The remarks came today"}
        filed = Event(
            kind=EventKind.FILED, at=NOW, case_id=review.case_id, review_id=review.id, after=after
        )
        db.session.add(filed)
    text = show(caseworker, review).text
    assert "Why so near the end, or after it: The remarks came today" in text
    assert "Why late" not in text


def test_every_kind_of_event_can_be_told(caseworker: CheckedClient) -> None:
    """However little it says: history is read long after the pages have changed."""
    review = build.review()
    kinds = list(EventKind)
    with transaction():
        for kind in kinds:
            said = Event(kind=kind, at=NOW, case_id=review.case_id, review_id=review.id, after={})
            db.session.add(said)
            db.session.flush()
    titles = show(caseworker, review).select(".moj-timeline__title")
    assert len(titles) == len(kinds) + 4
    assert all(title.text_content().strip() for title in titles)


def test_what_followed_from_one_press_stands_under_it(caseworker: CheckedClient) -> None:
    review = build.review()
    build.sentence(review)
    first = show(caseworker, review).select(".moj-timeline__item")[0]
    titles = [words(title) for title in first.cssselect(".moj-timeline__title")]
    assert titles == ["Sentence recorded", "Offences and dates checked", "Stage changed"]
    assert len(first.cssselect(".moj-timeline__byline")) == 1


def test_a_decision_and_papers_that_came_together_are_one_line_each(
    caseworker: CheckedClient,
) -> None:
    review = build.review_to_file()
    together = papers.ask(review.case, list(PaperKind)[:3], (), build.user())
    papers.arrive(review.case, together, NOW, build.user())
    found = [
        [words(title) for title in item.cssselect(".moj-timeline__title")]
        for item in show(caseworker, review).select(".moj-timeline__item")
    ]
    assert ["The law officer decided", "Stage changed"] in found
    assert ["Paper changed"] * 3 in found


def test_a_case_opened_and_papers_asked_for_are_one_line_each(caseworker: CheckedClient) -> None:
    """What follows for a review stands under what was done to the whole case."""
    review = build.eligible_review()
    papers.ask(review.case, list(PaperKind)[:3], (), build.user())
    found = [
        [words(title) for title in item.cssselect(".moj-timeline__title")]
        for item in show(caseworker, review).select(".moj-timeline__item")
    ]
    assert ["Papers asked", "Stage changed"] in found
    assert ["Case opened", "Request joined to this case", "Review opened"] in found


def test_with_several_offenders_it_says_whose_line_it_is(caseworker: CheckedClient) -> None:
    first = build.eligible_review()
    second = cases.add_review(first.case, "Ann O'Neill", build.user())
    page = show(caseworker, second)
    titles = [title.text_content() for title in page.select(".moj-timeline__title")]
    assert titles[0] == "Review opened: Ann O'Neill"
    assert "Sentence recorded: John Archer" in titles


def test_what_happened_first_is_told_however_much_came_after(caseworker: CheckedClient) -> None:
    review = build.review()
    with transaction():
        for number in range(310):
            db.session.add(
                Event(
                    kind=EventKind.NOTE_ADDED,
                    at=NOW,
                    case_id=review.case_id,
                    after={"note": f"Note {number}"},
                )
            )
    page = show(caseworker, review)
    assert "Note 309" in page.text
    page = caseworker.click("Next page")
    assert "Request received by the online form" in page.text
    page = caseworker.click("Oldest first")
    assert "Request received by the online form" in page.text
    assert "Note 309" not in page.text


def test_a_law_officer_reads_the_timeline_and_writes_none(signed_in) -> None:
    review = build.review()
    page = show(signed_in(Role.LAW_OFFICER), review)
    assert [form.get("method") for form in page.select("main form")] == ["get"]  # its filters
