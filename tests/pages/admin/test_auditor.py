"""The auditor: reads who may do what and who did, changes nothing, and sees no case."""

import re

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.tables import column
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import AccountProposal, ProposalKind, User, db
from ulss_tracker.permissions import GRANTS, Permission, Role
from ulss_tracker.services.people.accounts import Account
from ulss_tracker.services.supervision import account_proposals

READS = column(__file__, "auditor.reads")


@pytest.fixture
def auditor(app: Flask, client: CheckedClient) -> User:
    """An auditor, who has just signed in."""
    user = build.user(Role.AUDITOR)
    client.get("/sign-in")
    page = client.submit("Sign in", email=user.email, password=build.PASSWORD)
    assert page.h1 == "Audit"
    return user


def test_it_comes_by_links_to_all_there_is_about_access_and_finds_no_button_there(
    client: CheckedClient, auditor: User
) -> None:
    person = build.user()
    proposal = build.proposal(person)
    addresses = [*READS, f"/admin/people/{person.id}/access", f"/admin/proposals/{proposal.id}"]
    linked = set()
    for address in addresses:
        page = client.get(address)
        linked |= {each.get("href").partition("?")[0] for each in page.select("a[href]")}
        forms = [each.get("action") for each in page.select("main form[method=post]")]
        assert forms == [], address
    assert set(addresses) <= linked


def test_an_account_is_read_with_its_proposals_and_open_sessions(
    app: Flask, client: CheckedClient, auditor: User
) -> None:
    person = build.user()
    build.proposal(person)
    theirs = client_of(app)
    theirs.get("/sign-in")
    theirs.submit("Sign in", email=person.email, password=build.PASSWORD)
    page = client.get(f"/admin/people/{person.id}/access")
    assert "127.0.0.1" in page.text
    assert person.email in page.text
    assert "Waiting" in page.text
    page = client.get("/admin/sessions")
    assert [person.name, auditor.name] == [
        each.text_content() for each in page.select("main tbody th a")
    ]
    page = client.get("/admin/roles")
    granted = frozenset().union(*GRANTS.values())
    assert len(page.select("main h2")) == len(Role)
    assert re.search(r"Law officer.*Reads cases and decides them", page.text)
    # A member without words of its own would begin with a capital.
    assert all(permission.label[0].islower() for permission in Permission)
    assert len({permission.label for permission in Permission}) == len(Permission)
    may = {each.text_content() for each in page.select("main li")}
    assert may == {permission.label for permission in granted}


def test_it_needs_two_people_to_come_to_be_and_may_be_neither(
    app: Flask, client: CheckedClient
) -> None:
    by = build.user(Role.ADMINISTRATOR)
    account = Account(name="Ann Auditor", email="auditor@example.org", role=Role.AUDITOR)
    proposal = account_proposals.propose_new(account, by)
    assert isinstance(proposal, AccountProposal)
    with pytest.raises(Refused, match="somebody else"):
        account_proposals.approve(proposal.id, by)
    done = account_proposals.approve(proposal.id, build.user(Role.SUPERVISOR))
    assert done.person.role is Role.AUDITOR
    other = build.proposal(build.user())
    for act in (account_proposals.approve, account_proposals.refuse):
        with pytest.raises(NotAllowed):
            act(other.id, done.person)
    with pytest.raises(NotAllowed):
        account_proposals.propose_link(by, done.person)
    db.session.rollback()
    assert db.session.get(AccountProposal, other.id).ended_at is None
    assert proposal.kind is ProposalKind.ADD
