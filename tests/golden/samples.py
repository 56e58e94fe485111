"""A sample of every kind of letter in each language and size it comes in."""

import subprocess
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from config import ROOT
from ulss_tracker.models import LetterKind, LetterSize
from ulss_tracker.services import letters
from ulss_tracker.services.letters.rendering import stylesheet
from ulss_tracker.services.letters.values import LetterValues

TEXTS = Path(__file__).parent / "letters"
PICTURES = ROOT / "docs" / "letters"
DAY = date(2026, 3, 18)
# Each picture names, by this word, the hash of the letter it is of.
PICTURE_OF = "letter"


@dataclass(frozen=True)
class Sample:
    """One letter; its name is that of its golden text and of its pictures."""

    kind: LetterKind
    language: str
    size: LetterSize

    @property
    def name(self) -> str:
        return f"{self.kind}.{self.language}.{self.size}"

    def pdf(self) -> bytes:
        """The sample as it would be issued on one fixed day."""
        return letters.to_pdf(self.values())

    def digest(self) -> str:
        """The hash of what its PDF is made from, the same on every machine."""
        return sha256((letters.to_html(self.values()) + stylesheet()).encode()).hexdigest()

    def values(self) -> LetterValues:
        """Return the values it is made from."""
        return letters.sample_values(self.kind, DAY, self.language, self.size)


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


def text_of(pdf: bytes) -> str:
    """The words of a PDF in the order in which they are read."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().replace("\f", "\n---- next page ----\n")
