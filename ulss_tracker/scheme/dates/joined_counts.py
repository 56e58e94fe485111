"""Counts that are said together: a month and a few days ago, pythefnos a diwrnod yn ôl.

Read by the last count alone they would give too late a day, which loses a deadline. So all are
added up, and a count beside another that cannot be added up is no answer.
"""

import re

from ulss_tracker.scheme.dates.mentions import NO_SUCH_DAY, DateKind, Draft, Mention, ranging
from ulss_tracker.scheme.dates.patterns import patterns_of
from ulss_tracker.scheme.dates.spans import FEW, Span, ago, one_day

ABOUT_DAYS = 5
_SAYS = patterns_of("counts")


def number(word: str) -> int:
    """The count a word of it stands for: figures, or "a"."""
    return int(word) if word.isdigit() else 1


def how_many(match: re.Match[str]) -> tuple[int, int]:
    """The least and the most that a count may be: "two", "two or three", "a few"."""
    counts = list(FEW) if match["count"] == "few" else [number(match["count"])]
    if more := match.groupdict().get("more"):
        counts.append(int(more))
    return min(counts), max(counts)


def is_beside_another(match: re.Match[str]) -> bool:
    """Whether another count stands right before or after what was matched, and is not in it."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    return bool(_SAYS["beside_before"].search(before) or _SAYS["beside_after"].match(after))


def added_up(draft: Draft, match: re.Match[str]) -> Mention:
    """So long ago, all counts together, with five days either way where it is only about so."""
    if is_beside_another(match):
        return NO_SUCH_DAY
    parts = match["parts"]
    then = today = last = one_day(draft.written_on)
    is_vague = match["about"] or match["orso"]
    for part in _SAYS["one_part"].finditer(parts):
        count = part["count"] or "1"
        least, most = FEW if count == "few" else (number(count),) * 2
        last = ago(today, least, most, part["unit"])
        then = ago(then, least, most, part["unit"])
        is_vague = is_vague or part["some"]
    if not _SAYS["joined"].search(
        parts
    ):  # "got three years two weeks ago": the last alone, it may be
        then = Span(then.earliest, last.latest)
    return ranging(then.widened(-ABOUT_DAYS, ABOUT_DAYS) if is_vague else then, DateKind.NEAR)
