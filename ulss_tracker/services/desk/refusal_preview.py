"""A preview of a "no", before anybody presses: its ending, its readers, and why it stands alone.

Nothing ends as out of time while a limit that nobody has confirmed may help
(`assessing.is_out_of_time`): then those whom none can help are answered, and the review goes on
(`late_requests`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import inspect, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    DraftState,
    LetterDraft,
    LetterKind,
    Request,
    RequestState,
    Review,
    User,
    db,
)
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.scheme.workflow.notifying import party_of
from ulss_tracker.scheme.workflow.stages import Outcome, Step
from ulss_tracker.services import letters
from ulss_tracker.services.assessment import assessing, date_warnings, verification
from ulss_tracker.services.desk import opening
from ulss_tracker.services.letters import drafting, preparing, refusal_reason, sending, subject
from ulss_tracker.services.letters.batch import Excepted, Plan
from ulss_tracker.services.letters.values import Prepared
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.matching.candidates import Candidate
from ulss_tracker.services.protection import flags
from ulss_tracker.services.referral import late_requests, progress
from ulss_tracker.services.requests import triage
from ulss_tracker.services.requests.details import version_token

MOST = 40
"""So many are answered together: each is read whole, and its letter is made as it is sent."""


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
class Preview:
    """How one would be answered. `why_alone`: why it cannot go with others; each is a sentence.

    `reason` is the rules' own, as the letter says it. `version_token` tells what was seen of it
    from what it says once it has changed.
    """

    record: Request | Review
    why_alone: tuple[str, ...]
    reason: str = ""
    version_token: str = ""

    @property
    def key(self) -> str:
        """It among the others, in a form: no name of a person is in it."""
        record = self.record
        return record.reference if isinstance(record, Request) else str(record.id)


NOT_IN_SCHEME = Ending(
    Step.CLOSE_NOT_IN_SCHEME, Outcome.NOT_IN_SCHEME, LetterKind.NOT_IN_SCHEME, has_reason=True
)
OUT_OF_TIME = Ending(
    Step.CLOSE_OUT_OF_TIME, Outcome.OUT_OF_TIME, LetterKind.OUT_OF_TIME, has_reason=False
)
LATE_REQUESTS = Ending(None, Outcome.OUT_OF_TIME, LetterKind.OUT_OF_TIME, has_reason=False)
_SECOND = "Waits for a second person: you wrote the letter, and somebody else must read and send it"
_DATE_DOUBTED = "Something speaks against the date of sentence: check it first"
_NO_ENDING = (
    "The rules do not say no to it: it is in the scheme and in time, or a lawyer must check"
)
_DECIDING = (
    "state",
    "offender_name",
    "court_id",
    "court_text",
    "sentenced_on",
    "offence_id",
    "offence_text",
    "offence_answers",
    "email",
    "postal_address",
    "no_contact_reason",
)
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


def readers(review: Review) -> Plan:
    """Who of those who asked about the review can be written to, and why the others cannot."""
    requests = [request for request in _requests(review) if request.is_about(review)]
    if ending_of(review) is LATE_REQUESTS:
        requests = late_requests.to_answer(review)
    requests.sort(key=lambda request: (not party_of(request.standing).is_first, request.id))
    why = {request.id: sending.why_no_letter(request) for request in requests}
    return Plan(
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
        preparing.prepared(
            drafting.as_it_would_begin(
                ending.letter, review, reader, _words(review, ending, reader)
            )
        )
        for reader in first_readers(review, ending)
    ]


def why_no_ending(review: Review) -> str:
    """Why the rules give no "no" to what is recorded, and what is next where time may be over."""
    if review.verdict is None:
        return "Record the sentence and its offences first, so that the scheme can be checked"
    time, lateness = assessing.time_of(review), late_requests.lateness(review)
    is_in = review.verdict is Verdict.IN_SCHEME
    answer = "it is in the scheme" if is_in else "a lawyer must check"
    why = f"The rules do not say no to this sentence as it is recorded: {answer}"
    if time is None or time.verdict is TimeVerdict.IN_TIME:
        return f"{why}, and it is in time" if time and is_in else why
    sentences = [lateness.next_step if lateness else "", why, time.reason.rstrip(".")]
    return ". ".join(sentence for sentence in sentences if sentence)


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


def preview(record: Request | Review, by: User) -> Preview:
    """How this person would answer it with others, and why it cannot go with them."""
    return _of_request(record) if isinstance(record, Request) else _of_review(record, by)


def waiting() -> list[Review]:
    """The reviews whose "no" is written and not sent yet, those to file first at the head."""
    begun = select(LetterDraft.review_id).where(
        LetterDraft.state.in_([DraftState.WRITING, DraftState.CHECKED]),
        LetterDraft.kind.in_([NOT_IN_SCHEME.letter, OUT_OF_TIME.letter]),
        LetterDraft.review_id.is_not(None),
    )
    query = select(Review).where(Review.id.in_(begun), Review.outcome.is_(None))
    query = query.options(joinedload(Review.case)).order_by(Review.earliest_file_by_at, Review.id)
    return list(db.session.scalars(query.limit(MOST)))


def first_readers(review: Review, ending: Ending) -> list[Request]:
    """The first to be told of each language."""
    first: dict[str, Request] = {}
    for request in readers(review).to:
        first.setdefault(drafting.language_for(ending.letter, request), request)
    return list(first.values())


def _words(review: Review, ending: Ending, reader: Request) -> dict[str, str]:
    language = drafting.language_for(ending.letter, reader)
    return {"why": refusal_reason.suggested(review, language)} if ending.has_reason else {}


def _of_request(request: Request) -> Preview:
    """A request in no case: the rules' reason on its own words, and why it stands alone."""
    if request.state is not RequestState.NEW:
        return Preview(request, (f"It is {request.state.label.lower()} by now",))
    why_alone: list[str] = []
    if triage.assess_request(request).verdict is not Verdict.NOT_IN_SCHEME:
        why_alone.append("The rules do not say “not in the scheme” on the requester’s own words")
    why_alone += _facts_wanting(request)
    if request.sentenced_on and date_warnings.warnings_of_request(
        request.sentenced_on, request.received_at
    ):
        why_alone.append(_DATE_DOUBTED)
    alike = [candidate for candidate in candidates.like(request) if candidate.is_suggested]
    why_alone += _compare_first(alike)
    why_alone += _contact(request)
    if flags.of_offence(request.offence_id, request.offence_text):
        why_alone.append("Somebody’s name may be protected: read the letter by itself")
    reason = f"The offence: {request.offence_text}" if opening.offence_meant(request) else ""
    return Preview(request, tuple(why_alone), reason, version_token(request, _DECIDING))


