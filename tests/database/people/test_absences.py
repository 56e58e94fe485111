"""Who is away and who stands in, also when the cover is away too."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import Absence, EventKind, User
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import absences

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
TODAY = date(2026, 11, 24)
FRIDAY = date(2026, 11, 27)


def person(name: str) -> User:
    return build.user(email=f"{name.lower()}@example.org", name=name)


def away(who: User, cover: User | None, first: date = TODAY, last: date = FRIDAY) -> Absence:
    return absences.record(who, first, last, cover, build.user(Role.SUPERVISOR))


def stands_in_for(who: User) -> User:
    """Who stands in, as reminders and as the board have it: one rule on records and on names."""
    found = absences.stands_in_for(who)
    now = absences.away_now().get(who.id)
    own = {each.absence.person_id: each for each in absences.now_and_to_come() if each.is_now}
    if now is None:
        assert (who.id in own, found) == (False, who)
    else:
        assert now.until == own[who.id].absence.to_on
        assert now.stands_in == (None if found is who else found.name)
    return found


def test_the_cover_stands_in_and_sees_whose_work_it_is() -> None:
    ada, ben = person("Ada"), person("Ben")
    absence = away(ada, ben)
    assert stands_in_for(ada) is ben
    assert absences.covered_by(ben) == [absence]
    assert absences.covered_by(ada) == []
    assert stands_in_for(ben) is ben


def test_when_the_cover_is_away_too_their_own_cover_stands_in() -> None:
    ada, ben, cal = person("Ada"), person("Ben"), person("Cal")
    away(ada, ben)
    away(ben, cal)
    assert stands_in_for(ada) is cal
    assert [each.person.name for each in absences.covered_by(cal)] == ["Ada", "Ben"]
    assert absences.covered_by(ben) == []


def test_two_who_cover_each_other_or_one_who_has_left_leave_nobody_and_that_is_shown() -> None:
    ada, ben, cal, gone = (person(name) for name in ("Ada", "Ben", "Cal", "Gone"))
    away(ada, ben)
    away(ben, ada)
    away(cal, gone)
    with transaction():
        gone.is_active = False
    assert [each.stands_in for each in absences.now_and_to_come()] == [None, None, None]
    # A reminder still goes somewhere.
    assert (stands_in_for(ada), stands_in_for(cal)) == (ada, cal)


@pytest.mark.parametrize(
    ("first", "last", "is_away"),
    [
        (TODAY, TODAY, True),
        (TODAY - timedelta(days=7), TODAY, True),
        (TODAY + timedelta(days=1), FRIDAY, False),
    ],
)
def test_both_days_count_and_no_other(at, first: date, last: date, *, is_away: bool) -> None:
    ada, ben = person("Ada"), person("Ben")
    away(ada, ben, first, last)
    assert (stands_in_for(ada) is ben) is is_away
    at(NOW + (last - TODAY) + timedelta(days=1))  # it is over the day after
    assert stands_in_for(ada) is ada
    assert absences.now_and_to_come() == []


def test_one_records_ones_own_and_a_supervisor_anybodys() -> None:
    ada, ben = person("Ada"), person("Ben")
    absences.record(ada, TODAY, FRIDAY, None, ada)
    with nothing_kept(), pytest.raises(NotAllowed):
        absences.record(ben, TODAY, FRIDAY, None, ada)
    theirs = away(ben, None)
    with nothing_kept(), pytest.raises(NotAllowed):
        absences.end(theirs, ada, version=theirs.version)


def test_what_cannot_be_is_refused() -> None:
    ada = person("Ada")
    build.user(Role.SUPERVISOR)
    with nothing_kept():
        with pytest.raises(Refused):
            away(ada, ada)
        with pytest.raises(Refused):
            away(ada, None, FRIDAY, TODAY)
        with pytest.raises(Refused):
            away(ada, None, date(2026, 11, 1), date(2026, 11, 2))
    officer = build.user(Role.LAW_OFFICER)
    with nothing_kept(), pytest.raises(NotAllowed):
        away(ada, officer)


@pytest.mark.parametrize(
    ("first", "last"),
    [(TODAY, TODAY), (FRIDAY, FRIDAY + timedelta(days=3)), (TODAY - timedelta(days=3), FRIDAY)],
)
def test_the_same_days_are_recorded_once(first: date, last: date) -> None:
    ada = person("Ada")
    away(ada, None)
    with nothing_kept(), pytest.raises(Refused):
        away(ada, None, first, last)


def test_somebody_who_comes_back_early_has_their_work_to_themselves() -> None:
    ada, ben = person("Ada"), person("Ben")
    absence = away(ada, ben)
    with pytest.raises(ChangedMeanwhile):
        absences.end(absence, build.user(Role.SUPERVISOR), version=absence.version + 1)
    with events_left() as events:
        absences.end(absence, ada, version=absence.version)
    assert kinds(events) == [EventKind.ABSENCE_ENDED]
    assert stands_in_for(ada) is ada
    with pytest.raises(Refused):
        absences.end(absence, ada, version=absence.version)
    with pytest.raises(NotFound):
        absences.get(absence.id + 1)
