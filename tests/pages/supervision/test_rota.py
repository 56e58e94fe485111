"""The duty rota as it is read and kept, and how one is reached on duty."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker import clock
from ulss_tracker.models import DutyShift, NightTexts, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import absences, rota
from ulss_tracker.services.people.rota import ShiftInput

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)  # a Tuesday


@pytest.fixture
def ada(app: Flask) -> User:
    return build.user(email="ada@example.org", name="Ada Lee")


def there(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=clock.LONDON).astimezone(UTC)


def on_duty(who: User, starts_at: datetime, ends_at: datetime, place: int = 1) -> DutyShift:
    asked = ShiftInput(person=who, starts_at=starts_at, ends_at=ends_at, place=place)
    (shift,) = rota.add(asked, build.user(Role.SUPERVISOR))
    return shift


def times(name: str, day: int, month: int, time: str) -> dict[str, str]:
    return {
        f"{name}-day": str(day),
        f"{name}-month": str(month),
        f"{name}-year": "2026",
        f"{name}-time": time,
    }


def test_a_supervisor_adds_changes_and_removes_a_shift(
    supervisor: CheckedClient, ada: User
) -> None:
    build.user(email="ben@example.org", name="Ben Moss")
    page = supervisor.get("/supervision/rota")
    assert "Nobody is on the rota for the coming four weeks. Add a shift" in page.text
    supervisor.click("Add a shift")
    page = supervisor.submit(
        person=str(ada.id), **times("starts_at", 24, 11, "9am"), **times("ends_at", 25, 11, "9am")
    )
    assert "Shift added" in page.text
    assert "On duty now: 1. Ada Lee" in page.text
    assert page.rows[1][0] == (
        "9am on Tuesday 24 November 2026 to 9am on Wednesday 25 November 2026"
    )
    assert page.rows[1][1].startswith("Ada Lee")
    assert page.rows[2][0] == (
        "9am on Wednesday 25 November 2026 to at least 10am on Tuesday 22 December 2026"
    )
    assert page.rows[2][1].startswith("Gap Nobody is on duty")
    page = supervisor.click("Change: Ada Lee, from 9am on Tuesday 24 November 2026")
    assert page.one("[name=starts_at-time]").get("value") == "09:00"
    ben = next(each.get("value") for each in page.select("#person option") if "Ben" in each.text)
    page = supervisor.submit(person=ben, place="2")
    assert "On duty now: 1. Ben Moss" in page.text
    assert page.one("main ol li").get("value") == "2"
    page = supervisor.click("Remove: Ben Moss, from 9am on Tuesday 24 November 2026")
    assert "Ben Moss, from 9am on Tuesday 24 November 2026 to 9am" in page.text
    page = supervisor.submit("Remove")
    assert "Shift removed" in page.text
    assert "On duty now: nobody." in page.text


def test_a_weekly_pattern_adds_a_shift_for_each_week_at_once(
    supervisor: CheckedClient, ada: User
) -> None:
    page = supervisor.get("/supervision/rota/new")
    weeks = [option.get("value") for option in page.select("#weeks option")]
    assert weeks == ["", *(str(number) for number in range(1, 13))]
    page = supervisor.submit(
        person=str(ada.id),
        weeks="12",
        **times("starts_at", 24, 11, "9am"),
        **times("ends_at", 1, 12, "9am"),
    )
    assert "12 shifts added" in page.text
    assert len(page.rows) == 1 + 5  # those of the coming four weeks, with no gap between them
    found = rota.shifts(NOW, NOW + timedelta(days=100))
    assert [shift.starts_at for shift in found] == [
        there(11, 24, 9) + timedelta(weeks=week) for week in range(12)
    ]


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    supervisor: CheckedClient, ada: User
) -> None:
    supervisor.get("/supervision/rota/new")
    page = supervisor.submit()
    assert page.errors == [
        "Choose who is on duty",
        "Enter when the shift starts",
        "Enter when the shift ends",
    ]
    page = supervisor.submit(
        person=str(ada.id), **times("starts_at", 25, 11, "9am"), **times("ends_at", 24, 11, "9am")
    )
    assert page.errors == ["The shift must end after it starts"]
    assert page.one("[name=ends_at-day]").get("value") == "24"
    on_duty(ada, there(11, 25, 12), there(11, 25, 18))
    page = supervisor.submit(**times("ends_at", 26, 11, "9am"))
    assert page.errors == [
        "Ada Lee is on duty already from midday on Wednesday 25 November 2026 to 6pm on Wednesday "
        "25 November 2026"
    ]
    assert db.session.query(DutyShift).count() == 1


def test_a_number_for_the_public_is_put_on_a_shift_and_said_where_it_is_shown(
    supervisor: CheckedClient, ada: User, at
) -> None:
    page = supervisor.get("/supervision/rota")
    assert "Number the public may ring: none but the office’s" in page.text
    supervisor.click("Add a shift")
    asked = {
        "person": str(ada.id),
        **times("starts_at", 24, 11, "5pm"),
        **times("ends_at", 25, 11, "9am"),
    }
    say = "Enter one whole number with its area code, like 020 7946 0000"
    for typed, wrong in (
        ("ring the desk", "Enter a telephone number, like 01632 960 001"),
        ("7946 0001", say),
        ("020 7946 0001 020 7946 0002", say),
        ("0" * 41, "Number the public may ring must be 40 characters or fewer"),
    ):
        page = supervisor.submit(**asked, public_telephone=typed)
        assert len(page.errors) == 1
        assert page.errors[0].startswith(wrong)
        assert page.one("#public_telephone").get("value") == typed
    assert db.session.query(DutyShift).count() == 0
    db.session.rollback()
    page = supervisor.submit(public_telephone="020 7946 0001")
    shown = "020 7946 0001, shown already, for 5pm on Tuesday 24 November 2026 to 9am on Wednesday"
    assert f"Number the public may ring: {shown}" in page.text
    assert page.rows[2][1].startswith("Ada Lee The public may ring 020 7946 0001")
    at(there(11, 24, 20))
    page = supervisor.get("/supervision/rota")
    assert "may ring: 020 7946 0001, until 9am on Wednesday 25 November 2026." in page.text
    page = supervisor.click("Change: Ada Lee, from 5pm on Tuesday 24 November 2026")
    assert page.one("#public_telephone").get("value") == "020 7946 0001"
    page = supervisor.submit(public_telephone="")
    assert "7946" not in page.text
    on = there(11, 24, 12).date()
    absences.record(ada, on, on, None, build.user(Role.SUPERVISOR))
    supervisor.click("Change: Ada Lee, from 5pm on Tuesday 24 November 2026")
    page = supervisor.submit(public_telephone="+44 20 7946 0001")
    assert "The public may ring 020 7946 0001: check who answers it while they are away" in (
        page.text
    )
    page = supervisor.click("Remove: Ada Lee, from 5pm on Tuesday 24 November 2026")
    assert "The public may ring 020 7946 0001 in its hours" in page.text


def test_a_gap_is_filled_from_its_own_line(supervisor: CheckedClient, ada: User) -> None:
    on_duty(ada, there(11, 24, 9), there(11, 27, 17))
    on_duty(ada, there(11, 30, 9), there(12, 24, 9))
    page = supervisor.get("/supervision/rota")
    said = (
        "Nobody is on duty from 5pm on Friday 27 November 2026 to 9am on Monday 30 November 2026."
    )
    assert said in page.text
    page = supervisor.click("Fill the gap from 5pm on Friday 27 November 2026")
    assert page.one("[name=starts_at-time]").get("value") == "17:00"
    page = supervisor.submit(person=str(ada.id))
    assert said not in page.text
    assert "Gap" not in page.text


@pytest.mark.parametrize("typed", ["x", "2026-11-25", "0001-01-01T00:00:00+00:00", "2099-01-01T00"])
def test_an_address_that_gives_no_time_fills_none_in(supervisor: CheckedClient, typed: str) -> None:
    page = supervisor.get(f"/supervision/rota/new?from={typed.replace('+', '%2B')}")
    assert page.one("[name=starts_at-day]").get("value") == ""


def test_the_second_of_two_who_change_one_shift_is_shown_what_changed(
    supervisor: CheckedClient, ada: User
) -> None:
    shift = on_duty(ada, there(11, 25, 9), there(11, 26, 9))
    supervisor.get(f"/supervision/rota/{shift.id}")
    later = ShiftInput(person=ada, starts_at=shift.starts_at, ends_at=there(11, 27, 9))
    rota.change(shift, later, build.user(Role.SUPERVISOR), version=shift.version)
    page = supervisor.submit(**times("ends_at", 28, 11, "9am"), status=409)
    assert "Somebody else has meanwhile changed this to “27 11 2026 09:00”" in page.text
    supervisor.submit()
    assert rota.get(shift.id).ends_at == there(11, 28, 9)


def test_everybody_of_the_office_reads_it_and_supervisors_alone_change_it(
    signed_in, ada: User
) -> None:
    shift = on_duty(ada, there(11, 24, 9), there(11, 25, 9))
    for role in Role:
        client = signed_in(role)
        # Counsel is not of the office, and the auditor reads about access alone.
        if role.sees_named_cases_only or role is Role.AUDITOR:
            client.get("/supervision/rota", status=403)
            continue
        page = client.get("/supervision/rota")
        assert "On duty now: 1. Ada Lee" in page.text
        may_keep = role is Role.SUPERVISOR
        assert bool(page.select("a[href$='/rota/new']")) is may_keep
        assert ("no mobile number and no second email address" in page.text) is may_keep
        if not may_keep:
            client.get(f"/supervision/rota/{shift.id}", status=403)


def test_those_of_the_same_times_stand_together_in_their_order(
    supervisor: CheckedClient, ada: User
) -> None:
    ben = build.user(email="ben@example.org", name="Ben Moss")
    on_duty(ada, there(11, 24, 9), there(12, 24, 9), place=2)
    on_duty(ben, there(11, 24, 9), there(12, 24, 9))
    page = supervisor.get("/supervision/rota")
    (row,) = page.rows[1:]
    assert row[1].index("Ben Moss") < row[1].index("Ada Lee")
    assert [each.get("value") for each in page.select("main ol li")] == ["1", "2"]


def test_who_cannot_be_reached_or_is_away_is_said_in_words(
    supervisor: CheckedClient, ada: User
) -> None:
    on_duty(ada, there(11, 24, 9), there(11, 26, 9))
    by = build.user(Role.SUPERVISOR)
    absences.record(ada, there(11, 25, 9).date(), there(11, 25, 9).date(), by, by)
    page = supervisor.get("/supervision/rota")
    assert "Warning: no mobile number and no second email address" in page.rows[1][1]
    assert "Away on 25 November 2026: Test Supervisor covers" in page.text
    assert "Warning: Test Supervisor has no mobile number" in page.rows[1][1]
    with transaction():
        ada.mobile, by.second_email = "+447700900982", "boss@example.net"
    page = supervisor.get("/supervision/rota")
    assert "no mobile number" not in page.text
    with transaction():
        ada.is_active = False
    page = supervisor.get("/supervision/rota")
    assert "Warning: has left or works on no case, so is not alarmed" in page.rows[1][1]


def test_a_gap_within_a_week_stands_above_the_board_and_among_the_exceptions(
    supervisor: CheckedClient, ada: User
) -> None:
    on_duty(ada, there(11, 24, 9), there(12, 1, 9))
    said = "Nobody is on duty from 9am on Tuesday 1 December 2026 to at least 10am"
    page = supervisor.get("/supervision/board")
    assert said in page.text
    page = supervisor.get("/supervision/exceptions")
    assert "Nobody on duty within a week (1)" in page.text
    page = supervisor.click("Fill the duty rota")
    assert page.h1 == "Duty rota"
    on_duty(ada, there(12, 1, 9), there(12, 1, 17))
    assert "Nobody is on duty" not in supervisor.get("/supervision/board").text
    assert "Nobody on duty" not in supervisor.get("/supervision/exceptions").text


def test_one_says_how_one_is_reached_on_duty(signed_in) -> None:
    client: CheckedClient = signed_in(Role.CASEWORKER)
    client.get("/account")
    page = client.click("Change how you are reached on duty")
    chosen = page.one("[name=night_texts][checked]").get("value")
    assert chosen == NightTexts.LAST_DAY
    page = client.submit(mobile="020 7271 2492", second_email="ada", night_texts="nothing")
    assert page.errors == [
        "A British mobile number has 11 digits and begins with 07, like 07700 900 982: a landline "
        "cannot be texted",
        "Enter an email address in the correct format, like name@example.com",
    ]
    page = client.submit(mobile="07700 900 982", second_email=build.user().email)
    assert page.errors == ["The second email address must be another than the one you sign in with"]
    page = client.submit(second_email="ada@example.net")
    assert "Saved: how you are reached on duty" in page.text
    page = client.get("/reached-on-duty")
    assert page.one("#mobile").get("value") == "07700 900 982"
    user = build.user()
    assert (user.mobile, user.second_email) == ("+447700900982", "ada@example.net")
    assert user.night_texts is NightTexts.NOTHING
