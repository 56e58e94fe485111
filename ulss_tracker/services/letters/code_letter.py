"""The letter that holds a new secret code, made as it is printed and kept nowhere.

Whoever finds it learns nothing that lets them in: it names no reference, no case, no offender and
not the page or the team, and the code opens nothing without the reference.
"""

import json
from dataclasses import replace
from datetime import date

from ulss_tracker import clock
from ulss_tracker.adapters.pdf import cannot_show
from ulss_tracker.errors import Refused
from ulss_tracker.models import LetterSize, Request, User
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.reading import typed_words
from ulss_tracker.services.core import references
from ulss_tracker.services.core.users import require
from ulss_tracker.services.letters.drafting import reading_size, recipient_of
from ulss_tracker.services.letters.facts import day_in_words
from ulss_tracker.services.letters.letterhead import sender
from ulss_tracker.services.letters.rendering import to_pdf
from ulss_tracker.services.letters.values import CodeLetter
from ulss_tracker.services.messaging import to_requesters
from ulss_tracker.services.requests import posted_codes


def make(request: Request, by: User, *, is_code_before_ended: bool) -> bytes:
    """Draw a new code, give the request it, and return the letter as a PDF to print at once.

    The code from before works until the new one is first used, unless it is ended now. A letter
    made again holds another code, and the one of the letter before opens nothing. Raises `Refused`
    where post is not safe for them, and `PdfFailed`.
    """
    require(by, Permission.WORK_CASES)
    if reason := posted_codes.why_not(request):
        raise Refused(reason)
    code, today = references.new_code(), clock.today()
    works_until_on = today + posted_codes.WORKS_FOR
    letter = values(
        recipient_of(request),
        request.requester_name.strip(),
        code,
        today=today,
        works_until_on=works_until_on,
        is_code_before_ended=is_code_before_ended,
        language=to_requesters.language_of(request),
        size=reading_size(request),
    )
    if unseen := cannot_show(json.dumps([letter.to, letter.dear], ensure_ascii=False)):
        raise Refused(
            "Write their name and address in another way: the letter’s fonts do not have"
            f" {' '.join(unseen[:20])}"
        )
    pdf = to_pdf(letter)
    posted_codes.make(
        request,
        by,
        code,
        is_code_before_ended=is_code_before_ended,
        works_until_on=works_until_on,
    )
    return pdf


def values(
    recipient: str,
    dear: str,
    code: str,
    *,
    today: date,
    works_until_on: date,
    is_code_before_ended: bool = False,
    language: str = "en",
    size: LetterSize = LetterSize.STANDARD,
) -> CodeLetter:
    """The letter's values. Of the office it says the name and the telephone alone."""
    return CodeLetter(
        kind="new_code",
        issued_on=day_in_words(today, language),
        issued_on_iso=today.isoformat(),
        reference="",
        sender=replace(sender(language), address=[], logo="", signed_by="", signed_as=""),
        restrictions=[],
        has_protected_complainant=False,
        language=language,
        is_large=size is LetterSize.LARGE,
        to=typed_words.lines(recipient),
        dear=dear,
        code=code,
        works_until=day_in_words(works_until_on, language),
        is_code_before_ended=is_code_before_ended,
    )
