"""The counts of a paper: of each the offence, its provision, and how guilt was established.

An offence counts where the same statement says that somebody pleaded guilty to it or was convicted
of it, or goes on from one that does. One of which somebody was acquitted is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import Catalogue
from ulss_tracker.scheme.papers.count_numbers import CountMention, counts_named
from ulss_tracker.scheme.papers.known_counts import KnownCounts
from ulss_tracker.scheme.papers.page_text import PaperText
from ulss_tracker.scheme.papers.paper import CountRead
from ulss_tracker.scheme.papers.patterns import patterns_of, said_in, span_of
from ulss_tracker.scheme.papers.pleas import ACQUITTED, PleaSaid, plea_of, pleas_in
from ulss_tracker.scheme.papers.speech import Statement
from ulss_tracker.scheme.reading.mentions import Mention

_PLEA, _OFFENCE, _SENTENCE = (patterns_of(step) for step in ("plea", "offence", "sentence"))
_LONGEST_OFFENCE = 160
_LEAD = 12  # characters before the count of a statement that begins with it


@dataclass(slots=True)
class CountReader:
    """Reads the counts of one paper, statement by statement."""

    paper: PaperText
    catalogue: Catalogue
    on: date | None
    known: KnownCounts
    _numbers: tuple[str, ...] = ()  # named last
    _latest: CountRead | None = None
    _last_plea: PleaSaid | None = None
    _last_act: str = ""
    _acts: dict[str, str] = field(default_factory=dict)  # by the year of each
    is_record: bool = False
    is_joint: bool = False  # of several offenders

    def read(self, statement: Statement) -> None:
        """Add the counts that a statement tells of."""
        plain, start, end = self.paper.plain, statement.start, statement.end
        named = counts_named(plain, start, end)
        pleas = pleas_in(plain, start, end, is_record=self.is_record)
        tells = bool(pleas) or self._is_opening(statement)
        tells |= not self.is_joint and self._goes_on(statement, named)
        tells |= statement.offenders != () and self._is_row(statement, named)
        if not tells and not named:
            named = self._named_before(statement)
        if not tells and not named:
            return
        if not named and (self.known.counts and _PLEA["previous"].search(plain, start, end)):
            return
        mentions = self._mentions(start, end)
        for number, mention in enumerate(mentions):
            last = mentions[number - 1].end if number else start
            upcoming = mentions[number + 1].start if number + 1 < len(mentions) else end
            counts = _one_each(named, mentions, number)
            self._add(
                statement, mention, counts, pleas, (last, upcoming), mentions[0].start, tells=tells
            )
        self._keep_said(statement, named, pleas)
        self._pleas_of_known(statement, named, pleas, mentions)
        self._last_plea = pleas[-1] if pleas else self._last_plea
        self._numbers = named[-1].numbers if named else self._numbers

    def define(self, start: int, end: int) -> None:
        """Learn what a count is from a row of a list: “Count 3: Possessing ammunition ...”."""
        row = Statement(start, end, ())
        self.read(row)
        named = counts_named(self.paper.plain, start, end)
        if named and not any(number in self.known.offences for number in named[0].numbers):
            opening = self._opening(start, end, named[0])
            stop = self._ending(opening, end, end)
            count = self._count_read(row, opening, stop, end, "", None)
            self.known.offences |= dict.fromkeys(named[0].numbers, count)

    def _named_before(self, statement: Statement) -> list[CountMention]:
        """The counts that “each is an offence of” goes on from, as if named where it begins."""
        goes_on = _OFFENCE["goes_on"].match(self.paper.plain, statement.start, statement.end)
        place = goes_on.end() if goes_on else 0
        return [CountMention(place, place, self._numbers)] if goes_on and self._numbers else []

    def _keep_said(
        self, statement: Statement, named: Sequence[CountMention], pleas: Sequence[PleaSaid]
    ) -> None:
        """Remember the plea or verdict of each count named, and what “that is count 1” names."""
        for count in named:
            said = plea_of(pleas, count.start, statement.end)
            if said is None:
                continue
            for offender in statement.offenders or ("",):
                for number in count.numbers:
                    self.known.said.setdefault((offender, number), (said, statement))
        is_last = _OFFENCE["is_the_last"].match(self.paper.plain, statement.start, statement.end)
        if is_last and named and self._latest:
            self.known.offences.setdefault(named[0].numbers[0], self._latest)

    def _goes_on(self, statement: Statement, named: Sequence[CountMention]) -> bool:
        """Whether a statement goes on from a plea or verdict: “Count 2 is possession of ...”."""
        if self._last_plea is None or not named:
            return False
        is_item = self.paper.plain[: statement.start].rstrip().endswith(";")
        if not is_item and named[0].start - statement.start > _LEAD:
            names = self._mentions(statement.start, statement.end)
            behind = _OFFENCE["after_count"].match(self.paper.plain, named[0].end)
            if not behind or not any(0 <= one.start - behind.end() <= _LEAD for one in names):
                return False
        return not _SENTENCE["of_length"].search(self.paper.plain, statement.start, statement.end)

    def _is_row(self, statement: Statement, named: Sequence[CountMention]) -> bool:
        """Whether it gives a count's sentence beside its number: “Count 2 – Rape – 8 years”."""
        place = statement.start, statement.end
        if len(named) != 1 or named[0].start - statement.start > _LEAD:
            return False
        if not self.known.offences.keys().isdisjoint(named[0].numbers):
            return False
        is_sentenced = _SENTENCE["of_length"].search(self.paper.plain, *place)
        is_supposed = _SENTENCE["supposed"].search(self.paper.plain, *place)
        return bool(is_sentenced and not is_supposed) and all(
            count.number for count in self.known.counts
        )

    def _is_opening(self, statement: Statement) -> bool:
        """Whether it says for what somebody is sentenced of whom no count is known yet."""
        place = statement.start, statement.end
        known = {count.offender for count in self.known.counts}
        is_new = not known or not known.intersection(statement.offenders or ())
        return is_new and bool(_PLEA["is_sentenced"].search(self.paper.plain, *place))

    def _mentions(self, start: int, end: int) -> list[Mention]:
        """The offences named, and those that “contrary to” a provision alone tells of."""
        plain = self.paper.plain
        read = self.catalogue.typed.read(self.paper.text[start:end].replace("\n", " "), self.on)
        found = [
            Mention(
                one.start + start,
                one.end + start,
                one.rows,
                one.form,
                tuple((first + start, last + start, how) for first, last, how in one.by),
            )
            for one in read.mentions
            if any(
                how == "name" and not _OFFENCE["no_offence"].search(plain[start + a : start + b])
                for a, b, how in one.by
            )
            or _OFFENCE["contrary_to"].search(plain, start, start + one.start)
        ]
        ends = [start, *(one.end for one in found)]
        return [
            one
            for last, one in zip(ends, found, strict=False)
            if not _OFFENCE["told_of"].fullmatch(plain, last, one.start)
        ]

    def _add(
        self,
        statement: Statement,
        mention: Mention,
        named: Sequence[CountMention],
        pleas: Sequence[PleaSaid],
        between: tuple[int, int],
        first: int,
        *,
        tells: bool,
    ) -> None:
        plain = self.paper.plain
        names = [(first, last) for first, last, how in mention.by if how == "name"]
        lead = _OFFENCE["contrary_to"].search(plain, statement.start, mention.start)
        is_led = lead is not None and bool(lead[0].strip())
        names = names or [(lead.start(),) * 2 if lead and is_led else (mention.start, mention.end)]
        name_start = min(first for first, _ in names)
        name_end = max(last for _, last in names)
        if leading := _OFFENCE["leading"].match(plain, name_start, name_end):
            name_start = leading.end()
        is_exact = len(named) == 1 and named[0].start == named[0].end
        count = (
            named[0]
            if is_exact
            else _count_of(
                plain,
                name_start,
                mention.end if name_end <= name_start else name_end,
                named,
                between,
                first,
            )
        )
        said = plea_of(pleas, name_start, between[1])
        said = said or (self._last_plea if count else None)
        start = max(
            statement.start, between[0], *(one.end for one in named if one.end <= name_start)
        )
        start = self._opening(start, name_start, count)
        end = self._ending(name_end, mention.end, between[1])
        if _OFFENCE["not_a_name"].search(plain, start, end):
            start, end = name_start, name_end
        none = start == end or _OFFENCE["not_a_name"].search(plain, start, end)
        if none or _PLEA["previous"].search(plain, start, end):
            return
        read = self._count_read(statement, start, end, between[1], self._row(mention), said)
        self._latest = read
        if count and (tells or _is_beside(plain, count, start)):
            self.known.offences |= {n: read for n in count.numbers if n not in self.known.offences}
        if not tells or (said and said.plea == ACQUITTED):
            return
        for offender in statement.offenders or ("",):
            for number in count.numbers if count else ("",):
                self.known.keep(replace(read, number=number, offender=offender))

    def _count_read(
        self,
        statement: Statement,
        start: int,
        end: int,
        limit: int,
        row: str,
        said: PleaSaid | None,
    ) -> CountRead:
        """A count by the words of its offence, of nobody and with no number yet."""
        provision = self._provision(end, max(end, limit))
        if self.is_record and not provision:
            section = _OFFENCE["section"].search(self.paper.plain, end, limit)
            provision = self._provision(section.start(), limit) if section else ""
        return CountRead(
            "",
            "",
            self._named(start, end) + self._alternative(statement, start),
            row,
            provision,
            said.plea if said else "",
            said.stage if said else "",
            self.paper.page(start),
            self.paper.words(statement.start, statement.end),
        )

    def _pleas_of_known(
        self,
        statement: Statement,
        named: Sequence[CountMention],
        pleas: Sequence[PleaSaid],
        mentions: Sequence[Mention],
    ) -> None:
        """Give the pleas said of counts that were named before: “you pleaded guilty to count 3”.

        Of somebody of whom none is known it is said of the count named last: “you denied it, and
        the jury convicted you”.
        """
        if not pleas or pleas[-1].plea == ACQUITTED:
            return
        offenders = statement.offenders or ("",)
        known = self.known.of(offenders)
        if mentions and (known or not named):
            return
        numbers = {number for count in named for number in count.numbers}
        is_vague = _PLEA["vague"].fullmatch(self.paper.plain, pleas[-1].start, pleas[-1].end)
        if not (known or is_vague or named) and self.known.counts:
            latest = self.known.counts[-1]
            words = self.paper.words(statement.start, statement.end)
            known = [
                replace(one, offender=offender, plea="", words=words)
                for offender in offenders
                for one in self.known.of((latest.offender,))
                if one.words == latest.words
            ]
            self.known.counts += known
        said = plea_of(pleas, named[0].start if named else statement.end, statement.end)
        for one in known:
            if said and not one.plea and (not numbers or one.number in numbers):
                one.plea, one.stage = said.plea, said.stage

    def _named(self, start: int, end: int) -> str:
        """The name of an offence, without whom it was done to."""
        words = _OFFENCE["articles"].sub("", self.paper.words(start, end))
        return _OFFENCE["of_whom"].sub("", words).removesuffix(" and")

    def _row(self, mention: Mention) -> str:
        ids = {row.id for row in mention.rows}
        return ids.pop() if len(ids) == 1 and mention.form is Form.FULL else ""

    def _opening(self, start: int, name_start: int, count: CountMention | None) -> int:
        """Where the words of an offence begin: after its count, or after what leads to it."""
        if count and count.end <= name_start:
            opening = _OFFENCE["after_count"].match(self.paper.plain, count.end)
            start = opening.end() if opening else count.end
        opens = [
            match.end()
            for match in _OFFENCE["opens"].finditer(self.paper.plain[: name_start + 20], start)
            if match.end() <= name_start
        ]
        start = max([start, *opens])
        return start if name_start - start <= _LONGEST_OFFENCE else name_start

    def _ending(self, name_end: int, mention_end: int, limit: int) -> int:
        ending = _OFFENCE["ends"].search(self.paper.plain, name_end, max(limit, name_end))
        return ending.start() if ending else min(mention_end, limit)

    def _provision(self, start: int, end: int) -> str:
        """The provision that stands behind an offence, “that Act” being the one named last."""
        plain = self.paper.plain
        lead = _OFFENCE["contrary"].match(plain, start)
        place = lead.end() if lead else start
        if _OFFENCE["common_law"].match(plain, place):
            return "common law"
        section = _OFFENCE["section"].match(plain, place)
        if section is None:
            return ""
        act = _OFFENCE["act"].match(plain, section.end())
        if act and said_in(act, "act"):
            self._last_act = self.paper.words(*span_of(act, "act"))
            self._acts[self._last_act[-4:]] = self._last_act
        elif act and said_in(act, "year"):
            self._last_act = self._acts.get(said_in(act, "year"), "")
        number = said_in(section, "section")
        return f"{self._last_act} s.{number}" if self._last_act else ""

    def _alternative(self, statement: Statement, start: int) -> str:
        """That a conviction is the alternative to a graver charge, as the statement says it."""
        before = self.paper.plain[statement.start : start]
        if "in the alternative" not in before:
            return ""
        graver = _OFFENCE["graver"].search(before)
        return f" (alternative to {said_in(graver, 'graver')})" if graver else " (alternative)"


