"""Who may do what: roles, permissions and the table that joins them.

A permission is named verb first, then the noun it is about, as a person would say it:
"may this user decide a review?" is `Permission.DECIDE_REVIEW`.
"""

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


class Permission(LabelledEnum):
    """One thing a person may be allowed to do, and the same as a part of a sentence."""

    USE_PUBLIC_SERVICE = "use public service", "use the public pages, as anybody may"
    SEE_OWN_ACCOUNT = "see own account", "see and change how they sign in, and when they work"
    SEE_ROTA = "see rota", "see the duty rota, and say how they are reached on duty"
    SEE_CASES = "see cases", "read the cases and requests that are open to them"
    SEE_CONTACTS = "see contacts", "see who asked, how they are reached, and what they were told"
    WORK_CASES = "work cases", "work on cases and requests, write letters and tell people"
    VERIFY_FACTS = "verify facts", "verify the date, court and offence that somebody else recorded"
    WRITE_ADVICE = "write advice", "write advice"
    SERVE_DEFENCE = "serve defence", "serve what was filed on the defence, by a page with a code"
    DECLARE_CONFLICT = "declare conflict", "declare a conflict of interest"
    OPEN_ORIGINAL = "open original", "open a file as it was sent, though it may be unsafe"
    SEE_DECISIONS = (
        "see decisions",
        "see what is to be decided, and pass it to the other law officer",
    )
    DECIDE_REVIEW = "decide review", "decide whether a sentence is referred"
    RECORD_DECISION = "record decision", "record what a law officer decided, with the signed minute"
    RELEASE_PRESS_LINE = "release press line", "release a press line"
    OVERRIDE_ASSESSMENT = (
        "override assessment",
        "override the rules, and sign overrides and changed deadlines",
    )
    BRING_BACK = "bring back", "propose to bring back what was changed by mistake"
    REVIEW_OPENINGS = "review openings", "look at the openings of the two-person lock"
    EXEMPT_FROM_NOTIFICATION = (
        "excuse telling",
        "say that a victim or family is not to be told, and why",
    )
    REASSIGN_WORK = "reassign work", "give work to others"
    KEEP_ROTA = "keep rota", "keep the duty rota"
    KEEP_CONTACTS = "keep contacts", "keep whom papers are asked of"
    SEE_BOARD = "see board", "see the board, the exceptions and the workload"
    SEE_CATALOGUE = "see catalogue", "see the catalogue of offences and the sample letters"
    SEE_LAW = "see law", "see the law desk"
    KEEP_LAW = "keep law", "propose a change of the law, and sign somebody else’s"
    SEE_STATISTICS = "see statistics", "see the figures"
    MANAGE_REGISTER = "manage register", "import the old register, and make the case update"
    SEAL_CASE = "seal case", "seal a case, and open it to the office again"
    HOLD_RECORDS = "hold records", "keep records from being erased, by a legal hold"
    SEE_AUDIT = "see audit", "see who opened restricted records"
    SEE_SECURITY_LOG = "see security log", "see the security log"
    SEE_CHECKPOINTS = "see checkpoints", "see when the history was last verified"
    SEE_ACCOUNTS = "see accounts", "see everybody’s account, and who is signed in"
    SEE_PROPOSALS = "see proposals", "see what is proposed about accounts"
    MANAGE_USERS = "manage users", "propose accounts, correct a name and end an account"
    MANAGE_TEAMS = "manage teams", "keep the teams"
    APPROVE_ACCOUNTS = "approve accounts", "approve what somebody else proposed about an account"
    SEE_JOBS = "see jobs", "see how the jobs are doing"
    CONFIRM_RESTORE = "confirm restore", "confirm a copy of the database that was put back"


_SIGNED_IN = frozenset(
    {Permission.USE_PUBLIC_SERVICE, Permission.SEE_OWN_ACCOUNT, Permission.SEE_ROTA}
)

_CASEWORKER = _SIGNED_IN | {
    Permission.SEE_CASES,
    Permission.SEE_CONTACTS,
    Permission.WORK_CASES,
    Permission.RELEASE_PRESS_LINE,
    Permission.VERIFY_FACTS,
    Permission.SERVE_DEFENCE,
    Permission.DECLARE_CONFLICT,
    Permission.OPEN_ORIGINAL,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.CASEWORKER: _CASEWORKER,
    Role.SUPERVISOR: _CASEWORKER
    | {
        Permission.OVERRIDE_ASSESSMENT,
        Permission.BRING_BACK,
        Permission.REVIEW_OPENINGS,
        Permission.EXEMPT_FROM_NOTIFICATION,
        Permission.REASSIGN_WORK,
        Permission.MANAGE_TEAMS,
        Permission.KEEP_ROTA,
        Permission.KEEP_CONTACTS,
        Permission.SEE_BOARD,
        Permission.SEE_STATISTICS,
        Permission.MANAGE_REGISTER,
        Permission.SEAL_CASE,
        Permission.HOLD_RECORDS,
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
        Permission.HOLD_RECORDS,
        Permission.SEE_CATALOGUE,
        Permission.SEE_CASES,
        Permission.SEE_CONTACTS,
        Permission.VERIFY_FACTS,
        Permission.SERVE_DEFENCE,
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
