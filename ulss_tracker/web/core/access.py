"""The access table: every endpoint, and what a person must be allowed to do to reach it.

An endpoint that is not in the table is reached by nobody, and fails the tests.
"""

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.services.core.users import require
from ulss_tracker.services.protection import access_filter
from ulss_tracker.web.core.access_casework import SEE_CASES, SEE_CONTACTS, WORK_CASES
from ulss_tracker.web.core.sessions import login_manager, reader_or_none

ANYONE = None

OPEN_TO_ANYONE = (
    "static",
    "calendars.show",  # the secret in the address is the key
    "files.show",  # the token in the address is the key, for 60 seconds
    "health.live",
    "health.ready",
    "accounts.set_password",  # the link itself is the key, and works once
    "accounts.sign_in",
    "accounts.forgotten_password",
    "accounts.office_sign_in",
    "accounts.office_answer",
    "accounts.give_code",  # the password was given before; each says for itself by whom
    "accounts.set_up_factor",
    "accounts.set_up_passkey",
    "accounts.passkey_to_check",
    "accounts.passkey_to_add",
    "public.accessibility",
    "public.add_to_request",
    "public.carry_on",
    "public.check_answers",
    "public.cookies",
    "public.close",
    "public.closed",
    "public.copy",
    "public.copy_text",
    "public.keep_request",
    "public.ask_for_call",
    "public.correct_contact",
    "public.prove_contact",
    "public.put_contact_back",
    "public.date_doubts",
    "public.delete",
    "public.deleted",
    "public.equality_questions",
    "public.equality_thanks",
    "public.feedback",
    "public.feedback_thanks",
    "public.files",
    "public.give_carry_on_code",
    "public.information",
    "public.keep_typed",
    "public.kept",
    "public.language",
    "public.leave",
    "public.leave_status",
    "public.lost_code",
    "public.lost_code_asked",
    "public.paused",
    "public.privacy",
    "public.remove_file",
    "public.send",
    "public.send_meanwhile",
    "public.sent",
    "public.sent_reminder",
    "public.robots",
    "public.security_txt",
    "public.short_form",
    "public.show_status",
    "public.sitemap",
    "public.start",
    "public.status",
    "public.status_letter",
    "public.status_reminder",
    "public.step",
    "public.suggest_courts",
    "public.suggest_offences",
    "public.withdraw",
)

MANAGE_REGISTER = (
    "register.bring",
    "register.case_update",
    "register.case_updates",
    "register.corrections",
    "register.doubt",
    "register.export",
    "register.file",
    "register.import_",
    "register.make_list",
    "register.report",
    "register.settle",
    "register.show",
    "register.show_list",
)

SEE_BOARD = (
    "supervision.board",
    "supervision.board_csv",
    "supervision.board_print",
    "supervision.changed_deadlines",
    "supervision.decided_both_ways",
    "supervision.exception_kind",
    "supervision.exceptions",
    "supervision.load",
    "supervision.load_chart",
    "supervision.load_download",
    "supervision.overrides",
)

KEEP_LAW = (
    "law.end",
    "law.new_record",
    "law.propose",
    "law.rehearse",
    "law.sign",
    "law.write_record",
)

SEE_LAW = (
    "law.change",
    "law.changes",
    "law.desk",
    "law.export",
    "law.record",
)

SEE_STATISTICS = (
    "statistics.chart",
    "statistics.delete_question",
    "statistics.download",
    "statistics.equality",
    "statistics.feedback",
    "statistics.keep",
    "statistics.papers",
    "statistics.papers_chart",
    "statistics.papers_download",
    "statistics.question",
    "statistics.question_download",
    "statistics.questions",
    "statistics.rows",
    "statistics.show",
)

