"""Which file of a case each paper may be: proposed by what the file is, for a person to confirm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ulss_tracker.models import Case, Document, Paper, PaperKind
from ulss_tracker.scheme.courts.courts import find_court
from ulss_tracker.scheme.papers.paper import PaperReading
from ulss_tracker.services.files import attachments

_NOTHING = PaperReading().as_plain()
# What a file is called where its words do not say what it is.
_NAMES = {
    PaperKind.INDICTMENT: r"indictment",
    PaperKind.SENTENCING_REMARKS: r"remarks|sentencing transcript",
    PaperKind.PRE_SENTENCE_REPORT: r"pre.?sentence|\bpsr\b",
    PaperKind.VICTIM_STATEMENT: r"victim|\bvps\b",
    PaperKind.ANTECEDENTS: r"antecedent|previous convictions|\bpnc\b",
    PaperKind.GUIDELINE: r"guideline",
    PaperKind.REPORT: r"cps report|\bmg ?5\b",
    PaperKind.OPENING_NOTE: r"opening|case summary",
}
_PAPER_KINDS = frozenset(PaperKind)


@dataclass(frozen=True, slots=True)
class FileProposal:
    """A file that a paper may be, and what in it speaks of another case, offender or court."""

    document: Document
    warnings: tuple[str, ...]


def proposals(case: Case, papers: Sequence[Paper]) -> dict[int, FileProposal]:
    """The file proposed for each wanted paper, by the paper's id: the newest of its kind."""
    joined = {paper.document_id for paper in papers}
    files: dict[PaperKind | None, FileProposal] = {}
    for document in attachments.with_readings(case):
        if document.id not in joined:
            reading = document.reading or _NOTHING
            kind = _kind(document, reading)
            files.setdefault(kind, FileProposal(document, _warnings(case, reading)))
    return {
        paper.id: files[paper.kind]
        for paper in papers
        if paper.is_wanted and paper.kind in files and paper.kind is not PaperKind.OTHER
    }


def _kind(document: Document, reading: dict[str, Any]) -> PaperKind | None:
    if reading["kind"] in _PAPER_KINDS and reading["kind"] != PaperKind.OTHER.value:
        return PaperKind(reading["kind"])
    called = re.sub(r"[_.-]+", " ", f"{document.name} {document.description}").lower()
    return next((kind for kind, words in _NAMES.items() if re.search(words, called)), None)


def _warnings(case: Case, reading: dict[str, Any]) -> tuple[str, ...]:
    """Name what the heading says otherwise than the record: nothing where either is silent."""
    numbers, offenders = reading["case_numbers"], reading["offenders"]
    known = {_surname(review.offender_name) for review in case.reviews}
    court = find_court(case.court_id)
    warnings = []
    if case.court_case_number and numbers and _plain(case.court_case_number) not in numbers:
        warnings.append(f"It has another case number: {', '.join(numbers)}")
    if offenders and not known.intersection(map(_surname, offenders)):
        warnings.append(f"It names another offender: {', '.join(offenders)}")
    if court and reading["court"] and reading["court"] != court.in_short:
        warnings.append(f"It names another court: {reading['court']}")
    return tuple(warnings)


def _surname(name: str) -> str:
    return name.split()[-1].casefold() if name.split() else ""


def _plain(number: str) -> str:
    return re.sub(r"[ /]", "", number.upper())
