"""Merging two cases on pages: side by side, said beforehand, the old reference, undoing."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import CourtSource, Fact, Review
from ulss_tracker.permissions import Role
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
LINK = "It is the same proceeding as another case"


@pytest.fixture
def first(app: Flask, at: Callable[[datetime], None]) -> Review:
    at(NOW)
    made = build.review(offender_name="John Archer")
    build.sentence(made)
    return made


@pytest.fixture
@transaction()
def second(first: Review) -> Review:
    made = build.review(offender_name="Jon Archer", requester_name="Second")
    build.sentence(made)
    return made


def address(review: Review) -> str:
    return f"/casework/cases/{review.case.reference}"


def test_from_side_by_side_to_joined_and_back(signed_in, first: Review, second: Review) -> None:
    old, new = second.case.reference, first.case.reference
    request = second.case.requests[0].reference
    client: CheckedClient = signed_in(Role.CASEWORKER)
    client.get(address(second))
    page = client.click(LINK)
    assert f"Compare with case {new}" in page.links
    page = client.submit("Show them side by side", reference=new.lower())
    assert page.h1 == "Are they one proceeding?"
    assert page.rows[0][1:] == [f"Would close{old}", f"Would remain{new}"]
    page = client.submit(f"Join {old} to {new}", reason="")
    assert page.errors == ["Enter how you know that they are one proceeding"]
    page = client.submit(f"Join {old} to {new}", reason="One case number")
    assert f"{old} is joined to this case" in page.text
    assert f"joined case {old} to this one" in page.text
    assert request in client.get(f"{address(first)}/requests").text
    page = client.get(address(second))
    assert "This case is joined to another, and is closed. It is kept to be read." in page.text
    assert f"case {new}" in page.links
    client.get("/casework/search")
    page = client.submit("Search", words=old)
    assert page.h1 == f"Case {new}"
    assert f"{old} was joined to this case" in page.text
    client.get(address(second))
    client.click("They are not one proceeding")
    page = client.submit("Undo the joining", reason="")
    assert page.errors == ["Enter why they are not one proceeding"]
    page = client.submit("Undo the joining", reason="Two men of one name")
    assert f"{old} is a case of its own again" in page.text
    assert request in client.get(f"{address(second)}/requests").text


def test_the_older_case_remains_unless_they_are_turned_round(
    signed_in, first: Review, second: Review
) -> None:
    client: CheckedClient = signed_in(Role.CASEWORKER)
    client.get(f"{address(first)}/join")
    page = client.submit("Show them side by side", reference=second.case.reference)
    assert page.rows[0][2] == f"Would remain{first.case.reference}"
    page = client.click(f"Turn them round: {second.case.reference} remains")
    assert page.rows[0][2] == f"Would remain{second.case.reference}"


def test_each_offender_is_asked_for(signed_in, first: Review, second: Review) -> None:
    cases.add_review(second.case, "Mary Cooper", build.user())
    client: CheckedClient = signed_in(Role.CASEWORKER)
    client.get(f"{address(second)}/join/{first.case.reference}")
    page = client.submit(
        f"Join {second.case.reference} to {first.case.reference}", reason="One case number"
    )
    assert page.errors == [f"Choose who Mary Cooper is in {first.case.reference}"]


def test_what_stands_in_the_way_is_said_and_no_button_is_shown(
    signed_in, first: Review, second: Review
) -> None:
    build.conviction(second.sentences[0])
    build.submit(second)
    client: CheckedClient = signed_in(Role.CASEWORKER)
    page = client.get(f"{address(second)}/join/{first.case.reference}")
    assert "the law officers were sent papers. So it cannot be the one that closes." in page.text
    assert not page.select("main form button")


def test_what_the_other_case_lacks_is_shown_ticked_and_carried_over(
    signed_in, first: Review
) -> None:
    bare = build.review(offender_name="John Archer", requester_name="Third")
    build.conviction(first.sentences[0])
    verification.verify(
        first,
        [Fact.SENTENCE_DATE],
        source=CourtSource.CPS,
        source_reference="",
        by=build.user(email="second@example.org", name="Ann Second"),
        version=first.version,
    )
    old, new = first.case.reference, bare.case.reference
    client: CheckedClient = signed_in(Role.CASEWORKER)
    page = client.get(f"{address(first)}/join/{new}")
    assert "John Archer: date of sentence, by Ann Second" in page.text
    ticks = page.select("input[name=carried]")
    assert [each.get("checked") is not None for each in ticks] == [True]
    assert "John Archer: sentence of" in page.text
    page = client.submit(f"Join {old} to {new}", reason="One case number", carried=[])
    assert page.errors
    assert "Carry the sentence over first" in page.errors[0]
    assert page.one("#reason").text_content().strip() == "One case number"
    page = client.submit(f"Join {old} to {new}", carried=[ticks[0].get("value")])
    assert f"{old} is joined to this case" in page.text
    page = client.get(f"{address(bare)}/timeline")
    assert "Carried over from the case that was joined" in page.text
    assert "Robbery" in page.text
    assert "Confirmation: date of sentence" in page.text
    client.get(address(first))
    page = client.click("They are not one proceeding")
    assert f"What was carried over to {new} is taken out of it again" in page.text
    client.submit("Undo the joining", reason="Two men of one name")
    page = client.get(f"{address(bare)}/timeline")
    assert "What was carried over is taken out again" in page.text


def test_a_case_that_lacks_nothing_says_so(signed_in, first: Review, second: Review) -> None:
    client: CheckedClient = signed_in(Role.CASEWORKER)
    page = client.get(f"{address(second)}/join/{first.case.reference}")
    assert (
        f"{first.case.reference} has every sentence, offence and paper that "
        f"{second.case.reference} has." in page.text
    )


@pytest.mark.parametrize("typed", ["", "ULS-2026-9999", "rubbish"])
def test_a_reference_that_leads_nowhere_is_said(signed_in, first: Review, typed: str) -> None:
    client: CheckedClient = signed_in(Role.CASEWORKER)
    client.get(f"{address(first)}/join")
    assert client.submit("Show them side by side", reference=typed).errors
    assert client.submit("Show them side by side", reference=first.case.reference).errors


def test_a_sealed_case_is_no_case_to_join(signed_in, first: Review, second: Review) -> None:
    by = build.user(Role.SUPERVISOR)
    sealing.seal(first.case, [], "A judge’s family", by)
    reference = first.case.reference
    client: CheckedClient = signed_in(Role.CASEWORKER)
    page = client.get(f"{address(second)}/join")
    assert reference not in page.text
    page = client.submit("Show them side by side", reference=reference)
    assert page.errors == ["There is no case with this reference"]
    client.get(f"{address(second)}/join/{reference}", status=404)


def test_a_request_joins_the_case_that_remains_by_an_old_reference(
    signed_in, first: Review, second: Review
) -> None:
    client: CheckedClient = signed_in(Role.CASEWORKER)
    client.get(f"{address(second)}/join/{first.case.reference}")
    client.submit(f"Join {second.case.reference} to {first.case.reference}", reason="One number")
    asked = build.request(offender_name="Somebody Else")
    client.get(f"/casework/requests/{asked.reference}")
    page = client.submit("Join the case", reference=second.case.reference)
    assert f"joined to {first.case.reference}" in page.text
