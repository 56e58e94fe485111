"""Drafts: what is typed is kept, for the one browser that holds the key."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.clocks import SetClock
from ulss_tracker.models import Document, Draft, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.files import documents
from ulss_tracker.services.requests import draft_expiry, drafts

pytestmark = pytest.mark.usefixtures("app")


def test_nothing_is_kept_before_the_first_answer() -> None:
    assert drafts.find(None) is None
    assert drafts.find(drafts.new_journey_key()) is None


def test_answers_are_kept_under_a_key_the_table_does_not_show() -> None:
    key = drafts.new_journey_key()
    drafts.change(key, lambda answers: answers | {"offender_name": "Ŵyn"})
    draft = drafts.change(key, lambda answers: answers | {"reason": "Too low"})
    found = drafts.find(key)
    assert found is not None
    assert found.answers == {"offender_name": "Ŵyn", "reason": "Too low"}
    assert key not in draft.key
    assert drafts.find(drafts.new_journey_key()) is None


def test_two_pages_sent_at_once_both_keep_what_they_say(app: Flask) -> None:
    key = drafts.new_journey_key()

    def answer(number: int) -> None:
        with app.app_context():
            drafts.change(key, lambda answers: answers | {str(number): number})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(answer, range(16)))
    db.session.rollback()
    found = drafts.find(key)
    assert found is not None
    assert found.answers == {str(number): number for number in range(16)}


def test_deleting_takes_the_files_too() -> None:
    key = drafts.new_journey_key()
    draft = drafts.change(key, lambda answers: answers)
    documents.keep(draft=draft, name="a.txt", content=b"words")
    drafts.forget(key)
    drafts.forget(key)
    drafts.forget(None)
    assert db.session.scalars(select(Draft)).all() == []
    assert db.session.scalars(select(Document)).all() == []


@pytest.mark.parametrize(
    ("day", "kept"),
    [("2026-02-23", timedelta(days=21)), ("2026-01-01", timedelta(hours=23)), (None, None)],
    ids=["until the file-by moment", "one past: a day", "none typed: a day"],
)
def test_what_a_code_opens_is_kept_until_the_file_by_moment(
    at: SetClock, day: str | None, kept: timedelta | None
) -> None:
    start = datetime(2026, 3, 2, 12, tzinfo=UTC)
    at(start)
    key = drafts.new_journey_key()
    drafts.change(key, lambda answers: answers | {"sentenced_on": day})
    code, key = drafts.give_code(key)
    at(start + (kept or timedelta(hours=23)))
    assert drafts.find(drafts.key_of_code(code)) is not None
    at(start + timedelta(days=28))
    assert drafts.find(key) is None
    assert draft_expiry.forget_old_drafts() == 1


def test_a_draft_too_old_is_not_found_even_before_it_is_swept_away(at: SetClock) -> None:
    start = datetime(2026, 3, 2, 12, tzinfo=UTC)
    at(start)
    key = drafts.new_journey_key()
    drafts.change(key, lambda answers: answers)
    at(start + timedelta(hours=office_details.current().DRAFT_HOURS) - timedelta(minutes=1))
    assert drafts.find(key) is not None
    at(start + timedelta(hours=office_details.current().DRAFT_HOURS, minutes=1))
    assert drafts.find(key) is None
