"""Every page is reached by a link: from the entries of the menu of each role, on a demo."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.addresses import every_address
from tests.support.checked_client import CheckedClient, client_of
from tests.support.complete import complete
from tests.support.public_journey import code_on, go_to, reference_on, send
from tests.support.published import published
from tests.support.tables import rows
from tests.support.walk import walk
from ulss_tracker import clock
from ulss_tracker.adapters.pdf import make_pdf
from ulss_tracker.models import (
    Case,
    Channel,
    DecisionChoice,
    Letter,
    LetterKind,
    Message,
    Request,
    db,
)
from ulss_tracker.permissions import Role, may
from ulss_tracker.services import letters
from ulss_tracker.services.assessment import deadline_changes
from ulss_tracker.services.cases import duplicates
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.law import agreement
from ulss_tracker.services.requests import requests, withdrawals
from ulss_tracker.services.supervision import exceptions
from ulss_tracker.services.waiting import calls
from ulss_tracker.web.core.access import ACCESS
from ulss_tracker.web.core.navigation import menu

pytestmark = [pytest.mark.slow, pytest.mark.on_sqlite]

_LETTER = (
    "<!doctype html><html lang='en'><title>A letter</title><p>We have your request.</p></html>"
)
NOW = datetime(2026, 11, 24, 16, 45, tzinfo=UTC)

EXCEPT = dict(rows(__file__, "reachable.except", str, str))
"""Addresses the office reaches in another way than by a link, and how."""

NO_STEP_IS_THEIRS = frozenset({Role.LAWYER, Role.COUNSEL})
"""Who reads reviews and moves none on: the page of a step is for whoever may take it."""

LINKS_OF = {Role.SUPERVISOR: Role.CASEWORKER}
"""Whose pages hold the same links as another's, who walks to those that both may see."""

EXCEPT_OF_ANYONE = dict(rows(__file__, "reachable.except_of_anyone", str, str))


def pages_of(app: Flask, role: Role | None) -> set[str]:
    """The pages that this role may see; those open to anyone for None."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and _is_for(role, rule.endpoint)
    }


def _is_for(role: Role | None, endpoint: str) -> bool:
    wanted = ACCESS[endpoint]
    if role is None or wanted is None:
        return role is None and wanted is None
    return may(role, wanted)


@pytest.fixture
def demo(app: Flask, at, prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo, and beside it a record of every kind there is: made once for every role."""
    at(NOW)
    monkeypatch.setattr(exceptions, "SHOWN", 1)  # as where there are more than are shown
    prepared("demo and one of each", lambda: _one_of_each(app))
    # A lawyer signs once a supervisor has agreed to what the change moves.
    moves = [move.id for move in agreement.to_agree().rows]
    agreement.agree(moves, build.user(Role.SUPERVISOR))


def _one_of_each(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 0, result.output
    every_address(app)
    _write_to_everyone()
    _depart_from_the_usual()
    _give_work()
    requests.close(build.request(), "A test", build.user())
    withdrawals.record(build.request(), Channel.PHONE, "She rang", build.user())
    for case in db.session.scalars(select(Case).where(Case.requests.any())):
        build.document(case.requests[0])


def _write_to_everyone() -> None:
    """Letters to everyone of which one is issued, to post; and one that could go to everyone."""
    review = build.review()
    duplicates.join_many([build.request(), build.request()], review.case, build.user())
    batch = build.letter_batch(review)
    kind = LetterKind.ACKNOWLEDGEMENT
    letters.draft(kind, build.user(), case=review.case, request=review.case.requests[-1])
    message = db.session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
    pdf = make_pdf(_LETTER, "")
    with transaction():
        message.by_post = True
        issued = Letter(
            case=review.case,
            request=batch.sample.request,
            draft=batch.sample,
            message_id=message.id,
            kind=kind,
            series="to everyone",
            version=1,
            values={},
            html="<p>We have your request.</p>",
            pdf=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(),
            issued_at=NOW,
            issued_by_id=build.user().id,
        )
        db.session.add(issued)


def _depart_from_the_usual() -> None:
    """Moments that moved, drafts of letters left for long, and an offence decided both ways."""
    for choice in DecisionChoice:
        build.decide(build.review_to_decide(), choice)
    review = build.eligible_review()
    with clock.set_to(NOW - timedelta(days=60)):
        drafts = [
            letters.draft(kind, build.user(), case=review.case, review=review)
            for kind in (LetterKind.REFERRAL, LetterKind.OFFENDER_NOTICE)
        ]
    assert len(drafts) > exceptions.SHOWN
    with transaction():
        deadline_changes.note(review, date(2026, 11, 1), NOW, build.user())


def _give_work() -> None:
    """A call to make today and a letter that somebody else must check, for each who has such."""
    for role in (Role.CASEWORKER, Role.SUPERVISOR):
        by = build.user(role)
        review = complete()
        calls.plan(review.case, by, clock.today(), "Ring the court", by)
        letters.draft(LetterKind.REFERRAL, by, case=review.case, review=review)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_every_page_it_may_see(app: Flask, signed_in, role: Role) -> None:
    wanted = pages_of(app, role) - set(EXCEPT)
    if role in NO_STEP_IS_THEIRS:
        wanted.discard("casework.move")
    if role in LINKS_OF:
        wanted -= pages_of(app, LINKS_OF[role])
    client = signed_in(role)
    if role.sees_named_cases_only:
        build.name_everywhere(build.user(role))
    with app.test_request_context():
        entries = [entry.href for entry in menu(role)]
    found = walk(app, client, entries, wanted)
    assert found.broken == []
    assert sorted(wanted - set(found.reached)) == []


def test_anyone_reaches_every_public_page(app: Flask, at) -> None:
    """From the first page; with a request half written, sent, and looked up by its code."""
    at(NOW)
    wanted = pages_of(app, None) - set(EXCEPT_OF_ANYONE)
    reached: set[str] = set()
    for client, start in _public_starts(app):
        found = walk(app, client, [start], wanted - reached)
        assert found.broken == []
        reached |= set(found.reached)
    assert sorted(wanted - reached) == []


def _public_starts(app: Flask) -> Iterator[tuple[CheckedClient, str]]:
    """Somebody before they begin, before they send, after it, and who looks it up by its code."""
    yield client_of(app), "/"
    writing, sending, looking = client_of(app), client_of(app), client_of(app)
    yield writing, go_to(writing, "check-answers").path
    sent = send(sending)
    reference, code = reference_on(sent), code_on(sent)
    yield sending, sent.path
    published(db.session.scalars(select(Request).where(Request.reference == reference)).one(), "")
    looking.get("/status")
    yield looking, looking.submit(reference=reference, code=code).path


def test_what_is_excepted_is_a_page(app: Flask) -> None:
    everything = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {*EXCEPT, *EXCEPT_OF_ANYONE} <= everything
