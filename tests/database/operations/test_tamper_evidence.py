"""History that was changed past the tracker is found, and what is lawful is no alarm."""

import json
import re
import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import Executable, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from tests.support import build, history, tampering
from tests.support.queries import counted
from tests.support.records import count
from ulss_tracker import clock
from ulss_tracker.models import (
    Checkpoint,
    Event,
    EventKind,
    HistoryCheck,
    RecordHash,
    RestoredCopy,
    User,
    db,
)
from ulss_tracker.services.core import record_hashes
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history as lines
from ulss_tracker.services.operations import anchors, checkpoints, history_check
from ulss_tracker.services.operations.anchors import AnchorError


@pytest.fixture
def file(app: Flask, configure: None, tmp_path: Path) -> Path:
    """The file of checkpoints, of an office with a history."""
    file = history.configure(app, tmp_path)
    history.make()
    db.session.remove()
    return file


def as_owner(*statements: str | Executable) -> None:
    """Change the database past the tracker, as its owner can."""
    with tampering.as_owner(db.engine) as connection:
        for statement in statements:
            connection.execute(text(statement) if isinstance(statement, str) else statement)


def first_event() -> int:
    number = db.session.scalars(select(Event.id).order_by(Event.id)).first()
    assert number is not None
    db.session.remove()
    return number


def found() -> list[str]:
    """The faults in words, without where in the chain they are."""
    faults = [fault.words for fault in history_check.check().faults]
    return [re.sub(r", between checkpoint \d+ and the end, \d+", "", words) for words in faults]


def test_what_nobody_touched_has_no_fault(app: Flask, file: Path) -> None:
    report = history_check.check()
    assert report.faults == []
    assert report.notes == [history_check.NOT_SHOWN]
    assert report.not_chained == 0
    assert report.records > 50
    assert report.checkpoint == db.session.scalar(select(func.count(Checkpoint.number))) >= 4
    assert len(file.read_text().splitlines()) == report.checkpoint


@pytest.mark.parametrize("kind", tampering.KINDS, ids=lambda each: each.__name__)
def test_each_kind_of_tampering_is_found(app: Flask, file: Path, kind: Callable[..., str]) -> None:
    for seed in range(3):
        with tampering.as_owner(db.engine) as connection:
            done = kind(connection, Random(seed))  # noqa: S311
    assert found(), done


def test_the_first_bad_record_is_named_and_the_command_ends_with_1(app: Flask, file: Path) -> None:
    runner = app.test_cli_runner()
    done = runner.invoke(args=["audit", "verify"])
    assert done.exit_code == 0, done.output
    assert done.output.endswith("Nothing was changed past the tracker\n")
    assert db.session.scalars(select(HistoryCheck)).one().faults == 0
    first = first_event()
    as_owner(
        "UPDATE event SET kind = 'note_added' WHERE id > 10",
        f"UPDATE event SET by_id = 999 WHERE id = {first}",  # noqa: S608
    )
    done = runner.invoke(args=["audit", "verify", "--json"])
    assert done.exit_code == 1
    said = json.loads(done.output)
    assert (said["faults"][0]["table"], said["faults"][0]["row"]) == ("event", first)
    done = runner.invoke(args=["audit", "verify", "--forget"])
    assert f"event {first} was changed past the tracker, between checkpoint 1 and" in done.output
    kept = db.session.scalars(select(HistoryCheck).order_by(HistoryCheck.id.desc())).first()
    assert kept is not None
    assert kept.first_fault.startswith(f"event {first} was changed past the tracker, between")
    assert kept.faults == len(said["faults"])


def test_an_event_that_cannot_be_read_is_named_and_nothing_breaks_off(
    app: Flask, file: Path
) -> None:
    db.session.remove()
    for kind in ("assessed", "record_erased", "person_added"):
        as_owner(f"UPDATE event SET kind = '{kind}', after = '[1]'")  # noqa: S608
        assert "event 1 was changed past the tracker." in found(), kind


