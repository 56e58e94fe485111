"""Correcting what was read of a message, by choosing; each value remembers who said it.

What a message says of the request that it made, the request says too, while it waits.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from ulss_tracker.errors import ChangedMeanwhile, Refused
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import EventKind, InboundMessage, Request, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import require
from ulss_tracker.services.correspondence import as_request, enclosures
from ulss_tracker.services.correspondence.answering import WhyNot
from ulss_tracker.services.correspondence.passages import Place
from ulss_tracker.services.correspondence.requesters import Asker
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import to_requesters
from ulss_tracker.services.requests import contact
from ulss_tracker.services.requests import corrections as of_requests
from ulss_tracker.services.requests.details import contact_of

Value = str | Sequence[str]
"""A value as it is kept: a day as 2026-10-09, blank where it is not said, offences several."""

SAFE, NOT_SAFE = "yes", "no"
_LONGEST = 200


class Field(LabelledEnum):
    """A value that was read of a message."""

    OFFENDER = "offender", "Offender"
    OTHERS = "others", "Others sentenced"
    SENTENCED_ON = "sentenced_on", "Date of sentence"
    COURT = "court", "Court"
    OFFENCES = "offences", "Offences"
    REQUESTER = "requester", "Who asks"
    STANDING = "standing", "As"
    REPLY_TO = "reply_to", "Answer to"
    SAFE = "is_safe_to_answer", "Safe to answer by email"
    LANGUAGE = "language", "Language"


_AS_IT_IS = (Field.REQUESTER, Field.STANDING, Field.REPLY_TO, Field.LANGUAGE)
"""Values that are kept without the words they were read from."""


def current(message: InboundMessage) -> dict[Field, Value]:
    """The values read of the message now, by a machine or as a person said."""
    proposal = message.proposal
    offenders = [str(each["value"]) for each in proposal.get("offenders", [])]
    day, court = proposal.get("sentenced_on"), proposal.get("court")
    return {
        Field.OFFENDER: offenders[0] if offenders else "",
        Field.OTHERS: offenders[1:],
        Field.SENTENCED_ON: str(day["value"]) if day else "",
        Field.COURT: str(court["value"]) if court else "",
        Field.OFFENCES: [str(each["value"]) for each in proposal.get("offences", [])],
        **{field: str(proposal.get(field.value, "")) for field in _AS_IT_IS},
        Field.SAFE: SAFE if proposal.get("is_safe_to_answer") else NOT_SAFE,
    }


def choices(message: InboundMessage) -> dict[Field, list[str]]:
    """The values to choose from for each, the one read now first; the words gave all of them."""
    found: Mapping[str, Sequence[str]] = message.proposal.get("choices", {})
    against = message.proposal.get("against_answering", [])
    offered = {
        Field.OFFENDER: found.get("offenders", ()),
        Field.OTHERS: (),
        Field.SENTENCED_ON: found.get("days", ()),
        Field.COURT: found.get("courts", ()),
        Field.OFFENCES: found.get("offences", ()),
        Field.REQUESTER: found.get("requesters", ()),
        Field.STANDING: tuple(Asker),
        Field.REPLY_TO: found.get("addresses", ()),
        Field.SAFE: (NOT_SAFE,) if WhyNot.PROGRAM in against else (SAFE, NOT_SAFE),
        Field.LANGUAGE: ("en", "cy", "cy+en"),
    }
    now = current(message)
    kept = {field: [now[field]] if isinstance(now[field], str) else now[field] for field in Field}
    return {
        field: [str(each) for each in dict.fromkeys((*kept[field], *values)) if each]
        for field, values in offered.items()
    }


_DECISIVE = (Field.OFFENDER, Field.SENTENCED_ON, Field.COURT)
"""Values of which one is right, and on which it depends which case it is."""


def uncertain(message: InboundMessage) -> list[Field]:
    """The values a person must look at: nobody said them, and the words allow not just one."""
    now, words_allow = current(message), choices(message)
    open_fields = [field for field in _DECISIVE if words_allow[field] != [now[field]]]
    return [field for field in open_fields if not said_by(message, field)]


def read_in(message: InboundMessage, field: Field) -> str:
    """Where a value was read, in words; blank in their own words, and where a person said it."""
    key = "offenders" if field is Field.OFFENDER else field.value
    value = message.proposal.get(key) or [{}]
    mark = value[0] if isinstance(value, list) else value
    place = mark.get("place", "") if isinstance(mark, dict) else ""
    is_elsewhere = place not in {"", Place.BODY}
    return f"{Place(place).label} {mark['file_name']}".strip() if is_elsewhere else ""


def said_by(message: InboundMessage, field: Field) -> str:
    """Who said it: a person's name; blank while only a machine has."""
    said = message.proposal.get("said_by", {})
    return str(said.get(field, "")) if said else ""


def mark(message: InboundMessage) -> str:
    """Another one for another reading: tells whether it is as somebody saw it."""
    return hashlib.sha256(json.dumps(message.proposal, sort_keys=True).encode()).hexdigest()


