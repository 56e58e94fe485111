"""Accounts need two people: an administrator alone gets nowhere, and nobody approves their own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.second_factor import set_up
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import AccountProposal, EventKind, Message, ProposalEnd, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.services.core import users
from ulss_tracker.services.people import accounts, second_factor
from ulss_tracker.services.people.accounts import Account
from ulss_tracker.services.people.agreement import Agreement
from ulss_tracker.services.supervision import account_proposals as proposals
from ulss_tracker.services.supervision.account_proposals import AppliedProposal

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
NEW = Account(name="Grace Okoro", email="grace@example.org", role=Role.CASEWORKER)


@pytest.fixture
def administrator(app: Flask) -> User:
    return build.user(Role.ADMINISTRATOR)


@pytest.fixture
def supervisor(app: Flask) -> User:
    return build.user(Role.SUPERVISOR)


def number(made: AccountProposal | AppliedProposal) -> int:
    assert isinstance(made, AccountProposal)
    return made.id


def account_of(user: User) -> Account:
    return Account(name=user.name, email=user.email, role=user.role, law_office=user.law_office)


def mail() -> list[tuple[str, str]]:
    """The recipient and subject of each email about accounts, in order."""
    query = select(Message).where(Message.kind == "account").order_by(Message.id)
    return [(each.recipient, each.subject) for each in db.session.scalars(query)]


def test_somebody_is_added_once_a_second_person_approves(
    administrator: User, supervisor: User
) -> None:
    with events_left() as events:
        made = proposals.propose_new(NEW, administrator)
        assert users.by_email(NEW.email) is None
        done = proposals.approve(number(made), supervisor)
    assert done.key
    assert accounts.opens_for(done.key) is done.person
    assert kinds(events) == [
        EventKind.ACCOUNT_PROPOSED,
        EventKind.ACCOUNT_PROPOSAL_ENDED,
        EventKind.PERSON_ADDED,
        EventKind.PASSWORD_LINK_MADE,
    ]
    by = [administrator.id, supervisor.id, administrator.id, administrator.id]
    assert [each.by_id for each in events] == by
    assert mail() == [(supervisor.email, "An account waits for you to approve it")]


def proposed(kind: str, administrator: User) -> tuple[AccountProposal | AppliedProposal, User]:
    """A proposal of this kind about somebody, and who they are."""
    user = build.user()
    if kind == "link":
        return proposals.propose_link(user, administrator), user
    if kind == "reset":
        set_up(user)
        return proposals.propose_reset(user, administrator), user
    account = replace(account_of(user), **CHANGES[kind])
    return proposals.change(user, account, administrator, version=user.version), user


CHANGES: dict[str, dict[str, Any]] = {
    "role": {"role": Role.SUPERVISOR},
    "law officer": {"role": Role.LAW_OFFICER, "law_office": LawOfficer.ATTORNEY_GENERAL},
    "address": {"email": "elsewhere@example.org"},
}
KINDS = (*CHANGES, "link", "reset")


@pytest.mark.parametrize("kind", KINDS)
def test_neither_an_administrator_alone_nor_its_owner_approves_it_and_the_owner_is_told(
    kind: str, administrator: User, supervisor: User
) -> None:
    made, user = proposed(kind, administrator)
    before = account_of(user), user.session_key, second_factor.of(user)
    for _ in range(2):
        with nothing_kept(), pytest.raises(Refused, match="You proposed this"):
            proposals.approve(number(made), administrator)
    assert (account_of(user), user.session_key, second_factor.of(user)) == before
    usual, was_at = user.role, user.email
    user.role = Role.SUPERVISOR
    db.session.commit()
    with nothing_kept(), pytest.raises(Refused, match="about your own account"):
        proposals.approve(number(made), user)
    user.role = usual
    db.session.commit()
    again, _ = proposed(kind, administrator)
    proposals.approve(number(again), supervisor)
    assert mail()[-1][0] == was_at  # at the address they had


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SUPERVISOR, Role.ADMINISTRATOR}))
def test_nobody_else_approves_or_refuses(role: Role, administrator: User) -> None:
    made = proposals.propose_new(NEW, administrator)
    by = build.user(role)
    for answer in (proposals.approve, proposals.refuse):
        with nothing_kept(), pytest.raises(NotAllowed):
            answer(number(made), by)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nobody_else_proposes(role: Role) -> None:
    user, by = build.user(), build.user(role, email="by@example.org")
    asking: list[Callable[[], object]] = [
        lambda: proposals.propose_new(NEW, by),
        lambda: proposals.propose_link(user, by),
        lambda: proposals.change(
            user, replace(account_of(user), role=Role.LAWYER), by, version=user.version
        ),
    ]
    for ask in asking:
        with nothing_kept(), pytest.raises(NotAllowed):
            ask()


def test_a_second_administrator_approves_and_one_who_lost_the_role_proposed_nothing(
    administrator: User, supervisor: User
) -> None:
    second = build.agreed().approved_by
    assert second
    made, user = proposed("role", administrator)
    administrator.role = Role.CASEWORKER
    db.session.commit()
    with nothing_kept(), pytest.raises(NotAllowed):
        proposals.approve(number(made), second)
    administrator.role, administrator.is_active = Role.ADMINISTRATOR, False
    db.session.commit()
    with nothing_kept(), pytest.raises(Refused, match="has left"):
        proposals.approve(number(made), second)
    administrator.is_active = True
    db.session.commit()
    proposals.approve(number(made), second)
    assert user.role is Role.SUPERVISOR


def test_it_ends_once(administrator: User, supervisor: User) -> None:
    made, _ = proposed("link", administrator)
    proposals.refuse(number(made), supervisor)
    assert proposals.get(number(made)).outcome is ProposalEnd.REFUSED
    for answer in (proposals.approve, proposals.refuse):
        with nothing_kept(), pytest.raises(Refused, match="has ended"):
            answer(number(made), supervisor)
    own, _ = proposed("link", administrator)
    assert len(proposals.page({"state": "waiting"}).rows) == 1
    proposals.refuse(number(own), administrator)
    assert proposals.get(number(own)).outcome is ProposalEnd.WITHDRAWN
    assert not proposals.page({"state": "waiting"}).rows
    with pytest.raises(NotFound):
        proposals.get(number(own) + 1)


def test_it_runs_out_after_a_week(administrator: User, supervisor: User, at) -> None:
    made, _ = proposed("link", administrator)
    at(NOW + proposals.LASTS - timedelta(seconds=1))
    assert proposals.why_not_approve(proposals.get(number(made)), supervisor) == ""
    at(NOW + proposals.LASTS)
    with nothing_kept(), pytest.raises(Refused, match="more than a week ago"):
        proposals.approve(number(made), supervisor)


def test_an_account_changed_meanwhile_is_not_changed_by_it(
    administrator: User, supervisor: User
) -> None:
    made, user = proposed("role", administrator)
    renamed = replace(account_of(user), name="Another Name")
    assert proposals.change(user, renamed, administrator, version=user.version) == AppliedProposal(
        user
    )
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        proposals.approve(number(made), supervisor)


def test_one_person_ends_an_account_and_its_owner_is_told(administrator: User) -> None:
    user = build.user()
    ended = replace(account_of(user), is_active=False)
    assert proposals.change(user, ended, administrator, version=user.version) == AppliedProposal(
        user
    )
    assert not user.is_active
    assert mail() == [(user.email, "Your account has been changed")]


def test_what_cannot_be_is_not_even_proposed(administrator: User) -> None:
    user = build.user()
    with nothing_kept(), pytest.raises(Refused, match="can already sign in"):
        proposals.propose_new(replace(NEW, email=user.email.upper()), administrator)
    with nothing_kept(), pytest.raises(Refused, match="which law officer"):
        proposals.propose_new(replace(NEW, role=Role.LAW_OFFICER), administrator)
    with nothing_kept(), pytest.raises(Refused, match="has no second factor"):
        proposals.propose_reset(user, administrator)
    own = replace(account_of(administrator), role=Role.LAWYER)
    with nothing_kept(), pytest.raises(Refused, match="Ask another administrator"):
        proposals.change(administrator, own, administrator, version=administrator.version)


def run(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=["users", *words])
    assert result.exit_code == 0, result.output
    return result.output


ADD = ("add", "--name", "Ann Lee", "--email", "ann@example.org", "--role")


def test_a_terminal_adds_the_first_administrator_and_then_proposes(app: Flask) -> None:
    refused = app.test_cli_runner().invoke(args=["users", *ADD, "supervisor"])
    assert "Add an administrator first" in refused.output
    assert "can now sign in" in run(app, *ADD, "administrator", "--password", "three blue lanterns")
    first = users.by_email("ann@example.org")
    assert first
    more = ("add", "--name", "Bo Day", "--email", "bo@example.org", "--role", "supervisor")
    assert "Proposed" in run(app, *more)
    assert users.by_email("bo@example.org") is None
    made = db.session.scalars(select(AccountProposal)).one()
    assert proposals.approve(made.id, first).key  # nobody else is there yet
    assert "Proposed" in run(app, "password-link", "--email", first.email)
    about_first = db.session.scalars(select(AccountProposal).order_by(-AccountProposal.id)).first()
    assert about_first
    with nothing_kept(), pytest.raises(Refused, match="about your own account"):
        proposals.approve(about_first.id, first)


def test_what_a_terminal_proposes_is_a_supervisors_to_approve(
    app: Flask, administrator: User, supervisor: User
) -> None:
    run(app, *ADD, "law_officer", "--law-office", "attorney_general")
    made = db.session.scalars(select(AccountProposal)).one()
    with nothing_kept(), pytest.raises(Refused, match="a supervisor must approve it"):
        proposals.approve(made.id, administrator)
    assert proposals.approve(made.id, supervisor).key


def test_the_last_administrator_gets_a_link_at_a_terminal(app: Flask, administrator: User) -> None:
    shown = run(app, "password-link", "--email", administrator.email)
    assert accounts.opens_for(shown.strip().rpartition("/")[2]) == administrator


def test_nobody_agrees_alone(administrator: User, supervisor: User) -> None:
    for by in (administrator, None):
        with pytest.raises(Refused, match="Somebody else must approve"):
            Agreement(build.user(), by, None)
    with pytest.raises(NotAllowed):
        Agreement(build.user(), supervisor, administrator)
