"""The letters of a case, as lists: being written, to everyone at once, issued."""

import pytest
from flask import Flask

from tests.support import build
from ulss_tracker.models import LetterKind, Review
from ulss_tracker.permissions import Role
from ulss_tracker.services import letters
from ulss_tracker.services.cases import duplicates
from ulss_tracker.services.core.unit_of_work import transaction


@pytest.fixture
def review(app: Flask) -> Review:
    return build.review(requester_name="Ada Brown")


def address(review: Review) -> str:
    return f"/casework/cases/{review.case.reference}/letters"


def test_letters_issued_are_filtered_sorted_and_paged(review: Review, signed_in) -> None:
    with transaction():
        for _ in range(52):
            build.letter(review, LetterKind.REFERRAL)
    build.letter(review, LetterKind.OFFENDER_NOTICE)
    client = signed_in(Role.CASEWORKER)
    page = client.get(address(review))
    assert len(page.rows) == 51
    assert page.rows[1][0].startswith(LetterKind.OFFENDER_NOTICE.label)
    page = client.click("Next page")
    assert len(page.rows) == 4
    page = client.get(f"{address(review)}?sort=issued")
    assert f"{LetterKind.REFERRAL.label}, version 1" in page.rows[1][0]
    page = client.get(f"{address(review)}?kind=offender_notice")
    assert len(page.rows) == 2
    page = client.get(f"{address(review)}?kind=acknowledgement")
    assert "No letter issued matches these filters." in page.text


def test_many_letters_being_written_are_a_link_away(review: Review, signed_in) -> None:
    others = [build.request(requester_name=f"Person {number}") for number in range(12)]
    duplicates.join_many(others, review.case, build.user())
    for asked in others:
        letters.draft(LetterKind.ACKNOWLEDGEMENT, build.user(), case=review.case, request=asked)
    client = signed_in(Role.CASEWORKER)
    assert len(client.get(address(review)).rows) == 11
    page = client.click("All 12 letters being written")
    assert page.h1 == "Letters being written"
    assert len(page.rows) == 13
    assert "Person 11" in page.text


def test_letters_to_everyone_are_found_again_from_the_case(review: Review, signed_in) -> None:
    build.letter_batch(review)
    client = signed_in(Role.CASEWORKER)
    client.get(address(review))
    page = client.click(f"{LetterKind.ACKNOWLEDGEMENT.label} to everyone")
    assert page.h1 == "Letters to everyone who asked"
    page = signed_in(Role.LAW_OFFICER).get(address(review))
    assert f"{LetterKind.ACKNOWLEDGEMENT.label} to everyone" in page.text
    assert not [words for words in page.links if words.endswith("to everyone")]


def test_whoever_does_not_write_letters_reads_the_draft(review: Review, signed_in) -> None:
    letters.draft(
        LetterKind.ACKNOWLEDGEMENT, build.user(), case=review.case, request=review.case.requests[0]
    )
    client = signed_in(Role.LAW_OFFICER)
    page = client.get(address(review))
    [link] = [href for words, href in page.links.items() if "PDF of the draft" in words]
    assert client.get(link).mimetype == "application/pdf"
