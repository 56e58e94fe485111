"""The list of what waits for each person, and what people ask of one another."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered, Versioned, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Derived, Evidence, Passing
from ulss_tracker.models.user import User
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.stages import LawOfficer

if TYPE_CHECKING:
    from ulss_tracker.models.case import Case
    from ulss_tracker.models.letter import LetterDraft
    from ulss_tracker.models.request import Request
    from ulss_tracker.models.review import Review


class WaitKind(LabelledEnum):
    """The kind of thing that waits for somebody. The label is what they are to do."""

    VERIFY = "verify", "Verify the facts against the court’s record"
    VERIFY_WHO_ASKED = "verify_who_asked", "Verify who asked: a longer limit rests on it"
    CHECK_LETTER = "check_letter", "Check a letter"
    LETTER_CHECKED = "letter_checked", "Issue a letter: it has been checked"
    APPROVE_OVERRIDE = "approve_override", "Approve or refuse an override"
    APPROVE_DEADLINE = "approve_deadline", "Approve a changed deadline"
    APPROVE_REVERSAL = "approve_reversal", "Approve or refuse bringing something back"
    NOT_ASKED_ABOUT = "not_asked_about", "Say what becomes of an offender nobody asked about"
    READ_PACK = "read_pack", "Read the pack and decide"
    DECISION = "decision", "Pick up the decision"
    RETURNED = "returned", "Do more work: the law officers sent it back"
    REVIEW_GIVEN = "review_given", "Accept or decline a review given to you"
    REQUEST_GIVEN = "request_given", "Accept or decline a request given to you"
    REVIEW_DECLINED = "review_declined", "Give a declined review to somebody else"
    REQUEST_DECLINED = "request_declined", "Give a declined request to somebody else"
    ADVISE = "advise", "Write advice"
    CHECK_TIME = "check_time", "Say whether a longer limit gives time: advise on the review"
    ANSWER_QUESTION = "answer_question", "Answer a law officer’s question"
    QUESTION_ANSWERED = "question_answered", "Read the answer to your question"
    FILED = "filed", "Filed: nothing more to do"
    MENTION = "mention", "Read a note that mentions you"
    COMMENT = "comment", "Read a comment on a letter that mentions you"
    CALL = "call", "Make a call"
    OWED = "owed", "Chase what the requester still owes"
    ADDED = "added", "Read what a requester added"
    CONTACT_CHANGE = "contact_change", "Telephone a requester who changes their contact details"
    POST_CODE = "post_code", "Post a new code to a requester who asked for one"
    TRANSCRIPT = "transcript", "Get what the court was asked for"
    NOT_OPENED = "not_opened", "Ask the defence why it has not opened what was filed"

    @property
    def ends_when_taken(self) -> bool:
        """Whether having seen it is all there is to do; the rest ends when the work is done."""
        return self in {
            WaitKind.DECISION,
            WaitKind.RETURNED,
            WaitKind.REVIEW_GIVEN,
            WaitKind.REQUEST_GIVEN,
            WaitKind.QUESTION_ANSWERED,
            WaitKind.FILED,
            WaitKind.MENTION,
            WaitKind.ADDED,
            WaitKind.COMMENT,
        }

    @property
    def is_given(self) -> bool:
        """Whether it was given to somebody, who accepts or declines it."""
        return self in GIVEN_KINDS

    @property
    def is_declined(self) -> bool:
        """Whether somebody declined it: it is theirs until another person has it."""
        return self in DECLINED_KINDS

    @property
    def is_dated(self) -> bool:
        """Whether it waits for a day of its own, and is neither taken nor seen."""
        return self in {WaitKind.CALL, WaitKind.OWED}


GIVEN_KINDS = (WaitKind.REVIEW_GIVEN, WaitKind.REQUEST_GIVEN)
DECLINED_KINDS = (WaitKind.REVIEW_DECLINED, WaitKind.REQUEST_DECLINED)

URGENT_KINDS = (
    WaitKind.DECISION,
    WaitKind.VERIFY,
    WaitKind.CHECK_LETTER,
    WaitKind.READ_PACK,
    WaitKind.ANSWER_QUESTION,
)
"""Hand-overs that alarm the duty desk when nobody picks them up in the last two days."""

ANYONES_PERMISSIONS = (
    Permission.WORK_CASES,
    Permission.VERIFY_FACTS,
    Permission.WRITE_ADVICE,
    Permission.SEE_DECISIONS,
    Permission.OVERRIDE_ASSESSMENT,
    Permission.REASSIGN_WORK,
)
"""The permissions that something may wait for. Every page counts what waits for its reader, and
asks after each of these: what waits for another would be seen by nobody, and is not stored."""


class Wait(Numbered, Derived):
    """One thing that waits for one person (`for_id`), or for anyone with `permission`.

    It follows the records (services/waiting): `subject_id` is the record of its kind, `since_at`
    when it came to wait, and with its kind they are its identity. A pack is for one `law_office`,
    and for whoever else may see decisions. `from_at` is when it begins to be shown. `by_id` is who
    handed it over, none where nobody did; `was_asked` that a person asked for it, and it did not
    only follow from the records. `taken_by` has it in hand. It ended because it was done,
    or no longer is to be; or, of a kind that ends so, because it was taken.
    """

    __tablename__ = "wait"
    __table_args__ = (
        Index("ix_wait_once", "kind", "subject_id", "since_at", unique=True),
        # What waits for one person, on every page; and for anybody.
        index_where("ended_at IS NULL", "ix_wait_running", "for_id", "permission", "from_at"),
        Index(None, "case_id"),
        Index(None, "review_id"),
        Index(None, "request_id"),
    )

    kind: Mapped[WaitKind] = mapped_column(Choice(WaitKind))
    subject_id: Mapped[int]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    for_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    permission: Mapped[Permission | None] = mapped_column(Choice(Permission, ANYONES_PERMISSIONS))
    law_office: Mapped[LawOfficer | None] = mapped_column(Choice(LawOfficer))
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    was_asked: Mapped[bool] = mapped_column(default=False)
    since_at: Mapped[datetime]
    from_at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    taken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    case: Mapped["Case | None"] = relationship()
    review: Mapped["Review | None"] = relationship()
    request: Mapped["Request | None"] = relationship()
    for_person: Mapped[User | None] = relationship(foreign_keys=[for_id])
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    taken_by: Mapped[User | None] = relationship(foreign_keys=[taken_by_id])
    bars: Mapped[list["WaitBar"]] = relationship(cascade="all, delete-orphan")
    notices: Mapped[list["WaitNotice"]] = relationship(order_by="WaitNotice.id")

    @property
    def awaits_answer(self) -> bool:
        """Whether it was given to a person, who has neither accepted nor declined it."""
        return self.kind.is_given and self.for_id is not None and self.taken_by_id is None


class WaitBar(Passing):
    """That one person may not do what waits: they recorded, wrote or made it themselves."""

    __tablename__ = "wait_bar"

    wait_id: Mapped[int] = mapped_column(ForeignKey("wait.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)


class WaitNotice(Numbered, Passing):
    """The email that told one person of what waits for them."""

    __tablename__ = "wait_notice"
    __table_args__ = (Index("ix_wait_notice_once", "wait_id", "person_id", unique=True),)

    wait_id: Mapped[int] = mapped_column(ForeignKey("wait.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    person: Mapped[User] = relationship()


class CheckRequest(Numbered, Evidence, dated_by="asked_at", once=True):
    """That somebody asked for a check, of one person or (`of_id` empty) of anyone.

    Of a review's facts or of a letter being written; the latest of each counts.
    """

    __tablename__ = "check_request"
    __table_args__ = (
        CheckConstraint("(review_id IS NULL) <> (draft_id IS NULL)", name="of_one"),
        Index(None, "review_id"),
        Index(None, "draft_id"),
    )

    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("letter_draft.id"))
    of_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    of: Mapped[User | None] = relationship(foreign_keys=[of_id])
    draft: Mapped["LetterDraft | None"] = relationship()


class Mention(Numbered, Evidence, dated_by="at", once=True):
    """That a note on a case, or a comment on a letter, is for one person to read."""

    __tablename__ = "mention"
    __table_args__ = (Index(None, "case_id"), Index(None, "event_id"))

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]


class PlannedCall(Numbered, Evidence, dated_by="made_at"):
    """A call that somebody is to make on a day, about a case or about a request in none.

    `outcome` is what came of it, once it was made or no longer is to be.
    """

    __tablename__ = "planned_call"
    __table_args__ = (
        CheckConstraint("(case_id IS NULL) <> (request_id IS NULL)", name="of_one"),
        Index(None, "case_id"),
        Index(None, "request_id"),
        Index(None, "person_id", "due_on"),
    )

    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    due_on: Mapped[date]
    words: Mapped[str] = mapped_column(Text)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    outcome: Mapped[str] = mapped_column(Text, default="")
    case: Mapped["Case | None"] = relationship()
    request: Mapped["Request | None"] = relationship()
    person: Mapped[User] = relationship(foreign_keys=[person_id])


class OutstandingItem(Numbered, Versioned, Evidence, dated_by="asked_at"):
    """One thing that a requester still owes the office, and by which day it is wanted.

    `reminded_at` is when they were last reminded by email; a chase moves `wanted_by_on`. It ends
    when they have answered, or when it is wanted no more (`answer` says which).
    """

    __tablename__ = "owed_item"
    __table_args__ = (Index(None, "request_id"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    words: Mapped[str] = mapped_column(Text)
    wanted_by_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    request: Mapped["Request"] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
