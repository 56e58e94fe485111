"""A "no" on one page: prepared by one person, verified, ended and sent by a second, then closed.

Each press is one transaction, and takes only steps that are there anyhow, with every lock they
have: the two-person check of the facts, the workflow's conditions, what a letter must say. Nothing
ends as out of time while a limit that nobody has confirmed may help (`assessing.is_out_of_time`):
then those whom none can help are answered, and the review goes on (`late_requests`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import inspect, select
from sqlalchemy.orm import selectinload

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, MissingFacts, NotAllowed, Refused
from ulss_tracker.models import (
    CourtSource,
    Fact,
    LetterDraft,
    LetterKind,
    Request,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.notifying import party_of
from ulss_tracker.scheme.workflow.stages import Outcome, Step
from ulss_tracker.scheme.workflow.two_keys import Act
from ulss_tracker.services import letters
from ulss_tracker.services.assessment import assessing, two_keys, verification
from ulss_tracker.services.core.preconditions import (
    check_may_work,
    check_no_conflict,
    check_version,
)
from ulss_tracker.services.core.unit_of_work import rollback, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.desk import opening
from ulss_tracker.services.desk.opening import CaseFacts
from ulss_tracker.services.letters import (
    batch,
    drafting,
    issuing,
    preparing,
    records,
    refusal_reason,
    sending,
    subject,
)
from ulss_tracker.services.letters.batch import Excepted
from ulss_tracker.services.letters.records import MadeLetter
from ulss_tracker.services.letters.rendering import pdf_of_html, to_html
from ulss_tracker.services.letters.subject import LetterSubject
from ulss_tracker.services.letters.values import Prepared
from ulss_tracker.services.referral import late_requests, progress
from ulss_tracker.services.waiting import checks


@dataclass(frozen=True, slots=True)
class Ending:
    """How a review ends with a "no": the step, the outcome it gives, and the letter that says so.

    `step` is None where requests alone are answered, and the review goes on. `has_reason`: the
    letter says why in words of its own.
    """

    step: Step | None
    outcome: Outcome
    letter: LetterKind
    has_reason: bool


@dataclass(frozen=True, slots=True)
class Readers:
    """Of those who asked, who gets the letter, victims and families first, and who gets none."""

    to: Sequence[Request]
    excepted: Sequence[Excepted]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtRecord:
    """The record of the court that the second person looked at, and the facts it shows."""

    facts: Collection[Fact]
    source: CourtSource
    reference: str


NOT_IN_SCHEME = Ending(
    Step.CLOSE_NOT_IN_SCHEME, Outcome.NOT_IN_SCHEME, LetterKind.NOT_IN_SCHEME, has_reason=True
)
OUT_OF_TIME = Ending(
    Step.CLOSE_OUT_OF_TIME, Outcome.OUT_OF_TIME, LetterKind.OUT_OF_TIME, has_reason=False
)
LATE_REQUESTS = Ending(None, Outcome.OUT_OF_TIME, LetterKind.OUT_OF_TIME, has_reason=False)
_SECOND = "Waits for a second person: you wrote the letter, and somebody else must read and send it"
_BY_OUTCOME: Mapping[Outcome | None, Ending] = {
    ending.outcome: ending for ending in (NOT_IN_SCHEME, OUT_OF_TIME)
}


def ending_of(review: Review) -> Ending | None:
    """The "no" that the rules give, or that the review has ended with; None where it is no "no"."""
    if review.outcome is not None:
        return _BY_OUTCOME.get(review.outcome)
    if review.verdict is Verdict.NOT_IN_SCHEME:
        return NOT_IN_SCHEME
    if assessing.is_out_of_time(review):
        return OUT_OF_TIME
    return LATE_REQUESTS if late_requests.to_answer(review) else None


def readers(review: Review) -> Readers:
    """Who of those who asked about the review can be written to, and why the others cannot."""
    requests = [request for request in _requests(review) if request.is_about(review)]
    if ending_of(review) is LATE_REQUESTS:
        requests = late_requests.to_answer(review)
    requests.sort(key=lambda request: (not party_of(request.standing).is_first, request.id))
    why = {request.id: sending.why_no_letter(request) for request in requests}
    return Readers(
        [request for request in requests if not why[request.id]],
        [Excepted(request, why[request.id]) for request in requests if why[request.id]],
    )


def _requests(review: Review) -> list[Request]:
    """The requests of the case, with which offenders each asks about: read once for them all."""
    requests = review.case.requests
    if any("asks_about" in inspect(request).unloaded for request in requests):
        theirs = select(Request).where(Request.case_id == review.case_id)
        db.session.scalars(theirs.options(selectinload(Request.asks_about))).all()
    return requests


def languages(review: Review, ending: Ending) -> list[str]:
    """The languages in which the letter is wanted, that of whoever is told first at the head."""
    wanted = (drafting.language_for(ending.letter, request) for request in readers(review).to)
    return list(dict.fromkeys(wanted))


def prepared(review: Review) -> list[LetterDraft]:
    """The letters of this "no" that nobody has issued: one for each language, to its first reader.

    The others who read that language get the same words.
    """
    ending = ending_of(review)
    if ending is None:
        return []
    return [draft for draft in letters.of_review(review) if draft.kind is ending.letter]


def reason_for(review: Review, language: str) -> str:
    """Why, as the letter in this language says it: as it was typed, else the rules' own reason."""
    typed = (draft.words.get("why", "") for draft in prepared(review) if draft.language == language)
    return next(typed, "") or refusal_reason.suggested(review, language)