def _of_review(review: Review, by: User) -> Preview:
    """A review: its ending by the rules, and why it cannot be ended with the others."""
    ending = ending_of(review)
    if ending is None:
        return Preview(review, (_NO_ENDING,))
    if ending.step is None:
        return Preview(review, ("It answers those who ask too late: read it by itself",))
    why_alone: list[str] = []
    if review.override_to_sign or (review.assessment and review.assessment.overrides):
        why_alone.append("A person answered over the rules: read it by itself")
    why_alone += [
        f"{status.fact.label} is not recorded"
        for status in verification.statuses(review)
        if not status.values
    ]
    why_alone += _wanting(review, ending.step, by)
    why_alone += _dates(review, ending)
    why_alone += _compare_first(candidates.cases_like(review.case))
    people = readers(review)
    for reader in people.to:
        why_alone += _contact(reader)
    why_alone += [f"{_name(excepted.request)}: {excepted.why}" for excepted in people.excepted]
    if not people.to and not people.excepted:
        why_alone.append("Nobody who asked is about this offender")
    why_alone += [
        f"The letter lacks: {fact}"
        for letter in as_they_would_be(review)
        for fact in letter.missing
    ]
    if flags.of(review):
        why_alone.append("A restriction protects somebody here: read the letter by itself")
    reasons = tuple(dict.fromkeys(why_alone))
    return Preview(review, reasons, _reason(review, ending), str(review.version))


def _compare_first(alike: Sequence[Candidate]) -> list[str]:
    return [
        f"It may be about the same sentence as {candidate.reference}: compare them first"
        for candidate in alike
    ]


def _name(request: Request) -> str:
    return request.requester_name or request.reference


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
    why_not = sending.why_no_letter(request)
    reasons = [f"{_name(request)}: {why_not}"] if why_not else []
    ways = (request.may_email, request.may_telephone, request.may_leave_message, request.may_post)
    if False in ways:
        reasons.append(
            f"{_name(request)} may be reached in one way only: read how, then answer it by itself"
        )
    return reasons


def _dates(review: Review, ending: Ending) -> list[str]:
    """Whether anything speaks against a date; that time has run out does not, where it has."""
    expected = {"past_limit"} if ending is OUT_OF_TIME else set()
    warnings = {
        warning.id
        for sentence in review.sentences
        for warning in date_warnings.warnings_of(review, sentence.sentenced_on, sentence)
    }
    return [_DATE_DOUBTED] if warnings - expected else []


def _wanting(review: Review, step: Step, by: User) -> list[str]:
    """Whatever its end wants but the check of the facts; who may end it is asked then."""
    try:
        move = progress.find(review, step, by)
    except NotAllowed:
        return []
    except Refused as refusal:
        return [str(refusal)]
    return [move.wanting] if move.wanting and not move.is_locked else []


def _reason(review: Review, ending: Ending) -> str:
    if ending.has_reason:
        return reason_for(review, "en")
    last = review.last_day_on
    ago = (clock.today() - last).days if last else 0
    return f"The last day was {ago} days ago" if last else ending.outcome.label
