"""Alarms from the security log that a person should look at now: counted, and nobody named."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import distinct, func, select

from ulss_tracker import clock
from ulss_tracker.models import Case, KnownDevice, SecurityEvent, SecurityKind, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.operations.alarm import Alarm, about_each, in_short

SOON = timedelta(hours=1)
LATELY = timedelta(hours=24)
MOST_REFUSALS = 20
MOST_READERS = 8
NIGHT_BEGINS, NIGHT_ENDS = 22, 6  # o'clock in London
_REFUSALS = (
    SecurityKind.SIGN_IN_REFUSED,
    SecurityKind.SIGN_IN_LIMITED,
    SecurityKind.CODE_REFUSED,
    SecurityKind.CODE_LIMITED,
    SecurityKind.PAGE_REFUSED,
)
_LOOK = "Look at “Audit”, “Security log”"


def alarms() -> list[Alarm]:
    """Alarms of what is out of the ordinary now."""
    return [*_many_refusals(), *_law_officer_elsewhere(), *_exports_at_night(), *_case_of_many()]


def _many_refusals() -> Iterator[Alarm]:
    query = select(func.count()).where(
        SecurityEvent.kind.in_(_REFUSALS), SecurityEvent.at >= clock.now() - SOON
    )
    number = db.session.scalar(query) or 0
    if number >= MOST_REFUSALS:
        yield Alarm(
            "refusals",
            f"{number} sign-ins, codes and pages were refused within an hour: somebody may be "
            f"trying to get in. {_LOOK} for the addresses they came from.",
        )


def _law_officer_elsewhere() -> Iterator[Alarm]:
    """Whether a law officer signed in with a browser that they had not used before."""
    query = (
        select(KnownDevice.id)
        .join(User, User.id == KnownDevice.user_id)
        .where(User.role == Role.LAW_OFFICER, KnownDevice.first_at >= clock.now() - LATELY)
        .order_by(KnownDevice.id)
    )
    if numbers := db.session.scalars(query).all():
        yield Alarm(
            "law officer's device",
            "A law officer has signed in with a browser not seen before. Ask their private office "
            f"whether that was they; if not, have the account changed at once. {_LOOK} for when.",
            about=frozenset(map(str, numbers)),
            again=LATELY,
        )


def _exports_at_night() -> Iterator[Alarm]:
    query = select(SecurityEvent.id, SecurityEvent.at).where(
        SecurityEvent.kind == SecurityKind.EXPORTED, SecurityEvent.at >= clock.now() - LATELY
    )
    exports = [
        number
        for number, at in db.session.execute(query)
        if not NIGHT_ENDS <= at.astimezone(clock.LONDON).hour < NIGHT_BEGINS
    ]
    return about_each(
        "export at night",
        exports,
        ("list was", "lists were"),
        "taken out of the tracker between ten at night and six in the morning. "
        f"{_LOOK}: by whom, and ask what for.",
        again=LATELY,
    )


def _case_of_many() -> Iterator[Alarm]:
    """Whether one case is looked at by more people than work on any."""
    query = (
        select(SecurityEvent.detail)
        .where(
            SecurityEvent.kind == SecurityKind.VIEWED,
            SecurityEvent.at >= clock.now() - SOON,
            SecurityEvent.detail.startswith("case "),
        )
        .group_by(SecurityEvent.detail)
        .having(func.count(distinct(SecurityEvent.by_id)) >= MOST_READERS)
    )
    ids = [int(detail.removeprefix("case ")) for detail in db.session.scalars(query)]
    of_many = select(Case.reference).where(Case.id.in_(ids)).order_by(Case.reference)
    if ids:
        references = db.session.scalars(of_many).all()
        yield Alarm(
            "case of many",
            f"{MOST_READERS} people or more have looked at the same case within an hour: "
            f"{in_short(references)}. {_LOOK}, narrowed to the case, and ask whether they need to.",
            about=frozenset(references),
            again=LATELY,
        )
