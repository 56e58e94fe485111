"""A message of a court or the CPS finds its case by a number, else by the offender and the day."""

from datetime import date

import pytest
from flask import Flask

from tests.support import build
from tests.support.inbound import ARRIVED, again, take
from ulss_tracker.models import Case, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.correspondence import likely
from ulss_tracker.services.matching import named_cases
from ulss_tracker.services.matching.named_cases import NamedBy

CPS, COURT = "Jo Lawyer <jo@cps.gov.uk>", "Listing <listing@leeds.crowncourt.example.gov.uk>"
DAY = date(2026, 10, 9)
NAMED = (
    "Lee Exford was sentenced at Leeds Crown Court on 9 October 2026. The opening note that you "
    "asked for is attached."
)


def review_of(offender: str = "Lee Exford", number: str = "", urn: str | None = None) -> Review:
    review = build.review(offender_name=offender, court_id="leeds", sentenced_on=DAY)
    build.sentence(review, sentenced_on=DAY)
    review.case.court_case_number, review.case.cps_reference = number, urn
    db.session.commit()
    return review


@pytest.fixture
def case(app: Flask, at) -> Case:
    at(ARRIVED)
    return review_of(number="T2026 7123", urn="01AB1234526").case


@pytest.mark.parametrize(
    ("sender", "words", "by"),
    [
        (CPS, "T20267123: the papers follow.", NamedBy.COURT),
        (COURT, "Case T 2026 7123 is listed on Monday.", NamedBy.COURT),
        (CPS, "Our URN is 01/AB/12345/26. The papers follow.", NamedBy.CPS),
        (CPS, "01AB 1234526 refers.", NamedBy.CPS),
        (CPS, NAMED, NamedBy.OFFENDER),
        (CPS, "T20267124 is another case.", None),
        # What anybody may know of a case tells no stranger that the office has it.
        ("Ann Example <ann@example.org>", "T20267123: the judge was HHJ Example.", None),
    ],
)
def test_it_is_placed_by_the_surest_of_what_an_office_names(
    case: Case, sender: str, words: str, by: NamedBy | None
) -> None:
    message = take(words, From=sender, Subject="For you")

    assert message.proposal["reference"] == (case.reference if by else "")
    assert (message.request and message.request.case) == (case if by else None)
    assert (by is None) or by.label in message.proposal["reason"]


def test_a_request_of_the_police_that_names_a_sentence_stays_one(case: Case) -> None:
    message = take(
        "I was the officer in the case. Lee Exford was sentenced to two years for robbery at Leeds "
        "Crown Court on 9 October 2026. Please review it, it is too lenient.",
        From="Sam Example <sam@north.police.uk>",
    )
    assert message.kind == "new_request"
    assert message.request is not None
    assert message.request not in case.requests


def test_where_two_cases_are_named_a_person_says_which(case: Case, signed_in) -> None:
    other = review_of("Bo Wyford", number="T20267124/T20267125").case
    words = "T20267123 and T20267125: the papers follow."
    message = take(words, From=CPS, Subject="For you")
    assert message.request is None
    assert likely.cases_of(message) == [other, case]
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/mailbox/{message.id}")
    client.submit(f"It is about {other.reference}")
    assert again(message).request in other.requests


def test_our_own_references_come_first(case: Case) -> None:
    (request,) = case.requests
    for words in (case.reference.replace("-", " "), f"{request.reference} and T20267999"):
        assert named_cases.find(words) == named_cases.NamedCases((case,), NamedBy.OURS)
    assert named_cases.find("nothing", ["Lee Exford"], DAY).by is NamedBy.OFFENDER
    assert not named_cases.find("nothing", ["Lee Exford"], date(2026, 9, 9)).cases
