"""An address for every endpoint, its blanks filled with records that are really there."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, url_for
from sqlalchemy import select
from werkzeug.routing import Rule

from tests.support import build, inbound
from tests.support.contact_change import waiting_for_call
from tests.support.kept_forms import kept_form
from tests.support.passkey import added
from tests.support.register import register, row
from tests.support.signed_law import rehearsed_change
from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    Channel,
    Conflict,
    DownloadKind,
    DraftOf,
    DutyAlarm,
    Event,
    LetterKind,
    ListName,
    LockOpening,
    Means,
    Mention,
    Message,
    Notification,
    PaperKind,
    RegisterDoubt,
    Reminder,
    Reversal,
    Review,
    SecondReading,
    User,
    Wait,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.eligibility import Verdict
from ulss_tracker.scheme.workflow.reminder_schedule import Level
from ulss_tracker.scheme.workflow.workflow import Outcome, State, Step
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.assessment import overrides
from ulss_tracker.services.cases import cases, complaints, conflicts, duplicates, merging, notes
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.desk import refusals
from ulss_tracker.services.letters import comments
from ulss_tracker.services.people import absences, calendars, saved_views, teams
from ulss_tracker.services.protection import audit, restrictions, sealing
from ulss_tracker.services.referral import lock_openings, papers, written_drafts
from ulss_tracker.services.register import importing
from ulss_tracker.services.supervision import saved_reports
from ulss_tracker.services.supervision.statistics import Question
from ulss_tracker.services.waiting import calls, owed

READING = frozenset({"GET", "HEAD", "OPTIONS"})
CASES = "/casework/cases/<reference>"
# The same blank is filled otherwise by the endpoint it belongs to.
BLANKS_OF = {
    "public.information": {"name": "time-limit"},
    "public.step": {"name": "offender"},
    "public.keep_typed": {"name": "offender"},
    "casework.record_filing": {"kind": "filing", "review_id": "to_file"},
    "casework.written_drafts": {"kind": "application"},
    "casework.mailbox_message": {"message_id": "inbound"},
    "casework.mailbox_page": {"message_id": "inbound"},
    "casework.mailbox_belongs": {"message_id": "inbound"},
    "casework.mailbox_correct": {"message_id": "inbound"},
    "casework.mailbox_reply": {"message_id": "inbound"},
    "casework.mailbox_take_back": {"message_id": "inbound"},
    "casework.respondents_notice": {"review_id": "at_court"},
    "casework.list_hearing": {"review_id": "at_court"},
    "casework.court_decision": {"review_id": "at_court"},
    "casework.sign_override": {"review_id": "to_sign"},
    "casework.propose_reversal": {"reference": "renamed"},
    "casework.decline_work": {"wait_id": "given"},
    "casework.keep_work": {"wait_id": "given"},
    "casework.confirm_facts": {"review_id": "to_sign"},
    "casework.refuse": {"review_id": "refused"},
    "casework.release_refusal": {"review_id": "refused"},
    "casework.close_refusal": {"review_id": "refused"},
    "casework.open_lock": {"review_id": "locked"},
    "casework.same_case": {"review_id": "outside", "sentence_id": "later_sentence"},
    "casework.deal_with_outside_law": {"review_id": "outside", "sentence_id": "outside_sentence"},
    "casework.open_with": {"other": "another"},
    "casework.undo_joining": {"reference": "joined"},
    "casework.take_back_notification": {"telling_id": "told"},
    "casework.show_complaint": {"reference": "complaint"},
    "casework.acknowledge_complaint": {"reference": "complaint"},
    "casework.answer_complaint": {"reference": "complaint"},
    "law.change": {"reference": "law_change"},
    "law.end": {"reference": "law_change", "step": "refuse"},
    "law.export": {"reference": "law_change"},
    "law.record": {"key": "cja-1988"},
    "law.rehearse": {"reference": "law_change"},
    "law.sign": {"reference": "law_change"},
    "law.write_record": {"key": "cja-1988"},
    "register.make_list": {"kind": "case_update"},
    "register.export": {"export_id": "register_list"},
    "static": {"filename": "app.css"},
    "supervision.exception_kind": {"kind": "near_misses"},
}


@dataclass(frozen=True)
class Address:
    """One endpoint, one of its methods, and where it is."""

    endpoint: str
    method: str
    path: str


def every_address(app: Flask) -> list[Address]:
    """Every endpoint once for each method that a person's browser would use."""
    law_change = rehearsed_change().reference  # first: a rehearsal forgets what was read
    values = {**_records(), "law_change": law_change}
    found = []
    for rule in app.url_map.iter_rules():
        path = _path(app, rule, values)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            found.append(Address(rule.endpoint, method, path))
    return found


