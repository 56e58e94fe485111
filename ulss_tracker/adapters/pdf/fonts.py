"""The fonts letters are set in: the files of our folder and no other, and what they cannot show."""

import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"

# Read first: a letter rarely needs another, and reading them all takes most of a second.
_USUAL = ("LiberationSans-Regular.ttf", "DejaVuSans.ttf")

# Spaces, line ends, and marks that only steer the characters beside them.
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
# Ask for the coloured or the plain form of the character before, and so on.
_SELECTORS = frozenset(chr(code) for code in range(0xFE00, 0xFE10))


def cannot_show(text: str) -> str:
    """The characters of `text` that none of our fonts has, each once, in order; usually none."""
    unknown = {
        character: ord(character)
        for character in text
        if unicodedata.category(character) not in _UNSEEN and character not in _SELECTORS
    }
    for file in _files():
        if not unknown:
            break
        shown = _characters(file)
        unknown = {each: code for each, code in unknown.items() if code not in shown}
    return "".join(unknown)


@cache
def _files() -> tuple[str, ...]:
    others = sorted(file.name for file in FONTS.glob("*.ttf") if file.name not in _USUAL)
    return (*_USUAL, *others)


@cache
def _characters(file: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # only when a letter is made

    with TTFont(FONTS / file, lazy=True) as font:
        return frozenset(font.getBestCmap())
