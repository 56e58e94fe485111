"""Triage of a request: what the rules say on its own words, with nothing kept."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.traces import nothing_kept
from ulss_tracker.scheme.offences.facts import Assessment
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.requests import triage

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


def look(**said: object) -> Assessment:
    request = build.request(**{"sentenced_on": date(2026, 3, 2), **said})
    with nothing_kept():
        return triage.assess_request(request)


def test_a_plain_request_has_its_answer_and_its_days_at_once() -> None:
    assert look(offence_text="Robbery").verdict is Verdict.IN_SCHEME
    limit = triage.time_limit(build.request(sentenced_on=date(2026, 3, 2)))
    assert limit is not None
    assert limit.deadline.file_by_at == datetime(2026, 3, 30, 16, tzinfo=UTC)
    assert limit.left.words == "12 days left"


def test_words_that_say_no_offence_are_a_doubt_and_never_a_no(subtests: pytest.Subtests) -> None:
    for text in ["", "   ", "he was horrible to my dog", "عبد", "🌻", "x" * 5000]:
        with subtests.test(text=text):
            assert look(offence_text=text).verdict is Verdict.MUST_CHECK


@pytest.mark.parametrize(
    ("text", "chosen", "verdict", "offences"),
    [
        # Their words may mean several; the offence they chose from the list means one.
        ("burglary", None, Verdict.MUST_CHECK, None),
        ("burglary", "io-aggravated-burglary", Verdict.IN_SCHEME, {"io-aggravated-burglary"}),
        # A choice does not silence the other offences they wrote.
        ("ABH and robbery", "no-oapa-47", Verdict.IN_SCHEME, {"no-oapa-47", "io-robbery"}),
        ("", "io-murder", Verdict.IN_SCHEME, {"io-murder"}),
        ("", "io-gone", Verdict.MUST_CHECK, None),
    ],
)
def test_what_the_requester_chose_is_what_they_meant_by_their_words(
    text: str, chosen: str | None, verdict: Verdict, offences: set[str] | None
) -> None:
    found = look(offence_text=text, offence_id=chosen)
    assert found.verdict is verdict
    assert offences is None or set(found.offence_ids) == offences


def test_without_a_date_there_is_a_time_to_find_it_and_none_to_file() -> None:
    request = build.request(sentenced_on=None)
    limit = triage.time_limit(request)
    assert limit is not None
    assert limit.deadline.file_by_at is None
    assert limit.left.words == "4 hours left"
    cases.open_case(request, build.user())
    assert triage.time_limit(request) is None  # its review has the deadline now


@pytest.mark.parametrize("day", [date(1950, 1, 1), date(2999, 1, 1), date.max])
def test_a_date_beyond_the_known_holidays_is_to_be_looked_at_and_no_failure(day: date) -> None:
    request = build.request()
    with transaction():
        request.sentenced_on = day
    limit = triage.time_limit(request)
    assert limit is not None
    assert limit.deadline.act_by_at == limit.deadline.find_day_by_at == NOW + timedelta(hours=4)


def test_another_court_is_told_from_the_crown_court() -> None:
    found = look(court_id=None, court_text="Basingstoke Magistrates’ Court")
    assert found.verdict is Verdict.NOT_IN_SCHEME
    unknown = look(court_id=None, court_text="HHJ Martin Levett")
    assert unknown.verdict is Verdict.MUST_CHECK