def _path(app: Flask, rule: Rule, values: dict[str, str | int]) -> str:
    blanks = dict(values)
    if rule.rule.startswith(CASES):
        blanks["reference"] = values["case"]
    blanks |= {
        name: values.get(str(value), value)
        for name, value in BLANKS_OF.get(rule.endpoint, {}).items()
    }
    unknown = rule.arguments - set(blanks)
    assert not unknown, f"say above what fills {unknown} of {rule.endpoint}"
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: blanks[name] for name in rule.arguments})


def _register_doubt() -> RegisterDoubt:
    """A query about an old register, not imported yet."""
    importing.bring(register(row(court="Ayelsbury")), build.user(Role.SUPERVISOR))
    return db.session.scalars(select(RegisterDoubt).limit(1)).one()


def _reminder(review: Review) -> Reminder:
    """A reminder to a caseworker that the moment of a review comes."""
    assert review.file_by_at
    with transaction():
        made = Reminder(
            review=review,
            file_by_at=review.file_by_at,
            rung="today",
            level=Level.OWNER,
            to_id=build.user().id,
            to_key=build.user().id,
            made_at=clock.now(),
        )
        db.session.add(made)
    return made


def _alarm() -> DutyAlarm:
    """An alarm about a request that arrived on the day before its last, and is in a case now."""
    build.review(offender_name="Alarmed", sentenced_on=clock.today() - timedelta(days=27))
    return db.session.scalars(select(DutyAlarm).order_by(DutyAlarm.id.desc()).limit(1)).one()


def _to_file() -> Review:
    """A review that was decided, with its application issued and nothing filed."""
    review = build.review_to_file(offender_name="To File")
    build.letter(review)
    return review


def _at_court() -> Review:
    review = build.review_to_file(offender_name="At Court")
    with transaction():
        review.state = State.AT_COURT
    return review


def _to_sign() -> Review:
    """A review whose facts and whose override somebody else is to sign."""
    by = build.user(Role.SUPERVISOR, email="first@example.org", name="First Supervisor")
    review = build.review(offender_name="To Sign", by=by)
    build.conviction(build.sentence(review, by=by), by=by)
    overrides.override(review, Verdict.NOT_IN_SCHEME, "Amended", by, version=review.version)
    return review


def _locked() -> Review:
    """A review to be filed within the hour, of which nobody has verified anything."""
    review = build.eligible_review(offender_name="Locked")
    with transaction():
        review.file_by_at = review.earliest_file_by_at = clock.now() + timedelta(hours=1)
    return review


def _refused() -> Review:
    """A review that the rules find not in the scheme, its “no” prepared by somebody else."""
    by = build.user(email="refuser@example.org", name="First Refuser")
    review = build.review(offender_name="Out Of Scheme", by=by)
    build.conviction(build.sentence(review, by=by), "no-rta-2", by=by)
    refusals.prepare(review, {}, by, version=review.version)
    return review


def _outside_law() -> Review:
    """A review with a sentence above the maximum for its offence, and a later one."""
    review = build.review(offender_name="Outside Law")
    build.conviction(build.sentence(review, text="9 years’ imprisonment"), "no-theft")
    build.sentence(review, sentenced_on=clock.today() - timedelta(days=1))
    return review


