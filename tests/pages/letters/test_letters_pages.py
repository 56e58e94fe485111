"""Preparing the application, issuing letters, and recording that they arrived."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.awkward import NAMES, SCRIPT, shown_safely
from tests.support.checked_client import CheckedClient
from tests.support.complete import WRITTEN, complete
from tests.support.tokens import token_of
from tests.support.traces import nothing_kept
from ulss_tracker.models import Filing, FilingKind, Letter, LetterKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services import letters
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import applications, filings, progress
from ulss_tracker.services.referral.applications import Prepared

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def go(client: CheckedClient, review: Review, page: str = "/letters", status: int = 200):
    return client.get(f"/casework/reviews/{review.id}{page}", status=status)


# What each letter still wants.


def test_each_missing_fact_is_named(caseworker: CheckedClient) -> None:
    page = go(caseworker, build.review())
    assert page.text.count("Before it can be issued, record:") == 2
    for fact in (
        "A decision to refer by a law officer",
        "The Crown Court case number",
        "The date of sentence, the sentence and the offences",
        "The offender’s address for service (prison or home)",
    ):
        assert fact in page.text
    assert page.select("main form") == []


def test_each_missing_fact_leads_to_where_it_is_recorded(
    caseworker: CheckedClient, signed_in
) -> None:
    review = build.review_to_file()
    conviction = review.sentences[0].convictions[0]
    conviction.plea = None
    db.session.commit()
    page = go(caseworker, review)
    case = f"/casework/cases/{review.case.reference}"
    here = f"/casework/reviews/{review.id}"
    for fact, address in (
        ("The Crown Court case number", f"{case}/court"),
        ("The offender’s address for service (prison or home)", f"{here}/offender"),
        ("A summary of the facts of the case", f"{here}/application"),
        ("Plea or verdict for: Robbery", f"{here}/offences/{conviction.id}/plea"),
    ):
        assert page.links[fact].partition("?")[0].endswith(address), fact
    # Whoever may not record them is not led to what would refuse them.
    law_officer = signed_in(Role.LAW_OFFICER)
    assert "The Crown Court case number" not in go(law_officer, review).links


def test_the_notice_of_reference_is_begun_before_the_day_typed_into_it_is_known(
    caseworker: CheckedClient,
) -> None:
    review = complete()
    by = build.user()
    for kind, letter in (
        (FilingKind.FILING, LetterKind.REFERRAL),
        (FilingKind.SERVICE, LetterKind.OFFENDER_NOTICE),
    ):
        build.letter(review, letter)
        filings.record_filing(
            review, kind, at=NOW, method="By email", by=by, version=review.version
        )
    page = go(caseworker, review)
    assert "The day the court gave permission" in page.text
    page = caseworker.submit("Begin this document: notice of reference")
    assert page.h1 == "Notice of reference"
    day = {"leave_on-day": "17", "leave_on-month": "3", "leave_on-year": "2026"}
    page = caseworker.submit("Save and preview", **day)
    assert "The Court of Appeal gave permission on 17 March 2026" in page.text


def test_what_somebody_needs_is_said_beside_the_letter_to_them(caseworker: CheckedClient) -> None:
    review = build.review()
    review.case.requests[0].support_needs = "Large print, and Easy Read"
    db.session.commit()
    draft = letters.draft(
        LetterKind.ACKNOWLEDGEMENT, build.user(), case=review.case, request=review.case.requests[0]
    )
    page = caseworker.get(f"/casework/letter-drafts/{draft.id}")
    assert "They told us what they need: Large print, and Easy Read" in page.text
    assert page.one("input[name=size][checked]").get("value") == "large"


def test_once_closed_no_letter_is_offered(signed_in) -> None:
    review = complete()
    supervisor = build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, supervisor, version=review.version, note="Asked to stop")
    page = go(signed_in(Role.SUPERVISOR), review)
    assert page.select("main form") == []
    assert "Write the application" not in page.links


# Writing the application.


def test_the_application_is_written_and_kept(caseworker: CheckedClient) -> None:
    review = build.review_to_file()
    go(caseworker, review)
    caseworker.click("Write the application")
    page = caseworker.submit("Save", **WRITTEN)
    assert "Application saved" in page.text
    page = go(caseworker, review, "/application")
    for name, text in WRITTEN.items():
        assert page.one(f"#{name}").text_content().strip() == text


def test_it_may_be_saved_with_nothing_written_yet(caseworker: CheckedClient) -> None:
    review = build.review()
    go(caseworker, review, "/application")
    assert "Application saved" in caseworker.submit("Save").text


@pytest.mark.parametrize("text", ["Two\n\nparagraphs\nand a line", "O’Neill 🌻 عبد", "  indented"])
def test_what_is_written_comes_back_as_it_was(caseworker: CheckedClient, text: str) -> None:
    review = build.review()
    go(caseworker, review, "/application")
    caseworker.submit("Save", facts=text)
    page = go(caseworker, review, "/application")
    assert page.one("#facts").text_content().strip() == text.strip()


def test_more_than_fits_is_said_and_kept(caseworker: CheckedClient) -> None:
    review = build.review()
    go(caseworker, review, "/application")
    page = caseworker.refused(
        "Save",
        "Authorities must be 10,000 characters or fewer",
        authorities="x" * 10_001,
        facts="Kept",
    )
    assert page.one("#facts").text_content().strip() == "Kept"


# Issuing.


def test_one_writes_another_checks_and_the_letter_is_issued_and_kept(
    caseworker: CheckedClient, signed_in
) -> None:
    review = complete()
    go(caseworker, review)
    page = caseworker.submit("Begin this document: application for permission to refer")
    assert "A second person must check it" in page.text
    assert "applies for permission to refer" in page.one(".app-letter").text_content()
    supervisor = signed_in(Role.SUPERVISOR)
    go(supervisor, review)
    supervisor.click("Check it: application for permission to refer")
    supervisor.submit("I have checked this letter")
    page = supervisor.submit("Issue the letter")
    assert "Application for permission to refer issued, version 1" in page.text
    assert "applies for permission to refer" in page.one(".app-letter").text_content()
    answer = supervisor.open(page.link("The letter as it was issued (PDF)"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert "ULS-2026-0001-application-v1.pdf" in answer.headers["Content-Disposition"]
    assert "Archer" not in answer.headers["Content-Disposition"]
    kept = db.session.scalars(select(Letter).order_by(Letter.id)).one()
    assert kept.pdf == answer.data


def test_the_form_of_somebody_who_looked_before_issues_nothing(
    caseworker: CheckedClient, signed_in
) -> None:
    review = complete()
    go(caseworker, review)
    form = caseworker.submit("Begin this document: application for permission to refer")
    draft = letters.of_review(review)[0]
    letters.check(draft, build.user(Role.SUPERVISOR), version=draft.version)
    caseworker.page = form
    caseworker.refused("Discard this letter", status=409)


@pytest.mark.parametrize("kind", list(LetterKind)[:4])
def test_a_preview_is_a_pdf_and_keeps_nothing(caseworker: CheckedClient, kind: LetterKind) -> None:
    review = build.review()
    with nothing_kept():
        answer = caseworker.open(f"/casework/reviews/{review.id}/letters/{kind}/preview")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")


@pytest.mark.parametrize("kind", ["nonsense", "REFERRAL", "x" * 300])
def test_a_letter_of_no_kind_is_not_there(caseworker: CheckedClient, kind: str) -> None:
    review = complete()
    go(caseworker, review, f"/letters/{kind}/preview", status=404)
    data = {"csrf_token": token_of(caseworker), "version": str(review.version)}
    path = f"/casework/reviews/{review.id}/letters/{kind}"
    with nothing_kept():
        caseworker.post(path, data=data, status=404)


def test_a_law_officer_reads_letters_and_issues_none(signed_in) -> None:
    review = complete()
    officer = signed_in(Role.LAW_OFFICER)
    page = go(officer, review)
    assert page.select("main form") == []
    data = {"csrf_token": token_of(officer), "version": str(review.version)}
    with nothing_kept():
        officer.post(f"/casework/reviews/{review.id}/letters/referral", data=data, status=403)
    assert officer.open(page.link("Preview (PDF): notice")).data.startswith(b"%PDF-")


@pytest.mark.parametrize("name", NAMES)
def test_awkward_names_do_not_break_the_page(caseworker: CheckedClient, name: str) -> None:
    go(caseworker, complete(name))


def test_nothing_written_becomes_part_of_the_page(caseworker: CheckedClient) -> None:
    review = complete()
    by = build.user()
    prepared = Prepared(**dict.fromkeys(WRITTEN, SCRIPT))
    applications.prepare(review, prepared, by, version=review.version)
    assert shown_safely(go(caseworker, review, "/application"))
    # A line without an address is named among what is missing, in its own words.
    page = go(caseworker, review)
    assert not page.select("img[src=x]")


# Arriving.

MOMENT = {"at-day": "18", "at-month": "3", "at-year": "2026", "at-time": "10:00"}


@transaction()
def issued() -> Review:
    review = complete()
    build.letter(review, LetterKind.REFERRAL)
    build.letter(review, LetterKind.OFFENDER_NOTICE)
    return review


def test_filing_then_service_are_recorded(caseworker: CheckedClient) -> None:
    review = issued()
    go(caseworker, review, "")
    caseworker.click("Record filing with the Registrar")
    page = caseworker.submit("Save", method="By email", **MOMENT)
    assert "Filed with the Registrar" in page.text
    assert page.one(".app-bar").text_content().count("Filed") >= 1
    caseworker.click("Record service on the offender")
    caseworker.submit("Save", method="By post to the prison", **MOMENT)
    db.session.rollback()
    assert review.state is State.REFERRED
    page = go(caseworker, review, "/court")
    assert "Served on the offender: 10am on Wednesday 18 March 2026" in page.text


def test_filing_and_service_are_in_one_place(caseworker: CheckedClient) -> None:
    review = issued()
    assert "Filing and service" not in go(caseworker, review).text.replace("filing and service", "")
    page = caseworker.click("filing and service")
    assert "Nothing has been filed or served yet." in page.text
    page = caseworker.click("Record filing with the Registrar")
    assert page.one("form .govuk-link").get("href") == f"/casework/reviews/{review.id}/court"


def test_what_is_wrong_is_said_and_kept_in_the_boxes(
    caseworker: CheckedClient, subtests: pytest.Subtests
) -> None:
    review = issued()
    for changes, error in [
        ({"at-day": "32"}, "When it arrived must be a real date"),
        ({"at-time": "noonish"}, "When it arrived must be a time"),
        ({"at-time": ""}, "When it arrived must include a time"),
        ({"at-day": "19"}, "When it arrived must be now or in the past"),
        ({"at-day": "17"}, "must not be before the letter was issued"),
        ({"method": ""}, "Enter how it was sent"),
        ({"method": "x" * 201}, "must be 200 characters or fewer"),
        (dict.fromkeys(MOMENT, ""), "Enter the day and time it arrived"),
    ]:
        with subtests.test(changes=changes, error=error):
            go(caseworker, review, "/arrivals/filing")
            typed = {"method": "By email", **MOMENT, **changes}
            page = caseworker.refused("Save", **typed)
            assert len(page.errors) == 1
            assert error in page.errors[0]
            for name, value in typed.items():
                assert page.one(f"[name='{name}']").get("value", "") == value


def test_nothing_arrives_before_it_is_issued_or_twice(caseworker: CheckedClient) -> None:
    review = complete()
    page = go(caseworker, review, "/arrivals/filing", status=409)
    assert "Issue the application first" in page.text
    go(caseworker, review, "/arrivals/service", status=409)
    go(caseworker, review, "/arrivals/nonsense", status=404)


def test_recorded_by_two_people_at_once_it_is_recorded_once(caseworker: CheckedClient) -> None:
    review = issued()
    form = go(caseworker, review, "/arrivals/filing")
    caseworker.submit("Save", method="By email", **MOMENT)
    caseworker.page = form
    caseworker.submit("Save", method="By hand", **MOMENT, status=409)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Filing.id))) == 1
