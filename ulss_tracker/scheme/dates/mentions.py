"""A text in plain words in which each date that was read stands as one sign, and the rewriting."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from ulss_tracker.scheme.dates.patterns import EVERY
from ulss_tracker.scheme.dates.spans import Span, one_day

FIRST_SIGN = 0xE000
SIGN = EVERY["sign"]
CLAUSE = re.compile(EVERY["clause"])
_FUTURE = "@future"


class DateKind(Enum):
    """How a date was said, where that decides what may be joined to it."""

    DAY = auto()
    NEAR = auto()  # counted from the day of writing, or a day of the week
    MONTH = auto()
    SPAN = auto()


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in a text: the spans it may be, likeliest first; none where no such day exists."""

    spans: tuple[Span, ...]
    kind: DateKind = DateKind.DAY

    @property
    def span(self) -> Span | None:
        """The likeliest span."""
        return self.spans[0] if self.spans else None


def on_days(days: Iterable[date | None], kind: DateKind = DateKind.DAY) -> Mention:
    """A mention of one day, of which several may be meant; a day of None is not in the calendar."""
    return Mention(tuple(one_day(day) for day in days if day), kind)


def ranging(span: Span | None, kind: DateKind = DateKind.SPAN) -> Mention:
    """A mention of a range."""
    return Mention((span,) if span else (), kind)


NO_SUCH_DAY = Mention(())


@dataclass(slots=True)
class Draft:
    """A text that is being read."""

    words: str
    written_on: date
    mentions: list[Mention] = field(default_factory=list)

    def sign(self, mention: Mention) -> str:
        """The sign that stands for a mention from now on."""
        self.mentions.append(mention)
        return chr(FIRST_SIGN + len(self.mentions) - 1)

    def at(self, sign: str) -> Mention:
        """The mention that a sign stands for."""
        return self.mentions[ord(sign) - FIRST_SIGN]

    def is_ahead(self, match: re.Match[str]) -> bool:
        """Whether the words of the same clause speak of what is still to come."""
        before = CLAUSE.split(match.string[: match.start()])[-1]
        after = CLAUSE.split(match.string[match.end() :])[0]
        return _FUTURE in before or "willbe" in before or _FUTURE in after

    def likeliest(self, days: tuple[date, ...], match: re.Match[str]) -> tuple[date, ...]:
        """The days with one still to come first, where the words speak of what is to come.

        Not one further off than the last such day: that one is meant, however it is said.
        """
        if not self.is_ahead(match):
            return days
        return tuple(sorted(days, key=lambda day: (abs(day - self.written_on), day)))


Rule = tuple[re.Pattern[str], Callable[[Draft, re.Match[str]], Mention | None]]


def rewrite(draft: Draft, rules: Iterable[Rule]) -> None:
    """Put a sign in place of all that each rule reads. A rule that gives None leaves the words."""
    for pattern, read in rules:

        def put(
            match: re.Match[str],
            read: Callable[[Draft, re.Match[str]], Mention | None] = read,
        ) -> str:
            mention = read(draft, match)
            return match[0] if mention is None else draft.sign(mention)

        draft.words = pattern.sub(put, draft.words)
