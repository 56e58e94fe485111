"""The second factor: what is taken as a code, how often, and once only."""

import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.second_factor import KEY, code_of, set_up
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import Refused
from ulss_tracker.models import Event, EventKind, RecoveryCode, SecondFactor, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.people import factor_keys, second_factor
from ulss_tracker.services.people.second_factor import CodeResult

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
RESET = ("users", "reset-second-factor", "--email")
RIGHT, WRONG, LIMITED = CodeResult.RIGHT, CodeResult.WRONG, CodeResult.LIMITED


@pytest.fixture
def user(app: Flask) -> User:
    return build.user()


def check(user: User, code: str, key: str = KEY) -> CodeResult:
    return second_factor.check(user, code, key=key)


def test_an_app_is_set_up_by_its_first_code(user: User) -> None:
    before = user.session_key
    assert second_factor.of(user) is None
    with events_left() as events:
        _, codes = set_up(user)
    assert kinds(events) == [EventKind.SECOND_FACTOR_SET_UP]
    factor = second_factor.of(user)
    assert factor is not None
    assert factor.set_up_at == NOW
    assert len(set(codes)) == second_factor.codes_left(user) == 8
    assert user.session_key != before


def test_a_wrong_first_code_sets_up_nothing(user: User) -> None:
    with nothing_kept(), pytest.raises(Refused):  # nothing was begun
        second_factor.confirm(user, "000000", key=KEY)
    second_factor.begin(user, key=KEY)
    with nothing_kept():
        assert second_factor.confirm(user, "000000", key=KEY) is None
    assert second_factor.of(user) is None
    assert check(user, "") is WRONG


def test_neither_secret_nor_recovery_codes_are_kept_readable(user: User) -> None:
    secret, codes = set_up(user)
    kept = repr(db.session.execute(select(SecondFactor.secret, SecondFactor.user_id)).all())
    kept += repr(db.session.execute(select(RecoveryCode.code_hash)).all())
    kept += repr(db.session.execute(select(Event.before, Event.after)).all())
    for word in (secret, *codes, *(code.replace("-", "") for code in codes)):
        assert word not in kept


def test_an_app_is_set_up_within_ten_minutes_at_an_address_that_names_it(
    user: User, at, subtests
) -> None:
    second_factor.begin(user, key=KEY)
    enrolment = second_factor.pending(user, key=KEY)
    assert enrolment is not None
    assert enrolment.address.startswith("otpauth://totp/Unduly%20lenient%20sentences:caseworker")
    assert enrolment.secret in enrolment.address
    at(NOW + second_factor.SET_UP_WITHIN)
    assert second_factor.pending(user, key=KEY) == enrolment
    at(NOW + second_factor.SET_UP_WITHIN + timedelta(seconds=1))
    for key in (KEY, f"newer {KEY}"):
        with subtests.test(key=key):
            factor_keys.encrypt_again(key)
            assert second_factor.pending(user, key=key) is None
            with pytest.raises(Refused, match="Begin again"):
                second_factor.confirm(user, code_of(enrolment.secret), key=key)


@pytest.mark.parametrize(
    ("steps", "result"), [(-2, WRONG), (-1, RIGHT), (0, RIGHT), (1, RIGHT), (2, WRONG)]
)
def test_a_telephone_may_be_half_a_minute_out(user: User, at, steps: int, result) -> None:
    secret, _ = set_up(user)
    at(NOW + timedelta(minutes=10))
    assert check(user, code_of(secret, steps=steps)) is result


def test_a_code_is_taken_once_and_nobody_elses(user: User, at) -> None:
    secret, _ = set_up(user)
    theirs, codes = set_up(build.user(Role.SUPERVISOR))
    assert check(user, code_of(secret)) is WRONG  # it set up the app
    at(NOW + timedelta(minutes=1))
    code = code_of(secret)
    assert check(user, f" {code[:3]} {code[3:]} ") is RIGHT
    assert check(user, code) is WRONG
    assert check(user, code_of(secret, steps=-1)) is WRONG  # nor an older one after it
    assert check(user, codes[0]) is WRONG
    assert check(user, code_of(theirs)) is WRONG
    assert check(user, code_of(secret, steps=1)) is RIGHT


def test_a_recovery_code_is_taken_once_and_told(user: User) -> None:
    _, codes = set_up(user)
    with events_left() as events:
        assert check(user, codes[0].lower().replace("-", " ")) is RIGHT
    assert kinds(events) == [EventKind.RECOVERY_CODE_USED]
    assert events[0].after == {"email": user.email, "left": 7}
    assert check(user, codes[0]) is WRONG
    assert check(user, codes[1]) is RIGHT


