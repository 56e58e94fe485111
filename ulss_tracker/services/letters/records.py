"""Keeping letters that are made: their rows, their messages and their history, all at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from ulss_tracker import clock
from ulss_tracker.models import DraftState, EventKind, Letter, LetterDraft, User, db
from ulss_tracker.services.history import history
from ulss_tracker.services.letters import publishing, sending
from ulss_tracker.services.letters.kinds import Audience, kind_of
from ulss_tracker.services.letters.rendering import template_version
from ulss_tracker.services.letters.values import Prepared


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A letter made but not kept: what it was made from, its own HTML, and the PDF of that."""

    letter: Prepared
    html: str
    pdf: bytes


def keep(made: Sequence[tuple[LetterDraft, MadeLetter]], by: User) -> list[Letter]:
    """Keep these letters, each with its message and its line of history; the caller saves.

    However many they are, what they have in common is asked of the database once.
    """
    now = clock.now()
    last = _last_of([_series(draft) for draft, _ in made])
    messages = sending.add_messages([(draft, letter.html) for draft, letter in made])
    letters = []
    for draft, each in made:
        before = last.get(_series(draft))
        letter = Letter(
            case_id=draft.case_id,
            review=draft.review,
            request_id=draft.request_id,
            draft_id=draft.id,
            message_id=messages.get(draft.id),
            replaces_id=before.id if before else None,
            kind=draft.kind,
            language=draft.language,
            size=draft.size,
            series=_series(draft),
            version=before.version + 1 if before else 1,
            template_version=template_version(),
            values=asdict(each.letter.values),
            html=each.html,
            pdf=each.pdf,
            sha256=hashlib.sha256(each.pdf).hexdigest(),
            issued_at=now,
            issued_by_id=by.id,
            checked_by_id=draft.checked_by_id,
        )
        draft.state, draft.changed_at = DraftState.ISSUED, now
        if draft.review is not None:
            draft.review.changed_at = now  # two people issuing at once: the second is told
        letters.append(letter)
    db.session.add_all(letters)
    publishing.publish(letters)
    for (draft, _), letter in zip(made, letters, strict=True):
        history.record(
            EventKind.LETTER_ISSUED,
            by,
            draft.case,
            draft.review,
            draft.request,
            letter=draft.kind,
            version=letter.version,
            sha256=letter.sha256,
        )
    return letters


def _last_of(series: Sequence[str]) -> dict[str, Letter]:
    """The latest version of each of these letters that was issued before."""
    latest = (
        select(Letter.series, func.max(Letter.version).label("version"))
        .where(Letter.series.in_(series))
        .group_by(Letter.series)
        .subquery()
    )
    query = select(Letter).join(
        latest, (Letter.series == latest.c.series) & (Letter.version == latest.c.version)
    )
    return {letter.series: letter for letter in db.session.scalars(query)}


def _series(draft: LetterDraft) -> str:
    """The same kind, about the same offender, to the same person: versions of one letter.

    A letter to an MP or the CPS says what nobody else's does: each stands alone.
    """
    about = f"review:{draft.review_id}" if draft.review_id else f"case:{draft.case_id}"
    if kind_of(draft.kind).audience in {Audience.MP, Audience.CPS}:
        return f"{draft.kind}:{about}:draft:{draft.id}"
    to = f":request:{draft.request_id}" if draft.request_id else ""
    return f"{draft.kind}:{about}{to}"
