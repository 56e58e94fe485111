"""Who may do what: the whole table, written out again by hand."""

from itertools import product

import pytest

from tests.support.tables import rows, several
from ulss_tracker.permissions import GRANTS, Permission, Role, may

GRANTED = dict(rows(__file__, "permissions.granted", Permission, several))


def test_each_role_has_what_is_written_here_and_nothing_else(subtests: pytest.Subtests) -> None:
    for role, permission in product(Role, Permission):
        with subtests.test(role=role, permission=permission):
            assert may(role, permission) == (role.value in GRANTED[permission])


def test_every_role_is_in_the_table() -> None:
    named = {role for roles in GRANTED.values() for role in roles}
    assert set(GRANTS) == set(Role) == named
    assert set(GRANTED) == set(Permission)


def test_the_decision_is_the_law_officers_alone() -> None:
    """Criminal Justice Act 1988 s.36(1): it is the Attorney General who refers."""
    assert [role for role in Role if may(role, Permission.DECIDE_REVIEW)] == [Role.LAW_OFFICER]
    assert not may(Role.LAW_OFFICER, Permission.WORK_CASES)


def test_advice_is_for_lawyers_and_counsel_who_move_no_case_on() -> None:
    advisers = [role for role in Role if may(role, Permission.WRITE_ADVICE)]
    assert advisers == [Role.LAWYER, Role.COUNSEL]
    assert not any(may(role, Permission.WORK_CASES) for role in advisers)
    assert [role for role in Role if role.sees_named_cases_only] == [Role.COUNSEL]


def test_who_looks_after_accounts_sees_no_case() -> None:
    assert not may(Role.ADMINISTRATOR, Permission.SEE_CASES)
    assert not may(Role.ADMINISTRATOR, Permission.WORK_CASES)


def test_an_auditor_reads_about_access_and_neither_acts_nor_sees_a_case() -> None:
    granted = {each.value for each in Permission if may(Role.AUDITOR, each)}
    about = {each for each in granted if each.startswith("see ")} - {"see own account"}
    assert granted - about == {"use public service", "see own account"}
    assert not about & {"see cases", "see decisions", "see audit", "see board", "see statistics"}


def test_every_permission_is_somebodys(subtests: pytest.Subtests) -> None:
    for permission in Permission:
        with subtests.test(permission=permission):
            assert any(may(role, permission) for role in Role)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_shown_in_words(role: Role) -> None:
    assert role.label[0].isupper()
    assert "_" not in role.label
