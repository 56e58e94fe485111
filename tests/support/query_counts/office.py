"""The register, the figures, the audit, and what an administrator looks after."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import select

from tests.support import build, many_reviews, signed_law
from tests.support.kept_forms import kept_form
from tests.support.passkey import added
from tests.support.query_counts.scene import NOW, Filled, Scene, people, save
from tests.support.register import register, row
from ulss_tracker.models import (
    AuditEntry,
    AuditKind,
    DownloadKind,
    Ease,
    RegisterDoubt,
    SecurityEvent,
    SecurityKind,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.law import records, rehearsals
from ulss_tracker.services.people import passkeys, teams
from ulss_tracker.services.register import importing, resolve
from ulss_tracker.services.requests import equality, feedback
from ulss_tracker.services.supervision import saved_reports, statistics
from ulss_tracker.services.supervision.statistics import Question

REGISTER = "/supervision/register"
STATISTICS = "/supervision/statistics"


def _accounts(count: int) -> Filled:
    somebody = people(count)[0]
    return {
        "person": somebody.id,
        "key": build.password_link(somebody),
        "proposal": _proposals(count),
        "passkey": _passkeys(min(count, passkeys.MOST)),
        "team": _team(count),
        "kept": [kept_form(build.user(Role.ADMINISTRATOR), f"{n}") for n in range(count)][-1],
    }


def _team(count: int) -> int:
    """The last of so many teams, each changed by somebody else; its number."""
    leads = [
        build.user(Role.SUPERVISOR, email=f"lead{number}@example.org", name=f"Lead {number}")
        for number in range(count)
    ]
    for number, (lead, person) in enumerate(zip(leads, people(count), strict=True)):
        team = teams.make(f"Team {number}", [lead, person], lead, lead)
    return team.id


def _passkeys(count: int) -> int:
    """So many passkeys of the administrator's; the number of the last."""
    user = build.user(Role.ADMINISTRATOR)
    while len(passkeys.of(user)) < count:
        added(user)
    return passkeys.of(user)[-1].id


def _proposals(count: int) -> int:
    """So many proposals about as many people; the number of the last."""
    return [build.proposal(each) for each in people(count)][-1].id


def _registers(count: int) -> Filled:
    """So many registers of as many rows, each row with a query, half of them resolved."""
    by = build.user(Role.SUPERVISOR)
    for number in range(count):
        lines = [
            row(reference=f"{number}-{each}", court="Ayelsbury") for each in range(min(count, 10))
        ]
        with transaction():
            importing.import_file(importing.bring(register(*lines), by), by)
    of_courts = select(RegisterDoubt).where(RegisterDoubt.read == "Ayelsbury")
    doubts = list(db.session.scalars(of_courts.order_by(RegisterDoubt.id)))
    for doubt in doubts[: len(doubts) // 2]:
        resolve.settle_by_correcting(doubt, "Aylesbury", "The indictment says so", by)
    return {
        "file": doubts[-1].file_id,
        "doubt": doubts[-1].id,
        "update": build.made_list(DownloadKind.CASE_UPDATE).id,
        "register": build.made_list(DownloadKind.REGISTER).id,
    }


def _kept(count: int) -> Filled:
    """So many questions, each kept and deleted by somebody else."""
    for number in range(count):
        by = build.user(Role.SUPERVISOR, email=f"keeper{number}@example.org")
        made = saved_reports.keep(Question("outcome", NOW), f"Question {number}", by)
        saved_reports.delete(made, by, version=made.version)
    return {"question": made.id}


def _counted(count: int) -> Filled:
    with transaction():
        many_reviews.make(10 * count)
    for _ in range(count):
        equality.count({"age": "18_24"})
        feedback.give(Ease.EASY, "Clear", language="en")
    figures = statistics.answer(Question(by="outcome", as_at=NOW)).figures
    return {"figure": max(figures, key=lambda figure: figure.offenders).value}


def _changes_of_law(count: int) -> Filled:
    """So many changes proposed and records written, each by somebody else, and much to find."""
    many = people(count)
    for number, person in enumerate(many):
        build.request(offender_name=f"Offender {number}", standing=RequesterRole.VICTIM)
        build.eligible_review(offender_name=f"Other {number}", standing=RequesterRole.VICTIM)
        with transaction():
            person.role = Role.LAWYER
        kept = records.get("cja-1988").record
        records.write(kept, person)
        records.write(replace(kept, key=f"record-{number}"), person)
        reference = signed_law.proposed(by=person).reference
    rehearsals.run_waiting()
    return {"change": reference}


def _moved_by_the_law(count: int) -> Filled:
    """So many changes proposed, each of which would move the days of as many reviews."""
    many = people(count)
    for number in range(count):
        review = build.eligible_review(
            offender_name=f"Offender {number}",
            sentenced_on=NOW.date() - timedelta(days=20),
            standing=RequesterRole.VICTIM,
        )
        build.verify_who_asked(review)
    with transaction():
        for person in many:
            person.role = Role.LAWYER
    for person in many:
        signed_law.proposed(by=person)
    rehearsals.run_waiting()
    return {}


def _audited(count: int) -> Filled:
    """So many readings of restricted records, each by somebody else."""
    with transaction():
        for person in people(count):
            case = build.review().case
            save(
                AuditEntry(
                    kind=AuditKind.OPENED,
                    at=NOW,
                    by_id=person.id,
                    case_id=case.id,
                    request_id=case.requests[0].id,
                    page="casework.show_case",
                    why="anonymity",
                )
            )
    return {}


def _secured(count: int) -> Filled:
    """So many sign-ins, each by somebody else and about somebody else."""
    everybody = people(count + 1)
    with transaction():
        for by, about in pairwise(everybody):
            kind = SecurityKind.SIGNED_IN
            save(SecurityEvent(kind=kind, at=NOW, by_id=by.id, about_id=about.id))
    return {}


SCENES = (
    Scene("accounts", _accounts),
    Scene("old registers", _registers, by_steps=True),
    Scene("kept questions", _kept),
    Scene("figures", _counted, by_steps=True),
    Scene("the law desk", _changes_of_law),
    Scene("days that the law would move", _moved_by_the_law),
    Scene("the audit", _audited),
    Scene("the security log", _secured),
)
