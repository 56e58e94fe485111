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


def test_under_the_same_name_it_takes_the_place_of_the_old_one() -> None:
    first = kept()
    again = saved_views.keep(REQUESTS, " Mine ", "sort=-received", build.user(), is_shared=True)
    assert (again.id, again.query, again.is_shared) == (first.id, "sort=-received", True)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_it_needs_a_name(name: str) -> None:
    by = build.user()
    with nothing_kept(), pytest.raises(Refused, match="Enter a name"):
        saved_views.keep(REQUESTS, name, "", by, is_shared=False)


@pytest.mark.parametrize("query", ["<script>", "a b", "x" * 1001, "a=1\nb=2", "/elsewhere"])
def test_what_is_no_address_of_a_list_is_not_kept(query: str) -> None:
    by = build.user()
    with nothing_kept(), pytest.raises(Refused, match="cannot be kept"):
        saved_views.keep(REQUESTS, "Name", query, by, is_shared=False)


def test_nobody_keeps_more_than_can_be_looked_through(monkeypatch) -> None:
    monkeypatch.setattr(saved_views, "MOST", 2)
    kept("One")
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


def test_a_day_starts_on_a_view_until_it_does_not() -> None:
    first, second = kept("One"), kept("Two")
    saved_views.start_on(first, build.user())
    saved_views.start_on(second, build.user())
    assert saved_views.start_of(build.user()) == second
    saved_views.start_on(None, build.user())
    assert saved_views.start_of(build.user()) is None


def test_nobody_starts_on_what_is_shared_no_more() -> None:
    view = kept(by=other(), is_shared=True)
    saved_views.start_on(view, build.user())
    kept(by=other(), is_shared=False)
    assert saved_views.start_of(build.user()) is None
