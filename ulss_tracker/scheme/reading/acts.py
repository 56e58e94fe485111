"""Finding Acts in a text: by title, cut short or in Welsh, by abbreviation, by the year alone.

"Immig. Act 1971", "Ddeddf Traffig Ffyrdd 1988", "SOA03", "the 1956 Act", "the same Act".
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ulss_tracker.scheme.reading.patterns import any_of, patterns_of
from ulss_tracker.scheme.reading.tokens import flat

_SAYS = patterns_of("acts")
_SHORTEST_TITLE = 6
_LONGEST_INITIALS = 8


@dataclass(frozen=True, slots=True)
class ActFound:
    """An Act named: where, and which it may be, the likeliest first.

    is_slip: the year said is that of no Act of that name.
    """

    start: int
    end: int
    acts: tuple[str, ...]
    is_slip: bool = False


class ActFinder:
    """Finds the Acts of the catalogue. others: further names of each; cut: words cut short."""

    def __init__(
        self,
        titles: Iterable[str],
        others: Mapping[str, Sequence[str]],
        cut: Mapping[str, Sequence[str]],
    ) -> None:
        self._cut = cut
        self._whole = {short: word for word, shorts in cut.items() for short in shorts}
        self._named: dict[str, dict[str, None]] = defaultdict(dict)
        self._of_year: dict[str, list[str]] = defaultdict(list)
        self._written: set[str] = set()
        for act in dict.fromkeys(titles):
            for name in (_SAYS["year"].sub("", act).strip(), *others.get(act, ())):
                self._written.add(self._flat(name))
                self._named[self._key(name)][act] = None
            if year := _SAYS["year"].search(act):
                self._of_year[year[1]].append(act)

    def find(self, text: str) -> list[ActFound]:
        """Every Act named in a flat text, in order."""
        acts_cited = [*self._by_name(text), *self._by_year(text)]
        acts_cited.sort(key=lambda act: act.start)
        for match in _SAYS["same"].finditer(text):
            before = [act for act in acts_cited if act.end <= match.start()]
            if before:
                acts_cited.append(ActFound(match.start(), match.end(), before[-1].acts))
        return sorted(acts_cited, key=lambda act: act.start)

    def _by_name(self, text: str) -> Iterator[ActFound]:
        for match in self._pattern.finditer(text):
            acts = list(self._named[self._key(match["name"])])
            year, start, is_slip = match["year"], match.start("name"), False
            if match["before"] and any(act.endswith(match["before"]) for act in acts):
                year, start = match["before"], match.start()
            if year:
                dated = [act for act in acts if act.endswith(year[-2:])]
                if not dated and len(year) == 2 and len(match["name"]) < _SHORTEST_TITLE:
                    yield ActFound(start, match.end("name"), tuple(acts))
                    continue
                is_slip = not dated and len(acts) == 1
                acts = acts if is_slip else dated
            elif len(match["name"]) < 4 and not _is_near_section(text, match):
                continue
            yield ActFound(start, match.end(), tuple(acts), is_slip)

    def _by_year(self, text: str) -> Iterator[ActFound]:
        for match in _SAYS["by_year"].finditer(text):
            acts = self._of_year.get(match["year"] or match["blwyddyn"], ())
            if acts:
                yield ActFound(match.start(), match.end(), tuple(acts))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted((name for name in self._written if name), key=len, reverse=True)
        loose = any_of(self._loose(name) for name in names if name != "common law")
        before, after = _SAYS["year_before"].pattern, _SAYS["year_after"].pattern
        return re.compile(rf"(?<![a-z0-9]){before}(?P<name>{loose})(?![a-z]){after}")

    def _loose(self, name: str) -> str:
        """A name with its stops, spaces and commas free: "O.A.P.A" is OAPA."""
        if name.isalpha() and len(name) <= 5:
            return r"\.?".join(name) + r"\.?"
        return r"[\s,.]{1,3}".join(self._word(word) for word in name.split())

    def _word(self, word: str) -> str:
        if word in {"and", "&"}:
            return "(?:and|&)"
        if word == "deddf":
            return "d?deddf"
        if "(" in word and len(word) <= _LONGEST_INITIALS:
            return r"\.?".join(map(re.escape, word)) + r"\.?"
        shorts = "".join(rf"|{re.escape(short)}\.?" for short in self._cut.get(word, ()))
        return f"(?:{re.escape(word)}{shorts})" if shorts else re.escape(word)

    def _flat(self, name: str) -> str:
        return " ".join(re.sub(r"[,.]", " ", flat(name)).split())

    def _key(self, name: str) -> str:
        words = [
            "deddf" if word == "ddeddf" else self._whole.get(word, word)
            for word in self._flat(_SAYS["initial"].sub(r"\1", name)).replace("&", "and").split()
        ]
        joined = " ".join(words)
        return joined.replace(" ", "") if all(len(word) == 1 for word in words) else joined


def _is_near_section(text: str, match: re.Match[str]) -> bool:
    """True if an abbreviation of two or three letters stands beside a section."""
    beside = (
        text[max(0, match.start() - 24) : match.start()] + "|" + text[match.end() : match.end() + 8]
    )
    return bool(_SAYS["near"].search(beside))
