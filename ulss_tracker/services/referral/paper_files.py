"""Which file of a case each paper may be: proposed by what the file is, for a person to confirm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ulss_tracker.models import Case, Document, Paper, PaperKind
from ulss_tracker.scheme.courts.courts import find_court
from ulss_tracker.scheme.papers.paper import PaperReading
from ulss_tracker.scheme.papers.reading import read_heading
from ulss_tracker.services.files import attachments

_READ = 6_000  # characters of a file's words, which hold its heading
# What a file is called where its words do not say what it is.
_NAMES = {
    PaperKind.INDICTMENT: r"indictment",
    PaperKind.SENTENCING_REMARKS: r"remarks|sentencing transcript",
    PaperKind.PRE_SENTENCE_REPORT: r"pre.?sentence|\bpsr\b",
    PaperKind.VICTIM_STATEMENT: r"victim|\bvps\b",
    PaperKind.ANTECEDENTS: r"antecedent|previous convictions|\bpnc\b",
    PaperKind.GUIDELINE: r"guideline",
    PaperKind.REPORT: r"cps report|opening|\bmg ?5\b",
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
    for document in attachments.with_words(case):
        if document.id not in joined:
            reading = read_heading([document.words[:_READ]])
            kind = _kind(document, reading)
            files.setdefault(kind, FileProposal(document, _warnings(case, reading)))
    return {
        paper.id: files[paper.kind]
        for paper in papers
        if paper.is_wanted and paper.kind in files and paper.kind is not PaperKind.OTHER
    }


def _kind(document: Document, reading: PaperReading) -> PaperKind | None:
    if reading.kind.value in _PAPER_KINDS and reading.kind.value != PaperKind.OTHER.value:
        return PaperKind(reading.kind.value)
    called = re.sub(r"[_.-]+", " ", f"{document.name} {document.description}").lower()
    return next((kind for kind, words in _NAMES.items() if re.search(words, called)), None)


def _warnings(case: Case, reading: PaperReading) -> tuple[str, ...]:
    """Name what the heading says otherwise than the record: nothing where either is silent."""
    numbers = [fact.value for fact in reading.case_numbers]
    offenders = [fact.value for fact in reading.offenders]
    known = {_surname(review.offender_name) for review in case.reviews}
    court = find_court(case.court_id)
    warnings = []
    if case.court_case_number and numbers and _plain(case.court_case_number) not in numbers:
        warnings.append(f"It has another case number: {', '.join(numbers)}")
    if offenders and not known.intersection(map(_surname, offenders)):
        warnings.append(f"It names another offender: {', '.join(offenders)}")
    if court and reading.court and reading.court.value != court.in_short:
        warnings.append(f"It names another court: {reading.court.value}")
    return tuple(warnings)


def _surname(name: str) -> str:
    return name.split()[-1].casefold() if name.split() else ""


def _plain(number: str) -> str:
    return re.sub(r"[ /]", "", number.upper())
