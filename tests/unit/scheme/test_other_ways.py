"""Another way to put a sentence right, by the court that passed it."""

from datetime import date

from tests.support.tables import from_table
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.time.other_ways import way_for

DAY = date(2026, 3, 2)


@from_table
def test_each_court_has_its_own_way_or_none(kind: CourtKind | None, way_id: str | None) -> None:
    way = way_for(kind, DAY)
    assert (way.id if way else None) == way_id


def test_only_the_slip_rule_has_a_last_day() -> None:
    crown, magistrates = way_for(CourtKind.CROWN_COURT, DAY), way_for(CourtKind.MAGISTRATES, DAY)
    assert crown is not None and crown.last_day(DAY) == date(2026, 4, 26)
    assert magistrates is not None and magistrates.last_day(DAY) is None


def test_the_magistrates_power_is_dated() -> None:
    """Criminal Appeal Act 1995 s.26, in force on 1 January 1996, took away its 28 days."""
    assert way_for(CourtKind.MAGISTRATES, date(1995, 12, 31)) is None
