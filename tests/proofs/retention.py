"""Ten years: each rule of retention acts within a day, and nothing held or open is touched.

An office's cases of twenty years are laid, some open, some held. Then ten years pass by a set
clock, day by day: the jobs run, mail, drafts and opinions come, holds end, and whatever is to be
looked at is erased by two on the day it is said. The rows that figures count stay as they were, and
`audit verify` explains each tombstone.
"""

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from dateutil.relativedelta import relativedelta
from flask import Flask
from sqlalchemy import select

from tests.proofs._findings import Findings, say
from tests.proofs._places import KINDS, ground
from tests.support import build, history
from tests.support.databases import configured, let_go, migrated
from tests.support.inbound import email
from tests.support.kept import figures
from ulss_tracker import clock, create_app
from ulss_tracker.models import (
    Case,
    Draft,
    Feedback,
    InboundMessage,
    InboundState,
    LegalHold,
    RecordHash,
    Request,
    Review,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.correspondence import mailbox, taking
from ulss_tracker.services.correspondence import retention as mail
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.operations import checkpoints, erasing, history_check
from ulss_tracker.services.protection import holds
from ulss_tracker.services.protection.holds import HoldInput
from ulss_tracker.services.requests import draft_expiry, feedback, requests, retention

BEGINS = date(2027, 1, 1)
FULL, SHORT = (5_000, 10), (40, 1)
"""Cases and requests, and years."""
_FIRST = date(2006, 12, 1)
_OPEN, _HELD, _FILED, _WITHOUT_CASE = 0.1, 0.05, 0.4, 0.2  # shares of all
_A_DAY = timedelta(days=1)
# As data/retention/rules.toml and the settings have them, written here again.
_REQUEST, _NOT_REFERRED, _REFERRED = (relativedelta(years=years) for years in (3, 7, 20))
_LENGTHS = {
    "away": _A_DAY * 30,
    "settled": _A_DAY * 365,
    "undecided": None,
    "draft": _A_DAY,
    "opinion": _A_DAY * 365,
}
_BY_THEMSELVES = (mail.forget_old, draft_expiry.forget_old_drafts, feedback.forget_old)
_NAME = "Kept Person"
_IN_CASES = select(Case.reference).join(Review).where(Review.offender_name != _NAME)
_ALONE = select(Request.reference).where(Request.case_id.is_(None), Request.requester_name != _NAME)


def add_options(parser: ArgumentParser) -> None:
    """Choose the database, and how many cases there are."""
    parser.add_argument("--database", choices=KINDS, action="append", help="these alone")
    parser.add_argument("--cases", type=int, help=f"so many, and not {FULL[0]:,}")


def prove(options: Namespace, findings: Findings) -> None:
    """Live ten years on each database."""
    cases, years = SHORT if options.short else FULL
    cases = options.cases or cases
    for kind in options.database or KINDS:
        findings.note(f"**{kind}**, {cases:,} cases and requests, {years} years")
        with ground(kind) as where:
            app = create_app(configured(where.databases.make("kept")))
            migrated(app)
            history.configure(app, where.directory)
            run(app, cases, years, options.seed, findings)
            let_go(app)


def run(app: Flask, cases: int, years: int, seed: int, findings: Findings) -> None:
    """Live so many years with so many cases."""
    with app.app_context():
        ends = BEGINS.replace(year=BEGINS.year + years)
        office = _Office(ends, Random(seed), findings)
        office.lay(cases)
        office.live()
        office.look()
        db.session.remove()


@dataclass
class _Office:
    """Whatever is kept, the day on which each is due, and the day on which it was erased.

    `passing` is what goes by itself and has not gone.
    """

    ends: date
    chance: Random
    findings: Findings
    due: dict[str, date] = field(default_factory=dict)
    held_until: dict[str, date] = field(default_factory=dict)
    erased: dict[str, date] = field(default_factory=dict)
    passing: dict[str, date] = field(default_factory=dict)
    gone: int = 0

    def lay(self, cases: int) -> None:
        """Lay the cases and requests of the years before, five of a day, many to be due in time."""
        with clock.set_to(_at(_FIRST)):
            self.by, self.second = build.user(), build.user(Role.SUPERVISOR)
        for _ in range(cases // 5):
            due = BEGINS + _A_DAY * self.chance.randrange((self.ends - BEGINS).days)
            length = self.chance.choice((_REQUEST, _NOT_REFERRED, _REFERRED))
            day = min(due - length, BEGINS - _A_DAY)
            with clock.set_to(_at(day)), transaction():
                for _ in range(5):
                    self._lay_one(day)
        with clock.set_to(_at(BEGINS)):
            checkpoints.make()
            for reference, until in self.held_until.items():
                case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
                hold = HoldInput(matter=reference, why="A letter", case=case, review_on=until)
                holds.place(hold, self.second)

    def live(self) -> None:
        """Let each day pass, with what comes, and what goes by itself or by two."""
        day, before = BEGINS, list[object]()
        while day < self.ends:
            with clock.set_to(_at(day)):
                if day.replace(month=1, day=1) == day:
                    before = figures()
                if (day - BEGINS).days % 30 == 0:
                    self._receive(day)
                self._end_holds(day)
                self._erase(day)
                for forget in (
                    mail.forget_old,
                    draft_expiry.forget_old_drafts,
                    feedback.forget_old,
                ):
                    forget()
                self._look_at_what_goes(day)
                if day.replace(month=12, day=31) == day:
                    self.findings.hold(figures() == before, f"the figures changed in {day.year}")
                    checkpoints.make()
                    say(f"{day.year}: {len(self.erased):,} erased")
            db.session.rollback()
            day += _A_DAY

    def look(self) -> None:
        """Look whether all that was due went on its day, and nothing else, and what explains it."""
        from_when = {
            name: max(due, BEGINS, self._end_of_hold(name)) for name, due in self.due.items()
        }
        expected = {(name, day) for name, day in from_when.items() if day < self.ends}
        wrong = sorted(expected ^ {*self.erased.items()})
        self.findings.hold(not wrong, f"{len(wrong)} not on their day: {wrong[:5]}")
        with clock.set_to(_at(self.ends)):
            empty = set(db.session.scalars(_IN_CASES)) | set(db.session.scalars(_ALONE))
            touched = sorted(empty ^ set(self.erased))
            self.findings.hold(not touched, f"touched, or not emptied: {touched[:5]}")
            report = history_check.check()
        self.findings.hold(not report.faults, f"audit verify: {report.faults[:5]}")
        saltless = select(RecordHash.table_name, RecordHash.row_id, RecordHash.second_id)
        tombstones = len(set(db.session.execute(saltless.where(RecordHash.salt.is_(None))).all()))
        notes = [note.replace(",", "").split() for note in report.notes if "Retention: " in note]
        explained = sum(int(words[0]) for words in notes)
        self.findings.hold(tombstones == explained, f"{explained} of {tombstones} explained")
        self.findings.note(
            f"{len(self.erased):,} cases and requests erased by two on their day, of "
            f"{len(self.held_until):,} held none before; {self.gone:,} messages, drafts, opinions "
            f"gone within a day, {len(self.passing):,} undecided or not due left; {tombstones:,} "
            f"tombstones explained by audit verify in {report.seconds:.0f} s; figures the same"
        )

    def _lay_one(self, day: date) -> None:
        is_open = self.chance.random() < _OPEN
        if self.chance.random() < _WITHOUT_CASE:
            request = build.request(requester_name=_NAME)
            if not is_open:
                requests.close(request, "Not a sentence of the Crown Court", self.by)
                self.due[request.reference] = day + _REQUEST
            return
        review = build.review(by=self.by, offender_name=_NAME)
        reference = review.case.reference
        if not is_open:
            is_filed = self.chance.random() < _FILED
            review.state, review.outcome = State.CLOSED, Outcome.NOT_REFERRED
            review.outcome_at = review.closed_at = clock.now()
            review.filed_at = clock.now() if is_filed else None
            self.due[reference] = day + (_REFERRED if is_filed else _NOT_REFERRED)
        if self.chance.random() < _HELD:  # half of them beyond the ten years
            days = self.chance.randrange(1, (self.ends - BEGINS).days * 2)
            self.held_until[reference] = BEGINS + _A_DAY * days

    def _end_of_hold(self, reference: str) -> date:
        return self.held_until.get(reference, BEGINS)

    def _receive(self, day: date) -> None:
        """A message of each kind, a draft and an opinion come."""
        for kind, length in _LENGTHS.items():
            name = f"{kind} {day}"
            self.passing[name] = day + length if length else self.ends
            if kind == "draft":
                with transaction():
                    db.session.add(Draft(key=name, started_at=clock.now(), changed_at=clock.now()))
            elif kind == "opinion":
                feedback.give(None, name, language="en")
            else:
                self._take(kind, name)

    def _take(self, kind: str, name: str) -> None:
        headers = {"Message_ID": f"<{name.replace(' ', '-')}@example.org>", "Subject": name}
        if kind == "away":
            headers["Auto_Submitted"] = "auto-replied"
        content = email("Is arson covered?", **headers).as_bytes()
        message = taking.take(content, received_at=clock.now()).message
        if kind == "settled":
            seen = InboundState.WAITING
            mailbox.accept(message, MailKind.OTHER_QUESTION, self.by, seen=seen)

    def _end_holds(self, day: date) -> None:
        ended = [reference for reference, until in self.held_until.items() if until == day]
        for hold in db.session.scalars(select(LegalHold).where(LegalHold.matter.in_(ended))):
            holds.review(hold, None, "Settled", self.second, version=hold.version)

    def _erase(self, day: date) -> None:
        """Erase by two what is to be looked at, and is not held."""
        for record in retention.due(day):
            is_held = self._end_of_hold(record.reference) > day
            if is_held or record.held_for:
                self.findings.hold(is_held, f"{record.reference} is held, and by nobody")
                continue
            rows = erasing.belonging((record.model.__tablename__, (record.number,)))
            erasing.erase(rows, (self.by.id, self.second.id), f"Retention: {record.rule.id}")
            self.erased[record.reference] = day

    def _look_at_what_goes(self, day: date) -> None:
        """Look that of what goes by itself nothing is left a day too long, or is gone too soon."""
        columns = (InboundMessage.subject, Draft.key, Feedback.words)
        left = {name for column in columns for name in db.session.scalars(select(column))}
        soon = [name for name, due in self.passing.items() if due > day and name not in left]
        late = [name for name, due in self.passing.items() if due < day and name in left]
        self.findings.hold(not soon, f"gone too soon on {day}: {soon}")
        self.findings.hold(not late, f"gone too late on {day}: {late}")
        before = len(self.passing)
        self.passing = {name: due for name, due in self.passing.items() if name in left}
        self.gone += before - len(self.passing)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)
