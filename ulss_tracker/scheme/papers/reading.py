"""Reads a paper: its kind, heading, counts, sentences, totals, orders and restrictions."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from ulss_tracker.scheme.offences.offences import Catalogue
from ulss_tracker.scheme.papers import heading
from ulss_tracker.scheme.papers.charges import charges
from ulss_tracker.scheme.papers.convictions import CountReader
from ulss_tracker.scheme.papers.disposals import sum_of
from ulss_tracker.scheme.papers.known_counts import KnownCounts
from ulss_tracker.scheme.papers.page_text import PaperText, text_of
from ulss_tracker.scheme.papers.paper import (
    CountRead,
    PaperFact,
    PaperReading,
    ReadKind,
    TotalRead,
)
from ulss_tracker.scheme.papers.patterns import patterns_of, said_in, span_of
from ulss_tracker.scheme.papers.sentence_counts import CountFinder
from ulss_tracker.scheme.papers.sentences import SentenceReader
from ulss_tracker.scheme.papers.speech import Statement, statements
from ulss_tracker.scheme.reading.sentence_parts import Served

_KINDS = patterns_of("kinds")
_ORDERS = patterns_of("orders")
_SENTENCE = patterns_of("sentence")
_RESTRICTED = patterns_of("restrictions")
_FIRST_PAGE = 3_000
_ADULT = 21
_HEARINGS = frozenset({ReadKind.SENTENCING_REMARKS, ReadKind.EXTRACT, ReadKind.OTHER})
_LABELLED = re.compile(r"(?m)^(?=(?!Count )[A-Z][A-Za-z ]{3,40}:)")
# A row of a table of counts: “1 Rape, contrary to ...”, or of sentences: “1. 5 years”.
_ROW = re.compile(
    r"(?m)^\s*(?:Count )?(\d{1,2})[.):|]?\s+"
    r"(?=[A-Z][a-z]+|[A-Z]{4,}|[Ss]\.? ?\d|\d+ (?:year|month))"
)

# A row of a list of counts in the heading.
_LISTED = re.compile(r"(?mi)^\W*count \d{1,2}\b[^\n]+")


def read_paper(pages: Sequence[str], catalogue: Catalogue) -> PaperReading:
    """Read a paper from the words of its pages."""
    paper = text_of(pages)
    reading = PaperReading(kind=_kind(paper), page_count=len(pages))
    if reading.kind is ReadKind.EXTRACT:
        paper = text_of([_as_sentences(page) for page in pages])
    if not paper.text.strip():
        reading.unread.append(PaperFact("no words could be read", 1, ""))
        return reading
    end = heading.heading_end(paper)
    _read_heading(paper, reading, end)
    names = [offender.value for offender in reading.offenders]
    start = 0 if reading.kind in {ReadKind.EXTRACT, ReadKind.LETTER} else end
    spoken = statements(paper, start, names)
    on = reading.sentenced_on.value if reading.sentenced_on else None
    _read_counts(paper, reading, spoken, catalogue, on)
    reading.restrictions = _restrictions(paper)
    reading.orders = _orders(paper, spoken)
    _name_unread(reading)
    return reading


def _read_heading(paper: PaperText, reading: PaperReading, end: int) -> None:
    reading.court = heading.court_in(paper, end)
    reading.case_numbers = heading.case_numbers_in(paper, end)
    reading.judge = heading.judge_in(paper, end)
    reading.sentenced_on = heading.day_in(paper, end, is_dated=reading.kind in _HEARINGS)
    reading.offenders = heading.offenders_in(paper, end)


def _as_sentences(page: str) -> str:
    """A page of a record with each row of its table, and each line with a label, a sentence."""
    return _LABELLED.sub(". ", _ROW.sub(r". Count \1: ", page.replace(";", ",")))


def _kind(paper: PaperText) -> ReadKind:
    first = paper.plain[:_FIRST_PAGE]
    return next(
        (ReadKind(name) for name, says in _KINDS.items() if says.search(first)), ReadKind.OTHER
    )


def _read_counts(
    paper: PaperText,
    reading: PaperReading,
    spoken: Sequence[Statement],
    catalogue: Catalogue,
    on: date | None,
) -> None:
    if reading.kind is ReadKind.INDICTMENT:
        reading.counts = charges(paper, [one.value for one in reading.offenders], catalogue, on)
        return
    known = KnownCounts(paper)
    counts = CountReader(paper, catalogue, on, known, is_record=reading.kind is ReadKind.EXTRACT)
    counts.is_joint = len(reading.offenders) > 1
    for row in _LISTED.finditer(paper.text, 0, spoken[0].start if spoken else len(paper.text)):
        counts.define(*row.span())
    for statement in spoken:
        counts.read(statement)
    known.complete()
    sentences = SentenceReader(paper, known.counts, CountFinder(paper.plain, known))
    if reading.sentenced_on:
        sentences.day = reading.sentenced_on.words.lower()
    for statement in spoken:
        sentences.read(statement)
    for count in known.counts:
        _add_minimum(count, sentences)
        _complete(count, known.counts, sentences)
    reading.counts = known.counts
    reading.remand_days = [
        PaperFact(int(days.value), days.page, days.words)
        for days in sentences.remand.values()
        if days.value.isdigit()
    ]
    for offender in dict.fromkeys(count.offender for count in known.counts):
        of = [count for count in known.counts if count.offender == offender and count.sentence]
        total = _total(offender, of, sentences.totals.get(offender))
        if total:
            reading.totals.append(total)


def _add_minimum(count: CountRead, sentences: SentenceReader) -> None:
    """The minimum term of a life sentence: as said of its count, else as said of its offender."""
    whole = sentences.minimum.get((count.offender, ""))
    minimum = sentences.minimum.get((count.offender, count.number), whole)
    if "for life" in count.sentence and minimum:
        count.sentence += f", minimum term {minimum}"
        days = sentences.less.get((count.offender, count.number))
        if days is None and minimum == whole:
            days = sentences.less.get((count.offender, ""))
        if days:
            count.sentence += f" less {days} days on remand"


def _complete(count: CountRead, counts: Sequence[CountRead], sentences: SentenceReader) -> None:
    """A length said alone is of the kind that the offender's other sentence or total is.

    From 21 years of age it is imprisonment (Sentencing Act 2020 s.227).
    """
    of = [one for one in counts if one.offender == count.offender]
    if _SENTENCE["alone"].fullmatch(count.sentence):
        total = sentences.totals.get(count.offender)
        said = [*(one.sentence for one in of), total.sentence if total else ""]
        kinds = {
            said_in(kind, "kind") for words in said if (kind := _SENTENCE["of_a_kind"].match(words))
        }
        if not kinds and sentences.age.get(count.offender, 0) >= _ADULT:
            kinds = {"imprisonment"}
        if len(kinds) == 1:
            apostrophe = "'" if count.sentence.endswith("s") else "'s"
            count.sentence += f"{apostrophe} {kinds.pop()}"
    numbers = {one.number for one in of if one.number}
    is_first = count is of[0] and "1" not in numbers and len(numbers) == len(of) - 1
    if not count.number and numbers and is_first:
        count.number = "1"


def _total(offender: str, of: Sequence[CountRead], said: TotalRead | None) -> TotalRead | None:
    """The total as said, in the words of the sentence that is as long.

    Where none is said it is the one sentence that the others run beside, with those after it.
    """
    if said is not None:
        same = next((one for one in of if one.sentence.startswith(said.sentence)), None)
        alike = next((one for one in of if f" {said.sentence} " in f" {one.sentence} "), None)
        whole = same or alike
        words = whole.sentence if whole else said.sentence
        if not whole and of and words[-1] == "s":
            kind = of[0].sentence.partition("' ")[2].partition(" suspended")[0]
            words = f"{words}' {kind}" if kind else words
        return TotalRead(offender, words, True, said.page, said.words)
    leads = [one for one in of if one.served is None and one.sentence != "no separate penalty"]
    after = [one for one in of if one.served is Served.CONSECUTIVELY]
    if len(leads) != 1:
        return None
    lead = leads[0]
    words = sum_of([lead.sentence, *(one.sentence for one in after)]) if after else lead.sentence
    return (
        TotalRead(offender, words, False, lead.sentence_page, lead.sentence_words)
        if words
        else None
    )


def _restrictions(paper: PaperText) -> list[PaperFact[str]]:
    """Each provision that keeps somebody's name or a report from the public, once."""
    found: dict[str, PaperFact[str]] = {}
    for match in re.finditer(r"[^.]*(?:" + _RESTRICTED["of"].pattern + r")[^.]*", paper.plain):
        start, end = match.span()
        section = _RESTRICTED["section"].search(paper.plain, start, end)
        if section:
            number = said_in(section, "section")
            provision = paper.words(*span_of(section, "act")) + (f" s.{number}" if number else "")
            if not any(known.startswith(provision) for known in found):
                found[provision] = _fact(paper, provision, start, end)
        elif not found and not _RESTRICTED["not_one"].search(match[0]):
            found.setdefault("", _fact(paper, "said without its provision", start, end))
    return [fact for provision, fact in found.items() if provision or len(found) == 1]


