"""Are the issued letters still as they were issued? Every hash, and a sample made again."""

import hashlib
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import func, select

from ulss_tracker.adapters.pdf import PdfFailed, made_with, make_pdfs
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import Case, Letter, db, may_write
from ulss_tracker.services.core import progress
from ulss_tracker.services.letters.rendering import stylesheet

# So many PDFs are in memory at once, however many letters there are.
_AT_ONCE = 20


class Difference(LabelledEnum):
    """A fault found in a letter."""

    CHANGED = "changed", "the stored PDF is not the one that was issued: its hash is different"
    MADE_DIFFERENTLY = (
        "made differently",
        (
            "made again from what is stored, with the same libraries and "
            "stylesheet, it comes out different"
        ),
    )
    NOT_MADE = "not made", "it cannot be made again from what is stored"


@dataclass(frozen=True, slots=True)
class WrongLetter:
    """One letter that is not as it should be."""

    letter_id: int
    reference: str
    version: int
    difference: Difference


@dataclass(slots=True)
class Verified:
    """The counts of what was checked, and what was found.

    `made_otherwise` counts letters that other libraries, fonts or another stylesheet made: their
    hash is right, and no more can be said of them. `without_text` have no text to be made from.
    """

    hashed: int = 0
    made_again: int = 0
    made_otherwise: int = 0
    without_text: int = 0
    found: list[WrongLetter] = field(default_factory=list)

    @property
    def as_issued(self) -> int:
        return self.hashed - sum(letter.difference is Difference.CHANGED for letter in self.found)


def verify(sample: int) -> Verified:
    """Hash every issued letter, and make `sample` of them again, chosen afresh each time.

    Reads only. Letters are read a few at a time, so that there may be any number of them.
    """
    result = Verified()
    with _only_reading():
        right = _hash_all(result)
        chosen = sorted(random.sample(right, min(sample, len(right))))
        _make_again(chosen, result)
    return result


def parts(sample: int) -> int:
    """Into how many parts that is divided for who watches it: letters hashed, and made again."""
    letters = db.session.scalar(select(func.count(Letter.id))) or 0
    return letters + min(sample, letters)


def _hash_all(result: Verified) -> list[int]:
    """Note every letter whose hash is wrong; the numbers of those whose hash is right."""
    letters = (
        select(Letter.id, Case.reference, Letter.version, Letter.pdf, Letter.sha256)
        .join(Case, Letter.case_id == Case.id)
        .where(func.length(Letter.pdf) > 0)  # of one that was erased, `audit verify` tells
        .order_by(Letter.id)
        .limit(_AT_ONCE)
    )
    right = []
    last = 0
    while some := db.session.execute(letters.where(Letter.id > last)).all():
        for number, reference, version, pdf, expected in some:
            progress.begin(reference)
            result.hashed += 1
            if hashlib.sha256(pdf).hexdigest() == expected:
                right.append(number)
            else:
                result.found.append(WrongLetter(number, reference, version, Difference.CHANGED))
        last = some[-1].id
    return right


def _make_again(numbers: list[int], result: Verified) -> None:
    stored: list[Letter] = []

    def documents() -> Iterator[tuple[str, str]]:
        for number in numbers:
            letter = db.session.get_one(Letter, number)
            if not letter.html:
                result.without_text += 1
                continue
            stored.append(letter)
            yield letter.html, stylesheet()

    for made in make_pdfs(documents()):
        letter = stored.pop(0)
        progress.begin(letter.case.reference)
        _compare(letter, made, result)
        db.session.expunge(letter)


def _compare(letter: Letter, made: bytes | PdfFailed, result: Verified) -> None:
    difference = None
    if isinstance(made, PdfFailed):
        difference = Difference.NOT_MADE
    elif made == letter.pdf:
        result.made_again += 1
    elif made_with(made) != made_with(letter.pdf):
        result.made_otherwise += 1
    else:
        difference = Difference.MADE_DIFFERENTLY
    if difference:
        result.found.append(
            WrongLetter(letter.id, letter.case.reference, letter.version, difference)
        )


@contextmanager
def _only_reading() -> Iterator[None]:
    """A long look must not keep people from saving, and must change nothing."""
    db.session.rollback()
    before = may_write.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        may_write.reset(before)
