"""The standing of each offence a text names: convicted, charged, acquitted, or somebody else's.

Only convictions count. Each cue speaks of what follows it in its sentence, or of what went before;
where a text says nothing, everything it names counts.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ulss_tracker.scheme.reading.cues import CueTable, MentionStatus, load_cues
from ulss_tracker.scheme.reading.patterns import patterns_of
from ulss_tracker.scheme.reading.tokens import sentences_of

_SAYS = patterns_of("polarity")
_MOST_AWAY = 25
_MOST_BEFORE = 600  # characters in which an offence is another person's


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    forward: MentionStatus | None
    backward: MentionStatus | None
    is_of_next: bool = False


@dataclass(frozen=True, slots=True)
class Standings:
    """The standing of each span asked about, in order, and what is said and not read.

    unread: where a conviction is spoken of and no offence follows. is_not_known: the writer says
    that the conviction is not known.
    """

    of: tuple[MentionStatus, ...]
    unread: tuple[tuple[int, int], ...]
    is_not_known: bool


def standings(text: str, spans: Sequence[tuple[int, int]]) -> Standings:
    """Say of each span of a flat text, given in order, how it stands."""
    table = load_cues()
    found: list[MentionStatus] = [MentionStatus.SAID] * len(spans)
    unread: list[tuple[int, int]] = []
    carried: int | None = None
    number = 0
    around = _without(text, spans)
    is_about_one = bool(table.one.search(text))
    for start, end in sentences_of(text):
        inside: list[int] = []
        while number < len(spans) and spans[number][0] < end:
            inside.append(number)
            number += 1
        sentence = _Sentence(
            text, around, start, end, spans, inside, table, is_about_one=is_about_one
        )
        for place, standing in sentence.standings().items():
            found[place] = standing
        unread += sentence.unread
        back = None if inside else sentence.back
        if back and carried is not None and found[carried] is not MentionStatus.CONVICTED:
            found[carried] = back
        if table.that.search(around, start, end) and not sentence.is_denied:
            _convict_charged(found, inside or range(number))
        if inside:
            carried = inside[-1]
    return Standings(tuple(found), tuple(unread), bool(table.not_known.search(text)))


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with every offence blank: no cue reaches into one or over it."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = "\0" * (end - start)
    return "".join(chars)


def _convict_charged(found: list[MentionStatus], places: Iterable[int]) -> None:
    """ "They charged stalking and he pleaded to that": what was charged is the conviction."""
    for place in places:
        if found[place] is MentionStatus.CHARGED:
            found[place] = MentionStatus.CONVICTED


class _Sentence:
    """One sentence: its cues and the offences in it. around: the text with the offences blank."""

    def __init__(
        self,
        text: str,
        around: str,
        start: int,
        end: int,
        spans: Sequence[tuple[int, int]],
        inside: Sequence[int],
        table: CueTable,
        *,
        is_about_one: bool,
    ) -> None:
        self._text, self._around, self._start, self._end = text, around, start, end
        self._spans, self._inside, self._table = spans, inside, table
        self.unread: list[tuple[int, int]] = []
        self.back: MentionStatus | None = None
        self.is_denied = False
        self._is_about_one = is_about_one
        self._cues = self._find()

    def _find(self) -> list[_Cue]:
        """The cues of the sentence, none inside an offence; of two that overlap, the later end."""
        if not self._inside and not self._table.any_cue.search(
            self._around, self._start, self._end
        ):
            return []
        cues = [
            _Cue(*match.span(kind.at), kind.forward, kind.backward, is_of_next=kind.is_of_next)
            for kind in self._table.kinds
            for match in self._matches(kind.pattern)
        ]
        letters = [(m, MentionStatus.ACQUITTED) for m in self._matches(self._table.nearest)]
        if letters:
            letters += [(m, MentionStatus.CONVICTED) for m in self._matches(_SAYS["guilty"])]
        cues += [self._lettered(match, standing) for match, standing in letters]
        cues.sort(key=lambda cue: (cue.start, -cue.end))
        kept: list[_Cue] = []
        for cue in cues:
            if kept and cue.start < kept[-1].end:
                if cue.end <= kept[-1].end:
                    continue
                kept.pop()
            kept.append(cue)
        return kept

    def _matches(self, pattern: re.Pattern[str]) -> Iterable[re.Match[str]]:
        return pattern.finditer(self._around, self._start, self._end)

    def _lettered(self, match: re.Match[str], standing: MentionStatus) -> _Cue:
        """ "NG s.18, G s.20" speaks of what follows; "s.18 NG, s.20 G" of what went before."""
        follows = any(
            _SAYS["beside"].fullmatch(self._text, match.end(), self._spans[place][0])
            for place in self._inside
            if self._spans[place][0] >= match.end()
        )
        if follows and not self._is_after_each(match.start()):
            return _Cue(match.start(), match.end(), standing, None)
        return _Cue(match.start(), match.end(), None, standing)

    def _is_after_each(self, place: int) -> bool:
        """True if the letters stand behind an offence, as the first do: "s.18 NG s.20 G"."""
        ends = [self._spans[number][1] for number in self._inside]
        first = min((m.start() for m in self._matches(_SAYS["letters"])), default=place)
        return any(not self._text[end:place].strip() for end in ends if end <= place) and any(
            not self._text[end:first].strip() for end in ends if end <= first
        )

    def standings(self) -> dict[int, MentionStatus]:
        """The standing of each offence in the sentence."""
        found: dict[int, MentionStatus] = {}
        state: MentionStatus | None = None
        opened: _Cue | None = None
        narrow = False
        events: list[tuple[int, int | _Cue]] = [(self._spans[p][0], p) for p in self._inside]
        events += [(cue.start, cue) for cue in self._cues]
        seen: list[int] = []
        for _, event in sorted(events, key=lambda pair: pair[0]):
            if isinstance(event, int):
                if narrow and opened is None and not self._is_joined(seen[-1], event):
                    state = None
                found[event] = state or MentionStatus.SAID
                if self._is_others(event):
                    found[event] = MentionStatus.OTHERS
                seen.append(event)
                opened = None
                continue
            if event.backward is not None:
                self._look_back(event, event.backward, seen, found)
                state = None
            if event.forward is not None:
                narrow = event.is_of_next
                self._note(opened)
                if event.forward is MentionStatus.SAID:
                    state = None
                    opened = None
                else:
                    state = event.forward
                    opened = event
                self.is_denied = self.is_denied or event.forward is MentionStatus.ACQUITTED
        self._note(opened)
        return found

    def _is_joined(self, last: int, event: int) -> bool:
        """True if "and" joins an offence to the one before it."""
        return bool(_SAYS["and"].fullmatch(self._text, self._spans[last][1], self._spans[event][0]))

    def _look_back(
        self,
        cue: _Cue,
        standing: MentionStatus,
        seen: Sequence[int],
        found: dict[int, MentionStatus],
    ) -> None:
        """The cue speaks of the offence before it, and of those joined to that one by "and"."""
        self.is_denied = self.is_denied or standing is MentionStatus.ACQUITTED
        said = self._text[cue.start : cue.end]
        if not seen:
            before = self._text[self._start : cue.start]
            is_other = _SAYS["rest"].search(before) or _SAYS["elsewhere"].search(before)
            if (
                _SAYS["verdict"].search(said)
                and not is_other
                and not self._table.others.search(before)
            ):
                self.back = standing
            return
        last = seen[-1]
        gap = self._text[self._spans[last][1] : cue.start]
        if not _reaches(said, standing, gap, found[last]):
            return
        found[last] = standing
        for earlier in reversed(seen[:-1]):
            if not self._is_joined(earlier, last) or found[earlier] is MentionStatus.CONVICTED:
                break
            found[earlier] = standing
            last = earlier

    def _is_others(self, place: int) -> bool:
        """True if the conviction is another person's: their name for it stands before."""
        start = self._spans[place][0]
        before = self._text[max(self._start, start - _MOST_BEFORE) : start]
        marks = list(self._table.others.finditer(before))
        if self._is_about_one:
            marks += self._table.numbers.finditer(before)
            marks.sort(key=lambda mark: mark.start())
        if not marks:
            return False
        after = before[marks[-1].end() :]
        said = before[marks[-1].start() :]
        return not self._table.selves.search(said) and not _SAYS["turned"].search(after)

    def _note(self, cue: _Cue | None) -> None:
        """A conviction is spoken of and nothing was read: it may be what decides."""
        if cue is None or cue.forward is not MentionStatus.CONVICTED:
            return
        rest = self._text[cue.end : self._end].strip()
        if self._inside and self._spans[self._inside[0]][0] < cue.start and rest[:1] in set(",.)"):
            return
        if (
            rest
            and not _SAYS["number_next"].match(self._text, cue.end)
            and re.search(r"[a-z]{4}", rest)
        ):
            self.unread.append((cue.start, min(self._end, cue.end + 60)))


def _reaches(said: str, standing: MentionStatus, gap: str, stood: MentionStatus) -> bool:
    """True if a cue speaks of the offence before it: `gap` is between, `stood` its standing yet."""
    if (
        _SAYS["rest"].search(gap)
        or _SAYS["elsewhere"].search(gap)
        or _SAYS["is_of_another"].search(gap)
    ):
        return False
    if said.startswith(("dropped", "collapsed")) and _SAYS["somebody"].search(gap):
        return False
    if stood is not MentionStatus.CONVICTED:
        return True
    # What a text calls a conviction is undone, or made another, only from close by.
    is_near = "," not in gap and len(gap) <= _MOST_AWAY
    is_undone = standing is MentionStatus.ACQUITTED
    return is_near and (not is_undone or bool(_SAYS["of_the_same"].fullmatch(gap)))
