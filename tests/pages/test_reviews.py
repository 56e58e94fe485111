"""A review's page, its timeline, and the steps that move it on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.awkward import NAMES, SCRIPT, shown_safely
from tests.support.checked_client import CheckedClient
from tests.support.tokens import token_of
from tests.support.traces import nothing_kept
from ulss_tracker.models import Event, EventKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.eligibility import OrderKind, Verdict
from ulss_tracker.scheme.workflow import State, Step
from ulss_tracker.services import assessing, cases, progress, sentences
from ulss_tracker.services.saving import saving

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PASSED_ON = date(2026, 3, 2)
LONG_AGO = date(2024, 3, 4)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)


@pytest.fixture
def caseworker(signed_in) -> CheckedClient:
    return signed_in(Role.CASEWORKER)


@pytest.fixture
def supervisor(signed_in) -> CheckedClient:
    return signed_in(Role.SUPERVISOR)


def show(client: CheckedClient, review: Review, page: str = "", status: int = 200):
    return client.get(f"/casework/reviews/{review.id}{page}", status=status)


def now_is(review: Review) -> Review:
    db.session.rollback()
    return review


# The page.


def test_a_new_review_says_what_to_do_first(caseworker: CheckedClient) -> None:
    page = show(caseworker, build.review())
    assert "Record the sentence and its offences to find out." in page.text
    assert "Not known until the sentence is recorded" in page.text
    assert "Record the sentence" in page.links
    assert "Send to the law officers" not in page.links  # shown, with what it wants first
    assert "Send to the law officers" in page.text


def test_an_eligible_review_shows_answer_reasons_days_and_how_they_were_counted(
    caseworker: CheckedClient,
) -> None:
    page = show(caseworker, build.eligible_review(sentenced_on=PASSED_ON))
    assert page.one(".app-verdict__heading").text == "In the scheme"
    assert "Criminal Justice Act 1988 s.36(1)(a)" in page.text
    assert page.summary["File by"] == "5pm on Monday 30 March 2026 12 days left"
    assert page.summary["Last day"] == "Monday 30 March 2026"
    assert "28 days" in page.text
    assert "Criminal Justice Act 1988 Schedule 3 paragraph 1" in page.text
    assert {"Record that papers were requested", "Send to the law officers"} <= set(page.links)


def test_what_would_settle_a_doubt_is_asked(caseworker: CheckedClient) -> None:
    review = build.review()
    build.conviction(build.sentence(review), "no-burglary")
    page = show(caseworker, review)
    assert page.one(".app-verdict__heading").text == "A lawyer must check"
    assert "Was it a home, and was anyone in it hurt, or threatened with violence?" in page.text
    assert "Facts that decide for Burglary" in page.links
    assert page.link("Record what you know") == "#sentences"


def test_several_sentences_and_a_variation_are_explained(caseworker: CheckedClient) -> None:
    review = build.review()
    passed = sentences.Passed(
        sentenced_on=PASSED_ON,
        varied_on=date(2026, 3, 16),
        order_kind=OrderKind.IMPRISONMENT,
        text="4 years",
    )
    sentences.record_sentence(review, passed, build.user(), review.version)
    page = show(caseworker, review)
    assert page.summary["Safest to file by"] == "5pm on Monday 30 March 2026"
    assert "Varied on Monday 16 March 2026" in page.text


def test_a_review_past_its_days_warns_that_a_lawyer_must_check(
    caseworker: CheckedClient, at
) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    at(datetime(2026, 4, 2, 10, tzinfo=UTC))
    page = show(caseworker, review)
    assert "Passed 2 days ago" in page.text
    assert "lawyer must check" in page.one(".govuk-warning-text__text").text_content()
    assert "Close: out of time" not in page.links


def test_forty_offences_are_all_shown(caseworker: CheckedClient) -> None:
    review = build.review()
    sentence = build.sentence(review)
    for number in range(40):
        build.conviction(sentence, None, text=f"Count {number + 1} of insulting a herald")
    page = show(caseworker, review)
    assert len(page.select(".app-offences__offence")) == 40
    assert page.text.count("Not found in the catalogue: a lawyer must check") == 40


@pytest.mark.parametrize("name", NAMES)
def test_awkward_names_are_shown_to_the_letter(caseworker: CheckedClient, name: str) -> None:
    review = build.eligible_review(offender_name=name)
    for page in ("", "/letters", "/timeline", "/offender", "/holder"):
        assert show(caseworker, review, page).h1 == " ".join(name.split())


def test_nothing_anybody_wrote_becomes_part_of_a_page(
    caseworker: CheckedClient, supervisor: CheckedClient
) -> None:
    review = build.review(offender_name=SCRIPT, requester_name=SCRIPT)
    sentence = build.sentence(review, text=SCRIPT)
    build.conviction(sentence, None, text=SCRIPT)
    cases.add_review(review.case, SCRIPT, build.user())
    offender = cases.Offender(name=SCRIPT, born_on=None, address=SCRIPT)
    cases.change_offender(review, offender, build.user(), review.version)
    cases.add_note(review, SCRIPT, build.user())
    assessing.override(
        review, Verdict.IN_SCHEME, SCRIPT, build.user(Role.SUPERVISOR), version=review.version
    )
    for page in ("", "/letters", "/timeline", "/offender", "/application"):
        assert shown_safely(show(caseworker, review, page)), page
    assert shown_safely(show(supervisor, review, "/override"))
    assert shown_safely(supervisor.get("/supervision/board"))


@pytest.mark.parametrize("number", ["0", "999", "2147483648", "9" * 30])
@pytest.mark.parametrize("page", ["", "/letters", "/timeline", "/offender", "/sentences/new"])
def test_a_review_that_is_not_there(caseworker: CheckedClient, number: str, page: str) -> None:
    caseworker.get(f"/casework/reviews/{number}{page}", status=404)


@pytest.mark.parametrize("number", ["-1", "x", "1.5", ""])
def test_what_is_no_number_is_no_review(caseworker: CheckedClient, number: str) -> None:
    caseworker.get(f"/casework/reviews/{number}", status=404)


def test_a_law_officer_reads_a_review_and_may_change_none_of_it(signed_in) -> None:
    review = build.eligible_review()
    officer = signed_in(Role.LAW_OFFICER)
    page = show(officer, review)
    assert "Change" not in page.links
    assert not any(text.startswith(("Add", "Remove", "Give")) for text in page.links)
    assert "The next step is the law officer’s." not in page.text
    for path in ("/offender", "/holder", "/override", "/application", "/sentences/new"):
        show(officer, review, path, status=403)


# Steps.


def test_a_step_is_confirmed_with_a_note(caseworker: CheckedClient) -> None:
    review = build.eligible_review()
    show(caseworker, review)
    page = caseworker.click("Record that papers were requested")
    assert "from “Being checked” to “Papers requested”" in page.text
    page = caseworker.submit("Confirm", note="Asked CPS Yorkshire")
    assert "The review is now “Papers requested”" in page.text
    assert now_is(review).state is State.PAPERS_REQUESTED
    assert "Asked CPS Yorkshire" in show(caseworker, review, "/timeline").text


def test_a_step_that_still_wants_something_says_what(caseworker: CheckedClient) -> None:
    review = build.review()
    page = show(caseworker, review, "/steps/send_to_law_officers", status=409)
    assert "Record the sentence and its offences first" in page.text


def test_a_step_somebody_else_took_meanwhile_is_told_and_not_taken_twice(
    caseworker: CheckedClient,
) -> None:
    review = build.eligible_review()
    show(caseworker, review, "/steps/request_papers")
    progress.move(review, Step.REQUEST_PAPERS, build.user(Role.SUPERVISOR), version=review.version)
    with nothing_kept():
        page = caseworker.submit("Confirm", status=409)
    assert "the review is at “Papers requested”" in page.text


def test_a_step_on_a_review_changed_meanwhile_is_not_taken(caseworker: CheckedClient, at) -> None:
    review = build.eligible_review()
    show(caseworker, review, "/steps/request_papers")
    at(NOW + timedelta(minutes=1))
    build.conviction(review.sentences[0], "no-oapa-47")
    with nothing_kept():
        page = caseworker.submit("Confirm", status=409)
    assert "Somebody else changed this record" in page.text


@pytest.mark.parametrize("step", ["reopen", "withdraw", "close_out_of_time", "return_for_work"])
def test_somebody_elses_step_is_refused(caseworker: CheckedClient, step: str) -> None:
    review = build.review_to_decide()
    path = f"/casework/reviews/{review.id}/steps/{step}"
    with nothing_kept():
        caseworker.get(path, status=403)
        caseworker.post(path, data={"csrf_token": token_of(caseworker)}, status=403)


@pytest.mark.parametrize(
    "step", ["nonsense", "decide_to_refer", "decide_not_to_refer", "file", "serve", "REOPEN"]
)
def test_what_is_no_step_of_this_page_is_not_there(caseworker: CheckedClient, step: str) -> None:
    show(caseworker, build.eligible_review(), f"/steps/{step}", status=404)


def test_a_supervisor_closes_and_reopens(supervisor: CheckedClient) -> None:
    review = build.eligible_review(sentenced_on=LONG_AGO)
    show(supervisor, review)
    supervisor.click("Close: out of time")
    page = supervisor.submit("Confirm", note="Two years ago")
    assert "This review is closed: out of time." in page.text
    assert "Two years ago" in page.text
    assert "Change the sentence" not in page.html
    supervisor.click("Reopen the review")
    supervisor.submit("Confirm", note="A mistaken date")
    assert now_is(review).state is State.CHECKING


CHANGING = ("/holder", "/override", "/sentences/new", "/application")


@pytest.mark.parametrize("page", CHANGING)
def test_nothing_a_closed_review_rests_on_can_be_opened_for_change(
    supervisor: CheckedClient, page: str
) -> None:
    review = build.eligible_review()
    by = build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, by, version=review.version)
    assert "This review is closed" in show(supervisor, review, page, status=409).text


# The offender.

BORN = {"born_on-day": "28", "born_on-month": "2", "born_on-year": "1990"}


def test_the_offenders_details_are_corrected(caseworker: CheckedClient) -> None:
    review = build.review()
    show(caseworker, review, "/offender")
    page = caseworker.submit("Save", name="Jon Archer", address="HMP Leeds\nLS12 2TJ", **BORN)
    assert page.summary["Date of birth"] == "28 February 1990"
    assert now_is(review).offender_address == "HMP Leeds\nLS12 2TJ"
    page = show(caseworker, review, "/timeline")
    assert "Offender: Jon Archer (was John Archer)" in page.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": ""}, "Enter the offender’s name"),
        ({"name": "x" * 201}, "Name must be 200 characters or fewer"),
        ({**BORN, "born_on-day": "30"}, "Date of birth must be a real date"),
        ({**BORN, "born_on-year": ""}, "Date of birth must include a year"),
        ({**BORN, "born_on-year": "2027"}, "Date of birth must be in the past"),
        ({"address": "x" * 1001}, "Address for service must be 1,000 characters or fewer"),
    ],
)
def test_details_got_wrong_are_said_and_kept_in_the_boxes(
    caseworker: CheckedClient, changes: dict[str, str], error: str
) -> None:
    review = build.review()
    show(caseworker, review, "/offender")
    with nothing_kept():
        page = caseworker.submit("Save", **changes)
    assert page.errors == [error]
    for name, typed in changes.items():
        field = page.one(f"[name='{name}']")
        assert (field.get("value") or field.text or "").lstrip("\n") == typed


def test_somebody_elses_correction_is_not_overwritten(caseworker: CheckedClient) -> None:
    review = build.review()
    show(caseworker, review, "/offender")
    theirs = cases.Offender(name="Their Correction", born_on=None, address="")
    cases.change_offender(review, theirs, build.user(Role.SUPERVISOR), review.version)
    with nothing_kept():
        page = caseworker.submit("Save", name="My Correction", status=409)
    assert "Somebody else changed this record" in page.text
    assert now_is(review).offender_name == "Their Correction"


# Who holds it.


def test_a_review_is_given_to_somebody_else(caseworker: CheckedClient) -> None:
    other = build.user(email="other@example.org", name="Other Person")
    review = build.review()
    page = show(caseworker, review, "/holder")
    chosen = page.one("#holder option[selected]")
    assert chosen.text == "Test Caseworker"
    page = caseworker.submit("Save", holder=str(other.id))
    assert "Other Person now holds this review" in page.text


@pytest.mark.parametrize("typed", ["", "999", "x", "-1"])
def test_nobody_at_all_is_not_given_it(caseworker: CheckedClient, typed: str) -> None:
    review = build.review()
    page = show(caseworker, review, "/holder")
    token = page.select("main input[name=csrf_token]")[0].get("value")
    with nothing_kept():
        page = caseworker.post(
            f"/casework/reviews/{review.id}/holder",
            data={"csrf_token": token, "holder": typed, "version": str(review.version)},
            status=200,
        )
    assert page.errors == [
        "Choose who should hold it" if not typed else "Choose one of the answers shown"
    ]


def test_a_review_somebody_else_gave_away_meanwhile(caseworker: CheckedClient) -> None:
    other = build.user(email="other@example.org", name="Other Person")
    review = build.review()
    show(caseworker, review, "/holder")
    by = build.user(Role.SUPERVISOR)
    cases.give_to(review, by, by, version=review.version)
    with nothing_kept():
        caseworker.submit("Save", holder=str(other.id), status=409)


# A supervisor's own answer.


def test_a_supervisor_overrides_the_answer_and_says_why(supervisor: CheckedClient) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    show(supervisor, review)
    supervisor.click("Override this answer")
    page = supervisor.submit("Save", verdict="not_in_scheme", reason="Amended to assault")
    assert page.one(".app-verdict__heading").text == "Not in the scheme"
    assert "Test Supervisor decided this over the rules: Amended to assault" in page.text
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
    with nothing_kept():
        page = supervisor.submit("Save", **fields)
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
    with nothing_kept():
        page = supervisor.submit("Save", verdict="in_scheme", reason="x", status=409)
    assert "record the sentence first" in page.text


# The timeline.


def test_the_timeline_tells_it_all_newest_first(caseworker: CheckedClient) -> None:
    review = build.review_to_file()
    page = show(caseworker, review, "/timeline")
    titles = [title.text_content() for title in page.select(".moj-timeline__title")]
    assert titles[0] == "The law officer decided"
    assert titles[-1] == "Request received by the online form"
    assert {"Case opened", "Sentence recorded", "Conviction recorded", "Stage changed"} <= set(
        titles
    )
    assert "Last day: " in page.text
    assert "by Test Law officer" in page.text


def test_answers_that_decide_are_told_in_words(caseworker: CheckedClient) -> None:
    review = build.review()
    build.conviction(build.sentence(review), "no-burglary")
    conviction = review.sentences[0].convictions[0]
    answers = {"home_violence": "yes"}
    sentences.answer_conviction(review, conviction, answers, build.user(), review.version)
    page = show(caseworker, review, "/timeline")
    assert (
        "Was it a home, and was anyone in it hurt, or threatened with violence? "
        "Yes, someone in a home was hurt or threatened"
    ) in page.text


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_of_event_can_be_told(caseworker: CheckedClient, kind: EventKind) -> None:
    """However little it says: history is read long after the pages have changed."""
    review = build.review()
    with saving():
        event = Event(kind=kind, at=NOW, case_id=review.case_id, review_id=review.id, after={})
        db.session.add(event)
    page = show(caseworker, review, "/timeline")
    assert len(page.select(".moj-timeline__item")) == 5
    assert page.select(".moj-timeline__title")[0].text_content()


def test_with_several_offenders_it_says_whose_line_it_is(caseworker: CheckedClient) -> None:
    first = build.eligible_review()
    second = cases.add_review(first.case, "Ann O'Neill", build.user())
    page = show(caseworker, second, "/timeline")
    titles = [title.text_content() for title in page.select(".moj-timeline__title")]
    assert titles[0] == "Review opened: Ann O'Neill"
    assert "Sentence recorded: John Archer" in titles


def test_a_note_is_added(caseworker: CheckedClient) -> None:
    review = build.review()
    show(caseworker, review, "/timeline")
    page = caseworker.submit("Add the note", note="Rang the court.\nNo answer. 🌻")
    assert page.path.endswith("/timeline")
    assert "Rang the court." in page.text


@pytest.mark.parametrize(
    ("note", "error"),
    [("", "Enter the note"), (" \n ", "Enter the note"), ("x" * 10_001, "10,000 characters")],
)
def test_a_note_got_wrong_is_kept_in_the_box(
    caseworker: CheckedClient, note: str, error: str
) -> None:
    review = build.review()
    show(caseworker, review, "/timeline")
    with nothing_kept():
        page = caseworker.submit("Add the note", note=note)
    assert error in page.errors[0]
    assert page.one("#note").text_content().strip() == note.strip()


def test_a_law_officer_reads_the_timeline_and_writes_none(signed_in) -> None:
    review = build.review()
    page = show(signed_in(Role.LAW_OFFICER), review, "/timeline")
    assert page.select("main form") == []


PAGES = ("steps/request_papers", "offender", "holder", "override", "notes", "sentences/new")


@pytest.mark.parametrize("page", PAGES)
def test_without_its_token_a_form_changes_nothing(supervisor: CheckedClient, page: str) -> None:
    review = build.eligible_review()
    with nothing_kept():
        supervisor.post(f"/casework/reviews/{review.id}/{page}", data={"note": "x"}, status=400)


@pytest.mark.parametrize("page", ["", "/timeline", "/letters", *(f"/{each}" for each in PAGES)])
def test_without_signing_in_a_review_leads_to_sign_in(client: CheckedClient, page: str) -> None:
    review = build.eligible_review()
    path = f"/casework/reviews/{review.id}{page}"
    if page != "/notes":
        answer = client.get(path, status=302)
        assert answer.headers["Location"].startswith("/sign-in?next=")
    if page.strip("/") in PAGES:
        data = {"csrf_token": token_of(client), "note": "x"}
        with nothing_kept():
            client.post(path, data=data, status=302)
