"""The court that a story names, for a text whose court was not written down beside it.

"At Stafford Crown Court he pleaded to" says where. Where two levels of court are told of, or an
appeal, a sending up or a first appearance, the story may be of either: nothing is taken from it.
A lower court is taken only where the words say that it passed the sentence.
"""

import re

from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.reading.tokens import flat, sentences_of

_CROWN = re.compile(
    r"(?:the )?old bailey|central criminal court|llys y goron(?: (?:yn|ym|yng))? [\w'-]+"
    r"|(?P<before>(?:[\w'-]+ ){0,4})crown (?:court|ct)\b"
    r"(?P<after> (?:at|in|sitting at) [\w'-]+(?: [\w'-]+)?)?"
)
_LOWER = re.compile(
    r"\b(?:magistrates?'?s?|mags|(?:llys )?(?:yr )?ynadon|youth court|llys ieuenctid|justices)\b"
)
_PASSED = re.compile(
    r"\b(?:sentenced|gave|given|fined|dealt with|passed|imposed|handed|let (?:him|her|them) off"
    r"|d?delio|ro(?:es|ddo)\w*|d?dedfryd\w*|d?dirwy\w*)\b"
)
_UNSURE = re.compile(
    r"\b(?:sent (?:it |him |her |them |the case )?(?:up|to)|committ?(?:ed|al)|transferred|appeal\w*"
    r"|first appear\w*|first hearing|appeared|remand\w*|apel\w*|not (?:at|in|by) the"
    r"|hearing (?:is|on|next)|will be sentenced)\b"
)


def court_said(text: str) -> str:
    """The words for the court in a text, empty where it does not say which court sentenced."""
    said = flat(text)
    if _UNSURE.search(said):
        return ""
    crown = [name for match in _CROWN.finditer(said) if (name := _crown_named(match))]
    lower = list(_LOWER.finditer(said))
    if crown and not lower:
        return crown[0]
    if lower and not _CROWN.search(said):
        for start, end in sentences_of(said):
            word = _LOWER.search(said, start, end)
            if word and _PASSED.search(said, start, end):
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
