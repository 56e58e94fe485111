"""The court that a story names, for a text whose court was not written down beside it.

"At Stafford Crown Court he pleaded to" says where. Where two levels of court are told of, or an
appeal, a sending up or a first appearance, the story may be of either: nothing is taken from it.
A lower court is taken only where the words say that it passed the sentence.
"""

import re

from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.reading.patterns import patterns_of
from ulss_tracker.scheme.reading.tokens import flat, sentences_of

_SAYS = patterns_of("court_said")


def court_said(text: str) -> str:
    """The words for the court in a text, empty where it does not say which court sentenced."""
    said = flat(text)
    if _SAYS["unsure"].search(said):
        return ""
    crown = [name for match in _SAYS["crown"].finditer(said) if (name := _crown_named(match))]
    lower = list(_SAYS["lower"].finditer(said))
    if crown and not lower:
        return crown[0]
    if lower and not _SAYS["crown"].search(said):
        for start, end in sentences_of(said):
            word = _SAYS["lower"].search(said, start, end)
            if word and _SAYS["passed"].search(said, start, end):
                return word[0]
    return ""


def _crown_named(match: re.Match[str]) -> str:
    """The Crown Court named, with as few words before it as name one; else nothing."""
    if match["before"] is None:
        return match[0]
    words = match["before"].split()
    for number in range(len(words) + 1):
        place = " ".join(words[len(words) - number :])
        name = f"{place} crown court{match['after'] or ''}".strip()
        reading = load_courts().read(name)
        if reading.kind is CourtKind.CROWN_COURT and reading.candidates:
            return name
    return ""
