"""Joining two cases found to be about one proceeding. A person says so; a machine never does.

One case remains, with its reviews. The other's requests, and those to be told, move there, what it
has and the other lacks is carried over (`carrying`), and it closes: its notes, files and letters
stay at their place, to be read. Nothing may have been decided in the case that closes, and no time
may be lost by its closing.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Case,
    DraftState,
    Event,
    EventKind,
    Joining,
    LetterDraft,
    Paper,
    PersonToTell,
    Request,
    Restriction,
    RestrictionKind,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time_words import day_words
from ulss_tracker.scheme.workflow import Step
from ulss_tracker.services import (
    carrying,
    cases,
    history,
    progress,
    restrictions,
    sealing,
    telling,
    undoing,
)
from ulss_tracker.services.editing import check_version, check_version_of
from ulss_tracker.services.matching.keeping import subject_of_review
from ulss_tracker.services.matching.scoring import compare
from ulss_tracker.services.saving import saving
from ulss_tracker.services.users import require

# What may be done to a case that was joined to, and the joining still be undone.
_HARMLESS = frozenset(
    {
        EventKind.NOTE_ADDED,
        EventKind.NOTE_PINNED,
        EventKind.NOTE_UNPINNED,
        EventKind.HOLDER_CHANGED,
        EventKind.ASSESSED,
        EventKind.REMINDER_SEEN_TO,
        EventKind.REDATING_SIGNED,
        EventKind.TELLING_PLANNED,
    }
)


def hindrances(closing: Case, remaining: Case) -> list[str]:
    """Why `closing` cannot be joined to `remaining` now, each with what would allow it."""
    if closing.id == remaining.id:
        return ["This is the same case."]
    found = [
        f"{case.reference} is closed already: it was opened by mistake or joined to another."
        for case in (closing, remaining)
        if case.is_void
    ]
    found += [
        f"{case.reference} is sealed. A supervisor named on it can open it to the office first."
        for case in (closing, remaining)
        if sealing.is_sealed(case)
    ]
    if any(review.is_historical for review in remaining.reviews):
        found.append(f"{remaining.reference} came with the old register: nobody watches its time.")
    found += [
        f"{closing.reference}: {why[0].lower()}{why[1:]} So it cannot be the one that closes."
        for why in undoing.work_done(closing)
    ]
    return found if found else _unfinished(closing, remaining)


def pairs(closing: Case, remaining: Case) -> dict[int, int]:
    """For each review of `closing`, the one of `remaining` that seems to be the same offender's."""
    found = {}
    for review in closing.reviews:
        wanted = subject_of_review(review)
        fits = [(compare(wanted, subject_of_review(each)), each.id) for each in remaining.reviews]
        likely = [fit for fit in fits if fit[0].is_likely]
        if likely:
            found[review.id] = max(likely, key=lambda fit: fit[0].weight)[1]
    return found


def join(
    closing: Case,
    remaining: Case,
    same: Mapping[int, int],
    reason: str,
    by: User,
    *,
    version: int,
    carried: Collection[str] = (),
) -> Joining:
    """Join `closing` to `remaining`: its requests move there, and it closes.

    `same` says, for each review of `closing`, which review of `remaining` is of the same offender
    and goes on; `carried` names what goes there too (`carrying.Item.id`). `version` is that of the
    two together (`editing.version_of`). Raises `Refused` without a reason, for an offender whom
    `remaining` does not have, for two last days that differ, and while anything else stands in the
    way.
    """
    require(by, Permission.WORK_CASES)
    if not reason.strip():
        raise Refused("Enter how you know that they are one proceeding")
    check_version_of(closing, remaining, version=version)
    with saving():
        cases.lock_requests(closing)
        cases.lock(closing, remaining)
        if found := hindrances(closing, remaining):
            raise Refused(" ".join(found))
        goes_on = _same_offenders(closing, remaining, same)
        made = carrying.carry(closing, remaining, goes_on, carried, by)
        _check_time(goes_on)
        closing.changed_at = remaining.changed_at = clock.now()
        requests, people = list(closing.requests), _people(closing)
        _carry_over_what_is_asked(requests, goes_on, remaining)
        _move(requests, people, remaining, by)
        for review, other in goes_on:
            _protect(review, other, by)
            progress.take(review, Step.JOIN_TO_CASE, by, note=reason)
        telling.plan_what_is_known(remaining, by)
        last = _record(closing, remaining, requests, reason, by)
        joining = Joining(
            case=closing,
            into=remaining,
            reason=reason,
            request_ids=[each.id for each in requests],
            person_ids=[each.id for each in people],
            carried=made,
            event_id=last.id,
            at=clock.now(),
            by_id=by.id,
        )
        db.session.add(joining)
    return joining