def as_they_would_be(review: Review) -> list[Prepared]:
    """The letters as they would be sent now, one in each language: begun, or yet to begin."""
    ending = ending_of(review)
    if ending is None:
        return []
    begun = prepared(review)
    if begun:
        return [preparing.prepared(subject.of_draft(draft)) for draft in begun]
    return [
        preparing.prepared(_subject(review, ending, request))
        for request in _first_readers(review, ending)
    ]


def prepare(
    review: Review,
    reasons: Mapping[str, str],
    by: User,
    *,
    version: int,
    check_of: User | None = None,
) -> None:
    """Begin the letters, and ask for the check of whatever nobody has verified.

    `reasons` gives why, in the words of the letter, by language; the rules' own reason stands where
    it says nothing. `check_of` is whom to ask, anyone who may where it is None. Raises `Refused`
    where the rules give no "no", and without any reason.
    """
    check_may_work(review, by, version)
    ending = _the_ending(review)
    with transaction():
        for reader in _first_readers(review, ending):
            language = drafting.language_for(ending.letter, reader)
            why = reasons.get(language, "").strip() or refusal_reason.suggested(review, language)
            _begin(review, ending, reader, why, by)
        if not verification.is_verified(review):
            checks.of_facts(review, check_of, by)
        elif ending.step is None:
            for draft in prepared(review):
                checks.of_letter(draft, check_of, by)


def refuse_request(
    request: Request, facts: CaseFacts, by: User, *, check_of: User | None = None
) -> Review:
    """Open a case from a request, record what the court did, and prepare the "no", all at once.

    Nothing of it is kept where the rules, asked on these facts, do not say no: raises `Refused`.
    """
    with transaction():
        review = opening.open_and_record(request, facts, by)
        prepare(review, {}, by, version=review.version, check_of=check_of)
    return review


def release(review: Review, record: CourtRecord | None, by: User, *, version: int) -> None:
    """Verify what is not verified, end the review and have the letters sent: all of it or nothing.

    `record` is None where every fact is verified already. One who asked has the letter at once;
    where several did, the jobs issue it to each. Raises `Refused`, `NotAllowed`, `MissingFacts` and
    `ChangedMeanwhile`, as verification, the step and the issue of a letter each do.
    """
    require(by, Permission.WORK_CASES)
    check_version(review, version)
    ending = _the_ending(review)
    if ending.step is not None:
        progress.find(review, ending.step, by)
    if readers(review).to and not prepared(review):
        raise Refused("Write the letter first: it is sent as the review ends")
    made = _made(review)
    rollback()  # the PDFs took a while: what is read from here on is as it is now
    with transaction():
        check_version(review, version)
        if record is not None:
            verification.verify(
                review,
                record.facts,
                source=record.source,
                source_reference=record.reference,
                by=by,
                version=version,
            )
        drafts = prepared(review)
        for draft in drafts:
            if draft.written_by_id != by.id:
                letters.check(draft, by, version=draft.version)
        if ending.step is not None:
            progress.take(review, ending.step, by)
        else:
            _answer_late(review, by)
        for draft in drafts:
            _issue(draft, made, by)


def close(review: Review, by: User, *, version: int) -> None:
    """Close the review once everybody has been told. Raises as `progress.move` does."""
    progress.move(review, Step.CLOSE, by, version=version)


