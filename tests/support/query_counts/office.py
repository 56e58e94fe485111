"""The register, the figures, the audit, and what an administrator looks after."""

from dataclasses import replace
from itertools import pairwise

from sqlalchemy import select

from tests.support import build, many_reviews, signed_law
from tests.support.kept_forms import kept_form
from tests.support.passkey import added
from tests.support.query_counts.scene import NOW, Filled, Held, Scene, people, save
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
from ulss_tracker.scheme.workflow.standing import Standing
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
        build.request(offender_name=f"Offender {number}", standing=Standing.VICTIM)
        build.eligible_review(offender_name=f"Other {number}", standing=Standing.VICTIM)
        with transaction():
            person.role = Role.LAWYER
        kept = records.get("cja-1988").record
        records.write(kept, person)
        records.write(replace(kept, key=f"record-{number}"), person)
        reference = signed_law.proposed(by=person).reference
    rehearsals.run_waiting()
    return {"change": reference}


def _lawyer(address: str, number: int) -> Held:
    return Held(address, number, Role.LAWYER)


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


def _admin(address: str, number: int) -> Held:
    return Held(address, number, Role.ADMINISTRATOR)


def _supervisor(address: str, number: int) -> Held:
    return Held(address, number, Role.SUPERVISOR)


SCENES = (
    Scene(
        "accounts",
        _accounts,
        (
            _admin("/admin/people", 2),
            _admin("/admin/people/new", 1),
            _admin("/admin/people/{person}/access", 8),
            _admin("/admin/teams", 5),
            _admin("/admin/teams/new", 3),
            _admin("/admin/teams/{team}", 5),
            _admin("/admin/roles", 2),
            _admin("/admin/sessions", 2),
            _admin("/admin/people/{person}", 7),
            _admin("/admin/proposals", 2),
            _admin("/admin/proposals/{proposal}", 2),
            _admin("/how-you-sign-in", 5),
            _admin("/how-you-sign-in/passkeys/new", 1),
            _admin("/how-you-sign-in/passkeys/{passkey}", 2),
            _admin("/forms-not-sent", 3),
            _admin("/forms-not-sent/{kept}", 2),
            _admin("/session-time", 2),
            _admin("/stay-signed-in", 2),
            _admin("/enter-a-code", 2),
            _admin("/change-password", 1),
            _admin("/admin/catalogue", 1),
            _admin("/admin/catalogue/io-robbery", 1),
            _admin("/admin/catalogue/changes", 1),
            _admin("/admin/catalogue/to-read", 2),
            _admin("/admin/letters", 1),
            _admin("/admin/jobs", 11),
            _admin("/admin/restored", 2),
            _admin("/admin/tamper-evidence", 4),
            _admin("/admin/letters/referral/en/standard.pdf", 1),
            Held("/set-password/{key}", 2, None),
            Held("/sign-in", 0, None),
            Held("/forgotten-password", 0, None),
            Held("/sign-in/office", 0, None, 302),
            Held("/sign-in/office/answer", 0, None, 302),
            Held("/sign-in/code", 0, None, 302),
            Held("/sign-in/set-up", 0, None, 302),
            Held("/live", 0, None),
            Held("/ready", 2, None),
            Held("/health", 2, None),
        ),
    ),
    Scene(
        "old registers",
        _registers,
        by_steps=True,
        pages=(
            _supervisor(f"{REGISTER}/", 4),
            _supervisor(f"{REGISTER}/{{file}}", 4),
            _supervisor(f"{REGISTER}/{{file}}/report.csv", 4),
            _supervisor(f"{REGISTER}/doubts/{{doubt}}", 3),
            _supervisor(f"{REGISTER}/corrections", 3),
            _supervisor(f"{REGISTER}/case-updates", 2),
            _supervisor(f"{REGISTER}/lists/{{update}}", 2),
            _supervisor(f"{REGISTER}/lists/{{register}}/register.csv", 12),
            _supervisor(f"{REGISTER}/lists/{{update}}/case-update.csv", 19),
        ),
    ),
    Scene(
        "kept questions",
        _kept,
        (
            _supervisor(f"{STATISTICS}/questions?deleted=y", 3),
            _supervisor(f"{STATISTICS}/questions/new?by=outcome", 1),
            _supervisor(f"{STATISTICS}/questions/{{question}}", 5),
            _supervisor(f"{STATISTICS}/questions/{{question}}/figures.csv", 5),
        ),
    ),
    Scene(
        "figures",
        _counted,
        by_steps=True,
        pages=(
            _supervisor(f"{STATISTICS}/", 3),
            _supervisor(f"{STATISTICS}/rows?value={{figure}}", 2),
            _supervisor(f"{STATISTICS}/figures.csv", 4),
            _supervisor(f"{STATISTICS}/?by=request_handling", 3),
            _supervisor(f"{STATISTICS}/rows?by=request_channel&value=form", 2),
            _supervisor(f"{STATISTICS}/equality", 3),
            _supervisor(f"{STATISTICS}/feedback", 2),
            _supervisor(f"{STATISTICS}/?by=family&across=outcome", 2),
            _supervisor(f"{STATISTICS}/figures.svg", 3),
            _supervisor(f"{STATISTICS}/figures.svg?by=family&across=outcome", 2),
        ),
    ),
    Scene(
        "the law desk",
        _changes_of_law,
        (
            _lawyer("/law/", 3),
            _lawyer("/law/changes", 2),
            _lawyer("/law/changes/new", 1),
            _lawyer("/law/changes/{change}", 7),
            _lawyer("/law/changes/{change}/change.toml", 2),
            _lawyer("/law/changes/{change}/sign", 4),
            _lawyer("/law/changes/{change}/end/refuse", 2),
            _lawyer("/law/records/cja-1988", 2),
            _lawyer("/law/records/cja-1988/write", 2),
            _lawyer("/law/records/new", 1),
        ),
    ),
    Scene("the audit", _audited, (_supervisor("/supervision/audit", 3),)),
    Scene(
        "the security log",
        _secured,
        (
            _supervisor("/supervision/audit?record=security", 3),
            _supervisor("/supervision/security-log.csv", 4),
        ),
    ),
)
