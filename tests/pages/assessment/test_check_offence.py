"""Checking an offence without a case: the answer, why, and by when it would have to be filed."""

from datetime import UTC, datetime

import pytest

from tests.support.awkward import SCRIPT, shown_safely
from tests.support.checked_client import CheckedClient
from tests.support.tables import rows
from tests.support.traces import nothing_kept

pytestmark = [pytest.mark.on_sqlite, pytest.mark.usefixtures("at_now")]

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def check(client: CheckedClient, offence: str, court: str = "", on: str = "", **fields: str):
    """Return what the page answers; `on` is a date as 2 3 2026."""
    client.get("/casework/check")
    day, month, year = on.split() if on else ("", "", "")
    with nothing_kept():
        return client.submit(
            "Check",
            offence=offence,
            court=court,
            **{"sentenced_on-day": day, "sentenced_on-month": month, "sentenced_on-year": year},
            **fields,
        )


def verdict(page) -> str:
    return str(page.one(".app-verdict__heading").text_content())


def test_the_page_begins_with_nothing_asked(caseworker: CheckedClient) -> None:
    page = caseworker.get("/casework/check")
    assert page.errors == []
    assert page.select(".app-verdict") == []


def test_an_offence_is_answered_with_its_reason_source_and_days(caseworker: CheckedClient) -> None:
    page = check(caseworker, "robbery", on="2 3 2026")
    assert verdict(page) == "In the scheme"
    assert "Theft Act 1968 s.8(1)" in page.text
    assert "Source: " in page.text
    assert "File by 5pm on Monday 30 March 2026 12 days left" in page.text
    assert "The last day is Monday 30 March 2026." in page.text


def test_without_a_date_what_turns_on_it_is_not_answered(caseworker: CheckedClient) -> None:
    page = check(caseworker, "stalking involving fear of violence")
    if page.errors:  # several rows go by that name
        choice = page.select("input[name=offence-id]")[0].get("value")
        page = caseworker.submit("Check", **{"offence-id": choice})
    assert verdict(page) == "A lawyer must check"
    assert "File by" not in page.text


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        ("1 10 2019", "Not in the scheme"),
        ("18 11 2019", "A lawyer must check"),
        ("19 11 2019", "In the scheme"),
    ],
)
def test_the_law_is_that_of_the_day_of_sentence(
    caseworker: CheckedClient, on: str, answer: str
) -> None:
    caseworker.get("/casework/check")
    day, month, year = on.split()
    page = caseworker.submit(
        "Check",
        **{
            "offence": "stalking",
            "offence-id": "spec-pha97-4A|full",
            "offence-for": "stalking",
            "sentenced_on-day": day,
            "sentenced_on-month": month,
            "sentenced_on-year": year,
        },
    )
    assert verdict(page) == answer


def test_the_facts_that_decide_are_asked_and_then_decide(caseworker: CheckedClient) -> None:
    page = check(caseworker, "burglary", on="2 3 2026")
    assert verdict(page) == "A lawyer must check"
    assert "What would settle it" in page.text
    page = caseworker.submit("Check", home_violence="yes")
    assert verdict(page) == "In the scheme"
    assert page.one("input[name=home_violence][checked]").get("value") == "yes"


@pytest.mark.parametrize(
    ("court", "answer"),
    [
        ("Leeds Crown Court", "In the scheme"),
        ("A magistrates’ court", "Not in the scheme"),
        ("HHJ Martin Levett", "A lawyer must check"),
    ],
)
def test_the_court_counts(caseworker: CheckedClient, court: str, answer: str) -> None:
    assert verdict(check(caseworker, "robbery", court=court)) == answer


def test_several_offences_by_one_name_are_offered(caseworker: CheckedClient) -> None:
    page = check(caseworker, "murder of a neighbour")
    assert page.errors == ["Choose what you mean by “murder of a neighbour”"]
    caseworker.submit("Check", **{"offence-id": "io-murder|full"})
    assert verdict(caseworker.page) == "In the scheme"


def test_words_nobody_knows_are_a_doubt_and_never_a_no(caseworker: CheckedClient) -> None:
    page = check(caseworker, "zzqq")
    if page.errors:
        page = caseworker.submit("Check", **{"offence-id": "-"})
    assert verdict(page) == "A lawyer must check"


def test_a_date_that_cannot_be_or_be_counted_is_said(
    caseworker: CheckedClient, subtests: pytest.Subtests
) -> None:
    for on, error in rows(__file__, "check_offence.dates_that_cannot_be", str, str):
        with subtests.test(on=on, error=error):
            page = check(caseworker, "robbery", on=on)
            assert len(page.errors) == 1
            assert error in page.errors[0]
            assert page.one("#sentenced_on-day").get("value") == on.split()[0]
            assert page.select(".app-verdict") == []


def test_nothing_typed_is_asked_for(caseworker: CheckedClient) -> None:
    assert check(caseworker, "").errors == ["Enter the offence"]


def test_what_is_typed_is_shown_and_never_obeyed(caseworker: CheckedClient) -> None:
    assert shown_safely(check(caseworker, SCRIPT, court=SCRIPT))


def test_an_address_nobody_made_by_pressing_is_no_failure(
    caseworker: CheckedClient, subtests: pytest.Subtests
) -> None:
    for query in [
        "offence=robbery&offence-id=nonsense&offence-for=robbery",
        "offence=robbery&offence-id=io-robbery|sideways&offence-for=robbery",
        "offence=&sentenced_on-day=1",
        "offence=robbery&court-id=nowhere&court=x&court-for=x",
        "offence=%00%ff",
        "offence=" + "x" * 4000,
        "offence=burglary&home_violence=perhaps",
    ]:
        with subtests.test(query=query):
            caseworker.get(f"/casework/check?{query}")
