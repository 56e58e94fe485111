"""Answering “no”: prepared by one person, verified, ended and sent by a second, then closed.

Several at once, and one is several of one. Each is one transaction, takes only steps that are there
anyhow, with every lock they have (the two-person check of the facts, the workflow's conditions,
what a letter must say), and one that fails keeps no other back.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ulss_tracker.errors import (
    ChangedMeanwhile,
    MissingFacts,
    NotAllowed,
    NotFound,
    Refused,
    TrackerError,
)
from ulss_tracker.models import CourtSource, Fact, LetterDraft, Request, Review, User
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.scheme.workflow.two_keys import Act
from ulss_tracker.services import letters
from ulss_tracker.services.assessment import two_keys, verification
from ulss_tracker.services.cases.sentences import SentenceInput
from ulss_tracker.services.core.preconditions import (
    check_may_work,
    check_no_conflict,
    check_version,
)
from ulss_tracker.services.core.unit_of_work import rollback, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.desk import opening, refusal_preview
from ulss_tracker.services.desk.opening import CaseFacts
from ulss_tracker.services.desk.refusal_preview import LATE_REQUESTS, Ending
from ulss_tracker.services.letters import (
    batch,
    drafting,
    issuing,
    preparing,
    records,
    refusal_reason,
    subject,
)
from ulss_tracker.services.letters.records import MadeLetter
from ulss_tracker.services.letters.rendering import pdf_of_html, to_html
from ulss_tracker.services.referral import late_requests, progress
from ulss_tracker.services.waiting import checks


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtRecord:
    """The record of the court that the second person looked at, and the facts it shows."""

    facts: Collection[Fact]
    source: CourtSource
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One to answer “no”, as somebody saw it: `seen` is the version token of their preview.

    `is_read_whole`: on a page of its own; else it must be able to go with others. `reasons` gives
    why, in the words of its letter, by language; the rules' own reason stands where it says
    nothing. Of a request in no case, `facts` are what the court did, or `sentence` alone, where its
    requester is right about the rest. `court_record` is None where every fact is verified already.
    """

    record: Request | Review
    seen: str = ""
    is_read_whole: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict)
    facts: CaseFacts | None = None
    sentence: SentenceInput | None = None
    court_record: CourtRecord | None = None

    @property
    def version(self) -> int:
        """The version of the review that was seen; 0, which is never a record's, for no number."""
        return int(self.seen) if self.seen.isascii() and self.seen.isdecimal() else 0

    @property
    def review(self) -> Review:
        """The record, which must be a review: no request is ended."""
        assert isinstance(self.record, Review)  # noqa: S101
        return self.record


@dataclass(frozen=True, slots=True)
class RefusalResult:
    """The result of one press: the reviews it is done to, and each of the others with why not."""

    done: Sequence[Review]
    failed: Sequence[tuple[str, TrackerError]]

    def only(self) -> Review:
        """The review of the one that was chosen. Raises what refused it."""
        for _name, error in self.failed:
            raise error
        (review,) = self.done
        return review


def prepare(chosen: Sequence[Chosen], by: User, *, check_of: User | None = None) -> RefusalResult:
    """Begin the letters of each, and ask for the check of whatever nobody has verified.

    `check_of` is whom to ask, anyone who may where it is None. Of a request the case is opened and
    what the court did is recorded first; nothing of it is kept where the rules, asked on these
    facts, do not say no.
    """

    def press(choice: Chosen) -> Review:
        _check_as_seen(choice, by)
        if isinstance(choice.record, Review):
            return _prepare(choice.record, choice.reasons, by, choice.version, check_of)
        with transaction():
            review = opening.open_and_record(choice.record, _facts(choice.record, choice), by)
            return _prepare(review, choice.reasons, by, review.version, check_of)

    return _press_all(chosen, press)


def release(chosen: Sequence[Chosen], by: User) -> RefusalResult:
    """Verify what is not verified, end each and have its letters sent: all of it or nothing.

    One who asked has the letter at once; where several did, the jobs issue it to each.
    """

    def press(choice: Chosen) -> Review:
        _check_as_seen(choice, by)
        return _release(choice.review, choice.court_record, by, choice.version)

    return _press_all(chosen, press)


