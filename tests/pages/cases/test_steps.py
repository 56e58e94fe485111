"""The steps that move a review on, a supervisor's own answer, and its assignee."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.review_pages import show
from tests.support.roles import each_role
from tests.support.tokens import token_of
from tests.support.traces import nothing_kept
from ulss_tracker.models import Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow import workflow
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.referral import progress

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PASSED_ON = date(2026, 3, 2)
LONG_AGO = date(2024, 3, 4)


def now_is(review: Review) -> Review:
    db.session.rollback()
    return review


# Steps.


def test_a_step_is_confirmed_with_a_note(caseworker: CheckedClient) -> None:
    review = build.eligible_review()
    show(caseworker, review)
    page = caseworker.click("Record that papers have come")
    assert "from “Checking the scheme” to “Under consideration”" in page.text
    page = caseworker.submit("Confirm", note="Asked CPS Yorkshire")
    assert "The review is now “Under consideration”" in page.text
    assert now_is(review).state is State.UNDER_CONSIDERATION
    timeline = caseworker.get(f"/casework/cases/{review.case.reference}/timeline")
    assert "Asked CPS Yorkshire" in timeline.text


def test_a_step_that_still_wants_something_says_what(caseworker: CheckedClient) -> None:
    review = build.review()
    progress.move(review, Step.START_CHECKING, build.user(), version=review.version)
    page = show(caseworker, review, "/steps/request_papers", status=409)
    assert "Record the sentence and its offences first" in page.text


def test_a_step_somebody_else_took_meanwhile_is_told_and_not_taken_twice(
    caseworker: CheckedClient,
) -> None:
    review = build.eligible_review()
    show(caseworker, review, "/steps/request_papers")
    progress.move(review, Step.REQUEST_PAPERS, build.user(Role.SUPERVISOR), version=review.version)
    page = caseworker.refused("Confirm", status=409)
    assert "the review is at “Awaiting papers”" in page.text


def test_a_step_on_a_review_changed_meanwhile_is_not_taken(caseworker: CheckedClient, at) -> None:
    review = build.eligible_review()
    show(caseworker, review, "/steps/request_papers")
    at(NOW + timedelta(minutes=1))
    build.conviction(review.sentences[0], "no-oapa-47")
    page = caseworker.refused("Confirm", status=409)
    assert "Somebody else changed this record" in page.text


@pytest.mark.parametrize("step", ["reopen", "withdraw", "close_out_of_time", "return_for_work"])
def test_somebody_elses_step_is_refused(caseworker: CheckedClient, step: str) -> None:
    review = build.review_to_decide()
    path = f"/casework/reviews/{review.id}/steps/{step}"
    with nothing_kept():
        caseworker.get(path, status=403)
        caseworker.post(path, data={"csrf_token": token_of(caseworker)}, status=403)


@pytest.mark.parametrize("role", each_role(Role.CASEWORKER))
def test_every_step_that_is_not_in_the_table_is_refused_when_sent(signed_in, role: Role) -> None:
    """Sent without ever having been offered: each step, with what would allow it.

    At the first and at the last stage at which the table has it not; `test_progress.py` of the
    database tests holds the service to every stage.
    """
    client = signed_in(role)
    review = build.eligible_review()
    if role.sees_named_cases_only:
        build.name_everywhere(build.user(role))
    sent = {"csrf_token": token_of(client), "note": "Why", "version": review.version}
    actor = progress._ACTORS.get(role)
    for step in set(Step) - workflow.RECORDED_ELSEWHERE:
        takers = {each for rule in workflow.TABLE if rule.step is step for each in rule.actors}
        refused = [
            state for state in State if not (actor and workflow.rule_for(state, step, actor))
        ]
        for state in {*refused[:1], *refused[-1:]}:
            # Past the session: what waits need not follow a stage that nobody took it to.
            db.session.execute(update(Review).values(state=state))
            db.session.commit()
            path = f"/casework/reviews/{review.id}/steps/{step}"
            page = client.post(path, data=sent, status=409 if actor in takers else 403)
            assert now_is(review).state is state
            words = "It can be done at" if actor in takers else "cannot do this: it is for a"
            assert words in page.text


@pytest.mark.parametrize(
    "step", ["nonsense", "decide_to_refer", "decide_not_to_refer", "file", "serve", "REOPEN"]
)
def test_what_is_no_step_of_this_page_is_not_there(caseworker: CheckedClient, step: str) -> None:
    show(caseworker, build.eligible_review(), f"/steps/{step}", status=404)


@pytest.mark.parametrize("note", ["", "  "])
def test_a_review_is_not_withdrawn_without_a_reason(supervisor: CheckedClient, note: str) -> None:
    review = build.eligible_review()
    show(supervisor, review)
    supervisor.click("End: withdrawn")
    supervisor.refused("Confirm", "Enter the reason", note=note)
    supervisor.submit("Confirm", note="The family asked us to stop")
    assert now_is(review).outcome_note == "The family asked us to stop"


def test_a_supervisor_closes_and_reopens(supervisor: CheckedClient) -> None:
    review = build.verify(build.eligible_review(sentenced_on=LONG_AGO))
    show(supervisor, review)
    supervisor.click("End: out of time")
    page = supervisor.submit("Confirm", note="Two years ago")
    assert "This review has ended: out of time." in page.text
    assert "Two years ago" in page.text
    assert "Change the sentence" not in page.html
    supervisor.click("Reopen the review")
    supervisor.submit("Confirm", note="A mistaken date")
    assert now_is(review).state is State.CHECKING


CHANGING = ("/assignee", "/override", "/sentences/new", "/application")


@pytest.mark.parametrize("page", CHANGING)
def test_nothing_a_closed_review_rests_on_can_be_opened_for_change(
    supervisor: CheckedClient, page: str
) -> None:
    review = build.eligible_review()
    by = build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, by, version=review.version, note="Asked to stop")
    assert "This review is closed" in show(supervisor, review, page, status=409).text


# Assignment.


def test_a_review_is_given_to_somebody_else(caseworker: CheckedClient) -> None:
    other = build.user(email="other@example.org", name="Other Person")
    review = build.review()
    page = show(caseworker, review, "/assignee")
    chosen = page.one("#assignee option[selected]")
    assert chosen.text == "Test Caseworker"
    page = caseworker.submit("Save", note="For you")
    assert "is assigned already" in page.text
    assert "For you" in page.text
    page = caseworker.submit("Save", assignee=str(other.id))
    assert "Other Person is now assigned to this review" in page.text


@pytest.mark.parametrize("typed", ["", "999", "x", "-1"])
def test_nobody_at_all_is_not_given_it(caseworker: CheckedClient, typed: str) -> None:
    review = build.review()
    page = show(caseworker, review, "/assignee")
    token = page.select("main input[name=csrf_token]")[0].get("value")
    with nothing_kept():
        page = caseworker.post(
            f"/casework/reviews/{review.id}/assignee",
            data={"csrf_token": token, "assignee": typed, "version": str(review.version)},
            status=200,
        )
    assert page.errors == [
        "Choose who to assign it to" if not typed else "Choose one of the answers shown"
    ]


def test_a_review_somebody_else_gave_away_meanwhile(caseworker: CheckedClient) -> None:
    other = build.user(email="other@example.org", name="Other Person")
    review = build.review()
    show(caseworker, review, "/assignee")
    by = build.user(Role.SUPERVISOR)
    assignment.assign(review, by, by, seen=review.version)
    caseworker.refused("Save", assignee=str(other.id), status=409)


# A supervisor's own answer.


def test_a_supervisor_overrides_the_answer_and_says_why(supervisor: CheckedClient) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    show(supervisor, review)
    supervisor.click("Override this answer")
    page = supervisor.submit("Save", verdict="needs_review", reason="It may be amended")
    assert page.one(".app-verdict__heading").text == "A lawyer must check"
    assert "Test Supervisor decided this over the rules, 10am on" in page.text
    assert "It may be amended" in page.text
    assert page.summary["Last day"] == "Monday 30 March 2026"


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, ["Choose the right answer", "Enter the reason for overriding the assessment"]),
        ({"verdict": "in_scheme"}, ["Enter the reason for overriding the assessment"]),
        ({"reason": "Because"}, ["Choose the right answer"]),
    ],
)
def test_an_override_wants_an_answer_and_a_reason(
    supervisor: CheckedClient, fields: dict[str, str], errors: list[str]
) -> None:
    review = build.eligible_review()
    show(supervisor, review, "/override")
    page = supervisor.refused("Save", **fields)
    assert page.errors == errors
    assert fields.get("reason", "") in page.one("#reason").text_content()


def test_a_caseworker_overrides_nothing(caseworker: CheckedClient) -> None:
    review = build.eligible_review()
    assert "Override this answer" not in show(caseworker, review).links
    path = f"/casework/reviews/{review.id}/override"
    with nothing_kept():
        caseworker.get(path, status=403)
        data = {"csrf_token": token_of(caseworker), "verdict": "in_scheme", "reason": "x"}
        caseworker.post(path, data=data, status=403)


def test_there_is_nothing_to_override_before_the_rules_were_asked(
    supervisor: CheckedClient,
) -> None:
    review = build.review()
    show(supervisor, review, "/override")
    page = supervisor.refused("Save", verdict="in_scheme", reason="x", status=409)
    assert "record the sentence first" in page.text