@pytest.mark.on_postgresql  # one transaction at a time writes on SQLite
def test_a_hash_that_commits_late_is_in_the_next_checkpoint(app: Flask, file: Path) -> None:
    """On PostgreSQL ids are given before the commit, in whatever order transactions end."""
    begun, may_end = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with app.app_context(), transaction():
            lines.record(EventKind.NOTE_ADDED, None, note="slow")
            db.session.flush()
            record_hashes._write_all(db.session())
            begun.set()
            may_end.wait(30)

    slow = threading.Thread(target=write_slowly)
    slow.start()
    assert begun.wait(30)
    try:
        with transaction():
            lines.record(EventKind.NOTE_ADDED, None, note="quick")
        assert checkpoints.make() == 1
    finally:
        may_end.set()
        slow.join()
    assert checkpoints.make() == 1
    quick, late = db.session.execute(
        select(RecordHash.id, RecordHash.checkpoint).order_by(RecordHash.checkpoint.desc()).limit(2)
    ).all()[::-1]
    assert late.id < quick.id
    assert late.checkpoint == quick.checkpoint + 1
    assert found() == []


def test_what_is_undone_has_no_hash(app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        lines.record(EventKind.NOTE_ADDED, None, note="never")
        raise RuntimeError
    with transaction():
        with pytest.raises(RuntimeError), db.session.begin_nested():
            lines.record(EventKind.NOTE_ADDED, None, note="undone")
            raise RuntimeError
        lines.record(EventKind.NOTE_ADDED, None, note="kept")
    assert db.session.scalar(select(func.count(RecordHash.id))) == 1
    assert found() == []


def test_all_hashes_of_a_transaction_and_of_events_together_are_one_statement(app: Flask) -> None:
    build.eligible_review()
    before = count(RecordHash)
    for together in (nullcontext, lines.together):
        with counted() as sent, transaction(), together():
            for number in range(5):
                lines.record(EventKind.NOTE_ADDED, None, note=str(number))
        assert sum(each.startswith("INSERT INTO record_hash") for each in sent) == 1
    assert count(RecordHash) == before + 10
    assert found() == []


def test_a_record_erased_lawfully_breaks_no_chain(app: Flask, file: Path) -> None:
    number = first_event()
    mine = (RecordHash.table_name == "event") & (RecordHash.row_id == number)
    as_owner(
        f"DELETE FROM event WHERE id = {number}",  # noqa: S608
        update(RecordHash).where(mine).values(salt=None),
    )
    assert found() == [f"event {number} was removed past the tracker."]
    with transaction():  # what anybody can write who has the database's password
        said = {"table": "event", "row": number, "authority": "Order of the court"}
        lines.record(EventKind.RECORD_ERASED, None, **said)
    assert found() == [f"event {number} was removed past the tracker."]
    first = db.session.scalars(select(RecordHash.sha256).where(mine)).first()
    assert first is not None
    stones = [anchors.Tombstone("event", (number,), first[:16])]
    with pytest.raises(AnchorError, match="Two people"):
        anchors.erase(stones, (1, 1), "Order of the court")
    record = f"event:{number}:{first[:16]}"
    unsigned = f"erased {anchors.chain()} 4 2026-03-02T09:00:00+00:00 1 2 x {record}"
    before = file.read_text()
    for signature in ("-", before.split()[-1]):
        file.write_text(f"{before}{unsigned} {signature}\n")
        assert f"event {number} was removed past the tracker." in found()
    file.write_text(before)
    another = [anchors.Tombstone("event", (number,), "0" * 16)]  # of a number given again
    anchors.erase(another, (1, 2), "Order of the court")
    assert found() == [f"event {number} was removed past the tracker."]
    anchors.erase(stones, (1, 2), "Order of the court")
    report = history_check.check()
    assert report.faults == []
    assert any("Order of the court (accounts 1 and 2)" in note for note in report.notes)


def test_a_hash_is_chained_once_and_never_changes(app: Flask, file: Path) -> None:
    for statement in (
        "UPDATE record_hash SET sha256 = 'x'",
        "UPDATE record_hash SET checkpoint = 99",
        "UPDATE record_hash SET checkpoint = NULL",
        "UPDATE record_hash SET salt = 'x'",
        'UPDATE event SET after = \'{"note": "never said"}\'',
        "DELETE FROM record_hash",
        "UPDATE checkpoint SET records = 0",
        "DELETE FROM case_checkpoint",
        "DELETE FROM history_check",
    ):
        if "history_check" in statement:
            history_check.record(history_check.check())
        with pytest.raises(IntegrityError, match="never changes"):
            db.session.execute(text(statement))
        db.session.rollback()


def test_what_was_recorded_without_hashes_is_taken_in_before_the_first_checkpoint(
    app: Flask,
) -> None:
    build.eligible_review()
    db.session.remove()
    as_owner("DELETE FROM record_hash")
    assert found() == []
    assert checkpoints.make() == 0  # a release without hashes may still be writing
    as_owner(update(Event).values(at=clock.now() - timedelta(minutes=11)))
    assert checkpoints.make() > 5
    assert found() == []
    with transaction():
        db.session.execute(insert(Event).values(kind=EventKind.NOTE_ADDED, at=clock.now()))
    checkpoints.make()
    assert len(found()) == 1


def test_a_file_that_lacks_the_end_of_the_database_is_made_whole(app: Flask, file: Path) -> None:
    text_before = file.read_text()
    file.write_text(text_before[: text_before.rindex("checkpoint") + 30])  # broken off in a line
    assert any("cannot be read" in each or "is not in" in each for each in found())
    assert checkpoints.make() == 0
    assert found() == []
    assert len(file.read_text().splitlines()) == len(text_before.splitlines()) + 1


def test_another_file_or_signature_is_found(app: Flask, file: Path) -> None:
    lines_before = file.read_text().splitlines()
    for changed in (
        lines_before[:1] + lines_before[2:],
        [*lines_before, lines_before[-1].replace("checkpoint ", "checkpoint x", 1)],
        [*lines_before[:-1], lines_before[-1][:-6] + "AAAA=="],
        [lines_before[0].replace(" 1 ", " 2 ", 1), *lines_before[1:]],
    ):
        file.write_text("".join(f"{each}\n" for each in changed))
        assert found(), changed
    file.write_text("".join(f"{each}\n" for each in lines_before))
    assert found() == []


def test_after_a_cut_no_checkpoint_is_made_unless_a_backup_was_restored(
    app: Flask, file: Path
) -> None:
    with tampering.as_owner(db.engine) as connection:
        tampering.cut_tail(connection, Random(1))  # noqa: S311
    with transaction():
        lines.record(EventKind.NOTE_ADDED, None, note="after")
    with pytest.raises(AnchorError, match="what came after it was removed"):
        checkpoints.make()
    db.session.rollback()
    with transaction():
        now = clock.now()
        db.session.add(RestoredCopy(restored_at=now, as_of_at=now, held_messages=0))
    assert checkpoints.make() == 2  # the line, and the copy
    report = history_check.check()
    assert any(each.startswith("Restored from a backup") for each in report.notes)
    assert not any("checkpoint" in fault.table for fault in report.faults)


def test_a_chain_that_is_gone_altogether_is_found_and_anothers_file_refused(
    app: Flask, file: Path
) -> None:
    own = file.read_text()
    file.write_text(own.replace(anchors.chain(), "0" * 64))
    with pytest.raises(AnchorError, match="another database"):
        checkpoints.make()
    db.session.rollback()
    file.write_text(own)
    as_owner("DELETE FROM case_checkpoint", "DELETE FROM checkpoint", "DELETE FROM record_hash")
    assert "is of another database’s chain" in found()[0]


def test_people_are_hashed_anew_when_they_change(app: Flask, file: Path) -> None:
    person = db.session.scalars(select(User).limit(1)).one()
    with transaction():
        person.name = "Another Name"
    mine = (RecordHash.table_name == "user_account") & (RecordHash.row_id == person.id)
    assert db.session.scalar(select(func.count(RecordHash.id)).where(mine)) == 2
    assert found() == []
