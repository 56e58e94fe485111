"""The one page of a "no": what it shows to whom, and what it refuses."""

from datetime import UTC, date, datetime

import pytest

from tests.support import build, refusing
from tests.support.page import Page, words
from ulss_tracker.models import Fact, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.cases import cases

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PAGE = "Answer “no” on one page"
ASK = "Write the letter and ask for the check"
SEND = "Verify, end it and send the letter"


def sends(page: Page) -> list[str]:
    """What the page's buttons say."""
    return [words(each) for each in page.select("main button")]


def out_of_scheme() -> Review:
    review = build.review(offence_text="Dangerous driving")
    build.conviction(build.sentence(review), "no-rta-2")
    return review


def waiting() -> Review:
    review = out_of_scheme()
    refusing.prepare(review)
    return review


def test_a_request_that_the_rules_find_out_leads_to_it_and_fills_it_in(signed_in) -> None:
    asked = build.request(offence_text="Dangerous driving", court_text="Leeds", court_id="leeds")
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/requests/{asked.reference}")
    page = client.click(PAGE)
    assert page.one("#offender_name").get("value") == "John Archer"
    assert page.one("#offence").get("value") == "Dangerous driving"
    page = client.submit(ASK, order_kind="imprisonment", text="8 months’ imprisonment")
    assert "Waits for a second person" in page.text
    assert "The sentence was for this offence: Dangerous driving" in page.text


def test_a_court_that_is_certainly_elsewhere_is_asked_of_nobody(signed_in) -> None:
    asked = build.request(
        offence_text="Dangerous driving", court_text="Basingstoke Magistrates’ Court", court_id=None
    )
    client = signed_in(Role.CASEWORKER)
    page = client.get(f"/casework/requests/{asked.reference}/no")
    assert page.one("#court").get("value") == "Basingstoke Magistrates’ Court"
    assert page.select("main input[type=radio]") == []
    page = client.submit(ASK)  # the court and the day are enough
    assert page.errors == []
    assert "Waits for a second person" in page.text
    review = db.session.query(Review).one()
    assert (review.case.court_id, review.case.court_text) == (
        "magistrates",
        "Basingstoke Magistrates’ Court",
    )


def test_a_request_in_the_scheme_leads_there_from_nowhere_and_is_refused(signed_in) -> None:
    asked = build.request()
    client = signed_in(Role.CASEWORKER)
    assert PAGE not in client.get(f"/casework/requests/{asked.reference}").links
    client.get(f"/casework/requests/{asked.reference}/no")
    page = client.refused(ASK, order_kind="imprisonment", text="8 months’ imprisonment")
    assert page.errors[0].startswith("The rules do not say no")


def test_the_questions_that_decide_are_asked_on_the_same_page(signed_in) -> None:
    asked = build.request(offence_text="Unlawful wounding, section 20")
    client = signed_in(Role.CASEWORKER)
    page = client.get(f"/casework/requests/{asked.reference}/no")
    assert "Not known yet" in page.text


def test_a_list_of_offences_is_ticked_without_a_press_more(signed_in) -> None:
    asked = build.request(offence_text="1. Dangerous driving\n2. Careless driving")
    client = signed_in(Role.CASEWORKER)
    page = client.get(f"/casework/requests/{asked.reference}/no")
    assert len(page.select("input[name=convictions][checked]")) == 2
    page = client.submit(ASK, order_kind="imprisonment", text="8 months’ imprisonment")
    assert "Dangerous driving; Careless" in page.text


def test_whoever_recorded_the_facts_waits_and_another_sees_the_button(signed_in) -> None:
    review = waiting()
    db.session.commit()
    page = signed_in(Role.CASEWORKER).get(f"/casework/reviews/{review.id}/no")
    assert SEND not in sends(page)
    page = signed_in(Role.SUPERVISOR).get(f"/casework/reviews/{review.id}/no")
    assert SEND in sends(page)


def test_what_is_not_ticked_or_named_ends_nothing(signed_in) -> None:
    review = waiting()
    supervisor = signed_in(Role.SUPERVISOR)
    supervisor.get(f"/casework/reviews/{review.id}/no")
    supervisor.refused(SEND, "Choose the record you looked at", "Choose what the record shows")


@pytest.mark.slow
def test_a_fact_left_unticked_keeps_the_lock_shut(signed_in) -> None:
    review = waiting()
    supervisor = signed_in(Role.SUPERVISOR)
    supervisor.get(f"/casework/reviews/{review.id}/no")
    page = supervisor.refused(SEND, source="court_log", facts=[Fact.COURT.value])
    assert "must first be verified" in page.errors[0]


