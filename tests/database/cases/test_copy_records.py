"""Records copied when a case is merged into another: sentences, papers, what was confirmed."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.merged import join, undo
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    EventKind,
    PaperKind,
    Restriction,
    RestrictionKind,
    Review,
    User,
    db,
)
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.cases import cases
from ulss_tracker.services.cases.merging import copy_records
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import papers
from ulss_tracker.services.referral.papers import PaperInput

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
ASSAULT = "spec-soa56-14"


def carried(closing: Review, remaining: Review, *, only: Callable[[str], bool] = bool) -> None:
    """Join with everything that is offered ticked, or `only` what its words say."""
    offered = copy_records.offered(closing.case, remaining.case, {closing.id: remaining.id})
    join(closing, remaining, carried=[record.id for record in offered if only(record.words)])


def confirmer() -> User:
    return build.user(email="second@example.org")


@pytest.fixture
@transaction()
def full() -> Review:
    """A review with a sentence, an offence, an address and a paper, all of it confirmed."""
    made = build.review(offender_name="John Archer", requester_name="Second")
    build.conviction(build.sentence(made))
    me = build.user()
    known = cases.Offender(name="John Archer", born_on=date(1980, 5, 1), address="HMP Leeds")
    cases.change_offender(made, known, me, made.version)
    (paper,) = papers.ask(made.case, [PaperKind.INDICTMENT], [], me)
    papers.record(made.case, paper, PaperInput(received_at=NOW), me, version=paper.version)
    build.confirm(made, by=confirmer())
    return made


@pytest.fixture
def bare(app: Flask) -> Review:
    """A review of which nothing but the name is recorded."""
    return build.review(offender_name="John Archer", requester_name="First")


def test_a_sentence_its_offences_and_what_was_confirmed_go_along(
    bare: Review, full: Review
) -> None:
    with events_left() as events:
        carried(full, bare)
    (sentence,) = bare.sentences
    (conviction,) = sentence.convictions
    assert (sentence.sentenced_on, sentence.text) == (
        full.sentences[0].sentenced_on,
        full.sentences[0].text,
    )
    assert conviction.offence_id == full.sentences[0].convictions[0].offence_id
    assert (bare.last_day_on, bare.verdict) == (full.last_day_on, full.verdict)
    assert bare.state is State.CHECKING
    assert (bare.offender_born_on, bare.offender_address) == (date(1980, 5, 1), "HMP Leeds")
    standing = verification.statuses(bare)
    assert {each.verification.confirmed_by.email for each in standing if each.verification} == {
        "second@example.org"
    }
    assert all(each.verification for each in standing)
    assert bare.unconfirmed_since_at is None
    (paper,) = papers.of_case(bare.case)
    assert (paper.kind, paper.received_at) == (PaperKind.INDICTMENT, NOW)
    told = [each for each in events if each.kind is EventKind.CARRIED_OVER]
    assert [len(each.after["carried"]) for each in told] == [1, 6]
    assert full.sentences
    assert len(papers.of_case(full.case)) == 1


def test_undoing_takes_it_out_again(bare: Review, full: Review) -> None:
    carried(full, bare)
    with events_left() as events:
        undo(full)
    assert EventKind.CARRIED_BACK in kinds(events)
    db.session.expire_all()
    assert bare.sentences == []
    assert papers.of_case(bare.case) == []
    assert (bare.offender_born_on, bare.offender_address) == (None, "")
    assert (bare.last_day_on, bare.unconfirmed_since_at) == (None, None)
    assert len(full.sentences) == 1
    assert len(full.sentences[0].convictions) == 1
    assert all(each.verification for each in verification.statuses(full))
    # The old word does not count for the same fact recorded by itself later.
    build.conviction(build.sentence(bare))
    dated, court, offence = verification.statuses(bare)
    assert not (dated.verification or court.verification or offence.verification)
    carried(full, bare)
    assert all(each.verification for each in verification.statuses(bare))


def test_what_is_not_ticked_stays_and_no_time_is_lost_by_it(bare: Review, full: Review) -> None:
    with nothing_kept(), pytest.raises(Refused, match="Carry the sentence over first"):
        join(full, bare)
    carried(full, bare, only=lambda words: "sentence of" in words)
    assert len(bare.sentences) == 1
    assert bare.offender_address == ""
    assert papers.of_case(bare.case) == []


def test_a_confirmation_counts_for_the_very_fact_alone(full: Review) -> None:
    other = build.review(offender_name="John Archer")
    build.conviction(build.sentence(other), ASSAULT)
    carried(full, other, only=lambda words: "offence of" not in words)
    dated, court, offence = verification.statuses(other)
    assert dated.verification
    assert court.verification
    assert offence.verification is None
    assert other.unconfirmed_since_at is not None


def test_who_recorded_the_fact_there_is_no_second_person(full: Review) -> None:
    second = confirmer()
    other = build.review(offender_name="John Archer", by=second)
    build.conviction(build.sentence(other, by=second), by=second)
    carried(full, other)
    assert [each.verification for each in verification.statuses(other)] == [None] * 3


def test_an_offence_of_a_day_that_has_others_is_offered_and_not_proposed(full: Review) -> None:
    other = build.review(offender_name="John Archer")
    build.conviction(build.sentence(other), ASSAULT)
    offered = copy_records.offered(full.case, other.case, {full.id: other.id})
    (offence,) = [each for each in offered if each.id.startswith("conviction")]
    assert not offence.is_likely
    carried(full, other)
    assert len(other.sentences[0].convictions) == 2
    undo(full)
    db.session.expire_all()
    assert [each.offence_id for each in other.sentences[0].convictions] == [ASSAULT]


def test_a_sentence_of_another_day_that_would_move_the_last_day_is_not_offered(
    full: Review,
) -> None:
    other = build.review(offender_name="John Archer")
    build.sentence(other, sentenced_on=date(2026, 3, 10))
    offered = copy_records.offered(full.case, other.case, {full.id: other.id})
    assert not [each for each in offered if each.id.startswith("sentence")]
    with nothing_kept(), pytest.raises(Refused, match="Put the wrong one right first"):
        carried(full, other)


def test_a_paper_still_wanted_has_come_and_is_wanted_again_when_undone(
    bare: Review, full: Review
) -> None:
    (wanted,) = papers.ask(bare.case, [PaperKind.INDICTMENT], [], build.user())
    carried(full, bare)
    assert wanted.received_at == NOW
    undo(full)
    db.session.expire_all()
    assert wanted.is_wanted


def test_the_protection_of_a_complainant_goes_with_the_offence(bare: Review, full: Review) -> None:
    build.conviction(full.sentences[0], ASSAULT)
    carried(full, bare)
    theirs = select(Restriction).where(Restriction.review_id == bare.id)
    assert [each.kind for each in db.session.scalars(theirs)] == [RestrictionKind.ANONYMITY]


def test_nothing_goes_to_a_review_that_is_closed(bare: Review, full: Review) -> None:
    build.withdraw(bare)
    offered = copy_records.offered(full.case, bare.case, {full.id: bare.id})
    assert {each.id.split("-")[0] for each in offered} == {"paper"}
