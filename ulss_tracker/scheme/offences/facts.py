"""The facts the scheme rules are asked about, and the shape of their answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.offences.offence import FactAnswer
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.requester_role import RequesterRole


class OrderKind(LabelledEnum):
    """The kind of order the court made. CJA 1988 s.35(6); Criminal Appeal Act 1968 s.50."""

    IMPRISONMENT = "imprisonment", "Imprisonment"
    SUSPENDED = "suspended", "Suspended sentence"
    COMMUNITY = "community", "Community order"
    FINE = "fine", "Fine"
    DISCHARGE = "discharge", "Discharge"
    HOSPITAL = "hospital", "Hospital order"
    INTERIM_HOSPITAL = "interim_hospital", "Interim hospital order"
    LIFE = "life", "Life sentence"
    DETENTION = "detention", "Detention"
    DEFERRED = "deferred", "Sentence deferred"
    CONFISCATION = "confiscation", "Confiscation order"
    OTHER = "other", "Another order"


class CameBy(LabelledEnum):
    """How the offender came to be sentenced in the Crown Court. None is not known, never no."""

    TRIAL = "trial", "Tried, or pleaded guilty, in the Crown Court"
    COMMITTED = "committed", "Sent up by a magistrates’ court for sentence only"
    APPEAL = "appeal", "On an appeal from a magistrates’ court"


@dataclass(frozen=True, slots=True)
class ConvictionFacts:
    """One offence the offender was sentenced for.

    offence_id: its row in the catalogue; None if it is not known, and then text is read.
    answers: the answers given, by question id.
    is_category: the words are a category of the office's register, which may not be the conviction,
    so they can take nothing out of the scheme.
    """

    offence_id: str | None
    form: Form = Form.FULL
    answers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    is_category: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """The known facts of one offender's sentence in one proceeding. None is not known, never no.

    court_text: the court as written, read where court_id is None.
    fraud_notice: whether a notice of serious or complex fraud was given in the case.
    came_by: how the offender came to be sentenced in the Crown Court.
    recorded: the facts are a line of the office's register, which nobody can be asked about: its
    court is a Crown Court unless it says otherwise, and its names have their ordinary meaning.
    received_at, as_at: aware moments; with either the answer also says whether it is in time.
    """

    court_id: str | None
    sentenced_on: date | None
    convictions: tuple[ConvictionFacts, ...]
    court_text: str = ""
    order_kind: OrderKind | None = None
    fraud_notice: bool | None = None
    came_by: CameBy | None = None
    recorded: bool = False
    varied_on: date | None = None
    standing: RequesterRole | None = None
    received_at: datetime | None = None
    as_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TestResult:
    """The finding of one test, in a sentence anyone can read, with its authority.

    test: court, offence (one result for each conviction), whole_case, other_offences, order, time,
    same_case (of a review's several sentences). basis: why the case is one to which Part 4 of the
    Criminal Justice Act 1988 applies (s.35(3)), where an offence is in: triable only on indictment,
    or the paragraph of the Order. Empty otherwise.
    """

    __test__ = False

    test: str
    verdict: Verdict
    reason: str
    authority: str
    basis: str = ""

    @property
    def label(self) -> str:
        """The name of the test, as people read it."""
        return _TEST_LABELS[self.test]


_TEST_LABELS = {
    "court": "The court",
    "offence": "The offence",
    "whole_case": "The whole case",
    "other_offences": "Other offences sentenced with it",
    "order": "The kind of sentence",
    "time": "The time limit",
    "same_case": "The same case",
}


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A fact that would decide, to ask next.

    id: court, sentenced_on, offence, or the id of a question of the catalogue. answers is empty
    where the answer is a date or words. conviction: which one it is about, counted from 0.
    """

    id: str
    text: str
    hint: str
    answers: tuple[FactAnswer, ...] = ()
    conviction: int | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on the scheme, test by test, and the questions to ask, most decisive first.

    Time is one of the tests but does not change the verdict: late is not the same as not covered.
    offence_ids: the rows that each conviction came to, in order.
    """

    verdict: Verdict
    tests: tuple[TestResult, ...]
    questions: tuple[NextQuestion, ...]
    catalogue_version: str
    offence_ids: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()

    @property
    def bases(self) -> tuple[str, ...]:
        """Each basis under s.35(3) on which the case is in, once."""
        return tuple(dict.fromkeys(test.basis for test in self.tests if test.basis))
