"""The language in which a message is written: Welsh, English, or both."""

import re

from ulss_tracker.services.correspondence.patterns import words_of

_WELSH = words_of("language", "welsh")
_ENGLISH = words_of("language", "english")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEAST, _LEAST_SHARE = 3, 0.2


def language_of(text: str) -> str:
    """`en`, `cy`, or `cy+en` where a part of it is in each; `en` where nothing tells."""
    words = [word.lower().replace("’", "'") for word in _WORDS.findall(text[:20_000])]
    welsh = sum(word in _WELSH and word not in _ENGLISH for word in words)
    english = sum(word in _ENGLISH for word in words)
    both = welsh + english
    if welsh < _LEAST or welsh / both < _LEAST_SHARE / 2:
        return "en"
    if english >= _LEAST and english / both >= _LEAST_SHARE:
        return "cy+en"
    return "cy"