def _opening() -> LockOpening:
    """The opening of a lock, to be reviewed."""
    review = _locked()
    return lock_openings.open_lock(review, "Nobody answers", build.user(), version=review.version)


def _conflict(case: Case) -> Conflict:
    """A conflict of interest that somebody else declared in the case."""
    by = build.user(email="conflict@example.org", name="In Conflict")
    return conflicts.declare(case, "I know the family", by, passed_to=None, version=case.version)


def _joined() -> Case:
    """A case that was joined to another."""
    first, second = build.review(offender_name="Ann Same"), build.review(offender_name="Ann Same")
    version = preconditions.version_of(second.case, first.case)
    same = {second.id: first.id}
    merging.merge(second.case, first.case, same, "One number", build.user(), version=version)
    return second.case


def _wait() -> int:
    """Something that waits for a law officer."""
    query = select(Wait.id).where(Wait.kind == WaitKind.READ_PACK).limit(1)
    return db.session.scalars(query).one()


def _given(by: User) -> Wait:
    """Something that was given to a caseworker, who has not accepted it."""
    review = build.review(offender_name="Given Away", by=by)
    cases.give_to(review, build.user(), by, version=review.version)
    query = select(Wait).where(Wait.kind == WaitKind.REVIEW_GIVEN, Wait.review_id == review.id)
    return db.session.scalars(query).one()


def _message_about(review: Review) -> int:
    """A message about a request of the review's case: those that tell staff are about none."""
    numbers = [each.id for each in review.case.requests]
    query = select(Message.id).where(Message.request_id.in_(numbers)).order_by(Message.id).limit(1)
    return db.session.scalars(query).one()


def _told(case: Case) -> Notification:
    """Somebody of the case who has been told; others are still to be."""
    last = notifying.untold(case)[-1]
    notifying.record_told(last, Means.PHONE, clock.now(), build.user())
    return last


def _reading() -> SecondReading:
    """A “no” of last month, drawn for a second reader: no part of it was a demo person’s."""
    by = build.user(email="first-answer@example.org", name="First Answer")
    with clock.set_to(clock.now() - timedelta(days=31)):
        review = build.review(offender_name="Answered No", by=by)
        with transaction():
            review.outcome = Outcome.NOT_IN_SCHEME
    with transaction():
        drawn = SecondReading(
            review=review,
            month=f"{review.opened_at:%Y-%m}",
            outcome=Outcome.NOT_IN_SCHEME,
            drawn_at=clock.now(),
        )
        db.session.add(drawn)
    return drawn


def _reversal() -> tuple[Event, Reversal]:
    """A line of history that nobody proposed to take back, and a proposal about a later one."""
    review = build.review(offender_name="Renamed")
    other = cases.add_review(review.case, "Renamed Too", build.user())
    return build.renamed(review), build.reversal(build.renamed(other))


