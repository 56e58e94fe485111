"""Cutting a text into words that know where they stand, so that an answer can show what it read.

The text is first made flat: lower case, without accents, one kind of apostrophe and dash, each
character in its place. Every pattern of the reader is matched against the flat text.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ulss_tracker.scheme.reading.patterns import patterns_of
from ulss_tracker.scheme.reading.words import load_words

_ONE_KIND = str.maketrans("’‘`´ʼ‐‑‒–—“”", "'''''-----\"\"")
# Noise in what a person types, beside that of an office's labels.
_NOISE = frozenset({"w", "me", "my", "us", "our", "i"})
_SHORTHAND = {"thirteen": "13", "sixteen": "16", "w/o": "without", "f/a": "firearm"}
_KINDS = {"cl": "class", "cat": "category"}
_SAYS = patterns_of("tokens")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: where it stands, as flat text, and the stems it says (none for noise)."""

    start: int
    end: int
    word: str
    stems: tuple[str, ...]


def flat(text: str) -> str:
    """The text folded character by character, so that every offset stays true."""
    return "".join(map(_fold, text)).translate(_ONE_KIND)


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    if char.isascii():
        return char.lower()
    folded = unicodedata.normalize("NFKD", char)
    if "\N{FRACTION SLASH}" in folded:  # “½” is no 1
        return char
    plain = folded[0].casefold()
    return plain if len(plain) == 1 else char


def tokens_of(flat_text: str) -> list[Token]:
    """The words of a flat text in order."""
    return [
        Token(found.start(), found.end(), found[0], _stems(_said(found)))
        for found in _SAYS["word"].finditer(flat_text)
    ]


def _said(found: re.Match[str]) -> str:
    if found["letter"]:
        return _KINDS.get(found["kind"], found["kind"]) + found["letter"]
    if found["slash"]:
        return _SHORTHAND.get(found[0], "with intent")
    return found["word"].removesuffix("'s").replace("'", "")


@lru_cache(maxsize=8192)
def _stems(said: str) -> tuple[str, ...]:
    words = load_words()
    return tuple(
        words.stem(part)
        for word in said.split()
        for part in words.abbreviations.get(word, word).split()
        if part not in words.noise and part not in _NOISE
    )


@lru_cache(maxsize=1)  # several readers in turn cut the same text
def sentences_of(flat_text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence begins and ends. The stop of "s.18" or "Ct. 1" ends none."""
    found: list[tuple[int, int]] = []
    start = 0
    for mark in _SAYS["sentence"].finditer(flat_text):
        before = flat_text[max(start, mark.start() - 8) : mark.start()]
        if mark[0] == "." and _SAYS["no_stop"].search(before):
            continue
        found.append((start, mark.end()))
        start = mark.end()
    if flat_text[start:].strip():
        found.append((start, len(flat_text)))
    return tuple(found)


def inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the stretch from `start` to `end` touches any of these."""
    return any(start < last and first < end for first, last in spans)


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with these stretches blank: what is read as one thing is not read as another."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = "|" + " " * (end - start - 1)
    return "".join(chars)
