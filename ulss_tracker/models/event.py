"""History: one line for each thing that happened. The database refuses to change a line."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.database import Choice, Model
from ulss_tracker.models.user import User


class EventKind(StrEnum):
    """The kind of an event. The label is the timeline's heading for it."""

    REQUEST_RECEIVED = "request_received"
    REQUEST_LOGGED = "request_logged"
    REQUEST_JOINED = "request_joined"
    REQUEST_RELEASED = "request_released"
    REQUEST_CLOSED = "request_closed"
    REQUEST_TAKEN_OUT = "request_taken_out"
    REQUEST_MOVED = "request_moved"
    REQUEST_ASKS_ABOUT = "request_asks_about"
    REQUEST_REOPENED = "request_reopened"
    REQUEST_SET_ASIDE = "request_set_aside"
    REQUEST_BROUGHT_BACK = "request_brought_back"
    REQUEST_WITHDRAWN = "request_withdrawn"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    WITHDRAWAL_UNDONE = "withdrawal_undone"
    REQUEST_OWNER_CHANGED = "request_owner_changed"
    REQUEST_LOOKED_AT = "request_looked_at"
    MESSAGE_SORTED = "message_sorted"
    MESSAGE_ANSWERED = "message_answered"
    MESSAGE_CORRECTED = "message_corrected"
    MESSAGE_CAME_BACK = "message_came_back"
    REQUEST_CORRECTED = "request_corrected"
    DEADLINE_CHANGED = "deadline_changed"
    ALARM_ACKNOWLEDGED = "alarm_acknowledged"
    CONTACT_CORRECTED = "contact_corrected"
    CONTACT_CHANGE_ASKED = "contact_change_asked"
    CONTACT_CHANGE_ANSWERED = "contact_change_answered"
    WHO_ASKED_CHANGED = "who_asked_changed"
    CODE_RENEWED = "code_renewed"
    CODE_LETTER_ASKED = "code_letter_asked"
    CODE_LETTER_MADE = "code_letter_made"
    CODE_LETTER_REFUSED = "code_letter_refused"
    CODE_LETTER_USED = "code_letter_used"
    REQUEST_ADDED_TO = "request_added_to"
    CASE_OPENED = "case_opened"
    CASE_CHANGED = "case_changed"
    CASE_OPENED_BY_MISTAKE = "case_opened_by_mistake"
    CASE_JOINED = "case_joined"
    CASE_TAKEN_IN = "case_taken_in"
    CASES_SEPARATED = "cases_separated"
    CARRIED_OVER = "carried_over"
    CARRIED_BACK = "carried_back"
    REVIEW_OPENED = "review_opened"
    OFFENDER_CHANGED = "offender_changed"
    SENTENCE_RECORDED = "sentence_recorded"
    SENTENCE_CHANGED = "sentence_changed"
    SENTENCE_REMOVED = "sentence_removed"
    SAME_CASE_RECORDED = "same_case_recorded"
    CONVICTION_RECORDED = "conviction_recorded"
    CONVICTION_CHANGED = "conviction_changed"
    CONVICTION_REMOVED = "conviction_removed"
    ASSESSED = "assessed"
    ASSESSMENT_OVERRIDDEN = "assessment_overridden"
    OVERRIDE_SIGNED = "override_signed"
    FACTS_CONFIRMED = "facts_confirmed"
    CONFLICT_DECLARED = "conflict_declared"
    CONFLICT_ENDED = "conflict_ended"
    DRAFT_KEPT = "draft_kept"
    ADVICE_GIVEN = "advice_given"
    OUTSIDE_LAW_FOUND = "outside_law_found"
    OUTSIDE_LAW_DEALT_WITH = "outside_law_dealt_with"
    LOCK_OPENED = "lock_opened"
    FILED_UNVERIFIED = "filed_unverified"
    LOCK_OPENING_REVIEWED = "lock_opening_reviewed"
    ASSIGNEE_CHANGED = "assignee_changed"
    STAGE_CHANGED = "stage_changed"
    DECIDED = "decided"
    APPLICATION_CHANGED = "application_changed"
    LETTER_DRAFTED = "letter_drafted"
    LETTER_CHECKED = "letter_checked"
    LETTER_DISCARDED = "letter_discarded"
    LETTER_ISSUED = "letter_issued"
    LETTERS_TO_EVERYONE_BEGUN = "letters_to_everyone_begun"
    LETTERS_TO_EVERYONE_STOPPED = "letters_to_everyone_stopped"
    LETTERS_TO_EVERYONE_RESUMED = "letters_to_everyone_resumed"
    FILED = "filed"
    SERVED = "served"
    OUTCOME_REACHED = "outcome_reached"
    REVIEW_CLOSED = "review_closed"
    NOTE_ADDED = "note_added"
    LETTER_COMMENTED = "letter_commented"
    COMMENT_RESOLVED = "comment_resolved"
    PLAN_MOVED = "plan_moved"
    PAPERS_ASKED = "papers_asked"
    PAPER_CHANGED = "paper_changed"
    PAPERS_CHASED = "papers_chased"
    SUBMITTED = "submitted"
    SUBMISSION_PASSED = "submission_passed"
    RESPONDENTS_NOTICE_RECORDED = "respondents_notice_recorded"
    HEARING_LISTED = "hearing_listed"
    COURT_DECIDED = "court_decided"
    REGISTER_ROW_IMPORTED = "register_row_imported"
    REGISTER_DOUBT_SETTLED = "register_doubt_settled"
    FACT_CORRECTED = "fact_corrected"
    RESTRICTION_ADDED = "restriction_added"
    RESTRICTION_ENDED = "restriction_ended"
    CASE_SEALED = "case_sealed"
    CASE_UNSEALED = "case_unsealed"
    READER_NAMED = "reader_named"
    READER_REMOVED = "reader_removed"
    NOTE_PINNED = "note_pinned"
    REDATING_SIGNED = "redating_signed"
    REMINDER_SEEN_TO = "reminder_seen_to"
    NOTE_UNPINNED = "note_unpinned"
    DOCUMENT_ADDED = "document_added"
    NOTIFICATION_PLANNED = "telling_planned"
    NOTIFICATION_TRIED = "telling_tried"
    TOLD = "told"
    NOTIFICATION_EXEMPTED = "telling_excused"
    NOTIFICATION_REINSTATED = "telling_reinstated"
    NOTIFICATION_SUPERSEDED = "telling_superseded"
    PERSON_TO_TELL_ADDED = "person_to_tell_added"
    PRESS_LINE_WRITTEN = "press_line_written"
    PRESS_LINE_RELEASED = "press_line_released"
    SECOND_READING_DONE = "second_reading_done"
    REVERSAL_PROPOSED = "reversal_proposed"
    REVERSAL_APPROVED = "reversal_approved"
    REVERSAL_REFUSED = "reversal_refused"
    REVERSAL_WITHDRAWN = "reversal_withdrawn"
    COMPLAINT_RECORDED = "complaint_recorded"
    COMPLAINT_ACKNOWLEDGED = "complaint_acknowledged"
    COMPLAINT_ANSWERED = "complaint_answered"
    ABSENCE_RECORDED = "absence_recorded"
    ABSENCE_ENDED = "absence_ended"
    DUTY_SHIFT_ADDED = "duty_shift_added"
    DUTY_SHIFT_CHANGED = "duty_shift_changed"
    DUTY_SHIFT_REMOVED = "duty_shift_removed"
    DUTY_CONTACT_CHANGED = "duty_contact_changed"
    WAIT_TAKEN = "wait_taken"
    WORK_DECLINED = "work_declined"
    CHECK_ASKED = "check_asked"
    CALL_PLANNED = "call_planned"
    CALL_ENDED = "call_ended"
    ITEM_OWED = "item_owed"
    ITEM_REMINDED = "item_reminded"
    ITEM_CHASED = "item_chased"
    ITEM_ENDED = "item_ended"
    LAW_RECORD_WRITTEN = "law_record_written"
    LAW_CHANGE_PROPOSED = "law_change_proposed"
    LAW_CHANGE_SIGNED = "law_change_signed"
    LAW_CHANGE_REFUSED = "law_change_refused"
    LAW_CHANGE_WITHDRAWN = "law_change_withdrawn"
    WORKING_HOURS_CHANGED = "working_hours_changed"
    TEAM_CHANGED = "team_changed"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    QUESTION_KEPT = "question_kept"
    VIEW_KEPT = "view_kept"
    VIEW_DELETED = "view_deleted"
    QUESTION_DELETED = "question_deleted"
    RECORD_ERASED = "record_erased"
    CALENDAR_MADE = "calendar_made"
    CALENDAR_ENDED = "calendar_ended"
    PASSWORD_LINK_MADE = "password_link_made"  # noqa: S105 - an event's name
    PASSWORD_SET = "password_set"  # noqa: S105 - an event's name
    SECOND_FACTOR_SET_UP = "second_factor_set_up"
    SECOND_FACTOR_RESET = "second_factor_reset"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_NAMED = "passkey_named"
    PASSKEY_REMOVED = "passkey_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    ACCOUNT_WOKEN = "account_woken"
    ACCOUNT_PROPOSED = "account_proposed"
    ACCOUNT_PROPOSAL_ENDED = "account_proposal_ended"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Event(Model):
    """One thing that happened to a request, a case or a review: who, when, before and after."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "case_id", "id"), Index(None, "request_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[EventKind] = mapped_column(Choice(EventKind))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by: Mapped[User | None] = relationship()


class PinnedNote(Model):
    """A note kept at the top of its case. The note itself is a line of history."""

    __tablename__ = "pinned_note"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    pinned_at: Mapped[datetime]
    pinned_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