def _records() -> dict[str, str | int]:
    """A review with the law officers, with a sentence, an offence, a letter and a file."""
    review = build.review_to_decide()
    waiting = build.request(offender_name="Somebody Else")
    waiting_for_call(waiting)
    sentence = review.sentences[0]
    build.conviction(sentence, "no-oapa-20")  # one with a question to ask
    build.verify(review)
    notifying.plan_for_referral(review, build.user())
    today = clock.today()
    away = absences.record(build.user(), today, today, None, build.user())
    doubt = _register_doubt()
    note = notes.add(review.case, "Rang the court", build.user())
    another = build.request(offender_name="Another")
    written_drafts.keep(review, DraftOf.APPLICATION, {"facts": "He robbed her."}, build.user())
    order = restrictions.add_order(
        review,
        restrictions.Order(
            protects="A witness", protects_offender=False, terms="No name", made_on=None
        ),
        build.user(),
    )
    outside = _outside_law()
    secret = build.review(offender_name="Kept Secret", requester_name="Kept Secret Too").case
    by = build.user(Role.SUPERVISOR, email="sealer@example.org", name="Sealing Supervisor")
    draft = letters.draft(LetterKind.REFERRAL, build.user(), review=review)
    (first, *_), _ = comments.paragraphs(draft)
    said = comments.add(draft, 1, first.words, f"@{build.user().name} is that right?", by)
    sealing.seal(secret, [], "A judge's family", by)
    renamed, reversal = _reversal()
    return {
        "reversal_id": reversal.id,
        "event_id": renamed.id,
        "renamed": reversal.case.reference,
        "secret": calendars.make(build.user()),
        "reminder_id": _reminder(review).id,
        "alarm_id": _alarm().id,
        "case": review.case.reference,
        "other": review.case.reference,
        "another": another.reference,
        "aside_id": duplicates.mark_not_duplicate(
            waiting, another, "Another person", build.user()
        ).id,
        "reference": waiting.reference,
        "review_id": review.id,
        "to_file": _to_file().id,
        "at_court": _at_court().id,
        "joined": _joined().reference,
        "to_sign": _to_sign().id,
        "locked": _locked().id,
        "refused": _refused().id,
        "view_id": saved_views.keep(
            ListName.REQUESTS, "By form", "channel=form", build.user(), is_shared=True
        ).id,
        "outside": outside.id,
        "outside_sentence": outside.sentences[0].id,
        "later_sentence": outside.sentences[-1].id,
        "opening_id": _opening().id,
        "conflict_id": _conflict(review.case).id,
        "sentence_id": sentence.id,
        "paper_id": papers.ask(review.case, list(PaperKind), [], build.user())[0].id,
        "conviction_id": sentence.convictions[-1].id,
        "document_id": build.document(waiting).id,
        "number": 1,
        "message_id": _message_about(review),
        "inbound": inbound.about(review.case.requests[0]).id,
        "note_id": note.id,
        "absence_id": away.id,
        "shift_id": build.on_duty().id,
        "user_id": build.user().id,
        "key": build.password_link(build.user()),
        # Of whoever looks at it (tests/journeys/test_staff_pages.py): nobody else's is there.
        "passkey_id": added(build.user(Role.LAW_OFFICER))[1].id,
        "session_id": 0,  # nobody's
        "kept_id": kept_form(build.user(Role.LAW_OFFICER)),
        "proposal_id": build.proposal(build.user()).id,
        "telling_id": notifying.untold(review.case)[0].id,
        "told": _told(review.case).id,
        "file_id": doubt.file_id,
        "doubt_id": doubt.id,
        "ending": "csv",
        "by": "day",
        "export_id": build.made_list(DownloadKind.CASE_UPDATE).id,
        "register_list": build.made_list(DownloadKind.REGISTER).id,
        "question_id": saved_reports.keep(Question("outcome", clock.now()), "Kept", by).id,
        "letter_id": build.letter(review).id,
        "restriction_id": order.id,
        "reading_id": _reading().id,
        "complaint": complaints.record(
            "Ada Brown",
            "Nobody rang back",
            build.user(),
            channel=Channel.PHONE,
            received_at=clock.now(),
            case=review.case,
        ).reference,
        "seal_id": sealing.sealed()[0].id,
        "reader_id": by.id,
        "search_key": audit.keep_search("archer", 1, by),
        "batch_id": build.letter_batch(review).id,
        "wait_id": _wait(),
        "given": _given(by).id,
        "team_id": teams.make("London", [by], by, by).id,
        "call_id": calls.plan(review.case, build.user(), today, "Ring the court", build.user()).id,
        "item_id": owed.ask(waiting, "The date of sentence", today, build.user()).id,
        "draft_id": draft.id,
        "comment_id": said.id,
        "mention_id": db.session.scalars(
            select(Mention.id).where(Mention.event_id == said.id)
        ).one(),
        "kind": "referral",
        "language": "en",
        "size": "standard",
        "step": Step.RETURN_FOR_WORK.value,
        "offence_id": "io-robbery",
        "name": "offender",
        "code": "cy",
        "filename": "app.css",
    }
