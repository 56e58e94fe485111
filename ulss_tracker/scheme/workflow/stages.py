"""The words of the workflow: where a review can be, what moves it, how it ends, who moves it."""

from enum import StrEnum


class State(StrEnum):
    """Where a review is."""

    RECEIVED = "received"
    CHECKING = "checking"
    AWAITING_PAPERS = "awaiting_papers"
    UNDER_CONSIDERATION = "under_consideration"
    LAW_OFFICERS = "law_officers"
    TO_FILE = "to_file"
    REFERRED = "referred"
    AT_COURT = "at_court"
    TO_TELL = "to_tell"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The stage as screens show it."""
        return _STATE_LABELS[self]

    @property
    def is_to_file(self) -> bool:
        """Whether the application is still to be filed, or to be served."""
        return self is State.TO_FILE


_STATE_LABELS = {
    State.RECEIVED: "Received",
    State.CHECKING: "Checking the scheme",
    State.AWAITING_PAPERS: "Awaiting papers",
    State.UNDER_CONSIDERATION: "Under consideration",
    State.LAW_OFFICERS: "With the law officers",
    State.TO_FILE: "To be filed and served",
    State.REFERRED: "Referred",
    State.AT_COURT: "At court",
    State.TO_TELL: "People to be told",
    State.CLOSED: "Closed",
}
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


class Outcome(StrEnum):
    """How a review ended."""

    NOT_IN_SCHEME = "not_in_scheme"
    OUT_OF_TIME = "out_of_time"
    NOT_REFERRED = "not_referred"
    WITHDRAWN = "withdrawn"
    LEAVE_REFUSED = "leave_refused"
    UNCHANGED = "unchanged"
    INCREASED = "increased"
    OPENED_BY_MISTAKE = "opened_by_mistake"
    JOINED = "joined"

    @property
    def label(self) -> str:
        """The outcome as screens show it."""
        return {
            Outcome.NOT_IN_SCHEME: "Not in the scheme",
            Outcome.OUT_OF_TIME: "Out of time",
            Outcome.NOT_REFERRED: "Not referred",
            Outcome.WITHDRAWN: "Withdrawn",
            Outcome.LEAVE_REFUSED: "Leave refused",
            Outcome.UNCHANGED: "Sentence unchanged",
            Outcome.INCREASED: "Sentence increased",
            Outcome.OPENED_BY_MISTAKE: "Opened by mistake",
            Outcome.JOINED: "Joined to another case",
        }[self]

    @property
    def is_opened_by_mistake(self) -> bool:
        """Whether there was never a review to do, nor a case."""
        return self is Outcome.OPENED_BY_MISTAKE


VOID = frozenset({Outcome.OPENED_BY_MISTAKE, Outcome.JOINED})
"""How a review ends that was no work of its own: nobody is told, and no list or figure has it."""
ENDINGS = tuple(outcome for outcome in Outcome if outcome not in VOID)
"""How the review of a sentence ends."""


class Step(StrEnum):
    """Something that moves a review on, or is recorded on its way."""

    START_CHECKING = "start_checking"
    REQUEST_PAPERS = "request_papers"
    RECEIVE_PAPERS = "receive_papers"
    ASK_ADVICE = "ask_advice"
    RECEIVE_ADVICE = "receive_advice"
    INSTRUCT_COUNSEL = "instruct_counsel"
    RECEIVE_OPINION = "receive_opinion"
    SEND_TO_LAW_OFFICERS = "send_to_law_officers"
    RESUBMIT = "resubmit"
    PASS_TO_OTHER = "pass_to_other"  # noqa: S105 - no password
    RETURN_FOR_WORK = "return_for_work"
    DECIDE_TO_REFER = "decide_to_refer"
    DECIDE_NOT_TO_REFER = "decide_not_to_refer"
    FILE = "file"
    SERVE = "serve"
    COMPLETE_REFERENCE = "complete_reference"
    RECORD_RESPONDENTS_NOTICE = "record_respondents_notice"
    LIST_HEARING = "list_hearing"
    RECORD_LEAVE_REFUSED = "record_leave_refused"
    RECORD_UNCHANGED = "record_unchanged"
    RECORD_INCREASED = "record_increased"
    CLOSE_NOT_IN_SCHEME = "close_not_in_scheme"
    CLOSE_OUT_OF_TIME = "close_out_of_time"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    REOPEN = "reopen"
    REOPEN_AT_COURT = "reopen_at_court"
    BRING_BACK = "bring_back"
    UNDO_OPENING = "undo_opening"
    JOIN_TO_CASE = "join_to_case"
    UNDO_JOINING = "undo_joining"

    @property
    def label(self) -> str:
        """The step as a button says it."""
        return _STEP_LABELS[self]


_STEP_LABELS = {
    Step.START_CHECKING: "Start checking the scheme",
    Step.REQUEST_PAPERS: "Record that papers were asked for",
    Step.RECEIVE_PAPERS: "Record that papers have come",
    Step.ASK_ADVICE: "Send to a lawyer for advice",
    Step.RECEIVE_ADVICE: "Record that the lawyer’s advice has come",
    Step.INSTRUCT_COUNSEL: "Send to counsel",
    Step.RECEIVE_OPINION: "Record that counsel’s opinion has come",
    Step.SEND_TO_LAW_OFFICERS: "Send to the law officers",
    Step.RESUBMIT: "Send the law officers a new version",
    Step.PASS_TO_OTHER: "Pass to the other law officer",
    Step.RETURN_FOR_WORK: "Send back for more work",
    Step.DECIDE_TO_REFER: "Refer the sentence",
    Step.DECIDE_NOT_TO_REFER: "Do not refer the sentence",
    Step.FILE: "Record filing with the Registrar",
    Step.SERVE: "Record service on the offender",
    Step.COMPLETE_REFERENCE: "Record that the sentence is referred",
    Step.RECORD_RESPONDENTS_NOTICE: "Record the respondent’s notice",
    Step.LIST_HEARING: "Record the hearing",
    Step.RECORD_LEAVE_REFUSED: "Record that leave was refused",
    Step.RECORD_UNCHANGED: "Record that the sentence is unchanged",
    Step.RECORD_INCREASED: "Record that the sentence was increased",
    Step.CLOSE_NOT_IN_SCHEME: "End: not in the scheme",
    Step.CLOSE_OUT_OF_TIME: "End: out of time",
    Step.WITHDRAW: "End: withdrawn",
    Step.CLOSE: "Close the review: everyone has been told",
    Step.REOPEN: "Reopen the review",
    Step.REOPEN_AT_COURT: "Reopen at the court: its decision was recorded wrongly",
    Step.BRING_BACK: "Bring back as it stood before it ended",
    Step.UNDO_OPENING: "End: the case was opened by mistake",
    Step.JOIN_TO_CASE: "End: the case is joined to another",
    Step.UNDO_JOINING: "Undo the joining to another case",
}


class LawOfficer(StrEnum):
    """Who may decide to refer: the Attorney General, or the Solicitor General in their place.

    Law Officers Act 1997 s.1.
    """

    ATTORNEY_GENERAL = "attorney_general"
    SOLICITOR_GENERAL = "solicitor_general"

    @property
    def label(self) -> str:
        """The office in words."""
        return self.value.replace("_", " ").title()

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
