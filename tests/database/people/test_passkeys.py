"""Passkeys: what a key answers is taken once, soon, at home, and from its owner alone."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.passkey import HOME, Key, added
from tests.support.second_factor import KEY, set_up
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Event, EventKind, RecoveryCode, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.people import passkeys, second_factor
from ulss_tracker.services.people.passkeys import Site
from ulss_tracker.services.people.second_factor import CodeResult
from ulss_tracker.services.supervision import account_proposals

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


def signs(user: User, key: Key, site: Site = HOME) -> bool:
    return passkeys.check(user, key.sign(passkeys.options_to_check(user, site)), site=site)


def test_a_passkey_signs_in_and_says_when_it_was_used(at) -> None:
    user = build.user()
    before = user.session_key
    second_factor.begin(user, key=KEY)
    key, kept = added(user)
    assert second_factor.pending(user, key=KEY) is None  # no app waits beside it
    assert user.session_key != before  # every session has ended
    assert second_factor.has_any(user)
    assert second_factor.of(user) is None
    assert second_factor.codes_left(user) == 8
    assert kept.used_at is None
    at(NOW + timedelta(hours=1))
    assert signs(user, key)
    assert (kept.used_at, kept.sign_count) == (NOW + timedelta(hours=1), 1)
    # A second passkey, or one beside an app, leaves the recovery codes that there are.
    codes = db.session.scalars(select(RecoveryCode.code_hash)).all()
    other, _ = added(user, "Office laptop")
    assert db.session.scalars(select(RecoveryCode.code_hash)).all() == codes
    assert signs(user, other)
    assert signs(user, key)


def test_what_is_not_a_fresh_answer_of_their_own_at_home_is_refused(at) -> None:
    user, other = build.user(), build.user(Role.SUPERVISOR)
    key, _ = added(user)
    theirs, _ = added(other)
    answer = key.sign(passkeys.options_to_check(user, HOME))
    assert passkeys.check(user, answer, site=HOME)
    assert not passkeys.check(user, answer, site=HOME)  # no challenge waits any more

    first = passkeys.options_to_check(user, HOME)
    passkeys.options_to_check(user, HOME)
    assert not passkeys.check(user, key.sign(first), site=HOME)  # a later one has taken its place

    assert not signs(user, theirs)
    assert not signs(other, key)
    assert not signs(user, key, Site("phish.example", "https://phish.example"))
    key.origin = "http://phish.example"
    assert not signs(user, key)
    key.origin = HOME.origin
    key.count = 0  # a copy of it
    assert not signs(user, key)
    key.count = 50
    options = passkeys.options_to_check(user, HOME)
    at(NOW + timedelta(minutes=5, seconds=1))
    assert not passkeys.check(user, key.sign(options), site=HOME)
    at(NOW)
    # The answer to one kind of question is none to the other.
    asked = json.loads(passkeys.options_to_check(user, HOME))
    made = key.make(json.dumps(asked | {"rp": {"id": "localhost"}}))
    assert not passkeys.check(user, made, site=HOME)
    assert signs(user, key)


def test_nonsense_is_refused_and_breaks_nothing(subtests) -> None:
    user = build.user()
    key, _ = added(user)
    good = json.loads(key.sign(passkeys.options_to_check(user, HOME)))
    spoilt = [{**good, "response": {**good["response"], name: "AAAA"}} for name in good["response"]]
    spoilt += [{**good, "id": "%%%"}, {**good, "rawId": "é"}, {**good, "type": "none"}, {}, []]
    for words in ["", "{", "null", "\0", *map(json.dumps, spoilt)]:
        with subtests.test(words=words[:60]):
            passkeys.options_to_check(user, HOME)
            assert not passkeys.check(user, words, site=HOME)
            passkeys.options_to_add(user, HOME)
            with pytest.raises(Refused):
                passkeys.add(user, words, name="A key", site=HOME)
    assert len(passkeys.of(user)) == 1


def test_one_key_is_added_once_and_not_more_than_ten() -> None:
    user = build.user()
    key, _ = added(user)
    with pytest.raises(Refused, match="added already"):
        passkeys.add(user, key.make(passkeys.options_to_add(user, HOME)), name="Again", site=HOME)
    for _ in range(9):
        added(user)
    with pytest.raises(Refused, match="10 passkeys"):
        added(user)


def test_the_last_way_in_is_not_removed_and_another_person_s_not_found() -> None:
    user = build.user()
    key, kept = added(user)
    with pytest.raises(NotFound):
        passkeys.get(build.user(Role.SUPERVISOR), kept.id)
    with pytest.raises(Refused, match="only way"):
        passkeys.remove(user, kept)
    set_up(user)
    before = user.session_key
    passkeys.rename(kept, "Red key", user)
    passkeys.remove(user, kept)
    assert user.session_key != before
    assert passkeys.of(user) == []
    assert not signs(user, key)
    kinds = db.session.scalars(select(Event.kind).order_by(Event.id)).all()
    assert kinds[-2:] == [EventKind.PASSKEY_NAMED, EventKind.PASSKEY_REMOVED]


def test_a_lost_key_is_recovered_by_a_code_or_by_two_people() -> None:
    user = build.user()
    key = Key()
    codes = passkeys.add(user, key.make(passkeys.options_to_add(user, HOME)), name="k", site=HOME)
    assert second_factor.check(user, codes[0], key=KEY) is CodeResult.RIGHT
    assert second_factor.check(user, "000000", key=KEY) is CodeResult.WRONG
    administrator = build.user(Role.ADMINISTRATOR)
    proposal = account_proposals.propose_reset(user, administrator)
    assert signs(user, key)  # nothing has changed yet
    account_proposals.approve(proposal.id, build.user(Role.SUPERVISOR))
    assert not second_factor.has_any(user)
    assert passkeys.of(user) == []
    assert not signs(user, key)
    assert second_factor.check(user, codes[1], key=KEY) is CodeResult.WRONG
