"""Who is told, in what order and by when."""

from datetime import UTC, datetime

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.workflow.notifying import (
    About,
    Party,
    office_key,
    office_tells,
    party_of,
    tell_by,
)
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import ENDINGS, Outcome

PENDING = (Party.WITNESS_CARE, Party.PRISON, Party.PROBATION)


@from_table
def test_a_standing_says_what_somebody_is(standing: RequesterRole, party: Party) -> None:
    assert party_of(standing) is party


def test_victims_and_families_and_those_who_ask_for_them_come_first() -> None:
    assert {party for party in Party if party.is_first} == {
        Party.VICTIM,
        Party.BEREAVED_FAMILY,
        Party.ON_BEHALF,
    }


@pytest.mark.parametrize(
    ("known_at", "first_by", "others_by"),
    [
        # A Tuesday in winter; five in the evening is 17:00 UTC.
        (datetime(2026, 11, 24, 16, 45, tzinfo=UTC), (11, 25, 17), (11, 26, 17)),
        # A Friday: the weekend does not count.
        (datetime(2026, 11, 27, 9, 0, tzinfo=UTC), (11, 30, 17), (12, 1, 17)),
        # The Thursday before Good Friday and Easter Monday 2026, and London is an hour ahead.
        (datetime(2026, 4, 2, 9, 0, tzinfo=UTC), (4, 7, 16), (4, 8, 16)),
        # Half past eleven at night in UTC is the next day in a London summer.
        (datetime(2026, 7, 6, 23, 30, tzinfo=UTC), (7, 8, 16), (7, 9, 16)),
    ],
)
def test_time_to_tell_is_counted_in_working_days(
    known_at: datetime, first_by: tuple[int, int, int], others_by: tuple[int, int, int]
) -> None:
    found = {party: tell_by(party, known_at).astimezone(UTC) for party in (Party.VICTIM, Party.MP)}
    assert [(at.month, at.day, at.hour) for at in found.values()] == [first_by, others_by]


def test_nobody_is_promised_a_day_whose_holidays_are_not_known() -> None:
    with pytest.raises(CalendarUnknown):
        tell_by(Party.MP, datetime(2199, 1, 1, tzinfo=UTC))


@from_table
def test_whom_the_office_tells_of_an_outcome_besides_those_who_asked(
    outcome: Outcome, is_filed: bool, told: tuple[Party, ...]
) -> None:
    assert office_tells(About.OUTCOME, outcome, is_filed=is_filed) == told


def test_who_hears_of_a_referral_and_of_its_hearing() -> None:
    assert office_tells(About.REFERRAL, None, is_filed=True) == (Party.CPS, *PENDING)
    assert office_tells(About.HEARING, None, is_filed=True) == (Party.CPS,)


@pytest.mark.parametrize("outcome", [*ENDINGS])
def test_who_heard_of_an_application_hears_how_it_ended(outcome: Outcome) -> None:
    told = set(office_tells(About.REFERRAL, None, is_filed=True))
    assert told <= set(office_tells(About.OUTCOME, outcome, is_filed=True))


def test_the_prison_and_probation_of_each_offender_are_others() -> None:
    keys = {office_key(party, review) for party in PENDING for review in (1, 2)}
    assert len(keys) == 5
    assert office_key(Party.WITNESS_CARE, 1) == office_key(Party.WITNESS_CARE, 2)


def test_the_prison_and_probation_are_told_as_soon_as_a_victim() -> None:
    known_at = datetime(2026, 11, 24, 16, 45, tzinfo=UTC)
    soon = {tell_by(each, known_at) for each in (Party.VICTIM, Party.PRISON, Party.PROBATION)}
    assert soon == {datetime(2026, 11, 25, 17, tzinfo=UTC)}
    assert tell_by(Party.WITNESS_CARE, known_at) == datetime(2026, 11, 26, 17, tzinfo=UTC)


@pytest.mark.parametrize("member", [*Party, *About])
def test_everything_has_words(member: Party | About) -> None:
    assert member.label
    assert "_" not in member.label
