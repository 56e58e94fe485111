"""How the next actions are drawn: each has words, and an address that its role may open."""

from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask
from werkzeug.utils import find_modules, import_string

from ulss_tracker.models import Case, Review
from ulss_tracker.permissions import Role, may
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.stages import Outcome, State, Step
from ulss_tracker.scheme.workflow.two_keys import Keys, Lock
from ulss_tracker.services.referral.next_actions import Offer, Situation, Task, offered
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.next_actions import action
from ulss_tracker.web.core.access import ACCESS

IN_ORDER = Position(
    verdict=Verdict.IN_SCHEME,
    has_file_by=True,
    has_application_issued=True,
    has_notice_issued=True,
    keys=Keys(Lock.VERIFIED),
)
ENDED = Position(outcome=Outcome.UNCHANGED)


@pytest.fixture
def routes(bare_app: Flask) -> Iterator[Flask]:
    """Inside a page of an application that has the casework's addresses."""
    for name in find_modules("ulss_tracker.web.casework", recursive=True):
        import_string(name)
    bare_app.register_blueprint(blueprint)
    with bare_app.test_request_context("/"):
        yield bare_app


@pytest.fixture
def review() -> Review:
    return Review(id=7, version=3, case=Case(reference="C-7"))


def endpoint_of(app: Flask, href: str, method: str) -> str:
    endpoint, _ = app.url_map.bind("localhost").match(href, method=method)
    return str(endpoint)


def test_whatever_is_offered_leads_where_the_role_may_go(
    routes: Flask, review: Review, subtests: pytest.Subtests
) -> None:
    for state, role in product(State, Role):
        position = ENDED if state in {State.TO_TELL, State.CLOSED} else IN_ORDER
        found = Situation(
            state=state, position=position, may_sign=True, may_verify=True, may_open=True
        )
        offers = offered(found, role)
        for offer in offers.checks + offers.steps + offers.assignment:
            with subtests.test(state=state, role=role, offer=offer):
                shown = action(offer, review)
                method = "POST" if shown.is_post else "GET"
                wanted = ACCESS[endpoint_of(routes, shown.href, method)]
                assert shown.label
                assert wanted is not None
                assert may(role, wanted)


ACTIONS: tuple[tuple[Step | Task, str, str], ...] = (
    (Step.START_CHECKING, "Start checking the scheme", "/steps/start_checking"),
    (Step.SEND_TO_LAW_OFFICERS, "Send to the law officers", "/submission/new"),
    (Step.RECORD_LEAVE_REFUSED, "Record the court’s decision", "/court/decision"),
    (Step.FILE, "Record filing with the Registrar", "/arrivals/filing"),
    (Step.SERVE, "Record service on the offender", "/arrivals/service"),
    (Step.CLOSE, "Close the review: everyone has been told", "/steps/close"),
    (Task.DECIDE, "Decide this review", "/decision"),
    (Task.GIVE, "Give this review to somebody", "/assignee"),
    (Task.TAKE, "Take this review", "/take"),
)


def test_an_action_has_its_words_and_its_page(
    routes: Flask, review: Review, subtests: pytest.Subtests
) -> None:
    for what, label, href in ACTIONS:
        with subtests.test(what=what):
            shown = action(Offer(what), review)
            there = f"/casework/reviews/7{href}"
            assert (shown.label, shown.href) == (label, there)
            assert shown.is_post == (what is Task.TAKE)
            assert shown.is_in_place == (what is Task.GIVE)
            assert shown.fields == ({"version": 3} if shown.is_post else {})


def test_papers_are_asked_for_on_the_page_of_the_case(routes: Flask, review: Review) -> None:
    shown = action(Offer(Step.REQUEST_PAPERS), review)
    assert shown.label == "Ask the CPS for papers"
    assert endpoint_of(routes, shown.href, "GET") == "casework.ask_for_papers"


def test_what_cannot_be_done_yet_leads_nowhere_and_says_why(routes: Flask, review: Review) -> None:
    shown = action(Offer(Step.REQUEST_PAPERS, "Record the sentence first"), review)
    assert (shown.label, shown.why_not) == (
        "Record that papers were asked for",
        "Record the sentence first",
    )
    assert (shown.href, shown.first) == ("", None)


def test_what_must_be_done_first_is_offered_in_its_place(routes: Flask, review: Review) -> None:
    for step, label, page in (
        (Step.FILE, "Write and issue the application", "casework.show_letters"),
        (Step.SERVE, "Issue the notice to the offender", "casework.show_letters"),
        (Step.CLOSE, "Tell people the outcome", "casework.case_notifications"),
    ):
        first = action(Offer(step, "Issue it first"), review).first
        assert first is not None
        assert first.label == label
        assert endpoint_of(routes, first.href, "GET") == page
