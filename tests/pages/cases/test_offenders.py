"""The offenders of a case: a further one on one page, and those about whom nobody asked."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.tokens import token_of
from tests.support.traces import nothing_kept
from ulss_tracker.models import Case, Conflict, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.cases import cases, conflicts
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.requests import request_offenders

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PASSED_ON = date(2026, 3, 2)


def address(case: Case, page: str = "") -> str:
    return f"/casework/cases/{case.reference}/offenders{page}"


def added(name: str) -> Review:
    db.session.expire_all()
    return db.session.query(Review).filter_by(offender_name=name).one()


def not_asked_about() -> Review:
    """The second offender of a case whose one request asks about the first."""
    review = build.eligible_review(sentenced_on=PASSED_ON)
    second = cases.add_review(review.case, "Ann Further", build.user())
    build.sentence(second, sentenced_on=PASSED_ON)
    request_offenders.choose(review.case.requests[0], [review], build.user())
    return second


def test_a_further_offender_takes_a_name_and_two_presses(caseworker: CheckedClient) -> None:
    case = build.eligible_review(sentenced_on=PASSED_ON).case
    assert "Add an offender" in caseworker.get(address(case)).links
    caseworker.get(f"/casework/cases/{case.reference}")
    page = caseworker.click("Add an offender")
    assert "Leeds Crown Court, case number not recorded. Only the name is needed." in page.text
    page = caseworker.submit("Add the offender", offender_name="Ann Further")
    assert page.h1 == "Ann Further"
    review = added("Ann Further")
    (sentence,) = review.sentences
    assert (sentence.sentenced_on, sentence.order_kind) == (PASSED_ON, OrderKind.OTHER)
    assert (sentence.text, sentence.convictions) == ("", [])
    assert review.last_day_on == date(2026, 3, 30)
    assert review.verdict in (None, Verdict.MUST_CHECK)
    assert review.case.court_id == "leeds"


def test_what_else_is_known_of_a_further_offender_is_recorded(caseworker: CheckedClient) -> None:
    case = build.eligible_review(sentenced_on=PASSED_ON).case
    caseworker.get(address(case, "/new"))
    fields = {
        "offender_name": "Ann Further",
        "sentenced_on-day": "3",
        "text": "2 years’ imprisonment",
        "offence": "robbery",
        "offence-id": "io-robbery",
        "offence-for": "robbery",
    }
    page = caseworker.refused("Add the offender", "Choose the kind of order", **fields)
    assert page.one("#text").text_content().strip() == fields["text"]
    caseworker.submit("Add the offender", **fields, order_kind="imprisonment")
    review = added("Ann Further")
    (sentence,) = review.sentences
    assert (sentence.sentenced_on, sentence.text) == (date(2026, 3, 3), fields["text"])
    assert [conviction.offence_id for conviction in sentence.convictions] == ["io-robbery"]
    assert review.verdict is Verdict.IN_SCHEME


def test_an_offence_without_its_day_is_not_lost_in_silence(caseworker: CheckedClient) -> None:
    case = build.review(sentenced_on=None, sentenced_text="").case
    caseworker.get(address(case, "/new"))
    caseworker.refused(
        "Add the offender",
        "Enter the date of sentence",
        offender_name="Ann Further",
        offence="robbery",
    )
    caseworker.submit("Add the offender", offence="", offender_name="Ann Further")
    assert added("Ann Further").sentences == []


def test_a_day_that_looks_wrong_is_asked_about_once(caseworker: CheckedClient) -> None:
    case = build.eligible_review(sentenced_on=PASSED_ON).case
    caseworker.get(address(case, "/new"))
    fields = {"offender_name": "Ann Further", "sentenced_on-year": "2025"}
    page = caseworker.refused("Add the offender", **fields)
    assert "Is the date of sentence right?" in page.text
    caseworker.submit("Use Monday 2 March 2026")
    assert caseworker.page.one("[name=sentenced_on-year]").get("value") == "2026"
    caseworker.submit("Add the offender")
    assert added("Ann Further").sentences[0].sentenced_on == PASSED_ON
    caseworker.get(address(case, "/new"))
    fields["offender_name"] = "Lee Later"
    caseworker.refused("Add the offender", **fields)
    caseworker.submit("Add the offender")
    assert added("Lee Later").sentences[0].sentenced_on == date(2025, 3, 2)


def test_a_further_offender_is_not_everybodys_to_add(signed_in) -> None:
    case = build.eligible_review(sentenced_on=PASSED_ON).case
    officer = signed_in(Role.LAW_OFFICER)
    assert "Add an offender" not in officer.get(address(case)).links
    officer.get(address(case, "/new"), status=403)
    caseworker = signed_in(Role.CASEWORKER)
    supervisor = build.user(Role.SUPERVISOR)
    conflicts.declare(case, "A cousin", build.user(), passed_to=supervisor, version=case.version)
    caseworker.get(address(case, "/new"))
    with nothing_kept():
        caseworker.submit("Add the offender", offender_name="Ann Further", status=403)
    sealing.seal(case, [supervisor], "A family", supervisor)
    caseworker.get(address(case, "/new"), status=404)
    db.session.rollback()
    assert db.session.query(Conflict).count() == 1


def test_who_was_not_asked_about_waits_for_an_answer_by_their_last_day(
    caseworker: CheckedClient,
) -> None:
    review = not_asked_about()
    page = caseworker.get("/casework/")
    assert "Say what becomes of an offender nobody asked about" in page.text
    page = caseworker.get(address(review.case))
    assert page.rows[1][2] == review.case.requests[0].reference
    assert page.rows[2][2].startswith("Not asked about Answer by Monday 30 March 2026")
    page = caseworker.submit("Nobody asked about them: leave: Ann Further")
    assert "Recorded: nobody asked about them: leave" in page.text
    words = "Not asked about Nobody asked about them: leave: Test Caseworker, 10am on Wednesday 18"
    assert page.rows[2][2].startswith(words)
    assert "nobody asked about" not in caseworker.get("/casework/").text
    caseworker.get(address(review.case))
    page = caseworker.submit("Review them all the same: Ann Further")
    assert "Review them all the same: Test Caseworker" in page.rows[2][2]


def test_the_answer_is_refused_to_who_may_not_give_it(signed_in, at) -> None:
    review = not_asked_about()
    officer = signed_in(Role.LAW_OFFICER)
    assert officer.get(address(review.case)).select("main form[method=post]") == []
    path = f"/casework/reviews/{review.id}/not-asked-about"
    with nothing_kept():
        officer.post(path, data={"csrf_token": token_of(officer), "answer": "leave"}, status=403)
    caseworker = signed_in(Role.CASEWORKER)
    form = caseworker.get(address(review.case))
    at(NOW + timedelta(minutes=1))
    cases.change_offender(
        review,
        cases.Offender(name="Ann Other", born_on=None, address=""),
        build.user(),
        review.version,
    )
    with nothing_kept():
        caseworker.submit("Nobody asked about them: leave: Ann Further", status=409)
    caseworker.get(address(review.case))
    request_offenders.choose(review.case.requests[0], [], build.user())
    with nothing_kept():
        caseworker.submit("Nobody asked about them: leave: Ann Other", status=409)
    assert form.path == address(review.case)
