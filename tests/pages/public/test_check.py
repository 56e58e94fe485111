"""The short check's answer: honest, with its reason, and never the end of the way."""

import re
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.support.checked_client import CheckedClient
from tests.support.page import Page
from tests.support.public_journey import date_fields, go_to, reference_on, step_of
from tests.support.tables import from_table
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import court_kind
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.services.cases.convictions import ConvictionInput
from ulss_tracker.services.desk import opening
from ulss_tracker.services.requests import eligibility_checker, requests
from ulss_tracker.services.requests.eligibility_checker import EligibilityInput, Outlook, Why
from ulss_tracker.services.requests.time_check import Time

pytestmark = pytest.mark.on_sqlite

LONDON = ZoneInfo("Europe/London")
LOOKS_IN = "The sentence looks to be in the scheme"
MAY_NOT = "The sentence may not be in the scheme"
CANNOT_TELL = "We cannot tell yet whether the sentence is in the scheme"
ONLY_IF_COVERED = "The days count only if the sentence turns out to be in the scheme."
ANYWAY = "You can send your request anyway, and a lawyer will check."


def look(client: CheckedClient, court: str, offence: str, on: date | None) -> Page:
    return go_to(
        client,
        "outlook",
        court={"court": court},
        date=date_fields(on),
        check_date={"is_right": "yes"},
        offence={"offence": offence},
        which_court={"choice": "unknown"},
        which_offence={"choice": "unknown"},
        about_the_offence={"choice": "unknown"},
    )


@from_table
def test_it_says_what_can_be_said_why_and_that_it_may_be_sent_all_the_same(
    client: CheckedClient, court: str, offence: str, heading: str, reason: str
) -> None:
    page = look(client, court, offence, date(2026, 11, 2))
    assert page.h1 == heading
    assert reason in page.text
    assert (ANYWAY in page.text) == (heading != LOOKS_IN)
    assert (ONLY_IF_COVERED in page.text) == (heading == MAY_NOT)
    way_on = "Continue with your request" if heading == LOOKS_IN else "let a lawyer check"
    assert way_on in page.text
    button = next(each for each in page.select("main form button") if way_on in each.text_content())
    assert step_of(client.submit(" ".join(button.text_content().split()))) == "reason"


# Sentenced on Friday 2 January 2026: the last day is Friday 30 January, a working day.
@from_table
def test_it_says_honestly_how_the_28_days_stand(
    client: CheckedClient,
    at: Callable[[datetime], None],
    now: datetime,
    on: date | None,
    words: str,
) -> None:
    at(now)
    page = look(client, "Leeds", "Robbery", on)
    assert words in page.text
    for promise in ("six months", "14 days", "out of time"):
        assert promise not in page.text
    assert page.select("main form button")


def test_the_sums_are_shown_with_weekdays(
    client: CheckedClient, at: Callable[[datetime], None]
) -> None:
    at(datetime(2020, 12, 10, 12, tzinfo=LONDON))
    page = look(client, "Leeds", "Robbery", date(2020, 12, 4))
    assert (
        "The sentence was passed on Friday 4 December 2020. That day is not counted." in page.text
    )
    assert "The last day is Friday 1 January 2021." in page.text
    assert "5pm on Thursday 31 December 2020" in page.text


