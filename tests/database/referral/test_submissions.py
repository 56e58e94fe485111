"""Submissions to the law officers: frozen, versioned, passed on, decided by the right person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build, sample_files
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import DecisionChoice, EventKind, PaperKind, PassReason, Review
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer, Outcome, State
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import decisions, lock_openings, papers, submissions
from ulss_tracker.services.referral.submissions import Part, Words

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
REFER = DecisionChoice.REFER


def test_a_submission_gathers_the_record_and_its_hash_is_of_all_it_says() -> None:
    review = build.verify(build.eligible_review())
    with events_left() as events:
        made = build.submit(review)
    assert review.state is State.LAW_OFFICERS
    assert kinds(events) == [EventKind.STAGE_CHANGED, EventKind.SUBMITTED]
    assert made.pack["offender"] == "John Archer"
    assert made.pack["sentences"][0]["offences"][0].startswith("Robbery, Theft Act 1968 s.8(1): ")
    assert made.pack["file_by_at"] == review.file_by_at.isoformat()
    assert made.pack["advice"] == build.WORDS.advice
    assert submissions.is_as_made(made)
    assert events[1].after["sha256"] == submissions.fingerprint(made.pack)
    assert submissions.fingerprint(made.pack | {"facts": "Other"}) != made.sha256


def test_the_pack_says_what_is_verified_by_whom_and_how_each_paper_stands() -> None:
    review = build.verify(build.eligible_review())
    report, remarks = papers.ask(
        review.case, [PaperKind.REPORT, PaperKind.SENTENCING_REMARKS], [], build.user()
    )
    file = build.document(review.case.requests[0])
    known = papers.PaperInput(received_at=NOW, document_id=file.id)
    papers.record(review.case, report, known, build.user(), version=report.version)
    pack = build.submit(review).pack
    assert pack["last_day_on"] == review.last_day_on.isoformat()
    assert [each["fact"] for each in pack["verified"]] == ["Date of sentence", "Court", "Offence"]
    assert {each["by"] for each in pack["verified"]} == {build.user(Role.SUPERVISOR).name}
    assert {each["source"] for each in pack["verified"]} == {"Sealed order of the court"}
    assert pack["lock"] == ""
    assert [(each["label"], each["document_id"]) for each in pack["papers"]] == [
        (report.label, file.id),
        (remarks.label, None),
    ]
    assert pack["papers_wanted"] == [remarks.label]


def test_a_pack_that_went_through_an_opened_lock_says_so(at) -> None:
    review, by = build.eligible_review(), build.user()
    at(review.file_by_at - timedelta(hours=1))
    lock_openings.open_lock(review, "Nobody answers", by, version=review.version)
    to = LawOfficer.ATTORNEY_GENERAL
    pack = submissions.submit(review, build.WORDS, to, by, version=review.version).pack
    assert pack["lock"] == "The two-person lock was opened: Nobody answers"
    assert {each["by"] for each in pack["verified"]} == {""}


def test_the_hash_does_not_depend_on_the_order_of_the_keys() -> None:
    assert submissions.fingerprint({"a": "ŵ", "b": 1}) == submissions.fingerprint(
        {"b": 1, "a": "ŵ"}
    )
    assert submissions.canonical({"b": 1, "a": "ŵ"}) == '{"a":"ŵ","b":1}'.encode()


def test_what_is_sent_again_is_a_new_version_and_alone_decided_on() -> None:
    review = build.review_to_decide()
    first, by = review.submissions[0], build.user(Role.LAW_OFFICER)
    words = Words(facts="More is known", advice="Refer", victims_view="")
    to = LawOfficer.ATTORNEY_GENERAL
    second = submissions.submit(review, words, to, build.user(), version=review.version)
    assert (first.version, second.version) == (1, 2)
    assert submissions.latest(review) is second
    assert first.pack["facts"] == build.WORDS.facts
    with nothing_kept(), pytest.raises(ChangedMeanwhile, match="newer submission"):
        decide(review, by, seen_sha256=first.sha256)
    assert decide(review, by, seen_sha256=second.sha256).submission is second


def test_nothing_goes_without_facts_and_advice_nor_by_who_works_no_cases() -> None:
    review, by = build.verify(build.eligible_review()), build.user()
    to = LawOfficer.ATTORNEY_GENERAL
    for facts, advice in ((" ", "A"), ("F", "")):
        words = Words(facts=facts, advice=advice, victims_view="")
        with nothing_kept(), pytest.raises(Refused, match="facts and the advice"):
            submissions.submit(review, words, to, by, version=review.version)
    for role in (Role.LAW_OFFICER, Role.PRIVATE_OFFICE, Role.ADMINISTRATOR):
        person = build.user(role)
        with nothing_kept(), pytest.raises(NotAllowed):
            build.submit(review, by=person)


# Passing on.


def officer(office: LawOfficer):
    made = build.user(Role.LAW_OFFICER, email=f"{office.value}@example.org")
    with transaction():
        made.law_office = office
    return made


def decide(review: Review, by, **more: object):
    return build.decide(review, REFER, "Outside the range", by=by, **more)


def test_a_conflict_passes_the_decision_to_the_other_and_the_clock_runs_on() -> None:
    review = build.review_to_decide()
    attorney = officer(LawOfficer.ATTORNEY_GENERAL)
    solicitor = officer(LawOfficer.SOLICITOR_GENERAL)
    dates = review.last_day_on, review.file_by_at
    with nothing_kept(), pytest.raises(Refused, match="is with the Attorney General"):
        decide(review, solicitor)
    submissions.pass_on(
        review, PassReason.CONFLICT, "Acted below", attorney, version=review.version
    )
    assert (review.last_day_on, review.file_by_at) == dates
    with nothing_kept(), pytest.raises(Refused, match="is with the Solicitor General"):
        decide(review, attorney)
    assert decide(review, solicitor).law_officer is LawOfficer.SOLICITOR_GENERAL


def test_only_the_law_officers_and_their_office_pass_it_on() -> None:
    review, caseworker = build.review_to_decide(), build.user()
    with nothing_kept(), pytest.raises(NotAllowed):
        submissions.pass_on(review, PassReason.ABSENCE, "", caseworker, version=review.version)
    private_office = build.user(Role.PRIVATE_OFFICE)
    passed = submissions.pass_on(
        review, PassReason.ABSENCE, "", private_office, version=review.version
    )
    assert passed.to_officer is LawOfficer.SOLICITOR_GENERAL


# One submission about several offenders.


def test_it_is_sent_and_decided_about_each_offender_or_about_none() -> None:
    first = build.verify(build.eligible_review())
    second = build.offender_beside(first, "Ben Archer")
    words = replace(build.WORDS, options="Refer both, or one", recommendation=REFER)
    stale = [Part(first, words, first.version), Part(second, words, second.version - 1)]
    to, by = LawOfficer.ATTORNEY_GENERAL, build.user()
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        submissions.submit_together(stale, to, by)
    parts = [Part(each, words, each.version) for each in (first, second)]
    sent = submissions.submit_together(parts, to, by)
    assert [each.pack["together"] for each in sent] == [["Ben Archer"], ["John Archer"]]
    assert sent[0].pack["recommendation"] == "Refer the sentence"
    assert decisions.beside(sent[0]) == [sent[1]]

    def taken(review: Review, choice: DecisionChoice, sha256: str) -> decisions.Part:
        return decisions.Part(review, choice, "Why", review.version, sha256)

    attorney = officer(to)
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        decisions.decide_together(
            [taken(first, REFER, sent[0].sha256), taken(second, REFER, "old")], attorney
        )
    decided = [
        taken(first, REFER, sent[0].sha256),
        taken(second, DecisionChoice.DO_NOT_REFER, sent[1].sha256),
    ]
    decisions.decide_together(decided, attorney)
    assert (first.state, second.outcome) == (State.TO_FILE, Outcome.NOT_REFERRED)


# Deciding on what was read.


def test_nothing_is_decided_but_on_what_was_shown_and_for_a_law_officer_who_is_known() -> None:
    review, nobody = build.review_to_decide(), build.user(Role.LAW_OFFICER)
    build.user(Role.PRIVATE_OFFICE)
    for seen in ("", "x" * 64):
        with nothing_kept(), pytest.raises(ChangedMeanwhile, match="newer submission"):
            decide(review, nobody, seen_sha256=seen)
        with nothing_kept(), pytest.raises(ChangedMeanwhile, match="newer submission"):
            record(review, seen_sha256=seen)
    with transaction():
        nobody.law_office = None
    with nothing_kept(), pytest.raises(Refused, match="does not say which law officer"):
        decide(review, nobody)
    with nothing_kept(), pytest.raises(Refused, match="does not say which law officer"):
        record(review, officer=nobody)


# The private office.


@transaction()
def record(review: Review, **changes: object):
    said: dict[str, object] = {
        "officer": build.user(Role.LAW_OFFICER),
        "at": NOW,
        "minute": decisions.Minute("minute.pdf", sample_files.PDF),
        "by": build.user(Role.PRIVATE_OFFICE),
        "version": review.version,
        "seen_sha256": review.submissions[-1].sha256,
    }
    choice = changes.pop("choice", REFER)
    reasons = changes.pop("reasons", "As the minute says")
    return decisions.record(review, choice, reasons, **(said | changes))


def test_the_private_office_records_whose_decision_it_was_with_the_signed_minute(at) -> None:
    review = build.review_to_decide()
    at(NOW + timedelta(hours=2))
    made = record(review, at=NOW + timedelta(hours=1))
    assert review.state is State.TO_FILE
    assert made.decided_by is build.user(Role.LAW_OFFICER)
    assert made.recorded_by is build.user(Role.PRIVATE_OFFICE)
    assert made.decided_at == NOW + timedelta(hours=1)
    assert made.minute.kind.value == "minute"
    assert made.submission is review.submissions[0]


def test_a_decision_not_to_refer_may_be_recorded_too() -> None:
    review = build.review_to_decide()
    record(review, choice=DecisionChoice.DO_NOT_REFER)
    assert review.outcome is Outcome.NOT_REFERRED


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"reasons": " "}, "Enter the reasons"),
        ({"at": NOW + timedelta(minutes=1)}, "now or in the past"),
        ({"at": NOW - timedelta(minutes=1)}, "before the submission was sent"),
        ({"minute": decisions.Minute("minute.pdf", b"")}, "empty"),
    ],
)
def test_what_is_wanting_is_said_and_nothing_kept(changes: dict[str, object], why: str) -> None:
    review = build.review_to_decide()
    build.user(Role.LAW_OFFICER), build.user(Role.PRIVATE_OFFICE)
    with nothing_kept(), pytest.raises(Refused, match=why):
        record(review, **changes)
    caseworker = build.user()
    with nothing_kept(), pytest.raises(Refused, match="Choose the law officer"):
        record(review, officer=caseworker)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PRIVATE_OFFICE])
def test_nobody_but_the_private_office_records_anothers_decision(role: Role) -> None:
    review, person = build.review_to_decide(), build.user(role)
    build.user(Role.LAW_OFFICER), build.user(Role.PRIVATE_OFFICE)
    with nothing_kept(), pytest.raises(NotAllowed):
        record(review, by=person)
