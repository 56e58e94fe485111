"""Records that a letter reads: the hearing, the decision, papers, the submission."""

from datetime import UTC, date, datetime, time

import pytest

from tests.support import build
from tests.support.referred import filed_and_served
from ulss_tracker.errors import MissingFacts, Refused
from ulss_tracker.models import (
    Hearing,
    LetterDraft,
    LetterKind,
    PaperKind,
    RespondentsNotice,
    Review,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services import letters
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import advice, court, papers, submissions
from ulss_tracker.services.referral.court import CourtDecisionInput, HearingInput
from ulss_tracker.services.referral.papers import PaperInput

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def referred() -> Review:
    """A review whose application was filed and served today."""
    return filed_and_served()


def begun(review: Review, kind: LetterKind) -> LetterDraft:
    return letters.draft(kind, build.user(), review=review, request=review.case.requests[0])


@transaction()
def said(draft: LetterDraft) -> str:
    """The letter's words, when nothing it must say is missing."""
    letter = letters.prepared(letters.of_draft(draft))
    assert letter.missing == ()
    return " ".join(letters.to_html(letter.values).split())


def list_hearing(review: Review, on: date, at: time | None = time(10, 30)) -> None:
    listed = HearingInput(on=on, at=at, court="Court 4")
    court.list_hearing(review, listed, build.user(), version=review.version)


def answer(review: Review, on: date, asks: str = "") -> None:
    """The offender's notice in answer, served on that day, as if recorded later."""
    with transaction():
        notice = RespondentsNotice(
            served_on=on, note=asks, recorded_at=NOW, recorded_by_id=build.user().id
        )
        review.respondents_notices.append(notice)


def test_the_hearing_told_is_the_one_last_listed(referred: Review) -> None:
    draft = begun(referred, LetterKind.HEARING_LISTED)
    with pytest.raises(MissingFacts, match="record it on the review’s court page"):
        letters.issue(draft, build.user())
    list_hearing(referred, date(2026, 5, 6))
    list_hearing(referred, date(2026, 5, 20), time(14))
    words = said(draft)
    assert "20 May 2026" in words
    assert "2pm" in words
    assert "6 May 2026" not in words
    assert "Court 4" in words


def test_nobody_is_told_to_come_to_a_hearing_that_has_been_nor_it_withdrawn_by_notice(
    referred: Review, at
) -> None:
    """CrimPR r.41.5: at a hearing only the court can permit it, and the notice says it need not."""
    list_hearing(referred, date(2026, 3, 18))
    draft = begun(referred, LetterKind.HEARING_LISTED)
    withdrawal = begun(referred, LetterKind.WITHDRAWAL_NOTICE)
    assert letters.blocked(draft) == letters.blocked(withdrawal) == ""
    at(datetime(2026, 3, 19, 10, tzinfo=UTC))
    with pytest.raises(Refused, match="was on Wednesday 18 March 2026, which has passed"):
        letters.issue(draft, build.user())
    assert "only with the court’s permission" in letters.blocked(withdrawal)
    list_hearing(referred, date(2026, 5, 6))
    assert letters.blocked(draft) == letters.blocked(withdrawal) == ""


def test_a_hearing_without_its_time_blocks_until_the_court_is_known_to_have_given_none(
    referred: Review,
) -> None:
    draft = begun(referred, LetterKind.HEARING_LISTED)
    with transaction():  # as a hearing was recorded before times were
        old = Hearing(heard_on=date(2026, 5, 6), court="Court 4", recorded_at=NOW)
        old.recorded_by_id = build.user().id
        referred.hearings.append(old)
    with pytest.raises(MissingFacts, match="The time of the hearing: record it on the review’s"):
        letters.issue(draft, build.user())
    list_hearing(referred, date(2026, 5, 6), None)
    assert "The court has not given a time yet" in said(draft)


@pytest.mark.parametrize(
    ("language", "hour", "words"),
    [("en", time(10, 30), "10:30am"), ("cy", time(14), "2yh"), ("cy", time(12), "hanner dydd")],
)
def test_the_time_of_a_hearing_is_said_in_the_letters_language(
    referred: Review, language: str, hour: time, words: str
) -> None:
    list_hearing(referred, date(2026, 5, 6), hour)
    draft = begun(referred, LetterKind.HEARING_LISTED)
    draft.language = language
    assert f"<td>{words}</td>" in said(draft)


def test_the_offenders_answer_is_told_to_who_asked_but_not_what_it_asks_for(
    referred: Review,
) -> None:
    draft = begun(referred, LetterKind.HEARING_LISTED)
    list_hearing(referred, date(2026, 5, 6))
    assert "both sides" not in said(draft)
    answer(referred, date(2026, 3, 18), "Leave to attend, from hospital")
    words = said(draft)
    assert "The offender has answered our application" in words
    assert "hospital" not in words
    assert "hospital" not in str(letters.prepared(letters.of_draft(draft)).values)


def test_until_it_comes_the_letter_says_how_long_the_offender_has(referred: Review, at) -> None:
    draft = begun(referred, LetterKind.REFERRED)
    assert "The last day for that is 1 April 2026" in said(draft)
    at(datetime(2026, 4, 2, 10, tzinfo=UTC))
    assert "may send the court an answer" not in said(draft)
    answer(referred, date(2026, 4, 1))
    assert "The offender has answered our application" in said(draft)


def test_the_cps_is_told_of_the_offenders_answer_in_full_and_a_withdrawal_names_it(
    referred: Review,
) -> None:
    referred.offender_address, referred.case.court_case_number = "HMP Leeds", "T20260001"
    words = {"body": "For your information."}
    draft = letters.draft(LetterKind.CPS, build.user(), review=referred, words=words)
    draft.recipient = "Crown Prosecution Service"
    withdrawal = begun(referred, LetterKind.WITHDRAWAL_NOTICE)
    assert "None recorded. Its last day is 1 April 2026, unless the court" in said(draft)
    assert "Respondent’s notice" not in said(withdrawal)
    answer(referred, date(2026, 4, 8), "Leave to attend")
    assert "Served on 8 April 2026, after its last day, 1 April 2026" in said(draft)
    assert "Leave to attend" in said(draft)
    assert "Respondent’s notice</th><td>Served on 8" in said(withdrawal)


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (Outcome.INCREASED, LetterKind.INCREASED),
        (Outcome.UNCHANGED, LetterKind.UNCHANGED),
        (Outcome.LEAVE_REFUSED, LetterKind.LEAVE_REFUSED),
    ],
)
def test_what_the_court_decided_is_told_as_it_was_recorded(
    referred: Review, outcome: Outcome, kind: LetterKind
) -> None:
    draft = begun(referred, kind)
    assert (
        "The day the Court of Appeal decided" in letters.prepared(letters.of_draft(draft)).missing
    )
    list_hearing(referred, date(2026, 3, 18))
    decided = CourtDecisionInput(
        on=date(2026, 3, 18), outcome=outcome, revised_sentence="6 years’ custody"
    )
    court.record_decision(referred, decided, build.user(), version=referred.version)
    words = said(draft)
    assert "The decision was made on 18 March 2026" in words
    assert "the offender’s answer" not in words
    answer(referred, date(2026, 3, 18))
    assert "The court also had the offender’s answer to our application." in said(draft)
    assert ("6 years’ custody" in words) is (outcome is Outcome.INCREASED)


