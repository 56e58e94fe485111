"""An address for every endpoint, its blanks filled with records that are really there."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, url_for
from sqlalchemy import select
from werkzeug.routing import Rule

from tests.support import addressed, build, inbound
from tests.support.contact_change import waiting_for_call
from tests.support.kept_forms import kept_form
from tests.support.passkey import added
from tests.support.signed_law import rehearsed_change
from ulss_tracker import clock
from ulss_tracker.models import (
    Channel,
    DownloadKind,
    DraftOf,
    LetterKind,
    ListName,
    Mention,
    PaperKind,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.cases import complaints, duplicates, notes
from ulss_tracker.services.letters import comments
from ulss_tracker.services.people import absences, calendars, saved_views, teams
from ulss_tracker.services.protection import audit, restrictions, sealing
from ulss_tracker.services.referral import pack_questions, papers, written_drafts
from ulss_tracker.services.supervision import saved_reports
from ulss_tracker.services.supervision.statistics import Question
from ulss_tracker.services.waiting import calls, outstanding

READING = frozenset({"GET", "HEAD", "OPTIONS"})
CASES = "/casework/cases/<reference>"
# The same blank is filled otherwise by the endpoint it belongs to.
BLANKS_OF = tomllib.loads(
    (Path(__file__).parent / "data" / "addresses.toml").read_text(encoding="utf-8")
)


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
    assert not unknown, f"say in data/addresses.toml what fills {unknown} of {rule.endpoint}"
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: blanks[name] for name in rule.arguments})


def _records() -> dict[str, str | int]:
    """A review with the law officers, with a sentence, an offence, a letter and a file."""
    review = build.review_to_decide()
    waiting = build.request(offender_name="Somebody Else")
    waiting_for_call(waiting)
    sentence = review.sentences[0]
    build.conviction(sentence, "no-oapa-20")  # one with a question to ask
    build.verify(review)
    build.verify_who_asked(review)
    notifying.plan_for_referral(review, build.user())
    today = clock.today()
    away = absences.record(build.user(), today, today, None, build.user())
    doubt = addressed.register_doubt()
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
    outside = addressed.outside_law()
    secret = build.review(offender_name="Kept Secret", requester_name="Kept Secret Too").case
    by = build.user(Role.SUPERVISOR, email="sealer@example.org", name="Sealing Supervisor")
    draft = letters.draft(LetterKind.REFERRAL, build.user(), review=review)
    (first, *_), _ = comments.paragraphs(draft)
    said = comments.add(draft, 1, first.words, f"@{build.user().name} is that right?", by)
    sealing.seal(secret, [], "A judge's family", by)
    renamed, reversal = addressed.reversal()
    return {
        "reversal_id": reversal.id,
        "event_id": renamed.id,
        "renamed": reversal.case.reference,
        "secret": calendars.make(build.user()),
        "reminder_id": addressed.reminder(review).id,
        "alarm_id": addressed.alarm().id,
        "case": review.case.reference,
        "verified": review.case.requests[0].reference,
        "other": review.case.reference,
        "another": another.reference,
        "aside_id": duplicates.mark_not_duplicate(
            waiting, another, "Another person", build.user()
        ).id,
        "reference": waiting.reference,
        "review_id": review.id,
        "to_file": addressed.to_file().id,
        "at_court": addressed.at_court().id,
        "joined": addressed.joined().reference,
        "to_sign": addressed.to_sign().id,
        "locked": addressed.locked().id,
        "refused": addressed.refused().id,
        "view_id": saved_views.keep(
            ListName.REQUESTS, "By form", "channel=form", build.user(), is_shared=True
        ).id,
        "outside": outside.id,
        "outside_sentence": outside.sentences[0].id,
        "later_sentence": outside.sentences[-1].id,
        "opening_id": addressed.opening().id,
        "conflict_id": addressed.conflict(review.case).id,
        "sentence_id": sentence.id,
        "paper_id": papers.ask(review.case, list(PaperKind), [], build.user())[0].id,
        "conviction_id": sentence.convictions[-1].id,
        "document_id": build.document(waiting).id,
        "number": 1,
        "message_id": addressed.message_about(review),
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
        "told": addressed.told(review.case).id,
        "file_id": doubt.file_id,
        "doubt_id": doubt.id,
        "ending": "csv",
        "by": "day",
        "export_id": build.made_list(DownloadKind.CASE_UPDATE).id,
        "register_list": build.made_list(DownloadKind.REGISTER).id,
        "pack_question_id": pack_questions.ask(
            review.submissions[-1],
            1,
            "Was he armed?",
            build.user(Role.PRIVATE_OFFICE),
            seen_sha256=review.submissions[-1].sha256,
        ).id,
        "question_id": saved_reports.keep(Question("outcome", clock.now()), "Kept", by).id,
        "letter_id": build.letter(review).id,
        "restriction_id": order.id,
        "reading_id": addressed.reading().id,
        "complaint": complaints.record(
            "Ada Brown",
            "Nobody rang back",
            build.user(),
            channel=Channel.PHONE,
            received_at=clock.now(),
            case=review.case,
        ).reference,
        "rights": addressed.rights_request(),
        "hold_id": addressed.hold(review.case).id,
        "seal_id": sealing.sealed()[0].id,
        "reader_id": by.id,
        "search_key": audit.keep_search("archer", 1, by),
        "batch_id": build.letter_batch(review).id,
        "wait_id": addressed.wait(),
        "given": addressed.given(by).id,
        "contact_id": build.paper_contact("National", "Unit of the addresses").id,
        "team_id": teams.make("London", [by], by, by).id,
        "call_id": calls.plan(review.case, build.user(), today, "Ring the court", build.user()).id,
        "item_id": outstanding.ask(waiting, "The date of sentence", today, build.user()).id,
        "draft_id": draft.id,
        "comment_id": said.id,
        "mention_id": db.session.scalars(
            select(Mention.id).where(Mention.event_id == said.id)
        ).one(),
        "amends": "offence",
        "kind": "referral",
        "language": "en",
        "size": "standard",
        "step": Step.RETURN_FOR_WORK.value,
        "offence_id": "io-robbery",
        "name": "offender",
        "code": "cy",
        "filename": "app.css",
    }
