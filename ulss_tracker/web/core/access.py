"""The access table: every endpoint, and what a person must be allowed to do to reach it.

An endpoint that is not in the table is reached by nobody, and fails the tests.
"""

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.core.users import require
from ulss_tracker.services.protection import access_filter
from ulss_tracker.web.core.sessions import login_manager, reader_or_none

ANYONE = None

OPEN_TO_ANYONE = (
    "static",
    "calendars.show",  # the secret in the address is the key
    "files.show",  # the token in the address is the key, for 60 seconds
    "health.show",
    "accounts.set_password",  # the link itself is the key, and works once
    "accounts.sign_in",
    "public.accessibility",
    "public.check_answers",
    "public.cookies",
    "public.close",
    "public.closed",
    "public.copy",
    "public.copy_text",
    "public.bring_back",
    "public.correct_contact",
    "public.date_doubts",
    "public.delete",
    "public.deleted",
    "public.equality_questions",
    "public.equality_thanks",
    "public.files",
    "public.information",
    "public.keep_typed",
    "public.language",
    "public.leave_status",
    "public.paused",
    "public.privacy",
    "public.remove_file",
    "public.send",
    "public.sent",
    "public.show_status",
    "public.start",
    "public.status",
    "public.step",
    "public.suggest_courts",
    "public.suggest_offences",
    "public.withdraw",
)

SEE_CASES = (
    "casework.case_tellings",
    "casework.people_to_tell",
    "casework.case_offenders",
    "casework.case_files",
    "casework.case_messages",
    "casework.case_papers",
    "casework.case_requests",
    "casework.case_timeline",
    "casework.document",
    "casework.document_copy",
    "casework.document_page",
    "casework.every_message",
    "casework.find",
    "casework.found",
    "casework.home",
    "casework.take_wait",  # what waits says for itself whose it is
    "casework.case_letters",
    "casework.draft_pdf",
    "casework.letter_pdf",
    "casework.read_letter",
    "casework.message",
    "casework.messages",
    "casework.move",  # each step says for itself whose it is
    "casework.notes_and_files",
    "casework.preview_letter",
    "casework.request_list",
    "casework.show_case",
    "casework.show_court",
    "casework.show_letters",
    "casework.show_request",
    "casework.show_review",
    "casework.show_submission",
)

WORK_CASES = (
    "casework.alarm",
    "casework.alarms",
    "casework.absences",
    "casework.end_absence",
    "casework.record_absence",
    "casework.take_review",
    "casework.take_request",
    "casework.give_request",
    "casework.record_look",
    "casework.add_person_to_tell",
    "casework.excuse_telling",
    "casework.record_telling",
    "casework.reinstate_telling",
    "casework.take_back_telling",
    "casework.add_case_note",
    "casework.add_charge_sheet",
    "casework.add_conviction",
    "casework.add_file",
    "casework.add_offender",
    "casework.add_sentence",
    "casework.answer_conviction",
    "casework.ask_for_papers",
    "casework.change_paper",
    "casework.chase_papers",
    "casework.calendar",
    "casework.change_court",
    "casework.change_assignee",
    "casework.change_offender",
    "casework.change_plea",
    "casework.change_sentence",
    "casework.check_offence",
    "casework.bring_back",
    "casework.choose_offenders",
    "casework.correct_contact",
    "casework.who_asked",
    "casework.new_code",
    "casework.close_request",
    "casework.end_instruction",
    "casework.instruct_counsel",
    "casework.court_decision",
    "casework.date_doubts",
    "casework.compare",
    "casework.end_calendar",
    "casework.held",
    "casework.hand_over",
    "casework.ask_letter_check",
    "casework.ask_facts_check",
    "casework.plan_call",
    "casework.plan_request_call",
    "casework.end_call",
    "casework.owed",
    "casework.remind_owed",
    "casework.chase_owed",
    "casework.answer_owed",
    "casework.begin_court_document",
    "casework.check_letter",
    "casework.discard_letter",
    "casework.issue_letter",
    "casework.letter_text",
    "casework.new_letter",
    "casework.send_to_everyone",
    "casework.show_batch",
    "casework.stop_batch",
    "casework.resume_batch",
    "casework.batch_zip",
    "casework.batch_pdf",
    "casework.written_drafts",
    "casework.write_again",
    "casework.write_letter",
    "casework.join_another",
    "casework.join_case",
    "casework.join_cases",
    "casework.join_waiting",
    "casework.list_hearing",
    "casework.log_request",
    "casework.mailbox_list",
    "casework.mailbox_add",
    "casework.mailbox_message",
    "casework.mailbox_belongs",
    "casework.mailbox_correct",
    "casework.mailbox_reply",
    "casework.mailbox_take_back",
    "casework.make_calendar",
    "casework.open_case",
    "casework.open_lock",
    "casework.deal_with_outside_law",
    "casework.same_case",
    "casework.open_with",
    "casework.pin_note",
    "casework.press_line",
    "casework.release_press_line",
    "casework.second_readings",
    "casework.second_reading",
    "casework.complaints",
    "casework.record_complaint",
    "casework.show_complaint",
    "casework.acknowledge_complaint",
    "casework.answer_complaint",
    "casework.prepare_application",
    "casework.prepare_submission",
    "casework.record_filing",
    "casework.record_posted",
    "casework.release_request",
    "casework.see_to_reminder",
    "casework.remove_conviction",
    "casework.respondents_notice",
    "casework.remove_sentence",
    "casework.set_aside",
    "casework.suggest_courts",
    "casework.suggest_offences",
    "casework.take_out",
    "casework.take_up",
    "casework.try_again",
    "casework.withdraw_request",
    "casework.undo_case",
    "casework.undo_joining",
    "casework.undo_withdrawal",
    "casework.unpin_note",
)

