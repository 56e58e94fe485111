"""The sentences that a paper says were passed: on which count, of which kind, how long.

Only what is passed counts. A starting point, a sentence before credit and what somebody submits are
none: “The sentence would have been three years. It is two years' imprisonment” is two years.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ulss_tracker.scheme.papers.patterns import patterns_of, said_in
from ulss_tracker.scheme.reading.sentence_grammar import read_length
from ulss_tracker.scheme.reading.sentence_parts import Length

_SAYS = patterns_of("sentence")
WITH_LICENCE = ("extended sentence", "special custodial sentence")


@dataclass(frozen=True, slots=True)
class Disposal:
    """One sentence as passed: its words in short, and where they stand."""

    start: int
    end: int
    words: str


def length_words(words: str) -> str:
    """A length in figures: “seven years and six months” is “7 years 6 months”."""
    try:
        length = Length(**dict(read_length(words)))
    except TypeError:  # a length that no sentence has
        return ""
    return length.words.replace(" and ", " ").replace(",", "")


def of_length(words: str, kind: str) -> str:
    """A sentence in short: “7 years 6 months' imprisonment”."""
    length = length_words(words)
    apostrophe = "'" if length.endswith("s") else "'s"
    return f"{length}{apostrophe} {kind}" if length and kind else length


def disposals_in(plain: str, start: int, end: int, *, may_be_bare: bool) -> list[Disposal]:
    """The sentences passed between two places; bare: a length alone is one, of its count."""
    found: list[Disposal] = []
    for disposal in (*_others(plain, start, end), *_determinate(plain, start, end, may_be_bare)):
        if not any(one.start < disposal.end and disposal.start < one.end for one in found):
            found.append(disposal)
    return sorted(found, key=lambda one: one.start)


def _others(plain: str, start: int, end: int) -> Iterator[Disposal]:
    for match in _SAYS["life"].finditer(plain, start, end):
        words = "whole life order" if said_in(match, "whole") else match[0]
        if words in {"life sentence", "go to prison for life", "sentence of imprisonment for life"}:
            words = "imprisonment for life"
        yield Disposal(*match.span(), words.replace("life imprisonment", "imprisonment for life"))
    for match in _SAYS["none"].finditer(plain, start, end):
        yield Disposal(*match.span(), "no separate penalty")
    for match in _SAYS["extended"].finditer(plain, start, end):
        yield _extended(plain, match, end)
    for match in _SAYS["other"].finditer(plain, start, end):
        yield Disposal(*match.span(), match[0])


def _extended(plain: str, match: re.Match[str], end: int) -> Disposal:
    total = next(
        (
            one
            for one in _SAYS["extended_total"].finditer(plain, max(0, match.start() - 40), end)
            if one.start() <= match.end()
        ),
        None,
    )
    place = total.end() if total else match.end()
    corrected = _corrected(plain, place, end)
    length = corrected or (said_in(total, "length") if total else "")
    first = min(match.start(), total.start()) if total else match.start()
    is_special = match[0].startswith("special") or (
        not match[0].startswith("extended") and "particular concern" in plain
    )
    name = "special custodial sentence" if is_special else "extended sentence"
    words = f"{name} of {length_words(length)}" if length else name
    return Disposal(first, end, words)


def _corrected(plain: str, place: int, end: int) -> str:
    """The length said last where the court corrects itself: “18 years, I beg your pardon, 17”."""
    slip = _SAYS["corrected"].search(plain, place, end)
    if slip is None:
        return ""
    lengths = [
        said_in(one, "length") for one in _SAYS["of_length"].finditer(plain, slip.end(), end)
    ]
    return lengths[-1] if lengths else ""


def _determinate(plain: str, start: int, end: int, may_be_bare: bool) -> Iterator[Disposal]:
    corrected = _corrected(plain, start, end)
    for match in _SAYS["determinate"].finditer(plain, start, end):
        kind = said_in(match, "custody")
        if not kind and not may_be_bare:
            continue
        if _SAYS["of_another"].search(plain, start, match.start()):
            continue
        if corrected and said_in(match, "length") != corrected:
            continue
        words = of_length(said_in(match, "length"), kind_of(kind))
        suspended = _SAYS["suspended"].match(plain, match.end(), end)
        if suspended:
            words += f" suspended for {length_words(said_in(suspended, 'suspended_for'))}"
        if words:
            yield Disposal(match.start(), suspended.end() if suspended else match.end(), words)


def kind_of(words: str) -> str:
    """A kind of custody as it is called beside a length."""
    words = re.sub(r"\b(?:immediate|determinate) ", "", words)
    if re.match(r"in (?:an? )?young", words):
        return "detention in a young offender institution"
    words = re.sub(r"yoi|young offenders?.? institution", "young offender institution", words)
    words = words.replace("detention in young", "detention in a young")
    return "imprisonment" if words in {"in prison", "in custody", "prison"} else words


def sum_of(sentences: Sequence[str]) -> str:
    """Sentences of one kind one after another, as one; empty where they are of several kinds."""
    total, kinds = Length(), set()
    for words in sentences:
        match = _SAYS["determinate"].fullmatch(words)
        if match is None:
            return ""
        total = total.plus(Length(**dict(read_length(said_in(match, "length")))))
        kinds.add(said_in(match, "custody"))
    return of_length(total.words, kinds.pop()) if len(kinds) == 1 else ""


def length_of_both(first: str, second: str) -> str:
    both = Length(**dict(read_length(first))).plus(Length(**dict(read_length(second))))
    return both.words.replace(" and ", " ")
