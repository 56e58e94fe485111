"""What was sent while the database was away is kept, told of, and taken in once."""

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.records import count
from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Event, Message, Request, db
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.operations import planned_work
from ulss_tracker.services.requests import intake, outage, request_status

NOW = datetime(2026, 11, 24, 20, 41, tzinfo=UTC)
MARK, OTHER = "0" * 32, "1" * 32


@pytest.fixture(autouse=True)
def directory(configure: Callable[..., None], at, tmp_path: Path) -> Path:
    at(NOW)
    kept = tmp_path / "outage"
    configure(OUTAGE_DIRECTORY=str(kept))
    return kept


def test_it_is_on_the_disk_once_encrypted_and_its_name_says_nothing(directory: Path) -> None:
    outage.keep(build.asked(reason="First"), MARK)
    outage.keep(build.asked(reason="Second"), MARK)  # pressed twice
    (file,) = directory.iterdir()
    assert file.name == f"{outage.reference_of(MARK)}.kept"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for said in ("Archer", "ada.brown", MARK, "Leeds"):
        assert said not in file.read_text()
    (kept,) = outage.waiting()
    assert kept.details is not None
    assert kept.details.reason == "First"


def test_it_is_taken_in_as_received_then_with_the_reference_and_code_it_was_given(
    directory: Path,
) -> None:
    asked = build.asked(telephone="01632 960001", may_leave_message=False)
    outage.keep(asked, MARK)
    with clock.set_to(NOW + timedelta(hours=15)):
        assert outage.take_in() == 1
    request = db.session.scalars(select(Request)).one()
    assert request.reference == outage.reference_of(MARK)
    assert request.received_at == NOW
    assert request.logged_at == NOW + timedelta(hours=15)
    assert {name: getattr(request, name) for name in asked.columns} == asked.columns
    assert request_status.opens(request.reference, outage.code_of(MARK)) is not None
    (message,) = db.session.scalars(select(Message)).all()
    assert message.request_id == request.id
    # Nobody asked them who else reads their email: it says no more than that something came.
    assert message.kind == compose.NEWS
    assert "sentence" not in message.subject + message.body
    assert list(directory.iterdir()) == []
    assert outage.take_in() == 0


def test_cut_off_after_it_was_taken_in_it_is_still_one_request(directory: Path) -> None:
    outage.keep(build.asked(), MARK)
    (file,) = directory.iterdir()
    words = file.read_text()
    assert outage.take_in() == 1
    file.write_text(words)  # the process ended before it could remove the file
    events = count(Event)
    assert outage.take_in() == 1
    assert (count(Request), count(Event)) == (1, events)
    assert list(directory.iterdir()) == []


def test_one_that_cannot_be_taken_in_stays_and_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outage.keep(build.asked(offender_name="One Person"), MARK)
    outage.keep(build.asked(offender_name="Other Person"), OTHER)
    receive = intake.receive

    def refusing(asked, **said):
        if asked.offender_name == "One Person":
            raise Refused("no")
        return receive(asked, **said)

    monkeypatch.setattr(intake, "receive", refusing)
    assert outage.take_in() == 1
    assert [kept.token for kept in outage.waiting()] == [MARK]


@pytest.mark.on_postgresql
def test_words_that_the_database_cannot_hold_hold_up_no_other() -> None:
    outage.keep(build.asked(reason="Too short\0"), MARK)
    outage.keep(build.asked(reason="Too short"), OTHER)
    assert outage.take_in() == 1
    assert [kept.token for kept in outage.waiting()] == [MARK]


def test_alarms_need_no_database_and_name_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_database(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("the database was asked")

    outage.keep(build.asked(sentenced_on=None, sentenced_text="27 October 2026"), MARK)
    outage.keep(build.asked(sentenced_on=None, sentenced_text="20 November 2026"), OTHER)
    for name in ("execute", "scalar", "scalars", "get"):
        monkeypatch.setattr(db.session, name, no_database)
    (alarm,) = outage.alarms()
    assert alarm.about == frozenset({outage.reference_of(MARK)})
    assert outage.reference_of(MARK) in alarm.text
    assert "Archer" not in alarm.text
    with clock.set_to(NOW + timedelta(minutes=16)):
        late, waits = outage.alarms()
    assert late.names == alarm.names
    assert "2 requests sent while the database was away are not taken in yet" in waits.text


def test_with_another_key_nothing_is_lost_and_somebody_is_told(
    configure: Callable[..., None], directory: Path
) -> None:
    outage.keep(build.asked(), MARK)
    other_key = "another-key-long-enough-for-anybody"
    configure(OUTAGE_DIRECTORY=str(directory), OUTAGE_KEY=other_key)
    assert outage.take_in() == 0
    (alarm,) = outage.alarms()
    assert "cannot be read" in alarm.text
    configure(OUTAGE_DIRECTORY=str(directory))
    assert outage.take_in() == 1


def test_a_disk_that_fails_is_said_and_nothing_is_acknowledged(
    monkeypatch: pytest.MonkeyPatch, directory: Path
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        outage.keep(build.asked(), MARK)
    monkeypatch.undo()
    assert list(directory.iterdir()) == []


def test_planned_work_is_over_when_somebody_says_so() -> None:
    assert planned_work.until() is None
    with pytest.raises(Refused):
        planned_work.begin(NOW)
    end_at = NOW + timedelta(hours=2)
    planned_work.begin(end_at)
    with clock.set_to(NOW + timedelta(hours=5)):
        assert planned_work.until() == end_at
    assert planned_work.end()
    assert not planned_work.end()
    assert planned_work.until() is None


def test_the_commands_list_and_print_what_is_kept(app: Flask) -> None:
    outage.keep(build.asked(sentenced_on=None, sentenced_text="27 October 2026"), MARK)
    reference = outage.reference_of(MARK)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["outage", "list"]).output == (
        f"{reference}: sent 24/11/2026 20:41: three working days or fewer may be left, or none\n"
    )
    shown = runner.invoke(args=["outage", "show", reference.lower()])
    assert shown.exit_code == 0
    assert "offender_name: John Archer" in shown.output
    assert runner.invoke(args=["outage", "show", "REQ-BBBB-BBBB"]).exit_code == 1
    begun = runner.invoke(args=["planned-work", "begin", "--until", "2026-11-24 23:00"])
    assert begun.exit_code == 0, begun.output
    ran = runner.invoke(args=["jobs", "once"])
    assert "take in what was kept: waits until the planned work is over" in ran.output
    assert count(Request) == 0
    assert runner.invoke(args=["planned-work", "status"]).output == (
        "Planned work: until 24/11/2026 23:00\n"
    )
    assert runner.invoke(args=["planned-work", "end"]).output == "Over.\n"
