"""Two keys: a second person verifies date, court and offence before what cannot be put right.

The lock moves no day and says nothing of the law: the 28 days run whether it is shut or open
(Criminal Justice Act 1988 Sch 3 para 1). So that no case is lost for want of a colleague, it may be
opened as the end comes near, by more people the nearer it is. An ending is never opened: nothing
runs out while it waits, and a wrong one is somebody's only chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, auto

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.time import filing
from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.time.time_words import listed

DUTY_WITHIN = timedelta(hours=24)
"""How long before the moment to file by a supervisor or whoever is on duty may open the lock."""
ANYBODY_WITHIN = timedelta(hours=2)
"""How long before it whoever works cases may, and filing is no longer refused."""


class Lock(StrEnum):
    """How the lock of a review stands."""

    SHUT = auto()
    OPENED = auto()
    VERIFIED = auto()
    OUTSIDE = auto()


class Opener(LabelledEnum):
    """Who may open the lock at a moment, by what right. Each includes the ones before."""

    NOBODY = "nobody", "Nobody may"
    DUTY = "duty", "In the last 24 hours: a supervisor, or the person on duty"
    CASEWORKER = "caseworker", "In the last two hours: whoever works on cases"


class Act(StrEnum):
    """Something the lock holds."""

    TOWARDS_COURT = auto()
    FILING = auto()
    ENDING = auto()


@dataclass(frozen=True, slots=True)
class Keys:
    """The lock of a review at a moment.

    `unverified` are the facts nobody has verified, in words. `opener` is who may open it now, and
    `is_filing_warned`: the last two hours have begun, so that filing is warned about and no more.
    """

    lock: Lock = Lock.SHUT
    unverified: tuple[str, ...] = ("Date of sentence", "Court", "Offence")
    opener: Opener = Opener.NOBODY
    is_filing_warned: bool = False

    @property
    def is_shut(self) -> bool:
        """Whether somebody has still to verify, or to open it."""
        return self.lock is Lock.SHUT

    @property
    def is_opened(self) -> bool:
        """Whether somebody opened it, with a reason."""
        return self.lock is Lock.OPENED

    @property
    def is_outside(self) -> bool:
        """Whether it does not hold this review at all."""
        return self.lock is Lock.OUTSIDE

    @property
    def may_be_opened(self) -> bool:
        """Whether it is shut, and the end is near enough for somebody to open it."""
        return self.is_shut and self.opener is not Opener.NOBODY

    def wanting(self, act: Act) -> str:
        """Say what must be done before `act`; nothing when the lock does not hold it."""
        if self.lock in {Lock.VERIFIED, Lock.OUTSIDE}:
            return ""
        if act is Act.ENDING:
            return f"{self.words}. Nothing runs out while an ending waits"
        if self.lock is Lock.OPENED or (act is Act.FILING and self.is_filing_warned):
            return ""
        return f"{self.words}{_OPENING[self.opener]}"

    @property
    def hold_words(self) -> str:
        """Say what a second person has still to verify, and who may open the lock when.

        Nothing unless the lock is shut. Of an ending it is no help: none is ever opened.
        """
        return f"{self.words}. {self.opening_words}" if self.is_shut else ""

    @property
    def opening_words(self) -> str:
        """Say who may open the lock when."""
        return f"{_WHO_MAY_OPEN[self.opener]}."

    @property
    def words(self) -> str:
        """Which facts a second person has still to verify, in a sentence without its full stop."""
        each = listed([_small(fact) for fact in self.unverified], "and")
        return f"{each[:1].upper()}{each[1:]} must first be verified by a second person"


_OPENING = {
    Opener.NOBODY: "",
    Opener.DUTY: (
        ". In the last 24 hours a supervisor or the person on duty may open the lock, with a reason"
    ),
    Opener.CASEWORKER: (
        ". In the last two hours whoever works on cases may open the lock, with a reason"
    ),
}

_WHO_MAY_OPEN = {
    Opener.NOBODY: (
        "If nobody can, the lock may be opened with a reason: in the last 24 hours by a supervisor "
        "or the person on duty, in the last two by whoever works on cases"
    ),
    Opener.DUTY: (
        "If nobody can, a supervisor or the person on duty may open the lock now, with a reason; "
        "in the last two hours whoever works on cases may"
    ),
    Opener.CASEWORKER: (
        "If nobody can, whoever works on cases may open the lock now, with a reason"
    ),
}


def opener(
    now: datetime, *, file_by: Sequence[datetime | None], last_day_on: date | None
) -> Opener:
    """Who may open the lock at `now` (aware).

    `file_by` are the earliest and the latest moment to file by; either counts, so that a review is
    not lost for which of several sentences is right. In the last two hours before one, and until
    its day is over, it is whoever works cases; for `last_day_on` until that day is over. From 24
    hours before the first, ever after, a supervisor or whoever is on duty.
    """
    moments = [each for each in file_by if each is not None]
    if not moments or now < min(moments) - DUTY_WITHIN:
        return Opener.NOBODY
    for moment in moments:
        over = filing.last_moment(moment.astimezone(LONDON).date())
        if moment is max(moments) and last_day_on is not None:
            over = max(over, filing.last_moment(last_day_on))
        if moment - ANYBODY_WITHIN <= now < over:
            return Opener.CASEWORKER
    return Opener.DUTY


def is_filing_warned(now: datetime, *, file_by: Sequence[datetime | None]) -> bool:
    """Whether the last two hours before the first moment to file by have begun, or are over.

    From then on a filing is recorded as it happened, whatever is verified.
    """
    moments = [each for each in file_by if each is not None]
    return bool(moments) and now >= min(moments) - ANYBODY_WITHIN


def _small(fact: str) -> str:
    return f"{fact[:1].lower()}{fact[1:]}"