def test_the_cps_is_asked_for_the_papers_still_wanted() -> None:
    review, by = build.eligible_review(), build.user()
    words = {"papers_by": "2026-03-20"}
    draft = letters.draft(LetterKind.CPS_PAPERS, by, review=review, words=words)
    with pytest.raises(MissingFacts, match="Which papers"):
        letters.issue(draft, by)
    kinds = [PaperKind.INDICTMENT, PaperKind.SENTENCING_REMARKS]
    came, _wanted = papers.ask(review.case, kinds, [], by)
    papers.record(review.case, came, PaperInput(received_at=NOW), by, version=came.version)
    assert letters.prepared(letters.of_draft(draft)).values.papers == ["Sentencing remarks"]


def test_the_printed_submission_is_the_frozen_one() -> None:
    review = build.eligible_review()
    by = build.user()
    draft = letters.draft(LetterKind.SUBMISSION, by, review=review)
    with pytest.raises(Refused, match="Send the submission"):
        letters.issue(draft, by)
    sent = build.submit(review)
    review.offender_name = "Somebody Else"
    words = said(draft)
    for frozen in ("John Archer", build.WORDS.advice, build.WORDS.victims_view, sent.sha256):
        assert frozen in words
    assert sent.pack["sentences"][0]["offences"][0] in words
    assert "Somebody Else" not in words
    assert submissions.is_as_made(sent)


