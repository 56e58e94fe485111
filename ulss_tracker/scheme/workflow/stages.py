"""The words of the workflow: where a review can be, what moves it, how it ends, who moves it."""

from enum import StrEnum

from ulss_tracker.labelled import LabelledEnum


class State(LabelledEnum):
    """Where a review is."""

    RECEIVED = "received", "Received"
    CHECKING = "checking", "Checking the scheme"
    AWAITING_PAPERS = "awaiting_papers", "Awaiting papers"
    UNDER_CONSIDERATION = "under_consideration", "Under consideration"
    LAW_OFFICERS = "law_officers", "With the law officers"
    TO_FILE = "to_file", "To be filed and served"
    REFERRED = "referred", "Referred"
    AT_COURT = "at_court", "At court"
    TO_TELL = "to_tell", "People to be told"
    CLOSED = "closed", "Closed"


# What older lines of history call a stage; history never changes.
_OLD_STATE_LABELS = {
    "papers_requested": "Papers requested",
    "papers_received": "Papers received",
    "advice": "With a lawyer for advice",
    "counsel": "With counsel",
    "filed": "Filed with the court",
    "served": "Served, waiting for the court",
}


def state_words(value: str) -> str:
    """A stage in words, by the value that history keeps; stages no longer used have theirs."""
    return _OLD_STATE_LABELS.get(value) or State(value).label


class Outcome(LabelledEnum):
    """How a review ended."""

    NOT_IN_SCHEME = "not_in_scheme", "Not in the scheme"
    OUT_OF_TIME = "out_of_time", "Out of time"
    NOT_REFERRED = "not_referred", "Not referred"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LEAVE_REFUSED = "leave_refused", "Leave refused"
    UNCHANGED = "unchanged", "Sentence unchanged"
    INCREASED = "increased", "Sentence increased"
    OPENED_BY_MISTAKE = "opened_by_mistake", "Opened by mistake"
    JOINED = "joined", "Joined to another case"


VOID = frozenset({Outcome.OPENED_BY_MISTAKE, Outcome.JOINED})
"""How a review ends that was no work of its own: nobody is told, and no list or figure has it."""
ENDINGS = tuple(outcome for outcome in Outcome if outcome not in VOID)
"""How the review of a sentence ends."""


class Step(LabelledEnum):
    """Something that moves a review on, or is recorded on its way."""

    START_CHECKING = "start_checking", "Start checking the scheme"
    REQUEST_PAPERS = "request_papers", "Record that papers were asked for"
    RECEIVE_PAPERS = "receive_papers", "Record that papers have come"
    ASK_ADVICE = "ask_advice", "Send to a lawyer for advice"
    RECEIVE_ADVICE = "receive_advice", "Record that the lawyer’s advice has come"
    INSTRUCT_COUNSEL = "instruct_counsel", "Send to counsel"
    RECEIVE_OPINION = "receive_opinion", "Record that counsel’s opinion has come"
    SEND_TO_LAW_OFFICERS = "send_to_law_officers", "Send to the law officers"
    RESUBMIT = "resubmit", "Send the law officers a new version"
    PASS_TO_OTHER = "pass_to_other", "Pass to the other law officer"
    RETURN_FOR_WORK = "return_for_work", "Send back for more work"
    DECIDE_TO_REFER = "decide_to_refer", "Refer the sentence"
    DECIDE_NOT_TO_REFER = "decide_not_to_refer", "Do not refer the sentence"
    FILE = "file", "Record filing with the Registrar"
    SERVE = "serve", "Record service on the offender"
    COMPLETE_REFERENCE = "complete_reference", "Record that the sentence is referred"
    RECORD_RESPONDENTS_NOTICE = "record_respondents_notice", "Record the respondent’s notice"
    LIST_HEARING = "list_hearing", "Record the hearing"
    RECORD_LEAVE_REFUSED = "record_leave_refused", "Record that leave was refused"
    RECORD_UNCHANGED = "record_unchanged", "Record that the sentence is unchanged"
    RECORD_INCREASED = "record_increased", "Record that the sentence was increased"
    CLOSE_NOT_IN_SCHEME = "close_not_in_scheme", "End: not in the scheme"
    CLOSE_OUT_OF_TIME = "close_out_of_time", "End: out of time"
    WITHDRAW = "withdraw", "End: withdrawn"
    CLOSE = "close", "Close the review: everyone has been told"
    REOPEN = "reopen", "Reopen the review"
    REOPEN_AT_COURT = "reopen_at_court", "Reopen at the court: its decision was recorded wrongly"
    BRING_BACK = "bring_back", "Bring back as it stood before it ended"
    UNDO_OPENING = "undo_opening", "End: the case was opened by mistake"
    JOIN_TO_CASE = "join_to_case", "End: the case is joined to another"
    UNDO_JOINING = "undo_joining", "Undo the joining to another case"


class LawOfficer(LabelledEnum):
    """Who may decide to refer: the Attorney General, or the Solicitor General in their place.

    Law Officers Act 1997 s.1.
    """

    ATTORNEY_GENERAL = "attorney_general", "Attorney General"
    SOLICITOR_GENERAL = "solicitor_general", "Solicitor General"

    @property
    def other(self) -> "LawOfficer":
        """The one to whom a decision passes on a conflict or an absence."""
        return (
            LawOfficer.SOLICITOR_GENERAL
            if self is LawOfficer.ATTORNEY_GENERAL
            else LawOfficer.ATTORNEY_GENERAL
        )


class Actor(StrEnum):
    """Who takes a step. The office's roles map onto these by name."""

    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    LAW_OFFICER = "law_officer"
    PRIVATE_OFFICE = "private_office"
    LAWYER = "lawyer"
    COUNSEL = "counsel"