def _orders(paper: PaperText, spoken: Sequence[Statement]) -> list[PaperFact[str]]:
    return [
        _fact(paper, name.replace("_", " "), statement.start, statement.end)
        for name, says in _ORDERS.items()
        for _, group in groupby(
            spoken, key=lambda one: says.search(paper.plain, one.start, one.end) is not None
        )
        for statement in list(group)[:1]
        if says.search(paper.plain, statement.start, statement.end)
    ]


def _fact(paper: PaperText, value: str, start: int, end: int) -> PaperFact[str]:
    return PaperFact(value, paper.page(start), paper.words(start, end))


def _name_unread(reading: PaperReading) -> None:
    """Name each fact of the paper's kind that was not found in it."""
    facts: dict[str, object] = {
        "court": reading.court,
        "case number": reading.case_numbers,
        "offenders": reading.offenders,
    }
    if reading.kind in {ReadKind.SENTENCING_REMARKS, ReadKind.EXTRACT}:
        facts |= {"day of sentence": reading.sentenced_on, "judge": reading.judge}
        reading.unread += [
            PaperFact(f"sentence for {one.offence} of {one.offender}", one.page, one.words)
            for one in reading.counts
            if not one.sentence
        ]
    if reading.kind in {ReadKind.SENTENCING_REMARKS, ReadKind.EXTRACT, ReadKind.INDICTMENT}:
        facts["counts"] = reading.counts
    reading.unread += [PaperFact(name, 1, "") for name, value in facts.items() if not value]
