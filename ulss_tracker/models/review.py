"""A review: the office's work on one offender in a case, and what it rests on."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered, Versioned, index_where, oldest_first
from ulss_tracker.models.database import Choice
from ulss_tracker.models.deadline import THE_28_DAYS, Deadline
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.scheme.workflow.stages import LawOfficer, Outcome, State
from ulss_tracker.scheme.workflow.workflow import AT_COURT

if TYPE_CHECKING:
    from ulss_tracker.models.court import CourtDecision, Hearing, RespondentsNotice
    from ulss_tracker.models.letter import Filing, Letter
    from ulss_tracker.models.request import Document
    from ulss_tracker.models.sentence import Sentence
    from ulss_tracker.models.submission import Submission
    from ulss_tracker.models.verification import LockOpening, OverrideSignature, Verification

NOT_CLOSED = "state <> 'closed'"
"""As the index of it has it, word for word: a query that says so uses that index."""

PAST_FILING = (
    "{0}outcome IS NULL AND ({0}filed_at IS NOT NULL OR {0}state IN ('referred', 'at_court'))"
)
"""The same of what has been filed and has no outcome; what stands before each column is put in."""


class Origin(StrEnum):
    """How a review came into the tracker."""

    OFFICE = "office"
    DEMO = "demo"
    IMPORTED = "imported"

    @property
    def is_outside_lock(self) -> bool:
        """Whether the two-person lock does not hold it: nobody here recorded its facts."""
        return self is not Origin.OFFICE

    @property
    def outside_words(self) -> str:
        """Why the lock does not hold it, in a sentence; empty where it does."""
        return {
            "office": "",
            "demo": "This record was invented for the demo",
            "imported": "This record was imported from the old register",
        }[self]


class Review(
    Numbered,
    Versioned,
    Evidence,
    dated_by="opened_at",
    personal=("offender_born_on",),
    label="offender_name",
):
    """The office's work on one offender: stage, deadline, decision, outcome.

    `last_day_on` and `file_by_at` are worked out from the sentences whenever those change, and
    stored so that the board can be ordered by them; both are empty until a sentence is recorded.
    `earliest_file_by_at` is the first sentence's own moment, where several or a variation make
    `file_by_at` later. `changed_at` moves with every change of what the review rests on, so that
    `version` does, and two people editing at once are warned. `filed_at` is when the application
    reached the Registrar, which alone meets the time limit. `outcome_at` is when the outcome was
    reached; `closed_at`, when everyone had been told of it. `is_historical` marks one brought
    over from the old register after its last day: nothing about it is watched or told. `origin`
    says who recorded it first: what was imported, or invented for the demo, is outside the lock.
    """

    __tablename__ = "review"
    __table_args__ = (
        # The board: open reviews in the order in which they must be filed.
        index_where("outcome IS NULL", "ix_review_open_file_by", "file_by_at", "id"),
        Index(None, "case_id"),
        # Each person's reviews that are not closed, in the same order.
        index_where(NOT_CLOSED, "ix_review_held", "assignee_id", "file_by_at", "id"),
        # The same by the safest moment.
        index_where(
            NOT_CLOSED, "ix_review_held_earliest", "assignee_id", "earliest_file_by_at", "id"
        ),
        # The same by stage, with all that “Your work” counts by: the rows themselves are not read.
        index_where(
            NOT_CLOSED,
            "ix_review_held_stage",
            "assignee_id",
            "state",
            "earliest_file_by_at",
            "id",
            "outcome",
            "filed_at",
            "case_id",
        ),
        # What has been filed and has no outcome: each person's, and how many there are.
        index_where(
            PAST_FILING.format(""),
            "ix_review_past_filing",
            "assignee_id",
            "earliest_file_by_at",
            "id",
            "is_historical",
        ),
        # The latest filings.
        index_where("filed_at IS NOT NULL", "ix_review_filed_at", "filed_at"),
        Index(None, "state"),
        Index(None, "unconfirmed_since_at", "id"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    offender_name: Mapped[str] = mapped_column(String(200))
    offender_born_on: Mapped[date | None]
    offender_address: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[State] = mapped_column(Choice(State))
    outcome: Mapped[Outcome | None] = mapped_column(Choice(Outcome))
    outcome_note: Mapped[str] = mapped_column(Text, default="")
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    last_day_on: Mapped[date | None]
    file_by_at: Mapped[datetime | None]
    earliest_file_by_at: Mapped[datetime | None]
    limit_name: Mapped[str] = mapped_column(
        String(40), default=THE_28_DAYS, server_default=THE_28_DAYS
    )
    law_version: Mapped[str] = mapped_column(String(16), default="", server_default=text("''"))
    verdict: Mapped[Verdict | None] = mapped_column(Choice(Verdict))
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    filed_at: Mapped[datetime | None]
    outcome_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    unconfirmed_since_at: Mapped[datetime | None]
    is_historical: Mapped[bool] = mapped_column(default=False, server_default=false())
    origin: Mapped[Origin] = mapped_column(
        Choice(Origin), default=Origin.OFFICE, server_default="office"
    )

    case: Mapped[Case] = relationship(back_populates="reviews")
    assignee: Mapped[User | None] = relationship()
    deadline: Mapped[Deadline | None] = relationship(viewonly=True)
    sentences: Mapped[list["Sentence"]] = relationship(
        back_populates="review", order_by="Sentence.sentenced_on, Sentence.id"
    )
    assessments: Mapped[list["Assessment"]] = oldest_first("Assessment", "review")
    verifications: Mapped[list["Verification"]] = oldest_first("Verification", "review")
    lock_openings: Mapped[list["LockOpening"]] = oldest_first("LockOpening", "review")
    decisions: Mapped[list["Decision"]] = oldest_first("Decision", "review")
    application: Mapped["Application | None"] = relationship(back_populates="review", uselist=False)
    letters: Mapped[list["Letter"]] = oldest_first("Letter", "review")
    filings: Mapped[list["Filing"]] = oldest_first("Filing", "review")
    submissions: Mapped[list["Submission"]] = oldest_first("Submission", "review")
    respondents_notices: Mapped[list["RespondentsNotice"]] = oldest_first(
        "RespondentsNotice", "review"
    )
    hearings: Mapped[list["Hearing"]] = oldest_first("Hearing", "review")
    court_decisions: Mapped[list["CourtDecision"]] = oldest_first("CourtDecision", "review")

    @property
    def is_filed(self) -> bool:
        """Whether the application has reached the Registrar, at a moment known or not."""
        return self.filed_at is not None or self.state in AT_COURT

    @property
    def safest_at(self) -> datetime | None:
        """The safest moment to file by; until a sentence is recorded, by the day stated."""
        if self.earliest_file_by_at is not None or self.deadline is None:
            return self.earliest_file_by_at
        return self.deadline.file_by_at

    @property
    def day_note(self) -> str:
        """How the day is known that `safest_at` follows from; empty once a sentence is recorded."""
        return self.deadline.note if self.earliest_file_by_at is None and self.deadline else ""

    @property
    def decision(self) -> "Decision | None":
        """The latest decision: a reopened review may come to be decided again."""
        return self.decisions[-1] if self.decisions else None

    @property
    def assessment(self) -> "Assessment | None":
        """The assessment that counts: the latest, but for an override not signed by two."""
        return next(
            (assessment for assessment in reversed(self.assessments) if assessment.counts), None
        )

    @property
    def override_to_sign(self) -> "Assessment | None":
        """The override that waits for a second signature; none once the rules were asked again."""
        latest = self.assessments[-1] if self.assessments else None
        return latest if latest and latest.needs_signature and not latest.signature else None


class Assessment(
    Numbered, Evidence, dated_by="made_at", once=True, stays=("tests", "questions", "facts")
):
    """An answer of the scheme's rules on a review, or of a person over them, kept for ever.

    `made_by` is empty where the tracker itself asked the rules again, the law having changed.
    `time_verdict` is a person's answer to whether the review is in time; the rules' own is never
    kept, as it changes with the day. An override that `needs_signature` counts once it has one.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        Index(None, "review_id"),
        # The few that a person said over the rules.
        Index(
            "ix_assessment_overriding",
            "review_id",
            "id",
            sqlite_where=text("overrides = 1"),
            postgresql_where=text("overrides"),
        ),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    verdict: Mapped[Verdict] = mapped_column(Choice(Verdict))
    tests: Mapped[list[Any]]
    questions: Mapped[list[Any]]
    facts: Mapped[dict[str, Any]]
    catalogue_version: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    overrides: Mapped[bool] = mapped_column(default=False)
    override_reason: Mapped[str] = mapped_column(Text, default="")
    time_verdict: Mapped[TimeVerdict | None] = mapped_column(Choice(TimeVerdict))
    needs_signature: Mapped[bool] = mapped_column(default=False, server_default=false())
    review: Mapped[Review] = relationship(back_populates="assessments")
    made_by: Mapped[User | None] = relationship()
    signature: Mapped["OverrideSignature | None"] = relationship(
        back_populates="assessment", uselist=False
    )

    @property
    def counts(self) -> bool:
        """Whether it stands: an override that needs a second signature does once agreed to."""
        return not self.needs_signature or bool(self.signature and self.signature.agrees)

    @property
    def bases(self) -> list[str]:
        """Why the case is one to which the scheme applies (Criminal Justice Act 1988 s.35(3))."""
        return list(dict.fromkeys(test["basis"] for test in self.tests if test.get("basis")))


