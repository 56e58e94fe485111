"""Requests of people about the data that the office holds of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered, Versioned
from ulss_tracker.models.database import Choice
from ulss_tracker.models.request import Channel
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class RightsKind(LabelledEnum):
    """The right that is used, with its provision."""

    ACCESS = "access", "A copy of what we hold (UK GDPR art. 15)"
    RECTIFICATION = "rectification", "To put something right (art. 16)"
    ERASURE = "erasure", "To erase it (art. 17)"
    OBJECTION = "objection", "An objection (art. 21)"
    COMPLAINT = "complaint", "A complaint about personal data (DPA 2018 s.164A)"

    @property
    def gives_a_copy(self) -> bool:
        """Whether it asks for a copy of what is held."""
        return self is RightsKind.ACCESS

    @property
    def erases(self) -> bool:
        """Whether it asks that data be erased."""
        return self is RightsKind.ERASURE

    @property
    def is_searched(self) -> bool:
        """Whether everything that is held of the person is looked for."""
        return self in {RightsKind.ACCESS, RightsKind.ERASURE}


class Treatment(LabelledEnum):
    """A person's word on one record that was found; what keeps one back names its provision.

    DPA 2018 s.43(3), (4) and Sch. 2, read 1 December 2026.
    """

    UNDECIDED = "", "Not decided"
    THEIRS = "theirs", "Theirs: give or erase it"
    ANOTHER = "another", "Another person’s"
    COURT = "court", "Kept back: made by or for a court (DPA 2018 s.43(3), Sch. 2 para 14)"
    THIRD_PERSON = "third_person", "Kept back: about somebody else (Sch. 2 para 16)"
    PRIVILEGE = "privilege", "Kept back: legal advice (Sch. 2 para 19)"
    CRIME = "crime", "Kept back: would prejudice a prosecution (Sch. 2 para 2)"
    PROCEEDINGS = "proceedings", "Kept back: needed for proceedings (Sch. 2 para 5; art. 17(3)(e))"
    PUBLIC_TASK = "public_task", "Not erased: the office’s task needs it (art. 17(3)(b))"


class RightsOutcome(LabelledEnum):
    """The answer to a request about somebody's own data."""

    DONE = "done", "Done as asked"
    PARTLY = "partly", "Done in part"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RightsRequest(
    Numbered, Versioned, Evidence, dated_by="recorded_at", personal=("identified_how",)
):
    """One request, from the letter to the answer: its clock, what was found, what was decided.

    `person` has every name they are known by, `contacts` every address and number, a line each.
    `finds` are (table, number, likelihood in per cent, column, treatment); `masks` the words of
    others that the bundle leaves out. `bundle` opens, once `locked_at`, by a code that is
    kept as a hash alone, and is empty again once a record in it was erased. `opened_at` is when it
    was first opened by that code.
    """

    __tablename__ = "rights_request"
    __table_args__ = (Index(None, "answered_at", "answer_by_on"),)

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[RightsKind] = mapped_column(Choice(RightsKind))
    channel: Mapped[Channel] = mapped_column(Choice(Channel))
    person: Mapped[str] = mapped_column(Text)
    contacts: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    identity_asked_on: Mapped[date | None]
    identified_on: Mapped[date | None]
    identified_how: Mapped[str] = mapped_column(String(200), default="")
    meaning_asked_on: Mapped[date | None]
    meaning_known_on: Mapped[date | None]
    extended_on: Mapped[date | None]
    extended_why: Mapped[str] = mapped_column(Text, default="")
    answer_by_on: Mapped[date]
    searched_at: Mapped[datetime | None]
    finds: Mapped[list[Any]] = mapped_column(default=list)
    masks: Mapped[list[Any]] = mapped_column(default=list)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    bundle: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    locked_at: Mapped[datetime | None]
    code_hash: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    opened_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    outcome: Mapped[RightsOutcome | None] = mapped_column(Choice(RightsOutcome))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    recorded_by: Mapped[User] = relationship(foreign_keys=[recorded_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    checked_by: Mapped[User | None] = relationship(foreign_keys=[checked_by_id])

    @property
    def gets_copy(self) -> bool:
        """Whether two agreed to give a copy, and it was neither refused nor withdrawn since."""
        refused = {RightsOutcome.REFUSED, RightsOutcome.WITHDRAWN}
        agreed = self.kind.gives_a_copy and self.checked_at is not None
        return agreed and self.outcome not in refused

    @property
    def is_stopped(self) -> bool:
        """Whether the clock stands still, as who they are or what they mean is being asked."""
        asks_identity = self.identity_asked_on is not None and self.identified_on is None
        asks_meaning = self.meaning_asked_on is not None and self.meaning_known_on is None
        return asks_identity or asks_meaning
