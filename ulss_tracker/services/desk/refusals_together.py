"""Several "no" at once: what cannot go with the rest first, with why; then each by itself.

Nothing here ends or sends anything that the one page of a "no" would not: each is one press of
`refusals`, in a transaction of its own, and one that fails keeps no other back.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, MissingFacts, NotAllowed, NotFound, Refused
from ulss_tracker.models import DraftState, LetterDraft, Request, Review, User, db
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services.assessment import date_warnings, verification
from ulss_tracker.services.assessment.date_warnings import warnings_of_request
from ulss_tracker.services.cases.sentences import SentenceInput
from ulss_tracker.services.desk import opening, refusals
from ulss_tracker.services.desk.refusals import CourtRecord, Ending
from ulss_tracker.services.letters import sending
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.protection import flags
from ulss_tracker.services.referral import progress
from ulss_tracker.services.requests import triage

Chosen = TypeVar("Chosen", Request, Review, Request | Review)
MOST = 40
"""So many are looked at together: each is read whole, and its letter is made as it is sent."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One that was chosen. `why_alone`: why it cannot go with the rest; each is a sentence.

    `reason` is the rules' own, as the letter says it. `mark` tells what was seen of it from what
    it says once it has changed.
    """

    record: Request | Review
    why_alone: tuple[str, ...]
    reason: str
    mark: str

    @property
    def key(self) -> str:
        """It among the others, in a form."""
        return key_of(self.record)


@dataclass(frozen=True, slots=True)
class RefusalResult:
    """The result of one press: what was done, and of each of the others why not."""

    done: Sequence[Request | Review]
    failed: Sequence[tuple[str, str]]


def key_of(record: Request | Review) -> str:
    """Name a request or a review among the others: no name of a person is in it."""
    return record.reference if isinstance(record, Request) else str(record.id)


def look_at_request(request: Request) -> Looked:
    """Look at a request in no case: the rules' reason on its own words, and why it stands alone."""
    verdict = triage.look_at(request).verdict
    alone: list[str] = []
    if not request.state.is_new:
        return Looked(request, (f"It is {request.state.label.lower()} by now",), "", "")
    if verdict is not Verdict.NOT_IN_SCHEME:
        alone.append("The rules do not say “not in the scheme” on the requester’s own words")
    alone += _facts_wanting(request)
    if request.sentenced_on and warnings_of_request(request.sentenced_on, request.received_at):
        alone.append("Something speaks against the date of sentence: check it first")
    alone += [
        f"It may be about the same sentence as {candidate.reference}: compare them first"
        for candidate in candidates.like(request)
        if candidate.is_suggested
    ]
    alone += _contact(request)
    if flags.of_offence(request.offence_id, request.offence_text):
        alone.append("Somebody’s name may be protected: read the letter by itself")
    meant = opening.offence_meant(request)
    reason = f"The offence: {request.offence_text}" if meant else ""
    return Looked(request, tuple(alone), reason, mark_of_request(request))


def look_at_review(review: Review, by: User) -> Looked:
    """Look at a review: its ending by the rules, and why it cannot be ended with the others."""
    ending = refusals.ending_of(review)
    if ending is None:
        return Looked(
            review,
            (
                "The rules do not say no to it: it is in the scheme and in time, or a lawyer "
                "must check",
            ),
            "",
            "",
        )
    step = ending.step
    if step is None:
        return Looked(review, ("It answers those who ask too late: read it by itself",), "", "")
    alone: list[str] = []
    if review.override_to_sign or (review.assessment and review.assessment.overrides):
        alone.append("A person answered over the rules: read it by itself")
    alone += [
        f"{standing.fact.label} is not recorded"
        for standing in verification.standing(review)
        if not standing.values
    ]
    if why := _wanting(review, step, by):
        alone.append(why)
    alone += _dates(review, ending)
    alone += [
        f"It may be about the same sentence as {candidate.reference}: compare them first"
        for candidate in candidates.cases_like(review.case)
    ]
    readers = refusals.readers(review)
    for reader in readers.to:
        alone += _contact(reader)
    alone += [
        f"{excepted.request.requester_name or excepted.request.reference}: {excepted.why}"
        for excepted in readers.excepted
    ]
    if not readers.to and not readers.excepted:
        alone.append("Nobody who asked is about this offender")
    alone += [f"The letter lacks: {each}" for each in _missing(review)]
    if flags.of(review):
        alone.append("A restriction protects somebody here: read the letter by itself")
    return Looked(review, tuple(dict.fromkeys(alone)), _reason(review, ending), str(review.version))


