"""The list of those who can sign in, and of those who once could."""

from collections.abc import Mapping
from typing import Any, Unpack

from sqlalchemy import select

from ulss_tracker.models import User
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table

TABLE = Table(
    title="Everyone who can sign in, and those who have left",
    columns=(
        Column("name", "Name", order=Ordering("name", User.name, is_personal=True)),
        Column("email", "Email address", order=Ordering("email", User.email, is_personal=True)),
        Column("role", "Role"),
        Column("account", "Account"),
        Column("added", "Added", order=Ordering("added", User.created_at), classes="app-nowrap"),
    ),
    filters=(
        Filter("role", "Role", User.role, Role, "Any role"),
        Filter(
            "account",
            "Account",
            lambda account: User.is_active.is_(account == "active"),
            [("active", "Active"), ("left", "Left")],
            "Active or left",
        ),
    ),
    default="name",
)


def page(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[User]:
    """A page of them, by name."""
    return TABLE.rows(select(User), filters, **place)
