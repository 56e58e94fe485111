"""Issuing letters: what is missing, what it would look like, and the letter that is kept."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date

from ulss_tracker import clock
from ulss_tracker.errors import MissingFacts, NotFound, Refused
from ulss_tracker.models import EventKind, Letter, LetterKind, Review, User, db
from ulss_tracker.outside.pdf import cannot_show
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow import AT_COURT, State
from ulss_tracker.services import audit, history
from ulss_tracker.services.letters import offender_notice, referral
from ulss_tracker.services.letters.rendering import to_html, to_pdf
from ulss_tracker.services.letters.values import Prepared
from ulss_tracker.services.saving import saving
from ulss_tracker.services.users import require

# A letter follows the decision, and may be corrected for as long as the court has the case.
_MAY_ISSUE_IN = AT_COURT | {State.TO_FILE}

MADE = (LetterKind.REFERRAL, LetterKind.OFFENDER_NOTICE)
_PREPARE: dict[LetterKind, Callable[[Review, date], Prepared]] = {
    LetterKind.REFERRAL: referral.prepare,
    LetterKind.OFFENDER_NOTICE: offender_notice.prepare,
}
_NAME_IN_FILES = {LetterKind.REFERRAL: "application", LetterKind.OFFENDER_NOTICE: "notice"}


def prepared(review: Review, kind: LetterKind) -> Prepared:
    """The letter's values as recorded now, dated today, and the facts still missing."""
    letter = _PREPARE[kind](review, clock.today())
    unseen = cannot_show(json.dumps(asdict(letter.values), ensure_ascii=False))
    if not unseen:
        return letter
    wanted = f"Another way to write what the letter’s fonts do not have: {' '.join(unseen[:20])}"
    return replace(letter, missing=(*letter.missing, wanted))


def missing(review: Review, kind: LetterKind) -> tuple[str, ...]:
    """The facts that must be recorded before this letter can be issued, in a caseworker's words."""
    return prepared(review, kind).missing


def preview(review: Review, kind: LetterKind) -> bytes:
    """The letter as it stands, as a PDF marked "Draft", with gaps where facts are missing.

    Nothing is kept. Raises `PdfFailed`.
    """
    letter = prepared(review, kind)
    return to_pdf(letter.values, letter.missing, is_draft=True)


def issue(review: Review, kind: LetterKind, by: User) -> Letter:
    """Make the letter and keep it: values, PDF, hash and a line of history, in one transaction.

    Issued again, it is a new version beside the old. Raises `NotAllowed` for people who do not
    work cases, `Refused` before a decision to refer or once closed, `MissingFacts` naming each
    fact still to be recorded, and `PdfFailed`.
    """
    require(by, Permission.WORK_CASES)
    if review.state not in _MAY_ISSUE_IN:
        raise Refused(
            f"This review is at ‘{review.state.label}’. A letter can be issued after a decision "
            "to refer, until the review is closed."
        )
    letter_now = prepared(review, kind)
    if letter_now.missing:
        raise MissingFacts(letter_now.missing)
    pdf = to_pdf(letter_now.values)
    with saving():
        now = clock.now()
        earlier = [each for each in review.letters if each.kind is kind]
        letter = Letter(
            case=review.case,
            review=review,
            kind=kind,
            series=f"{kind}:review:{review.id}",
            version=1 + len(earlier),
            replaces_id=earlier[-1].id if earlier else None,
            html=to_html(letter_now.values),
            values=asdict(letter_now.values),
            pdf=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(),
            issued_at=now,
            issued_by_id=by.id,
        )
        review.changed_at = now  # two people issuing at once: the second is told
        db.session.add(letter)
        history.record(
            EventKind.LETTER_ISSUED,
            by=by,
            review=review,
            after={"letter": kind, "version": letter.version, "sha256": letter.sha256},
        )
    return letter


def pdf_of(letter_id: int) -> Letter:
    """The issued letter with its PDF, exactly as it was issued. Raises `NotFound`."""
    letter = db.session.get(Letter, letter_id)
    if letter is None:
        raise NotFound("There is no such letter")
    audit.note_opening(letter.review or letter.case)
    if hashlib.sha256(letter.pdf).hexdigest() != letter.sha256:
        raise Refused("This letter’s PDF is not as it was issued. Tell whoever runs the tracker.")
    return letter


def file_name(letter: Letter) -> str:
    """A name to save the PDF by, such as ULS-2026-0042-application-v1.pdf: nothing personal.

    Where a case has several offenders, their place in it keeps the names apart.
    """
    case = letter.case
    ids: list[int | None] = [review.id for review in case.reviews]
    several = letter.review_id is not None and len(ids) > 1
    place = f"-offender-{ids.index(letter.review_id) + 1}" if several else ""
    return f"{case.reference}{place}-{_NAME_IN_FILES[letter.kind]}-v{letter.version}.pdf"
