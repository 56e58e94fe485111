"""A worksheet about a sentence, held against itself, the record and the law of its day.

It adds up what was typed and names what differs, with the provision. Whether the difference
matters is the lawyer's to say: nothing here says that a sentence is wrong. What is not typed, not
read as whole months, or not verified in the law, is not spoken of.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.penalties import Convicted, Penalties
from ulss_tracker.scheme.reading.sentence_months import Custody, custody_of
from ulss_tracker.scheme.reading.sentence_parts import Length, Part, PartKind, Served
from ulss_tracker.scheme.reading.sentence_words import read_sentence
from ulss_tracker.scheme.time.deadline import slip_rule_last_day

CODE_FROM = date(2020, 12, 1)
"""The first day of conviction under the Sentencing Act 2020 (SI 2020/1236); read as of sentence."""
SUSPENDED_UP_TO = date(2026, 3, 21)
"""The last day on which two years was the longest: Sentencing Act 2026 ss.2, 49(4) (not read
whole, so nothing is said of a later day)."""
_PLEA = "Sentencing Act 2020 s.73"
_RECORD = "Criminal Procedure Rules r.41.3(3)"
_NAMED = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_THIRDS = (33, 34)


@dataclass(frozen=True, slots=True)
class Count:
    """One count as it was typed; `pleaded_guilty` is the record's, None where it is not known.

    `passed` and `before_plea` are sentences in words, `reduction` a share of one (“25%”, “one
    third”). What is not typed is empty.
    """

    convicted: Convicted
    convicted_on: date | None
    pleaded_guilty: bool | None
    passed: str = ""
    before_plea: str = ""
    reduction: str = ""
    served: Served | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sentence of a day as the record has it, and what the worksheet says of it."""

    sentenced_on: date
    varied_on: date | None
    recorded: str
    counts: Sequence[Count]
    starting_point: str = ""
    range_from: str = ""
    range_to: str = ""
    guideline_from: date | None = None
    remand_days: int | None = None


def differences(sheet: Sheet, penalties: Penalties) -> list[str]:
    """Whatever does not add up, or is other than the record or the law of the day, in sentences."""
    return [
        *_of_the_whole(sheet),
        *_of_the_guideline(sheet),
        *(words for count in sheet.counts for words in _of_a_count(count, sheet, penalties)),
    ]


def total(counts: Sequence[Count]) -> Custody | None:
    """The sum of the counts: the longest, and each consecutive one after it; None if not known.

    A minimum term of life, or an extended sentence beside another, is added to nothing.
    """
    terms = [(_custody(count.passed), count.served) for count in counts]
    lengths = [term for term, _ in terms if term]
    if not lengths or len(lengths) < len(terms) or len({term.measure for term in lengths}) > 1:
        return None
    measure = lengths[0].measure
    if len(lengths) > 1 and measure == "minimum term":
        return None
    after = sum(term.months for term, served in terms if term and served is Served.CONSECUTIVELY)
    beside = [term.months for term, served in terms if term and served is not Served.CONSECUTIVELY]
    return Custody(measure, after + max(beside, default=0))


def share(words: str) -> Fraction | None:
    """A reduction as a share of one: “25%”, “25”, “one third”, “1/3”, “a quarter”; else None."""
    text = words.casefold().replace("per cent", "%").strip(" .")
    if parts := _NAMED.get(text.removeprefix("one").removeprefix("a").strip(" -")):
        return Fraction(1, parts)
    digits, slash, whole = text.rstrip("% ").partition("/")
    if slash and digits.isdecimal() and whole.isdecimal() and int(whole):
        return Fraction(int(digits), int(whole))
    if not slash and digits.isdecimal() and int(digits) <= 100:
        return Fraction(1, 3) if int(digits) in _THIRDS else Fraction(int(digits), 100)
    return None


def _custody(words: str) -> Custody | None:
    return custody_of(words, OrderKind.IMPRISONMENT)


def _months(words: str) -> int | None:
    read = _custody(words)
    return read.months if read else None


def _term(months: int) -> str:
    return Length().plus(Length(months=months)).words or "nothing"


def _of_the_whole(sheet: Sheet) -> Iterator[str]:
    added, recorded = total(sheet.counts), custody_of(sheet.recorded)
    if added and recorded and added.measure == recorded.measure and added != recorded:
        yield (
            f"The counts come to {_term(added.months)}, and the record says "
            f"{_term(recorded.months)} ({_RECORD})"
        )
    if added and recorded and added.measure != recorded.measure:
        yield (
            f"The counts are typed as a {added.measure}, and the record is a {recorded.measure} "
            f"({_RECORD})"
        )
    less = next((part.less for part in read_sentence(sheet.recorded).parts if part.less), None)
    if sheet.remand_days is not None and less and not (less.years or less.months):
        days = less.weeks * 7 + less.days
        if days != sheet.remand_days:
            yield (
                f"{sheet.remand_days} days on remand are typed, and the record takes off {days} "
                "(Sentencing Act 2020 ss.322(2)(b), 323(2)(c))"
            )
    last_day = slip_rule_last_day(sheet.sentenced_on)
    if sheet.varied_on and last_day and sheet.varied_on > last_day:
        yield (
            f"The sentence was varied on {sheet.varied_on:%-d %B %Y}, after the 56 days that ended "
            f"on {last_day:%-d %B %Y} (Sentencing Act 2020 s.385)"
        )


