"""The values of any letter, as recorded now, and what is still missing from it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace

from markupsafe import Markup

from ulss_tracker.adapters.pdf import cannot_show
from ulss_tracker.models import LetterKind
from ulss_tracker.services.letters import (
    offender_notice,
    reader,
    referral,
    submission,
    withdrawal,
)
from ulss_tracker.services.letters.rendering import text_of, to_html, to_pdf
from ulss_tracker.services.letters.subject import LetterSubject
from ulss_tracker.services.letters.values import Prepared

_PREPARE: dict[LetterKind, Callable[[LetterSubject], Prepared]] = {
    LetterKind.REFERRAL: referral.prepare,
    LetterKind.REFERENCE_NOTICE: referral.prepare_reference,
    LetterKind.OFFENDER_NOTICE: offender_notice.prepare,
    LetterKind.WITHDRAWAL_NOTICE: withdrawal.prepare,
    LetterKind.SUBMISSION: submission.prepare,
}
# What follows from the day of issue alone: a check made the day before still holds.
_OF_THE_DAY = (
    "issued_on",
    "issued_on_iso",
    "reply_by",
    "file_by",
    "later",
    "is_time_short",
    "may_be_longer",
    "supreme_court_by",
    "slip_rule_by",
)


def prepared(about: LetterSubject) -> Prepared:
    """The letter's values as recorded now, and the facts still missing."""
    letter = _PREPARE.get(about.kind, reader.prepare)(about)
    words = asdict(letter.values)
    del words["sender"]
    unseen = cannot_show(json.dumps(words, ensure_ascii=False))
    if not unseen:
        return letter
    wanted = f"Another way to write what the letter’s fonts do not have: {' '.join(unseen[:20])}"
    return replace(letter, missing=(*letter.missing, wanted))


def shown(letter: Prepared) -> Markup:
    """The words of a letter as it stands, for a page, with gaps where facts are missing."""
    return text_of(to_html(letter.values, letter.missing, is_draft=True))


def preview(about: LetterSubject) -> bytes:
    """The letter as it stands, as a PDF marked "Draft", with gaps where facts are missing.

    Nothing is kept. Raises `PdfFailed`.
    """
    letter = prepared(about)
    return to_pdf(letter.values, letter.missing, is_draft=True)


def fingerprint(letter: Prepared) -> str:
    """The hash of what a second person checks: all but what the day of issue alone decides."""
    words = {
        name: value for name, value in asdict(letter.values).items() if name not in _OF_THE_DAY
    }
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()
