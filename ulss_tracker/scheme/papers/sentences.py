"""Gives each sentence that a paper says was passed to its count and its offender."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ulss_tracker.scheme.papers.count_numbers import CountMention, counts_named
from ulss_tracker.scheme.papers.disposals import (
    WITH_LICENCE,
    Disposal,
    disposals_in,
    kind_of,
    length_of_both,
    length_words,
    of_length,
)
from ulss_tracker.scheme.papers.page_text import PaperText
from ulss_tracker.scheme.papers.paper import CountRead, PaperFact, TotalRead
from ulss_tracker.scheme.papers.patterns import patterns_of, said_in
from ulss_tracker.scheme.papers.sentence_counts import FOLLOWING, CountFinder
from ulss_tracker.scheme.papers.speech import Statement
from ulss_tracker.scheme.reading.sentence_parts import Served

_SAYS = patterns_of("sentence")
# “Gerrard Tulley, who faced count 1 alone, was sentenced”.
_RECEIVED = re.compile(
    r"\b([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)(?:, [^,.;]+,)? (?:has |had |have )*"
    r"(?:received|got|(?:is|was|been) (?:sentenced|given|serving|made subject))\b"
)
_LEAD = 16  # characters before the count of a statement that is about it


@dataclass(slots=True)
class SentenceReader:
    """Gives each sentence that a paper says was passed to its count, statement by statement."""

    paper: PaperText
    counts: list[CountRead]
    finder: CountFinder
    day: str = "\n"  # the words for the day of sentence
    totals: dict[str, TotalRead] = field(default_factory=dict)
    # Of an offender and the number of a count, which is empty where none is named.
    minimum: dict[tuple[str, str], str] = field(default_factory=dict)
    less: dict[tuple[str, str], str] = field(default_factory=dict)
    remand: dict[str, PaperFact[str]] = field(default_factory=dict)
    age: dict[str, int] = field(default_factory=dict)
    _of: tuple[str, ...] | None = None
    _last: list[CountRead] = field(default_factory=list)
    _passed: list[CountRead] = field(default_factory=list)  # in the order of their sentences
    _is_behind: bool | None = None
    _last_is_extended: int = 0
    _parts: dict[str, str] = field(default_factory=dict)  # of the extended sentence just passed

    def read(self, statement: Statement) -> None:
        """Take what a statement says of sentences."""
        plain, start, end = self.paper.plain, statement.start, statement.end
        if statement.offenders != self._of:
            self._of, self.finder.now, self._last = statement.offenders, (), []
        named = counts_named(plain, start, end)
        self.finder.age += 1
        if named and (
            named[0].start - start <= _LEAD
            or not (named[1:] or _SAYS["of_length"].search(plain, start, named[0].start))
        ):
            self.finder.speak_of(named[0].numbers)
        self._terms(statement)
        total = self._total(statement)
        done = False
        self._is_behind = None
        for first, last in self._clauses(statement, named):
            is_of_offence = any(self.finder.names(statement, one) for one in self.counts)
            is_of_offence |= bool(_SAYS["others"].search(plain, start, end))
            may_be_bare = bool(named) or is_of_offence
            may_be_bare |= bool(_SAYS["stated"].search(plain, first, last))
            disposals = disposals_in(plain, first, last, may_be_bare=may_be_bare)
            for place, disposal in enumerate(disposals):
                count = self._count_of(disposal, named)
                if count and len(count.numbers) == len(disposals) > 1:
                    count = self._respectively(count, place, last)
                is_stated = _SAYS["stated"].search(plain, first, disposal.end)
                is_bare = _SAYS["alone"].fullmatch(disposal.words) and not (
                    is_of_offence or is_stated
                )
                if disposal.start in total or (
                    not is_stated and self._is_supposed(first, disposal, last)
                ):
                    continue
                if count is None and (
                    is_bare or not (is_stated or self._is_passed(statement, disposal))
                ):
                    continue
                done |= self._give(statement, disposal, count, last)
        if not done:
            self._goes_on(statement)

    def _clauses(
        self, statement: Statement, named: Sequence[CountMention]
    ) -> Iterator[tuple[int, int]]:
        """A statement cut before each count that it names but the first."""
        cuts = {statement.start, statement.end}
        for count in named[1:]:
            lead = _SAYS["leads"].search(self.paper.plain[statement.start : count.start])
            cuts.add(statement.start + lead.start() if lead else count.start)
        places = sorted(cuts)
        yield from pairwise(places)

    def _respectively(self, count: CountMention, place: int, end: int) -> CountMention:
        """Of “counts 2 and 3, four and five years respectively” the one at this place."""
        if "respectively" not in self.paper.plain[count.end : end]:
            return count
        return CountMention(count.start, count.end, (count.numbers[place],))

    def _count_of(self, disposal: Disposal, named: Sequence[CountMention]) -> CountMention | None:
        """The count a sentence is passed on: the one named last before it, or straight behind it.

        Where the first sentence of a statement stands before its count, so do all.
        """
        before = [count for count in named if count.end <= disposal.start]
        behind = next((count for count in named if count.start >= disposal.end), None)
        leads = self.paper.plain[disposal.end : behind.start] if behind else ""
        self._is_behind = not before if self._is_behind is None else self._is_behind
        if before and not self._is_behind:
            return before[-1]
        return behind if behind and _SAYS["behind"].match(leads) else None

    def _is_passed(self, statement: Statement, disposal: Disposal) -> bool:
        plain = self.paper.plain
        before = plain[statement.start : disposal.start]
        passes = _SAYS["passes"].search(plain, statement.start, statement.end)
        return bool(passes or _SAYS["verbless"].match(before) or _SAYS["credited"].match(before))

    def _is_supposed(self, start: int, disposal: Disposal, end: int) -> bool:
        """Whether the words around a length say that it was not the sentence passed."""
        before = self.paper.plain[start : disposal.start]
        before = _SAYS["turns"].split(before)[-1].replace(self.day, "")
        tail = self.paper.plain[disposal.end : min(end, disposal.end + 25)]
        if _SAYS["claimed"].search(before) or self._is_of_a_stranger(start, disposal.start):
            return True
        if _SAYS["credited"].match(before):
            return False
        passes = list(_SAYS["passes"].finditer(before))
        supposed = list(_SAYS["supposed"].finditer(before))
        if supposed and not (passes and passes[-1].start() > supposed[-1].end()):
            return True
        return bool(_SAYS["before_credit"].match(tail))

    def _is_of_a_stranger(self, start: int, end: int) -> bool:
        """Whether somebody else was given the sentence: “Wesley Unwin received 11 years”."""
        known = " ".join(one.offender for one in self.counts).lower().split()
        return any(
            not set(received[1].lower().split()).intersection(known)
            for received in _RECEIVED.finditer(self.paper.text, start, end)
        )

    def _give(
        self, statement: Statement, disposal: Disposal, named: CountMention | None, end: int
    ) -> bool:
        counts = self.finder.counts_for(statement, disposal, named)
        if not counts:
            return False
        words = self._with_section(disposal, statement)
        served = self._served(statement, disposal, statement.end if self._is_behind else end)
        for number, count in enumerate(counts):
            is_lead = number == 0 and len(counts) > 1 and not self._has_sentence(count.offender)
            if count.sentence and not named and not _is_fuller(words, count.sentence):
                continue
            if not any(count is one for one in self._passed):
                self._passed.append(count)
            count.sentence = words
            count.served = None if is_lead else served
            count.sentence_page = self.paper.page(disposal.start)
            count.sentence_words = self.paper.words(statement.start, statement.end)
        self._last = counts
        if words.startswith(WITH_LICENCE):
            self._last_is_extended, self._parts = FOLLOWING, {}
            self._terms(statement)
        return True

    def _has_sentence(self, offender: str) -> bool:
        return any(one.sentence for one in self.counts if one.offender == offender)

    def _served(self, statement: Statement, disposal: Disposal, end: int) -> Served | None:
        plain = self.paper.plain
        near = _SAYS["served"].search(plain, disposal.start, min(end, disposal.end + 60))
        if near is None:
            near = _SAYS["served"].search(
                plain, max(statement.start, disposal.start - 60), disposal.start
            )
        if near is None:
            return None
        return Served.CONCURRENTLY if said_in(near, "con") else Served.CONSECUTIVELY

    def _with_section(self, disposal: Disposal, statement: Statement) -> str:
        """Detention of a child names the section it is passed under."""
        words = disposal.words
        section = _SAYS["section"].search(self.paper.plain, disposal.start, statement.end)
        if section and words.endswith("detention"):
            return f"{words} ({section[2].title()} s.{section[1]})"
        return words

    def _terms(self, statement: Statement) -> None:
        """The parts of an extended sentence, a minimum term, and days on remand."""
        plain, start, end = self.paper.plain, statement.start, statement.end
        if self._last_is_extended and self._last:
            self._last_is_extended -= 1
            self._extend(plain, start, end)
        minimum = list(_SAYS["minimum"].finditer(plain, start, end))
        said = minimum[-1].end() if minimum else start
        supposed = _SAYS["supposed"].search(plain, start, said)
        age = _SAYS["age"].search(plain, start, end)
        named = [number for one in counts_named(plain, start, end) for number in one.numbers]
        numbers = named if named and _SAYS["life"].search(plain, start, end) else [""]
        for offender in statement.offenders or ():
            if age:
                self.age.setdefault(offender, int(said_in(age, "age")))
            for number in numbers if minimum and not supposed else ():
                self.minimum[offender, number] = length_words(said_in(minimum[-1], "length"))
            days = _SAYS["remand"].search(plain, start, end) or _SAYS["less"].search(
                plain, start, end
            )
            if days:
                count = (said_in(days, "days") or said_in(days, "after")).replace(",", "")
                # Days taken off before the minimum term was said are in it already.
                if _SAYS["less"].search(plain, start, end):
                    self.less |= {
                        (offender, number): count
                        for number in numbers
                        if (offender, number) in self.minimum
                    }
                self.remand[offender] = PaperFact(
                    count, self.paper.page(days.start()), self.paper.words(start, end)
                )

    def _extend(self, plain: str, start: int, end: int) -> None:
        for name in ("custodial", "licence"):
            if match := _SAYS[name].search(plain, start, end):
                self._parts[name] = said_in(match, "length")
        custody, licence = self._parts.get("custodial"), self._parts.get("licence")
        for count in self._last:
            if (
                custody
                and licence
                and "(" not in count.sentence
                and count.sentence.startswith(WITH_LICENCE)
            ):
                total = count.sentence
                licence_name = "extended licence" if total.startswith("extended") else "licence"
                if total in WITH_LICENCE:
                    both = length_of_both(custody, licence)
                    total = f"{total} of {both}" if both else total
                count.sentence = (
                    f"{total} (custodial term {length_words(custody)},"
                    f" {licence_name} {length_words(licence)})"
                )

    def _total(self, statement: Statement) -> range:
        """The total that a statement says; where its words stand."""
        plain, start, end = self.paper.plain, statement.start, statement.end
        if not _SAYS["total"].search(plain, start, end):
            return range(0)
        match = _SAYS["total_is"].search(plain, start, end)
        if match is None or _SAYS["supposed"].search(plain, start, match.start()):
            return range(0)
        for offender in statement.offenders or ():
            words = of_length(said_in(match, "length"), kind_of(said_in(match, "custody")))
            self.totals[offender] = TotalRead(
                offender, words, True, self.paper.page(match.start()), self.paper.words(start, end)
            )
            self._last = [one for one in self._passed if one.offender == offender] or self._last
        return range(match.start(), match.end())

    def _goes_on(self, statement: Statement) -> None:
        """“They will be concurrent”: said of the sentence just passed, or of all of them."""
        plain, start, end = self.paper.plain, statement.start, statement.end
        self._suspend(plain, start, end)
        served = _SAYS["served"].search(plain, start, end)
        if served is None:
            return
        how = Served.CONCURRENTLY if said_in(served, "con") else Served.CONSECUTIVELY
        if _SAYS["all_served"].search(plain, start, end):
            but_for = _SAYS["but_for"].search(plain, start, end)
            others = {
                number
                for count in counts_named(plain, but_for.start() if but_for else end, end)
                for number in count.numbers
            }
            of = [one for one in self._passed if one.offender in (statement.offenders or ())]
            for count in [one for one in of if one.sentence != "no separate penalty"][1:]:
                if count.number not in others:
                    count.served = count.served or how
        elif _SAYS["goes_on"].match(plain[start:end]):
            for count in self._last:
                count.served = count.served or how

    def _suspend(self, plain: str, start: int, end: int) -> None:
        """“It will be suspended for 21 months”: said of the sentence just passed."""
        suspended = _SAYS["suspended"].search(plain, start, end)
        is_said = suspended or _SAYS["is_suspended"].search(plain, start, end)
        supposed = is_said and _SAYS["supposed"].search(plain, start, end)
        for count in self._last if is_said and not supposed else ():
            if "suspended" not in count.sentence:
                length = length_words(said_in(suspended, "suspended_for")) if suspended else ""
                count.sentence += f" suspended for {length}" if length else " suspended"


def _is_fuller(words: str, known: str) -> bool:
    """Whether a sentence says more than the one known: its kind, or the licence it has."""
    has_licence = words.startswith(WITH_LICENCE) and not known.startswith(WITH_LICENCE)
    return words.startswith(known) or has_licence
