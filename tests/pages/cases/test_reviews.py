"""A review's page, its offender's details, and who may open what of it."""

from datetime import UTC, date, datetime

import pytest

from tests.support import build
from tests.support.awkward import NAMES, SCRIPT, shown_safely
from tests.support.checked_client import CheckedClient
from tests.support.page import words
from tests.support.review_pages import show
from ulss_tracker.models import CourtSource, Fact, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.sentence_words import read_sentence
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.assessment import overrides, verification
from ulss_tracker.services.cases import cases, notes, sentences
from ulss_tracker.services.core.unit_of_work import transaction

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PASSED_ON = date(2026, 3, 2)


def now_is(review: Review) -> Review:
    db.session.rollback()
    return review


# The page.


def test_a_new_review_says_what_to_do_first(caseworker: CheckedClient) -> None:
    page = show(caseworker, build.review())
    assert "Record the sentence and its offences to find out." in page.text
    assert "Stated by the requester: the court’s record is to be found" in page.text
    assert "Record the sentence" in page.links
    assert "Start checking the scheme" in page.links


def test_an_eligible_review_shows_answer_reasons_days_and_how_they_were_counted(
    caseworker: CheckedClient,
) -> None:
    page = show(caseworker, build.verify(build.eligible_review(sentenced_on=PASSED_ON)))
    assert page.one(".app-verdict__heading").text == "In the scheme"
    assert "Criminal Justice Act 1988 s.36(1)(a)" in page.text
    assert page.text.count("5pm on Monday 30 March 2026 12 days left") == 1
    assert "File by" not in page.summary, "the header says it"
    assert page.summary["Last day"] == "Monday 30 March 2026"
    assert "28 days" in page.text
    assert "Criminal Justice Act 1988 Schedule 3 paragraph 1" in page.text
    assert {"Ask the CPS for papers", "Send to the law officers"} <= set(page.links)


def headings(page) -> list[str]:
    return [" ".join(each.text_content().split()) for each in page.select("main h2")]


def test_what_is_still_to_be_done_comes_first(caseworker: CheckedClient) -> None:
    review = build.review()
    new = headings(show(caseworker, review))
    assert new[0] == "Sentences and offences"
    assert new[-1] == "What happens next"
    build.conviction(build.sentence(now_is(review), sentenced_on=PASSED_ON))
    order = headings(show(caseworker, review))
    assert order[0] == "What happens next"
    facts, recorded = "Checked against the court’s record", "Sentences and offences"
    assert order.index(facts) < order.index(recorded)
    verification.verify(
        now_is(review),
        list(Fact),
        source=CourtSource.CPS,
        source_reference="",
        by=build.user(Role.SUPERVISOR),
        version=review.version,
    )
    order = headings(show(caseworker, review))
    assert order.index(facts) > order.index(recorded)


def test_the_one_thing_to_do_now_is_the_only_button(signed_in) -> None:
    """The rest are links; whoever finds the sentence missing has its own button first."""
    for review, button in (
        (build.eligible_review(), "Ask the CPS for papers"),
        (build.review_to_file(), "Write and issue the application"),
        (build.review_to_decide(), None),
    ):
        page = show(signed_in(Role.CASEWORKER), review)
        buttons = [words(each) for each in page.select(".app-next > .govuk-button")]
        assert buttons == ([button] if button else [])
    page = show(signed_in(Role.LAW_OFFICER), now_is(review))
    assert [words(each) for each in page.select(".app-next > .govuk-button")] == [
        "Decide this review"
    ]


def test_in_the_last_day_the_plan_is_in_hours(signed_in, at) -> None:
    """The evening before, the moments are those of the day that comes."""
    review = build.verify(build.eligible_review(sentenced_on=PASSED_ON))
    for now, standing in (
        (datetime(2026, 3, 29, 17, tzinfo=UTC), "To come"),
        (datetime(2026, 3, 30, 15, 45, tzinfo=UTC), "Late"),
    ):
        at(now)
        plan = words(show(signed_in(Role.CASEWORKER), now_is(review)).one(".app-plan"))
        assert f"{standing} File with the Registrar by 4:30pm on Monday 30 March 2026" in plan
        assert "To come Serve on the offender by 5pm on Monday 30 March 2026" in plan


