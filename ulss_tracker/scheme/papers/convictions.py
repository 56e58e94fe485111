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
    counts: list[CountRead] = field(default_factory=list)
    _last_plea: PleaSaid | None = None
    _last_act: str = ""
    _acts: dict[str, str] = field(default_factory=dict)  # by the year of each
    is_record: bool = False

    def read(self, statement: Statement) -> None:
        """Add the counts that a statement tells of."""
        plain, start, end = self.paper.plain, statement.start, statement.end
        named = counts_named(plain, start, end)
        pleas = pleas_in(plain, start, end, is_record=self.is_record)
        if not pleas and not self._goes_on(statement, named) and not self._is_opening(statement):
            return
        if not named and (self.counts and _PLEA["previous"].search(plain, start, end)):
            return
        mentions = self._mentions(start, end)
        for number, mention in enumerate(mentions):
            last = mentions[number - 1].end if number else start
            upcoming = mentions[number + 1].start if number + 1 < len(mentions) else end
            counts = _one_each(named, mentions, number)
            self._add(statement, mention, counts, pleas, (last, upcoming), mentions[0].start)
        self._pleas_of_known(statement, named, pleas, mentions)
        self._last_plea = pleas[-1] if pleas else self._last_plea

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

    def _is_opening(self, statement: Statement) -> bool:
        """Whether it says for what somebody is sentenced of whom no count is known yet."""
        place = statement.start, statement.end
        known = {count.offender for count in self.counts}
        is_new = not known or not known.intersection(statement.offenders or ())
        return is_new and bool(_PLEA["is_sentenced"].search(self.paper.plain, *place))

    def _mentions(self, start: int, end: int) -> list[Mention]:
        read = self.catalogue.typed.read(self.paper.text[start:end].replace("\n", " "), self.on)
        return [
            Mention(
                one.start + start,
                one.end + start,
                one.rows,
                one.form,
                tuple((first + start, last + start, how) for first, last, how in one.by),
            )
            for one in read.mentions
            if any(how == "name" for _, _, how in one.by)
        ]

    def _add(
        self,
        statement: Statement,
        mention: Mention,
        named: Sequence[CountMention],
        pleas: Sequence[PleaSaid],
        between: tuple[int, int],
        first: int,
    ) -> None:
        plain = self.paper.plain
        name_start = min(first for first, _, how in mention.by if how == "name")
        name_end = max(last for _, last, how in mention.by if how == "name")
        if leading := _OFFENCE["leading"].match(plain, name_start, name_end):
            name_start = leading.end()
        is_exact = len(named) == 1 and named[0].start == named[0].end
        count = (
            named[0] if is_exact else _count_of(plain, name_start, name_end, named, between, first)
        )
        said = plea_of(pleas, name_start, between[1])
        said = said or (self._last_plea if count else None)
        if said and said.plea == ACQUITTED:
            return
        start = self._opening(statement.start, name_start, count)
        end = self._ending(name_end, mention.end, between[1])
        offence = self._named(start, end)
        provision = self._provision(end, max(end, between[1]))
        if self.is_record and not provision:
            section = _OFFENCE["section"].search(plain, end, between[1])
            provision = self._provision(section.start(), between[1]) if section else ""
        if _PLEA["previous"].search(plain, start, end):
            return
        for offender in statement.offenders or ("",):
            for number in count.numbers if count else ("",):
                self._keep(
                    CountRead(
                        number,
                        offender,
                        offence + self._alternative(statement, start),
                        self._row(mention),
                        provision,
                        said.plea if said else "",
                        said.stage if said else "",
                        self.paper.page(start),
                        self.paper.words(statement.start, statement.end),
                    )
                )

    def _keep(self, count: CountRead) -> None:
        """Add a count once; one without a number only where none has that offence."""
        of = [one for one in self.counts if one.offender == count.offender]
        known = next((one for one in of if one.number == count.number and count.number), None)
        if known is None and not count.number:
            numbered = any(one.number for one in of) and not (count.plea and count.offence_id)
            same = any(one.offence_id == count.offence_id for one in of)
            if numbered or (same and count.offence_id):
                return
            count.number = self._joint_number(count)
        if known is None:
            self.counts.append(count)
            return
        known.plea, known.stage = known.plea or count.plea, known.stage or count.stage
        known.provision = known.provision or count.provision

    def _joint_number(self, count: CountRead) -> str:
        """The number of another's count, where the words say that the offence is the same."""
        numbers = {one.number for one in self.counts if one.offence_id == count.offence_id}
        is_same = count.offence_id and _OFFENCE["joint"].search(count.words)
        return numbers.pop() if is_same and len(numbers) == 1 else ""

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
        known = [one for one in self.counts if one.offender in offenders]
        if mentions and (known or not named):
            return
        numbers = {number for count in named for number in count.numbers}
        is_vague = _PLEA["vague"].fullmatch(self.paper.plain, pleas[-1].start, pleas[-1].end)
        if not known and not is_vague and self.counts:
            first = self.counts[-1].words
            known = [
                replace(
                    one,
                    offender=offender,
                    plea="",
                    words=self.paper.words(statement.start, statement.end),
                )
                for offender in offenders
                for one in self.counts
                if (one.number in numbers if named else one.words == first)
                and one.offender == self.counts[-1].offender
            ]
            self.counts += known
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
    if after and (is_behind or not before):
        gap = plain[end : after.start]
        leads = _OFFENCE["leads_to_count"].search(gap)
        is_plain = not _OFFENCE["apart"].search(gap)
        return after if leads and is_plain else None
    return before[-1] if before and not is_behind else None
