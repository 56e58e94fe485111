"""A sample of every kind of letter in each language and size it comes in."""

import subprocess
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from config import ROOT
from ulss_tracker.models import LetterKind, LetterSize
from ulss_tracker.services import letters
from ulss_tracker.services.letters import code_letter
from ulss_tracker.services.letters.rendering import pdf_of_html, stylesheet
from ulss_tracker.services.letters.values import LetterValues
from ulss_tracker.services.requests import posted_codes

TEXTS = Path(__file__).parent / "letters"
PICTURES = ROOT / "docs" / "letters"
DAY = date(2026, 3, 18)
# Each picture names, by this word, the hash of the letter it is of.
PICTURE_OF = "letter"


class _Made:
    """A letter made of HTML, on one fixed day."""

    def html(self) -> str:
        """Return the HTML it is made from."""
        raise NotImplementedError

    def pdf(self) -> bytes:
        """The sample as it would be issued on one fixed day."""
        return pdf_of_html(self.html())

    def digest(self) -> str:
        """The hash of what its PDF is made from, the same on every machine."""
        return sha256((self.html() + stylesheet()).encode()).hexdigest()


@dataclass(frozen=True)
class Sample(_Made):
    """One letter; its name is that of its golden text and of its pictures."""

    kind: LetterKind
    language: str
    size: LetterSize

    @property
    def name(self) -> str:
        return f"{self.kind}.{self.language}.{self.size}"

    def html(self) -> str:
        """Return the HTML it is made from."""
        return letters.to_html(self.values())

    def values(self) -> LetterValues:
        """Return the values it is made from."""
        return letters.sample_values(self.kind, DAY, self.language, self.size)


@dataclass(frozen=True)
class CodeSample(_Made):
    """The letter with a new code: it is kept nowhere, and so is not among the kinds of letters."""

    language: str
    size: LetterSize

    @property
    def name(self) -> str:
        return f"new_code.{self.language}.{self.size}"

    def html(self) -> str:
        """Return the HTML it is made from."""
        values = code_letter.values(
            "Siân Example\n14 Heol y Bont\nCaerffili\nCF83 0ZZ",
            "Siân Example",
            "BXQ4-7KMT-R3WP",
            today=DAY,
            works_until_on=DAY + posted_codes.WORKS_FOR,
            language=self.language,
            size=self.size,
        )
        return letters.to_html(values)


def every() -> list[Sample]:
    """Every sample: letters to those who asked come in two languages and two sizes."""
    return [
        Sample(kind, language, size)
        for kind in LetterKind
        for language in letters.LANGUAGES
        for size in LetterSize
        if letters.kind_of(kind).is_for_everyone
        or (language == "en" and size is LetterSize.STANDARD)
    ]


def codes() -> list[CodeSample]:
    """The letter with a new code, in each language and size."""
    return [CodeSample(language, size) for language in letters.LANGUAGES for size in LetterSize]


@cache
def pdf_of(sample: Sample | CodeSample) -> bytes:
    """The PDF of a sample, made once in a process."""
    return sample.pdf()


def text_of(pdf: bytes) -> str:
    """The words of a PDF in the order in which they are read."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().replace("\f", "\n---- next page ----\n")