def why_no_ending(review: Review) -> str:
    """Why the rules give no "no" to what is recorded, and what is next where time may be over."""
    if review.verdict is None:
        return "Record the sentence and its offences first, so that the scheme can be checked"
    time, lateness = assessing.time_of(review), late_requests.lateness(review)
    is_in = review.verdict is Verdict.IN_SCHEME
    found = "it is in the scheme" if is_in else "a lawyer must check"
    why = f"The rules do not say no to this sentence as it is recorded: {found}"
    if time is None or time.verdict.is_in_time:
        return f"{why}, and it is in time" if time and is_in else why
    parts = [lateness.next_step if lateness else "", why, time.reason.rstrip(".")]
    return ". ".join(part for part in parts if part)


def why_not_end(review: Review, ending: Ending, by: User) -> str:
    """Why this person cannot end the review, whoever verified what; "" when they can."""
    if ending.step is None:
        is_checked = all(not letters.needs_check(draft) for draft in prepared(review))
        is_own = any(draft.written_by_id == by.id for draft in prepared(review))
        return _SECOND if is_own and not is_checked else ""
    try:
        move = progress.find(review, ending.step, by)
    except (NotAllowed, Refused) as refusal:
        return str(refusal)
    return "" if move.is_locked else move.wanting


def _answer_late(review: Review, by: User) -> None:
    """Answer those who ask too late, as an ending of the review is given: by two people."""
    check_no_conflict(review.case, by)
    why_not = two_keys.of_review(review).wanting(Act.ENDING) or why_not_end(
        review, LATE_REQUESTS, by
    )
    if why_not:
        raise Refused(why_not)
    late_requests.answer(review, late_requests.to_answer(review), by)


def _the_ending(review: Review) -> Ending:
    ending = ending_of(review)
    if ending is None:
        raise Refused(why_no_ending(review))
    return ending


def _first_readers(review: Review, ending: Ending) -> list[Request]:
    """The first to be told of each language."""
    first: dict[str, Request] = {}
    for request in readers(review).to:
        first.setdefault(drafting.language_for(ending.letter, request), request)
    return list(first.values())


def _subject(review: Review, ending: Ending, reader: Request) -> LetterSubject:
    language = drafting.language_for(ending.letter, reader)
    return LetterSubject(
        kind=ending.letter,
        case=review.case,
        review=review,
        request=reader,
        language=language,
        size=drafting.size_for(ending.letter, reader),
        recipient=drafting.recipient_of(reader),
        words={"why": refusal_reason.suggested(review, language)} if ending.has_reason else {},
        issued_on=clock.today(),
    )


def _begin(review: Review, ending: Ending, reader: Request, why: str, by: User) -> None:
    if ending.has_reason and not why:
        raise Refused("Enter why, in the words of the letter")
    words = {"why": why} if ending.has_reason else {}
    draft = letters.draft(ending.letter, by, review=review, request=reader, words=words)
    if draft.words.get("why", "") != words.get("why", ""):
        typed = letters.LetterInput(
            recipient=draft.recipient,
            words=draft.words | words,
            language=draft.language,
            size=draft.size,
        )
        letters.change(draft, typed, by, version=draft.version)


def _is_for_many(review: Review) -> bool:
    return len(review.case.requests) > 1


def _made(review: Review) -> dict[int, MadeLetter]:
    """The one letter of a case in which one person asked, as it is now; nothing is kept yet."""
    if _is_for_many(review):
        return {}
    found = {}
    for draft in prepared(review):
        letter = preparing.prepared(subject.of_draft(draft))
        if letter.missing:
            raise MissingFacts(letter.missing)
        html = to_html(letter.values)
        found[draft.id] = MadeLetter(letter, html, pdf_of_html(html))
    return found


def _issue(draft: LetterDraft, made: Mapping[int, MadeLetter], by: User) -> None:
    """Issue the letter that was made, if it is still as it was; or to everyone, by the jobs."""
    if draft.review is not None and _is_for_many(draft.review):
        batch.begin(draft, by)
        return
    letter = made.get(draft.id)
    if letter is None or issuing.ready(draft) != letter.letter:
        raise ChangedMeanwhile(
            "Somebody else changed this case while the letter was being made. Look at the letter "
            "as it is now, then press again."
        )
    records.keep([(draft, letter)], by)
