"""How somebody is reached on duty: kept, and in the history without a number or an address."""

import json

import pytest
from flask import Flask

from tests.support import build
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, Refused
from ulss_tracker.models import EventKind, NightTexts, User
from ulss_tracker.services.people import duty_contact
from ulss_tracker.services.people.duty_contact import DutyContact

pytestmark = pytest.mark.usefixtures("app")


def contact(
    mobile: str = "", second_email: str = "", night_texts: NightTexts = NightTexts.LAST_DAY
) -> DutyContact:
    return DutyContact(mobile=mobile, second_email=second_email, night_texts=night_texts)


@pytest.fixture
def user(app: Flask) -> User:
    return build.user()


def test_it_is_kept_and_the_history_says_which_parts_and_no_more(user: User) -> None:
    wanted = contact("07700 900 982", "ada@example.net", NightTexts.EVERY_ALARM)
    with events_left() as events:
        duty_contact.change(user, wanted, version=user.version)
    assert (user.mobile, user.second_email) == ("+447700900982", "ada@example.net")
    assert user.night_texts is NightTexts.EVERY_ALARM
    assert duty_contact.has_own(user)
    assert kinds(events) == [EventKind.DUTY_CONTACT_CHANGED]
    assert events[0].after == {
        "person": user.name,
        "fields": ["mobile", "second_email", "night_texts"],
    }
    kept = json.dumps([events[0].before, events[0].after])
    assert "900" not in kept
    assert "@" not in kept


def test_the_same_again_is_no_change_a_form_from_before_not_taken_and_it_is_taken_back(
    user: User,
) -> None:
    seen = user.version
    duty_contact.change(user, contact("07700 900 982"), version=seen)
    with nothing_kept():
        duty_contact.change(user, contact("+44 7700 900982"), version=user.version)
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        duty_contact.change(user, contact("07700 900 983"), version=seen)
    with events_left() as events:
        duty_contact.change(user, contact(), version=user.version)
    assert not duty_contact.has_own(user)
    assert events[0].after["fields"] == ["mobile"]


def test_what_cannot_reach_them_is_refused(user: User) -> None:
    with nothing_kept():
        with pytest.raises(Refused, match="A British mobile number has 11 digits"):
            duty_contact.change(user, contact("01632 960 001"), version=user.version)
        with pytest.raises(Refused, match="another than the one you sign in with"):
            same = contact(second_email=user.email.upper())
            duty_contact.change(user, same, version=user.version)
