"""The law as one value: what the files say, as signed changes amend it."""

from datetime import date

import pytest

from tests.support.law_changes import AN_EXTRA_HOLIDAY, change
from tests.support.tables import from_table
from ulss_tracker.scheme.law.change import ChangeKind
from ulss_tracker.scheme.law.change_files import WrittenChange, read_change, write_change
from ulss_tracker.scheme.law.law import current, obeying, of_the_files
from ulss_tracker.scheme.law.loading import load_law
from ulss_tracker.scheme.law.records import records
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.table import TableError
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.limits import Asker, limits_for
from ulss_tracker.scheme.time.policies import load_policies, table_version
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

TODAY = date(2026, 11, 28)
SENTENCED_ON = date(2026, 10, 7)


def last_day(standing: RequesterRole = RequesterRole.VICTIM) -> date:
    return limits_for(SENTENCED_ON, [Asker(standing, TODAY, is_verified=True)]).last_day_on


def test_without_a_signed_change_the_law_is_that_of_the_files() -> None:
    law = load_law((), TODAY)
    assert law == of_the_files() == current()
    assert law.version == of_the_files().version


def test_a_signed_limit_is_obeyed_inside_and_forgotten_after() -> None:
    law = load_law([change()], TODAY)
    before = table_version()
    with obeying(law):
        six_months = load_policies()[1]
        assert six_months.decides
        assert six_months.confirmation is not None
        assert (six_months.confirmation.by, six_months.confirmation.and_by) == ("Ann Lee", "Bo Rai")
        assert last_day() == date(2027, 4, 7)
        assert last_day(RequesterRole.PUBLIC) == date(2026, 11, 4)
        assert table_version() != before
    assert last_day() == date(2026, 11, 4)
    assert table_version() == before
    assert law.version != of_the_files().version


def test_a_function_is_asked_once_and_only_when_somebody_asks_for_the_law() -> None:
    asked = []

    def law_in_force():
        asked.append(True)
        return of_the_files()

    with obeying(law_in_force):
        assert asked == []
        load_policies()
        working_days()
        assert asked == [True]


def test_a_change_counts_from_its_day_and_until_it_is_undone() -> None:
    confirming = change(decides_from_on=TODAY)
    assert load_law([confirming], date(2026, 11, 27)) == of_the_files()
    assert load_law([confirming], TODAY).changes == (confirming,)
    undoing = change("", reference="LAW-2026-0002", undoes=confirming.reference)
    assert load_law([confirming, undoing], TODAY) == of_the_files()
    again = change("", reference="LAW-2026-0003", undoes=undoing.reference)
    assert load_law([confirming, undoing, again], TODAY).changes == (confirming,)


def test_a_holiday_an_offence_and_a_commencement() -> None:
    holiday = change(AN_EXTRA_HOLIDAY, ChangeKind.BANK_HOLIDAY, reference="LAW-2026-0002")
    offence = change(
        '[[offence]]\nid = "spec-oapa-16"\nnote = "Read again."\n',
        ChangeKind.OFFENCE,
        reference="LAW-2026-0003",
    )
    later = change(
        '[[commencement]]\nlimit = "2026-act-six-months"\nsentenced_from = 2026-06-29\n'
        'source = "The commencement regulations"\n',
        ChangeKind.COMMENCEMENT,
        reference="LAW-2026-0004",
    )
    version = load_catalogue().version
    with obeying(load_law([change(), holiday, offence, later], TODAY)):
        assert working_days().holiday_name(date(2026, 12, 14)) == "Extra bank holiday"
        assert load_catalogue().get("spec-oapa-16").note == "Read again."
        assert load_catalogue().get("spec-oapa-16").title == "Threats to kill"
        assert load_catalogue().version != version
        six_months = load_policies()[1]
        assert six_months.sentenced_from == date(2026, 6, 29)
        assert six_months.sources[-1] == "The commencement regulations"
    assert working_days().is_working_day(date(2026, 12, 14))
    assert load_catalogue().version == version


def test_limits_alone_leave_the_catalogue_as_it_was_read() -> None:
    held = load_catalogue()
    with obeying(load_law([change()], TODAY)):
        assert load_catalogue() is held


@from_table
def test_what_does_not_hold_together_is_refused_with_the_reason(
    kind: ChangeKind, content: str, fault: str
) -> None:
    with pytest.raises(TableError, match=fault):
        load_law([change(content, kind)], TODAY)


def test_a_change_is_read_back_from_the_file_that_it_is_written_to() -> None:
    written = WrittenChange('The "six months"', "Two of us read it.\nTwice.", change())
    assert read_change(write_change(written), "a.toml") == written
    undoing = WrittenChange("Undone", "It was not law.", change("", undoes="LAW-2026-0001"))
    assert read_change(write_change(undoing), "a.toml") == undoing


def test_a_file_that_is_no_change_is_refused() -> None:
    for text, fault in (
        ("kind =", "is not TOML"),
        ('kind = "act"', "kind must be one of"),
        ('kind = "limit"\nname = 1', "unknown name name"),
        ('kind = "limit"\ndecides_from_on = 2026-11-01\nby = "A"\n', "give at least one"),
    ):
        with pytest.raises(TableError, match=fault):
            read_change(text, "a.toml")


def test_every_record_says_how_sure_and_what_is_not_known() -> None:
    found = records()
    assert len({each.key for each in found}) == len(found) >= 8
    assert all(each.how_sure and each.not_known and each.source for each in found)