def test_how_a_sentence_reads_is_shown_beside_its_words(caseworker: CheckedClient) -> None:
    review = build.review()
    text = "4 years’ imprisonment and disqualified from driving for 6 years"
    passed = sentences.SentenceInput(
        sentenced_on=PASSED_ON,
        order_kind=OrderKind.IMPRISONMENT,
        text=text,
        parts=read_sentence(text).parts,
    )
    sentences.record_sentence(review, passed, build.user(), review.version)
    page = show(caseworker, review)
    assert f"{text} Read as Imprisonment: 4 years Disqualification: 6 years" in page.text


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
    passed = sentences.SentenceInput(
        sentenced_on=PASSED_ON,
        varied_on=date(2026, 3, 16),
        order_kind=OrderKind.IMPRISONMENT,
        text="4 years",
    )
    sentences.record_sentence(review, passed, build.user(), review.version)
    page = show(caseworker, review)
    assert page.summary["Last day"] == "Monday 30 March 2026"
    assert page.summary["Later last day that the law may allow"] == "Monday 13 April 2026"
    bar = " ".join(page.one(".app-bar").text_content().split())
    assert "File by 5pm on Monday 30 March 2026 12 days left The law may allow until 5pm on " in bar
    with transaction():
        review.state, review.filed_at = State.TO_FILE, datetime(2026, 4, 2, 10, tzinfo=UTC)
    page = show(caseworker, review)
    assert page.summary["File by"] == "5pm on Monday 30 March 2026"
    assert page.summary["Later moment that the law may allow"] == (
        "5pm on Monday 13 April 2026 Filed"
    )
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


@pytest.mark.slow
def test_forty_offences_are_all_shown(caseworker: CheckedClient) -> None:
    with transaction():
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
    for page in ("", "/letters", "/offender", "/assignee"):
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
    notes.add(review.case, SCRIPT, build.user(), review=review)
    overrides.override(
        review, Verdict.IN_SCHEME, SCRIPT, build.user(Role.SUPERVISOR), version=review.version
    )
    for page in ("", "/letters", "/offender", "/application"):
        assert shown_safely(show(caseworker, review, page)), page
    assert shown_safely(show(supervisor, review, "/override"))
    assert shown_safely(supervisor.get("/supervision/board"))


def test_a_review_that_is_not_there(caseworker: CheckedClient, subtests: pytest.Subtests) -> None:
    for number in ["0", "999", "2147483648", "9" * 30]:
        for page in ["", "/letters", "/offender", "/sentences/new"]:
            with subtests.test(number=number, page=page):
                caseworker.get(f"/casework/reviews/{number}{page}", status=404)


def test_a_law_officer_reads_a_review_and_may_change_none_of_it(signed_in) -> None:
    review = build.eligible_review()
    officer = signed_in(Role.LAW_OFFICER)
    page = show(officer, review)
    assert "Change" not in page.links
    assert not any(text.startswith(("Add", "Remove", "Give")) for text in page.links)
    assert "The next step is the law officer’s." not in page.text
    for path in ("/offender", "/assignee", "/override", "/application", "/sentences/new"):
        show(officer, review, path, status=403)


# The offender.

BORN = {"born_on-day": "28", "born_on-month": "2", "born_on-year": "1990"}


def test_the_offenders_details_are_corrected(caseworker: CheckedClient) -> None:
    review = build.review()
    show(caseworker, review, "/offender")
    page = caseworker.submit("Save", name="Jon Archer", address="HMP Leeds\nLS12 2TJ", **BORN)
    assert page.summary["Date of birth"] == "28 February 1990"
    assert now_is(review).offender_address == "HMP Leeds\nLS12 2TJ"
    page = caseworker.get(f"/casework/cases/{review.case.reference}/timeline")
    assert "Offender: Jon Archer (was John Archer)" in page.text


def test_details_got_wrong_are_said_and_kept_in_the_boxes(
    caseworker: CheckedClient, subtests: pytest.Subtests
) -> None:
    review = build.review()
    for changes, error in [
        ({"name": ""}, "Enter the offender’s name"),
        ({"name": "x" * 201}, "Name must be 200 characters or fewer"),
        ({**BORN, "born_on-day": "30"}, "Date of birth must be a real date"),
        ({**BORN, "born_on-year": ""}, "Date of birth must include a year"),
        ({**BORN, "born_on-year": "2027"}, "Date of birth must be in the past"),
        ({"address": "x" * 1001}, "Address for service must be 1,000 characters or fewer"),
    ]:
        with subtests.test(changes=changes, error=error):
            show(caseworker, review, "/offender")
            page = caseworker.refused("Save", error, **changes)
            for name, typed in changes.items():
                field = page.one(f"[name='{name}']")
                assert (field.get("value") or field.text or "").lstrip("\n") == typed
