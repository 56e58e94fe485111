"""The old register imported by the hundred: few statements, a bad row alone, one at a time."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DataError

from tests.support import build
from tests.support.queries import counted
from tests.support.reading import reading_for
from tests.support.records import count
from tests.support.register import HEADINGS, register, row
from ulss_tracker.errors import ChangedMeanwhile, Refused
from ulss_tracker.models import (
    Case,
    Event,
    EventKind,
    RegisterDoubt,
    RegisterFile,
    RegisterRow,
    Restriction,
    Review,
    ReviewVersion,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import users
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.register import batches, exporting, importing, to_review


def bring_in(raw: bytes, by: User | None = None) -> int:
    by = by or build.user(Role.SUPERVISOR)
    return importing.import_file(importing.bring(raw, by), by)


def many(rows: int) -> list[list[str]]:
    """So many rows, each of a reference of its own."""
    return [row(reference=str(number), initials="AB") for number in range(1, rows + 1)]


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let every row of CD fail."""
    make_review = to_review.make_review

    def fail(*given: object, **more: object) -> Review:
        review = make_review(*given, **more)  # type: ignore[arg-type]
        if review.offender_name == "CD":
            raise error
        return review

    monkeypatch.setattr(to_review, "make_review", fail)


def test_a_row_that_fails_is_named_and_the_rest_are_imported(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, Refused("this one will not do"))
    rows = (row(), row(initials="CD"), row(initials="EF"))
    assert bring_in(register(*rows)) == 2
    names = db.session.scalars(select(Review.offender_name).order_by(Review.id))
    assert list(names) == ["AB", "EF"]
    assert count(Case) == 1
    texts = list(db.session.scalars(select(RegisterDoubt.text)))
    assert any("Row not imported: this one will not do" in text for text in texts)
    monkeypatch.undo()
    assert bring_in(register(*rows)) == 1


@pytest.mark.parametrize(
    "error", [Refused("no"), ValueError("no"), DataError("INSERT", {}, Exception("no"))]
)
def test_bad_rows_among_many_leave_no_trace_but_their_doubts(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    failing(monkeypatch, error)
    rows = many(40)
    for bad in (0, 17, 18, 39):
        rows[bad][1] = "CD"
    assert bring_in(register(*rows)) == 36
    out = io.StringIO(newline="")
    exporting.take_out(out, users.register_clerk())
    written = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert written == [HEADINGS, *(each for each in rows if each[1] != "CD")]
    named = select(RegisterDoubt.row_number).where(
        RegisterDoubt.text.startswith("Row not imported")
    )
    assert sorted(db.session.scalars(named)) == [3, 20, 21, 42]
    positions = db.session.scalars(select(RegisterRow.position).order_by(RegisterRow.position))
    assert list(positions) == list(range(1, 37))
    assert count(ReviewVersion) == 36
    references = set(db.session.scalars(select(Case.reference)))
    assert references == {f"REG-2019-{each[0]}" for each in rows if each[1] != "CD"}
    opened = select(func.count(Event.id)).where(Event.kind == EventKind.REVIEW_OPENED)
    assert db.session.scalar(opened) == 36


def test_a_chunk_asks_as_much_of_the_database_for_many_rows_as_for_few(app: Flask) -> None:
    by = build.user(Role.SUPERVISOR)

    def asked(rows: list[list[str]]) -> int:
        file = importing.bring(register(*rows), by)
        with counted() as sent:
            importing.import_file(file, by)
        # SQLite tells the number of one new row at a time; PostgreSQL of hundreds.
        is_one = db.engine.dialect.name == "sqlite"
        return sum(not (is_one and "RETURNING" in each) for each in sent)

    bring_in(register(row(reference="0")), by)
    few = asked([row(reference=f"A{number}") for number in range(20)])
    assert asked([row(reference=f"B{number}") for number in range(200)]) == few


def test_the_events_of_a_row_stand_in_the_order_in_which_they_happened(app: Flask) -> None:
    bring_in(register(row(offence="Rape"), row(reference="2")))
    (first, _) = db.session.scalars(select(Review).order_by(Review.id))
    lines = db.session.scalars(select(Event).where(Event.review_id == first.id).order_by(Event.id))
    assert [(each.kind, each.case_id) for each in lines] == [
        (EventKind.REVIEW_OPENED, first.case_id),
        (EventKind.RESTRICTION_ADDED, first.case_id),
        (EventKind.ASSESSED, first.case_id),
        (EventKind.REGISTER_ROW_IMPORTED, first.case_id),
    ]


def test_each_offender_of_a_case_has_a_restriction_of_their_own(app: Flask) -> None:
    rows = [row(initials=initials, offence="Rape") for initials in ("AB", "CD", "EF")]
    bring_in(register(*rows[:2]))
    bring_in(register(*rows))
    reviews = set(db.session.scalars(select(Review.id)))
    assert count(Case) == 1
    assert sorted(db.session.scalars(select(Restriction.review_id))) == sorted(reviews)


def test_two_imports_at_once_make_nothing_twice(app: Flask) -> None:
    by = build.user(Role.SUPERVISOR)
    raw = register(*many(3))
    planned = importing.plan(raw)  # as the second of two sees it, before the first has begun
    file = importing.bring(raw, by, planned)
    assert importing.import_file(file, by) == 3
    with pytest.raises(ChangedMeanwhile, match="Somebody else is importing a register"):
        importing.import_file(file, by, reading=planned)
    assert (count(Review), count(RegisterRow)) == (3, 3)
    assert importing.import_file(file, by) == 0


def test_an_import_ended_between_two_chunks_goes_on_from_there(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_AT_ONCE", 10)
    bring_in_part = batches.Run.bring_in
    parts = iter(range(3))

    def ended(run: batches.Run, part: object) -> int:
        if next(parts) == 2:
            raise KeyboardInterrupt
        return bring_in_part(run, part)  # type: ignore[arg-type]

    monkeypatch.setattr(batches.Run, "bring_in", ended)
    raw = register(*many(35))
    with pytest.raises(KeyboardInterrupt):
        bring_in(raw)
    assert count(Review) == 20
    monkeypatch.setattr(batches.Run, "bring_in", bring_in_part)
    assert bring_in(raw) == 15
    assert (count(Review), count(Case), count(RegisterRow)) == (35, 35, 35)
    (file,) = db.session.scalars(select(RegisterFile))
    assert (file.rows_done, file.rows_new) == (35, 35)


def test_a_sealed_case_is_imported_once_and_told_to_nobody(app: Flask) -> None:
    """Whoever imports again may not see that case: its row is known all the same."""
    bring_in(register(row(initials="QZ")))
    (review,) = db.session.scalars(select(Review))
    sealer = build.user(Role.SUPERVISOR, email="sealer@example.org")
    sealing.seal(review.case, [build.user()], "An order of the court", sealer)
    other = build.user(Role.SUPERVISOR)
    changed, elsewhere = row(initials="QZ", court="York"), row(initials="QZ", reference="2")
    beside = row(initials="RS", court="York")
    with reading_for(other):
        for read in (elsewhere, beside):
            planned = importing.plan(register(read))
            assert (planned.new, planned.doubts) == (1, ())
        planned = importing.plan(register(changed))
        assert planned.new == 0
        assert [(each.proposed, each.text) for each in planned.doubts] == [
            ("", "Changed since it was imported: what it was is not shown. Not changed here.")
        ]
        assert bring_in(register(beside, changed, elsewhere), other) == 2
    assert (count(Review), count(Case)) == (3, 2)
