"""The fonts letters are set in: the files of our folder and no other, and what they cannot show."""

import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"

# Spaces, line ends, and marks that only steer the characters beside them.
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


def cannot_show(text: str) -> str:
    """The characters of `text` that none of our fonts has, each once, in order; usually none."""
    shown = _characters()
    unknown = (
        character
        for character in dict.fromkeys(text)
        if ord(character) not in shown and unicodedata.category(character) not in _UNSEEN
    )
    return "".join(unknown)


@cache
def _characters() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # only when a letter is made

    found: set[int] = set()
    for file in sorted(FONTS.glob("*.ttf")):
        with TTFont(file, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)