def _is_beside(plain: str, count: CountMention, start: int) -> bool:
    """Whether an offence stands straight behind its count, or before it."""
    return start < count.start or bool(_OFFENCE["defines"].fullmatch(plain, count.end, start))


def _one_each(
    named: Sequence[CountMention], mentions: Sequence[Mention], number: int
) -> Sequence[CountMention]:
    """The counts named; of “counts 1 and 4, burglary and theft” the one that an offence is."""
    if len(named) != 1 or not 1 < len(named[0].numbers) == len(mentions):
        return named
    one = named[0]
    if one.end > mentions[0].start:
        return named
    return [CountMention(mentions[number].start, mentions[number].start, (one.numbers[number],))]


def _count_of(
    plain: str,
    start: int,
    end: int,
    named: Sequence[CountMention],
    between: tuple[int, int],
    first: int,
) -> CountMention | None:
    """The count that an offence is: the one named before it, or straight behind it.

    Where the first offence of a statement, at `first`, stands before its count, so do all.
    """
    leading = plain[first : named[0].start] if named else ""
    is_behind = bool(leading) and not _OFFENCE["apart"].search(leading)
    before = [one for one in named if between[0] - 1 <= one.start and one.end <= start]
    after = next((one for one in named if end <= one.start < between[1]), None)
    is_bracketed = after and _OFFENCE["bracket"].fullmatch(plain, end, after.start)
    before = [one for one in before if not plain[one.end : start].startswith(")")]
    if after and (is_behind or not before or is_bracketed):
        gap = plain[end : after.start]
        leads = _OFFENCE["leads_to_count"].search(gap)
        is_plain = not _OFFENCE["apart"].search(gap)
        return after if leads and is_plain else None
    return before[-1] if before and not is_behind else None
