"""Undoing a merge, and sealing two cases that are merged."""

from collections.abc import Callable

import pytest

from tests.support import build
from tests.support.merged import join, undo
from tests.support.traces import nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import Case, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.notifying import Party
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases, duplicates, merging, notes
from ulss_tracker.services.protection import access_filter, sealing
from ulss_tracker.services.referral import progress
from ulss_tracker.services.search import query
from ulss_tracker.services.supervision import board


def test_it_is_undone(closing: Review, remaining: Review) -> None:
    moved, first = closing.case.requests[0], remaining.case.requests[0]
    notifying.add_person(closing.case, Party.VICTIM, "Ann", "", build.user())
    build.withdraw(remaining)
    join(closing, remaining)
    notes.add(remaining.case, "They may be two men", build.user())
    undo(closing)
    assert (moved.case, first.case) == (closing.case, remaining.case)
    assert (closing.state, closing.outcome, closing.closed_at) == (State.CHECKING, None, None)
    assert not closing.case.is_void
    assert merging.of_case(closing.case) is None
    assert merging.merged_into(remaining.case) == []
    keys = {row.person_key for row in notifying.untold(remaining.case)}
    assert keys == {f"request:{first.id}", "cps"}
    assert [row.review_id for row in board.page().rows] == [closing.id]
    assert query.of_reference(closing.case.reference) is closing.case
    join(closing, remaining)
    assert closing.case.is_void


@pytest.mark.parametrize("done", ["convicted", "taken out"])
def test_what_was_done_since_keeps_it_joined(closing: Review, remaining: Review, done: str) -> None:
    moved = closing.case.requests[0]
    join(closing, remaining)
    if done == "convicted":
        build.conviction(remaining.sentences[0])
    else:
        duplicates.take_out(moved, "Another sentence", build.user())
    with nothing_kept(), pytest.raises(Refused, match="Something was done since"):
        undo(closing)


def test_undoing_wants_a_joining_a_reason_and_the_case_as_it_was_seen(
    closing: Review, remaining: Review
) -> None:
    with nothing_kept(), pytest.raises(Refused, match="is not joined"):
        undo(closing)
    join(closing, remaining)
    with nothing_kept(), pytest.raises(Refused):
        undo(closing, why="")
    me = build.user()
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        merging.unmerge(closing.case, "Two men", me, version=closing.case.version - 1)
    build.user(Role.LAW_OFFICER)
    with nothing_kept(), pytest.raises(NotAllowed):
        undo(closing, Role.LAW_OFFICER)


def test_a_joined_case_is_not_reopened_as_work(closing: Review, remaining: Review) -> None:
    join(closing, remaining)
    by = build.user(Role.SUPERVISOR)
    with nothing_kept(), pytest.raises(Refused, match="undo that instead"):
        progress.move(closing, Step.REOPEN, by, version=closing.version, note="It was right")
    with nothing_kept(), pytest.raises(Refused):
        progress.move(closing, Step.UNDO_JOINING, by, version=closing.version, note="Past it")


# Sealing.


@pytest.fixture
def reader() -> Callable[[Role | None], None]:
    def read(role: Role | None) -> None:
        access_filter.read_for(build.user(role) if role else None)

    yield read
    access_filter.read_for(None)


def readable(case: Case) -> bool:
    db.session.expire_all()
    try:
        cases.get_case(case.reference)
    except NotFound:
        return False
    return True


def test_sealing_the_case_that_remains_seals_what_was_joined_to_it(
    closing: Review, remaining: Review, reader: Callable[[Role | None], None]
) -> None:
    join(closing, remaining)
    boss = build.user(Role.SUPERVISOR)
    with nothing_kept(), pytest.raises(Refused, match="Seal that one"):
        sealing.seal(closing.case, [], "A judge’s family", boss)
    sealing.seal(remaining.case, [], "A judge’s family", boss)
    one, other = closing.case, remaining.case
    reference = one.reference
    reader(Role.CASEWORKER)
    assert not readable(one)
    assert not readable(other)
    assert query.of_reference(reference) is None
    reader(Role.SUPERVISOR)
    assert readable(one)
    assert [each.reference for each in merging.merged_into(other)] == [reference]
    sealing.name_reader(other, build.user(), boss)
    reader(Role.CASEWORKER)
    assert readable(one)
    sealing.remove_reader(other, build.user(), boss)
    assert not readable(one)
    sealing.unseal(other, "It is public now", boss)
    assert readable(one)
    assert readable(other)


def test_a_comparison_with_a_request_of_a_sealed_case_is_not_there(
    reader: Callable[[Role | None], None],
) -> None:
    """Whichever of the two was marked as not a duplicate."""
    secret, plain = build.review().case.requests[0], build.request()
    duplicates.mark_not_duplicate(secret, plain, "Another man", build.user())
    sealing.seal(secret.case, [], "A judge’s family", build.user(Role.SUPERVISOR))
    reader(Role.CASEWORKER)
    db.session.expire_all()
    assert duplicates.marks_of(plain) == []
