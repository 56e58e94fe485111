"""Who may do what: roles, permissions and the table that joins them.

A permission is named verb first, then the noun it is about, as a person would say it:
"may this user decide a review?" is `Permission.DECIDE_REVIEW`.
"""

from enum import StrEnum

from ulss_tracker.labelled import LabelledEnum


class Role(LabelledEnum):
    """The role of a member of staff in the office."""

    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    LAW_OFFICER = "law_officer"
    PRIVATE_OFFICE = "private_office"
    LAWYER = "lawyer"
    COUNSEL = "counsel"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"

    @property
    def sees_named_cases_only(self) -> bool:
        """Whether only the cases that name them open to them: counsel is not of the office."""
        return self is Role.COUNSEL


class Permission(StrEnum):
    """One thing a person may be allowed to do."""

    USE_PUBLIC_SERVICE = "use public service"
    SEE_OWN_ACCOUNT = "see own account"
    SEE_ROTA = "see rota"
    SEE_CASES = "see cases"
    SEE_CONTACTS = "see contacts"
    WORK_CASES = "work cases"
    VERIFY_FACTS = "verify facts"
    WRITE_ADVICE = "write advice"
    DECLARE_CONFLICT = "declare conflict"
    OPEN_ORIGINAL = "open original"
    SEE_DECISIONS = "see decisions"
    DECIDE_REVIEW = "decide review"
    RECORD_DECISION = "record decision"
    RELEASE_PRESS_LINE = "release press line"
    OVERRIDE_ASSESSMENT = "override assessment"
    BRING_BACK = "bring back"
    REVIEW_OPENINGS = "review openings"
    EXEMPT_FROM_NOTIFICATION = "excuse telling"
    REASSIGN_WORK = "reassign work"
    KEEP_ROTA = "keep rota"
    SEE_BOARD = "see board"
    SEE_CATALOGUE = "see catalogue"
    SEE_LAW = "see law"
    KEEP_LAW = "keep law"
    SEE_STATISTICS = "see statistics"
    MANAGE_REGISTER = "manage register"
    SEAL_CASE = "seal case"
    SEE_AUDIT = "see audit"
    SEE_SECURITY_LOG = "see security log"
    SEE_CHECKPOINTS = "see checkpoints"
    SEE_ACCOUNTS = "see accounts"
    SEE_PROPOSALS = "see proposals"
    MANAGE_USERS = "manage users"
    MANAGE_TEAMS = "manage teams"
    APPROVE_ACCOUNTS = "approve accounts"
    SEE_JOBS = "see jobs"
    CONFIRM_RESTORE = "confirm restore"


_SIGNED_IN = frozenset(
    {Permission.USE_PUBLIC_SERVICE, Permission.SEE_OWN_ACCOUNT, Permission.SEE_ROTA}
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.CASEWORKER: _SIGNED_IN
    | {
        Permission.SEE_CASES,
        Permission.SEE_CONTACTS,
        Permission.WORK_CASES,
        Permission.RELEASE_PRESS_LINE,
        Permission.VERIFY_FACTS,
        Permission.DECLARE_CONFLICT,
        Permission.OPEN_ORIGINAL,
    },
    Role.SUPERVISOR: _SIGNED_IN
    | {
        Permission.SEE_CASES,
        Permission.SEE_CONTACTS,
        Permission.WORK_CASES,
        Permission.RELEASE_PRESS_LINE,
        Permission.VERIFY_FACTS,
        Permission.DECLARE_CONFLICT,
        Permission.OPEN_ORIGINAL,
        Permission.OVERRIDE_ASSESSMENT,
        Permission.BRING_BACK,
        Permission.REVIEW_OPENINGS,
        Permission.EXEMPT_FROM_NOTIFICATION,
        Permission.REASSIGN_WORK,
        Permission.MANAGE_TEAMS,
        Permission.KEEP_ROTA,
        Permission.SEE_BOARD,
        Permission.SEE_STATISTICS,
        Permission.MANAGE_REGISTER,
        Permission.SEAL_CASE,
        Permission.SEE_AUDIT,
        Permission.SEE_SECURITY_LOG,
        Permission.SEE_CHECKPOINTS,
        Permission.SEE_CATALOGUE,
        Permission.SEE_PROPOSALS,
        Permission.APPROVE_ACCOUNTS,
        Permission.SEE_LAW,
    },
    Role.LAW_OFFICER: _SIGNED_IN
    | {
        Permission.SEE_CASES,
        Permission.SEE_CONTACTS,
        Permission.SEE_DECISIONS,
        Permission.DECIDE_REVIEW,
        Permission.SEE_CATALOGUE,
    },
    # Records what a law officer decided on paper, with the signed minute; decides nothing.
    Role.PRIVATE_OFFICE: _SIGNED_IN
    | {
        Permission.SEE_CASES,
        Permission.SEE_CONTACTS,
        Permission.SEE_DECISIONS,
        Permission.RECORD_DECISION,
        Permission.RELEASE_PRESS_LINE,
    },
    # Moves no case on: advises, is one of the two who look at date, court and offence, and one of
    # the two who sign a change of the law.
    Role.LAWYER: _SIGNED_IN
    | {
        Permission.SEE_LAW,
        Permission.KEEP_LAW,
        Permission.SEE_CATALOGUE,
        Permission.SEE_CASES,
        Permission.SEE_CONTACTS,
        Permission.VERIFY_FACTS,
        Permission.WRITE_ADVICE,
        Permission.DECLARE_CONFLICT,
        Permission.OPEN_ORIGINAL,
    },
    # Of the cases that name them alone, and not who asked or how they are reached
    # (services/protection/access_filter.py).
    Role.COUNSEL: frozenset({Permission.USE_PUBLIC_SERVICE, Permission.SEE_OWN_ACCOUNT})
    | {
        Permission.SEE_CASES,
        Permission.WRITE_ADVICE,
        Permission.DECLARE_CONFLICT,
        Permission.OPEN_ORIGINAL,
    },
    Role.ADMINISTRATOR: _SIGNED_IN
    | {
        Permission.SEE_CATALOGUE,
        Permission.SEE_CHECKPOINTS,
        Permission.SEE_ACCOUNTS,
        Permission.SEE_PROPOSALS,
        Permission.MANAGE_USERS,
        Permission.MANAGE_TEAMS,
        Permission.APPROVE_ACCOUNTS,
        Permission.SEE_JOBS,
        Permission.CONFIRM_RESTORE,
    },
    # Reads who may do what and who did, changes nothing but how they sign in, and sees no case.
    Role.AUDITOR: frozenset({Permission.USE_PUBLIC_SERVICE, Permission.SEE_OWN_ACCOUNT})
    | {
        Permission.SEE_ACCOUNTS,
        Permission.SEE_PROPOSALS,
        Permission.SEE_SECURITY_LOG,
        Permission.SEE_CHECKPOINTS,
    },
}


def may(role: Role, permission: Permission) -> bool:
    """Whether a person with `role` holds `permission`."""
    return permission in GRANTS[role]