def of_case(case: Case) -> Joining | None:
    """How this case was joined to another, while that stands.

    None too where the other case is sealed from the person reading.
    """
    query = _standing().where(Joining.case_id == case.id)
    return db.session.scalar(query)


def joined_to(case: Case) -> list[Joining]:
    """The cases that were joined to this one, the first first."""
    return list(db.session.scalars(_standing().where(Joining.into_id == case.id)))


def remaining_of(case: Case) -> Case:
    """The case that an old reference leads to: itself, or the one it was joined to in the end."""
    while (joining := of_case(case)) is not None:
        case = joining.into
    return case


def why_not_undo(joining: Joining) -> str:
    """Why the joining cannot be undone, and what can be done instead; empty when it can."""
    if joining.undone_at is not None:
        return "It is undone already."
    if joining.into.is_void:
        return f"{joining.into.reference} was joined to another case itself. Undo that first."
    since = db.session.scalar(_done_since(joining))
    if since is None:
        return ""
    return (
        f"Something was done since: {since.kind.label.lower()}. Take the requests it does not "
        f"belong to out of {joining.into.reference}, and open a case from them."
    )


def undo(case: Case, reason: str, by: User, *, version: int) -> Case:
    """Undo the joining of `case`: its requests come back to it, and its reviews go on.

    The case that it was joined to. Raises `Refused` without a reason, when it is joined to none,
    and when something was done in the other case since.
    """
    require(by, Permission.WORK_CASES)
    if not reason.strip():
        raise Refused("Enter why they are not one proceeding")
    check_version(case, version)
    with saving():
        joining = _to_undo(case)
        cases.lock_requests(joining.into)
        cases.lock(case, joining.into)
        if why := why_not_undo(joining):
            raise Refused(why)
        case.changed_at = joining.into.changed_at = clock.now()
        requests = [each for each in joining.into.requests if each.id in joining.request_ids]
        people = [each for each in _people(joining.into) if each.id in joining.person_ids]
        telling.forget(joining.into, requests, people)
        for request in requests:
            request.asks_about = []
        carrying.take_back(joining, by)
        _move(requests, people, case, by)
        for review in case.reviews:
            progress.take(review, Step.UNDO_JOINING, by, note=reason)
        for one, other in ((case, joining.into), (joining.into, case)):
            history.record(
                EventKind.CASES_SEPARATED,
                by=by,
                case=one,
                after={"case": other.reference, "reason": reason},
            )
        joining.undone_at, joining.undone_by_id = clock.now(), by.id
    return joining.into


def _unfinished(closing: Case, remaining: Case) -> list[str]:
    """What a person must finish in the case that is to close, so that nothing is lost by it."""
    found = []
    writing = (DraftState.WRITING, DraftState.CHECKED)
    drafted = exists().where(LetterDraft.case_id == closing.id, LetterDraft.state.in_(writing))
    if db.session.scalar(select(drafted)):
        found.append(
            f"A letter is being written in {closing.reference}. Issue it or discard it first."
        )
    wanted = exists().where(
        Paper.case_id == closing.id, Paper.received_at.is_(None), Paper.not_applicable_reason == ""
    )
    if db.session.scalar(select(wanted)):
        found.append(
            f"{closing.reference} waits for papers from the CPS, and nobody would chase them. Ask "
            f"for them in {remaining.reference}, and record here that they do not apply."
        )
    return found


def _same_offenders(
    closing: Case, remaining: Case, same: Mapping[int, int]
) -> list[tuple[Review, Review]]:
    """Each review that ends, with the one that goes on."""
    others = {review.id: review for review in remaining.reviews}
    found = []
    for review in closing.reviews:
        other = others.get(same.get(review.id, 0))
        if other is None:
            raise Refused(
                f"Choose which offender of {remaining.reference} {review.offender_name} is. If "
                f"they are not there, add them to {remaining.reference} first."
            )
        found.append((review, other))
    return found


