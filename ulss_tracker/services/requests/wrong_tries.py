"""Wrong codes, counted in the database: the limit is one for all workers, and through a restart."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, select

from ulss_tracker import clock
from ulss_tracker.models import SecurityKind, WrongTry, db, inserting
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import security_log

_HOUR = 3_600
_KEPT_HOURS = 24


@dataclass(frozen=True, slots=True)
class Sender:
    """Who tries, and at what: each has limits of its own.

    `address` is a secret hash of where it came from: the address itself is not kept. For one
    request (`about`), and for everybody behind one address: an advice centre has many clients.
    """

    address: str
    what: str
    about: str = ""
    most_about: int = 15
    most: int = 60

    def _limits(self) -> tuple[tuple[str, int], ...]:
        mine = ((self._hash(self.about), self.most_about),) if self.about else ()
        return (*mine, (self._hash(""), self.most))

    def _hash(self, about: str) -> str:
        return hashlib.sha256(f"{self.what}\n{about}\n{self.address}".encode()).hexdigest()

    def may_try(self) -> bool:
        """Whether one more try in this hour is within the limits. Counts nothing."""
        limits = self._limits()
        query = select(WrongTry.sender, WrongTry.tries).where(
            WrongTry.sender.in_([sender for sender, _ in limits]), WrongTry.hour == _this_hour()
        )
        tries = {row.sender: row.tries for row in db.session.execute(query)}
        return all(tries.get(sender, 0) < most for sender, most in limits)

    def was_right(self) -> None:
        """Record in the security log that a code was right."""
        security_log.note(SecurityKind.PUBLIC_CODE_GIVEN, detail=self.what)

    def was_wrong(self) -> None:
        """Record in the security log that a code was wrong, and count it."""
        security_log.note(SecurityKind.PUBLIC_CODE_REFUSED, detail=self.what)
        self.count()

    def count(self) -> None:
        """Count one wrong try, whoever else counts at the same moment."""
        with transaction():
            for sender, _ in self._limits():
                adding = inserting(WrongTry).values(sender=sender, hour=_this_hour(), tries=1)
                counted = adding.on_conflict_do_update(
                    index_elements=["sender", "hour"], set_={"tries": WrongTry.tries + 1}
                )
                db.session.execute(counted)


def forget_old() -> int:
    """Delete the counts of a day ago; how many there were."""
    old = delete(WrongTry).where(WrongTry.hour < _this_hour() - _KEPT_HOURS)
    with transaction():
        return len(db.session.execute(old.returning(WrongTry.hour)).all())


def _this_hour() -> int:
    return int(clock.now().timestamp()) // _HOUR