ACCESS: dict[str, Permission | None] = {
    **dict.fromkeys(OPEN_TO_ANYONE, ANYONE),
    "accounts.sign_out": Permission.SEE_OWN_ACCOUNT,
    "accounts.sign_out_everywhere": Permission.SEE_OWN_ACCOUNT,
    "accounts.end_session": Permission.SEE_OWN_ACCOUNT,
    "accounts.session_time": Permission.SEE_OWN_ACCOUNT,
    "accounts.stay_signed_in": Permission.SEE_OWN_ACCOUNT,
    "accounts.kept_forms": Permission.SEE_OWN_ACCOUNT,
    "accounts.kept_form": Permission.SEE_OWN_ACCOUNT,
    "accounts.delete_kept_form": Permission.SEE_OWN_ACCOUNT,
    "accounts.duty_contact": Permission.SEE_ROTA,
    "accounts.how_you_sign_in": Permission.SEE_OWN_ACCOUNT,
    "accounts.add_passkey": Permission.SEE_OWN_ACCOUNT,
    "accounts.change_passkey": Permission.SEE_OWN_ACCOUNT,
    "accounts.remove_passkey": Permission.SEE_OWN_ACCOUNT,
    "accounts.change_password": Permission.SEE_OWN_ACCOUNT,
    "accounts.step_up": Permission.SEE_OWN_ACCOUNT,
    "accounts.working_hours": Permission.SEE_OWN_ACCOUNT,
    "supervision.rota": Permission.SEE_ROTA,
    "supervision.add_shift": Permission.KEEP_ROTA,
    "supervision.change_shift": Permission.KEEP_ROTA,
    "supervision.remove_shift": Permission.KEEP_ROTA,
    **dict.fromkeys(SEE_CASES, Permission.SEE_CASES),
    **dict.fromkeys(SEE_CONTACTS, Permission.SEE_CONTACTS),
    **dict.fromkeys(WORK_CASES, Permission.WORK_CASES),
    "casework.to_decide": Permission.SEE_DECISIONS,
    "casework.this_week": Permission.SEE_DECISIONS,
    "casework.decide": Permission.DECIDE_REVIEW,
    "casework.pass_decision": Permission.SEE_DECISIONS,
    "casework.record_decision": Permission.RECORD_DECISION,
    "casework.press_line": Permission.RELEASE_PRESS_LINE,  # writing one asks for more
    "casework.release_press_line": Permission.RELEASE_PRESS_LINE,
    "casework.override": Permission.OVERRIDE_ASSESSMENT,
    "casework.sign_override": Permission.OVERRIDE_ASSESSMENT,
    "casework.propose_reversal": Permission.BRING_BACK,
    "supervision.to_verify": Permission.VERIFY_FACTS,
    "casework.verify_facts": Permission.VERIFY_FACTS,
    "casework.declare_conflict": Permission.DECLARE_CONFLICT,
    "casework.write_advice": Permission.WRITE_ADVICE,
    "supervision.openings": Permission.REVIEW_OPENINGS,
    "supervision.review_opening": Permission.REVIEW_OPENINGS,
    "supervision.sign_changed_deadlines": Permission.OVERRIDE_ASSESSMENT,
    **dict.fromkeys(SEE_BOARD, Permission.SEE_BOARD),
    "supervision.reassign": Permission.REASSIGN_WORK,
    "casework.end_conflict": Permission.REASSIGN_WORK,
    "supervision.give_requests": Permission.REASSIGN_WORK,
    **dict.fromkeys(MANAGE_REGISTER, Permission.MANAGE_REGISTER),
    **dict.fromkeys(KEEP_LAW, Permission.KEEP_LAW),
    **dict.fromkeys(SEE_LAW, Permission.SEE_LAW),
    **dict.fromkeys(SEE_STATISTICS, Permission.SEE_STATISTICS),
    "supervision.audit_entries": Permission.SEE_SECURITY_LOG,  # the audit of reading asks for more
    "supervision.security": Permission.SEE_SECURITY_LOG,
    "supervision.security_sheet": Permission.SEE_SECURITY_LOG,
    "supervision.sealed_cases": Permission.SEAL_CASE,
    "supervision.unseal": Permission.SEAL_CASE,
    "casework.seal_case": Permission.SEAL_CASE,
    "casework.name_reader": Permission.SEAL_CASE,
    "casework.remove_reader": Permission.SEAL_CASE,
    "casework.case_restrictions": Permission.SEE_CASES,
    "casework.add_restriction": Permission.WORK_CASES,
    "casework.end_restriction": Permission.WORK_CASES,
    "admin.catalogue": Permission.SEE_CATALOGUE,
    "admin.catalogue_changes": Permission.SEE_CATALOGUE,
    "admin.catalogue_to_read": Permission.SEE_CATALOGUE,
    "casework.take_original": Permission.OPEN_ORIGINAL,
    "admin.offence": Permission.SEE_CATALOGUE,
    "admin.add_person": Permission.MANAGE_USERS,
    "admin.change_person": Permission.MANAGE_USERS,
    "admin.unlock_person": Permission.MANAGE_USERS,
    "admin.propose_password_link": Permission.MANAGE_USERS,
    "admin.propose_factor_reset": Permission.MANAGE_USERS,
    "admin.propose_wake": Permission.MANAGE_USERS,
    "admin.teams": Permission.MANAGE_TEAMS,
    "admin.add_team": Permission.MANAGE_TEAMS,
    "admin.change_team": Permission.MANAGE_TEAMS,
    "admin.end_team": Permission.MANAGE_TEAMS,
    "admin.proposals": Permission.SEE_PROPOSALS,
    "admin.proposal": Permission.SEE_PROPOSALS,
    "admin.approve_proposal": Permission.APPROVE_ACCOUNTS,
    "admin.refuse_proposal": Permission.APPROVE_ACCOUNTS,
    "admin.letters": Permission.SEE_CATALOGUE,
    "admin.letter_sample": Permission.SEE_CATALOGUE,
    "admin.people": Permission.SEE_ACCOUNTS,
    "admin.account": Permission.SEE_ACCOUNTS,
    "admin.roles": Permission.SEE_ACCOUNTS,
    "admin.sessions": Permission.SEE_ACCOUNTS,
    "admin.jobs": Permission.SEE_JOBS,
    "admin.tamper_evidence": Permission.SEE_CHECKPOINTS,
    "admin.restored": Permission.CONFIRM_RESTORE,
    "admin.confirm_restored": Permission.CONFIRM_RESTORE,
}


def set_up(app: Flask) -> None:
    """Hold every request to the table before any page runs."""
    app.before_request(_check)
    app.teardown_request(lambda _error: access_filter.read_for(None))


def may_open(role: Role, endpoint: str) -> bool:
    """Whether staff of this role may open the endpoint."""
    wanted = ACCESS[endpoint]
    return wanted is not None and may(role, wanted)


def _check() -> Response | None:
    if request.endpoint is None:
        return None  # no such page: the 404 is on its way
    if request.endpoint not in ACCESS:
        abort(404)
    wanted = ACCESS[request.endpoint]
    if wanted is ANYONE:
        return None
    reader = reader_or_none()
    if reader is None:
        answer: Response = login_manager.unauthorized()
        return answer
    require(reader.user, wanted)
    # Sealed cases that they are not named on are not there.
    access_filter.read_for(reader.user, hides_any=reader.hides_any)
    return None
