"""The address of every row there is: each endpoint that reads, filled from the tables."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from subprocess import CalledProcessError
from typing import Any

from flask import Flask, url_for
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.support.addresses import BLANKS_OF, Address
from tests.support.documents import words_of
from ulss_tracker.models import (
    Absence,
    AccountProposal,
    Case,
    Complaint,
    Conviction,
    Document,
    Download,
    DutyAlarm,
    DutyShift,
    Event,
    InboundMessage,
    KeptForm,
    LawChange,
    LegalHold,
    Letter,
    LetterBatch,
    LetterDraft,
    LetterKind,
    LockOpening,
    Mention,
    Message,
    Notification,
    OutstandingItem,
    PackQuestion,
    Paper,
    PaperContact,
    PlannedCall,
    RegisterDoubt,
    RegisterFile,
    Request,
    Restriction,
    Reversal,
    Review,
    RightsRequest,
    SavedReport,
    SecondReading,
    Sentence,
    Team,
    User,
    Wait,
    db,
)
from ulss_tracker.scheme.workflow.stages import Step

# What fills a blank: every row's number, or these few words.
_ROWS: dict[str, Any] = {
    "absence_id": Absence.id,
    "alarm_id": DutyAlarm.id,
    "batch_id": LetterBatch.id,
    "call_id": PlannedCall.id,
    "contact_id": PaperContact.id,
    "document_id": Document.id,
    "doubt_id": RegisterDoubt.id,
    "draft_id": LetterDraft.id,
    "export_id": Download.id,
    "file_id": RegisterFile.id,
    "hold_id": LegalHold.id,
    "item_id": OutstandingItem.id,
    "kept_id": KeptForm.id,
    "letter_id": Letter.id,
    "mention_id": Mention.id,
    "message_id": Message.id,
    "opening_id": LockOpening.id,
    "pack_question_id": PackQuestion.id,
    "proposal_id": AccountProposal.id,
    "question_id": SavedReport.id,
    "reading_id": SecondReading.id,
    "reversal_id": Reversal.id,
    "review_id": Review.id,
    "seal_id": Restriction.id,
    "shift_id": DutyShift.id,
    "team_id": Team.id,
    "telling_id": Notification.id,
    "user_id": User.id,
    "wait_id": Wait.id,
}
_WORDS: dict[str, Sequence[object]] = {
    "amends": ("offence",),
    "by": ("day", "person"),
    "ending": ("csv", "ods"),
    "kind": tuple(LetterKind),
    "language": ("en",),
    "number": (1,),
    "offence_id": ("io-robbery",),
    "passkey_id": (1,),
    "size": ("standard",),
    "step": (Step.RETURN_FOR_WORK,),
}
# Blanks that belong together: those of one row.
_TOGETHER: tuple[tuple[dict[str, Any], Any], ...] = (
    ({"review_id": Sentence.review_id, "sentence_id": Sentence.id}, select()),
    ({"review_id": Restriction.review_id, "restriction_id": Restriction.id}, select()),
    ({"reference": Case.reference, "paper_id": Paper.id}, select().join(Case)),
    (
        {"reference": Case.reference, "event_id": Event.id},
        select().join(Case, Case.id == Event.case_id),
    ),
    (
        {"review_id": Sentence.review_id, "conviction_id": Conviction.id},
        select().join(Sentence, Sentence.id == Conviction.sentence_id),
    ),
)
_NO_RECORD = frozenset({"filename", "secret", "key", "name", "code", "search_key"})


def every_row(app: Flask) -> Iterator[Address]:
    """Each address that a member of staff may read, of each row in the tables."""
    for rule in app.url_map.iter_rules():
        is_staffs = not rule.endpoint.startswith("public.")
        if is_staffs and "GET" in (rule.methods or ()) and not rule.arguments & _NO_RECORD:
            for values in _values(rule):
                with app.test_request_context():
                    yield Address(rule.endpoint, "GET", url_for(rule.endpoint, **values))


def _values(rule: Rule) -> Iterable[dict[str, object]]:
    together = _of_one_row(rule)
    if together is not None:
        return together
    filled: list[dict[str, object]] = [{}]
    for blank in sorted(rule.arguments):
        filled = [{**before, blank: value} for before in filled for value in _fill(rule, blank)]
    return filled


def _of_one_row(rule: Rule) -> list[dict[str, object]] | None:
    for columns, joined in _TOGETHER:
        if rule.arguments == set(columns):
            own, *_ = (
                each for name, each in columns.items() if name not in {"review_id", "reference"}
            )
            query = joined.with_only_columns(*columns.values()).select_from(own.class_)
            return [
                dict(zip(columns, row, strict=True))
                for row in db.session.execute(query)
                if None not in row
            ]
    return None


def _fill(rule: Rule, blank: str) -> Sequence[Any]:
    if blank in {"reference", "other"}:
        return _references(rule)[: 1 if blank == "other" else None]
    if blank == "message_id" and rule.endpoint.startswith("casework.mailbox"):
        return list(db.session.scalars(select(InboundMessage.id)))
    if blank in _ROWS:
        return list(db.session.scalars(select(_ROWS[blank])))
    said = BLANKS_OF.get(rule.endpoint, {}).get(blank)
    return _WORDS[blank] if said is None else [said]


def _references(rule: Rule) -> Sequence[str]:
    for begins, model in (
        ("/casework/cases/", Case),
        ("/casework/requests/", Request),
        ("/casework/complaints/", Complaint),
        ("/casework/personal-data/", RightsRequest),
        ("/law/", LawChange),
    ):
        if begins in rule.rule:
            return list(db.session.scalars(select(model.reference)))
    raise AssertionError(f"say above what fills the reference of {rule.rule}")


def text_of(answer: TestResponse) -> str:
    """All that can be read of an answer: a page's source, a PDF's words, what is in an archive."""
    content = answer.get_data()
    if content.startswith(b"%PDF"):
        with suppress(CalledProcessError):  # a test's file is no PDF but for its first letters
            return words_of(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(
                archive.read(each).decode(errors="ignore") for each in archive.namelist()
            )
    return content.decode(errors="ignore")
