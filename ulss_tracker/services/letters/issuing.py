"""Issuing letters: the document is made, kept for ever and put in the outbox, once."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker.errors import ChangedMeanwhile, MissingFacts, NotFound, Refused, existing
from ulss_tracker.models import (
    Case,
    Letter,
    LetterDraft,
    LetterKind,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services import notifying
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.core.preconditions import check_no_conflict, check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.letters import drafting, drafts, preparing, records, subject
from ulss_tracker.services.letters.kinds import file_word, kind_of
from ulss_tracker.services.letters.records import MadeLetter
from ulss_tracker.services.letters.rendering import pdf_of_html, to_html
from ulss_tracker.services.letters.values import Prepared
from ulss_tracker.services.protection import audit


def blocked(draft: LetterDraft) -> str:
    """Why this letter may not be issued at all as the case stands, or nothing."""
    if draft.request is not None and draft.request.case_id != draft.case_id:
        return "The request it answers is no longer in this case: discard the letter"
    if draft.review is None or _answers_late(draft):
        return ""
    return kind_of(draft.kind).blocked(draft.review)


def _answers_late(draft: LetterDraft) -> bool:
    """Whether two people said that it is too late for whoever it is to, and the law still does."""
    review, request = draft.review, draft.request
    if draft.kind is not LetterKind.OUT_OF_TIME or review is None or request is None:
        return False
    if review.outcome is not None or request.id not in notifying.told_out_of_time(review):
        return False
    answer = assessing.time_of_request(review, request)
    return answer is not None and answer.is_over_for_them


def issue(draft: LetterDraft, by: User, *, version: int | None = None) -> Letter:
    """Make the letter and keep it: values, text, PDF and hash, with its message and history.

    The PDF is made first, outside the transaction; then whatever it was made from must not have
    changed. Raises `NotAllowed` for people who do not work cases; `Refused` while the case is not
    where this letter belongs, or while a court document is unchecked or changed since;
    `MissingFacts` naming each fact still to be recorded; `ChangedMeanwhile`, and `PdfFailed`.
    """
    require(by, Permission.WORK_CASES)
    if version is not None:
        check_version(draft, version)
    check_no_conflict(draft.case, by)
    letter_now = ready(draft)
    seen = (draft.version, draft.case.version, draft.review.version if draft.review else None)
    html = to_html(letter_now.values)
    pdf = pdf_of_html(html)
    with transaction():
        _hold(draft, seen)
        return records.keep([(draft, MadeLetter(letter_now, html, pdf))], by)[0]


def issue_one(draft_id: int, by: User) -> Letter:
    """Issue this draft, or give the letter it was already issued as: however often, it is once."""
    draft = drafts.get(draft_id)
    already = _letter_of(draft_id)
    if already is not None:
        return already
    try:
        return issue(draft, by)
    except ChangedMeanwhile:
        already = _letter_of(draft_id)
        if already is None:
            raise
        return already


def pdf_of(letter_id: int) -> Letter:
    """The issued letter with its PDF, exactly as it was issued. Raises `NotFound`."""
    query = (
        select(Letter)
        .join(Case, Case.id == Letter.case_id)
        .where(Letter.id == letter_id)
        .options(
            joinedload(Letter.case).options(
                selectinload(Case.reviews).joinedload(Review.deadline),
                selectinload(Case.restrictions),
            ),
            joinedload(Letter.draft),
            joinedload(Letter.message),
            joinedload(Letter.issued_by),
            joinedload(Letter.checked_by),
        )
    )
    letter = existing(db.session.scalar(query), "There is no such letter")
    audit.note_opening(letter.review or letter.case)
    if not letter.pdf:
        raise NotFound("This letter was erased, as two people decided")
    if hashlib.sha256(letter.pdf).hexdigest() != letter.sha256:
        raise Refused("This letter’s PDF is not as it was issued. Tell whoever runs the tracker.")
    return letter


def replaced_by(letter: Letter) -> Letter | None:
    """The version that took this one's place, or None while it is the one that counts."""
    query = select(Letter).where(Letter.replaces_id == letter.id)
    return db.session.scalar(query.order_by(Letter.id.desc()).limit(1))


def file_name(letter: Letter) -> str:
    """A name to save the PDF by, such as ULS-2026-0042-application-v1.pdf: nothing personal.

    Where a case has several offenders, their place in it keeps the names apart.
    """
    case = letter.case
    ids: list[int | None] = [review.id for review in case.reviews]
    several = letter.review_id is not None and len(ids) > 1
    place = f"-offender-{ids.index(letter.review_id) + 1}" if several else ""
    return f"{case.reference}{place}-{file_word(letter.kind)}-v{letter.version}.pdf"


def ready(draft: LetterDraft) -> Prepared:
    """The letter's values, when nothing stands in the way of issuing it: see `issue`."""
    if draft.state not in drafts.UNFINISHED:
        raise Refused(f"This letter can no longer be issued: it is {draft.state.label.lower()}")
    why_not = blocked(draft)
    if why_not:
        raise Refused(why_not)
    letter_now = preparing.prepared(subject.of_draft(draft))
    if letter_now.missing:
        raise MissingFacts(letter_now.missing)
    if drafting.needs_check(draft):
        raise Refused("A second person must check this letter before it is issued")
    if draft.checked_values and draft.checked_values != preparing.fingerprint(letter_now):
        raise Refused(
            "The case has changed since this letter was checked. Have it checked again as it is now"
        )
    return letter_now


def _hold(draft: LetterDraft, seen: tuple[int, int, int | None]) -> None:
    """Hold the draft, and raise `ChangedMeanwhile` unless all is as the PDF was made from."""
    db.session.refresh(draft, with_for_update={"of": LetterDraft})
    db.session.refresh(draft.case, ["version"])
    if draft.review is not None:
        db.session.refresh(draft.review, ["version"])
    now = (draft.version, draft.case.version, draft.review.version if draft.review else None)
    if now != seen:
        raise ChangedMeanwhile(
            "Somebody else changed this case while the letter was being made. Look at the letter "
            "as it is now, then issue it again."
        )


def _letter_of(draft_id: int) -> Letter | None:
    return db.session.scalar(select(Letter).where(Letter.draft_id == draft_id))
