"""Changes of the law in the database: proposed at the law desk, or signed past it."""

from datetime import date, timedelta
from hashlib import sha256

from tests.support import build
from tests.support.law_changes import SIX_MONTHS_CONFIRMED
from ulss_tracker import clock
from ulss_tracker.models import LawChange, LawStep, LawStepKind, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.law.change import ChangeKind
from ulss_tracker.services.core import references
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.law import desk, rehearsals
from ulss_tracker.services.law.desk import ProposalInput


def proposed(
    content: str = SIX_MONTHS_CONFIRMED,
    kind: ChangeKind = ChangeKind.LIMIT,
    *,
    by: User | None = None,
    decides_from_on: date | None = None,
) -> LawChange:
    """A change that a lawyer proposed at the law desk."""
    said = ProposalInput(
        kind=kind,
        title="The six months begin",
        why="Two of us read the section.",
        content=content,
        decides_from_on=decides_from_on or clock.today(),
    )
    return desk.propose(said, by or first_lawyer())


def rehearsed_change() -> LawChange:
    """A change that another lawyer than `build.user(Role.LAWYER)` proposed, rehearsed."""
    reference = proposed().reference
    rehearsals.run_waiting()
    return desk.get(reference)


def first_lawyer() -> User:
    """The lawyer who proposes."""
    return build.user(Role.LAWYER, email="ann.lee@example.org", name="Ann Lee")


def second_lawyer() -> User:
    """The lawyer who signs."""
    return build.user(Role.LAWYER, email="bo.rai@example.org", name="Bo Rai")


def sign(
    content: str = SIX_MONTHS_CONFIRMED,
    kind: ChangeKind = ChangeKind.LIMIT,
    *,
    decides_from_on: date | None = None,
    undoes: LawChange | None = None,
) -> LawChange:
    """A change that two lawyers signed in this database, as its rows, past the law desk."""
    with transaction():
        made = LawChange(
            reference=references.next_law_reference(),
            kind=kind,
            title="The six months begin",
            why="Two of us read the section.",
            content="" if undoes else content,
            decides_from_on=decides_from_on or clock.today() - timedelta(days=1),
            undoes=undoes,
            proposed_at=clock.now(),
            proposed_by=first_lawyer(),
        )
        db.session.add(made)
        db.session.flush()
        db.session.add(
            LawStep(
                change=made,
                step=LawStepKind.SIGNED,
                note="",
                sha256=sha256(f"{made.reference} {made.content}".encode()).hexdigest(),
                at=clock.now(),
                by=second_lawyer(),
            )
        )
    return made
