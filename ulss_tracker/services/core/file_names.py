"""A file's name as it may be kept, shown and downloaded, in whatever script it was written."""

import re
import unicodedata

LONGEST_NAME = 120
_NO_NAME = "file"
# What Windows and web headers cannot have in a file's name.
_REPLACED = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
_WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)
# The joiners that some scripts and emoji need inside a word.
_JOINERS = frozenset("\u200c\u200d")
# Control, format (which turns the direction of reading), surrogate, private and unassigned.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def safe_name(name: str, endings: tuple[str, ...]) -> str:
    """`name` without folders, invisible characters or anything that hides what the file is.

    It ends in one of `endings`, which fit what is in the file; the first of them is added when
    its own ending does not, so that "holiday.exe" which is text becomes "holiday.exe.txt". At
    most 120 characters. A name of which nothing is left becomes "file".
    """
    last = re.split(r"[/\\]", name)[-1]
    spaced = _SPACES.sub(" ", last)
    cleaned = "".join(letter for letter in spaced if _is_allowed(letter))
    # Again: what was dropped may have stood between two spaces, or between a letter and its mark.
    cleaned = _SPACES.sub(" ", unicodedata.normalize("NFC", cleaned))
    cleaned = _REPLACED.sub("-", cleaned).lstrip(". \u200c\u200d").rstrip(". ")
    if _WINDOWS_DEVICES.match(cleaned):
        cleaned = f"_{cleaned}"
    stem, ending = cleaned, endings[0]
    for fitting in endings:
        if cleaned.lower().endswith(fitting):
            stem, ending = cleaned[: -len(fitting)], cleaned[-len(fitting) :]
    stem = stem.rstrip(". ") or _NO_NAME
    return stem[: LONGEST_NAME - len(ending)].rstrip(". ") + ending


def _is_allowed(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) not in _DROPPED