def test_the_printed_submission_says_who_verified_what_is_missing_and_who_advised() -> None:
    review, by = build.verify(build.eligible_review()), build.user()
    draft = letters.draft(LetterKind.SUBMISSION, by, review=review)
    lawyer = build.user(Role.LAWYER)
    come, missing = papers.ask(
        review.case, [PaperKind.INDICTMENT, PaperKind.SENTENCING_REMARKS], [], by
    )
    papers.record(review.case, come, PaperInput(received_at=NOW), by, version=come.version)
    unadvised = build.submit(review)
    assert "No lawyer or counsel gave this advice" in said(draft)
    assert f"{unadvised.made_by.name} wrote it in its place" in said(draft)
    advice.give(review, "It was out of range.", lawyer, version=review.version)
    build.submit(review)
    words = said(draft)
    verifier = review.verifications[0].confirmed_by.name
    assert f"Date of sentence: verified by {verifier}, " in words
    assert "Sealed order of the court: Order of the court" in words
    asked = "asked for 10am on Wednesday 18 March 2026"
    assert f"{come.label}, {asked}: <strong>received" in words
    assert f"{missing.label}, {asked}: <strong>missing" in words
    assert f"{lawyer.name}, lawyer, " in words
    assert "It was out of range." in words
    assert "in its place" not in words


def test_a_welsh_letter_names_the_court_and_the_place_of_the_hearing_in_welsh(
    referred: Review,
) -> None:
    listed = HearingInput(
        on=date(2026, 5, 6), at=time(14), court="Royal Courts of Justice, Court 4"
    )
    court.list_hearing(referred, listed, build.user(), version=referred.version)
    with transaction():
        referred.case.requests[0].language = "cy"
    draft = begun(referred, LetterKind.HEARING_LISTED)
    for court_id, court_text, named in (
        ("cardiff", "Cardiff", "Llys y Goron yng Nghaerdydd"),
        (None, "mold crown court", "Llys y Goron yn yr Wyddgrug"),
        (None, "the court by the sea", "the court by the sea"),
    ):
        with transaction():
            referred.case.court_id, referred.case.court_text = court_id, court_text
        words = said(draft)
        assert f"Y llys: {named}." in words
        assert "Y Llysoedd Barn Brenhinol, Llys 4" in words


TIME_WORDS = (
    "The time in which the court could be asked has ended",
    "There is still a little time.",
    "There is still time.",
)


@pytest.mark.parametrize(
    ("sentenced_on", "place"),
    [
        (date(2025, 12, 1), 0),
        # A sentence since 29 December 2025 may have longer: the Victims and Courts Act 2026.
        (date(2026, 1, 12), None),
        (date(2026, 2, 27), 1),  # short from ten days before the last
        (date(2026, 3, 2), 2),
    ],
)
def test_a_refusal_says_of_the_time_what_is_certain(sentenced_on: date, place: int | None) -> None:
    review = build.eligible_review(sentenced_on=sentenced_on)
    draft = begun(review, LetterKind.NOT_REFERRED)
    words = letters.to_html(letters.prepared(letters.of_draft(draft)).values)
    assert [known in words for known in TIME_WORDS] == [number == place for number in range(3)]
    assert ("There is still" in words) is (place in {1, 2})
