"""Submissions to the law officers: gathered once, frozen, and known by their hash."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    BundleReader,
    DecisionChoice,
    EventKind,
    Paper,
    PassReason,
    Review,
    Submission,
    SubmissionPass,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.scheme.workflow.stages import LawOfficer, State, Step
from ulss_tracker.services.assessment import assessing, verification
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.referral import (
    advice,
    bundles,
    papers,
    progress,
    submission_facts,
    worksheets,
)

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d")
_COMPARED: Mapping[str, str] = {
    "offender": "Offender",
    "offender_born_on": "Date of birth",
    "case": "Case",
    "court": "Court",
    "court_case_number": "Crown Court case number",
    "sentences": "Sentences and offences",
    "verdict": "Scheme",
    "last_day_on": "Last day",
    "earliest_file_by_at": "File by",
    "file_by_at": "File by",
    "may_be_until_on": "A longer limit",
    "verified": "Who has verified the facts",
    "lock": "Two-person lock",
    "requests": "Who asked",
    "advised": "Advice",
    "papers": "Papers",
    "bundle": "Bundle",
    "aggravating": "Aggravating features",
    "mitigating": "Mitigating features",
    "why_lenient": "Why the sentencing may be unduly lenient",
    "worksheet": "The worksheet",
}
"""Everything a pack took from the record, in words; the rest of it was written for the pack."""


WRITTEN: Mapping[str, str] = {
    "facts": "The facts",
    "advice": "The advice",
    "victims_view": "What the victim or family say",
    "options": "The options",
    "recommendation": "The recommendation",
}
"""The parts that are written for the pack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words a caseworker writes in a submission; the rest is gathered from the record.

    `advice` stands in the advice's place where no lawyer or counsel has given any, and only there.
    `options` may be blank: to refer, or not to.
    """

    facts: str
    advice: str
    victims_view: str
    options: str = ""
    recommendation: DecisionChoice | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a submission about one offender, at the version of the review that was seen."""

    review: Review
    words: Words
    version: int


