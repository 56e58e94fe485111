"""A charge sheet pasted by the public: its offences are ticked, and the ticks are assessed."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.support.charge_sheets import SHEET
from tests.support.checked_client import CheckedClient
from tests.support.page import Page
from tests.support.public_journey import go_to, send, step_of
from tests.support.records import the_request
from ulss_tracker.models import Draft, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.ticks import CONVICTIONS
from ulss_tracker.services.requests import triage

PASTED = " ".join(SHEET.split())


def list_of(client: CheckedClient) -> Page:
    return go_to(client, "convictions", offence={"offence": SHEET})


def outlook(page: Page, client: CheckedClient) -> Page:
    """The answer, in the way or looked up."""
    return page if step_of(page) == "outlook" else client.get("/request/outlook")


def ticks(page: Page) -> dict[str, bool]:
    """Each count's own words, as far as its offence, with whether it is ticked."""
    labels = page.select(".govuk-checkboxes__label")
    boxes = page.select("input[name=convictions]")
    return {
        " ".join(label.text_content().split()).partition(",")[0]: box.get("checked") is not None
        for label, box in zip(labels, boxes, strict=True)
    }


def values(page: Page) -> list[str]:
    return [str(box.get("value")) for box in page.select("input[name=convictions]")]


def test_each_conviction_is_ticked_and_the_rest_set_aside(client: CheckedClient) -> None:
    page = list_of(client)
    assert ticks(page) == {
        "Robbery": True,
        "Driving while disqualified": True,
        "Wounding with intent": False,
        "Common assault": False,
    }
    assert "Robbery (Theft Act 1968 s.8(1))" in page.text
    assert "Not ticked" not in page.text


def test_left_as_it_is_the_sheet_is_assessed_as_it_reads(client: CheckedClient) -> None:
    list_of(client)
    page = outlook(client.submit("Continue"), client)
    assert "The sentence looks to be in the scheme" in page.text


def test_what_is_unticked_is_not_assessed(client: CheckedClient) -> None:
    page = list_of(client)
    page = outlook(client.submit("Continue", convictions=[values(page)[1]]), client)
    assert "The sentence may not be in the scheme" in page.text
    page = client.get("/request/convictions")
    assert list(ticks(page).values()) == [False, True, False, False]


def test_nothing_ticked_is_no_answer_and_never_a_no(client: CheckedClient) -> None:
    list_of(client)
    page = outlook(client.submit("Continue", convictions=None), client)
    assert "We cannot tell yet whether the sentence is in the scheme" in page.text


def test_what_was_typed_is_sent_as_it_is_and_the_ticks_reach_the_office(
    client: CheckedClient, signed_in: Callable[[Role], CheckedClient]
) -> None:
    page = list_of(client)
    second = values(page)[1]
    send(client, offence={"offence": SHEET}, convictions={"convictions": [second]})
    page = client.get("/request/copy")
    assert "Driving while disqualified, section 103 RTA 1988" in page.text
    assert (the_request().offence_text, the_request().offence_answers) == (
        PASTED,
        {CONVICTIONS: second},
    )
    assert triage.assess_request(the_request()).verdict is Verdict.NOT_IN_SCHEME
    page = signed_in(Role.CASEWORKER).get(f"/casework/requests/{the_request().reference}")
    assert page.summary["Ticked as convictions"] == (
        "Driving while disqualified, section 103 RTA 1988"
    )
    assert "left out, as it was not ticked" in page.text


def test_the_ticks_are_shown_before_sending_and_can_be_changed(client: CheckedClient) -> None:
    page = go_to(client, "check-answers", offence={"offence": SHEET})
    label = "Offences the person was sentenced for"
    assert page.summary[label].startswith("Robbery, contrary to section 8(1)")
    page = client.get("/request/convictions?change=yes")
    client.submit("Continue", convictions=None)
    page = client.get("/request/check-answers")
    assert page.summary[label] == "None of those listed"


def test_other_words_are_asked_about_anew(client: CheckedClient) -> None:
    page = list_of(client)
    client.submit("Continue", convictions=[values(page)[1]])
    client.get("/request/offence")
    page = client.submit("Continue", offence="1. Rape 2. Theft")
    assert (step_of(page), ticks(page)) == ("convictions", {"Rape": True, "Theft": True})


@pytest.mark.parametrize("offence", ["Robbery", "murder and robbery", "he killed my son"])
def test_other_words_show_no_list(client: CheckedClient, offence: str) -> None:
    page = go_to(client, "offence")
    page = client.submit("Continue", offence=offence)
    assert step_of(page) != "convictions"
    client.get("/request/convictions", status=302)


def test_a_death_on_the_road_offers_driving_first_then_murder_and_manslaughter(
    client: CheckedClient,
) -> None:
    page = go_to(client, "which-offence", offence={"offence": "hit and run, she died"})
    labels = [label.text_content().strip() for label in page.select(".govuk-radios__label")]
    assert labels[0] == "Causing death by dangerous driving"
    assert {"Murder", "Manslaughter"} <= {*labels}
    assert "Failing to stop or report an accident" in labels


def test_ticks_not_sent_yet_are_kept_when_the_page_is_hidden(client: CheckedClient) -> None:
    page = list_of(client)
    token = page.one("input[name=csrf_token]").get("value")
    typed = {"csrf_token": token, "convictions": values(page)[1:3]}
    client.post("/request/convictions/typed", status=204, data=typed)
    db.session.rollback()
    kept = db.session.scalars(select(Draft)).one().answers["typed"]["convictions"]
    assert kept == {"convictions": values(page)[1:3]}
    shown = ticks(client.get("/request/convictions"))
    assert list(shown.values()) == [False, True, True, False]
