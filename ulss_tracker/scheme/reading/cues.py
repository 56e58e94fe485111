"""The words around an offence that say how it stands, as patterns: data/reading/polarity.toml.

A cue is written there as it reads; here it becomes a pattern, of a kind that says what it tells of
the offences after it and before it. An offence is a run of "\\0" in the text they are matched to.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from ulss_tracker.scheme.reading.patterns import any_of, patterns_of
from ulss_tracker.scheme.table import TableRow, read_table

DATA = Path(__file__).parents[1] / "data" / "reading" / "polarity.toml"

_SAYS = patterns_of("cues")


class MentionStatus(StrEnum):
    """The status that a text gives an offence it names, or a person who unticked it."""

    CONVICTED = "convicted"
    SAID = "said"
    CHARGED = "charged"
    ACQUITTED = "acquitted"
    OTHERS = "others"
    CONTEXT = "context"
    UNTICKED = "unticked"


@dataclass(frozen=True, slots=True)
class CueKind:
    """A kind of cue: what it says of the offences after and before it.

    is_of_next: only of the offence right after it. at: the group of the pattern where it stands.
    """

    pattern: re.Pattern[str]
    forward: MentionStatus | None = None
    backward: MentionStatus | None = None
    is_of_next: bool = False
    at: int | str = 0


@dataclass(frozen=True, slots=True)
class CueTable:
    """Every kind of cue, and the patterns that are asked by themselves.

    any_cue: one of any kind stands there, but for what stands right before an offence.
    """

    any_cue: re.Pattern[str]
    kinds: tuple[CueKind, ...]
    nearest: re.Pattern[str]
    that: re.Pattern[str]
    others: re.Pattern[str]
    numbers: re.Pattern[str]
    selves: re.Pattern[str]
    one: re.Pattern[str]
    not_known: re.Pattern[str]


@cache
def load_cues() -> CueTable:
    """The cues, read once per process."""
    table = read_table(DATA).only(
        "convicted", "acquitted", "charged", "context", "became", "turns", "others", "not_known"
    )
    others = table.row("others")
    subjects = _any(others.texts("subjects")).pattern
    kinds = ("convicted", "acquitted", "charged", "context", "became", "turns")
    rows = [table.row(name) for name in kinds]
    return CueTable(
        any_cue=_any(words for row in rows for name in row.names() for words in row.texts(name)),
        kinds=tuple(_kinds(table)),
        nearest=_any(table.row("acquitted").texts("nearest")),
        that=_followed(table.row("convicted").texts("that"), _SAYS["no_other"]),
        others=re.compile(
            rf"{subjects}|\b{others.text('relatives')}{_SAYS['relative_verb'].pattern}"
        ),
        numbers=_any(others.texts("numbers")),
        selves=_any(others.texts("selves")),
        one=_any(others.texts("one")),
        not_known=_any(table.row("not_known").texts("cues")),
    )


def _kinds(table: TableRow) -> Iterator[CueKind]:
    """The kinds of cue, each with its pattern."""
    for standing in (
        MentionStatus.CONVICTED, MentionStatus.ACQUITTED,
        MentionStatus.CHARGED, MentionStatus.CONTEXT,
    ):  # fmt: skip
        row = table.row(standing)
        yield CueKind(_any(row.texts("forward")), forward=standing)
        if row.texts("backward"):
            yield CueKind(_any(row.texts("backward")), backward=standing)
    for standing in (MentionStatus.CONVICTED, MentionStatus.ACQUITTED):
        before = _followed(table.row(standing).texts("before"), _SAYS["up_to"])
        yield CueKind(before, forward=standing, is_of_next=True)
    uncharged = _followed(table.row("acquitted").texts("uncharged"), _SAYS["charge"])
    yield CueKind(uncharged, forward=MentionStatus.ACQUITTED, is_of_next=True)
    described = "|".join(map(_word, table.row("context").texts("described")))
    of_something = re.compile(rf"[\w']+\s+['\"]?(?=\0+\s+(?:{described})(?!\w))")
    yield CueKind(of_something, forward=MentionStatus.CONTEXT, is_of_next=True)
    became = table.row("became")
    yield CueKind(_any(became.texts("cues")), MentionStatus.CONVICTED, MentionStatus.ACQUITTED)
    for name, rest in (("made", "from_to"), ("traded", "for")):
        pattern = _followed(became.texts(name), _SAYS[rest])
        yield CueKind(pattern, MentionStatus.CONVICTED, MentionStatus.ACQUITTED, at="to")
    yield CueKind(_any(became.texts("instead")), MentionStatus.ACQUITTED, MentionStatus.CONVICTED)
    yield CueKind(_any(table.row("turns").texts("cues")), forward=MentionStatus.SAID)


def _followed(cues: Iterable[str], rest: re.Pattern[str]) -> re.Pattern[str]:
    """One pattern for many cues, each with the rest after it."""
    return re.compile(_any(cues).pattern + rest.pattern)


def _any(cues: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many cues, the longest first."""
    longest_first = sorted({_cue(words) for words in cues}, key=len, reverse=True)
    return re.compile(rf"(?<![\w'-])(?:{any_of(longest_first)})(?![\w'])")


def _cue(words: str) -> str:
    """A cue as a pattern: "..." up to five words, "*" any ending, "[a|b]" either."""
    parts: list[str] = []
    for word in re.findall(r"\[[^\]]*\]|\S+", words.strip()):
        if word == "...":
            parts.append(r"(?:[\w'-]+,?\s+){0,5}?")
            continue
        if word.startswith("["):
            each = word[1:-1].split("|")
            parts.append("(?:" + "|".join(map(_word, each)) + r")\s+")
            continue
        parts.append(_word(word) + r"\s+")
    joined = "".join(parts)
    joined = joined.removesuffix(r"\s+")
    return joined.replace(r"\s+:", r"\s*:").replace(r"-\s+", r"-\s*")


def _word(word: str) -> str:
    return r"\s+".join(re.escape(part).replace(r"\*", r"\w*") for part in word.split())