def _check_time(goes_on: Sequence[tuple[Review, Review]]) -> None:
    """Raise `Refused` where time would be lost."""
    for review, other in goes_on:
        if review.last_day_on and review.last_day_on != other.last_day_on:
            theirs = day_words(other.last_day_on) if other.last_day_on else "not known"
            way = "Put the wrong one right" if other.last_day_on else "Carry the sentence over"
            raise Refused(
                f"The last day for {review.offender_name} is {day_words(review.last_day_on)} in "
                f"{review.case.reference} and {theirs} in {other.case.reference}. {way} first, so "
                "that no time is lost."
            )


def _carry_over_what_is_asked(
    requests: Sequence[Request], goes_on: Sequence[tuple[Review, Review]], remaining: Case
) -> None:
    """Whoever asked goes on asking about the same offenders, by the reviews that go on."""
    for request in requests:
        named = {other.id: other for review, other in goes_on if request.is_about(review)}
        is_all = len(named) == len(remaining.reviews)
        request.asks_about = [] if is_all else list(named.values())


def _move(requests: Sequence[Request], people: Sequence[PersonToTell], to: Case, by: User) -> None:
    for request in requests:
        came_from = request.case.reference if request.case else ""
        request.case = to
        history.record(
            EventKind.REQUEST_MOVED,
            by=by,
            case=to,
            request=request,
            after={"reference": request.reference, "case": came_from},
        )
    for person in people:
        person.case_id = to.id
    db.session.flush()


def _protect(review: Review, other: Review, by: User) -> None:
    """What protects somebody in the case that closes protects them in the one that remains."""
    known = {(each.kind, each.protects, each.terms) for each in restrictions.of_review(other)}
    for each in restrictions.of_review(review):
        is_known = (each.kind, each.protects, each.terms) in known
        if each.kind is RestrictionKind.SEALED or is_known:
            continue
        restrictions.add(
            Restriction(
                review=other,
                kind=each.kind,
                protects=each.protects,
                terms=each.terms,
                made_on=each.made_on,
                until_on=each.until_on,
                is_automatic=each.is_automatic,
            ),
            other,
            by,
        )


def _record(
    closing: Case, remaining: Case, requests: Sequence[Request], reason: str, by: User
) -> Event:
    """Write it into the history of both; the last line written."""
    moved = [each.reference for each in requests]
    history.record(
        EventKind.CASE_JOINED,
        by=by,
        case=closing,
        after={"case": remaining.reference, "requests": moved, "reason": reason},
    )
    last = history.record(
        EventKind.CASE_TAKEN_IN,
        by=by,
        case=remaining,
        after={"case": closing.reference, "requests": moved, "reason": reason},
    )
    db.session.flush()
    return last


def _done_since(joining: Joining) -> Select[Event]:
    """The first thing done to the case that remains, or to what moved, since it was joined."""
    about = or_(
        Event.case_id.in_((joining.into_id, joining.case_id)),
        Event.request_id.in_(joining.request_ids),
    )
    query = select(Event).where(Event.id > joining.event_id, about, Event.kind.not_in(_HARMLESS))
    return query.order_by(Event.id).limit(1)


def _to_undo(case: Case) -> Joining:
    query = _standing().where(Joining.case_id == case.id)
    joining = db.session.scalar(query.with_for_update(of=Joining))
    if joining is None:
        raise Refused(f"{case.reference} is not joined to another case")
    return joining


def _people(case: Case) -> list[PersonToTell]:
    query = select(PersonToTell).where(PersonToTell.case_id == case.id)
    return list(db.session.scalars(query.order_by(PersonToTell.id)))


def _standing() -> Select[Joining]:
    """The joinings that stand, with both cases as they are shown."""
    return (
        select(Joining)
        .where(Joining.undone_at.is_(None))
        .options(
            joinedload(Joining.by),
            joinedload(Joining.case).selectinload(Case.reviews),
            joinedload(Joining.into).selectinload(Case.reviews),
        )
        .order_by(Joining.id)
    )
