"""The kinds of event: each with its title and the keys of its facts."""

from enum import StrEnum, auto
from typing import Self

_SENTENCE = "sentenced_on varied_on order_kind came_by text judge"
_CONVICTION = "offence offence_id form answers plea convicted_on offence_role"
_OFFENDER = "offender_name offender_born_on offender_address"
_CASE = "court court_id court_case_number cps_reference"
_RESTRICTION = "restriction protects terms made_on until_on"
_SHIFT = "person starts_at ends_at place public_number"
_PERSON = "name email role is_active law_office"
_LAW_STEP = "change title note"
_REVERSAL = "event_kind event_at"
_QUESTION = "question name number words asked as_at"


class EventKind(StrEnum):
    """The kind of an event: `NAME = auto(), "Title on the timeline", "its keys"`.

    It is stored as its name in lower case, and that never changes: a kind that is renamed writes
    its stored value in place of `auto()`.

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

    REQUEST_RECEIVED = auto(), "Request received by the online form", "channel reference"
    REQUEST_LOGGED = auto(), "Request logged", "channel reference received_at confirmed_doubts"
    REQUEST_JOINED = auto(), "Request joined to this case", "reference"
    CAMPAIGN_SAID = auto(), "Requests in the same words join this case", "same_words joins_later"
    CAMPAIGN_ENDED = auto(), "Later requests in the same words join no longer", "joins_later"
    REQUEST_RELEASED = auto(), "Request released", "reference"
    REQUEST_CLOSED = auto(), "Request closed", "reference reason"
    REQUEST_TAKEN_OUT = auto(), "Request taken out of this case", "reference case reason"
    REQUEST_MOVED = auto(), "Request moved to this case from another", "reference case"
    REQUEST_ASKS_ABOUT = auto(), "Which offenders a request asks about", "reference offenders"
    NOT_ASKED_ABOUT_ANSWERED = auto(), "What becomes of an offender nobody asked about", "note"
    REQUEST_REOPENED = auto(), "Request taken up again", "reference reason"
    REQUEST_SET_ASIDE = auto(), "Marked as not a duplicate", "reference other reason"
    REQUEST_BROUGHT_BACK = auto(), "No longer marked as not a duplicate", "reference other"
    REQUEST_WITHDRAWN = auto(), "Request withdrawn", "reference channel note"
    WITHDRAWAL_ASKED = (
        auto(),
        "Whoever asked wants to withdraw a request, in a day",
        "reference from_at",
    )
    WITHDRAWAL_UNDONE = auto(), "The withdrawal of a request was undone", "reference reason"
    REQUEST_OWNER_CHANGED = auto(), "Request given an owner", "reference owner note"
    REQUEST_LOOKED_AT = auto(), "Request looked at", "reference"
    MESSAGE_SORTED = (
        auto(),
        "Somebody said what an email is for",
        "message email_kind email_state email_files",
    )
    MESSAGE_ANSWERED = auto(), "An email was answered", "message answer"
    MESSAGE_CORRECTED = auto(), "What was read of an email was corrected", "message fields"
    MESSAGE_CAME_BACK = auto(), "An email to whoever asked came back", "reference"
    REQUEST_CORRECTED = (
        auto(),
        "What a request says was corrected from its email",
        "reference fields",
    )
    DEADLINE_CHANGED = (
        auto(),
        "Time limit counted from another day",
        "limit_name basis earliest_on latest_on file_by_at",
    )
    ALARM_ACKNOWLEDGED = auto(), "Alarm acknowledged", "reference alarm"
    CONTACT_CORRECTED = auto(), "Contact corrected", "reference fields"
    CONTACT_CHANGE_ASKED = (
        auto(),
        "The requester asked to change how we reach them",
        "reference fields",
    )
    CONTACT_CHANGE_ANSWERED = (
        auto(),
        "A change of how to reach a requester was answered",
        "reference answer note",
    )
    WHO_ASKED_CHANGED = auto(), "Who asked was corrected", "standing was_told told_by told_on"
    WHO_ASKED_VERIFIED = (
        auto(),
        "Who asked was verified",
        "standing verified_against source_reference",
    )
    WHO_ASKED_UNVERIFIED = (
        auto(),
        "That who asked was verified is taken back",
        "standing note",
    )
    CODE_RENEWED = auto(), "Code renewed", "reference"
    CODE_LETTER_ASKED = auto(), "Somebody asked online for a new code by post", "reference"
    CODE_LETTER_MADE = (
        auto(),
        "A letter with a new code was made, to be posted",
        "reference works_until_on code_before",
    )
    CODE_LETTER_REFUSED = (
        auto(),
        "No letter with a new code is sent, though one was asked for",
        "reference",
    )
    CODE_LETTER_USED = (
        auto(),
        "The code of a letter was used: it has taken the old one’s place",
        "reference",
    )
    REQUEST_ADDED_TO = auto(), "The requester added to their request", "reference files"
    CASE_OPENED = auto(), "Case opened", "reference"
    CASE_CHANGED = auto(), "Case changed", _CASE
    CASE_OPENED_BY_MISTAKE = auto(), "Undone: the case was opened by mistake", "requests reason"
    CASE_JOINED = auto(), "Joined to another case", "case requests reason"
    CASE_TAKEN_IN = auto(), "Another case was joined to this one", "case requests reason"
    CASES_SEPARATED = auto(), "The joining of two cases was undone", "case reason"
    CARRIED_OVER = auto(), "Carried over from the case that was joined", "case carried"
    CARRIED_BACK = auto(), "What was carried over is taken out again", "case"
    REVIEW_OPENED = auto(), "Review opened", "offender_name"
    OFFENDER_CHANGED = auto(), "Offender changed", _OFFENDER
    SENTENCE_RECORDED = auto(), "Sentence recorded", _SENTENCE + " parts confirmed_doubts"
    SENTENCE_CHANGED = auto(), "Sentence changed", _SENTENCE + " parts confirmed_doubts"
    SENTENCE_REMOVED = auto(), "Sentence removed", _SENTENCE + " offences"
    SAME_CASE_RECORDED = (
        auto(),
        "Whether a sentence is of the same case",
        "sentenced_on same_case judges_words source_of_words",
    )
    CONVICTION_RECORDED = auto(), "Conviction recorded", _CONVICTION
    CONVICTION_CHANGED = auto(), "Conviction changed", _CONVICTION
    CONVICTION_REMOVED = auto(), "Conviction removed", _CONVICTION + " sentenced_on words"
    ASSESSED = auto(), "Offences and dates checked", "verdict last_day_on file_by_at"
    ASSESSMENT_OVERRIDDEN = auto(), "Assessment overridden", "verdict time_verdict reason"
    OVERRIDE_SIGNED = auto(), "Override signed", "verdict time_verdict agrees note"
    FACTS_CONFIRMED = (
        auto(),
        "Facts verified by a second person",
        "confirmed source source_reference",
    )
    CONFLICT_DECLARED = auto(), "A conflict of interest was declared", "reason passed_to"
    CONFLICT_ENDED = auto(), "There is no conflict of interest any more", "person"
    DRAFT_KEPT = auto(), "Draft kept", "draft version"
    ADVICE_GIVEN = auto(), "Advice was given", "version as"
    OUTSIDE_LAW_FOUND = (
        auto(),
        "Sentence outside what the law allows",
        "sentenced_on reason slip_rule_last_day_on",
    )
    OUTSIDE_LAW_DEALT_WITH = (
        auto(),
        "Sentence outside what the law allows: dealt with",
        "sentenced_on how",
    )
    LOCK_OPENED = auto(), "Two-person lock opened", "unverified opener reason"
    FILED_UNVERIFIED = auto(), "Filed although the two-person lock was shut", "unverified reason"
    LOCK_OPENING_REVIEWED = (
        auto(),
        "A supervisor reviewed the opening of the lock",
        "was_right note ended",
    )
    ASSIGNEE_CHANGED = auto(), "Assignee changed", "assignee note"
    TAGGED = auto(), "Tag changed", "tag"
    STAGE_CHANGED = auto(), "Stage changed", "step state note"
    DECIDED = (
        auto(),
        "The law officer decided",
        "choice reasons law_officer submission sha256 recorded_by",
    )
    APPLICATION_CHANGED = auto(), "Application changed", "fields"
    LETTER_DRAFTED = auto(), "Letter drafted", "letter"
    LETTER_CHECKED = auto(), "Letter checked", "letter"
    LETTER_DISCARDED = auto(), "Letter discarded", "letter"
    LETTER_ISSUED = auto(), "Letter issued", "letter version sha256"
    LETTERS_TO_EVERYONE_BEGUN = auto(), "Letters to everyone begun", "letter"
    LETTERS_TO_EVERYONE_STOPPED = auto(), "Letters to everyone stopped", "letter"
    LETTERS_TO_EVERYONE_RESUMED = auto(), "Letters to everyone resumed", "letter"
    FILED = auto(), "Filed", "at method reference late_reason"
    SERVED = auto(), "Served", "at method reference late_reason"
    OUTCOME_REACHED = auto(), "Outcome reached", "outcome note"
    REVIEW_CLOSED = auto(), "Review closed", "outcome note"
    NOTE_ADDED = auto(), "Note added", "note"
    LETTER_COMMENTED = auto(), "Comment on a letter", "draft letter quote comment"
    COMMENT_RESOLVED = auto(), "Comment on a letter resolved", "draft letter comment_id comment"
    PLAN_MOVED = auto(), "A day of the plan was moved", "milestone due_on"
    PAPERS_ASKED = auto(), "Papers asked", "papers"
    PAPER_CHANGED = (
        auto(),
        "Paper changed",
        "paper promised_by_on received_at late_reason incomplete_reason not_applicable_reason "
        "is_refused said_by document",
    )
    PROSECUTION_CHANGED = auto(), "Who prosecutes changed", "cps_lawyer prosecution_counsel"
    CONTACT_KEPT = auto(), "Contact for papers kept", "contact is_ended"
    BUNDLE_ASKED = auto(), "Bundle of papers asked for", "bundle version papers"
    PAPER_REDACTED = auto(), "Redaction of a paper changed", "paper redacted why"
    PAPERS_CHASED = auto(), "Papers chased", "at spoke_to answer"
    SUBMITTED = auto(), "Submitted", "version sha256 addressed_to"
    PACK_QUESTION_ASKED = (
        auto(),
        "A question was asked about the submission",
        "version quote question",
    )
    PACK_QUESTION_ANSWERED = auto(), "A question was answered", "question answer"
    SUBMISSION_PASSED = auto(), "Submission passed", "to_officer reason note"
    APPLICATION_EMAILED = auto(), "Application emailed to the Registrar", "recipient sha256"
    DEFENCE_PAGE_CHANGED = auto(), "Page for the defence", "defence_page recipient what"
    RESPONDENTS_NOTICE_RECORDED = auto(), "Respondents notice recorded", "served_on note"
    HEARING_LISTED = auto(), "Hearing listed", "heard_on time_of_day court constitution"
    COURT_DECIDED = auto(), "Court decided", "decided_on outcome revised_sentence citation"
    REGISTER_ROW_IMPORTED = auto(), "Register row imported", "reference row cells"
    REGISTER_DOUBT_SETTLED = auto(), "Register doubt settled", "row column doubt how"
    FACT_CORRECTED = auto(), "Fact corrected", "fact value why"
    RESTRICTION_ADDED = auto(), "Restriction added", _RESTRICTION
    RESTRICTION_ENDED = auto(), "Restriction ended", "restriction reason"
    LEGAL_HOLD_PLACED = auto(), "Legal hold placed", "hold review_on"
    LEGAL_HOLD_REVIEWED = auto(), "Legal hold reviewed", "hold review_on is_ended"
    CASE_SEALED = auto(), "Case sealed", "reason readers"
    CASE_UNSEALED = auto(), "Case unsealed", "reason"
    READER_NAMED = auto(), "Reader named", "reader"
    READER_REMOVED = auto(), "Reader removed", "reader"
    NOTE_PINNED = auto(), "Note pinned", "note"
    REDATING_SIGNED = (
        auto(),
        "A supervisor signed for what had changed",
        "last_day_on file_by_at verdict",
    )
    REMINDER_SEEN_TO = auto(), "Reminder acknowledged", "reminder"
    NOTE_UNPINNED = auto(), "Note unpinned", "note"
    DOCUMENT_ADDED = auto(), "Document added", "name kind description"
    NOTIFICATION_PLANNED = "telling_planned", "People to tell", "about people"
    NOTIFICATION_TRIED = "telling_tried", "Tried to tell somebody", "about who means note"
    TOLD = auto(), "Somebody was told", "about who means at note"
    NOTIFICATION_EXEMPTED = "telling_excused", "Somebody is not to be told", "about who reason"
    NOTIFICATION_REINSTATED = "telling_reinstated", "Somebody is to be told after all", "about who"
    NOTIFICATION_SUPERSEDED = (
        "telling_superseded",
        "People need not be told of this any more",
        "about people",
    )
    PERSON_TO_TELL_ADDED = auto(), "Person to tell added", "who"
    PRESS_LINE_WRITTEN = auto(), "Press line written", "line"
    PRESS_LINE_RELEASED = auto(), "Press line released", "line"
    SECOND_READING_DONE = auto(), "Read by a second reader", "month outcome view reason"
    REVERSAL_PROPOSED = auto(), "Proposed to bring back what stood before", _REVERSAL + " reason"
    REVERSAL_APPROVED = auto(), "Brought back as it stood before", _REVERSAL + " reason"
    REVERSAL_REFUSED = auto(), "Not brought back: a second person refused", _REVERSAL + " note"
    REVERSAL_WITHDRAWN = auto(), "No longer proposed to be brought back", _REVERSAL
    COMPLAINT_RECORDED = auto(), "Complaint recorded", "complaint channel received_at"
    COMPLAINT_ACKNOWLEDGED = auto(), "Complaint acknowledged", "complaint at"
    COMPLAINT_ANSWERED = auto(), "Complaint answered", "complaint at finding"
    RIGHTS_RECORDED = auto(), "Request about personal data recorded", "rights_request channel"
    RIGHTS_CHANGED = auto(), "Request about personal data", "rights_request what"
    ABSENCE_RECORDED = auto(), "Absence recorded", "person cover from_on to_on"
    ABSENCE_ENDED = auto(), "Absence ended", "person cover from_on to_on"
    DUTY_SHIFT_ADDED = auto(), "Duty shift added", _SHIFT
    DUTY_SHIFT_CHANGED = auto(), "Duty shift changed", _SHIFT
    DUTY_SHIFT_REMOVED = auto(), "Duty shift removed", _SHIFT
    DUTY_CONTACT_CHANGED = auto(), "Duty contact changed", "person fields"
    WAIT_TAKEN = auto(), "Wait taken", "what"
    WORK_DECLINED = auto(), "Declined by whom it was given to", "reference reason given_by"
    CHECK_ASKED = auto(), "Check asked", "what of"
    CALL_PLANNED = auto(), "Call planned", "person due_on words"
    CALL_ENDED = auto(), "Call ended", "person due_on words outcome"
    ITEM_OWED = auto(), "Item owed", "reference item wanted_by_on"
    ITEM_REMINDED = auto(), "Item reminded", "reference item"
    ITEM_CHASED = auto(), "Item chased", "reference item wanted_by_on note"
    ITEM_ENDED = auto(), "Item ended", "reference item answer"
    LAW_RECORD_WRITTEN = auto(), "Law record written", "record title status"
    LAW_ROW_READ = auto(), "Row of the catalogue read", "offence row copy text"
    LAW_CHANGE_PROPOSED = auto(), "Law change proposed", "change title decides_from_on undoes"
    LAW_MOVE_AGREED = (
        auto(),
        "A supervisor agreed that a change of the law moves this",
        "change last_day_on file_by_at",
    )
    LAW_CHANGE_SIGNED = auto(), "Law change signed", _LAW_STEP
    LAW_CHANGE_REFUSED = auto(), "Law change refused", _LAW_STEP
    LAW_CHANGE_WITHDRAWN = auto(), "Law change withdrawn", _LAW_STEP
    WORKING_HOURS_CHANGED = auto(), "Working hours changed", "person hours"
    TEAM_CHANGED = auto(), "Team changed", "team members lead is_ended"
    PERSON_ADDED = auto(), "Person added", _PERSON
    PERSON_CHANGED = auto(), "Person changed", _PERSON
    QUESTION_KEPT = auto(), "Question kept", _QUESTION
    VIEW_KEPT = auto(), "View kept", "name list is_shared"
    VIEW_DELETED = auto(), "View deleted", "name list is_shared"
    QUESTION_DELETED = auto(), "Question deleted", _QUESTION
    RECORD_ERASED = auto(), "Record erased", "table row authority"
    TABLES_TAKEN_IN = auto(), "Tables hashed from now on", "tables"
    CALENDAR_MADE = auto(), "Calendar made", "email"
    CALENDAR_ENDED = auto(), "Calendar ended", "email"
    PASSWORD_LINK_MADE = auto(), "Password link made", "email"
    PASSWORD_SET = auto(), "Password set", "email"
    SECOND_FACTOR_SET_UP = auto(), "Second factor set up", "email"
    SECOND_FACTOR_RESET = auto(), "Second factor reset", "email"
    PASSKEY_ADDED = auto(), "Passkey added", "email"
    PASSKEY_NAMED = auto(), "Passkey named", "email"
    PASSKEY_REMOVED = auto(), "Passkey removed", "email"
    RECOVERY_CODES_MADE = auto(), "Recovery codes made", "email"
    RECOVERY_CODE_USED = auto(), "Recovery code used", "email left"
    ACCOUNT_WOKEN = auto(), "Account woken", "email"
    ACCOUNT_PROPOSED = auto(), "Account proposed", _PERSON + " what"
    ACCOUNT_PROPOSAL_ENDED = auto(), "Account proposal ended", "what email outcome"
