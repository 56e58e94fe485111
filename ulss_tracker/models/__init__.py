"""The tables. They hold no rules: those are the scheme's and the services'."""

from pathlib import Path

from flask import Flask

from ulss_tracker.models.account_proposal import AccountProposal, ProposalEnd, ProposalKind
from ulss_tracker.models.added_later import AddedLater
from ulss_tracker.models.advice import Advice
from ulss_tracker.models.audit import AuditEntry, AuditKind, SearchWords
from ulss_tracker.models.bundle import Bundle, BundleReader
from ulss_tracker.models.case import Case, Conflict, ReferenceCounter
from ulss_tracker.models.complaint import Complaint, Finding
from ulss_tracker.models.contact_change import ContactChange, ContactChangeState
from ulss_tracker.models.court import CourtDecision, Hearing, RespondentsNotice
from ulss_tracker.models.database import (
    Base,
    add_reading_connections,
    db,
    has_written,
    inserting,
    locks_at_once,
    may_write,
    set_up_postgresql,
    set_up_sqlite,
    wait_briefly_for_locks,
    waits_for_lock,
)
from ulss_tracker.models.deadline import THE_28_DAYS, Deadline, DeadlineBasis, Tag
from ulss_tracker.models.defence_page import DefencePage, DefenceRole
from ulss_tracker.models.deferred_ask import AskKind, DeferredAsk
from ulss_tracker.models.download import Download, DownloadKind, DownloadPart
from ulss_tracker.models.duty import AlarmReason, DutyAlarm, DutyCall, DutyShift
from ulss_tracker.models.event import Event, PinnedNote
from ulss_tracker.models.event_kind import EventKind
from ulss_tracker.models.feedback import Ease, Feedback
from ulss_tracker.models.inbound import InboundMessage, InboundPart, InboundState
from ulss_tracker.models.kept_form import KeptForm
from ulss_tracker.models.law import (
    LawChange,
    LawFinding,
    LawFollowed,
    LawRecord,
    LawRehearsal,
    LawStep,
    LawStepKind,
)
from ulss_tracker.models.legal_hold import LegalHold
from ulss_tracker.models.letter import (
    DraftState,
    Filing,
    FilingKind,
    Letter,
    LetterDraft,
    LetterKind,
    LetterSize,
)
from ulss_tracker.models.letter_batch import BatchItem, BatchState, LetterBatch
from ulss_tracker.models.matching import Campaign, NameKey, NotDuplicate, RequestWording
from ulss_tracker.models.merging import CaseMerge
from ulss_tracker.models.message import LANES, TO_SEND, Message, MessageState
from ulss_tracker.models.notifying import (
    Means,
    Notification,
    NotificationAttempt,
    NotificationState,
    PersonToTell,
)
from ulss_tracker.models.office_identity import OfficeIdentity
from ulss_tracker.models.operations import (
    CalendarFeed,
    ClockJump,
    DeadlineChange,
    JobRun,
    Reminder,
    Worker,
)
from ulss_tracker.models.outside_law import OutsideLaw
from ulss_tracker.models.paper import Paper, PaperChase, PaperContact, PaperKind
from ulss_tracker.models.posted_code import PostedCode, PostedCodeState
from ulss_tracker.models.press_line import PressLine
from ulss_tracker.models.published_letter import PublishedLetter
from ulss_tracker.models.record_hash import (
    CaseCheckpoint,
    Checkpoint,
    CheckpointTimestamp,
    HistoryCheck,
    RecordHash,
)
from ulss_tracker.models.redaction import Redaction, RedactionReason
from ulss_tracker.models.register import (
    CorrectedFact,
    Correction,
    RegisterDoubt,
    RegisterFile,
    RegisterRow,
    RegisterState,
)
from ulss_tracker.models.request import (
    AskedAbout,
    Channel,
    Document,
    DocumentKind,
    Draft,
    EqualityAnswer,
    Request,
    RequestState,
    RoleSource,
    ScanState,
)
from ulss_tracker.models.request_version import Handling, RequestVersion
from ulss_tracker.models.requester_background import RequesterBackground
from ulss_tracker.models.restored_copy import RestoredCopy
from ulss_tracker.models.restriction import CaseReader, Restriction, RestrictionKind
from ulss_tracker.models.reversal import Reversal
from ulss_tracker.models.review import (
    Application,
    Assessment,
    Decision,
    DecisionChoice,
    Origin,
    Review,
)
from ulss_tracker.models.review_version import ReviewVersion
from ulss_tracker.models.rights_request import RightsKind, RightsOutcome, RightsRequest, Treatment
from ulss_tracker.models.safe_contact import EmailUse, SafeContact
from ulss_tracker.models.saved_report import SavedReport
from ulss_tracker.models.saved_view import ListName, SavedView, StartView
from ulss_tracker.models.search import SearchEntry
from ulss_tracker.models.second_factor import Passkey, RecoveryCode, SecondFactor
from ulss_tracker.models.second_reading import SecondReading, SecondView
from ulss_tracker.models.security_event import SecurityEvent, SecurityKind
from ulss_tracker.models.sentence import Conviction, Plea, Sentence
from ulss_tracker.models.staff_session import StaffSession
from ulss_tracker.models.status_page import StatusLeft, WrongTry
from ulss_tracker.models.stored_file import (
    FileRole,
    FileState,
    StoredFile,
    StoredPart,
    UploadCount,
)
from ulss_tracker.models.submission import (
    DraftOf,
    PackQuestion,
    PassReason,
    Submission,
    SubmissionPass,
    WrittenDraft,
)
from ulss_tracker.models.team import Team, TeamMember
from ulss_tracker.models.user import (
    Absence,
    KnownDevice,
    LastSignIn,
    NightTexts,
    PasswordLink,
    SignInAttempt,
    User,
)
from ulss_tracker.models.verification import (
    CourtSource,
    Fact,
    LockOpening,
    OverrideSignature,
    Verification,
)
from ulss_tracker.models.waiting import (
    ANYONES_PERMISSIONS,
    DECLINED_KINDS,
    GIVEN_KINDS,
    URGENT_KINDS,
    CheckRequest,
    Mention,
    OutstandingItem,
    PlannedCall,
    Wait,
    WaitBar,
    WaitKind,
    WaitNotice,
)


def set_up(app: Flask) -> None:
    """Join the database to the application."""
    address = str(app.config["SQLALCHEMY_DATABASE_URI"])
    if address.startswith("sqlite:///") and ":memory:" not in address:
        Path(address.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    set_up_sqlite(app)
    set_up_postgresql(app)
    add_reading_connections(app)
    db.init_app(app)
