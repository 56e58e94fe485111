"""One thing that is wrong, as the watchdog tells a person of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ulss_tracker.scheme.time.time_words import counted

_TELL_AGAIN = timedelta(hours=4)
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is wrong, in a sentence with numbers and references and nobody's name.

    `about` is what it is about, one by one: told of these, nobody is told again until `again`.
    """

    id: str
    text: str
    about: frozenset[str] = frozenset()
    again: timedelta = _TELL_AGAIN

    @property
    def names(self) -> frozenset[str]:
        """Keys recorded as told: the kind alone, or the kind of each that it is about."""
        return frozenset(f"{self.id} {name}" for name in self.about) or frozenset({self.id})


def about_each(
    alarm_id: str,
    about: Sequence[object],
    noun: str | tuple[str, str],
    words: str,
    *,
    again: timedelta = _TELL_AGAIN,
) -> Iterator[Alarm]:
    """The alarm of these, one by one; none where there are none.

    Its text begins with how many there are of the `noun` (one, or one and several); where `words`
    have {}, which they are.
    """
    if about:
        names = [str(name) for name in about]
        nouns = (noun,) if isinstance(noun, str) else noun
        text = f"{counted(len(names), *nouns)} {words.format(in_short(names))}"
        yield Alarm(alarm_id, text, frozenset(names), again)


def in_short(names: Sequence[str]) -> str:
    """The first twenty, and how many more there are."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
