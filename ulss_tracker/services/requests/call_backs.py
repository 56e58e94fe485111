"""Calling back whoever asks for it, where a shift of the rota shows the public a number.

It is a planned call of whoever has that shift, or stands in, like one that staff plan.
"""

from sqlalchemy import exists, select

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import EventKind, PlannedCall, Request, db
from ulss_tracker.services.history import history
from ulss_tracker.services.people import public_number, rota
from ulss_tracker.services.protection import holders


def ask(request: Request, when: str, words_to_use: str) -> None:
    """Plan a call to this request's own number, in the caller's transaction. It is locked.

    Raises `Refused` where no shift has it, telephoning is not wanted, or a call is to be made yet.
    """
    number, now = public_number.now(), clock.now()
    at = (number.begins_at if number else None) or now
    people = holders.who_may_hold(request.case, rota.on_duty(at, for_public=True))
    if not people or not may_be_called(request):
        raise Refused("No shift of the rota can call back now")
    begin = f"Call back {request.reference}"
    standing = exists().where(PlannedCall.words.startswith(begin), PlannedCall.ended_at.is_(None))
    if db.session.scalar(select(standing)):
        raise Refused("A call back was asked for already, and is to be made")
    call = PlannedCall(
        case=request.case,
        request=None if request.case else request,
        person=people[0],
        due_on=clock.day_of(at),
        words=f"{begin}, as they asked. When: {when}. "
        f"If someone else answers, say: {words_to_use or 'only ask for them'}.",
        made_by_id=people[0].id,
        made_at=now,
    )
    db.session.add(call)
    history.record(
        EventKind.CALL_PLANNED,
        None,
        request.case,
        request,
        person=call.person.name,
        due_on=call.due_on,
        words=call.words,
    )


def may_be_called(request: Request) -> bool:
    """Whether there is a number of theirs, which they did not say to leave alone."""
    return bool(request.telephone) and request.may_telephone is not False
