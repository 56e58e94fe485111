"""Notes: kept as written, newest first, pinned ones apart; files the office puts on a case."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.records import count
from tests.support.roles import NOT_CASEWORK
from tests.support.stored import original
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import Case, Document, DocumentKind, Event, EventKind
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import notes
from ulss_tracker.services.core.paging import Rows
from ulss_tracker.services.files import attachments, documents


@pytest.fixture
def case(app: Flask) -> Case:
    return build.review().case


def texts(found: Rows[Event]) -> list[str]:
    return [note.after["note"] for note in found.rows]


def test_a_note_is_on_the_timeline_as_it_was_written_and_not_empty(case: Case) -> None:
    note = "Rang the court. <b>Wants</b> the case number.\nO'Neill 🌻"
    with events_left() as events:
        notes.add(case, note, build.user(), review=case.reviews[0])
    assert kinds(events) == [EventKind.NOTE_ADDED]
    assert events[0].after == {"note": note}
    assert events[0].review_id == case.reviews[0].id
    with nothing_kept(), pytest.raises(Refused):
        notes.add(case, " \n ", build.user())


@pytest.mark.parametrize("role", NOT_CASEWORK)
def test_only_those_who_work_cases_write_and_pin_notes_and_add_files(
    case: Case, role: Role
) -> None:
    note, person = notes.add(case, "x", build.user()), build.user(role)
    for act in (
        lambda: notes.add(case, "y", person),
        lambda: notes.pin(case, note.id, person),
        lambda: add(case, by=person),
    ):
        with nothing_kept(), pytest.raises(NotAllowed):
            act()


def test_notes_are_newest_first_with_the_pinned_apart(case: Case) -> None:
    first, *_ = [notes.add(case, text, build.user()) for text in ("one", "two", "three")]
    with events_left() as events:
        notes.pin(case, first.id, build.user())
        notes.pin(case, first.id, build.user())
    assert kinds(events) == [EventKind.NOTE_PINNED]
    found = notes.page(case)
    assert [note.id for note in notes.pinned(case)] == [first.id]
    assert texts(found) == ["three", "two"]
    notes.unpin(case, first.id, build.user())
    notes.unpin(case, first.id, build.user())
    assert texts(notes.page(case)) == ["three", "two", "one"]


def test_another_cases_note_is_not_there_to_pin(case: Case) -> None:
    theirs = notes.add(build.review().case, "theirs", build.user())
    with pytest.raises(NotFound):
        notes.pin(case, theirs.id, build.user())
    with events_left() as events:
        build.sentence(case.reviews[0])
    for number in (10**6, events[0].id):  # nothing, and an event that is no note
        with pytest.raises(NotFound):
            notes.pin(case, number, build.user())


def test_many_notes_come_a_page_at_a_time(case: Case) -> None:
    for text in ("one", "two", "three"):
        notes.add(case, text, build.user())
    first = notes.page(case, size=2)
    second = notes.page(case, after=first.after, size=2)
    assert (texts(first), texts(second), second.after) == (["three", "two"], ["one"], None)
    assert texts(notes.page(case, after="rubbish", size=2)) == ["three", "two"]
    assert texts(notes.page(case, descending=False)) == ["one", "two", "three"]


def test_narrowed_to_a_person_the_pinned_are_among_the_notes(case: Case) -> None:
    other = build.user(email="another@example.org")
    kept = notes.add(case, "one", other)
    notes.pin(case, kept.id, build.user())
    notes.add(case, "two", build.user())
    assert texts(notes.page(case)) == ["two"]
    assert texts(notes.page(case, {"by_id": other.id})) == ["one"]
    today = clock.today()
    assert texts(notes.page(case, {"from_on": today, "to_on": today})) == [
        "two",
        "one",
    ]
    assert texts(notes.page(case, {"from_on": today + timedelta(days=1)})) == []


# Files.


def add(case: Case, content: bytes = b"What the judge said", **changes: object) -> Document:
    said = {
        "name": "R v Archer.txt",
        "kind": DocumentKind.SENTENCING_REMARKS,
        "description": "Remarks of 3 March",
        "by": build.user(),
    }
    return attachments.add(case, content=content, **(said | changes))


def test_a_file_is_kept_once_with_what_it_is_and_who_added_it(case: Case) -> None:
    with events_left() as events:
        document = add(case)
    assert (document.case_id, document.added_by_id) == (case.id, build.user().id)
    assert kinds(events) == [EventKind.DOCUMENT_ADDED]
    assert [each.id for each in attachments.page(case).rows] == [document.id]
    assert original(document.id) == b"What the judge said"
    assert add(case, description="Again").id == document.id
    assert count(Document) == 1
    # Its download says what it is, and names nobody.
    assert documents.download_name(document) == f"sentencing-remarks-{document.id}.txt"
    brought = build.document(case.requests[0])
    assert documents.download_name(brought) == f"document-{brought.id}.txt"


def test_what_the_public_may_not_bring_or_nobody_describes_is_not_added(case: Case) -> None:
    for content in (b"", b"MZ\x90\x00 a program", b"<html><script></script>"):
        with nothing_kept(), pytest.raises(Refused):
            add(case, content)
    with nothing_kept(), pytest.raises(Refused):
        add(case, description=" ")


def test_the_files_of_a_case_are_one_list_narrowed_by_where_they_are_from(case: Case) -> None:
    brought = build.document(case.requests[0])
    build.document(build.request())
    remarks, advice = add(case), add(case, b"Advice", kind=DocumentKind.ADVICE)
    found = [advice.id, remarks.id, brought.id]
    assert [each.id for each in attachments.page(case).rows] == found
    assert attachments.count(case) == 3
    first = attachments.page(case, size=2)
    second = attachments.page(case, after=first.after, size=2)
    assert [each.id for each in (*first.rows, *second.rows)] == found

    def narrowed(**asked: object) -> list[int]:
        page = attachments.page(case, asked)
        return [each.id for each in page.rows]

    assert narrowed(origin=attachments.Origin.OFFICE) == [advice.id, remarks.id]
    assert narrowed(origin=attachments.Origin.REQUEST) == [brought.id]
    assert narrowed(kind=DocumentKind.ADVICE) == [advice.id]
    assert narrowed(origin=attachments.Origin.REQUEST, kind=DocumentKind.ADVICE) == []
