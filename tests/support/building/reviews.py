"""Requests, and reviews with their sentences, offences and what was verified of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tests.support.building.people import user
from ulss_tracker import clock
from ulss_tracker.models import (
    Assessment,
    Case,
    Channel,
    CourtSource,
    Fact,
    Request,
    Review,
    RoleSource,
    Sentence,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.cases import cases, convictions, sentences
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.requests import intake, who_asked
from ulss_tracker.services.requests.details import RequestDetails


def asked(**changes: Any) -> RequestDetails:
    """Make one person's details of a request: complete, unless `changes` say otherwise."""
    said: dict[str, Any] = {
        "offender_name": "John Archer",
        "court_id": "leeds",
        "court_text": "Leeds",
        "sentenced_on": clock.today() - timedelta(days=7),
        "offence_text": "Robbery",
        "reason": "The sentence is far too short for what he did.",
        "standing": RequesterRole.VICTIM,
        "requester_name": "Ada Brown",
        "email": "ada.brown@example.org",
    }
    return RequestDetails(**(said | changes))


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
    convictions.record_conviction(
        sentence.review,
        sentence,
        convictions.ConvictionInput(offence_id=offence_id, **changes),
        by or user(),
        sentence.review.version,
    )


def eligible_review(
    *, sentenced_on: date | None = None, by: User | None = None, **changes: Any
) -> Review:
    """A review whose sentence is in the scheme and in time.

    One transaction, as each of these builders has: what follows from a change is kept once.
    """
    with transaction():
        recorder = user()
        made = review(by=by or recorder, **changes)
        conviction(sentence(made, sentenced_on=sentenced_on, by=recorder), by=recorder)
    return made


def offender_beside(review: Review, name: str) -> Review:
    """Another offender of the review's case, sentenced alike and verified; nobody asked."""
    with transaction():
        other = cases.add_review(review.case, name, user())
        conviction(sentence(other))
    return verify(other)


def verify(review: Review) -> Review:
    """The review with both keys: somebody who recorded none of its facts has confirmed them all."""
    open_facts = [each for each in verification.statuses(review) if not each.verification]
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
            confirm(review, facts, by=by)
    return review


def verify_who_asked(record: Review | Request) -> None:
    """Verify against the CPS, as a person who recorded nothing, what everybody who asked is."""
    by = user(email="second.key@example.org", name="Second Key")
    for request_ in [record] if isinstance(record, Request) else record.case.requests:
        who_asked.verify(request_, RoleSource.CPS, "The reviewing lawyer, page 2", by)


def verify_by(review: Review, by: User) -> None:
    """Verify, as this person, every fact of the review that somebody else recorded."""
    facts = [each.fact for each in verification.statuses(review) if not each.why_not(by)]
    confirm(review, facts, by=by)


def confirm(
    review: Review, facts: Sequence[Fact] = tuple(Fact), *, by: User, version: int | None = None
) -> None:
    """Verify these facts of the review against the court's order; without any named, all three."""
    verification.verify(
        review,
        facts,
        source=CourtSource.SEALED_ORDER,
        source_reference="Order of the court",
        by=by,
        version=review.version if version is None else version,
    )


def change_court(
    case: Case,
    court_id: str | None,
    court_text: str = "",
    number: str = "",
    *,
    by: User | None = None,
    version: int | None = None,
    cps_reference: str | None = None,
) -> None:
    """Have a caseworker record another court of the case, or another of its numbers."""
    cases.change_court(
        case,
        court_id=court_id,
        court_text=court_text or str(court_id).title(),
        number=number,
        by=by or user(),
        version=case.version if version is None else version,
        cps_reference=cps_reference,
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