@pytest.mark.parametrize("code", ["", "0", "١٢٣٤٥٦", "🌻", "x" * 200, "-" * 40])
def test_what_is_no_code_is_wrong(user: User, code: str) -> None:
    set_up(user)
    assert check(user, code) is WRONG


def test_after_five_wrong_codes_not_even_a_right_one_is_tried(user: User, at) -> None:
    secret, codes = set_up(user)
    at(NOW + timedelta(minutes=1))
    for _ in range(5):
        assert check(user, "000000") is WRONG
    with nothing_kept():
        assert check(user, code_of(secret)) is LIMITED
        assert check(user, codes[0]) is LIMITED
    at(NOW + timedelta(minutes=16, seconds=1))
    assert check(user, code_of(secret)) is RIGHT


def test_neither_wrong_codes_before_a_right_one_nor_old_ones_count(user: User, at) -> None:
    secret, codes = set_up(user)
    for _ in range(4):
        check(user, "000000")
    assert check(user, codes[0]) is RIGHT
    for _ in range(4):
        assert check(user, "000000") is WRONG
    at(NOW + timedelta(minutes=1))
    assert check(user, code_of(secret)) is RIGHT
    for number in range(1, 7):
        at(NOW + timedelta(minutes=16 * number))
        assert check(user, "000000") is WRONG
    assert check(user, code_of(secret)) is RIGHT


def test_another_app_takes_the_place_only_with_its_first_code(user: User, at) -> None:
    first, codes = set_up(user)
    second_factor.begin(user, key=KEY)
    at(NOW + timedelta(minutes=1))
    assert check(user, code_of(first)) is RIGHT
    second, _ = set_up(user)
    at(NOW + timedelta(minutes=2))
    assert check(user, code_of(first)) is WRONG
    assert check(user, codes[0]) is WRONG
    assert check(user, code_of(second)) is RIGHT


def test_new_recovery_codes_end_the_old(user: User) -> None:
    _, old = set_up(user)
    with events_left() as events:
        new = second_factor.new_recovery_codes(user)
    assert kinds(events) == [EventKind.RECOVERY_CODES_MADE]
    assert check(user, old[0]) is WRONG
    assert check(user, new[0]) is RIGHT
    other = build.user(Role.SUPERVISOR)
    with nothing_kept(), pytest.raises(Refused):
        second_factor.new_recovery_codes(other)


def test_secrets_and_codes_have_160_bits_that_no_seed_repeats(user: User) -> None:
    made = []
    for _ in range(2):
        random.seed(1)
        made.append(set_up(user))
    (secret, codes), (other, others) = made
    for each in (secret, *(code.replace("-", "") for code in codes)):
        assert re.fullmatch("[A-Z2-7]{32}", each)  # 5 bits each
    assert secret != other
    assert set(codes).isdisjoint(others)


def test_with_another_key_nothing_is_read(user: User, at) -> None:
    secret, _ = set_up(user)
    at(NOW + timedelta(minutes=1))
    with nothing_kept(), pytest.raises(Refused, match="cannot be read"):
        check(user, code_of(secret), key="another key than that of before")


def test_a_reset_takes_the_app_and_the_codes_away(user: User) -> None:
    secret, codes = set_up(user)
    both = build.agreed(user)
    before = user.session_key
    with events_left() as events:
        second_factor.reset(user, both)
    assert kinds(events) == [EventKind.SECOND_FACTOR_RESET]
    assert both.proposed_by
    assert events[0].by_id == both.proposed_by.id
    assert user.session_key != before
    assert second_factor.of(user) is None
    assert check(user, codes[0]) is WRONG
    assert check(user, code_of(secret)) is WRONG
    with nothing_kept(), pytest.raises(Refused, match="has no second factor"):
        second_factor.reset(user, both)


def test_the_last_administrator_is_let_in_again_from_a_terminal(app: Flask) -> None:
    administrator = build.user(Role.ADMINISTRATOR)
    set_up(administrator)
    runner = app.test_cli_runner()
    assert "\tsecond factor" in runner.invoke(args=["users", "list"]).output
    with events_left() as events:
        result = runner.invoke(args=[*RESET, administrator.email])
    assert result.exit_code == 0, result.output
    assert kinds(events) == [EventKind.SECOND_FACTOR_RESET]
    assert events[0].by_id is None
    assert "\tno second factor" in runner.invoke(args=["users", "list"]).output
    for email in (administrator.email, "nobody@example.org"):
        refused = runner.invoke(args=[*RESET, email])
        assert refused.exit_code == 1
