"""Views of lists: kept, shared, deleted, and started on."""

import pytest

from tests.support import build
from tests.support.traces import nothing_kept
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import EventKind, ListName, SavedView, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.people import saved_views

pytestmark = pytest.mark.usefixtures("app")
REQUESTS = ListName.REQUESTS


def other() -> User:
    return build.user(email="other@example.org", name="Una Other")


def kept(name: str = "Mine", *, by: User | None = None, is_shared: bool = False) -> SavedView:
    return saved_views.keep(
        REQUESTS, name, "sort=deadline&state=new", by or build.user(), is_shared=is_shared
    )


def names(reader: User, which: ListName = REQUESTS) -> list[str]:
    return [each.name for each in saved_views.of_list(which, reader)]


def test_one_sees_their_own_views_first_and_what_others_share() -> None:
    kept("Zebra")
    kept("Apple", by=other(), is_shared=True)
    kept("Secret", by=other())
    assert names(build.user()) == ["Zebra", "Apple"]
    assert names(build.user(), ListName.BOARD) == []
    with pytest.raises(NotFound):
        saved_views.get(saved_views.of_list(REQUESTS, other())[1].id, build.user())


def test_what_cannot_be_kept_and_what_takes_the_place_of_the_old_one(monkeypatch) -> None:
    by = build.user()
    wrong = [(name, "", "Enter a name") for name in ("", "   ", "x" * 61)] + [
        ("Name", query, "cannot be kept")
        for query in ("<script>", "a b", "x" * 1001, "a=1\nb=2", "/elsewhere")
    ]
    for name, query, words in wrong:
        with nothing_kept(), pytest.raises(Refused, match=words):
            saved_views.keep(REQUESTS, name, query, by, is_shared=False)
    first = kept()
    again = saved_views.keep(REQUESTS, " Mine ", "sort=-received", by, is_shared=True)
    assert (again.id, again.query, again.is_shared) == (first.id, "sort=-received", True)
    monkeypatch.setattr(saved_views, "MOST", 2)  # as many as can be looked through
    kept("Two")
    with pytest.raises(Refused, match="delete one first"):
        kept("Three")
    kept("Two")


def test_a_shared_view_is_deleted_by_its_keeper_or_a_supervisor_for_all_who_start_on_it() -> None:
    view = kept(is_shared=True)
    saved_views.start_on(view, other())
    with nothing_kept(), pytest.raises(NotAllowed):
        saved_views.delete(view, other())
    saved_views.delete(view, build.user(Role.SUPERVISOR))
    assert names(build.user()) == []
    assert saved_views.start_of(other()) is None
    kinds = [row[0] for row in db.session.execute(db.text("SELECT kind FROM event ORDER BY id"))]
    assert kinds[-2:] == [EventKind.VIEW_KEPT, EventKind.VIEW_DELETED]


def test_a_day_starts_on_a_view_until_it_does_not_or_it_is_shared_no_more() -> None:
    first, second = kept("One"), kept("Two")
    saved_views.start_on(first, build.user())
    saved_views.start_on(second, build.user())
    assert saved_views.start_of(build.user()) == second
    saved_views.start_on(None, build.user())
    assert saved_views.start_of(build.user()) is None
    saved_views.start_on(kept(by=other(), is_shared=True), build.user())
    assert saved_views.start_of(build.user()) is not None
    kept(by=other(), is_shared=False)
    assert saved_views.start_of(build.user()) is None
