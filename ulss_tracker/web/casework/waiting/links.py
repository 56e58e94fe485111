"""Where each thing on a person's list is done, and its words."""

from typing import Any

from flask import url_for

from ulss_tracker.models import User, Wait, WaitKind
from ulss_tracker.permissions import Permission, may

_OF_REVIEW = {
    WaitKind.VERIFY: "casework.verify_facts",
    WaitKind.APPROVE_OVERRIDE: "casework.sign_override",
    WaitKind.READ_PACK: "casework.show_submission",
    WaitKind.ADVISE: "casework.write_advice",
    WaitKind.CHECK_TIME: "casework.write_advice",
    WaitKind.REVIEW_DECLINED: "casework.change_assignee",
    WaitKind.NOT_OPENED: "casework.show_court",
}
_OF_REQUEST = {
    WaitKind.VERIFY_WHO_ASKED: "casework.verify_who_asked",
    WaitKind.OWED: "casework.owed",
    WaitKind.CONTACT_CHANGE: "casework.contact_change",
    WaitKind.POST_CODE: "casework.new_code",
    WaitKind.ADDED: "casework.show_request",
    WaitKind.REQUEST_DECLINED: "casework.give_request",
}

_OF_SUBJECT = {
    WaitKind.CHECK_LETTER: ("casework.write_letter", "draft_id"),
    WaitKind.LETTER_CHECKED: ("casework.write_letter", "draft_id"),
    WaitKind.APPROVE_REVERSAL: ("casework.decide_reversal", "reversal_id"),
    WaitKind.COMMENT: ("casework.read_comment", "mention_id"),
    WaitKind.ANSWER_QUESTION: ("casework.answer_question", "pack_question_id"),
    WaitKind.QUESTION_ANSWERED: ("casework.answer_question", "pack_question_id"),
}


def address(wait: Wait, user: User) -> str:
    """The page on which this person does it."""
    if wait.awaits_answer and wait.for_id == user.id:
        return url_for("casework.decline_work", wait_id=wait.id)
    if wait.kind in _OF_REVIEW and wait.review_id is not None:
        return url_for(_OF_REVIEW[wait.kind], review_id=wait.review_id)
    if wait.kind in _OF_SUBJECT:
        endpoint, blank = _OF_SUBJECT[wait.kind]
        blanks: dict[str, Any] = {blank: wait.subject_id}
        return url_for(endpoint, **blanks)
    if wait.kind is WaitKind.CALL and may(user.role, Permission.WORK_CASES):
        return url_for("casework.end_call", call_id=wait.subject_id)
    if wait.kind in _OF_REQUEST and wait.request is not None:
        return url_for(_OF_REQUEST[wait.kind], reference=wait.request.reference)
    if wait.kind is WaitKind.APPROVE_DEADLINE:
        return url_for("supervision.changed_deadlines")
    if wait.kind is WaitKind.NOT_ASKED_ABOUT and wait.case is not None:
        return url_for("casework.case_offenders", reference=wait.case.reference)
    if wait.kind is WaitKind.TRANSCRIPT and wait.case is not None:
        return url_for("casework.case_papers", reference=wait.case.reference)
    if wait.kind is WaitKind.MENTION and wait.case is not None:
        return url_for("casework.notes_and_files", reference=wait.case.reference)
    return given(wait)


def given(wait: Wait) -> str:
    """The page of the review that it is about, or of the case or request where it is about none."""
    if wait.review_id is not None:
        return url_for("casework.show_review", review_id=wait.review_id)
    if wait.case is not None:
        return url_for("casework.show_case", reference=wait.case.reference)
    assert wait.request is not None  # noqa: S101 - what waits is about either
    return url_for("casework.show_request", reference=wait.request.reference)


def what(wait: Wait, user: User) -> str:
    """The words of what is to be done; of what was given, by whom."""
    if not wait.awaits_answer or wait.for_id != user.id:
        return wait.kind.label
    return f"Given to you by {wait.by.name if wait.by else 'the tracker'}: accept or decline"
