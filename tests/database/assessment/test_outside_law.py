"""Sentences outside what the law allows: found, kept with their clock, and dealt with."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.register import register, row
from tests.support.sentences import correct
from tests.unit.scheme.test_penalties import labels
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    Event,
    EventKind,
    OutsideLaw,
    RegisterDoubt,
    RegisterRow,
    Review,
    Sentence,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.assessment import outside_law
from ulss_tracker.services.cases import convictions, sentences
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.register import importing
from ulss_tracker.services.register.sheet import Column
from ulss_tracker.services.supervision import exceptions

NOW = datetime(2026, 3, 18, 10, tzinfo=clock.LONDON)
PASSED_ON = date(2026, 3, 2)
REASON = (
    "“Theft”: 9 years is above the maximum of 7 years (Theft Act 1968 s.7, amended by Criminal "
    "Justice Act 1991 s.26(1)). The label cannot be right, or the sentence is unlawful."
)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
    build.on_duty()


@transaction()
def theft(text: str = "9 years’ imprisonment") -> Review:
    review = build.review(offender_name="A Thief")
    build.conviction(build.sentence(review, sentenced_on=PASSED_ON, text=text), "no-theft")
    return review


def kept_of(review: Review) -> OutsideLaw:
    kept = review.sentences[0].outside_law
    assert kept is not None
    return kept


def events(review: Review, kind: EventKind) -> list[Event]:
    query = select(Event).where(Event.review_id == review.id, Event.kind == kind)
    return list(db.session.scalars(query.order_by(Event.id)))


def test_a_sentence_above_the_maximum_starts_the_clock_of_the_slip_rule() -> None:
    review = theft()
    kept = kept_of(review)
    assert kept.reason == REASON
    assert kept.last_day_on == date(2026, 4, 26)  # 56 days beginning with 2 March
    (event,) = events(review, EventKind.OUTSIDE_LAW_FOUND)
    assert event.after["reason"] == REASON
    assert event.after["slip_rule_last_day_on"] == "2026-04-26"


def test_nothing_recorded_is_changed_and_no_time_limit_moves() -> None:
    review, usual = theft(), theft("6 years’ imprisonment")
    assert usual.sentences[0].outside_law is None
    assert review.sentences[0].text == "9 years’ imprisonment"
    assert review.sentences[0].convictions[0].offence_id == "no-theft"
    assert (review.last_day_on, review.file_by_at) == (usual.last_day_on, usual.file_by_at)


def test_it_is_an_exception_until_somebody_says_that_it_is_dealt_with() -> None:
    review = theft()
    group = exceptions.of_kind("outside_law")
    assert group.count == 1
    assert group.items[0].why == (f"{REASON} Slip rule: 56 days, last day Sunday 26 April 2026.")
    by = build.user()
    outside_law.deal_with(
        review.sentences[0], " The CPS asked the court to vary it ", by, version=review.version
    )
    kept = kept_of(review)
    assert (kept.dealt_with_by_id, kept.how) == (by.id, "The CPS asked the court to vary it")
    assert kept.dealt_with_at == NOW
    assert exceptions.of_kind("outside_law").count == 0
    (event,) = events(review, EventKind.OUTSIDE_LAW_DEALT_WITH)
    assert (event.by_id, event.after["how"]) == (by.id, "The CPS asked the court to vary it")


def test_what_was_dealt_with_stays_so_until_the_reason_is_another() -> None:
    review = theft()
    by = build.user()
    outside_law.deal_with(review.sentences[0], "Asked", by, version=review.version)
    convictions.answer_conviction(
        review, review.sentences[0].convictions[0], {}, by, review.version
    )
    assert kept_of(review).how == "Asked"
    _change(review, "10 years’ imprisonment")
    kept = kept_of(review)
    assert (kept.dealt_with_at, kept.dealt_with_by_id, kept.how) == (None, None, "")
    assert "10 years is above" in kept.reason


def test_another_day_is_another_last_day_and_a_right_sentence_ends_it() -> None:
    review = theft()
    _change(review, "9 years’ imprisonment", on=PASSED_ON + timedelta(days=1))
    assert kept_of(review).last_day_on == date(2026, 4, 27)
    _change(review, "6 years’ imprisonment")
    assert review.sentences[0].outside_law is None
    assert db.session.scalars(select(OutsideLaw)).all() == []
    last = events(review, EventKind.OUTSIDE_LAW_FOUND)[-1]
    assert last.before["reason"] == REASON
    assert last.after["reason"] == "Not found any more"


def test_a_sentence_removed_or_of_an_offence_no_longer_known_says_nothing() -> None:
    review, unknown = theft(), theft()
    with transaction():
        unknown.sentences[0].convictions[0].offence_id = "no-such"
    assert outside_law.reason_of(unknown.sentences[0]) is None
    sentences.remove_sentence(review, review.sentences[0], build.user(), review.version)
    assert db.session.scalars(select(OutsideLaw.sentence_id)).all() == [unknown.sentences[0].id]


def test_only_who_works_cases_deals_with_it_once_and_says_how() -> None:
    review = theft()
    sentence = review.sentences[0]
    with pytest.raises(NotAllowed):
        outside_law.deal_with(sentence, "x", build.user(Role.LAW_OFFICER), version=review.version)
    with pytest.raises(Refused, match="how it is dealt with"):
        outside_law.deal_with(sentence, "  ", build.user(), version=review.version)
    outside_law.deal_with(sentence, "x", build.user(), version=review.version)
    with pytest.raises(Refused, match="nothing to deal with"):
        outside_law.deal_with(sentence, "x", build.user(), version=review.version)


def test_an_imported_register_names_each_label_and_changes_none() -> None:
    """Each of the labels that cannot be right, as the rows of an old register."""
    rows = [
        row(
            reference=str(number),
            initials="AB",
            sentenced=date.fromisoformat(each["sentenced_on"]).strftime("%d/%m/%Y"),
            offence=each["label"],
            sentence=each["sentence"],
        )
        for number, each in enumerate(labels(), start=1)
    ]
    by = build.user(Role.SUPERVISOR)
    file = importing.bring(register(*rows), by)
    found = select(RegisterDoubt).where(RegisterDoubt.text.startswith("Outside the law:"))
    named = {each.row_number: each for each in db.session.scalars(found)}
    assert len(named) == len(rows) >= 40
    importing.import_file(file, by)
    kept = db.session.scalars(select(RegisterRow).order_by(RegisterRow.position)).all()
    assert [each.cells[Column.OFFENCE.value] for each in kept] == [
        each["label"] for each in labels()
    ]
    assert [each.cells[Column.SENTENCE.value] for each in kept] == [
        each["sentence"] for each in labels()
    ]
    passed = db.session.scalars(select(Sentence).order_by(Sentence.review_id)).all()
    assert [each.text for each in passed] == [each["sentence"] for each in labels()]
    assert all(
        conviction.text == label["label"]
        for each, label in zip(passed, labels(), strict=True)
        for conviction in each.convictions
    )
    assert exceptions.of_kind("outside_law").count == 0  # what was imported is over


def _change(review: Review, text: str, on: date = PASSED_ON) -> None:
    correct(review.sentences[0], sentenced_on=on, text=text)
