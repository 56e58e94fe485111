"""The offence that a request or a review is listed under, and the order of the board by it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from tests.support import build
from tests.support.plans import plan_of
from tests.support.sentences import convict, record
from ulss_tracker.models import Deadline, Request, Review, db
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.services.cases import convictions
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.deadlines import reconcile
from ulss_tracker.services.supervision import board
from ulss_tracker.services.supervision.board_row import BY_OFFENCE

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


def listed(what: Request | Review) -> tuple[str, int]:
    """The offence on its deadline, and how many more."""
    column = Deadline.request_id if isinstance(what, Request) else Deadline.review_id
    row = db.session.scalars(select(Deadline).where(column == what.id)).one()
    return row.offence, row.more_offences


def test_of_several_offences_the_first_in_the_scheme_counts_whatever_is_recorded_first() -> None:
    review = build.review()
    assert listed(review) == ("", 0)
    sentence = record(review)
    theft = convict(sentence, offence_id=None, text="interfering  with a\nvehicle")
    assert listed(review) == ("Interfering with a vehicle", 0)
    convict(sentence, offence_id="no-rta-2")
    assert listed(review) == ("Interfering with a vehicle", 1)  # it may be in the scheme
    robbery = convict(sentence, offence_id="io-robbery", form=Form.ATTEMPT)
    assert listed(review) == ("Robbery (attempt)", 2)
    convict(sentence, offence_id="io-murder")
    assert listed(review) == ("Robbery (attempt)", 3)  # the first recorded
    for each in (robbery, theft):
        convictions.remove_conviction(review, each, build.user(), review.version)
    assert listed(review) == ("Murder", 1)


def test_a_request_is_listed_under_the_catalogues_words_or_its_own() -> None:
    said = (
        ("io-robbery", "he mugged me", "Robbery"),
        (None, "SEXUAL ASSAULT of a child", "SEXUAL ASSAULT of a child"),
        (None, "DEATH BY DRIVING", "Death by driving"),
        (None, "gbh", "Gbh"),
        (None, "", ""),
        (None, "x" * 500, "X" + "x" * 199),
    )
    for offence_id, text, wanted in said:
        asked = build.request(offence_id=offence_id, offence_text=text)
        assert listed(asked) == (wanted, 0), text
    with transaction():
        asked.offence_id, asked.offence_text = None, "arson"
    assert listed(asked) == ("Arson", 0)


def test_what_an_upgrade_brought_is_filled_in_once() -> None:
    review, asked = build.eligible_review(), build.request(offence_id=None, offence_text="Arson")
    build.review()  # nothing is recorded of it, nor wanting
    db.session.execute(update(Deadline).values(offence="", more_offences=0))
    db.session.commit()
    assert reconcile.reconcile() >= 2
    assert (listed(review)[0], listed(asked)[0]) == ("Robbery", "Arson")
    assert reconcile.reconcile() == 0


def test_the_board_by_offence_is_read_from_an_index_and_begins_at_its_key() -> None:
    with transaction():
        for number in range(60):
            build.request(offence_id=None, offence_text=f"Offence {number % 7}")
    first = board.page(by=BY_OFFENCE)
    for after in (None, first.after):
        query = paging.page_query(board._running(), BY_OFFENCE, after=after)
        plan = plan_of(query)
        assert "ix_deadline_running_offence" in plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan
        if after:
            assert "offence>?" in plan or "offence)::text >=" in plan, plan
    by_value = board.by_value(first.rows, BY_OFFENCE)
    assert [words for words, _ in by_value] == [f"Offence {each}" for each in range(6)]
    assert all(row.offence == words for words, rows in by_value for row in rows)
    assert first.rows[0].act_by_at - NOW < timedelta(days=28)
