"""Welsh words as the dictionary has them: their first letter changes with what is before it.

"treisio" is written dreisio, threisio or nhreisio; "meddu" feddu; "bwrgleriaeth" fwrgleriaeth.
"""

from collections.abc import Iterator

# What a word may begin with, and what the dictionary has there; the longest first.
_MUTATIONS = (
    ("ngh", ("c",)), ("mh", ("p",)), ("nh", ("t",)), ("ng", ("g",)),
    ("ch", ("c",)), ("ph", ("p",)), ("th", ("t",)), ("dd", ("d",)),
    ("b", ("p",)), ("d", ("t",)), ("g", ("c",)), ("f", ("b", "m")), ("m", ("b",)), ("n", ("d",)),
    ("l", ("ll", "gl")), ("r", ("rh", "gr")), ("w", ("gw",)), ("o", ("go",)),
)  # fmt: skip
_SHORTEST = 5


def radicals(word: str) -> Iterator[str]:
    """The words of which this may be a mutation, without the h put before a vowel."""
    if len(word) < _SHORTEST:
        return
    for begins, radical in _MUTATIONS:
        if word.startswith(begins):
            for letters in radical:
                yield letters + word[len(begins) :]
            break
    if word[0] == "h":
        yield word[1:]
    if word[0] in "aeiouwy":
        yield "g" + word