def _of_the_guideline(sheet: Sheet) -> Iterator[str]:
    if sheet.guideline_from and sheet.guideline_from > sheet.sentenced_on:
        yield (
            f"The guideline typed is in force from {sheet.guideline_from:%-d %B %Y}, after the day "
            "of sentence (Sentencing Act 2020 s.59(1))"
        )
    low, start, high = map(_months, (sheet.range_from, sheet.starting_point, sheet.range_to))
    if low is not None and high is not None and low > high:
        yield "The range typed ends below where it begins (the guideline as typed)"
    elif start is not None and (
        (low is not None and start < low) or (high is not None and start > high)
    ):
        yield "The starting point typed is outside the range typed (the guideline as typed)"


def _of_a_count(count: Count, sheet: Sheet, penalties: Penalties) -> Iterator[str]:
    label = f"“{count.convicted.label}”"
    if not count.passed.strip():
        if any(other.passed.strip() for other in sheet.counts):
            yield f"{label}: no sentence is typed for it ({_RECORD})"
        return
    if count.convicted_on and count.convicted_on > sheet.sentenced_on:
        yield f"{label}: the conviction recorded is later than the sentence ({_RECORD})"
    yield from _of_the_plea(count, label)
    parts = read_sentence(count.passed, OrderKind.IMPRISONMENT).parts
    for part in parts:
        yield from _of_a_part(part, label, sheet)
        yield from _of_its_extension(part, count, label, sheet, penalties)
    if outside := penalties.outside(parts, [count.convicted], sheet.sentenced_on):
        yield outside.partition(". ")[0].rstrip(".")


def _of_the_plea(count: Count, label: str) -> Iterator[str]:
    reduction, before, passed = (
        share(count.reduction),
        _months(count.before_plea),
        _custody(count.passed),
    )
    if reduction and count.pleaded_guilty is False:
        yield f"{label}: a reduction for plea is typed, and the record has a verdict ({_PLEA}(1))"
    if count.pleaded_guilty and reduction == 0:
        yield f"{label}: no reduction is typed, and the record has a guilty plea ({_PLEA}(2))"
    if before is None or passed is None or reduction is None:
        return
    expected = before * (1 - reduction)
    if abs(expected - passed.months) >= 1:
        yield (
            f"{label}: {_term(before)} less {count.reduction.strip()} is {_term(round(expected))}, "
            f"and {_term(passed.months)} is typed as passed ({_PLEA})"
        )


def _of_a_part(part: Part, label: str, sheet: Sheet) -> Iterator[str]:
    if sheet.sentenced_on < CODE_FROM:
        return
    if part.kind is PartKind.LIFE and part.minimum_term is None:
        yield f"{label}: life is typed without a minimum term (Sentencing Act 2020 s.321(2))"
    length = part.length
    if part.is_suspended and length and sheet.sentenced_on <= SUSPENDED_UP_TO:
        months = length.years * 12 + length.months
        days = length.weeks * 7 + length.days
        if months > 24 or (months == 24 and days):
            yield (
                f"{label}: {length.words} is suspended, more than 2 years "
                "(Sentencing Act 2020 s.277(2)(b))"
            )
        elif not months and days < 14:
            yield (
                f"{label}: {length.words} is suspended, less than 14 days "
                "(Sentencing Act 2020 s.277(2)(a))"
            )


def _of_its_extension(
    part: Part, count: Count, label: str, sheet: Sheet, penalties: Penalties
) -> Iterator[str]:
    if part.licence is None or part.length is None or sheet.sentenced_on < CODE_FROM:
        return
    extension = part.licence.years * 12 + part.licence.months
    if extension < 12 or extension > 96:
        yield (
            f"{label}: the extension period is {part.licence.words}; it is 1 year at least, and at "
            "most 5 for a violent, 8 for a sexual or terrorism offence, and more only for serious "
            "terrorism (Sentencing Act 2020 s.281(4))"
        )
    offence = count.convicted.offence
    maximum = penalties.maximum_at(offence, sheet.sentenced_on) if offence else None
    if maximum and maximum.length:
        whole = part.length.plus(part.licence)
        most = maximum.length.years * 12 + maximum.length.months
        if whole.years * 12 + whole.months > most:
            yield (
                f"{label}: custody and extension come to {whole.words}, above the maximum of "
                f"{maximum.words} (Sentencing Act 2020 s.281(5); {maximum.source})"
            )
