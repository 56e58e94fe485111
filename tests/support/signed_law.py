"""Changes of the law that are signed in the database, past the law desk."""

from datetime import date, timedelta
from hashlib import sha256

from tests.support import build
from tests.support.law_changes import SIX_MONTHS_CONFIRMED
from ulss_tracker import clock
from ulss_tracker.models import LawChange, LawStep, LawStepKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.law.change import ChangeKind
from ulss_tracker.services.core import references
from ulss_tracker.services.core.unit_of_work import transaction


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
            proposed_by=build.user(Role.LAWYER, email="ann.lee@example.org", name="Ann Lee"),
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
                by=build.user(Role.LAWYER, email="bo.rai@example.org", name="Bo Rai"),
            )
        )
    return made
