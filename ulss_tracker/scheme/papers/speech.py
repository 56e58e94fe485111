"""The sentences that the court speaks in a paper, one by one, and to or of which offender."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ulss_tracker.scheme.papers.page_text import PaperText
from ulss_tracker.scheme.papers.patterns import patterns_of
from ulss_tracker.scheme.reading.tokens import sentences_of

_SAYS = patterns_of("heading")
_AT_LINE = re.compile(rf"(?m)^{_SAYS['speaker'].pattern}")
_ADDRESS = patterns_of("speech")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the court: where it stands, and the offenders it is to or of.

    None where nobody has been named yet.
    """

    start: int
    end: int
    offenders: tuple[str, ...] | None


def statements(paper: PaperText, start: int, offenders: Sequence[str]) -> list[Statement]:
    """The sentences that the court speaks from `start` on, without those of anybody else."""
    found: list[Statement] = []
    now: tuple[str, ...] | None = tuple(offenders) or None
    address = _address(offenders)
    for first, last in _paragraphs(paper, _of_the_court(paper, start)):
        for begin, end in sentences_of(paper.plain[first:last]):
            for stop, to in _addressed(paper.plain, first + begin, first + end, address):
                now = to or now
                of = tuple(offenders) if _ADDRESS["to_all"].search(paper.plain, *stop) else now
                found.append(Statement(*stop, of))
    return found


def _of_the_court(paper: PaperText, start: int) -> Iterator[tuple[int, int]]:
    """The stretches of the text that no counsel or officer speaks."""
    speakers = list(_AT_LINE.finditer(paper.text, start))
    if not any(_SAYS["judge_speaks"].search(match[0]) for match in speakers):
        yield start, len(paper.text)
        return
    yield start, speakers[0].start()
    ends = [*(match.start() for match in speakers[1:]), len(paper.text)]
    for speaker, end in zip(speakers, ends, strict=True):
        if _SAYS["judge_speaks"].search(speaker[0]):
            yield speaker.end(), end


def _paragraphs(paper: PaperText, spoken: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches cut at each heading within them, which has no stop of its own."""
    for start, end in spoken:
        places = {start, end}
        for title in _SAYS["title"].finditer(paper.text, start, end):
            places.update(title.span())
        places.update(row.start() for row in _SAYS["row"].finditer(paper.text, start, end))
        yield from pairwise(sorted(places))


def _address(offenders: Sequence[str]) -> dict[str, re.Pattern[str]]:
    """How each of several offenders is spoken to: by the whole name or a part nobody shares."""
    if len(offenders) < 2:
        return {}
    parts = {name: name.lower().split() for name in offenders}
    before, after = (_ADDRESS[name].pattern for name in ("before", "after"))
    patterns = {}
    for name, words in parts.items():
        others = {word for other, its in parts.items() if other != name for word in its}
        own = [word for word in (words[-1], words[0]) if word not in others]
        short = [f"{words[0]} {words[-1]}"] if len(words) > 2 else []
        ways = "|".join(map(re.escape, [" ".join(words), *short, *own]))
        ways = ways.replace("q", "[qo]")  # a scan takes the one for the other
        patterns[name] = re.compile(f"{before}(?P<name>{ways}){after}")
    return patterns


def _addressed(
    plain: str, start: int, end: int, address: dict[str, re.Pattern[str]]
) -> Iterator[tuple[tuple[int, int], tuple[str, ...] | None]]:
    """A sentence cut where it turns from one offender to another, and who each piece is to."""
    sentence = plain[start:end]
    turns = sorted(
        (*match.span("name"), name)
        for name, pattern in address.items()
        for match in pattern.finditer(sentence)
    )
    if not turns:
        yield (start, end), None
        return
    joined = [sentence[one[1] : other[0]] for one, other in pairwise(turns)]
    if joined and all(_ADDRESS["joined"].fullmatch(words) for words in joined):
        yield (start, end), tuple(name for _, _, name in turns)
        return
    begin = start
    if _ADDRESS["to_all"].search(sentence, 0, turns[0][0]):
        begin = start + turns[0][0]
        yield (start, begin), None
    for number, (_, _, name) in enumerate(turns):
        stop = start + turns[number + 1][0] if number + 1 < len(turns) else end
        yield (begin, stop), (name,)
        begin = stop
