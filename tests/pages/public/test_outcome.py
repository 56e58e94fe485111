"""What became of a request, on the status page: its steps to the court’s decision, and letters."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.page import Page
from tests.support.published import published
from tests.support.referred import filed_and_served
from ulss_tracker import clock
from ulss_tracker.models import LetterKind, Message, PublishedLetter, Request, Review, db
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services import letters
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import court
from ulss_tracker.services.referral.court import CourtDecisionInput, HearingInput
from ulss_tracker.services.requests import secret_code

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
REFUGE = "The Refuge\n7 Hidden Lane\nLeeds LS1 1UR"


def opened(client: CheckedClient, request: Request) -> Page:
    code = secret_code.renew(request, build.user())
    client.get("/status")
    page: Page = client.submit("Continue", reference=request.reference, code=code)
    return page


def steps(page: Page) -> str:
    return " ".join(page.one("main ol").text_content().split())


def hear(review: Review, on: date) -> None:
    listed = HearingInput(on=on, at=time(10, 30), court="Court 4", constitution="")
    court.list_hearing(review, listed, build.user(), version=review.version)


def decide(review: Review) -> None:
    decided = CourtDecisionInput(
        on=NOW.date(), outcome=Outcome.INCREASED, revised_sentence="9 years’ imprisonment"
    )
    court.record_decision(review, decided, build.user(), version=review.version)


def test_the_steps_go_on_to_the_court_s_decision_and_do_not_say_which(
    client: CheckedClient,
) -> None:
    review = filed_and_served()
    (request,) = review.case.requests
    page = opened(client, request)
    assert (
        "Decided Wednesday 18 March 2026 Court of Appeal asked Now Wednesday 18 March 2026"
    ) in steps(page)
    assert "Hearing (not yet) Court of Appeal’s decision (not yet)" in steps(page)
    assert "Change your contact details" in page.links
    assert "Withdraw your request" not in page.links
    hear(review, date(2026, 5, 5))
    hear(review, date(2026, 5, 6))
    page = client.get("/status/request")
    assert "Hearing NowThe Court of Appeal hears it on Wednesday 6 May 2026." in steps(page)
    decide(review)
    page = client.get("/status/request")
    assert "Court of Appeal’s decision Now Wednesday 18 March 2026The Court" in steps(page)
    assert "increased" not in page.text
    assert "9 years" not in page.text


def test_a_case_that_was_not_referred_has_no_steps_at_court(client: CheckedClient) -> None:
    review = build.review_to_decide()
    with transaction():
        review.outcome = Outcome.NOT_REFERRED
        review.state = "to_tell"
    page = opened(client, review.case.requests[0])
    assert "Decided Now" in steps(page)
    assert "Court of Appeal asked" not in page.text


@pytest.mark.parametrize("outcome", [Outcome.NOT_IN_SCHEME, Outcome.OUT_OF_TIME])
def test_a_case_that_ended_at_once_has_no_papers_and_no_law_officers(
    client: CheckedClient, at, outcome: Outcome
) -> None:
    review = build.eligible_review()
    at(NOW + timedelta(days=2))
    with transaction():
        review.outcome, review.outcome_at, review.state = outcome, clock.now(), State.TO_TELL
    page = opened(client, review.case.requests[0])
    assert steps(page).startswith(
        "Received Wednesday 18 March 2026 Being checked Wednesday 18 March 2026"
        " Decided Now Friday 20 March 2026A decision has been made."
    )
    assert "apers" not in steps(page)
    assert "aw officers" not in steps(page)
    assert "(not yet)" not in steps(page)


def test_leave_refused_on_paper_had_no_hearing(client: CheckedClient) -> None:
    review = filed_and_served()
    with transaction():
        review.outcome, review.outcome_at = Outcome.LEAVE_REFUSED, clock.now()
        review.state = State.TO_TELL
    page = opened(client, review.case.requests[0])
    assert "Court of Appeal asked Wednesday 18 March 2026 Court of Appeal’s decision Now" in steps(
        page
    )
    assert "Hearing" not in steps(page)


def test_what_is_taken_back_from_the_court_was_not_decided_by_it(client: CheckedClient) -> None:
    review = filed_and_served()
    with transaction():
        review.outcome, review.outcome_at = Outcome.WITHDRAWN, clock.now()
        review.state = State.TO_TELL
    page = opened(client, review.case.requests[0])
    assert "Court of Appeal asked Wednesday 18 March 2026" in steps(page)
    assert "Court of Appeal’s decision" not in steps(page)


def test_a_step_from_before_the_request_has_no_day(client: CheckedClient, at) -> None:
    review = build.review_to_decide()
    at(NOW + timedelta(days=3))
    later = build.request(email="later@example.org")
    cases.join_case(later, review.case, build.user())
    page = opened(client, later)
    assert steps(page).startswith("Received Saturday 21 March 2026 Being checked (done)")
    assert "18 March" not in page.text


def test_one_offender_under_way_says_nothing_of_where_another_has_been(
    client: CheckedClient,
) -> None:
    review = build.review_to_file()
    cases.add_review(review.case, "Another Person", build.user())
    page = opened(client, review.case.requests[0])
    assert "Being checked Now" in steps(page)
    assert "Papers asked for (not yet) With the law officers (not yet)" in steps(page)


def test_a_letter_is_read_behind_reference_and_code_alone(client: CheckedClient) -> None:
    review = build.review_to_file()
    (request,) = review.case.requests
    other = build.request(email="other@example.org")
    first = published(request, "<p>Dear Ada</p><h2>It was <em>not</em> referred</h2>")
    again = published(request, "<p>Said better</p>", replaces=first)
    theirs = published(other, "<p>Another’s words</p>")
    client.get(f"/status/letters/{again.letter_id}", status=302)
    page = opened(client, request)
    assert "What the law officers decided" in page.links
    assert "Another" not in page.html
    page = client.click("What the law officers decided")
    assert page.h1 == "What the law officers decided"
    assert "Said better" in page.text
    for elsewhere in (first, theirs):
        client.get(f"/status/letters/{elsewhere.letter_id}", status=404)
    client.get("/status/request")
    client.submit("Close this request on this device")
    client.get(f"/status/letters/{again.letter_id}", status=302)


@pytest.mark.slow
def test_an_issued_letter_is_published_without_the_address_in_its_window(
    client: CheckedClient,
) -> None:
    """Nor is the address in the email: whoever reads the mailbox does not learn where they live."""
    review = filed_and_served()
    (request,) = review.case.requests
    with transaction():
        request.postal_address = REFUGE
    hear(review, date(2026, 5, 6))
    by = build.user()
    draft = letters.draft(LetterKind.HEARING_LISTED, by, review=review, request=request)
    letter = letters.issue(draft, by)
    assert "Hidden Lane" in letter.html
    (row,) = db.session.scalars(select(PublishedLetter))
    (sent,) = db.session.scalars(select(Message).where(Message.kind == "letter"))
    assert sent.recipient == request.email
    for words in (row.text, sent.body):
        assert "Court 4" in words
        assert "Hidden Lane" not in words
        assert "Refuge" not in words
    opened(client, request)
    page = client.click("The hearing")
    assert "Wednesday 6 May 2026" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Hidden" not in page.html
    acknowledged = letters.draft(LetterKind.ACKNOWLEDGEMENT, by, case=review.case, request=request)
    letters.issue(acknowledged, by)
    assert len(db.session.scalars(select(PublishedLetter)).all()) == 1
