"""A review's timeline: everything that happened, in words, and the notes people write."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.traces import nothing_kept
from ulss_tracker.models import Event, EventKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services import cases, sentences
from ulss_tracker.services.saving import saving

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)


@pytest.fixture
def caseworker(signed_in) -> CheckedClient:
    return signed_in(Role.CASEWORKER)


def show(client: CheckedClient, review: Review, page: str = "", status: int = 200):
    return client.get(f"/casework/reviews/{review.id}{page}", status=status)


# The timeline.


def test_the_timeline_tells_it_all_newest_first(caseworker: CheckedClient) -> None:
    review = build.review_to_file()
    page = show(caseworker, review, "/timeline")
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
    sentences.answer_conviction(review, conviction, answers, build.user(), review.version)
    page = show(caseworker, review, "/timeline")
    assert (
        "Was it a home, and was anyone in it hurt, or threatened with violence? "
        "Yes, someone in a home was hurt or threatened"
    ) in page.text


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_of_event_can_be_told(caseworker: CheckedClient, kind: EventKind) -> None:
    """However little it says: history is read long after the pages have changed."""
    review = build.review()
    with saving():
        event = Event(kind=kind, at=NOW, case_id=review.case_id, review_id=review.id, after={})
        db.session.add(event)
    page = show(caseworker, review, "/timeline")
    assert len(page.select(".moj-timeline__item")) == 5
    assert page.select(".moj-timeline__title")[0].text_content()


def test_with_several_offenders_it_says_whose_line_it_is(caseworker: CheckedClient) -> None:
    first = build.eligible_review()
    second = cases.add_review(first.case, "Ann O'Neill", build.user())
    page = show(caseworker, second, "/timeline")
    titles = [title.text_content() for title in page.select(".moj-timeline__title")]
    assert titles[0] == "Review opened: Ann O'Neill"
    assert "Sentence recorded: John Archer" in titles


def test_what_happened_first_is_told_however_much_came_after(caseworker: CheckedClient) -> None:
    review = build.review()
    with saving():
        for number in range(310):
            db.session.add(
                Event(
                    kind=EventKind.NOTE_ADDED,
                    at=NOW,
                    case_id=review.case_id,
                    after={"note": f"Note {number}"},
                )
            )
    page = show(caseworker, review, "/timeline")
    assert "Request received by the online form" in page.text
    assert "entries are shown" not in page.text


def test_a_note_is_added(caseworker: CheckedClient) -> None:
    review = build.review()
    show(caseworker, review, "/timeline")
    page = caseworker.submit("Add the note", note="Rang the court.\nNo answer. 🌻")
    assert page.path.endswith("/timeline")
    assert "Rang the court." in page.text


@pytest.mark.parametrize(
    ("note", "error"),
    [("", "Enter the note"), (" \n ", "Enter the note"), ("x" * 10_001, "10,000 characters")],
)
def test_a_note_got_wrong_is_kept_in_the_box(
    caseworker: CheckedClient, note: str, error: str
) -> None:
    review = build.review()
    show(caseworker, review, "/timeline")
    with nothing_kept():
        page = caseworker.submit("Add the note", note=note)
    assert error in page.errors[0]
    assert page.one("#note").text_content().strip() == note.strip()


def test_a_law_officer_reads_the_timeline_and_writes_none(signed_in) -> None:
    review = build.review()
    page = show(signed_in(Role.LAW_OFFICER), review, "/timeline")
    assert page.select("main form") == []
