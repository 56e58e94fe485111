"""Writing letters: begin one, change its words, have a second person check it, or throw it away."""

import re
from collections.abc import Mapping, Sequence

from ulss_tracker import clock
from ulss_tracker.errors import MissingFacts, Refused
from ulss_tracker.models import (
    Case,
    DraftState,
    EventKind,
    Letter,
    LetterDraft,
    LetterKind,
    LetterSize,
    Request,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services import notifying
from ulss_tracker.services.core.preconditions import (
    check_case_open,
    check_no_conflict,
    check_version,
)
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.letters import preparing, subject
from ulss_tracker.services.letters.drafts import UNFINISHED, of_case, unfinished
from ulss_tracker.services.letters.kinds import kind_of
from ulss_tracker.services.letters.subject import LetterInput, LetterSubject

LANGUAGES = {"en": "English", "cy": "Welsh"}
# How people ask for large print, in English and in Welsh.
_LARGE_PRINT = re.compile(
    r"\b(large|larger|big|bigger)[ -]+(print|type|text|font|letters|writing)\b"
    r"|\b(print|teip) (bras|mawr|mwy)\b|\b(1[68]|2\d) ?-?(pt|point)\b",
    re.IGNORECASE,
)


def draft(
    kind: LetterKind,
    by: User,
    *,
    case: Case | None = None,
    review: Review | None = None,
    request: Request | None = None,
    words: Mapping[str, str] | None = None,
) -> LetterDraft:
    """Begin a letter, addressed and in the language of the request it answers.

    One unfinished letter of a kind to the same person about the same offender: asked for again,
    that one is given. Raises `NotAllowed`, and `Refused` for a kind that needs an offender, and for
    somebody of another case.
    """
    require(by, Permission.WORK_CASES)
    the_case = case or (review.case if review else None) or (request.case if request else None)
    if the_case is None:
        raise Refused("Join the request to a case first: a letter is kept with its case")
    check_case_open(the_case)
    if any(each is not None and each.case_id != the_case.id for each in (review, request)):
        raise Refused(
            "A letter is about an offender of its case, to somebody who asked about that case. "
            "Open the case that the request is in now, and write it there."
        )
    if kind_of(kind).is_of_review and review is None:
        raise Refused("Choose which offender the letter is about")
    begun = unfinished(kind, the_case, review, request)
    if begun is not None:
        return begun
    with transaction():
        made = _begun(kind, the_case, review, request, dict(words or {}), by)
        db.session.add(made)
        _record(EventKind.LETTER_DRAFTED, made, by)
    return made


def draft_to_each(
    sample: LetterDraft, requests: Sequence[Request], by: User
) -> dict[int, LetterDraft]:
    """Begin the same letter to each of them, by their request: the sample's own is the sample.

    A letter of the kind that was begun to one of them already is that one, with these words.
    """
    require(by, Permission.WORK_CASES)
    theirs = db.session.scalars(
        of_case(sample.case_id)
        .where(
            LetterDraft.kind == sample.kind,
            LetterDraft.review_id == sample.review_id,
            LetterDraft.request_id.in_([request.id for request in requests]),
        )
        .order_by(LetterDraft.id.desc())
    )
    drafts = {their.request_id: their for their in theirs} | {sample.request_id: sample}
    with transaction():
        new = [
            _begun(sample.kind, sample.case, sample.review, request, {}, by)
            for request in requests
            if request.id not in drafts
        ]
        db.session.add_all(new)
        drafts |= {
            letter_draft.request.id: letter_draft for letter_draft in new if letter_draft.request
        }
        for each in drafts.values():
            each.words = dict(sample.words)
        for each in new:
            _record(EventKind.LETTER_DRAFTED, each, by)
    return {request.id: drafts[request.id] for request in requests}


def _begun(
    kind: LetterKind,
    case: Case,
    review: Review | None,
    request: Request | None,
    words: dict[str, str],
    by: User,
) -> LetterDraft:
    return LetterDraft(
        case=case,
        review=review,
        request=request,
        kind=kind,
        language=language_for(kind, request),
        size=size_for(kind, request),
        recipient=recipient_of(request),
        words=words,
        written_by_id=by.id,
        changed_at=clock.now(),
    )


def change(letter: LetterDraft, written: LetterInput, by: User, *, version: int) -> None:
    """Keep what was typed. Whoever changes it becomes its writer, and any check falls away."""
    require(by, Permission.WORK_CASES)
    check_version(letter, version)
    _check_unfinished(letter)
    names = {part.name for part in kind_of(letter.kind).parts}
    with transaction():
        letter.recipient = written.recipient
        letter.words = {name: words for name, words in written.words.items() if name in names}
        if kind_of(letter.kind).is_for_everyone:
            letter.language, letter.size = written.language, written.size
        letter.written_by_id = by.id
        letter.changed_at = clock.now()
        letter.state, letter.checked_values = DraftState.WRITING, ""
        letter.checked_by_id = letter.checked_at = None


def check(letter: LetterDraft, by: User, *, version: int) -> None:
    """Record that a second person read the letter as it stands, and that it may be issued.

    Raises `Refused` for the person who wrote it, and `MissingFacts` while it has gaps.
    """
    require(by, Permission.WORK_CASES)
    check_version(letter, version)
    _check_unfinished(letter)
    check_no_conflict(letter.case, by)
    if letter.written_by_id == by.id:
        raise Refused(
            "You wrote this letter, so somebody else must check it. Any other caseworker or "
            "supervisor can."
        )
    letter_now = preparing.prepared(subject.of_draft(letter))
    if letter_now.missing:
        raise MissingFacts(letter_now.missing)
    with transaction():
        letter.state = DraftState.CHECKED
        letter.checked_by_id = by.id
        letter.checked_at = clock.now()
        letter.checked_values = preparing.fingerprint(letter_now)
        _record(EventKind.LETTER_CHECKED, letter, by)


def discard(letter: LetterDraft, by: User, *, version: int) -> None:
    """Throw away a letter that was never issued."""
    require(by, Permission.WORK_CASES)
    check_version(letter, version)
    _check_unfinished(letter)
    with transaction():
        letter.state = DraftState.DISCARDED
        letter.changed_at = clock.now()
        _record(EventKind.LETTER_DISCARDED, letter, by)


def again(letter: Letter, by: User) -> LetterDraft:
    """Begin the next version of an issued letter, with the words it had."""
    old = letter.draft
    words = old.words if old else {}
    return draft(
        letter.kind,
        by,
        case=letter.case,
        review=letter.review,
        request=letter.request,
        words=words,
    )


def needs_check(letter: LetterDraft) -> bool:
    """Whether a second person must still check it before it can be issued."""
    if letter.state is DraftState.CHECKED:
        return False
    return kind_of(letter.kind).is_court_document or is_late_answer(letter)


def is_late_answer(letter: LetterDraft) -> bool:
    """Whether it is to tell one who asked that they ask too late, of a review that goes on."""
    review = letter.review
    return (
        letter.kind is LetterKind.OUT_OF_TIME
        and review is not None
        and review.outcome is None
        and letter.request_id not in notifying.told_out_of_time(review)
    )


def as_it_would_be(kind: LetterKind, review: Review, request: Request) -> LetterSubject:
    """The letter to somebody who asked as it stands: begun, or as `draft` would begin it now."""
    begun = unfinished(kind, review.case, review, request)
    return (
        as_it_would_begin(kind, review, request, {}) if begun is None else subject.of_draft(begun)
    )


def as_it_would_begin(
    kind: LetterKind, review: Review, request: Request, words: dict[str, str]
) -> LetterSubject:
    """The letter to somebody who asked with these words, as `draft` would begin it now."""
    return LetterSubject(
        kind=kind,
        case=review.case,
        review=review,
        request=request,
        language=language_for(kind, request),
        size=size_for(kind, request),
        recipient=recipient_of(request),
        words=words,
        issued_on=clock.today(),
    )


def language_for(kind: LetterKind, request: Request | None) -> str:
    """The language in which a letter of this kind to them begins: theirs, where it comes in it."""
    wanted = request.language if request else "en"
    return wanted if wanted in LANGUAGES and kind_of(kind).is_for_everyone else "en"


def size_for(kind: LetterKind, request: Request | None) -> LetterSize:
    """Large print for whoever said that they need it. A person may choose otherwise."""
    if request is None or not kind_of(kind).is_for_everyone:
        return LetterSize.STANDARD
    return reading_size(request)


def reading_size(request: Request) -> LetterSize:
    """Large print, where what they said of the support they need asks for it."""
    is_large = _LARGE_PRINT.search(request.support_needs)
    return LetterSize.LARGE if is_large else LetterSize.STANDARD


def recipient_of(request: Request | None) -> str:
    """The name and address that an envelope's window shows."""
    if request is None:
        return ""
    return "\n".join(part for part in (request.requester_name, request.postal_address) if part)


def _check_unfinished(letter: LetterDraft) -> None:
    if letter.state not in UNFINISHED:
        raise Refused(f"This letter can no longer be changed: it is {letter.state.label.lower()}")


def _record(kind: EventKind, letter: LetterDraft, by: User) -> None:
    history.record(kind, by, letter.case, letter.review, letter.request, letter=letter.kind)
