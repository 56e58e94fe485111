"""For who they are: families together, on behalf of somebody, MPs, press; a number for a name."""

from sqlalchemy import select

from tests.support.checked_client import CheckedClient, client_of, filled
from tests.support.page import Page
from tests.support.public_journey import (
    a_weekday_ago,
    date_fields,
    go_on,
    go_to,
    send,
    step_of,
)
from tests.support.traces import nothing_kept
from ulss_tracker.models import EmailUse, Request, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.requests import details
from ulss_tracker.services.requests.details import AsksToo, Background

TOGETHER = {"together": {"is_together": "yes"}}


def said() -> Background:
    db.session.rollback()
    request = db.session.scalars(select(Request).order_by(Request.id.desc())).first()
    assert request is not None
    return details.background_of(request)


def send_rest(client: CheckedClient) -> Page:
    """From the page after, the rest of the journey; the confirmation."""
    go_on(client, client.page, "check-answers")
    page: Page = client.submit("Accept and send")
    return page


def the_office_reads(signed_in, *words: str) -> None:
    request = db.session.scalars(select(Request).order_by(Request.id.desc())).first()
    page: Page = signed_in(Role.CASEWORKER).get(f"/casework/requests/{request.reference}")
    for each in words:
        assert each in page.text


def test_a_family_asks_together_each_named_and_reached_safely(
    client: CheckedClient, signed_in
) -> None:
    go_to(client, "asking-together", **TOGETHER)
    client.submit("Add another person", name_1="Ann Brown", contact_1="ann@example.org")
    client.submit("Add another person", safe_1=True, name_2="Somebody Else")
    client.submit("Continue", name_2="", name_3="Carys Brown", contact_3="01632 960001")
    page = send_rest(client)
    assert said().together == (
        AsksToo("Ann Brown", "ann@example.org", is_safe=True),
        AsksToo("Carys Brown", "01632 960001", is_safe=False),
    )
    page = client.get("/request/copy")
    assert "Do not write or call" in page.summary["Asking with you"]
    the_office_reads(signed_in, "Ann Brown", "Do not write or telephone")


def test_as_many_are_named_as_there_are_and_taken_out_again(client: CheckedClient) -> None:
    page = go_to(client, "asking-together", **TOGETHER)
    assert "You can name up to 50 people." in page.text
    with nothing_kept():
        for number in range(1, 50):
            page = client.submit("Add another person", **{f"name_{number}": f"Person {number}"})
    assert "No more than 50 people can be named here." in page.text
    assert "Add another person" not in page.text
    page = client.submit("Remove person 2", contact_50="x" * 501)
    assert page.errors == []
    assert page.one("#name_1").get("value") == "Person 1"
    assert page.select("#name_2") == []
    assert page.one("#name_3").get("value") == "Person 3"
    page = client.refused("Continue", "How to reach them must be 500 characters or fewer")
    assert len(page.select("input[id^=name_]")) == 49
    client.submit("Continue", contact_50="01632 960001")
    page = client.get("/request/asking-together")
    assert page.one("#name_2").get("value") == "Person 3"
    assert page.one("#contact_49").text_content().strip() == "01632 960001"
    send_rest(client)
    names = [f"Person {number}" for number in (1, *range(3, 50)) if number]
    assert [person.name for person in said().together] == [*names, ""]


def test_what_is_typed_of_somebody_added_is_kept_as_it_is_typed(client: CheckedClient) -> None:
    go_to(client, "asking-together", **TOGETHER)
    page = client.submit("Add another person", name_1="Ann Brown")
    typed = filled(page.form("Continue")) | {"name_2": "Carys Brown"}
    client.post("/request/asking-together/typed", data=typed, status=204)
    page = client.get("/request/asking-together")
    assert page.one("#name_2").get("value") == "Carys Brown"


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
    assert step_of(page) == "reason"
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


def the_requests() -> list[Request]:
    db.session.rollback()
    return list(db.session.scalars(select(Request).order_by(Request.id)))


def test_an_office_is_asked_nothing_of_safety_and_sees_no_exit(client: CheckedClient) -> None:
    office = {"mp_name": "Siân Hughes", "own_reference": "SH/204", "email": "s@example.org"}
    page = go_to(client, "for-whom", who_you_are={"standing": "mp"})
    assert page.select(".govuk-exit-this-page") == []
    page = go_on(client, page, "check-answers", for_whom=office)
    assert page.summary["Your reference"] == "SH/204"
    assert not any("afe" in label for label in page.summary)
    for name in ("contact", "safe-email", "told-of-the-scheme", "together"):
        client.get(f"/request/{name}", status=302)
    client.submit("Accept and send")
    safe = details.safe_of(the_requests()[0])
    assert (safe.email_use, safe.may_text) == (EmailUse.FULL, False)


def test_a_family_says_whether_they_were_told_of_the_scheme(client: CheckedClient) -> None:
    told = {"was_told": "yes", "told_by": "Witness care unit"}
    send(client, told_of_the_scheme=told | date_fields(a_weekday_ago(3), "told_on"))
    request = the_requests()[0]
    assert (request.was_told, request.told_by) == (True, "Witness care unit")
    assert request.told_on == a_weekday_ago(3)
    send(client, told_of_the_scheme={"was_told": "not_known"})
    assert (the_requests()[1].was_told, the_requests()[1].told_by) == (None, "")
