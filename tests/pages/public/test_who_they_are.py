"""For who they are: families together, on behalf of somebody, MPs, press; a number for a name."""

from sqlalchemy import select

from tests.support.checked_client import CheckedClient, client_of
from tests.support.page import Page
from tests.support.public_journey import go_to, send, step_of
from ulss_tracker.models import Request, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.requests import details
from ulss_tracker.services.requests.details import AsksToo, Background


def said() -> Background:
    db.session.rollback()
    request = db.session.scalars(select(Request).order_by(Request.id.desc())).first()
    assert request is not None
    return details.background_of(request)


def the_office_reads(signed_in, *words: str) -> None:
    request = db.session.scalars(select(Request).order_by(Request.id.desc())).first()
    page: Page = signed_in(Role.CASEWORKER).get(f"/casework/requests/{request.reference}")
    for each in words:
        assert each in page.text


def test_a_family_asks_together_each_named_and_reached_safely(
    client: CheckedClient, signed_in
) -> None:
    together = {
        "name_1": "Ann Brown",
        "contact_1": "ann@example.org",
        "safe_1": True,
        "name_3": "Carys Brown",
        "contact_3": "01632 960001",
    }
    page = send(client, asking_together=together)
    assert said().together == (
        AsksToo("Ann Brown", "ann@example.org", is_safe=True),
        AsksToo("Carys Brown", "01632 960001", is_safe=False),
    )
    page = client.get("/request/copy")
    assert "Do not write or call" in page.summary["Asking with you"]
    the_office_reads(signed_in, "Ann Brown", "Do not write or telephone")


def test_somebody_asking_for_another_says_by_what_right(client: CheckedClient, signed_in) -> None:
    page = go_to(client, "for-whom", who_you_are={"standing": "on_behalf"})
    assert page.h1 == "Who are you asking for, and what are you to them?"
    client.submit("Continue", by_right="Her mother. She knows.")
    client.get("/request/check-answers")
    send(
        client_of(client.application),
        who_you_are={"standing": "on_behalf"},
        for_whom={"by_right": "Her mother. She knows."},
    )
    assert said() == Background(by_right="Her mother. She knows.")
    the_office_reads(signed_in, "Her mother. She knows.")


def test_an_mp_says_for_which_constituent_and_who_hears(client: CheckedClient, signed_in) -> None:
    answers = {
        "constituency": "Leeds Central",
        "constituent": "Dee Brown, 1 High Street",
        "who_hears": "mp",
    }
    send(client, who_you_are={"standing": "mp"}, for_whom=answers)
    assert said() == Background(**answers)
    the_office_reads(signed_in, "Leeds Central", "Not said: do not write to them", "The MP")


def test_what_was_said_as_an_mp_is_not_shown_once_they_are_no_mp(client: CheckedClient) -> None:
    go_to(
        client,
        "check-answers",
        who_you_are={"standing": "mp"},
        for_whom={"constituency": "Leeds Central"},
    )
    client.click("Change Who you are")
    page = client.submit("Continue", standing="public")
    assert "Leeds Central" not in page.text
    client.get("/request/check-answers")
    client.submit("Accept and send")
    assert said() == Background()


def test_a_case_number_or_some_news_does_in_place_of_a_name(client: CheckedClient, app) -> None:
    nothing = {"court": {}, "date": {}, "offence": {}}
    page = go_to(client, "offender", **nothing)
    page = client.submit("Continue", offender_name="")
    assert len(page.errors) == 1
    page = client.submit("Continue", court_case_number="T20267001")
    assert step_of(page) == "before-your-story"
    send(client, **nothing, offender={"court_case_number": "T20267001"})
    assert said().court_case_number == "T20267001"
    other = client_of(app)
    news = "https://news.example.org/leeds"
    page = send(other, **nothing, offender={"news_address": news}, links={"links": news})
    assert page.h1 == "Request received"
    request = db.session.scalars(select(Request).order_by(Request.id.desc())).first()
    assert (request.offender_name, request.links) == ("", news)


def test_the_press_are_led_to_the_press_office(client: CheckedClient) -> None:
    page = go_to(client, "who-you-are")
    assert "If you are a journalist" in page.text