def test_out_of_time_tells_a_caseworker_who_ends_it(signed_in) -> None:
    review = build.eligible_review(sentenced_on=date(2024, 3, 4))
    refusing.prepare(review)
    build.verify(review)
    page = signed_in(Role.CASEWORKER).get(f"/casework/reviews/{review.id}/no")
    assert "supervisor" in page.text
    assert "End it and send the letter" not in sends(page)


def test_nobody_is_left_out_in_silence(signed_in) -> None:
    review = waiting()
    called = build.request(email="", telephone="020 7946 0000", requester_name="Call Me")
    cases.join_case(called, review.case, build.user())
    page = signed_in(Role.CASEWORKER).get(f"/casework/reviews/{review.id}/no")
    assert "Call Me: No email and no postal address: telephone them" in page.text


def test_a_review_in_the_scheme_says_that_there_is_no_no(signed_in) -> None:
    review = build.eligible_review()
    client = signed_in(Role.CASEWORKER)
    assert PAGE not in client.get(f"/casework/reviews/{review.id}").links
    assert "do not say no" in client.get(f"/casework/reviews/{review.id}/no").text


def test_a_late_review_leads_to_the_answer_and_not_to_papers(signed_in) -> None:
    """The green button of a sentence long passed is no work that nobody can use."""
    review = build.eligible_review(sentenced_on=date(2026, 1, 17), standing=RequesterRole.PUBLIC)
    client = signed_in(Role.CASEWORKER)
    page = client.get(f"/casework/reviews/{review.id}")
    assert PAGE in [words(each) for each in page.select(".app-next a.govuk-button")]
    assert page.select(".app-plan") == []
    page = client.get(f"/casework/reviews/{review.id}/no")
    assert "Answer “no”: out of time" in page.text
    assert "The review stays open" in page.text
    assert "Ada Brown, member of the public" in page.text
    page = client.submit(ASK)
    assert "Waits for a second person" in page.text
    page = signed_in(Role.SUPERVISOR).get(f"/casework/reviews/{review.id}/no")
    assert "Verify, answer them and send the letter" in sends(page)


def test_a_late_victims_page_says_whose_turn_it_is(signed_in) -> None:
    review = build.eligible_review(sentenced_on=date(2026, 1, 17), standing=RequesterRole.VICTIM)
    client = signed_in(Role.CASEWORKER)
    page = client.get(f"/casework/reviews/{review.id}")
    assert page.select(".app-next a.govuk-button") == []
    assert "A lawyer must say whether a longer limit gives time" in page.text
    page = client.get(f"/casework/reviews/{review.id}/no")
    assert "A lawyer must say whether a longer limit gives time" in page.text
    assert "in time, or" not in page.text


def test_a_late_request_leads_there_and_opens_its_case(signed_in) -> None:
    asked = build.request(sentenced_on=date(2026, 1, 17), standing=RequesterRole.PUBLIC)
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/requests/{asked.reference}")
    page = client.click(PAGE)
    page = client.submit(ASK, order_kind="imprisonment", text="8 months’ imprisonment")
    assert "Waits for a second person" in page.text


def test_a_no_about_a_magistrates_court_is_told_its_own_way_and_no_day(signed_in) -> None:
    asked = build.request(court_text="Basingstoke Magistrates’ Court", court_id=None)
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/requests/{asked.reference}/no")
    page = client.submit(ASK)
    review = db.session.query(Review).one()
    assert "A magistrates’ court can change a sentence that it passed" in page.text
    assert "passed at Basingstoke Magistrates’ Court on" in words(page.one(".app-letter"))
    for said in ("56 days", "Crown Court can correct", "There is still a little time"):
        assert said not in words(page.one(".app-letter")), said
    supervisor = signed_in(Role.SUPERVISOR)
    page = supervisor.get(f"/casework/reviews/{review.id}/no")
    assert {each.get("value") for each in page.select("input[name=facts]")} == {
        Fact.SENTENCE_DATE.value,
        Fact.COURT.value,
    }
    facts = [Fact.SENTENCE_DATE.value, Fact.COURT.value]
    supervisor.submit(SEND, facts=facts, source="sealed_order", source_reference="Register")
    db.session.expire_all()
    assert review.outcome is Outcome.NOT_IN_SCHEME


def test_of_the_crown_court_the_sentence_and_its_offence_are_still_wanted(signed_in) -> None:
    asked = build.request(court_text="Basingstoke Magistrates’ Court", court_id=None)
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/requests/{asked.reference}/no")
    client.refused(
        ASK,
        "Choose the kind of order",
        "Enter the sentence",
        "Enter the offence",
        court="Leeds Crown Court",
    )