def correct(
    message: InboundMessage, said: Mapping[Field, Value], by: User, *, seen: str
) -> tuple[Field, ...]:
    """Keep what a person says was meant; which of it changed.

    What the request says follows, while it waits; with an address that is safe to answer to, it is
    acknowledged. Raises `NotAllowed`, `ChangedMeanwhile`, and `Refused` for what is nothing of its
    kind.
    """
    require(by, Permission.WORK_CASES)
    with locked(message):
        if mark(message) != seen:
            raise ChangedMeanwhile(
                "Somebody else corrected this meanwhile. Look at it as it is now, and choose again"
            )
        now = current(message)
        changed = tuple(field for field, value in said.items() if now[field] != value)
        if not changed:
            return ()
        message.proposal = _with(message, {field: said[field] for field in changed}, by)
        history.record(
            EventKind.MESSAGE_CORRECTED,
            by,
            message.request.case if message.request else None,
            message.request,
            message=message.id,
            fields=[field.value for field in changed],
        )
        follow(message, changed, by)
    return changed


def follow(message: InboundMessage, changed: Sequence[Field], by: User) -> None:
    """Have the request that a message made say what a person says, in the caller's transaction."""
    if not changed or not message.proposal.get("made_request") or message.request_id is None:
        return
    query = select(Request).where(Request.id == message.request_id).with_for_update()
    request = db.session.scalars(query.execution_options(populate_existing=True)).one()
    of_requests.correct(request, _values(message, changed), by)
    if {Field.REPLY_TO, Field.SAFE} & set(changed):
        now = current(message)
        email = str(now[Field.REPLY_TO]) if now[Field.SAFE] == SAFE else ""
        known = contact_of(request)
        contact.keep(request, replace(known, email=email), by)
        if email:
            request.may_email = request.may_email or None  # a person says that it is safe
            to_requesters.acknowledge(request, not_opened=enclosures.not_opened(message))


def said_by_people(message: InboundMessage) -> list[Field]:
    """Which values a person said."""
    return [field for field in Field if said_by(message, field)]


def _with(message: InboundMessage, said: Mapping[Field, Value], by: User) -> dict[str, Any]:
    """The proposal with what a person says in it."""
    proposal: dict[str, Any] = dict(message.proposal)
    for field, value in said.items():
        match field:
            case Field.OFFENDER:
                others = [each for each in proposal["offenders"][1:] if each["value"] != value]
                first = [_mark(str(value))] if value else []
                proposal["offenders"] = [*first, *others]
            case Field.OTHERS:
                first = proposal["offenders"][:1] if said.get(Field.OFFENDER, True) else []
                proposal["offenders"] = [*first, *(_mark(each) for each in value)]
            case Field.SENTENCED_ON:
                proposal["sentenced_on"] = _mark(_day(str(value)).isoformat()) if value else None
                proposal["earliest_on"] = value or proposal.get("earliest_on", "")
            case Field.COURT:
                proposal["court"] = _mark(str(value)) if value else None
            case Field.OFFENCES:
                proposal["offences"] = [_mark(each) for each in value]
            case Field.SAFE:
                if value == SAFE and WhyNot.PROGRAM in proposal.get("against_answering", []):
                    raise Refused(WhyNot.PROGRAM.label)
                proposal["is_safe_to_answer"] = value == SAFE
            case _:
                proposal[field.value] = str(value)
    proposal["said_by"] = {**(proposal.get("said_by") or {}), **dict.fromkeys(said, by.name)}
    return proposal


def _values(message: InboundMessage, changed: Sequence[Field]) -> dict[str, Any]:
    """The words of a request about these."""
    proposal, now = message.proposal, current(message)
    values: dict[str, Any] = {}
    if {Field.OFFENDER, Field.OTHERS} & set(changed):
        names = [str(each["value"]) for each in proposal["offenders"]]
        values["offender_name"] = names[0][:_LONGEST] if now[Field.OFFENDER] else ""
        values["other_offenders"] = "\n".join(names[1:])
    if Field.SENTENCED_ON in changed:
        values |= _day_values(str(now[Field.SENTENCED_ON]), str(proposal.get("earliest_on", "")))
    if Field.COURT in changed:
        court = str(now[Field.COURT])[:_LONGEST]
        values |= {"court_text": court, "court_id": as_request.court_id(court)}
    if Field.OFFENCES in changed:
        values["offence_text"] = "; ".join(now[Field.OFFENCES])
    if Field.REQUESTER in changed:
        values["requester_name"] = str(now[Field.REQUESTER])[:_LONGEST]
    if Field.STANDING in changed:
        values["standing"] = as_request.STANDINGS[Asker(str(now[Field.STANDING]) or Asker.OTHER)]
    if Field.LANGUAGE in changed:
        values["language"] = "cy" if str(now[Field.LANGUAGE]).startswith("cy") else "en"
    return values


def _day_values(day: str, earliest: str) -> dict[str, Any]:
    """The day that a person says; where none of those read is right, the clock keeps the earliest.

    A request must never lose its clock because somebody says what the day is not.
    """
    if day:
        return {"sentenced_on": _day(day), "sentenced_text": ""}
    words = f"{date.fromisoformat(earliest):%-d %B %Y}" if earliest else ""
    return {"sentenced_on": None, "sentenced_text": words}


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Refused("Enter a day that there is") from None


def _mark(value: str) -> dict[str, Any]:
    return {"value": value, "words": value, "place": "", "file_name": ""}
