"""Signing in by the office's own provider: who has an account, and nobody else."""

import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from joserfc.jwk import ECKey
from sqlalchemy import func, select

from tests.support import build, oidc_server
from tests.support.checked_client import CheckedClient, client_of
from tests.support.oidc_server import Provider
from tests.support.second_factor import set_up
from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, Refused
from ulss_tracker.models import AccountProposal, Message, OfficeIdentity, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.people import accounts, office_identities
from ulss_tracker.services.people.accounts import Account
from ulss_tracker.services.supervision import account_proposals
from ulss_tracker.web.accounts.office_sign_in import NOBODY, NOT_SAID, TO_JOIN
from ulss_tracker.web.accounts.routes import ASLEEP


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


@pytest.fixture
def provider(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with oidc_server.serving() as found:
        for name, value in found.settings().items():
            monkeypatch.setitem(app.config, name, value)
        app.extensions.pop("office provider", None)
        yield found
    app.extensions.pop("office provider", None)


def answer_of(client: CheckedClient) -> str:
    """Go to the provider; the address, with a code, to which it sends the browser back."""
    client.get("/sign-in")
    sent = client.get("/sign-in/office", status=302).headers["Location"]
    try:
        urllib.request.build_opener(_Stay).open(sent)
    except urllib.error.HTTPError as found:
        parts = urlsplit(found.headers["Location"])
        return f"{parts.path}?{parts.query}"
    raise AssertionError("the provider sent nobody back")


def come_back(client: CheckedClient, address: str = ""):
    """The page that the browser comes to in the end."""
    answer = client.get(address or answer_of(client), status=302)
    for _ in range(3):
        answer = client.open(answer.headers["Location"])
        if answer.status_code != 302:
            return client._checked(answer, 200)
    raise AssertionError("no page came")


def joined(user: User, provider: Provider) -> User:
    """The user, joined to whom the provider says is signed in there."""
    office_identities.join(user, provider.url, provider.subject or provider.email)
    return user


def mail_to(user: User) -> list[str]:
    """The subject of each email about accounts to this person, in order."""
    query = select(Message.subject).where(Message.recipient == user.email).order_by(Message.id)
    return list(db.session.scalars(query))


def test_the_first_sign_in_opens_nothing_until_a_supervisor_approves_it(
    app: Flask, client: CheckedClient, provider: Provider, signed_in
) -> None:
    user, supervisor = build.user(), build.user(Role.SUPERVISOR)
    build.user(Role.ADMINISTRATOR)  # who may run the provider
    provider.subject = "one"
    for _ in range(2):
        assert TO_JOIN in come_back(client).text
        client.get("/account", status=302)
    assert mail_to(user) == ["Somebody has signed in with your office account"]
    assert mail_to(supervisor) == ["An account waits for you to approve it"]
    administrator = signed_in(Role.ADMINISTRATOR)
    page = administrator.get("/admin/proposals")
    assert "At the office’s provider" in page.text
    page = administrator.click(user.name)
    assert "Nobody who was signed in proposed this: a supervisor must approve it" in page.text
    desk = signed_in(Role.SUPERVISOR)
    page = desk.get(page.path)
    assert f"{provider.url}, with the address of {user.name}’s account" in page.text
    assert "“one”" in page.text
    desk.submit("Approve")
    assert mail_to(user)[1:] == ["Your office account has been joined to the tracker"]
    provider.subject = "two"  # whoever else has the address comes in by nothing
    assert NOBODY in come_back(client_of(app)).text
    provider.subject = "one"
    assert come_back(client).path == "/casework/"


def test_what_was_approved_of_another_account_than_it_is_now_joins_nothing(
    app: Flask, client: CheckedClient, provider: Provider
) -> None:
    user, supervisor = build.user(), build.user(Role.SUPERVISOR)
    come_back(client)
    waiting = db.session.scalars(select(AccountProposal)).one()
    account = Account(name=user.name, email="new@example.org", role=user.role)
    accounts.change_by_two(user, account, build.agreed(user), version=user.version)
    with pytest.raises(ChangedMeanwhile):
        account_proposals.approve(waiting.id, supervisor)
    with pytest.raises(Refused):  # nobody approves what is about their own account
        provider.email = supervisor.email
        come_back(client_of(app))
        own = select(AccountProposal).where(AccountProposal.person_id == supervisor.id)
        account_proposals.approve(db.session.scalars(own).one().id, supervisor)
    assert db.session.scalars(select(OfficeIdentity)).all() == []


def test_whoever_has_an_account_comes_in_and_signs_out_there_too(
    app: Flask, client: CheckedClient, provider: Provider
) -> None:
    user = joined(build.user(), provider)
    assert "Sign in with your office account" in client.get("/sign-in").text
    assert come_back(client).path == "/casework/"
    asked = provider.asked[0]
    assert asked["code_challenge_method"] == "S256"
    assert asked["max_age"] == str(12 * 60 * 60)
    assert asked["nonce"] and asked["state"] and asked["scope"] == "openid email"
    assert user.email not in "".join(f"{k}{v}" for k, v in asked.items())
    with client.session_transaction() as session:
        kept = str(dict(session))
    assert len(provider.tokens) == 2  # no token goes to the browser
    assert not [each for each in provider.tokens if each in kept]
    page = client.submit("Sign out")
    assert page.h1 == "You are signed out"
    out = page.link("Sign out of your office account too")
    assert parse_qs(urlsplit(out).query)["post_logout_redirect_uri"] == ["http://localhost/sign-in"]
    client.get("/account", status=302)


def test_nobody_comes_in_without_an_account_that_is_open(
    app: Flask, client: CheckedClient, provider: Provider, at, subtests
) -> None:
    gone = build.user(Role.SUPERVISOR)
    gone.is_active = False
    db.session.commit()
    before = db.session.scalar(select(func.count(User.id)))
    folded = build.user(email="kelvin@example.org").email.replace("k", "\N{KELVIN SIGN}")
    for email in ("stranger@example.org", gone.email, folded):
        with subtests.test(email=email):
            provider.email = email
            page = come_back(client)
            assert NOBODY in page.text
            assert email not in page.html
    provider.email = build.user().email
    joined(build.user(), provider)
    at(clock.now() + timedelta(days=91))
    provider.proved_ago = -int(timedelta(days=91).total_seconds())  # today, as the tracker has it
    assert ASLEEP in come_back(client).text
    assert db.session.scalar(select(func.count(User.id))) == before + 2
    client.get("/account", status=302)


def test_what_does_not_hold_signs_nobody_in(
    app: Flask, client: CheckedClient, provider: Provider, subtests
) -> None:
    joined(build.user(), provider)
    for claims in (
        {"nonce": "another"},
        {"iss": "https://another.example"},
        {"aud": "another"},
        {"aud": "another", "azp": "tracker"},
        {"exp": 1},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": ["caseworker@example.org"]},
        {"email": None},
        {"sub": ""},
        {"sub": "1" * 256},
        {"auth_time": None},
        {"auth_time": "now"},
    ):
        with subtests.test(claims=claims):
            provider.claims = claims
            assert NOT_SAID in come_back(client).text
    provider.claims = {}
    with subtests.test("signed by somebody else"):
        provider.signed_with = ECKey.generate_key("P-256", {"kid": "one"})
        assert NOT_SAID in come_back(client).text
        provider.signed_with = None
    with subtests.test("signed by nobody"):
        provider.algorithm = "none"
        assert NOT_SAID in come_back(client).text
        provider.algorithm = "ES256"
    with subtests.test("refused there"):
        provider.refuses = "access_denied"
        assert NOT_SAID in come_back(client).text
        provider.refuses = ""
    with subtests.test("an answer to another browser, or used before"):
        address = answer_of(client_of(app))
        assert NOT_SAID in come_back(client, address).text
        address = answer_of(client)
        assert come_back(client, address).path == "/casework/"
        assert NOT_SAID in come_back(client_of(app), address).text
    with subtests.test("nothing at all"):
        assert NOT_SAID in come_back(client_of(app), "/sign-in/office/answer").text


def test_who_proved_it_too_long_ago_is_not_signed_in(
    app: Flask, client: CheckedClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined(build.user(), provider)
    provider.proved_ago = 12 * 60 * 60 + 60
    assert NOT_SAID in come_back(client).text
    provider.proved_ago = 11 * 60 * 60
    assert come_back(client).path == "/casework/"
    # For a provider that does not say when: nothing is asked for.
    monkeypatch.setitem(app.config, "OIDC_LONGEST", 0)
    provider.claims = {"auth_time": None}
    assert come_back(client_of(app)).path == "/casework/"
    assert "max_age" not in provider.asked[-1]


def test_an_address_given_to_somebody_else_opens_nothing_to_them(
    app: Flask, client: CheckedClient, provider: Provider
) -> None:
    provider.subject = "one"
    user = joined(build.user(), provider)
    assert come_back(client).path == "/casework/"
    provider.subject = "two"  # with the same verified address
    assert NOBODY in come_back(client_of(app)).text
    # Whoever it was is known whatever their address there is now.
    provider.subject, provider.email = "one", "married@example.org"
    assert come_back(client_of(app)).path == "/casework/"
    # Two people agree to another address: it is joined anew.
    account = Account(name=user.name, email="new@example.org", role=user.role)
    accounts.change_by_two(user, account, build.agreed(user), version=user.version)
    assert NOBODY in come_back(client_of(app)).text
    provider.subject, provider.email = "two", "new@example.org"
    assert TO_JOIN in come_back(client_of(app)).text


def test_its_second_factor_counts_only_where_the_settings_say_and_one_is_set_up_here(
    app: Flask, client: CheckedClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SECOND_FACTOR", True)
    user = joined(build.user(), provider)
    provider.claims = {"amr": ["pwd", "mfa"], "acr": "urn:example:two"}
    monkeypatch.setitem(app.config, "OIDC_SECOND_FACTOR", "mfa, hwk")
    assert come_back(client).h1 == "Set up an authenticator app"
    set_up(user, key=str(app.secret_key))
    assert come_back(client).path == "/casework/"
    # How long ago that was nobody says: stepping up asks for a code of the tracker's own.
    answer = client.get("/account/passkeys/new", status=302)
    assert answer.headers["Location"].startswith("/enter-a-code")
    monkeypatch.setitem(app.config, "OIDC_SECOND_FACTOR", "")
    assert come_back(client_of(app)).h1 == "Enter a code"
    monkeypatch.setitem(app.config, "OIDC_SECOND_FACTOR", "hwk")
    assert come_back(client_of(app)).h1 == "Enter a code"
    monkeypatch.setitem(app.config, "OIDC_SECOND_FACTOR", "urn:example:two")
    assert come_back(client_of(app)).path == "/casework/"


def test_a_provider_that_is_away_says_so(app: Flask, client: CheckedClient, provider) -> None:
    app.config["OIDC_ISSUER"] = "http://127.0.0.1:9"
    app.extensions.pop("office provider", None)
    answer = client.get("/sign-in/office", status=302)
    assert NOT_SAID in client.get(answer.headers["Location"]).text


def test_another_provider_or_another_site_leads_nobody_in(
    app: Flask, client: CheckedClient, provider: Provider, subtests
) -> None:
    joined(build.user(), provider)
    with subtests.test("it says that it is another"):
        provider.issuer = "https://another.example"
        answer = client.get("/sign-in/office", status=302)
        assert NOT_SAID in client.get(answer.headers["Location"]).text
        provider.issuer = ""
    with subtests.test("it sends the tracker elsewhere for its keys"):
        provider.leads = "/keys"
        assert NOT_SAID in come_back(client).text
        provider.leads = ""
    for site, leads in (("cross-site", False), ("same-site", False), ("same-origin", True)):
        with subtests.test(site=site):
            answer = client.open("/sign-in/office", headers={"Sec-Fetch-Site": site})
            assert (answer.headers["Location"] != "/sign-in") is leads
    assert come_back(client).path == "/casework/"
