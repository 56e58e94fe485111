"""Who must be told: planned once, nobody left out in silence, and recorded when it is done."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from tests.support import build, referred
from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import (
    Case,
    Event,
    EventKind,
    Filing,
    FilingKind,
    Hearing,
    Means,
    Message,
    MessageState,
    Request,
    RequestState,
    Review,
    Telling,
    TellingState,
    db,
)
from ulss_tracker.outside import mail
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.telling import About, Party, WhyNot
from ulss_tracker.scheme.time_limits import Standing
from ulss_tracker.scheme.workflow import Outcome
from ulss_tracker.services import cases, court, messages, outbox, request_status, telling
from ulss_tracker.services.messages import Need
from ulss_tracker.services.saving import saving

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _tuesday(app: Flask, at) -> None:
    at(TUESDAY)


def ended(outcome: Outcome = Outcome.NOT_REFERRED, **changes: object) -> Review:
    """A review that has come to an end, with nobody planned for yet."""
    review = build.review(**changes)
    end(review, outcome)
    return review


def end(review: Review, outcome: Outcome = Outcome.NOT_REFERRED) -> None:
    with saving():
        review.outcome = outcome


def planned(outcome: Outcome = Outcome.NOT_REFERRED, **changes: object) -> Review:
    review = ended(outcome, **changes)
    telling.plan_for_outcome(review, build.user())
    return review


def joined(case: Case, **changes: object) -> Request:
    """One more person who asked about the case."""
    request = build.request(**changes)
    cases.join_case(request, case, build.user())
    return request


def only(case: Case, party: Party) -> Telling:
    [found] = [each for each in telling.of_case(case) if each.party is party]
    return found


def parties(case: Case) -> list[Party]:
    return [each.party for each in telling.untold(case)]


def kinds() -> list[EventKind]:
    return list(db.session.scalars(select(Event.kind).order_by(Event.id)))


def test_those_who_asked_and_the_cps_are_told_of_an_outcome_victims_first() -> None:
    review = ended(standing=Standing.PUBLIC)
    joined(review.case, standing=Standing.MP)
    joined(review.case, standing=Standing.BEREAVED_FAMILY)
    assert parties(review.case)[0] is Party.BEREAVED_FAMILY
    telling.plan_for_outcome(review, build.user())
    assert parties(review.case) == [
        Party.BEREAVED_FAMILY,
        Party.REQUESTER,
        Party.MP,
        Party.CPS,
    ]
    first, *others = telling.untold(review.case)
    assert first.due_by_at == datetime(2026, 11, 25, 17, tzinfo=UTC)
    assert {each.due_by_at for each in others} == {datetime(2026, 11, 26, 17, tzinfo=UTC)}


def test_planning_twice_tells_nobody_twice() -> None:
    review = planned()
    before = kinds()
    telling.plan_for_outcome(review, build.user())
    assert parties(review.case) == [Party.VICTIM, Party.CPS]
    assert kinds() == before


def test_the_database_itself_keeps_one_telling_of_one_outcome() -> None:
    review = planned()
    known = telling.untold(review.case)[0]
    same = {
        name: getattr(known, name)
        for name in (
            "case_id", "review_id", "request_id", "person_key", "party", "about", "detail",
            "known_at", "due_by_at",
        )
    }  # fmt: skip
    db.session.add(Telling(**same))
    with pytest.raises(DBAPIError):
        db.session.flush()


def test_there_is_nothing_to_tell_before_there_is_an_outcome() -> None:
    with pytest.raises(Refused):
        telling.plan_for_outcome(build.review(), build.user())


def test_each_offender_of_a_case_has_an_outcome_of_their_own_to_tell() -> None:
    review = planned()
    other = cases.add_review(review.case, "Second Offender", build.user())
    end(other, Outcome.NOT_IN_SCHEME)
    telling.plan_for_outcome(other, build.user())
    victim, *_ = telling.untold(review.case)
    assert {each.review_id for each in telling.of_person(victim)} == {review.id, other.id}


def test_somebody_who_joins_later_is_told_of_what_has_happened_already() -> None:
    review = planned()
    request = joined(review.case, standing=Standing.PUBLIC)
    assert only(review.case, Party.REQUESTER).request_id == request.id


def test_somebody_who_has_left_the_case_is_not_told_of_it() -> None:
    review = planned()
    request = joined(review.case, standing=Standing.PUBLIC)
    with saving():
        request.case_id, request.state = None, RequestState.NEW
    assert Party.REQUESTER not in {each.party for each in telling.of_case(review.case)}
    assert Party.REQUESTER not in parties(review.case)


def test_somebody_who_withdrew_is_shown_with_the_reason_and_can_be_told_after_all() -> None:
    review = build.review()
    request_status.withdraw(review.case.requests[0].reference)
    end(review)
    telling.plan_for_outcome(review, build.user())
    row = only(review.case, Party.VICTIM)
    assert (row.state, row.reason) == (
        TellingState.NOT_TO_BE_TOLD,
        "They withdrew their request",
    )
    assert parties(review.case) == [Party.CPS]
    telling.reinstate(row, build.user())
    assert parties(review.case) == [Party.VICTIM, Party.CPS]


def test_only_a_victim_or_a_family_is_still_to_be_told_when_nobody_knows_how() -> None:
    nowhere = {"email": "", "telephone": "", "postal_address": ""}
    review = planned(**nowhere)
    joined(review.case, standing=Standing.PUBLIC, **nowhere)
    assert Party.VICTIM in parties(review.case)
    assert only(review.case, Party.REQUESTER).reason == "They gave no way to reach them"


def test_the_offender_hears_the_end_only_of_what_reached_the_court() -> None:
    review = planned(Outcome.INCREASED)
    assert Party.OFFENDER not in parties(review.case)


def test_being_told_is_recorded_with_who_how_and_when() -> None:
    review = planned()
    row = only(review.case, Party.VICTIM)
    me = build.user()
    with clock.set_to(TUESDAY + timedelta(hours=2)):
        telling.record_told(
            row, Means.PHONE, TUESDAY + timedelta(hours=1), me, note="Spoke to her sister"
        )
    assert (row.state, row.means, row.told_by_id) == (TellingState.TOLD, Means.PHONE, me.id)
    assert parties(review.case) == [Party.CPS]
    event = db.session.scalars(select(Event).where(Event.kind == EventKind.TOLD)).one()
    reference = review.case.requests[0].reference
    assert event.after["who"] == f"Victim ({reference})"
    assert "Ada" not in str(event.after)


@pytest.mark.parametrize("hours", [-1, 3])
def test_a_time_before_the_outcome_or_in_the_future_is_refused(hours: int) -> None:
    row = only(planned().case, Party.VICTIM)
    with pytest.raises(Refused):
        telling.record_told(row, Means.PHONE, TUESDAY + timedelta(hours=hours), build.user())
    assert row.state is TellingState.TO_TELL


def test_nobody_is_told_twice() -> None:
    row = only(planned().case, Party.VICTIM)
    telling.record_told(row, Means.PHONE, TUESDAY, build.user())
    with pytest.raises(Refused):
        telling.record_told(row, Means.LETTER, TUESDAY, build.user())
    with pytest.raises(Refused):
        telling.record_attempt(row, Means.PHONE, TUESDAY, build.user())
    with pytest.raises(Refused):
        telling.excuse(row, "Moved away", build.user(Role.SUPERVISOR))


def test_a_law_officer_records_none_of_it() -> None:
    row = only(planned().case, Party.VICTIM)
    with pytest.raises(NotAllowed):
        telling.record_told(row, Means.PHONE, TUESDAY, build.user(Role.LAW_OFFICER))


def test_the_second_of_two_people_is_told() -> None:
    row = only(planned().case, Party.VICTIM)
    seen = row.version
    telling.record_told(row, Means.PHONE, TUESDAY, build.user(), version=seen)
    with pytest.raises(ChangedMeanwhile):
        telling.excuse(row, "Moved away", build.user(Role.SUPERVISOR), version=seen)


def test_a_try_that_failed_is_kept_and_they_are_still_to_be_told() -> None:
    row = only(planned().case, Party.VICTIM)
    telling.record_attempt(row, Means.PHONE, TUESDAY, build.user(), note="No answer")
    assert [attempt.note for attempt in row.attempts] == ["No answer"]
    assert row.state is TellingState.TO_TELL
    row.attempts[0].note = "Answered"
    with pytest.raises(DBAPIError):
        db.session.flush()


def test_only_a_supervisor_decides_that_a_victim_is_not_told() -> None:
    row = only(planned().case, Party.VICTIM)
    with pytest.raises(NotAllowed):
        telling.excuse(row, "Could not be reached", build.user())
    telling.excuse(row, "Could not be reached in two weeks", build.user(Role.SUPERVISOR))
    assert row.state is TellingState.NOT_TO_BE_TOLD


def test_not_telling_wants_a_reason() -> None:
    row = only(planned().case, Party.CPS)
    with pytest.raises(Refused):
        telling.excuse(row, "  ", build.user())


def test_a_wish_not_to_be_contacted_holds_for_what_comes_later() -> None:
    review = planned()
    row = only(review.case, Party.VICTIM)
    telling.excuse(row, "She asked us not to ring again", build.user(), why=WhyNot.OWN_WISH)
    other = cases.add_review(review.case, "Second Offender", build.user())
    end(other)
    telling.plan_for_outcome(other, build.user())
    rows = [each for each in telling.of_case(review.case) if each.party is Party.VICTIM]
    assert {each.reason for each in rows} == {"She asked us not to ring again"}
    telling.reinstate(rows[1], build.user())
    assert review.case.requests[0].no_contact_reason == ""


def test_a_reopened_review_is_told_of_anew() -> None:
    review = planned()
    telling.record_told(only(review.case, Party.VICTIM), Means.PHONE, TUESDAY, build.user())
    with saving():
        telling.supersede(review, build.user(Role.SUPERVISOR))
        review.outcome = None
    (was_told,) = telling.of_case(review.case)  # what the victim heard stays to be seen
    assert (was_told.party, was_told.state) == (Party.VICTIM, TellingState.TOLD)
    assert telling.untold(review.case) == []
    end(review)
    telling.plan_for_outcome(review, build.user())
    assert parties(review.case) == [Party.VICTIM, Party.CPS]


def test_what_is_superseded_cannot_be_recorded_any_more() -> None:
    review = planned()
    row = only(review.case, Party.VICTIM)
    telling.supersede(review, build.user())
    with pytest.raises(Refused):
        telling.record_told(row, Means.PHONE, TUESDAY, build.user())


def test_another_hearing_date_takes_the_place_of_the_first() -> None:
    review = build.review()
    telling.plan_for_hearing(review, Hearing(heard_on=date(2026, 12, 1)), build.user())
    telling.plan_for_hearing(review, Hearing(heard_on=date(2026, 12, 8)), build.user())
    rows = telling.untold(review.case)
    assert {(row.about, row.detail) for row in rows} == {(About.HEARING, "2026-12-08")}
    assert [row.party for row in rows] == [Party.VICTIM, Party.CPS]


def test_the_same_day_at_another_time_is_another_thing_to_tell() -> None:
    review = build.review()
    for at in (None, time(10, 30), time(14)):
        telling.plan_for_hearing(
            review, Hearing(heard_on=date(2026, 12, 1), time_of_day=at), build.user()
        )
        telling.record_told(only_to_tell(review, Party.VICTIM), Means.PHONE, TUESDAY, build.user())
    said = [
        telling.about_words(row)
        for row in telling.of_case(review.case)
        if row.party is Party.VICTIM
    ]
    assert said == [
        "The hearing on Tuesday 1 December 2026",
        "The hearing at 10:30am on Tuesday 1 December 2026",
        "The hearing at 2pm on Tuesday 1 December 2026",
    ]


def only_to_tell(review: Review, party: Party) -> Telling:
    [found] = [each for each in telling.untold(review.case) if each.party is party]
    return found


@pytest.mark.parametrize("asks", [True, False])
def test_somebody_who_comes_after_it_was_filed_is_told_of_the_referral_and_the_hearing(
    asks: bool, at
) -> None:
    review = referred.filed_and_served()
    day = clock.today()
    for heard_on in (day + timedelta(days=20), day + timedelta(days=30)):
        listed = court.Listed(on=heard_on, at=time(10), court="Royal Courts of Justice")
        court.list_hearing(review, listed, build.user(), version=review.version)
    before = {row.id for row in telling.untold(review.case)}
    if asks:
        joined(review.case, standing=Standing.BEREAVED_FAMILY)
    else:
        telling.add_person(review.case, Party.BEREAVED_FAMILY, "Grace Okoro", "", build.user())
    new = [row for row in telling.untold(review.case) if row.id not in before]
    assert {(row.party, row.about, row.detail) for row in new} == {
        (Party.BEREAVED_FAMILY, About.REFERRAL, ""),
        (Party.BEREAVED_FAMILY, About.HEARING, f"{day + timedelta(days=30)} 10:00"),
    }
    at(clock.now() + timedelta(days=40))  # the hearing is over, and nobody can be told to come
    joined(review.case, standing=Standing.PUBLIC)
    late = [row.about for row in telling.untold(review.case) if row.party is Party.REQUESTER]
    assert late == [About.REFERRAL]


def test_each_offender_of_a_case_is_somebody_else_to_tell() -> None:
    review = ended(Outcome.INCREASED)
    other = cases.add_review(review.case, "Second Offender", build.user())
    end(other, Outcome.UNCHANGED)
    for each in (review, other):
        letter = build.letter(each)
        with saving():
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
        telling.plan_for_outcome(each, build.user())
    offenders = [row for row in telling.untold(review.case) if row.party is Party.OFFENDER]
    assert {telling.name(row) for row in offenders} == {"John Archer", "Second Offender"}
    for row in offenders:
        assert telling.of_person(row) == [row]


def test_what_was_recorded_by_mistake_is_taken_back_and_kept_beside_it() -> None:
    review = planned()
    row = only(review.case, Party.VICTIM)
    with pytest.raises(Refused):
        telling.take_back(row, "Nobody was told", build.user())
    telling.record_told(row, Means.PHONE, TUESDAY, build.user(), note="Spoke to Ada")
    with pytest.raises(Refused):
        telling.take_back(row, " ", build.user())
    with pytest.raises(NotAllowed):
        telling.take_back(row, "It was another Ada", build.user(Role.LAW_OFFICER))
    assert telling.first_untold(review) == []
    telling.take_back(row, "It was another Ada", build.user())
    assert telling.first_untold(review) == [row]
    (attempt,) = row.attempts
    assert (attempt.means, attempt.at) == (Means.PHONE, TUESDAY)
    assert attempt.note == (
        "Recorded by mistake as told: It was another Ada\n\nWhat was noted: Spoke to Ada"
    )
    telling.record_told(row, Means.PHONE, TUESDAY, build.user())
    assert (row.state, row.note) == (TellingState.TOLD, "")


def test_somebody_who_has_died_is_told_nothing_more_of_the_case() -> None:
    review = planned()
    other = cases.add_review(review.case, "Second Offender", build.user())
    end(other)
    telling.plan_for_outcome(other, build.user())
    row = only_of(review, Party.VICTIM)
    with pytest.raises(NotAllowed):
        telling.excuse(row, "Her brother rang", build.user(), why=WhyNot.DIED)
    telling.excuse(row, "Her brother rang", build.user(Role.SUPERVISOR), why=WhyNot.DIED)
    assert parties(review.case) == [Party.CPS, Party.CPS]
    assert review.case.requests[0].no_contact_reason == "Her brother rang"


def only_of(review: Review, party: Party) -> Telling:
    rows = [row for row in telling.untold(review.case) if row.party is party]
    [found] = [row for row in rows if row.review_id == review.id]
    return found


def test_the_wish_of_somebody_who_was_added_holds_for_what_comes_later() -> None:
    review = planned()
    telling.add_person(review.case, Party.VICTIM, "Grace Okoro", "", build.user())
    row = next(each for each in telling.untold(review.case) if each.person)
    telling.excuse(row, "She told us so", build.user(), why=WhyNot.OWN_WISH)
    other = cases.add_review(review.case, "Second Offender", build.user())
    end(other)
    telling.plan_for_outcome(other, build.user())
    hers = [each for each in telling.of_case(review.case) if each.person]
    assert [each.reason for each in hers] == ["She told us so"] * 2
    telling.reinstate(hers[0], build.user())
    assert row.person is not None
    assert row.person.no_contact_reason == ""


def test_another_reason_holds_for_one_thing_alone() -> None:
    review = planned(standing=Standing.PUBLIC)
    telling.excuse(only(review.case, Party.REQUESTER), "He rang and knew it", build.user())
    assert review.case.requests[0].no_contact_reason == ""


def test_those_who_asked_are_told_that_the_sentence_was_referred() -> None:
    review = build.review()
    telling.plan_for_referral(review, build.user())
    assert {row.about for row in telling.untold(review.case)} == {About.REFERRAL}


def test_somebody_who_did_not_ask_can_be_added() -> None:
    review = planned()
    telling.add_person(
        review.case, Party.BEREAVED_FAMILY, "Grace Okoro", "Through DC Hill", build.user()
    )
    row = only(review.case, Party.BEREAVED_FAMILY)
    assert row.person is not None
    assert row.person.name == "Grace Okoro"
    with pytest.raises(Refused):
        telling.add_person(review.case, Party.VICTIM, " ", "", build.user())


def test_a_message_that_is_sent_tells_those_it_was_for() -> None:
    review = planned()
    row = only(review.case, Party.VICTIM)
    message = db.session.scalars(select(Message).limit(1)).one()
    with saving():
        telling.carried_by(message, [row])
    while outbox.send_waiting():
        pass
    assert (row.state, row.means, row.told_by_id) == (TellingState.TOLD, Means.EMAIL, None)


def test_a_letter_tells_when_it_is_posted() -> None:
    review = planned(email="", postal_address="1 High Street")
    row = only(review.case, Party.VICTIM)
    [letter] = messages.needing(Need.TO_PRINT).rows
    with saving():
        telling.carried_by(letter, [row])
    outbox.record_posted([letter.id], build.user())
    assert (row.state, row.means) == (TellingState.TOLD, Means.LETTER)


def test_a_message_that_is_given_up_on_is_a_try_that_failed() -> None:
    review = planned()
    row = only(review.case, Party.VICTIM)
    message = db.session.scalars(select(Message).limit(1)).one()
    message.last_error = "No such mailbox"
    with saving():
        telling.carried_by(message, [row])
        telling.message_failed(message)
    assert row.state is TellingState.TO_TELL
    assert [attempt.note for attempt in row.attempts] == ["No such mailbox"]


def test_a_message_that_stops_every_worker_is_a_try_that_failed_too() -> None:
    row = only(planned().case, Party.VICTIM)
    message = db.session.scalars(select(Message).limit(1)).one()
    with saving():
        telling.carried_by(message, [row])
        message.state, message.tries = MessageState.SENDING, outbox.MOST_TRIES
    assert outbox.send_waiting().failed == 1
    assert [attempt.note for attempt in row.attempts] == ["Sending stopped part-way every time"]


def test_a_clock_set_back_as_a_message_goes_sends_it_no_second_time() -> None:
    row = only(planned().case, Party.VICTIM)
    message = db.session.scalars(select(Message).limit(1)).one()
    with saving():
        telling.carried_by(message, [row])
    claimed = outbox._claim()
    assert claimed is not None
    with clock.set_to(TUESDAY - timedelta(hours=1)):
        assert outbox._record(claimed, None, "") is MessageState.SENT
    assert row.state is TellingState.TOLD


@pytest.mark.parametrize("is_taken", [True, False])
def test_what_is_stopped_as_it_is_handed_over_says_whether_it_went_and_goes_no_more(
    is_taken: bool,
) -> None:
    review = planned()
    row = only(review.case, Party.VICTIM)
    message = db.session.scalars(select(Message).limit(1)).one()
    with saving():
        telling.carried_by(message, [row])
    claimed = outbox._claim()
    assert claimed is not None
    telling.supersede(review, build.user(Role.SUPERVISOR))
    error = None if is_taken else mail.NotTaken("The mail server did not take the message (451)")
    outbox._record(claimed, error, "")
    assert message.state is (MessageState.SENT if is_taken else MessageState.STOPPED)
    with clock.set_to(TUESDAY + timedelta(days=1)):
        assert not outbox.send_waiting()


def test_what_is_stopped_after_its_worker_died_goes_no_more() -> None:
    row = only(planned().case, Party.VICTIM)
    message = db.session.scalars(select(Message).limit(1)).one()
    with saving():
        telling.carried_by(message, [row])
    assert outbox._claim() is not None
    telling.excuse(row, "She asked us not to", build.user(), why=WhyNot.OWN_WISH)
    with clock.set_to(TUESDAY + timedelta(days=1)):
        assert not outbox.send_waiting()
    assert (message.state, message.code) == (MessageState.STOPPED, "")
    assert "may have gone just before" in message.last_error


def test_the_list_across_cases_begins_with_the_longest_overdue() -> None:
    early = planned(standing=Standing.PUBLIC)
    with clock.set_to(TUESDAY + timedelta(days=7)):
        late = planned(standing=Standing.VICTIM)
        rows = telling.page().rows
        assert [row.review_id for row in rows] == [early.id, early.id, late.id, late.id]
        counts = telling.waiting()
    assert (counts.to_tell, counts.overdue) == (4, 2)


def test_the_list_can_be_narrowed_to_what_one_person_holds() -> None:
    planned()
    other = build.user(email="other@example.org")
    mine = planned(by=other)
    assert {row.review_id for row in telling.page(holder=other).rows} == {mine.id}
    assert telling.waiting(other).to_tell == 2


def test_nobody_has_every_number() -> None:
    with pytest.raises(NotFound):
        telling.get(999)


def test_nothing_is_published_while_a_victim_has_not_heard() -> None:
    review = planned()
    assert [row.party for row in telling.first_untold(review)] == [Party.VICTIM]
    telling.record_told(only(review.case, Party.VICTIM), Means.PHONE, TUESDAY, build.user())
    assert telling.first_untold(review) == []
