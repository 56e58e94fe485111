"""What two people decided to erase is gone from everywhere, and from every restored copy."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.support import build, history
from tests.support.databases import configured, let_go
from tests.support.inbound import email
from tests.support.planted import SPELT, left
from tests.support.tampering import as_owner
from ulss_tracker import clock, create_app
from ulss_tracker.models import (
    Decision,
    Event,
    EventKind,
    LetterKind,
    RecordHash,
    Review,
    SearchWords,
    db,
)
from ulss_tracker.services.cases import notes
from ulss_tracker.services.core import office_details
from ulss_tracker.services.correspondence import taking
from ulss_tracker.services.operations import (
    backups,
    checkpoints,
    erasing,
    history_check,
)
from ulss_tracker.services.protection import audit
from ulss_tracker.services.search import query as search

NAME = "Zebedee Quillfeather"
WHY = "UK GDPR art. 17(1)(a)"


@pytest.fixture
def review(app: Flask, configure: None, tmp_path: Path) -> Review:
    """A case with much that is kept of one, beside two others."""
    history.configure(app, tmp_path)
    history.make()
    review = build.review_to_file(offender_name=NAME)
    build.letter(review, LetterKind.OUT_OF_TIME)
    build.document(review.case.requests[0], f"A note of {NAME}".encode())
    message = taking.take(email(f"I am {NAME}").as_bytes(), received_at=clock.now()).message
    message.request_id = review.case.requests[0].id
    notes.add(review.case, f"{NAME} rang", build.user())
    audit.keep_search(NAME, 1, build.user())
    checkpoints.make()
    return review


def test_nothing_is_left_but_a_tombstone_and_a_restored_copy_has_none_as_it_serves(
    app: Flask, review: Review, new_database: Callable[[str], str], tmp_path: Path
) -> None:
    kinds = list(
        db.session.scalars(
            select(Event.kind).where(Event.review_id == review.id).order_by(Event.id)
        )
    )
    case_id, number, address = review.case_id, review.id, str(app.config["SQLALCHEMY_DATABASE_URI"])
    assert len(set(left())) > 10
    db.session.remove()
    backups.take(tmp_path / "before", address, ())
    searches = select(SearchWords.audit_id).where(SearchWords.words == NAME)
    rows = erasing.belonging(
        ("case_file", (case_id,)),
        *(("audit_entry", (audit_id,)) for audit_id in db.session.scalars(searches)),
    )
    assert erasing.erase(rows, (1, 2), WHY) == len(rows) > 30
    assert left() == []
    assert not search.find(NAME).hits
    report = history_check.check()
    assert report.faults == []
    assert any(f"{WHY} (accounts 1 and 2)" in note for note in report.notes)
    lines = db.session.scalars(
        select(Event).where(Event.review_id == number).order_by(Event.id)
    ).all()
    assert [line.kind for line in lines] == kinds
    decided = next(line for line in lines if line.kind is EventKind.DECIDED)
    assert decided.by_id and decided.after["choice"] and "reasons" not in decided.after
    assert db.session.scalars(select(Decision)).all()
    db.session.remove()
    if address.startswith("sqlite"):
        for file in Path(address.removeprefix("sqlite:///")).parent.glob("tracker.db*"):
            content = file.read_bytes().lower()
            assert not [words for words in SPELT if words.encode() in content], file
    own = office_details.current()
    elsewhere = create_app(configured(copy := new_database("before_erasing")))
    with elsewhere.app_context():
        files = {
            name: str(getattr(own, name)) for name in ("CHECKPOINT_FILE", "CHECKPOINT_KEY_FILE")
        }
        office_details.configure({**elsewhere.config, **files})
        backups.restore(tmp_path / "before", copy, None)
        again = [fault.words for fault in history_check.check().faults]
        assert again and all("erased, as two people decided, and is here again" in w for w in again)
        marking = ["data", "mark-restored", "--as-of", "2026-11-24T09:55:00"]
        assert elsewhere.test_cli_runner().invoke(args=marking).exit_code == 0
        assert left() == []
        assert not search.find(NAME).hits
        assert history_check.check().faults == []
        assert erasing.replay() == 0
        db.session.remove()
    let_go(elsewhere)


def test_what_was_put_back_or_emptied_by_one_is_told(app: Flask, review: Review) -> None:
    line = db.session.scalars(select(Event).where(Event.kind == EventKind.NOTE_ADDED)).one()
    number, facts = line.id, dict(line.after)
    db.session.remove()
    erasing.erase([("event", (number,))], (1, 2), WHY)
    db.session.execute(update(Event).where(Event.id == number - 1).values(before={}, after={}))
    db.session.commit()
    with as_owner(db.engine) as connection:
        of_other = RecordHash.row_id == number - 1
        connection.execute(update(RecordHash).where(of_other).values(salt=None))
        connection.execute(update(Event).where(Event.id == number).values(after=facts))
    faults = [fault.words for fault in history_check.check().faults]
    assert any(words.startswith(f"event {number} was changed past") for words in faults), faults
    assert any(words.startswith(f"event {number - 1} is there, and its salt") for words in faults)
