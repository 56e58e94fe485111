"""Logging a request that came by phone, email or letter."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from tests.support import build
from tests.support import sample_files as sample
from tests.support.awkward import ARABIC
from tests.support.checked_client import CheckedClient, filled
from tests.support.records import the_request
from tests.support.tables import from_table, pairs, rows
from tests.support.traces import nothing_kept
from ulss_tracker import clock
from ulss_tracker.models import Channel, Document, Draft, Request, db
from ulss_tracker.services.cases import cases
from ulss_tracker.services.files import safe_copies
from ulss_tracker.services.requests import details, draft_expiry
from ulss_tracker.services.requests.details import AsksToo

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Request.id))) or 0


# Logging one.

LOGGED = {
    "channel": "phone",
    "received_at-day": "17",
    "received_at-month": "3",
    "received_at-year": "2026",
    "received_at-time": "4:45pm",
    "offender_name": "John Archer",
    "standing": "victim",
}


def log(client: CheckedClient, status: int = 200, **changes):
    client.get("/casework/requests/new")
    return client.submit("Log the request", status=status, **(LOGGED | changes))


READ = "Read the letter and fill in the form"


def dropped(words: str = sample.LETTER) -> tuple[io.BytesIO, str]:
    return io.BytesIO(sample.photographed(words)), "IMG_0412.jpg"


@pytest.mark.slow
def test_a_photographed_letter_is_read_and_fills_in_what_nobody_typed(
    caseworker: CheckedClient,
) -> None:
    caseworker.get("/casework/requests/new")
    page = caseworker.submit(READ, files=dropped(), requester_name="A. Example")
    assert "The letter is being read, which takes about a minute." in page.text
    letter = db.session.scalars(select(Document)).one()

    assert safe_copies.make_waiting() == 1
    page = caseworker.submit(READ)
    assert page.errors == []
    form = filled(page.form(READ))
    assert (form["channel"], form["offender_name"]) == ("letter", "Lee Exford")
    assert [form[f"sentenced_on-{box}"] for box in ("day", "month", "year")] == ["6", "3", "2026"]
    assert form["court"] == "Leeds Crown Court"
    assert form["requester_name"] == "A. Example"  # what was typed stays
    assert "far too low" in form["reason"]
    read_as = [mark.get("title") for mark in page.select("#letter-heading ~ p mark")]
    assert read_as == ["offender", "date of sentence", "court", "offence", "who asks"]
    assert page.one(f"img[src$='/documents/{letter.id}/pages/1']") is not None
    assert (
        "A request that is being logged" in caseworker.get(f"/casework/documents/{letter.id}").text
    )
    assert count() == 0

    caseworker.page = page
    caseworker.submit("Log the request", standing="victim")
    assert [(one.request_id, one.draft_key) for one in db.session.scalars(select(Document))] == [
        (the_request().id, None)
    ]


@pytest.mark.slow
def test_a_day_that_was_typed_or_said_is_not_joined_by_that_of_the_letter(
    caseworker: CheckedClient,
) -> None:
    caseworker.get("/casework/requests/new")
    caseworker.submit(READ, files=dropped())
    safe_copies.make_waiting()
    page = caseworker.submit(READ, sentenced_text="about a fortnight ago", standing="mp")
    form = filled(page.form(READ))
    assert (form["sentenced_on-day"], form["standing"]) == ("", "mp")
    page = caseworker.submit(READ, **{"sentenced_text": "", "sentenced_on-day": "4"})
    assert filled(page.form(READ))["sentenced_on-month"] == ""


@pytest.mark.slow
def test_a_letter_without_words_is_typed_from_its_picture_and_removed_or_forgotten(
    caseworker: CheckedClient,
) -> None:
    caseworker.get("/casework/requests/new")
    caseworker.submit(READ, files=dropped(" "))
    safe_copies.make_waiting()
    page = caseworker.submit(READ)
    assert "No words could be read in the letter." in page.text
    page = caseworker.submit("Remove IMG_0412.jpg")
    assert "The letter" not in page.text
    caseworker.submit(READ, files=dropped(" "))
    db.session.execute(update(Draft).values(changed_at=clock.now() - timedelta(days=30)))
    db.session.commit()
    assert draft_expiry.forget_old_drafts() == 1
    assert db.session.scalars(select(Document)).all() == []


def test_what_they_said_of_the_date_is_read_back_and_used_with_one_press(
    caseworker: CheckedClient,
) -> None:
    page = log(caseworker, sentenced_text="two weeks ago today")
    assert count() == 0
    assert "Do you mean Tuesday 3 March 2026?" in page.text  # as at the day it was received
    caseworker.submit("Use Tuesday 3 March 2026")
    request = the_request()
    assert request.sentenced_on == date(2026, 3, 3)
    assert request.sentenced_text == "two weeks ago today"


def test_what_they_said_of_the_date_is_kept_in_words_where_they_are_not_sure(
    caseworker: CheckedClient,
) -> None:
    page = log(caseworker, sentenced_text="2 or 3 March")
    assert "Do you mean a day from 2 to 3 March 2026?" in page.text
    assert "counted from Monday 2 March 2026, the earliest" in page.text
    assert not [button for button in page.select("button") if "Use " in button.text_content()]
    caseworker.submit("Log the request")
    request = the_request()
    assert (request.sentenced_on, request.sentenced_text) == (None, "2 or 3 March")


def test_days_still_to_come_are_kept_in_words_only(caseworker: CheckedClient) -> None:
    page = log(caseworker, sentenced_text="next Friday")
    assert "That is still to come." in page.text
    assert not [button for button in page.select("button") if "Use " in button.text_content()]
    caseworker.submit("Log the request")
    assert (the_request().sentenced_on, the_request().sentenced_text) == (None, "next Friday")


def test_other_words_are_read_back_anew(caseworker: CheckedClient) -> None:
    log(caseworker, sentenced_text="2 or 3 March")
    page = caseworker.submit("Log the request", sentenced_text="yesterday")
    assert "Do you mean Monday 16 March 2026?" in page.text
    assert count() == 0


def test_words_that_say_no_date_hold_nothing_up(caseworker: CheckedClient) -> None:
    log(caseworker, sentenced_text="she could not say")
    assert the_request().sentenced_text == "she could not say"


@from_table
def test_a_day_of_no_button_of_ours_is_refused_as_a_typed_one_would_be(
    caseworker: CheckedClient, pressed: str, said: str
) -> None:
    page = caseworker.get("/casework/requests/new")
    token = page.select("[name=csrf_token]")[0].get("value")
    fields = LOGGED | {"csrf_token": token, "use_day": pressed, "sentenced_text": "2 March"}
    assert said in caseworker.post("/casework/requests/new", data=fields, status=200).text
    assert count() == 0


@from_table
def test_a_court_that_is_certain_is_one_press(
    caseworker: CheckedClient, typed: str, court_id: str
) -> None:
    log(caseworker, court=typed)
    request = the_request()
    assert (request.court_id, request.court_text) == (court_id, typed)


def test_a_court_that_may_be_two_is_asked_about(caseworker: CheckedClient) -> None:
    page = log(caseworker, court="Newport")
    assert page.errors == ["Choose what you mean by “Newport”"]


def test_a_request_that_came_by_phone_is_logged_with_its_true_time(
    caseworker: CheckedClient,
) -> None:
    page = log(
        caseworker,
        court="Leeds Crown Court",
        **{"sentenced_on-day": "2", "sentenced_on-month": "March", "sentenced_on-year": "2026"},
        offence_text="Robbery",
        reason="She rang in tears.",
        requester_name="Ada Brown",
        telephone="01632 960 001",
    )
    request = the_request()
    assert page.h1 == f"Request {request.reference}"
    assert f"Request {request.reference} logged" in page.text
    assert request.channel is Channel.PHONE
    assert request.received_at == datetime(2026, 3, 17, 16, 45, tzinfo=UTC)
    assert request.court_id == "leeds"
    assert request.telephone == "01632 960 001"


def test_a_date_that_looks_wrong_is_asked_about_beside_it_and_may_be_right(
    caseworker: CheckedClient,
) -> None:
    sunday = {"sentenced_on-day": "1", "sentenced_on-month": "3", "sentenced_on-year": "2026"}
    with nothing_kept():
        page = log(caseworker, **sunday)
    assert page.errors == []
    assert page.one("#check-heading").text == "Not logged yet"
    assert "Sunday 1 March 2026 is at a weekend" in page.one("#date-doubts").text_content()
    assert page.one("#offender_name").get("value") == "John Archer"
    page = caseworker.submit("Log the request")
    assert page.h1 == f"Request {the_request().reference}"
    review = cases.open_case(the_request(), build.user())
    page = caseworker.get(f"/casework/cases/{review.case.reference}/timeline")
    assert "The date was kept although doubted: weekend" in page.text


def test_the_date_perhaps_meant_is_one_press_away(caseworker: CheckedClient) -> None:
    last_year = {"sentenced_on-day": "3", "sentenced_on-month": "3", "sentenced_on-year": "2025"}
    with nothing_kept():
        log(caseworker, **last_year)
        page = caseworker.submit("Use Tuesday 3 March 2026")
    assert page.one("#sentenced_on-year").get("value") == "2026"
    assert not page.select("#date-doubts")
    page = caseworker.submit("Log the request")
    assert page.h1 == f"Request {the_request().reference}"
    assert the_request().sentenced_on == date(2026, 3, 3)


def test_an_empty_form_says_everything_that_is_wanted_and_makes_nothing(
    caseworker: CheckedClient,
) -> None:
    caseworker.get("/casework/requests/new")
    caseworker.refused(
        "Log the request", "Choose how the request reached us", "Choose who is asking"
    )


def test_a_call_is_received_now_unless_another_time_is_given(caseworker: CheckedClient) -> None:
    caseworker.get("/casework/requests/new")
    caseworker.submit(
        "Log the request", channel="phone", offender_name="John Archer", standing="victim"
    )
    assert the_request().received_at == clock.now().replace(second=0, microsecond=0)


def test_a_call_brings_all_offenders_each_safe_way_and_what_they_need(
    caseworker: CheckedClient,
) -> None:
    log(
        caseworker,
        telephone="020 7946 0123",
        other_offenders="Lee Pike\nDean Marsh",
        may_email="no",
        may_telephone="yes",
        may_text="no",
        may_leave_message="no",
        may_post="yes",
        language="cy",
        support_needs="Large print",
    )
    request = the_request()
    assert request.other_offenders.split("\n") == ["Lee Pike", "Dean Marsh"]
    wishes = (request.may_email, request.may_telephone, request.may_text)
    assert wishes == (False, True, False)
    assert (request.may_leave_message, request.may_post) == (False, True)
    assert (request.language, request.support_needs) == ("cy", "Large print")


def test_what_nobody_asked_on_a_call_stays_not_said(caseworker: CheckedClient) -> None:
    log(caseworker)
    request = the_request()
    assert (request.may_leave_message, request.may_post, request.language) == (None, None, "en")


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    caseworker: CheckedClient, subtests: pytest.Subtests
) -> None:
    for changes, error in rows(
        __file__, "log_request.what_is_wrong_is_said_and_what_was_typed_is_kept", pairs, str
    ):
        with subtests.test(changes=changes, error=error):
            caseworker.get("/casework/requests/new")
            page = caseworker.refused("Log the request", **LOGGED | changes)
            assert len(page.errors) == 1
            assert error in page.errors[0]
            kept = {
                field.get("name"): field.get("value", "")
                for field in page.select("main input:not([type=radio])")
            }
            for name, value in (LOGGED | changes).items():
                if name not in {"channel", "standing"}:
                    assert kept[name] == value
            assert page.one("input[name=channel][checked]").get("value") == "phone"
            assert page.one("input[name=standing][checked]").get("value") == "victim"


def test_a_court_nobody_knows_is_kept_in_its_own_words(caseworker: CheckedClient) -> None:
    log(caseworker, court="HHJ Martin Levett")
    assert (the_request().court_id, the_request().court_text) == (None, "HHJ Martin Levett")


def test_a_court_that_may_be_several_is_asked_about_or_left_in_words(
    caseworker: CheckedClient,
) -> None:
    page = log(caseworker, court="Manchester")
    offered = [radio.get("value") for radio in page.select("input[name=court-id]")]
    assert len(offered) > 2
    assert offered[-1] == "-"
    caseworker.submit("Log the request", **{"court-id": "-"})
    assert (the_request().court_id, the_request().court_text) == (None, "Manchester")


def test_two_hundred_characters_of_arabic_fit_and_are_kept(caseworker: CheckedClient) -> None:
    assert len(ARABIC) == 200
    log(caseworker, offender_name=ARABIC)
    assert the_request().offender_name == ARABIC


def test_the_same_form_sent_twice_is_one_request(caseworker: CheckedClient) -> None:
    page = caseworker.get("/casework/requests/new")
    caseworker.submit("Log the request", **LOGGED)
    caseworker.page = page  # the browser's back button, and the button again
    again = caseworker.submit("Log the request", **LOGGED)
    assert count() == 1
    assert again.h1 == f"Request {the_request().reference}"
    assert "was logged before with this form, and is not logged twice" in again.text


@pytest.mark.parametrize(
    "other",
    [{"channel": "letter"}, {"received_at-time": "9:15am"}, {"may_post": "no"}, {"language": "cy"}],
)
def test_another_value_of_any_field_is_not_lost(caseworker: CheckedClient, other) -> None:
    page = caseworker.get("/casework/requests/new")
    caseworker.submit("Log the request", **LOGGED)
    caseworker.page = page
    again = caseworker.submit("Log the request", **(LOGGED | other))
    assert f"request {the_request().reference} was logged with this form" in again.errors[0]
    caseworker.submit("Log the request")
    assert count() == 2


def test_another_request_typed_over_the_first_is_not_lost(caseworker: CheckedClient) -> None:
    page = caseworker.get("/casework/requests/new")
    caseworker.submit("Log the request", **LOGGED)
    first = the_request().reference
    caseworker.page = page  # the browser's back button, and another caller's words
    again = caseworker.submit("Log the request", **(LOGGED | {"offender_name": "Mary Bell"}))
    assert count() == 1
    assert f"request {first} was logged with this form" in again.errors[0]
    assert again.one("#offender_name").get("value") == "Mary Bell"
    caseworker.submit("Log the request")
    names = db.session.scalars(select(Request.offender_name).order_by(Request.id))
    assert list(names) == ["John Archer", "Mary Bell"]


def test_others_who_ask_with_them_are_named_as_many_as_there_are(
    caseworker: CheckedClient,
) -> None:
    caseworker.get("/casework/requests/new")
    with nothing_kept():
        caseworker.submit("Add another person", **LOGGED)
        caseworker.submit("Add another person", name_1="Ann Brown", contact_1="ann@example.org")
        caseworker.submit("Add another person", safe_1=True, name_2="Nobody")
        page = caseworker.submit("Remove person 2")
    assert page.errors == []
    assert page.one("#offender_name").get("value") == "John Archer"
    page = caseworker.submit("Log the request", name_3="Carys Brown")
    background = details.background_of(the_request())
    assert background.together == (
        AsksToo("Ann Brown", "ann@example.org", is_safe=True),
        AsksToo("Carys Brown"),
    )
    assert "Ann Brown" in page.text
