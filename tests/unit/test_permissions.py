"""Who may do what: the whole table, written out again by hand."""

from itertools import product

import pytest

from ulss_tracker.permissions import GRANTS, Permission, Role, may

EXPECTED = {
    Role.CASEWORKER: {
        "use public service",
        "see own account",
        "see rota",
        "see cases",
        "see contacts",
        "work cases",
        "release press line",
        "verify facts",
        "declare conflict",
        "open original",
    },
    Role.SUPERVISOR: {
        "use public service",
        "see own account",
        "see rota",
        "see cases",
        "see contacts",
        "work cases",
        "release press line",
        "verify facts",
        "declare conflict",
        "open original",
        "override assessment",
        "bring back",
        "review openings",
        "excuse telling",
        "reassign work",
        "manage teams",
        "keep rota",
        "see board",
        "see catalogue",
        "see law",
        "seal case",
        "see statistics",
        "manage register",
        "see audit",
        "see security log",
        "approve accounts",
        "see checkpoints",
        "see proposals",
    },
    Role.LAW_OFFICER: {
        "use public service",
        "see own account",
        "see rota",
        "see cases",
        "see contacts",
        "see decisions",
        "decide review",
        "see catalogue",
    },
    Role.PRIVATE_OFFICE: {
        "use public service",
        "see own account",
        "see rota",
        "see cases",
        "see contacts",
        "see decisions",
        "record decision",
        "release press line",
    },
    Role.LAWYER: {
        "see law",
        "keep law",
        "see catalogue",
        "use public service",
        "see own account",
        "see rota",
        "see cases",
        "see contacts",
        "verify facts",
        "write advice",
        "declare conflict",
        "open original",
    },
    Role.COUNSEL: {
        "use public service",
        "see own account",
        "see cases",
        "write advice",
        "declare conflict",
        "open original",
    },
    Role.ADMINISTRATOR: {
        "use public service",
        "see own account",
        "see rota",
        "see catalogue",
        "see checkpoints",
        "see accounts",
        "see proposals",
        "manage users",
        "approve accounts",
        "manage teams",
        "see jobs",
        "confirm restore",
    },
    Role.AUDITOR: {
        "use public service",
        "see own account",
        "see accounts",
        "see proposals",
        "see security log",
        "see checkpoints",
    },
}


def test_each_role_has_what_is_written_here_and_nothing_else(subtests: pytest.Subtests) -> None:
    for role, permission in product(Role, Permission):
        with subtests.test(role=role, permission=permission):
            assert may(role, permission) == (permission.value in EXPECTED[role])


def test_every_role_is_in_the_table() -> None:
    assert set(GRANTS) == set(Role) == set(EXPECTED)


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
