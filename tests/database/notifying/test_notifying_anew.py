"""Who is to be told anew, of something else, or not after all, when what happened changes."""

from datetime import date, time, timedelta

import pytest

from tests.support import build, referred
from tests.support.notifications import (
    TUESDAY,
    end,
    ended,
    joined,
    only,
    only_of,
    parties,
    planned,
)
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import Filing, FilingKind, Hearing, Means, NotificationState, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.notifying import About, Party, WhyNot
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import court


def test_a_reopened_review_is_told_of_anew_and_what_is_superseded_never_recorded() -> None:
    review = planned()
    notifying.record_told(only(review.case, Party.VICTIM), Means.PHONE, TUESDAY, build.user())
    gone = only(review.case, Party.CPS)
    with transaction():
        notifying.supersede(review, build.user(Role.SUPERVISOR))
        review.outcome = None
    with pytest.raises(Refused):
        notifying.record_told(gone, Means.PHONE, TUESDAY, build.user())
    (was_told,) = notifying.of_case(review.case)  # what the victim heard stays to be seen
    assert (was_told.party, was_told.state) == (Party.VICTIM, NotificationState.TOLD)
    assert notifying.untold(review.case) == []
    end(review)
    notifying.plan_for_outcome(review, build.user())
    assert parties(review.case) == [Party.VICTIM, Party.CPS]


def test_another_hearing_date_takes_the_place_of_the_first_beside_the_referral() -> None:
    review = build.review()
    notifying.plan_for_referral(review, build.user())
    assert {row.about for row in notifying.untold(review.case)} == {About.REFERRAL}
    notifying.plan_for_hearing(review, Hearing(heard_on=date(2026, 12, 1)), build.user())
    notifying.plan_for_hearing(review, Hearing(heard_on=date(2026, 12, 8)), build.user())
    rows = [row for row in notifying.untold(review.case) if row.about is not About.REFERRAL]
    assert {(row.about, row.detail) for row in rows} == {(About.HEARING, "2026-12-08")}
    assert [row.party for row in rows] == [Party.VICTIM, Party.CPS]


def test_the_same_day_at_another_time_is_another_thing_to_tell() -> None:
    review = build.review()
    for at in (None, time(10, 30), time(14)):
        notifying.plan_for_hearing(
            review, Hearing(heard_on=date(2026, 12, 1), time_of_day=at), build.user()
        )
        notifying.record_told(only_of(review, Party.VICTIM), Means.PHONE, TUESDAY, build.user())
    said = [
        notifying.about_words(row)
        for row in notifying.of_case(review.case)
        if row.party is Party.VICTIM
    ]
    assert said == [
        "The hearing on Tuesday 1 December 2026",
        "The hearing at 10:30am on Tuesday 1 December 2026",
        "The hearing at 2pm on Tuesday 1 December 2026",
    ]


@pytest.mark.parametrize("asks", [True, False])
def test_somebody_who_comes_after_it_was_filed_is_told_of_the_referral_and_the_hearing(
    asks: bool, at
) -> None:
    review = referred.filed_and_served()
    day = clock.today()
    for heard_on in (day + timedelta(days=20), day + timedelta(days=30)):
        listed = court.HearingInput(on=heard_on, at=time(10), court="Royal Courts of Justice")
        court.list_hearing(review, listed, build.user(), version=review.version)
    before = {row.id for row in notifying.untold(review.case)}
    if asks:
        joined(review.case, standing=RequesterRole.BEREAVED_FAMILY)
    else:
        notifying.add_person(review.case, Party.BEREAVED_FAMILY, "Grace Okoro", "", build.user())
    new = [row for row in notifying.untold(review.case) if row.id not in before]
    assert {(row.party, row.about, row.detail) for row in new} == {
        (Party.BEREAVED_FAMILY, About.REFERRAL, ""),
        (Party.BEREAVED_FAMILY, About.HEARING, f"{day + timedelta(days=30)} 10:00"),
    }
    at(clock.now() + timedelta(days=40))  # the hearing is over, and nobody can be told to come
    joined(review.case, standing=RequesterRole.PUBLIC)
    late = [row.about for row in notifying.untold(review.case) if row.party is Party.REQUESTER]
    assert late == [About.REFERRAL]


