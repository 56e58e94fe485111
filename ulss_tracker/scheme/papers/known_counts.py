"""The counts of a paper as they become known: what each number is, and who has which count."""

from dataclasses import dataclass, field, replace

from ulss_tracker.scheme.papers.page_text import PaperText
from ulss_tracker.scheme.papers.paper import CountRead
from ulss_tracker.scheme.papers.pleas import ACQUITTED, PleaSaid
from ulss_tracker.scheme.papers.speech import Statement


@dataclass(slots=True)
class KnownCounts:
    """The counts read, and what is said of a number wherever a paper says it.

    `offences` has the count that a number is, of nobody yet; `said` the plea or verdict of an
    offender on a number, and the statement that says so.
    """

    paper: PaperText
    counts: list[CountRead] = field(default_factory=list)
    offences: dict[str, CountRead] = field(default_factory=dict)
    said: dict[tuple[str, str], tuple[PleaSaid, Statement]] = field(default_factory=dict)

    def of(self, offenders: tuple[str, ...] | None) -> list[CountRead]:
        """The counts of these offenders; all where nobody has been named."""
        return [one for one in self.counts if offenders is None or one.offender in offenders]

    def complete(self) -> None:
        """Add the counts whose plea or verdict named them by their number alone.

        One without a number gets that of the one count which is of its offence.
        """
        for (offender, number), (said, _) in self.said.items():
            if said.plea != ACQUITTED:
                self.of_number(offender, number)
        for count in self.counts:
            alike = [number for number, one in self.offences.items() if _is_same(one, count)]
            taken = {one.number for one in self.counts if one.offender == count.offender}
            if not count.number and len(alike) == 1 and alike[0] not in taken:
                count.number = alike[0]

    def of_number(self, offender: str, number: str) -> CountRead | None:
        """A count of an offender by the offence that its number is; none of an acquittal."""
        known = self.offences.get(number)
        said, statement = self.said.get((offender, number), (None, None))
        if known is None or (said and said.plea == ACQUITTED):
            return None
        count = replace(
            known,
            number=number,
            offender=offender,
            plea=said.plea if said else "",
            stage=said.stage if said else "",
            words=self.paper.words(statement.start, statement.end) if statement else known.words,
            page=self.paper.page(statement.start) if statement else known.page,
        )
        self.keep(count)
        return next((one for one in self.of((offender,)) if one.number == number), None)

    def is_defined(self, number: str, statement: Statement) -> bool:
        """Whether a statement other than this one says what the offence of a number is."""
        known = self.offences.get(number)
        return known is not None and known.words != self.paper.words(statement.start, statement.end)

    def keep(self, count: CountRead) -> None:
        """Add a count once; one without a number only where none has that offence."""
        of = self.of((count.offender,))
        known = next((one for one in of if one.number == count.number and count.number), None)
        if known is None and count.number:
            alike = [one for one in of if not one.number and _is_same(one, count)]
            known = alike[0] if len(alike) == 1 else None
        if known is None and not count.number:
            numbered = any(one.number for one in of) and not (count.plea and count.offence_id)
            same = any(one.offence_id == count.offence_id for one in of)
            if numbered or (same and count.offence_id):
                return
        if known is None:
            self.counts.append(count)
            return
        known.number = known.number or count.number
        known.plea, known.stage = known.plea or count.plea, known.stage or count.stage
        known.provision = known.provision or count.provision


def _is_same(one: CountRead, other: CountRead) -> bool:
    """Whether two counts are of one offence."""
    same_words = one.offence.casefold() == other.offence.casefold()
    return same_words or bool(one.offence_id and one.offence_id == other.offence_id)