def mark_of_request(request: Request) -> str:
    """Tell what a request says, and who asks, from what it says once that has changed."""
    said = (
        request.state,
        request.offender_name,
        request.court_id,
        request.court_text,
        request.sentenced_on,
        request.offence_id,
        request.offence_text,
        sorted(request.offence_answers.items()),
        request.email,
        request.postal_address,
        request.no_contact_reason,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def waiting() -> list[Review]:
    """The reviews whose "no" is written and not sent yet, those to file first at the head."""
    begun = select(LetterDraft.review_id).where(
        LetterDraft.state.in_([DraftState.WRITING, DraftState.CHECKED]),
        LetterDraft.kind.in_([refusals.NOT_IN_SCHEME.letter, refusals.OUT_OF_TIME.letter]),
        LetterDraft.review_id.is_not(None),
    )
    query = select(Review).where(Review.id.in_(begun), Review.outcome.is_(None))
    query = query.options(joinedload(Review.case)).order_by(Review.file_by_at, Review.id)
    return list(db.session.scalars(query.limit(MOST)))


def prepare(
    chosen: Sequence[tuple[Request | Review, str]],
    sentences: Mapping[str, SentenceInput],
    by: User,
    *,
    check_of: User | None = None,
) -> RefusalResult:
    """Begin the letter of each and ask for its check; `chosen` is each with the mark seen of it.

    `sentences` gives, by key, what the court passed, for each request in no case yet. Whatever
    cannot go with the rest by now is left, and told with why.
    """

    def press(record: Request | Review, mark: str) -> None:
        if isinstance(record, Request):
            _check(look_at_request(record), mark)
            facts = opening.facts_said(record, sentences[record.reference])
            refusals.refuse_request(record, facts, by, check_of=check_of)
        else:
            _check(look_at_review(record, by), mark)
            refusals.prepare(record, {}, by, version=record.version, check_of=check_of)

    return _each(chosen, press)


def release(
    chosen: Sequence[tuple[Review, str]], records: Mapping[str, CourtRecord], by: User
) -> RefusalResult:
    """Verify, end and send each, as this second person saw it in the court's record."""

    def press(review: Review, mark: str) -> None:
        _check(look_at_review(review, by), mark)
        refusals.release(review, records.get(key_of(review)), by, version=review.version)

    return _each(chosen, press)


def close(chosen: Sequence[tuple[Review, str]], by: User) -> RefusalResult:
    """Close each of which everybody has been told."""
    return _each(chosen, lambda review, mark: refusals.close(review, by, version=int(mark or "0")))


def _check(looked: Looked, mark: str) -> None:
    if looked.mark != mark:
        raise ChangedMeanwhile("Somebody else changed it meanwhile: look at it again")
    if looked.why_alone:
        raise Refused(looked.why_alone[0])


def _each(
    chosen: Sequence[tuple[Chosen, str]], press: Callable[[Chosen, str], None]
) -> RefusalResult:
    done: list[Request | Review] = []
    failed: list[tuple[str, str]] = []
    named = [(record, mark, _name(record)) for record, mark in chosen]
    for record, mark, name in named:
        try:
            press(record, mark)
        except (ChangedMeanwhile, MissingFacts, NotAllowed, NotFound, Refused) as refusal:
            failed.append((name, str(refusal)))
        else:
            done.append(record)
    return RefusalResult(done, failed)


def _name(record: Request | Review) -> str:
    reference = record.reference if isinstance(record, Request) else record.case.reference
    return f"{record.offender_name or 'Name not known'}, {reference}"


def _facts_wanting(request: Request) -> list[str]:
    wanting = [
        f"{name} is not known: answer it on its own page"
        for name, value in (
            ("The offender’s name", request.offender_name.strip()),
            ("The court", request.court_id or request.court_text.strip()),
            ("The date of sentence", request.sentenced_on),
            ("The one offence that it is about", opening.offence_meant(request)),
        )
        if not value
    ]
    if request.court_text.strip() and not request.court_id:
        wanting.append("The court was not read as a Crown Court: answer it on its own page")
    if request.other_offenders.strip():
        wanting.append("It names other offenders too: answer it on its own page")
    return wanting


def _contact(request: Request) -> list[str]:
    """Why whoever asks cannot simply be written to."""
    found = []
    if why := sending.why_no_letter(request):
        found.append(f"{request.requester_name or request.reference}: {why}")
    said = (request.may_email, request.may_telephone, request.may_leave_message, request.may_post)
    if False in said:
        found.append(
            f"{request.requester_name or request.reference} may be reached in one way only: "
            "read how, then answer it by itself"
        )
    return found


def _dates(review: Review, ending: Ending) -> list[str]:
    """Whether anything speaks against a date; that time has run out does not, where it has."""
    expected = {"past_limit"} if ending is refusals.OUT_OF_TIME else set()
    doubts = {
        doubt.id
        for sentence in review.sentences
        for doubt in date_warnings.warnings_of(review, sentence.sentenced_on, sentence)
    }
    is_doubted = bool(doubts - expected)
    return ["Something speaks against the date of sentence: check it first"] if is_doubted else []


def _wanting(review: Review, step: Step, by: User) -> str:
    """Whatever its end wants but the check of the facts; who may end it is asked then."""
    try:
        move = progress.find(review, step, by)
    except NotAllowed:
        return ""
    except Refused as refusal:
        return str(refusal)
    return "" if move.is_locked else move.wanting


def _missing(review: Review) -> list[str]:
    return [each for letter in refusals.as_they_would_be(review) for each in letter.missing]


def _reason(review: Review, ending: Ending) -> str:
    if ending.has_reason:
        return refusals.reason_for(review, "en")
    last = review.last_day_on
    ago = (clock.today() - last).days if last else 0
    return f"The last day was {ago} days ago" if last else ending.outcome.label
