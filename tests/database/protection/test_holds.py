"""Legal holds: nothing of what they keep goes, and one that names another keeps nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.inbound import email
from tests.support.merged import join
from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import Draft, InboundMessage, LegalHold, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.correspondence import retention, taking
from ulss_tracker.services.operations import clock_jumps
from ulss_tracker.services.protection import holds, sealing
from ulss_tracker.services.protection.access_filter import read_for
from ulss_tracker.services.protection.holds import HoldInput
from ulss_tracker.services.requests import draft_expiry
from ulss_tracker.services.supervision import exceptions

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


def placed(**of: object) -> LegalHold:
    said = {"matter": "A claim", "why": "A letter before action", "review_on": date(2026, 9, 1)}
    return holds.place(HoldInput(**said | of), build.user(Role.SUPERVISOR))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("of", "is_held"),
    [
        ({"person": "Gary Archer"}, True),
        ({"person": "ARCHER, Gary"}, True),
        ({"person": "G Archer"}, True),
        ({"person": "Garry Archer"}, True),
        ({"person": "Susan Archer"}, False),
        ({"person": "Archer"}, True),
        ({"person": "Mared Lloyd"}, True),
        ({"contact": "MARED@example.org "}, True),
        ({"contact": "ed@example.com"}, False),
        ({"contact": "+44 7700 900123"}, True),
        ({"contact": "07700 900124"}, False),
    ],
)
def test_a_doubt_about_a_name_holds(of: dict[str, str], is_held: bool) -> None:
    case = build.review(
        requester_name="Mared Lloyd", email="mared@example.org", telephone="07700 900 123",
        offender_name="Gary Archer",
    ).case  # fmt: skip
    placed(**of)
    (request,) = case.requests
    assert (holds.is_held(case), holds.is_held(request)) == (is_held, is_held)
    names, contacts = ["Mared Lloyd", "Gary Archer"], ["mared@example.org", "07700900123"]
    assert bool(holds.of_person(names, contacts)) == is_held


def test_a_case_is_held_with_what_was_joined_to_it_and_for_whoever_may_not_see_it() -> None:
    closing, remaining = build.review(), build.review()
    join(closing, remaining)
    placed(case=closing.case)
    assert holds.is_held(remaining.case)
    supervisor, other = build.user(Role.SUPERVISOR), build.user(email="other@example.org")
    sealing.seal(remaining.case, [supervisor], "A witness", supervisor)
    case = remaining.case
    read_for(other)
    assert holds.is_held(case)
    assert holds.page().rows == []


def test_mail_and_drafts_of_a_held_person_stay_until_the_hold_ends(
    at: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_jumps, "may_delete", lambda: True)
    away = {"Auto_Submitted": "auto-replied", "Subject": "Away"}
    for name in ("ann", "bob"):
        sender = {"From": f"{name.title()} Lee <{name}@example.org>", "Message_ID": f"<{name}@a>"}
        taking.take(email("I am away.", **away, **sender).as_bytes(), received_at=NOW)
        with transaction():
            answers = {"email": f"{name}@example.org"}
            db.session.add(Draft(key=name, answers=answers, started_at=NOW, changed_at=NOW))
    hold = placed(contact="ann@example.org")
    at(NOW + timedelta(days=60))
    monkeypatch.setattr(retention, "MOST_AT_ONCE", 1)  # the held one is first, and stops no other
    assert (retention.forget_old(), draft_expiry.forget_old_drafts()) == (1, 1)
    assert (retention.forget_old(), draft_expiry.forget_old_drafts()) == (0, 0)
    assert db.session.scalars(db.select(Draft.key)).all() == ["ann"]
    holds.review(hold, None, "Settled", build.user(Role.LAWYER), version=hold.version)
    assert (retention.forget_old(), draft_expiry.forget_old_drafts()) == (1, 1)
    assert all(db.session.scalars(db.select(InboundMessage.forgotten_at)))


def test_a_hold_is_placed_reviewed_and_ended_with_a_reason(at: SetClock) -> None:
    refusals: list[tuple[dict[str, object], str]] = [
        ({"matter": " ", "person": "Ann"}, "matter"),
        ({"why": "", "person": "Ann"}, "why"),
        ({}, "a case, a person"),
        ({"person": "Ann", "review_on": NOW.date()}, "future"),
    ]
    for of, words in refusals:
        with pytest.raises(Refused, match=words):
            placed(**of)
    with pytest.raises(NotAllowed):
        holds.place(HoldInput(matter="A", why="B", review_on=date(2027, 1, 1)), build.user())
    hold, by = placed(person="Ann Lee"), build.user(Role.SUPERVISOR)

    def review(day: date | None, note: str = "Still", version: int | None = None) -> None:
        holds.review(hold, day, note, by, version=hold.version if version is None else version)

    assert exceptions.of_kind("holds_to_review").count == 0
    at(datetime(2026, 9, 1, 10, tzinfo=UTC))
    (item,) = exceptions.of_kind("holds_to_review").items
    assert (item.why, item.hold_id) == ("A claim", hold.id)
    for arguments, error in (
        ((None, " "), Refused), ((clock.today(),), Refused), ((None, "Over", 7), ChangedMeanwhile),
    ):  # fmt: skip
        with pytest.raises(error):
            review(*arguments)
    review(date(2027, 3, 1))
    assert exceptions.of_kind("holds_to_review").count == 0
    assert [row.id for row in holds.page().rows] == [hold.id]
    review(None, "The claim is settled")
    with pytest.raises(Refused, match="ended"):
        review(None)
    assert holds.page().rows == []
    assert [row.id for row in holds.page({"which": holds.ENDED}).rows] == [hold.id]
    assert not holds.of_person(["Ann Lee"])