def test_each_offender_of_a_case_is_somebody_else_to_tell() -> None:
    review = ended(Outcome.INCREASED)
    other = cases.add_review(review.case, "Second Offender", build.user())
    end(other, Outcome.UNCHANGED)
    for each in (review, other):
        letter = build.letter(each)
        with transaction():
            db.session.add(
                Filing(
                    review=each,
                    letter_id=letter.id,
                    kind=FilingKind.FILING,
                    at=clock.now(),
                    method="Email",
                    recorded_at=clock.now(),
                    recorded_by_id=build.user().id,
                )
            )
        notifying.plan_for_outcome(each, build.user())
    offenders = [row for row in notifying.untold(review.case) if row.party is Party.OFFENDER]
    assert {notifying.name(row) for row in offenders} == {"John Archer", "Second Offender"}
    for row in offenders:
        assert notifying.of_person(row) == [row]


def test_what_was_recorded_by_mistake_is_taken_back_and_kept_beside_it() -> None:
    review = planned()
    row = only(review.case, Party.VICTIM)
    with pytest.raises(Refused):
        notifying.take_back(row, "Nobody was told", build.user())
    notifying.record_told(row, Means.PHONE, TUESDAY, build.user(), note="Spoke to Ada")
    with pytest.raises(Refused):
        notifying.take_back(row, " ", build.user())
    with pytest.raises(NotAllowed):
        notifying.take_back(row, "It was another Ada", build.user(Role.LAW_OFFICER))
    assert notifying.first_untold(review) == []
    notifying.take_back(row, "It was another Ada", build.user())
    assert notifying.first_untold(review) == [row]
    (attempt,) = row.attempts
    assert (attempt.means, attempt.at) == (Means.PHONE, TUESDAY)
    assert attempt.note == (
        "Recorded by mistake as told: It was another Ada\n\nWhat was noted: Spoke to Ada"
    )
    notifying.record_told(row, Means.PHONE, TUESDAY, build.user())
    assert (row.state, row.note) == (NotificationState.TOLD, "")


def test_somebody_who_has_died_is_told_nothing_more_of_the_case() -> None:
    review = planned()
    other = cases.add_review(review.case, "Second Offender", build.user())
    end(other)
    notifying.plan_for_outcome(other, build.user())
    row = only_of(review, Party.VICTIM)
    with pytest.raises(NotAllowed):
        notifying.exempt(row, "Her brother rang", build.user(), why=WhyNot.DIED)
    notifying.exempt(row, "Her brother rang", build.user(Role.SUPERVISOR), why=WhyNot.DIED)
    assert parties(review.case) == [Party.CPS, Party.CPS]
    assert review.case.requests[0].no_contact_reason == "Her brother rang"


def test_somebody_who_did_not_ask_can_be_added_and_their_wish_holds_for_what_comes() -> None:
    review = planned(standing=RequesterRole.PUBLIC)
    with pytest.raises(Refused):
        notifying.add_person(review.case, Party.VICTIM, " ", "", build.user())
    notifying.add_person(review.case, Party.VICTIM, "Grace Okoro", "Through DC Hill", build.user())
    row = only(review.case, Party.VICTIM)
    assert row.person is not None
    assert row.person.name == "Grace Okoro"
    notifying.exempt(row, "She told us so", build.user(), why=WhyNot.OWN_WISH)
    # Another reason holds for one thing alone.
    notifying.exempt(only(review.case, Party.REQUESTER), "He rang and knew it", build.user())
    assert review.case.requests[0].no_contact_reason == ""
    other = cases.add_review(review.case, "Second Offender", build.user())
    end(other)
    notifying.plan_for_outcome(other, build.user())
    hers = [each for each in notifying.of_case(review.case) if each.person]
    assert [each.reason for each in hers] == ["She told us so"] * 2
    notifying.reinstate(hers[0], build.user())
    assert row.person.no_contact_reason == ""
