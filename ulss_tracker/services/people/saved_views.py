"""Views of lists that people keep for themselves or share, and the one their day starts on."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete as deleting
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import EventKind, ListName, SavedView, StartView, User, db
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history

MOST = 30
"""Views of one list that one person keeps: more are no help in finding one."""
_QUERY = re.compile(r"[\w=&%.+~-]*", re.ASCII)
_LONGEST_NAME, _LONGEST_QUERY = 60, 1000


def of_list(which: ListName, reader: User) -> Sequence[SavedView]:
    """This person's views of a list, and those that others share; by name, their own first."""
    query = (
        select(SavedView)
        .where(
            SavedView.list_name == which,
            or_(SavedView.owner_id == reader.id, SavedView.is_shared),
        )
        .order_by(SavedView.name, SavedView.id)
        .options(joinedload(SavedView.owner).load_only(User.name))
    )
    return sorted(db.session.scalars(query), key=lambda view: view.owner_id != reader.id)


def get(view_id: int, reader: User) -> SavedView:
    """The view with this id, where it is theirs or shared. Raises `NotFound`."""
    view = db.session.get(SavedView, view_id)
    if view is None or not (view.is_shared or view.owner_id == reader.id):
        raise NotFound("There is no such view")
    return view


def keep(which: ListName, name: str, query: str, by: User, *, is_shared: bool) -> SavedView:
    """Keep a view under a name; under a name of theirs that is there it takes its place.

    Raises `Refused` without a name, for an address that is none, and when there are too many.
    """
    require(by, Permission.SEE_CASES)
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME:
        raise Refused(f"Enter a name for the view, of at most {_LONGEST_NAME} letters")
    if len(query) > _LONGEST_QUERY or not _QUERY.fullmatch(query):
        raise Refused("This view cannot be kept: open the list again and narrow it there")
    own = [view for view in of_list(which, by) if view.owner_id == by.id]
    view = next((view for view in own if view.name == name), None)
    if view is None and len(own) >= MOST:
        raise Refused(f"You have {MOST} views of this list: delete one first")
    with transaction():
        if view is None:
            view = SavedView(owner_id=by.id, list_name=which, name=name)
            db.session.add(view)
        view.query, view.is_shared, view.kept_at = query, is_shared, clock.now()
        history.record(EventKind.VIEW_KEPT, by, **_values(view))
    return view


def delete(view: SavedView, by: User) -> None:
    """Delete a view, for whoever starts on it too: their own, or a shared one as a supervisor.

    Raises `NotAllowed`.
    """
    if view.owner_id != by.id and not may(by.role, Permission.REASSIGN_WORK):
        raise NotAllowed("Only whoever keeps this view, or a supervisor, can delete it")
    with transaction():
        history.record(EventKind.VIEW_DELETED, by, **_values(view))
        db.session.execute(deleting(StartView).where(StartView.view_id == view.id))
        db.session.delete(view)


def start_on(view: SavedView | None, by: User) -> None:
    """Have this person's day start on a view; on the page of their role, where it is None."""
    require(by, Permission.SEE_CASES)
    with transaction():
        started = db.session.get(StartView, by.id)
        if view is None:
            if started is not None:
                db.session.delete(started)
        elif started is None:
            db.session.add(StartView(user_id=by.id, view_id=view.id))
        else:
            started.view_id = view.id


def start_of(user: User) -> SavedView | None:
    """The view that this person's day starts on, if any that they may still open."""
    started = db.session.get(StartView, user.id)
    if started is None:
        return None
    view = started.view
    return view if view.is_shared or view.owner_id == user.id else None


def _values(view: SavedView) -> dict[str, Any]:
    return {"name": view.name, "list": view.list_name, "is_shared": view.is_shared}
