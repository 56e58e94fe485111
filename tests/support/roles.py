"""Roles as parameters of a test."""

from collections.abc import Iterable

import pytest

from ulss_tracker.permissions import Role

NOT_CASEWORK = (Role.LAW_OFFICER, Role.ADMINISTRATOR)
"""Two roles of those that work no cases."""


def each_role(on_both: Role, roles: Iterable[Role] = Role) -> list[object]:
    """Each of the roles: one of them on both databases, the others on SQLite alone.

    What a role may do is said by `permissions.py`, and is the same whatever database is under it.
    """
    return [
        pytest.param(role, marks=() if role is on_both else pytest.mark.on_sqlite, id=role.value)
        for role in roles
    ]
