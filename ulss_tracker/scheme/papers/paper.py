"""The facts read in a paper: each fact with its page and its words."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.reading.sentence_parts import Served

Value = TypeVar("Value")
_FACTS = {
    "court": "court",
    "case_numbers": "case_numbers",
    "judge": "judge",
    "sentence_date": "sentenced_on",
    "offenders": "offenders",
    "remand_days": "remand_days",
    "orders": "orders",
    "restrictions": "restrictions",
    "unread": "unread",
}


class ReadKind(LabelledEnum):
    """A kind of paper, by what it says of itself."""

    SENTENCING_REMARKS = "sentencing_remarks", "Sentencing remarks"
    INDICTMENT = "indictment", "Indictment"
    EXTRACT = "extract", "Extract of the court’s record"
    REPORT = "report", "CPS report on the case"
    PRE_SENTENCE_REPORT = "pre_sentence_report", "Pre-sentence report"
    VICTIM_STATEMENT = "victim_statement", "Victim personal statement"
    ANTECEDENTS = "antecedents", "Antecedents"
    LETTER = "letter", "Letter"
    OTHER = "other", "Something else"


@dataclass(frozen=True, slots=True)
class PaperFact(Generic[Value]):
    """A value, and the page and words that it was read from."""

    value: Value
    page: int
    words: str


@dataclass(slots=True)
class CountRead:
    """One count of one offender: what each paper says of it; what is not said is empty.

    `offence` is the paper's words and `offence_id` the row of the catalogue that they are, where
    they are one. `plea` is “guilty” or “not guilty, convicted after trial”.
    """

    number: str
    offender: str
    offence: str
    offence_id: str
    provision: str
    plea: str
    stage: str
    page: int
    words: str
    sentence: str = ""
    served: Served | None = None
    sentence_page: int = 0
    sentence_words: str = ""

    @property
    def sentence_in_full(self) -> str:
        """The sentence, and whether it is served beside the others or after them."""
        served = self.served.value.removesuffix("ly") if self.served else ""
        return f"{self.sentence} {served}".strip()


@dataclass(frozen=True, slots=True)
class TotalRead:
    """The whole sentence of one offender; `is_said` where the paper says it as a total."""

    offender: str
    sentence: str
    is_said: bool
    page: int
    words: str


@dataclass(slots=True)
class PaperReading:
    """All that was read in a paper, and what could not be."""

    kind: ReadKind = ReadKind.OTHER
    page_count: int = 0
    court: PaperFact[str] | None = None
    case_numbers: list[PaperFact[str]] = field(default_factory=list)
    judge: PaperFact[str] | None = None
    sentenced_on: PaperFact[date] | None = None
    offenders: list[PaperFact[str]] = field(default_factory=list)
    counts: list[CountRead] = field(default_factory=list)
    totals: list[TotalRead] = field(default_factory=list)
    remand_days: list[PaperFact[int]] = field(default_factory=list)
    orders: list[PaperFact[str]] = field(default_factory=list)
    restrictions: list[PaperFact[str]] = field(default_factory=list)
    unread: list[PaperFact[str]] = field(default_factory=list)

    def as_plain(self) -> dict[str, Any]:
        """The reading as plain values; `read_from` has the page and words of each single fact."""
        plain: dict[str, Any] = {"kind": self.kind.value, "pages": self.page_count}
        read_from = {}
        for name, attribute in _FACTS.items():
            said = getattr(self, attribute)
            facts = said if isinstance(said, list) else [said] if said else []
            values = [
                fact.value.isoformat() if isinstance(fact.value, date) else fact.value
                for fact in facts
            ]
            plain[name] = values if isinstance(said, list) else next(iter(values), None)
            read_from[name] = [{"page": fact.page, "words": fact.words} for fact in facts]
        plain["counts"] = [
            asdict(count) | {"sentence": count.sentence_in_full} for count in self.counts
        ]
        plain["totals"] = [asdict(total) for total in self.totals]
        return plain | {"read_from": read_from}