def canonical(pack: Mapping[str, Any]) -> bytes:
    """The pack as the bytes of which the hash is taken: JSON, keys in order, no spare space."""
    text = json.dumps(pack, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def fingerprint(pack: Mapping[str, Any]) -> str:
    """The SHA-256 of the pack, as a person can compare it."""
    return hashlib.sha256(canonical(pack)).hexdigest()


def latest(review: Review) -> Submission | None:
    """The newest submission, which is the one to decide on."""
    return review.submissions[-1] if review.submissions else None


def of_review(review: Review) -> list[Submission]:
    """Every version, oldest first, with who sent each and its passing on, in two queries."""
    query = (
        select(Submission)
        .where(Submission.review_id == review.id)
        .options(joinedload(Submission.made_by), selectinload(Submission.passes))
        .order_by(Submission.version)
    )
    versions = list(db.session.scalars(query))
    set_committed_value(review, "submissions", versions)  # each asks it for the one before
    return versions


def cost_of_return(review: Review) -> str:
    """Say what sending it back for more work costs in time; nothing where the days are unknown."""
    file_by_at = review.earliest_file_by_at or review.file_by_at
    if file_by_at is None:
        return ""
    try:
        return slack.return_words(clock.now(), file_by_at)
    except CalendarUnknown:
        return ""


def is_as_made(submission: Submission) -> bool:
    """Whether the pack still says what it said when its hash was taken."""
    return fingerprint(submission.pack) == submission.sha256


def changed_since(submission: Submission) -> list[str]:
    """Name what the record says otherwise by now than the pack; nothing once the review ended."""
    review = submission.review
    if review.outcome is not None:
        return []
    words = Words(facts="", advice="", victims_view="")
    now = pack(review, words, papers.of_case(review.case), advice.frozen(review))
    return _differing(_COMPARED, submission.pack, now)


def changed_from_before(submission: Submission) -> list[str]:
    """Name what this version says otherwise than the one before, which may have been read."""
    if submission.before is None:
        return []
    return _differing({**WRITTEN, **_COMPARED}, submission.before.pack, submission.pack)


def _differing(
    labels: Mapping[str, str], pack: Mapping[str, Any], later: Mapping[str, Any]
) -> list[str]:
    differing = [
        label
        for name, label in labels.items()
        if name in pack and _plain(pack[name]) != _plain(later.get(name))
    ]
    return list(dict.fromkeys(differing))


def _plain(value: Any) -> Any:
    """A moment of a pack as an instant, whichever zone it was written in; else the value itself."""
    is_moment = isinstance(value, str) and _MOMENT.fullmatch(value)
    return datetime.fromisoformat(value) if is_moment else value


def is_for_another(submission: Submission, reader: User) -> bool:
    """Whether the one who reads it is the law officer whom it is not with."""
    return reader.law_office not in (None, submission.with_officer)


def submit_together(
    parts: Sequence[Part], addressed_to: LawOfficer, by: User
) -> Sequence[Submission]:
    """Send one submission about several offenders of a case, whole or not at all.

    Each has its own pack, which names the others, and is decided by itself. Raises as `submit`.
    """
    names = [part.review.offender_name for part in parts]
    with transaction():
        return [
            submit(
                part.review,
                part.words,
                addressed_to,
                by,
                version=part.version,
                together=names[:number] + names[number + 1 :],
            )
            for number, part in enumerate(parts)
        ]


def submit(
    review: Review,
    words: Words,
    addressed_to: LawOfficer,
    by: User,
    *,
    version: int,
    together: Sequence[str] = (),
) -> Submission:
    """Freeze what is known and send it to the law officers; again, it is a new version.

    `together` are the other offenders that the same submission is about.

    Raises `Refused` when the facts or the advice are blank, before the scheme was checked, and
    once decided. What the victim or family said may be blank: not every case has one.
    """
    require(by, Permission.WORK_CASES)
    check_version(review, version)
    given = advice.frozen(review)
    if not words.facts.strip() or not (given or words.advice.strip()):
        raise Refused("Enter the facts and the advice: the law officers decide on them")
    again = review.state is State.LAW_OFFICERS
    with transaction():
        progress.take(review, Step.RESUBMIT if again else Step.SEND_TO_LAW_OFFICERS, by)
        frozen = pack(review, words, papers.of_case(review.case), given, together)
        submission = Submission(
            review=review,
            version=len(review.submissions) + 1,
            pack=frozen,
            sha256=fingerprint(frozen),
            addressed_to=addressed_to,
            made_at=clock.now(),
            made_by_id=by.id,
        )
        db.session.add(submission)
        history.record(
            EventKind.SUBMITTED,
            by,
            review,
            version=submission.version,
            sha256=submission.sha256,
            addressed_to=addressed_to,
        )
    return submission


def pass_on(
    review: Review, reason: PassReason, note: str, by: User, *, version: int
) -> SubmissionPass:
    """Pass the decision to the other law officer, for a conflict or an absence.

    The clock runs on. Raises `NotAllowed` but for a law officer or the private office, and
    `Refused` when nothing waits for a decision.
    """
    require(by, Permission.SEE_DECISIONS)
    check_version(review, version)
    submission = latest(review)
    if submission is None:
        raise Refused("There is no submission to pass on")
    with transaction():
        progress.take(review, Step.PASS_TO_OTHER, by)
        to_officer = submission.with_officer.other
        passed = SubmissionPass(
            submission=submission,
            to_officer=to_officer,
            reason=reason,
            note=note.strip(),
            at=clock.now(),
            by_id=by.id,
        )
        db.session.add(passed)
        history.record(
            EventKind.SUBMISSION_PASSED,
            by,
            review,
            to_officer=to_officer,
            reason=reason.label,
            note=passed.note,
        )
    return passed


def pack(
    review: Review,
    words: Words,
    asked_for: Sequence[Paper],
    advised: Sequence[Mapping[str, Any]] = (),
    together: Sequence[str] = (),
) -> dict[str, Any]:
    """Everything the law officer reads, in plain values: nothing in it changes afterwards.

    Of each fact it says who verified it and against what; of each paper whether it has come, and
    as which file. Of what was `advised`, whose words each are.
    """
    case, worksheet = review.case, worksheets.written(review)
    bundle = bundles.newest(case, BundleReader.LAW_OFFICERS)
    frozen: dict[str, Any] = history.plain(
        {
            "case": case.reference,
            "court": case.court_text,
            "court_case_number": case.court_case_number,
            "offender": review.offender_name,
            "offender_born_on": review.offender_born_on,
            "sentences": [submission_facts.of_sentence(sentence) for sentence in review.sentences],
            "verdict": review.verdict.label if review.verdict else "",
            "bases": review.assessment.bases if review.assessment else [],
            "last_day_on": review.last_day_on,
            "earliest_file_by_at": review.earliest_file_by_at,
            "file_by_at": review.file_by_at,
            "may_be_until_on": assessing.may_be_until(review),
            "facts": words.facts.strip(),
            "advised": list(advised),
            "advice": "" if advised else words.advice.strip(),
            "options": words.options.strip(),
            "recommendation": words.recommendation.label if words.recommendation else "",
            "victims_view": words.victims_view.strip(),
            "together": list(together),
            "verified": [
                submission_facts.verified(standing) for standing in verification.statuses(review)
            ],
            "lock": submission_facts.lock(review),
            "papers": [submission_facts.of_paper(paper) for paper in asked_for],
            "papers_wanted": [paper.label for paper in asked_for if paper.is_wanted],
            "bundle": bundle.statement if bundle else "",
            "requests": submission_facts.who_asked(case),
            "worksheet": worksheets.frozen(review, worksheet),
        }
        | {
            name: getattr(review.application, name, "").strip() or worksheet.get(name, "").strip()
            for name in ("aggravating", "mitigating", "why_lenient")
        }
    )
    return frozen
