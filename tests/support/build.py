"""Records for tests to work on, made through the services where there is one."""

import hashlib
import secrets
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import select

from tests.support import sample_files
from ulss_tracker import clock
from ulss_tracker.models import (
    AccountProposal,
    Assessment,
    BatchItem,
    Case,
    CaseReader,
    Channel,
    CourtSource,
    Decision,
    DecisionChoice,
    Document,
    Download,
    DownloadKind,
    DutyShift,
    Event,
    EventKind,
    Fact,
    FileRole,
    FileState,
    Letter,
    LetterBatch,
    LetterKind,
    Request,
    Reversal,
    Review,
    Sentence,
    StaffSession,
    Submission,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.eligibility import OrderKind, Verdict
from ulss_tracker.scheme.time.time_limits import Standing
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.services import letters
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.cases import cases, reversals, sentences
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import hasher
from ulss_tracker.services.files import storing
from ulss_tracker.services.people import accounts, duty_spans, rota, staff_sessions
from ulss_tracker.services.people.agreement import Agreement
from ulss_tracker.services.referral import decisions, submissions
from ulss_tracker.services.requests import intake
from ulss_tracker.services.supervision import account_proposals, downloads

PASSWORD = "a long enough password"


@cache
def _password_hash() -> str:
    """Hashing is slow on purpose: once for all the tests' people."""
    return hasher.hash(PASSWORD)


def user(role: Role = Role.CASEWORKER, *, email: str | None = None, name: str = "") -> User:
    """The member of staff with this email (by default one for each role), with `PASSWORD`."""
    email = email or f"{role.value.replace('_', '-')}@example.org"
    found = db.session.scalar(select(User).where(User.email == email))
    if found is not None:
        return found
    with transaction():
        made = User(
            email=email,
            name=name or f"Test {role.label}",
            role=role,
            law_office=LawOfficer.ATTORNEY_GENERAL if role is Role.LAW_OFFICER else None,
            password_hash=_password_hash(),
            session_key=secrets.token_urlsafe(32),
            created_at=clock.now(),
        )
        db.session.add(made)
        db.session.flush()  # its id is needed where the transaction is another's
    return made


def agreed(concerns: User | None = None) -> Agreement:
    """What two administrators agreed about somebody's account."""
    second = user(
        Role.ADMINISTRATOR, email="second-administrator@example.org", name="Second Administrator"
    )
    return Agreement(concerns, user(Role.ADMINISTRATOR), second)


def password_link(person: User) -> str:
    """The key of a link with which they set a password, as two administrators agreed."""
    return accounts.make_link(person, agreed(person))


def proposal(person: User) -> AccountProposal:
    """A proposal that waits: a password link for this person."""
    made = account_proposals.propose_link(person, user(Role.ADMINISTRATOR))
    assert isinstance(made, AccountProposal)
    return made


def session_of(person: User) -> dict[str, object]:
    """What a cookie holds with which they are signed in, whenever the test's clock says it is."""
    key = staff_sessions.begin(person)
    with transaction():
        begun = db.session.scalars(select(StaffSession).order_by(StaffSession.id.desc())).first()
        assert begun
        begun.begun_at = begun.seen_at = datetime(9000, 1, 1, tzinfo=UTC)
    return {"_user_id": person.session_key, "_fresh": True, "session_key": key}


def asked(**changes: Any) -> intake.RequestDetails:
    """Make one person's details of a request: complete, unless `changes` say otherwise."""
    said: dict[str, Any] = {
        "offender_name": "John Archer",
        "court_id": "leeds",
        "court_text": "Leeds",
        "sentenced_on": clock.today() - timedelta(days=7),
        "offence_text": "Robbery",
        "reason": "The sentence is far too short for what he did.",
        "standing": Standing.VICTIM,
        "requester_name": "Ada Brown",
        "email": "ada.brown@example.org",
    }
    return intake.RequestDetails(**(said | changes))


def request(*, channel: Channel = Channel.FORM, **changes: Any) -> Request:
    """A request that has been received. `changes` are those of `asked`."""
    return intake.receive(asked(**changes), channel=channel).request


def review(*, by: User | None = None, **changes: Any) -> Review:
    """A review in a new case opened from a new request. `changes` are those of `asked`."""
    with transaction():
        return cases.open_case(request(**changes), by or user())


def sentence(
    review: Review,
    *,
    sentenced_on: date | None = None,
    order_kind: OrderKind = OrderKind.IMPRISONMENT,
    text: str = "3 years' imprisonment",
    by: User | None = None,
) -> Sentence:
    """A sentence recorded on the review, by default of a week ago."""
    passed = sentences.SentenceInput(
        sentenced_on=sentenced_on or clock.today() - timedelta(days=7),
        order_kind=order_kind,
        text=text,
        judge="HHJ Test",
    )
    return sentences.record_sentence(review, passed, by or user(), review.version)


def conviction(
    sentence: Sentence,
    offence_id: str | None = "io-robbery",
    *,
    by: User | None = None,
    **changes: Any,
) -> None:
    """An offence of the catalogue, recorded as what the sentence was passed for."""
    sentences.record_conviction(
        sentence.review,
        sentence,
        sentences.ConvictionInput(offence_id=offence_id, **changes),
        by or user(),
        sentence.review.version,
    )


def eligible_review(*, sentenced_on: date | None = None, **changes: Any) -> Review:
    """A review whose sentence is in the scheme and in time.

    One transaction, as each of these builders has: what follows from a change is kept once.
    """
    with transaction():
        made = review(**changes)
        conviction(sentence(made, sentenced_on=sentenced_on))
    return made


def renamed(review: Review, name: str = "Jon Archer") -> Event:
    """The line of history of an offender whose name was changed, by mistake."""
    offender = cases.Offender(name=name, born_on=None, address="1 High Street")
    cases.change_offender(review, offender, user(), review.version)
    query = select(Event).where(Event.kind == EventKind.OFFENDER_CHANGED)
    return db.session.scalars(query.order_by(Event.id.desc()).limit(1)).one()


def reversal(event: Event, *, by: User | None = None) -> Reversal:
    """A proposal of a supervisor that what this line changed stands again as it did before."""
    by = by or user(Role.SUPERVISOR, email="proposer@example.org", name="First Proposer")
    case = db.session.get_one(Case, event.case_id)
    version = preconditions.version_of(case, *case.reviews)
    return reversals.propose(case, event.id, "The wrong person", by, version=version)


WORDS = submissions.Words(
    facts="He robbed a shop with a knife.",
    advice="The sentence is outside the range. It should be referred.",
    victims_view="She is afraid to go out.",
)


def verify(review: Review) -> Review:
    """The review with both keys: somebody who recorded none of its facts has confirmed them all."""
    open_facts = [each for each in verification.standing(review) if not each.confirmation]
    for second in (
        lambda: user(Role.SUPERVISOR),
        lambda: user(email="second.key@example.org", name="Second Key"),
    ):
        if not open_facts:
            break
        by = second()
        facts = [each.fact for each in open_facts if not each.why_not(by)]
        open_facts = [each for each in open_facts if each.fact not in facts]
        if facts:
            _confirm(review, facts, by)
    return review


def name_everywhere(counsel: User) -> None:
    """Name counsel on every case there is: nothing else opens to them."""
    by = user(Role.SUPERVISOR)
    with transaction():
        for case_id in db.session.scalars(select(Case.id)).all():
            db.session.add(
                CaseReader(
                    case_id=case_id,
                    user_id=counsel.id,
                    named_at=clock.now(),
                    named_by_id=by.id,
                )
            )


def verify_by(review: Review, by: User) -> None:
    """Verify, as this person, every fact of the review that somebody else recorded."""
    facts = [each.fact for each in verification.standing(review) if not each.why_not(by)]
    _confirm(review, facts, by)


def _confirm(review: Review, facts: list[Fact], by: User) -> None:
    verification.confirm(
        review,
        facts,
        source=CourtSource.SEALED_ORDER,
        source_reference="Order of the court",
        by=by,
        version=review.version,
    )


def submit(review: Review, *, by: User | None = None) -> Submission:
    """The review, verified, sent to the law officers with a pack of ordinary words."""
    with transaction():
        verify(review)
        db.session.flush()  # the review's version is then that of what was verified
        return submissions.submit(
            review, WORDS, LawOfficer.ATTORNEY_GENERAL, by or user(), version=review.version
        )


def asked_under_older_law(said: Verdict, *, sentenced_on: date) -> Review:
    """A review in the scheme, of which an older catalogue `said` something else."""
    with transaction():
        made = eligible_review(sentenced_on=sentenced_on)
        made.verdict = said
        db.session.add(
            Assessment(
                review=made,
                verdict=said,
                tests=[],
                questions=[],
                facts={},
                catalogue_version="older",
                made_at=clock.now(),
                made_by_id=user().id,
            )
        )
    return made


def review_to_decide(**changes: Any) -> Review:
    """An eligible review that is with the law officers. `changes` are those of `asked`."""
    with transaction():
        made = eligible_review(**changes)
        submit(made)
    return made


def review_to_file(**changes: Any) -> Review:
    """A review that a law officer has decided to refer. `changes` are those of `asked`."""
    with transaction():
        made = review_to_decide(**changes)
        decide(made)
    return made


def decide(
    review: Review,
    choice: DecisionChoice = DecisionChoice.REFER,
    reasons: str = "Outside the range of sentences a judge could reasonably pass.",
    *,
    by: User | None = None,
    **changes: Any,
) -> Decision:
    """A law officer's decision on the submission as it is. `changes` are those of the service."""
    sent = submissions.latest(review)
    said: dict[str, Any] = {"version": review.version, "seen_sha256": sent.sha256 if sent else ""}
    return decisions.decide(review, choice, reasons, by or user(Role.LAW_OFFICER), **said | changes)


def on_duty(who: User | None = None, *, weeks: int = 12) -> DutyShift:
    """Somebody on duty from now on, by day and by night: the first of so many weeks."""
    now = clock.now()
    asked = rota.ShiftInput(
        person=who or user(), starts_at=now, ends_at=duty_spans.days_later(now, 7)
    )
    return rota.add(asked, user(Role.SUPERVISOR), weeks=weeks)[0]


_PAGE: dict[str, Any] = {
    "number": 1,
    "width": 40,
    "height": 20,
    "words": [["A note", 100, 100, 200, 50]],
}


def document(request: Request, content: bytes = b"A note of the hearing") -> Document:
    """A text file that came with the request, with its safe copy of one page."""
    with transaction():
        made = Document(
            request=request,
            name="note.txt",
            media_type="text/plain",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            added_at=clock.now(),
            state=FileState.READY,
            pages=1,
        )
        db.session.add(made)
        db.session.flush()
        for role, stored, media_type, more in (
            (FileRole.ORIGINAL, content, "text/plain", {}),
            (FileRole.SAFE, b"%PDF-1.7 a", "application/pdf", {}),
            (FileRole.PAGE, sample_files.picture("WEBP"), "image/webp", _PAGE),
        ):
            with storing.on_disk(stored) as file:
                storing.write(made, role, file, media_type, **more)
    return made


def letter(
    review: Review, kind: LetterKind = LetterKind.REFERRAL, *, replaces_id: int | None = None
) -> Letter:
    """A letter of the review as if issued, whatever its stage; its PDF is only a stand-in."""
    content = b"%PDF-1.7 stand-in"
    with transaction():
        made = Letter(
            review=review,
            kind=kind,
            case=review.case,
            series=f"{kind}:review:{review.id}",
            version=1 + sum(each.kind is kind for each in review.letters),
            replaces_id=replaces_id,
            values={},
            pdf=content,
            sha256=hashlib.sha256(content).hexdigest(),
            issued_at=clock.now(),
            issued_by_id=user().id,
        )
        db.session.add(made)
    return made


def letter_batch(review: Review) -> LetterBatch:
    """A letter to everyone who asked about the review's case, being issued."""
    by = user()
    asked_first = review.case.requests[0]
    sample = letters.draft(LetterKind.ACKNOWLEDGEMENT, by, case=review.case, request=asked_first)
    with transaction():
        made = LetterBatch(
            case=review.case, sample=sample, started_at=clock.now(), started_by_id=by.id
        )
        db.session.add_all([made, BatchItem(batch=made, request=asked_first, draft=sample)])
    return made


def made_list(kind: DownloadKind) -> Download:
    """Make a download that is ready."""
    asked = downloads.ask(kind, user(Role.SUPERVISOR))
    downloads.make(asked)
    return asked


def case_update() -> list[list[str]]:
    """The rows of the case update as it is published now."""
    boss = user(Role.SUPERVISOR)
    sheet = downloads.sheet(made_list(DownloadKind.CASE_UPDATE), boss)
    return [[str(cell) for cell in line] for line in sheet.rows]
