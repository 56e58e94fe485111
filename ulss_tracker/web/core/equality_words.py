"""The equality questions and their answers in words: as asked in public, and as counted."""

import tomllib
from pathlib import Path

from flask_babel import LazyString, lazy_gettext

NOT_SAID = lazy_gettext("I would rather not say")
_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["equality"]

WORDS: dict[str, tuple[LazyString, dict[str, LazyString]]] = {
    question: (
        lazy_gettext(row["label"]),
        {answer: lazy_gettext(words) for answer, words in row["choices"].items()},
    )
    for question, row in _TABLE.items()
}
