"""The language in which a message is written: Welsh, English, or both."""

import re


def words_of(text: str) -> frozenset[str]:
    """The words of a list that is written as text."""
    return frozenset(text.split())


_WELSH = words_of(
    """
    mae yn yr ddim wedi gan roedd fy dwi rwy rwyf diolch gwelwch dda os gyda efo hyn hynny bod
    eich ein ei am ond sydd oedd gael cael fod chi chwi chithau ni i'r a'r o'r yw nad nid
    hefyd ar ac iawn achos llys ddedfryd dedfryd annwyl cofion helo wnewch gallwch mewn cafodd
    ydy ydw eisiau cais cyfnod gofyn
    """
)
_ENGLISH = words_of(
    """
    the and was were that this with for have has had you your from not but they his her would
    could he she it to of is are be been will my me we our at by which who what when there
    about an
    """
)
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
