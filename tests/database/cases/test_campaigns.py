"""Many requests about one sentence: one row, and whatever needs a look stands out of it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build, campaign
from tests.support.campaign import FEW, SHORT, Sort
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Case,
    InboundMessage,
    InboundState,
    Request,
    RequestState,
    db,
)
from ulss_tracker.services.cases import campaigns, duplicates
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.correspondence import mailbox
from ulss_tracker.services.matching import same_words
from ulss_tracker.services.matching.same_words import Group, LookReason
from ulss_tracker.services.requests import inbox

NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
    build.user()


@pytest.fixture
def made() -> dict[Sort, list[int]]:
    return campaign.take_all(FEW)


def group() -> Group:
    (only,) = same_words.groups()
    return only


def joined(case: Case) -> set[int]:
    db.session.expire_all()
    return {request.id for request in case.requests}


def but_the_same(made: dict[Sort, list[int]]) -> set[int]:
    return {number for sort, some in made.items() if sort is not Sort.SAME for number in some}


def test_it_is_one_row_and_all_that_is_not_the_same_stands_beside_it() -> None:
    made = campaign.take_all(SHORT)
    campaign_group = group()
    listed = inbox.page(RequestState.NEW, {}, [campaign_group]).rows
    messages = mailbox.page(InboundState.WAITING, {}, [campaign_group]).rows
    assert campaign_group.count == len(made[Sort.SAME])
    assert {row.id for row in listed} == but_the_same(made)
    assert {message.request_id for message in messages} == but_the_same(made)
    every = inbox.page(RequestState.NEW, {"each": True}, [campaign_group]).rows
    assert not {row.id for row in every} <= but_the_same(made)


def test_each_that_needs_a_look_says_why_and_what_only_it_says(made) -> None:
    reasons = {row.request.id: row for row in same_words.to_look_at(group(), 100)}
    assert reasons.keys() == but_the_same(made) - set(made[Sort.OTHER_SENTENCE])
    relative = reasons[made[Sort.RELATIVE][0]]
    assert LookReason.OWN_WORDS in relative.reasons
    assert any(words in campaign.RELATIVES for words in relative.own_words)
    assert LookReason.WAY in reasons[made[Sort.MP][0]].reasons
    assert LookReason.WARNING in reasons[made[Sort.WARNING][0]].reasons


def test_one_word_joins_them_settles_their_messages_and_later_ones_too(made) -> None:
    looked_at = [db.session.get_one(Request, number) for number in made[Sort.RELATIVE]]
    case = campaigns.say(group(), None, build.user(), also=looked_at, joins_later=True)
    campaigns.join_waiting()
    assert joined(case) == {*made[Sort.SAME], *made[Sort.RELATIVE]}
    settled = db.session.query(InboundMessage).filter_by(state=InboundState.ACCEPTED)
    assert {message.request_id for message in settled} <= joined(case)

    later = campaign.take_all(FEW, seed=2)
    assert campaigns.join_waiting() == len(later[Sort.SAME])
    assert joined(case) == {*made[Sort.SAME], *made[Sort.RELATIVE], *later[Sort.SAME]}
    assert group().to_look_at == len(but_the_same(later)) + 2 - len(later[Sort.OTHER_SENTENCE])


def test_without_a_word_for_later_ones_they_wait(made, at) -> None:
    case = campaigns.say(group(), None, build.user(), joins_later=False)
    campaigns.join_waiting()
    at(NOW + timedelta(hours=1))
    campaign.take_all(FEW, seed=2)
    assert campaigns.join_waiting() == 0
    assert joined(case) == set(made[Sort.SAME])


def test_one_taken_out_again_stays_out_and_an_end_is_an_end(made) -> None:
    case = campaigns.say(group(), None, build.user(), joins_later=True)
    campaigns.join_waiting()
    parted = db.session.get_one(Request, made[Sort.SAME][1])
    duplicates.take_out(parted, "It is about another man", build.user())
    assert campaigns.join_waiting() == 0
    campaigns.end(case, build.user())
    campaign.take_all(FEW, seed=2)
    assert campaigns.join_waiting() == 0
    with pytest.raises(Refused):
        campaigns.end(case, build.user())


def test_of_two_words_the_second_is_refused_and_keeps_nothing(made) -> None:
    seen = group()
    campaigns.say(seen, None, build.user(), joins_later=True)
    with pytest.raises(Refused):
        campaigns.say(seen, build.review().case, build.user(), joins_later=True)


def test_a_doubt_about_safe_contact_never_joins_by_itself(made) -> None:
    with transaction():
        doubted = db.session.get_one(Request, made[Sort.SAME][2])
        doubted.may_telephone = False
    case = campaigns.say(group(), None, build.user(), joins_later=True)
    campaigns.join_waiting()
    assert doubted.id not in joined(case)
