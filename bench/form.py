"""Pages, words and presses of the public form, by who asks: `python -m bench.form`.

Each way of `bench/form.toml` is walked from the start page to the confirmation. Counted are the
words in each page's main part, with those that folds and boxes shown by need hide. A press is each
link, button, choice and box that is filled in. The reading age is Flesch and Kincaid's grade and 5.
"""

import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from config import Config
from tests.support.checked_client import CheckedClient, client_of
from tests.support.page import Page, words
from ulss_tracker import clock, create_app
from ulss_tracker.models import db

WAYS = Path(__file__).with_suffix(".toml")
Answers = Mapping[str, Mapping[str, Any]]
_BLOCKS = (
    "h1, h2, h3, p, li, label, legend, dt, dd, summary, button, .govuk-hint, .govuk-panel__body"
)


@dataclass(frozen=True)
class Measured:
    """A page of one way: its address, its words and its reading age in years."""

    path: str
    words: int
    reading_age: float

    @classmethod
    def of(cls, page: Page) -> "Measured":
        """Measure a page."""
        return cls(page.path, len(page.text.split()), reading_age(page))


def reading_age(page: Page) -> float:
    """The years of age at which a page is read: Flesch and Kincaid's grade and 5."""
    texts = [words(block) for block in page.select("main")[0].cssselect(_BLOCKS)]
    sentences = [part for text in texts for part in re.split(r"[.!?:;]+(?:\s|$)", text)]
    spoken = [re.findall(r"[a-z’']+", sentence.lower()) for sentence in sentences]
    spoken = [sentence for sentence in spoken if sentence]
    count = sum(map(len, spoken))
    syllables = sum(_syllables(word) for sentence in spoken for word in sentence)
    return 0.39 * count / len(spoken) + 11.8 * syllables / count - 15.59 + 5


def _syllables(word: str) -> int:
    groups = re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e$|(?<=[^td])ed$|’s$", "", word))
    return max(1, len(groups))


def walk(client: CheckedClient, answers: Answers) -> tuple[list[Measured], int]:
    """One person's way: each page of it, and how often they pressed."""
    page: Page = client.get("/")
    pages, presses = [Measured.of(page)], 1
    page = client.get(page.links["Start now"])
    while page.path != "/request/sent":
        pages.append(Measured.of(page))
        fields = dict(answers.get(page.path.removeprefix("/request/"), {}))
        if page.path.endswith("/date"):
            fields |= _date()
        presses += 1 + len(fields)
        button = _button(page, fields.pop("button", "Continue"))
        page = client.submit(button, **fields)
        assert not page.errors, (page.path, page.errors)
    return [*pages, Measured.of(page)], presses


def _date() -> dict[str, str]:
    day = clock.today() - timedelta(days=7)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return {
        "sentenced_on-day": str(day.day),
        "sentenced_on-month": str(day.month),
        "sentenced_on-year": str(day.year),
    }


def _button(page: Page, begin: str) -> str:
    labels = [words(button) for button in page.select("main form button")]
    return next(label for label in labels if label.startswith((begin, "Accept and send")))


def main() -> None:
    """Print the figures of every way."""
    with tempfile.TemporaryDirectory() as directory:
        address = f"sqlite:///{directory}/form.db"
        app = create_app(Config(environment="testing", SQLALCHEMY_DATABASE_URI=address))
        with app.app_context():
            db.create_all()
        for name, answers in tomllib.loads(WAYS.read_text()).items():
            with app.app_context():
                pages, presses = walk(client_of(app), answers)
            total = sum(page.words for page in pages)
            print(f"{name:20}{len(pages):4} pages{total:6} words{presses:4} presses")
            for page in pages:
                print(f"    {page.path:32}{page.words:5} words{page.reading_age:6.1f} years")


if __name__ == "__main__":
    main()
