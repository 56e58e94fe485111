"""What somebody may type or paste, each awkward in a way of its own.

It is typed into every box of the public form (tests/pages/public/test_every_box.py) and into a
letter (tests/pages/core/test_hostile_words.py).
Those that are markup and reach for something are in tests/unit/adapters/test_pdf_hostile.py.
"""

import tomllib
from pathlib import Path

WORDS: dict[str, str] = {
    **tomllib.loads((Path(__file__).parent / "data" / "hostile_words.toml").read_text("utf-8")),
    # What is repeated, or is half of a pair.
    "joiners without end": "\U0001f468" + "\u200d\U0001f468" * 400,
    "a hundred marks on a letter": "A" + "\u0300\u0323\u0361" * 33 + "nn Lee",
    "Thai and Lao without spaces": "สมชายใจดี" * 20 + "ສົມໃຈ",
    "half of a pair": "Ann \ud83d Lee \udc00",
    "line ends of every kind": "Ann\r\nLee\rLee\u2028Lee\u2029Lee\x0b\x0cLee" * 30,
    "5,000 paragraphs of a word": "word\n\n" * 5_000,
    "a paragraph of 100,000 words": "word " * 100_000,
    "a word of 50,000 letters": "a" * 50_000,
    "a word of 10,000 letters": "b" * 10_000,
}


def as_sent(text: str) -> str:
    """The text as it reaches a server: half of a pair cannot be sent."""
    return text.encode("utf-8", "replace").decode()
