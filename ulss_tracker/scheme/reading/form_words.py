"""Telling the form from the words: "conspiracy to burgle" is burglary, by conspiracy."""

from rapidfuzz import fuzz

from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.reading.patterns import patterns_of
from ulss_tracker.scheme.reading.words import plain

_SAYS = patterns_of("form_words")
_OPENINGS = [(Form(form), words) for form, words in patterns_of("form_opening").items()]
_ENDINGS = [(Form(form), words) for form, words in patterns_of("form_ending").items()]
_MENDABLE = (("conspiracy", 82), ("attempted", 85), ("attempting", 85), ("attempt", 92))


def split_form(text: str) -> tuple[Form, str]:
    """The form a text says, and the offence without it. With no form named, FULL and the text."""
    said = _mended(plain(text).strip())
    for form, pattern in _OPENINGS:
        match = pattern.match(said)
        if match:
            if form is Form.ENCOURAGING and _SAYS["section_46"].search(said):
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
