"""A new code of the status page by post, for somebody who lost theirs or was never given one.

The letter holds the code and no reference, and goes only to an address that its reader said is safe
to write to. It is made as it is printed, by a person, and neither it nor the code is kept. The code
from before works until the new one is first used: a letter may be late, and whoever knows a
reference could else shut somebody out by asking. Where somebody else may have the code from before,
the office ends it at once.
"""

import hashlib
import hmac
from datetime import date, timedelta

from sqlalchemy import delete, func, or_, select, update

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    EventKind,
    PostedCode,
    PostedCodeState,
    Request,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core import references
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.requests import open_pages

WORKS_FOR = timedelta(days=28)
"""How long the code in a letter works. Rows are kept as long again, for whoever telephones."""
ONLINE_EVERY = timedelta(days=7)
"""How often letters may be asked for online: whoever knows a reference could have many sent."""
_NOBODYS_HASH = references.hash_code("no letter has this code")
_RUNNING = (PostedCodeState.WAITING, PostedCodeState.MADE)


def why_not(request: Request) -> str:
    """Why no code may be posted to them, or nothing: they must have said that post is safe."""
    if request.no_contact_reason:
        return f"They are not to be contacted: {request.no_contact_reason}"
    if not request.postal_address:
        return "They gave no postal address"
    if request.may_post is not True:
        return "They did not say that it is safe to send them a letter"
    return ""


def waiting(request: Request) -> PostedCode | None:
    """The letter that is still to be made; None where none is."""
    return _newest(request, PostedCodeState.WAITING)


def made(request: Request) -> PostedCode | None:
    """The letter that was made and whose code was not used yet; None where there is none."""
    code = _newest(request, PostedCodeState.MADE)
    return code if code is not None and _works(request, code) else None


def ask_online(request: Request) -> None:
    """Have a code posted at the wish of somebody who knows the reference, where post is safe.

    Nothing comes of it where it is not, or where one was asked for within `ONLINE_EVERY`: whoever
    asks is told neither.
    """
    with locked(request):
        lately = select(func.count()).where(
            PostedCode.request_id == request.id,
            PostedCode.asked_at > clock.now() - ONLINE_EVERY,
        )
        if why_not(request) or waiting(request) or db.session.scalar(lately):
            return
        _ask(request, None)


def make(
    request: Request, by: User, code: str, *, is_code_before_ended: bool, works_until_on: date
) -> None:
    """Have the code of a letter just made open the request from now on, and no earlier letter's.

    The history says who made it, and not the code. Raises `Refused` where they may not be written
    to there.
    """
    require(by, Permission.WORK_CASES)
    with locked(request):
        if reason := why_not(request):
            raise Refused(reason)
        posted_code = waiting(request) or _ask(request, by)
        _end(request, PostedCodeState.MADE)
        posted_code.state = PostedCodeState.MADE
        posted_code.code_hash = references.hash_code(code)
        posted_code.address_hash = _address_hash(request)
        posted_code.made_at = clock.now()
        posted_code.works_until_on = works_until_on
        if is_code_before_ended:
            request.code_hash = references.hash_code(references.new_code())
            open_pages.close(request)
        history.record(
            EventKind.CODE_LETTER_MADE,
            by,
            request.case,
            request,
            works_until_on=works_until_on.isoformat(),
            code_before="Ended" if is_code_before_ended else "Works until this is used",
        )


def refuse(request: Request, by: User) -> None:
    """Send no letter, though one was asked for. Raises `Refused` where none waits any more."""
    require(by, Permission.WORK_CASES)
    with locked(request):
        code = waiting(request)
        if code is None:
            raise Refused("No letter with a code waits to be made: it was dealt with meanwhile")
        code.state = PostedCodeState.ENDED
        history.record(EventKind.CODE_LETTER_REFUSED, by, request.case, request)


def end(request: Request) -> None:
    """End what waits and what is on its way, in the caller's transaction: they have another."""
    _end(request, *_RUNNING)


def opens(reference: str, hashed: str) -> bool:
    """Whether this is the hash of the code in a letter to them that still works.

    As much is asked of the database where there is no such request.
    """
    posted = db.session.scalar(
        select(PostedCode)
        .join(PostedCode.request)
        .where(Request.reference == reference, PostedCode.state == PostedCodeState.MADE)
    )
    matches = hmac.compare_digest(posted.code_hash if posted else _NOBODYS_HASH, hashed)
    return matches and posted is not None and _works(posted.request, posted)


def use(request: Request) -> None:
    """Take the letter's code in place of the one from before, which opens nothing any more.

    Where the request is still open by the one from before it is closed.
    """
    with locked(request):
        posted = _newest(request, PostedCodeState.MADE)
        if posted is None:
            return
        request.code_hash = posted.code_hash
        posted.state = PostedCodeState.USED
        open_pages.close(request)
        history.record(EventKind.CODE_LETTER_USED, None, request.case, request)


def forget_old() -> int:
    """Delete letters made so long ago that nobody asks after them; how many there were."""
    old = delete(PostedCode).where(
        PostedCode.asked_at < clock.now() - 2 * WORKS_FOR,
        PostedCode.state != PostedCodeState.WAITING,
        or_(PostedCode.works_until_on.is_(None), PostedCode.works_until_on < clock.today()),
    )
    with transaction():
        return len(db.session.execute(old.returning(PostedCode.id)).all())


def _ask(request: Request, by: User | None) -> PostedCode:
    code = PostedCode(
        request=request,
        asked_at=clock.now(),
        asked_by_id=by.id if by else None,
        state=PostedCodeState.WAITING,
    )
    db.session.add(code)
    if by is None:
        history.record(EventKind.CODE_LETTER_ASKED, None, request.case, request)
    return code


def _newest(request: Request, state: PostedCodeState) -> PostedCode | None:
    query = select(PostedCode).where(PostedCode.request_id == request.id, PostedCode.state == state)
    return db.session.scalar(query.order_by(PostedCode.id.desc()).limit(1))


def _works(request: Request, posted: PostedCode) -> bool:
    """Whether it is in time, and they may still be written to where it went."""
    return (
        posted.works_until_on is not None
        and clock.today() <= posted.works_until_on
        and not why_not(request)
        and posted.address_hash == _address_hash(request)
    )


def _end(request: Request, *states: PostedCodeState) -> None:
    ending = update(PostedCode).where(
        PostedCode.request_id == request.id, PostedCode.state.in_(states)
    )
    db.session.execute(ending.values(state=PostedCodeState.ENDED))


def _address_hash(request: Request) -> str:
    address = f"{request.requester_name}\n{request.postal_address}"
    return hashlib.sha256(address.encode()).hexdigest()
