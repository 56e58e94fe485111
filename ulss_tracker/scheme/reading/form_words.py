"""Telling the form from the words: "conspiracy to burgle" is burglary, by conspiracy."""

import re

from rapidfuzz import fuzz

from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.reading.words import plain

_LINK = (
    r"(?:\s+(?:to|of|at|in|with|others?|another|the|a|an))*"
    r"(?:\s+commit(?:ting)?|\s+commission\s+of)?(?:\s+(?:an?|the|of))*"
)
_ENCOURAGE = r"(?:encourag\w+|assist\w+)\s*(?:/|or|and|&)\s*(?:encourag\w+|assist\w+)"
# What may stand before the word: "Count 2 - conspiracy", "Serious conspiracy".
_COUNT = r"(?:\w+[\s.)-]+(?:(?!and\b)\w+\s+){0,3})"
# To agree with others on an offence is to conspire: Criminal Law Act 1977 s.1.
_AGREE = r"agree(?:s|d|ing|ment)?(?:\s+with\s+(?:\w+\s+){0,3}?\w+)?(?=\s+to\b)"
_AID = r"aid(?:ing|ed)?(?:\s*(?:,|/|&|and|or)?\s*(?:abett?\w*|counsell?\w*|procur\w+))*"
_OPENINGS: tuple[tuple[Form, re.Pattern[str]], ...] = tuple(
    (form, re.compile(rf"^\s*(?:{pattern}){_LINK}\s+(?=\S)"))
    for form, pattern in (
        (Form.ATTEMPT, r"attempt(?:s|ed|ing)?|attd?\.?"),
        (Form.CONSPIRACY, rf"{_COUNT}?\bconspir\w*|consp\.?|{_AGREE}"),
        (Form.ENCOURAGING, rf"(?:(?:intentionally|did)\s+)?{_ENCOURAGE}"),
        (Form.AIDING, _AID),
        (Form.INCITEMENT, r"incitement"),
    )
)
_ENDINGS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (Form.ATTEMPT, re.compile(r"[\s,(\[–-]+attempt(?:ed)?\s*[)\]]?\s*$")),
    (
        Form.CONSPIRACY,
        re.compile(r"[\s,(\[–-]+(?:conspir\w*|consp)\.?(?:\s+to(?:\s+commit)?)?\s*[)\]]?\s*$"),
    ),
)
_SECTION_46 = re.compile(r"\bsection 46\b")
_MENDABLE = (("conspiracy", 82), ("attempted", 85), ("attempting", 85), ("attempt", 92))


def split_form(text: str) -> tuple[Form, str]:
    """The form a text says, and the offence without it. With no form named, FULL and the text."""
    said = _mended(plain(text).strip())
    for form, pattern in _OPENINGS:
        match = pattern.match(said)
        if match:
            if form is Form.ENCOURAGING and _SECTION_46.search(said):
                form = Form.ENCOURAGING_46
            return form, said[match.end() :]
    for form, pattern in _ENDINGS:
        match = pattern.search(said)
        if match and match.start() > 0:
            return form, said[: match.start()]
    return Form.FULL, text


def _mended(said: str) -> str:
    """The text with its first word put right where that is nearly the name of a form."""
    first, _, rest = said.partition(" ")
    if not rest or first in {"conspiracy", "attempted", "attempting", "attempt"}:
        return said
    for word, alike in _MENDABLE:
        if fuzz.ratio(first, word) >= alike:
            return f"{word} {rest}"
    return said
