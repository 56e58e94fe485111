"""The copy of what is held of somebody, as they open it: by its reference and its code."""

import hmac
from datetime import date

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.models import Case, EventKind, RightsRequest, Treatment, db
from ulss_tracker.services.core import references
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.history import history
from ulss_tracker.services.information_rights import items
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.requests.posted_codes import WORKS_FOR

_NOBODYS_HASH = references.hash_code("no copy has this code")


def opens(reference: str, code: str) -> RightsRequest | None:
    """The request about personal data, when `code` is that of its copy; else None.

    Case, spaces and hyphens do not matter in either. Whether it may still be opened is
    `may_be_opened`.
    """
    rights = _find(references.with_prefix("DPR", reference))
    kept = rights.code_hash if rights and rights.code_hash else _NOBODYS_HASH
    return rights if hmac.compare_digest(kept, references.hash_code(code)) else None


def until(rights: RightsRequest) -> date | None:
    """The last day on which its code opens the copy; None while it has no code."""
    return clock.day_of(rights.locked_at + WORKS_FOR) if rights.locked_at else None


def may_be_opened(rights: RightsRequest) -> bool:
    """Whether the copy still opens by its code.

    Not after its last day, once it is withdrawn, refused or decided again, once one of its records
    was erased, nor while a case in it is sealed.
    """
    last_day = until(rights)
    if not rights.gets_copy or last_day is None or clock.today() > last_day or not rights.bundle:
        return False
    theirs = [find for find in rights.finds if find[4] == Treatment.THEIRS]
    cases = items.cases_of((table, (number,)) for table, number, *_ in theirs)
    return not any(sealing.is_sealed(db.session.get_one(Case, case)) for case in cases)


def opened(reference: str, *, opened_at: float) -> RightsRequest | None:
    """The request of a copy that was opened by its code at this moment, in seconds.

    None where it may not be opened any more, or has a newer code.
    """
    rights = _find(reference)
    if rights is None or rights.locked_at is None or not may_be_opened(rights):
        return None
    return rights if rights.locked_at.timestamp() <= opened_at else None


def take(rights: RightsRequest) -> bytes:
    """The file of the copy as it was made; that it was taken is recorded."""
    with locked(rights):
        rights.opened_at = rights.opened_at or clock.now()
        opening = "Opened by whoever has its code"
        history.record(
            EventKind.RIGHTS_CHANGED, None, rights_request=rights.reference, what=opening
        )
        return rights.bundle or b""


def _find(reference: str) -> RightsRequest | None:
    return db.session.scalar(select(RightsRequest).where(RightsRequest.reference == reference))
