"""History: every kind of event is declared, and says exactly what was declared."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from ulss_tracker.models import Event, EventKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history


def test_every_kind_has_a_heading_in_words(subtests: pytest.Subtests) -> None:
    for kind in EventKind:
        with subtests.test(kind=kind):
            assert kind.label[0].isupper()
            assert "_" not in kind.label
            assert kind.keys


def test_an_event_says_who_when_and_what_and_an_undone_one_is_not_kept(app: Flask, at) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    at(noon)
    review, by = build.review(), build.user(Role.SUPERVISOR)
    with transaction():
        history.record(EventKind.NOTE_ADDED, by, review, note="Rang the court")
    with pytest.raises(RuntimeError), transaction():
        history.record(EventKind.NOTE_ADDED, None, review, note="x")
        raise RuntimeError
    event = db.session.scalars(select(Event).where(Event.kind == EventKind.NOTE_ADDED)).one()
    assert (event.at, event.by, event.review_id) == (noon, by, review.id)
    assert event.case_id == review.case_id  # a review's event is on its case's timeline
    assert event.after == {"note": "Rang the court"}
    assert event.before == {}
    with transaction():
        for note in ("second", "third"):
            history.record(EventKind.NOTE_ADDED, None, review, note=note)
    notes = [event.after["note"] for event in history.of_case(review.case, limit=2)]
    assert notes == ["third", "second"]


@pytest.mark.parametrize(
    ("after", "before"),
    [
        ({}, None),
        ({"note": "x", "extra": 1}, None),
        ({"text": "x"}, None),
        ({"note": "x"}, {"extra": 1}),
    ],
)
def test_keys_that_were_not_declared_are_refused(
    app: Flask, after: dict[str, object], before: dict[str, object] | None
) -> None:
    with pytest.raises(ValueError, match="note_added says"):
        history.record(EventKind.NOTE_ADDED, None, before=before, **after)


def test_values_are_made_plain() -> None:
    values = {
        "on": date(2026, 3, 2),
        "at": datetime(2026, 3, 2, 12, tzinfo=UTC),
        "role": Role.SUPERVISOR,
        "many": (1, {Role.CASEWORKER}),
        "nothing": None,
    }
    assert history.plain(values) == {
        "on": "2026-03-02",
        "at": "2026-03-02T12:00:00+00:00",
        "role": "supervisor",
        "many": [1, ["caseworker"]],
        "nothing": None,
    }
