"""Forms that arrived after their sender's session had ended: kept for them alone, for a day.

Nothing here sends one. Whoever signs in again is offered theirs, and sends it or deletes it.
"""

import hmac
import json
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, select

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import KeptForm, User, db
from ulss_tracker.services.core import encryption
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import clock_jumps

LASTS = timedelta(days=1)
MOST = 20
"""Of one person's: more than are left open in a day, and no more than the database should hold."""
LONGEST_PATH = 300
LONGEST = 1_000_000

_PURPOSE = "kept form"
_GONE = "This form is no longer kept: it was sent or deleted, or is more than a day old"

Fields = tuple[tuple[str, str], ...]


def keep(user: User, path: str, fields: Fields, *, has_files: bool, key: str) -> int | None:
    """Keep a form that `user` sent to `path`; its number, None for one that is too long.

    The same form again is the same one. Beyond `MOST` the oldest is deleted.
    """
    text = json.dumps(fields)
    if len(text) > LONGEST or len(path) > LONGEST_PATH:
        return None
    digest = hmac.new(key.encode(), text.encode(), "sha256").hexdigest()
    with transaction():
        # One at a time for each person, so that a button pressed twice keeps one.
        db.session.execute(select(User.id).where(User.id == user.id).with_for_update())
        same = select(KeptForm).where(
            KeptForm.user_id == user.id, KeptForm.path == path, KeptForm.mark == digest
        )
        form = db.session.scalar(same)
        if form is None:
            form = KeptForm(
                user_id=user.id,
                path=path,
                mark=digest,
                fields=encryption.encrypt(text, key=key, purpose=_PURPOSE),
                has_files=has_files,
            )
            db.session.add(form)
        form.kept_at = clock.now()
        db.session.flush()
        _delete([form.id for form in _all_of(user)[MOST:]])
    return form.id


def of(user: User) -> list[KeptForm]:
    """The forms kept for a person, the newest first."""
    return [form for form in _all_of(user) if form.kept_at > clock.now() - LASTS]


def get(user: User, form_id: int) -> KeptForm:
    """One form of this person's. Raises `NotFound` for another's, and when it is kept no more."""
    for form in of(user):
        if form.id == form_id:
            return form
    raise NotFound(_GONE)


def fields_of(form: KeptForm, key: str) -> Fields:
    """Read the fields of a form. Raises `NotFound` once they cannot be read: the key is another."""
    try:
        pairs = json.loads(encryption.decrypt(form.fields, key=key, purpose=_PURPOSE))
    except encryption.Unreadable as error:
        raise NotFound(_GONE) from error
    return tuple((str(name), str(value)) for name, value in pairs)


def delete_one(user: User, form_id: int) -> None:
    """Delete a form of this person's: they sent it, or do not want it. Another's stays."""
    with transaction():
        db.session.execute(
            delete(KeptForm).where(KeptForm.id == form_id, KeptForm.user_id == user.id)
        )


def forget_old() -> int:
    """Delete what was kept for a day; how many there were.

    Nothing is deleted within a day of a jump of the clock.
    """
    if not clock_jumps.may_delete():
        return 0
    with transaction():
        old = delete(KeptForm).where(KeptForm.kept_at <= clock.now() - LASTS)
        return len(db.session.execute(old.returning(KeptForm.id)).all())


def _all_of(user: User) -> list[KeptForm]:
    query = select(KeptForm).where(KeptForm.user_id == user.id)
    return list(db.session.scalars(query.order_by(KeptForm.kept_at.desc(), KeptForm.id.desc())))


def _delete(ids: Iterable[int]) -> None:
    db.session.execute(delete(KeptForm).where(KeptForm.id.in_(list(ids))))
