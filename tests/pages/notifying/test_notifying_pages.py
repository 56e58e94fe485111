"""The tab of who has been told, and the list of people to tell."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker import clock
from ulss_tracker.models import Case, Means, NotificationState, Review
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.notifying import Party, WhyNot
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome, Step
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import progress

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def ended(**changes: object) -> Review:
    review = build.review(**changes)
    end(review)
    return review


def end(review: Review) -> None:
    with transaction():
        review.outcome = Outcome.NOT_REFERRED
    notifying.plan_for_outcome(review, build.user())


def show(client: CheckedClient, case: Case):
    return client.get(f"/casework/cases/{case.reference}/told")


def states(case: Case) -> list[NotificationState]:
    return [row.state for row in notifying.of_case(case)]


def test_before_there_is_anything_to_tell_the_tab_says_so(caseworker: CheckedClient) -> None:
    page = show(caseworker, build.review().case)
    assert "Everybody who must be told is here once there is something to tell them" in page.text


def test_the_tab_shows_each_person_and_what_is_not_safe(caseworker: CheckedClient) -> None:
    review = ended(telephone="01632 960001", may_leave_message=False, support_needs="Large print")
    page = show(caseworker, review.case)
    assert "Ada Brown" in page.text
    assert "Do not leave a message." in page.text
    assert "Large print" in page.text
    assert "The outcome: not referred" in page.text
    assert "By 5pm on Wednesday 25 November 2026" in page.text


def test_a_victim_stands_before_the_prison_that_hears_by_the_same_moment(
    caseworker: CheckedClient,
) -> None:
    review = build.review(standing=RequesterRole.VICTIM)
    notifying.plan_for_referral(review, build.user())
    told = {each.party: each for each in notifying.of_case(review.case)}
    assert told[Party.PRISON].due_by_at == told[Party.VICTIM].due_by_at
    end(review)
    of_victim = [each for each in notifying.of_case(review.case) if each.party is Party.VICTIM]
    assert len(of_victim) == 2
    page = show(caseworker, review.case)
    names = [heading.text_content().strip() for heading in page.select("main h2")]
    assert names.index("Ada Brown") < names.index("Prison")


def test_who_was_told_late_and_by_when_they_were_due_stays_on_the_page(
    caseworker: CheckedClient, at
) -> None:
    review = ended()
    first, second = notifying.untold(review.case)
    notifying.record_told(first, Means.PHONE, NOW, build.user())
    assert "Due by 5pm on Wednesday 25 November 2026" in show(caseworker, review.case).text
    at(NOW + timedelta(days=7))
    notifying.record_told(second, Means.PHONE, clock.now(), build.user())
    page = show(caseworker, review.case)
    assert "Late It was due by 5pm on Thursday 26 November 2026" in page.text
    assert page.text.count("Late") == 1


def test_one_call_tells_of_all_offenders_at_once(caseworker: CheckedClient) -> None:
    review = ended()
    end(cases.add_review(review.case, "Second Offender", build.user()))
    show(caseworker, review.case)
    caseworker.click("Record a call or letter to Ada Brown")
    page = caseworker.submit(result="told", means="phone", note="Spoke to her")
    assert "Recorded: they have been told" in page.text
    assert page.text.count("by phone, 10:30am on Tuesday 24 November 2026") == 2
    assert [row.party.value for row in notifying.untold(review.case)] == ["cps", "cps"]


def test_when_the_last_person_is_told_the_next_step_is_to_close(caseworker: CheckedClient) -> None:
    review = build.eligible_review()
    supervisor = build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, supervisor, version=review.version, note="They asked")
    *others, last = notifying.untold(review.case)
    for each in others:
        notifying.record_told(each, Means.PHONE, NOW, build.user())
    assert "The next step is to close the review" not in show(caseworker, review.case).text
    notifying.record_told(last, Means.PHONE, NOW, build.user())
    assert "The next step is to close the review." in show(caseworker, review.case).text
    caseworker.click("Close the review")
    caseworker.submit("Confirm")
    assert "The next step is to close" not in show(caseworker, review.case).text


def test_a_try_that_failed_leaves_them_to_tell(caseworker: CheckedClient) -> None:
    review = ended()
    show(caseworker, review.case)
    caseworker.click("Record a call or letter to Ada Brown")
    page = caseworker.submit(result="not_reached", means="phone", note="No answer")
    assert "They are still to be told" in page.text
    assert "Not reached by phone" in page.text
    assert NotificationState.TOLD not in states(review.case)


def test_everything_typed_is_kept_when_something_is_missing(caseworker: CheckedClient) -> None:
    review = ended()
    show(caseworker, review.case)
    caseworker.click("Record a call or letter to Ada Brown")
    page = caseworker.submit(note="Spoke to her")
    assert page.errors == ["Choose what happened", "Choose how"]
    assert "Spoke to her" in page.one("#note").text_content()


def test_somebody_else_may_not_be_told_before_the_victim_unwarned(
    caseworker: CheckedClient,
) -> None:
    review = ended()
    show(caseworker, review.case)
    page = caseworker.click("Record a call or letter to Crown Prosecution Service")
    assert "Ada Brown (victim) has not been told yet. They must hear it first." in page.text


def test_the_second_to_record_the_same_call_is_sent_back(caseworker: CheckedClient) -> None:
    review = ended()
    row = notifying.untold(review.case)[0]
    caseworker.get(f"/casework/tellings/{row.id}")
    notifying.record_told(row, Means.PHONE, NOW, build.user())
    page = caseworker.submit(result="told", means="letter")
    assert "Already recorded: told" in page.text


def test_a_caseworker_may_record_a_victims_wish_and_nothing_else(caseworker: CheckedClient) -> None:
    review = ended()
    row = notifying.untold(review.case)[0]
    caseworker.get(f"/casework/tellings/{row.id}/not")
    page = caseworker.submit(reason="Too hard to reach", why="other")
    assert "Only a supervisor can decide" in page.errors[0]
    page = caseworker.submit(reason="She asked us to stop", why="own_wish")
    assert "She asked us to stop" in page.text
    [name] = [
        words
        for button in page.select("main button")
        if (words := button.text_content()).startswith("Tell after all")
    ]
    caseworker.submit(name)
    assert notifying.untold(review.case)[0].id == row.id


def test_nobody_is_told_after_all_once_somebody_else_changed_it(caseworker: CheckedClient) -> None:
    review = ended()
    row = notifying.untold(review.case)[0]
    notifying.exempt(row, "She asked us to stop", build.user(), why=WhyNot.OWN_WISH)
    page = show(caseworker, review.case)
    [button] = [
        words
        for button in page.select("main button")
        if (words := button.text_content()).startswith("Tell after all")
    ]
    notifying.reinstate(row, build.user())
    notifying.exempt(row, "She says so again", build.user(), why=WhyNot.OWN_WISH)
    page = caseworker.submit(button, status=409)
    assert "Somebody else changed this" in page.text
    assert row.id not in {untold.id for untold in notifying.untold(review.case)}


def test_what_was_recorded_by_mistake_is_put_right(caseworker: CheckedClient) -> None:
    review = ended()
    row = notifying.untold(review.case)[0]
    notifying.record_told(row, Means.PHONE, NOW, build.user(), note="Spoke to her")
    show(caseworker, review.case)
    caseworker.click("Recorded by mistake: Ada Brown, the outcome: not referred")
    page = caseworker.submit(reason="")
    assert page.errors == ["Enter what was wrong"]
    page = caseworker.submit(reason="It was the mother of another victim")
    assert "They are still to be told" in page.text
    assert "Recorded by mistake as told: It was the mother of another victim" in page.text
    assert "What was noted: Spoke to her" in page.text
    assert notifying.untold(review.case)[0].id == row.id
    caseworker.get(f"/casework/tellings/{row.id}/mistake", status=302)
    assert "Recorded now: to tell" in show(caseworker, review.case).text


def test_what_was_told_before_a_review_was_reopened_stays_on_the_page(
    caseworker: CheckedClient,
) -> None:
    review = ended()
    notifying.record_told(notifying.untold(review.case)[0], Means.PHONE, NOW, build.user())
    with transaction():
        notifying.supersede(review, build.user(Role.SUPERVISOR))
        review.outcome = None
    page = show(caseworker, review.case)
    assert "Holds no longer Told by phone, 10:30am on Tuesday 24 November 2026" in page.text
    assert "Crown Prosecution Service" not in page.text
    assert "Recorded by mistake" not in page.text


def test_somebody_who_did_not_ask_is_added(caseworker: CheckedClient) -> None:
    review = ended()
    show(caseworker, review.case)
    caseworker.click("Add somebody to tell who did not ask")
    page = caseworker.submit(name="Grace Okoro", party="bereaved_family", contact="Via DC Hill")
    assert "Grace Okoro" in page.text
    assert "Via DC Hill" in page.text


def test_the_list_begins_with_what_is_overdue_and_can_be_narrowed(
    caseworker: CheckedClient,
) -> None:
    first = ended(requester_name="Early Bird", standing=RequesterRole.PUBLIC)
    with clock.set_to(NOW + timedelta(days=7)):
        ended(by=build.user(email="other@example.org"), requester_name="Late Comer")
        page = caseworker.get("/casework/people-to-tell")
        assert "4 things are still to be told, 2 of them overdue" in page.text
        assert page.rows[1][0].startswith("Early Bird")
        page = caseworker.submit("Apply filters", whose="mine", party="requester")
        assert [row[3] for row in page.rows[1:]] == [first.case.reference]
        page = caseworker.submit("Apply filters", whose="mine", party="mp")
        assert "Nobody to tell matches these filters." in page.text


def test_a_law_officer_sees_and_records_nothing(signed_in) -> None:
    review = ended()
    client = signed_in(Role.LAW_OFFICER)
    page = show(client, review.case)
    assert "Record a call or letter" not in page.text
    row = notifying.untold(review.case)[0]
    client.get(f"/casework/tellings/{row.id}", status=403)
