"""What the judge said about an earlier sentence, and how it came to the Crown Court, as asked."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests.support import build
from tests.support.review_pages import show
from ulss_tracker.models import Review
from ulss_tracker.permissions import Role

ASK = "What the judge said about the earlier sentence, when passing that of 9 February 2026"


@pytest.fixture
def review(app: Flask, at) -> Review:
    at(datetime(2026, 2, 18, 10, tzinfo=UTC))
    made = build.review()
    build.conviction(build.sentence(made, sentenced_on=date(2026, 1, 26)), "no-theft")
    build.conviction(build.sentence(made, sentenced_on=date(2026, 2, 9)))
    return made


def test_the_judges_words_are_recorded_with_their_source_and_shown(
    signed_in, review: Review
) -> None:
    client = signed_in(Role.CASEWORKER)
    page = show(client, review)
    assert "What did the judge say when passing it?" in page.text
    client.click(ASK)
    page = client.submit(said="together", words="", source="Remarks, page 4")
    assert "Enter what the judge said" in page.text
    page = client.submit(said="together", words="All of it is one", source="Remarks, page 4")
    assert "“All of it is one” (Remarks, page 4)" in page.text
    assert "are one case" in page.text
    assert "Robbery: triable only on indictment" in page.text


def test_of_the_earliest_sentence_nothing_is_asked(signed_in, review: Review) -> None:
    client = signed_in(Role.CASEWORKER)
    show(client, review, f"/sentences/{review.sentences[0].id}/same-case", status=409)


def test_the_form_of_a_sentence_asks_how_it_came_to_the_crown_court(
    signed_in, review: Review
) -> None:
    client = signed_in(Role.CASEWORKER)
    show(client, review, f"/sentences/{review.sentences[-1].id}")
    page = client.submit(came_by="appeal")
    assert "On an appeal from a magistrates’ court" in page.text
    assert "Whether the scheme covers that is not settled" in page.text