class DecisionChoice(LabelledEnum):
    """The law officer's decision."""

    REFER = "refer", "Refer the sentence"
    DO_NOT_REFER = "do_not_refer", "Do not refer the sentence"


class Decision(Numbered, Evidence, dated_by="decided_at", once=True):
    """The law officer's own decision on a review, with reasons. It never changes.

    `submission` is the pack it was taken on. One that the private office recorded says who recorded
    it and has the signed minute.
    """

    __table_args__ = (Index(None, "review_id"), Index(None, "decided_at"))

    __tablename__ = "decision"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    choice: Mapped[DecisionChoice] = mapped_column(Choice(DecisionChoice))
    reasons: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime]
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    law_officer: Mapped[LawOfficer | None] = mapped_column(Choice(LawOfficer))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    minute_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    review: Mapped[Review] = relationship(back_populates="decisions")
    decided_by: Mapped[User] = relationship(foreign_keys=[decided_by_id])
    recorded_by: Mapped[User | None] = relationship(foreign_keys=[recorded_by_id])
    submission: Mapped["Submission | None"] = relationship()
    minute: Mapped["Document | None"] = relationship()


def _written() -> Mapped[str]:
    return mapped_column(Text, default="", server_default=text("''"))


class Application(Numbered, Versioned, Evidence):
    """The application for permission to refer, as it is being prepared.

    `appeal_number` is the Criminal Appeal Office's, empty until the court gives it. `settled_by`
    and `checked_by` are names: who answers for the words, and counsel below.
    `unpinned_reason` is why paragraphs may name no page of the bundle.
    """

    __tablename__ = "application"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)
    facts: Mapped[str] = mapped_column(Text, default="")
    aggravating: Mapped[str] = mapped_column(Text, default="")
    mitigating: Mapped[str] = mapped_column(Text, default="")
    why_lenient: Mapped[str] = mapped_column(Text, default="")
    authorities: Mapped[str] = mapped_column(Text, default="")
    document_links: Mapped[str] = mapped_column(Text, default="")
    appeal_number: Mapped[str] = _written()
    limb: Mapped[str] = _written()
    antecedents: Mapped[str] = _written()
    reports: Mapped[str] = _written()
    how_judge: Mapped[str] = _written()
    sentencing_range: Mapped[str] = _written()
    settled_by: Mapped[str] = _written()
    checked_by: Mapped[str] = _written()
    unpinned_reason: Mapped[str] = _written()
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review] = relationship(back_populates="application")
