"""The worksheet about a sentence: what it says, and what of it differs from the record.

Its parts follow the Crown Prosecution Service's template for prosecution advocates (sentence,
facts, aggravating features, mitigation, antecedents, sentencing range, miscellaneous, conclusion):
https://www.cps.gov.uk/legal-guidance/unduly-lenient-sentences-instructions-and-template-prosecution-advocates,
11 January 2017, read on 1 December 2026. A guideline's figures are those that a lawyer typed.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from ulss_tracker.models import Conviction, DraftOf, Plea, Review, Sentence, WrittenDraft, db
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.offences.penalties import Convicted, load_penalties
from ulss_tracker.scheme.offences.worksheet import Count, Sheet, differences
from ulss_tracker.scheme.reading.sentence_parts import Served

LABELS: Mapping[str, str] = {
    "how_judge": "How the judge got there",
    "plea_stage": "Plea, the stage at which it was entered, and any basis",
    "facts": "The facts",
    "aggravating": "What makes the offending more serious",
    "mitigating": "Mitigation",
    "antecedents": "Antecedents",
    "guideline": "Guideline: its name and version",
    "guideline_from": "In force from",
    "guideline_address": "Its address",
    "category": "Category",
    "starting_point": "Starting point",
    "range_from": "Range, from",
    "range_to": "Range, to",
    "totality": "Totality",
    "remand_days": "Days on remand",
    "procedure": "Procedure: committal, slip rule, sentences of the same case",
    "why_lenient": "Why the sentence appears unduly lenient",
}
"""The parts that are about the whole sentence, in the template's order."""
COUNT_LABELS: Mapping[str, str] = {
    "before_plea": "Before any reduction for plea",
    "reduction": "Reduction for plea",
    "passed": "Passed on this count",
    "served": "Served",
}
"""The parts that are about each count; the number of the conviction follows their name."""
_DAY = "%d %B %Y"


def labels(review: Review) -> dict[str, str]:
    """Every part of the review's worksheet, and what people call it."""
    return {**LABELS} | {
        f"{name}_{conviction.id}": f"{name_of(conviction)}: {label.lower()}"
        for sentence in review.sentences
        for conviction in sentence.convictions
        for name, label in COUNT_LABELS.items()
    }


def written(review: Review) -> Mapping[str, str]:
    """The newest words of the review's worksheet, by part; none before anything was kept."""
    query = (
        select(WrittenDraft.words)
        .where(WrittenDraft.review_id == review.id, WrittenDraft.kind == DraftOf.WORKSHEET)
        .order_by(WrittenDraft.version.desc())
        .limit(1)
    )
    return db.session.scalar(query) or {}


def frozen(review: Review, words: Mapping[str, str]) -> dict[str, Any]:
    """The worksheet as a pack keeps it: each part that is written, and what differs."""
    parts = [[label, words[name]] for name, label in labels(review).items() if words.get(name)]
    return {"parts": parts, "differences": differences_in(review, words) if parts else []}


def range_in_words(words: Mapping[str, str]) -> str:
    """The guideline with its version, the category and its range, as the worksheet has them."""
    since = f", in force from {words['guideline_from']}" if words.get("guideline_from") else ""
    address = f" ({words['guideline_address']})" if words.get("guideline_address") else ""
    bounds = " to ".join(filter(None, (words.get("range_from"), words.get("range_to"))))
    figures = {
        "Category": words.get("category", ""),
        "Starting point": words.get("starting_point", ""),
        "Range": bounds,
    }
    guideline = f"{words['guideline']}{since}{address}." if words.get("guideline") else ""
    place = " ".join(f"{label}: {value}." for label, value in figures.items() if value)
    return "\n\n".join(filter(None, (guideline, place, words.get("totality"))))


def passed_on(conviction: Conviction, words: Mapping[str, str]) -> str:
    """The sentence on one count, as the worksheet has it: “2 years, concurrent”, or nothing."""
    parts = (words.get(f"{name}_{conviction.id}", "").strip() for name in ("passed", "served"))
    return ", ".join(filter(None, parts))


def name_of(conviction: Conviction) -> str:
    """The offence as the catalogue has it, or in the words it came in."""
    offence = find_offence(conviction.offence_id)
    return offence.title if offence else conviction.text


def differences_in(review: Review, words: Mapping[str, str]) -> list[str]:
    """Whatever in the worksheet does not add up, or differs from the record or the day's law."""
    return [
        difference
        for sentence in review.sentences
        for difference in differences(_sheet(sentence, words), load_penalties())
    ] + list(_not_read(words))


def read_day(text: str) -> date | None:
    """A day written as 1 April 2021; None for anything else."""
    try:
        return datetime.strptime(text.strip(), _DAY).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _not_read(words: Mapping[str, str]) -> Iterator[str]:
    text = words.get("guideline_from", "").strip()
    if text and read_day(text) is None:
        yield f"“{text}”, from which the guideline is in force, is not read: write 1 April 2021"


def _sheet(sentence: Sentence, words: Mapping[str, str]) -> Sheet:
    days = words.get("remand_days", "").strip()
    return Sheet(
        sentenced_on=sentence.sentenced_on,
        varied_on=sentence.varied_on,
        recorded=sentence.text,
        counts=[_count(conviction, words) for conviction in sentence.convictions],
        starting_point=words.get("starting_point", ""),
        range_from=words.get("range_from", ""),
        range_to=words.get("range_to", ""),
        guideline_from=read_day(words.get("guideline_from", "")),
        remand_days=int(days) if days.isascii() and days.isdecimal() else None,
    )


def _count(conviction: Conviction, words: Mapping[str, str]) -> Count:
    def typed(name: str) -> str:
        return words.get(f"{name}_{conviction.id}", "")

    offence = find_offence(conviction.offence_id)
    return Count(
        convicted=Convicted(offence, conviction.form, name_of(conviction)),
        convicted_on=conviction.convicted_on,
        pleaded_guilty=conviction.plea is Plea.GUILTY_PLEA if conviction.plea else None,
        passed=typed("passed"),
        before_plea=typed("before_plea"),
        reduction=typed("reduction"),
        served=Served(typed("served")) if typed("served") in set(Served) else None,
    )