@pytest.mark.parametrize(
    ("told", "outlook", "why"),
    [
        (EligibilityInput(), Outlook.CANNOT_TELL, Why.OFFENCE_UNKNOWN),
        (EligibilityInput(court_text="Leeds"), Outlook.CANNOT_TELL, Why.OFFENCE_UNKNOWN),
        (EligibilityInput(offence_id="no such row"), Outlook.CANNOT_TELL, Why.OFFENCE_UNKNOWN),
        (
            EligibilityInput(court_id="no such court", offence_text="Robbery"),
            Outlook.CANNOT_TELL,
            Why.COURT_UNKNOWN,
        ),
        (
            EligibilityInput(court_text="Leeds", offence_text="theft; rape"),
            Outlook.LOOKS_IN,
            Why.IN_SCHEME,
        ),
        (
            EligibilityInput(court_text="Leeds", offence_text="theft; being rude"),
            Outlook.CANNOT_TELL,
            Why.OFFENCE_UNKNOWN,
        ),
        (EligibilityInput(court_text="Leeds", offence_id="sp-saa16"), Outlook.CANNOT_TELL, None),
    ],
)
def test_what_is_not_known_never_becomes_no(
    told: EligibilityInput, outlook: Outlook, why: Why | None
) -> None:
    answer = eligibility_checker.check(told)
    assert answer.outlook is outlook
    assert why in {None, answer.why}
    assert answer.time is Time.NO_DATE


def test_other_kinds_of_court_are_never_taken_for_the_crown_court() -> None:
    for text, kind in (
        ("Basingstoke Magistrates’ Court", CourtKind.MAGISTRATES),
        ("Leeds Youth Court", CourtKind.YOUTH),
        ("HHJ Smith", None),
        ("", None),
    ):
        assert court_kind(None, text) is kind


@pytest.mark.parametrize("path", ["/suggest/courts", "/suggest/offences"])
def test_suggestions_answer_anything_typed(client: CheckedClient, path: str) -> None:
    for typed in ("lee", "robb", "", "x" * 5_000, "<script>", "王小明", "%00"):
        answer = client.get(path, query_string={"q": typed})
        assert isinstance(answer.json, list)
        assert len(answer.json) <= 8
    found = client.get(path, query_string={"q": "leeds" if "courts" in path else "robbery"}).json
    assert found[0]["title"] in {"Leeds Crown Court", "Robbery"}


@from_table
def test_nobody_is_told_how_their_words_were_read(client: CheckedClient, offence: str) -> None:
    page = look(client, "Leeds Crown Court", offence, date(2026, 5, 5))
    for word in re.findall(r"\w{5,}", offence):
        assert f"“{word}”" not in page.text
    assert "no notice" not in page.text


def test_what_the_words_state_is_not_asked_again(client: CheckedClient) -> None:
    page = look(client, "Leeds", "fraud, no section 51B notice", date(2026, 5, 5))
    assert MAY_NOT in page.text


def test_a_death_told_in_everyday_words_is_met_with_a_kind_sentence(client: CheckedClient) -> None:
    page = go_to(
        client,
        "which-offence",
        court={"court": "Leeds Crown Court"},
        date=date_fields(date(2026, 5, 5)),
        check_date={"is_right": "yes"},
        offence={"offence": "he killed my son"},
    )
    assert step_of(page) == "which-offence"
    assert "We are sorry. When somebody has died" in page.text
    assert page.text.index("Murder") < page.text.index("Manslaughter") < page.text.index("Causing")


def test_what_was_typed_stays_beside_what_was_chosen_for_it(
    client: CheckedClient, signed_in: Callable[[Role], CheckedClient]
) -> None:
    typed, chosen = "he tried to kill her", "Attempt: Murder"
    picked = {"offence": typed, "offence-id": "io-murder|attempt", "offence-for": typed}
    page = go_to(client, "check-answers", offence=picked)
    assert page.summary["Offence"] == typed
    assert page.summary["The offence you mean"] == chosen
    assert f"Chosen: {chosen}" in client.get("/request/offence").text
    client.get("/request/check-answers")
    reference = reference_on(client.submit("Accept and send"))
    assert client.get("/request/copy").summary["The offence you mean"] == chosen
    page = signed_in(Role.CASEWORKER).get(f"/casework/requests/{reference}")
    assert page.summary["Offence"] == typed
    assert page.summary["Offence they mean"] == chosen
    meant = opening.offence_meant(requests.get(reference))
    assert meant == ConvictionInput(offence_id="io-murder", form=Form.ATTEMPT)
