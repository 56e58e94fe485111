"""The kinds of event: each with its value in the database, its title and the keys of its facts."""

from enum import StrEnum
from typing import Self

_SENTENCE = "sentenced_on varied_on order_kind came_by text judge"
_CONVICTION = "offence offence_id form answers plea convicted_on"
_OFFENDER = "offender_name offender_born_on offender_address"
_CASE = "court court_id court_case_number"
_RESTRICTION = "restriction protects terms made_on until_on"
_SHIFT = "person starts_at ends_at place public_number"
_PERSON = "name email role is_active law_office"
_LAW_STEP = "change title note"
_REVERSAL = "event_kind event_at"
_QUESTION = "question name number words asked as_at"


class EventKind(StrEnum):
    """The kind of an event: `NAME = "value", "Title on the timeline", "its keys"`.

    An event has exactly its kind's keys in `after`, and only those in `before`. A key that ends in
    `_on` holds a date, one in `_at` an instant, both as ISO 8601 writes them; the others' types and
    names for people are in `web/casework/cases/timeline_words.py`.
    """

    label: str
    keys: frozenset[str]

    def __new__(cls, value: str, label: str = "", keys: str = "") -> Self:
        """Make a member that is its stored value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.keys = frozenset(keys.split())
        return member

    REQUEST_RECEIVED = (
        "request_received",
        "Request received by the online form",
        "channel reference",
    )
    REQUEST_LOGGED = (
        "request_logged",
        "Request logged",
        "channel reference received_at confirmed_doubts",
    )
    REQUEST_JOINED = "request_joined", "Request joined to this case", "reference"
    REQUEST_RELEASED = "request_released", "Request released", "reference"
    REQUEST_CLOSED = "request_closed", "Request closed", "reference reason"
    REQUEST_TAKEN_OUT = (
        "request_taken_out",
        "Request taken out of this case",
        "reference case reason",
    )
    REQUEST_MOVED = "request_moved", "Request moved to this case from another", "reference case"
    REQUEST_ASKS_ABOUT = (
        "request_asks_about",
        "Which offenders a request asks about",
        "reference offenders",
    )
    REQUEST_REOPENED = "request_reopened", "Request taken up again", "reference reason"
    REQUEST_SET_ASIDE = "request_set_aside", "Marked as not a duplicate", "reference other reason"
    REQUEST_BROUGHT_BACK = (
        "request_brought_back",
        "No longer marked as not a duplicate",
        "reference other",
    )
    REQUEST_WITHDRAWN = "request_withdrawn", "Request withdrawn", "reference channel note"
    WITHDRAWAL_ASKED = (
        "withdrawal_asked",
        "Whoever asked wants to withdraw a request, in a day",
        "reference from_at",
    )
    WITHDRAWAL_UNDONE = (
        "withdrawal_undone",
        "The withdrawal of a request was undone",
        "reference reason",
    )
    REQUEST_OWNER_CHANGED = (
        "request_owner_changed",
        "Request given an owner",
        "reference owner note",
    )
    REQUEST_LOOKED_AT = "request_looked_at", "Request looked at", "reference"
    MESSAGE_SORTED = (
        "message_sorted",
        "Somebody said what an email is for",
        "message email_kind email_state email_files",
    )
    MESSAGE_ANSWERED = "message_answered", "An email was answered", "message answer"
    MESSAGE_CORRECTED = (
        "message_corrected",
        "What was read of an email was corrected",
        "message fields",
    )
    MESSAGE_CAME_BACK = "message_came_back", "An email to whoever asked came back", "reference"
    REQUEST_CORRECTED = (
        "request_corrected",
        "What a request says was corrected from its email",
        "reference fields",
    )
    DEADLINE_CHANGED = (
        "deadline_changed",
        "Time limit counted from another day",
        "limit_name basis earliest_on latest_on file_by_at",
    )
    ALARM_ACKNOWLEDGED = "alarm_acknowledged", "Alarm acknowledged", "reference alarm"
    CONTACT_CORRECTED = "contact_corrected", "Contact corrected", "reference fields"
    CONTACT_CHANGE_ASKED = (
        "contact_change_asked",
        "The requester asked to change how we reach them",
        "reference fields",
    )
    CONTACT_CHANGE_ANSWERED = (
        "contact_change_answered",
        "A change of how to reach a requester was answered",
        "reference answer note",
    )
    WHO_ASKED_CHANGED = (
        "who_asked_changed",
        "Who asked was corrected",
        "standing was_told told_by told_on",
    )
    CODE_RENEWED = "code_renewed", "Code renewed", "reference"
    CODE_LETTER_ASKED = (
        "code_letter_asked",
        "Somebody asked online for a new code by post",
        "reference",
    )
    CODE_LETTER_MADE = (
        "code_letter_made",
        "A letter with a new code was made, to be posted",
        "reference works_until_on code_before",
    )
    CODE_LETTER_REFUSED = (
        "code_letter_refused",
        "No letter with a new code is sent, though one was asked for",
        "reference",
    )
    CODE_LETTER_USED = (
        "code_letter_used",
        "The code of a letter was used: it has taken the old one’s place",
        "reference",
    )
    REQUEST_ADDED_TO = "request_added_to", "The requester added to their request", "reference files"
    CASE_OPENED = "case_opened", "Case opened", "reference"
    CASE_CHANGED = "case_changed", "Case changed", _CASE
    CASE_OPENED_BY_MISTAKE = (
        "case_opened_by_mistake",
        "Undone: the case was opened by mistake",
        "requests reason",
    )
    CASE_JOINED = "case_joined", "Joined to another case", "case requests reason"
    CASE_TAKEN_IN = "case_taken_in", "Another case was joined to this one", "case requests reason"
    CASES_SEPARATED = "cases_separated", "The joining of two cases was undone", "case reason"
    CARRIED_OVER = "carried_over", "Carried over from the case that was joined", "case carried"
    CARRIED_BACK = "carried_back", "What was carried over is taken out again", "case"
    REVIEW_OPENED = "review_opened", "Review opened", "offender_name"
    OFFENDER_CHANGED = "offender_changed", "Offender changed", _OFFENDER
    SENTENCE_RECORDED = (
        "sentence_recorded",
        "Sentence recorded",
        _SENTENCE + " parts confirmed_doubts",
    )
    SENTENCE_CHANGED = "sentence_changed", "Sentence changed", _SENTENCE + " parts confirmed_doubts"
    SENTENCE_REMOVED = "sentence_removed", "Sentence removed", _SENTENCE + " offences"
    SAME_CASE_RECORDED = (
        "same_case_recorded",
        "Whether a sentence is of the same case",
        "sentenced_on same_case judges_words source_of_words",
    )
    CONVICTION_RECORDED = "conviction_recorded", "Conviction recorded", _CONVICTION
    CONVICTION_CHANGED = "conviction_changed", "Conviction changed", _CONVICTION
    CONVICTION_REMOVED = (
        "conviction_removed",
        "Conviction removed",
        _CONVICTION + " sentenced_on words",
    )
    ASSESSED = "assessed", "Scheme checked", "verdict last_day_on file_by_at"
    ASSESSMENT_OVERRIDDEN = (
        "assessment_overridden",
        "Assessment overridden",
        "verdict time_verdict reason",
    )
    OVERRIDE_SIGNED = "override_signed", "Override signed", "verdict time_verdict agrees note"
    FACTS_CONFIRMED = (
        "facts_confirmed",
        "Facts verified by a second person",
        "confirmed source source_reference",
    )
    CONFLICT_DECLARED = (
        "conflict_declared",
        "A conflict of interest was declared",
        "reason passed_to",
    )
    CONFLICT_ENDED = "conflict_ended", "There is no conflict of interest any more", "person"
    DRAFT_KEPT = "draft_kept", "Draft kept", "draft version"
    ADVICE_GIVEN = "advice_given", "Advice was given", "version as"
    OUTSIDE_LAW_FOUND = (
        "outside_law_found",
        "Sentence outside what the law allows",
        "sentenced_on reason slip_rule_last_day_on",
    )
    OUTSIDE_LAW_DEALT_WITH = (
        "outside_law_dealt_with",
        "Sentence outside what the law allows: dealt with",
        "sentenced_on how",
    )
    LOCK_OPENED = "lock_opened", "Two-person lock opened", "unverified opener reason"
    FILED_UNVERIFIED = (
        "filed_unverified",
        "Filed although the two-person lock was shut",
        "unverified reason",
    )
    LOCK_OPENING_REVIEWED = (
        "lock_opening_reviewed",
        "A supervisor reviewed the opening of the lock",
        "was_right note ended",
    )
    ASSIGNEE_CHANGED = "assignee_changed", "Assignee changed", "assignee note"
    STAGE_CHANGED = "stage_changed", "Stage changed", "step state note"
    DECIDED = (
        "decided",
        "The law officer decided",
        "choice reasons law_officer submission sha256 recorded_by",
    )
    APPLICATION_CHANGED = "application_changed", "Application changed", "fields"
    LETTER_DRAFTED = "letter_drafted", "Letter drafted", "letter"
    LETTER_CHECKED = "letter_checked", "Letter checked", "letter"
    LETTER_DISCARDED = "letter_discarded", "Letter discarded", "letter"
    LETTER_ISSUED = "letter_issued", "Letter issued", "letter version sha256"
    LETTERS_TO_EVERYONE_BEGUN = "letters_to_everyone_begun", "Letters to everyone begun", "letter"
    LETTERS_TO_EVERYONE_STOPPED = (
        "letters_to_everyone_stopped",
        "Letters to everyone stopped",
        "letter",
    )
    LETTERS_TO_EVERYONE_RESUMED = (
        "letters_to_everyone_resumed",
        "Letters to everyone resumed",
        "letter",
    )
    FILED = "filed", "Filed", "at method reference late_reason"
    SERVED = "served", "Served", "at method reference late_reason"
    OUTCOME_REACHED = "outcome_reached", "Outcome reached", "outcome note"
    REVIEW_CLOSED = "review_closed", "Review closed", "outcome note"
    NOTE_ADDED = "note_added", "Note added", "note"
    LETTER_COMMENTED = "letter_commented", "Comment on a letter", "draft letter quote comment"
    COMMENT_RESOLVED = (
        "comment_resolved",
        "Comment on a letter resolved",
        "draft letter comment_id comment",
    )
    PLAN_MOVED = "plan_moved", "A day of the plan was moved", "milestone due_on"
    PAPERS_ASKED = "papers_asked", "Papers asked", "papers"
    PAPER_CHANGED = (
        "paper_changed",
        "Paper changed",
        "paper promised_by_on received_at late_reason not_applicable_reason document",
    )
    PAPERS_CHASED = "papers_chased", "Papers chased", "at spoke_to answer"
    SUBMITTED = "submitted", "Submitted", "version sha256 addressed_to"
    SUBMISSION_PASSED = "submission_passed", "Submission passed", "to_officer reason note"
    RESPONDENTS_NOTICE_RECORDED = (
        "respondents_notice_recorded",
        "Respondents notice recorded",
        "served_on note",
    )
    HEARING_LISTED = "hearing_listed", "Hearing listed", "heard_on time_of_day court constitution"
    COURT_DECIDED = "court_decided", "Court decided", "decided_on outcome revised_sentence citation"
    REGISTER_ROW_IMPORTED = "register_row_imported", "Register row imported", "reference row cells"
    REGISTER_DOUBT_SETTLED = (
        "register_doubt_settled",
        "Register doubt settled",
        "row column doubt how",
    )
    FACT_CORRECTED = "fact_corrected", "Fact corrected", "fact value why"
    RESTRICTION_ADDED = "restriction_added", "Restriction added", _RESTRICTION
    RESTRICTION_ENDED = "restriction_ended", "Restriction ended", "restriction reason"
    CASE_SEALED = "case_sealed", "Case sealed", "reason readers"
    CASE_UNSEALED = "case_unsealed", "Case unsealed", "reason"
    READER_NAMED = "reader_named", "Reader named", "reader"
    READER_REMOVED = "reader_removed", "Reader removed", "reader"
    NOTE_PINNED = "note_pinned", "Note pinned", "note"
    REDATING_SIGNED = (
        "redating_signed",
        "A supervisor signed for what had changed",
        "last_day_on file_by_at verdict",
    )
    REMINDER_SEEN_TO = "reminder_seen_to", "Reminder acknowledged", "reminder"
    NOTE_UNPINNED = "note_unpinned", "Note unpinned", "note"
    DOCUMENT_ADDED = "document_added", "Document added", "name kind description"
    NOTIFICATION_PLANNED = "telling_planned", "People to tell", "about people"
    NOTIFICATION_TRIED = "telling_tried", "Tried to tell somebody", "about who means note"
    TOLD = "told", "Somebody was told", "about who means at note"
    NOTIFICATION_EXEMPTED = "telling_excused", "Somebody is not to be told", "about who reason"
    NOTIFICATION_REINSTATED = "telling_reinstated", "Somebody is to be told after all", "about who"
    NOTIFICATION_SUPERSEDED = (
        "telling_superseded",
        "People need not be told of this any more",
        "about people",
    )
    PERSON_TO_TELL_ADDED = "person_to_tell_added", "Person to tell added", "who"
    PRESS_LINE_WRITTEN = "press_line_written", "Press line written", "line"
    PRESS_LINE_RELEASED = "press_line_released", "Press line released", "line"
    SECOND_READING_DONE = (
        "second_reading_done",
        "Read by a second reader",
        "month outcome view reason",
    )
    REVERSAL_PROPOSED = (
        "reversal_proposed",
        "Proposed to bring back what stood before",
        _REVERSAL + " reason",
    )
    REVERSAL_APPROVED = (
        "reversal_approved",
        "Brought back as it stood before",
        _REVERSAL + " reason",
    )
    REVERSAL_REFUSED = (
        "reversal_refused",
        "Not brought back: a second person refused",
        _REVERSAL + " note",
    )
    REVERSAL_WITHDRAWN = "reversal_withdrawn", "No longer proposed to be brought back", _REVERSAL
    COMPLAINT_RECORDED = "complaint_recorded", "Complaint recorded", "complaint channel received_at"
    COMPLAINT_ACKNOWLEDGED = "complaint_acknowledged", "Complaint acknowledged", "complaint at"
    COMPLAINT_ANSWERED = "complaint_answered", "Complaint answered", "complaint at finding"
    ABSENCE_RECORDED = "absence_recorded", "Absence recorded", "person cover from_on to_on"
    ABSENCE_ENDED = "absence_ended", "Absence ended", "person cover from_on to_on"
    DUTY_SHIFT_ADDED = "duty_shift_added", "Duty shift added", _SHIFT
    DUTY_SHIFT_CHANGED = "duty_shift_changed", "Duty shift changed", _SHIFT
    DUTY_SHIFT_REMOVED = "duty_shift_removed", "Duty shift removed", _SHIFT
    DUTY_CONTACT_CHANGED = "duty_contact_changed", "Duty contact changed", "person fields"
    WAIT_TAKEN = "wait_taken", "Wait taken", "what"
    WORK_DECLINED = "work_declined", "Declined by whom it was given to", "reference reason given_by"
    CHECK_ASKED = "check_asked", "Check asked", "what of"
    CALL_PLANNED = "call_planned", "Call planned", "person due_on words"
    CALL_ENDED = "call_ended", "Call ended", "person due_on words outcome"
    ITEM_OWED = "item_owed", "Item owed", "reference item wanted_by_on"
    ITEM_REMINDED = "item_reminded", "Item reminded", "reference item"
    ITEM_CHASED = "item_chased", "Item chased", "reference item wanted_by_on note"
    ITEM_ENDED = "item_ended", "Item ended", "reference item answer"
    LAW_RECORD_WRITTEN = "law_record_written", "Law record written", "record title status"
    LAW_CHANGE_PROPOSED = (
        "law_change_proposed",
        "Law change proposed",
        "change title decides_from_on undoes",
    )
    LAW_CHANGE_SIGNED = "law_change_signed", "Law change signed", _LAW_STEP
    LAW_CHANGE_REFUSED = "law_change_refused", "Law change refused", _LAW_STEP
    LAW_CHANGE_WITHDRAWN = "law_change_withdrawn", "Law change withdrawn", _LAW_STEP
    WORKING_HOURS_CHANGED = "working_hours_changed", "Working hours changed", "person hours"
    TEAM_CHANGED = "team_changed", "Team changed", "team members lead is_ended"
    PERSON_ADDED = "person_added", "Person added", _PERSON
    PERSON_CHANGED = "person_changed", "Person changed", _PERSON
    QUESTION_KEPT = "question_kept", "Question kept", _QUESTION
    VIEW_KEPT = "view_kept", "View kept", "name list is_shared"
    VIEW_DELETED = "view_deleted", "View deleted", "name list is_shared"
    QUESTION_DELETED = "question_deleted", "Question deleted", _QUESTION
    RECORD_ERASED = "record_erased", "Record erased", "table row authority"
    CALENDAR_MADE = "calendar_made", "Calendar made", "email"
    CALENDAR_ENDED = "calendar_ended", "Calendar ended", "email"
    PASSWORD_LINK_MADE = (
        "password_link_made",
        "Password link made",
        "email",
    )
    PASSWORD_SET = (
        "password_set",
        "Password set",
        "email",
    )
    SECOND_FACTOR_SET_UP = "second_factor_set_up", "Second factor set up", "email"
    SECOND_FACTOR_RESET = "second_factor_reset", "Second factor reset", "email"
    PASSKEY_ADDED = "passkey_added", "Passkey added", "email"
    PASSKEY_NAMED = "passkey_named", "Passkey named", "email"
    PASSKEY_REMOVED = "passkey_removed", "Passkey removed", "email"
    RECOVERY_CODES_MADE = "recovery_codes_made", "Recovery codes made", "email"
    RECOVERY_CODE_USED = "recovery_code_used", "Recovery code used", "email left"
    ACCOUNT_WOKEN = "account_woken", "Account woken", "email"
    ACCOUNT_PROPOSED = "account_proposed", "Account proposed", _PERSON + " what"
    ACCOUNT_PROPOSAL_ENDED = (
        "account_proposal_ended",
        "Account proposal ended",
        "what email outcome",
    )