MANAGE_REGISTER = (
    "register.bring",
    "register.case_update",
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
    "supervision.decided_both_ways",
    "supervision.exception_kind",
    "supervision.exceptions",
    "supervision.load",
    "supervision.overrides",
    "supervision.redatings",
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
    "statistics.delete_question",
    "statistics.download",
    "statistics.equality",
    "statistics.keep",
    "statistics.question",
    "statistics.question_download",
    "statistics.questions",
    "statistics.rows",
    "statistics.show",
)

ACCESS: dict[str, Permission | None] = {
    **dict.fromkeys(OPEN_TO_ANYONE, ANYONE),
    "accounts.sign_out": Permission.SEE_OWN_ACCOUNT,
    "accounts.duty_contact": Permission.SEE_ROTA,
    "accounts.working_hours": Permission.SEE_OWN_ACCOUNT,
    "supervision.rota": Permission.SEE_ROTA,
    "supervision.add_shift": Permission.KEEP_ROTA,
    "supervision.change_shift": Permission.KEEP_ROTA,
    "supervision.remove_shift": Permission.KEEP_ROTA,
    **dict.fromkeys(SEE_CASES, Permission.SEE_CASES),
    **dict.fromkeys(WORK_CASES, Permission.WORK_CASES),
    "casework.to_decide": Permission.SEE_DECISIONS,
    "casework.this_week": Permission.SEE_DECISIONS,
    "casework.decide": Permission.DECIDE_REVIEW,
    "casework.pass_decision": Permission.SEE_DECISIONS,
    "casework.record_decision": Permission.RECORD_DECISION,
    "casework.override": Permission.OVERRIDE_ASSESSMENT,
    "casework.sign_override": Permission.OVERRIDE_ASSESSMENT,
    "supervision.second_key": Permission.VERIFY_FACTS,
    "casework.confirm_facts": Permission.VERIFY_FACTS,
    "casework.declare_conflict": Permission.DECLARE_CONFLICT,
    "casework.write_advice": Permission.WRITE_ADVICE,
    "supervision.openings": Permission.REVIEW_OPENINGS,
    "supervision.review_opening": Permission.REVIEW_OPENINGS,
    "supervision.sign_redatings": Permission.OVERRIDE_ASSESSMENT,
    **dict.fromkeys(SEE_BOARD, Permission.SEE_BOARD),
    "supervision.reassign": Permission.REASSIGN_WORK,
    "casework.end_conflict": Permission.REASSIGN_WORK,
    "supervision.give_requests": Permission.REASSIGN_WORK,
    **dict.fromkeys(MANAGE_REGISTER, Permission.MANAGE_REGISTER),
    **dict.fromkeys(KEEP_LAW, Permission.KEEP_LAW),
    **dict.fromkeys(SEE_LAW, Permission.SEE_LAW),
    **dict.fromkeys(SEE_STATISTICS, Permission.SEE_STATISTICS),
    "supervision.audit_entries": Permission.SEE_AUDIT,
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
    "admin.make_password_link": Permission.MANAGE_USERS,
    "admin.letters": Permission.SEE_CATALOGUE,
    "admin.letter_sample": Permission.SEE_CATALOGUE,
    "admin.people": Permission.MANAGE_USERS,
    "admin.jobs": Permission.SEE_JOBS,
    "admin.restored": Permission.CONFIRM_RESTORE,
    "admin.confirm_restored": Permission.CONFIRM_RESTORE,
}


def set_up(app: Flask) -> None:
    """Hold every request to the table before any page runs."""
    app.before_request(_check)
    app.teardown_request(lambda _error: access_filter.read_for(None))


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