def close(chosen: Sequence[Chosen], by: User) -> RefusalResult:
    """Close each of which everybody has been told."""

    def press(choice: Chosen) -> Review:
        progress.move(choice.review, Step.CLOSE, by, version=choice.version)
        return choice.review

    return _press_all(chosen, press)


def _press_all(chosen: Sequence[Chosen], press: Callable[[Chosen], Review]) -> RefusalResult:
    done: list[Review] = []
    failed: list[tuple[str, TrackerError]] = []
    names = [_name(choice.record) for choice in chosen]
    for choice, name in zip(chosen, names, strict=True):
        try:
            done.append(press(choice))
        except (ChangedMeanwhile, MissingFacts, NotAllowed, NotFound, Refused) as error:
            failed.append((name, error))
    return RefusalResult(done, failed)


def _name(record: Request | Review) -> str:
    reference = record.reference if isinstance(record, Request) else record.case.reference
    return f"{record.offender_name or 'Name not known'}, {reference}"


def _check_as_seen(choice: Chosen, by: User) -> None:
    """Refuse one of several that changed, or that cannot go with the others by now."""
    if choice.is_read_whole:
        return
    preview = refusal_preview.preview(choice.record, by)
    if preview.version_token != choice.seen:
        raise ChangedMeanwhile("Somebody else changed it meanwhile: look at it again")
    if preview.why_alone:
        raise Refused(preview.why_alone[0])


def _facts(request: Request, choice: Chosen) -> CaseFacts:
    if choice.facts is not None:
        return choice.facts
    assert choice.sentence is not None  # noqa: S101 - the form asks for it
    return opening.facts_of_request(request, choice.sentence)


def _prepare(
    review: Review, reasons: Mapping[str, str], by: User, version: int, check_of: User | None
) -> Review:
    check_may_work(review, by, version)
    ending = _the_ending(review)
    with transaction():
        for reader in refusal_preview.first_readers(review, ending):
            language = drafting.language_for(ending.letter, reader)
            why = reasons.get(language, "").strip() or refusal_reason.suggested(review, language)
            _begin(review, ending, reader, why, by)
        if not verification.is_verified(review):
            checks.of_facts(review, check_of, by)
        elif ending.step is None:
            for draft in refusal_preview.prepared(review):
                checks.of_letter(draft, check_of, by)
    return review


def _release(review: Review, record: CourtRecord | None, by: User, version: int) -> Review:
    require(by, Permission.WORK_CASES)
    check_version(review, version)
    ending = _the_ending(review)
    if ending.step is not None:
        progress.find(review, ending.step, by)
    if refusal_preview.readers(review).to and not refusal_preview.prepared(review):
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
        drafts = refusal_preview.prepared(review)
        for draft in drafts:
            if draft.written_by_id != by.id:
                letters.check(draft, by, version=draft.version)
        if ending.step is not None:
            progress.take(review, ending.step, by)
        else:
            _answer_late(review, by)
        for draft in drafts:
            _issue(draft, made, by)
    return review


def _answer_late(review: Review, by: User) -> None:
    """Answer those who ask too late, as an ending of the review is given: by two people."""
    check_no_conflict(review.case, by)
    why_not = two_keys.of_review(review).wanting(Act.ENDING) or refusal_preview.why_not_end(
        review, LATE_REQUESTS, by
    )
    if why_not:
        raise Refused(why_not)
    late_requests.answer(review, late_requests.to_answer(review), by)


def _the_ending(review: Review) -> Ending:
    ending = refusal_preview.ending_of(review)
    if ending is None:
        raise Refused(refusal_preview.why_no_ending(review))
    return ending


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
    made = {}
    for draft in refusal_preview.prepared(review):
        letter = preparing.prepared(subject.of_draft(draft))
        if letter.missing:
            raise MissingFacts(letter.missing)
        html = to_html(letter.values)
        made[draft.id] = MadeLetter(letter, html, pdf_of_html(html))
    return made


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
