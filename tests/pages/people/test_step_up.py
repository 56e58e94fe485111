"""What weighs most asks for a code given within five minutes, and keeps what was typed."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.addresses import Address, every_address
from tests.support.checked_client import CheckedClient, client_of
from tests.support.second_factor import code_of, give_password, set_up
from tests.support.tokens import token_of
from tests.support.traces import everything
from ulss_tracker.models import User, db
from ulss_tracker.permissions import GRANTS, Permission, Role, may
from ulss_tracker.web.accounts.second_factor import WRONG
from ulss_tracker.web.core import downloads, step_up
from ulss_tracker.web.core.access import ACCESS

pytestmark = pytest.mark.usefixtures("second_factor_on")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
FRESH, STALE = NOW + timedelta(minutes=5), NOW + timedelta(minutes=5, seconds=31)


def signed_in_with_code(app: Flask, role: Role) -> tuple[CheckedClient, User, str]:
    user = build.user(role)
    secret, codes = set_up(user, key=str(app.secret_key))
    client = client_of(app)
    give_password(client, user, build.PASSWORD)
    client.submit("Continue", code=codes[0])
    return client, user, secret


def test_every_page_that_asks_is_a_page(app: Flask) -> None:
    methods = {rule.endpoint: rule.methods or set() for rule in app.url_map.iter_rules()}
    assert all("POST" in methods[endpoint] for endpoint in step_up.OF_FORMS)
    assert all("GET" in methods[endpoint] for endpoint in step_up.OF_PAGES)


def test_within_five_minutes_nothing_is_asked(app: Flask, at) -> None:
    client, _, _ = signed_in_with_code(app, Role.ADMINISTRATOR)
    person = build.user()
    at(FRESH)
    client.get(f"/admin/people/{person.id}")
    client.submit("Save", name="Another Name")
    db.session.refresh(person)
    assert person.name == "Another Name"


def test_after_them_a_form_waits_behind_a_code(app: Flask, at) -> None:
    client, _, secret = signed_in_with_code(app, Role.ADMINISTRATOR)
    person = build.user()
    name = person.name
    at(STALE)
    client.get(f"/admin/people/{person.id}")  # reading asks for nothing
    page = client.submit("Save", name="Another Name", status=401)
    assert page.h1 == "Enter a code"
    assert page.errors == []
    assert client.submit("Continue", code="000000").errors == [WRONG]
    page = client.submit("Continue", code=code_of(secret))
    assert page.h1 == "Send what you entered"
    assert "Another Name" in page.text
    db.session.rollback()
    db.session.refresh(person)
    assert person.name == name
    client.submit("Send it")
    db.session.rollback()
    db.session.refresh(person)
    assert person.name == "Another Name"


def test_a_button_alone_waits_too(app: Flask, at) -> None:
    client, _, secret = signed_in_with_code(app, Role.ADMINISTRATOR)
    at(STALE)
    client.get(f"/admin/people/{build.user().id}")
    assert client.submit("Propose a password link", status=401).h1 == "Enter a code"
    client.submit("Continue", code=code_of(secret))
    assert "must approve it" in client.submit("Send it").text


def test_ending_sessions_waits_too(app: Flask, at) -> None:
    client, user, secret = signed_in_with_code(app, Role.CASEWORKER)
    other = client_of(app)
    give_password(other, user, build.PASSWORD)
    at(NOW + timedelta(minutes=1))
    other.submit("Continue", code=code_of(secret))
    at(STALE)
    client.get("/account")
    assert client.submit("Sign out everywhere", status=401).h1 == "Enter a code"
    other.get("/working-hours")
    page = client.get("/account")
    data = {"csrf_token": page.select("[name=csrf_token]")[0].get("value")}
    page = client.post(page.one("form[action$='/end']").get("action"), data=data, status=401)
    assert page.h1 == "Enter a code"
    client.submit("Continue", code=code_of(secret))
    client.submit("Send it")
    other.get("/working-hours", status=302)
    client.get("/working-hours")


@pytest.fixture
def weighty(app: Flask, prepared) -> list[Address]:
    """Every form of weight, with its records."""
    addresses: list[Address] = prepared("weighty", lambda: every_address(app))
    return [
        each for each in addresses if each.endpoint in step_up.OF_FORMS and each.method == "POST"
    ]


def test_each_page_that_asks_is_walked_below(weighty: list[Address]) -> None:
    assert {address.endpoint for address in weighty} == step_up.OF_FORMS


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_no_act_of_weight_has_a_way_round_its_code(
    app: Flask, at, weighty: list[Address], role: Role, subtests
) -> None:
    """With a stale code, with none, with another's form, and not signed in: nothing is kept."""
    client, user, _ = signed_in_with_code(app, role)
    half, nobody = client_of(app), client_of(app)
    give_password(half, user, build.PASSWORD)
    at(STALE)
    stale = token_of(client)
    without_code, of_nobody = token_of(half), token_of(nobody)
    before = everything(_LEFT_OUT)
    for address in weighty:
        permission = ACCESS[address.endpoint]
        refused = 401 if permission and may(role, permission) else 403
        for way, who, token, status in (
            ("a stale code", client, stale, refused),
            ("another’s form", client, of_nobody, 400),
            ("no form", client, "", 400),
            ("no code", half, without_code, 302),
            ("nobody", nobody, of_nobody, 302),
        ):
            with subtests.test(way=way, path=address.path):
                data = {"csrf_token": token, "reason": "It is"}
                answer = who.open(address.path, method="POST", data=data)
                assert answer.status_code == status
    assert everything(_LEFT_OUT) == before


# That somebody was refused, and when a session was last used.
_LEFT_OUT = ("security_event", "staff_session")


def test_an_export_is_taken_after_the_code(app: Flask, at) -> None:
    client, _, secret = signed_in_with_code(app, Role.SUPERVISOR)
    client.get("/supervision/board.csv")
    at(STALE)
    answer = client.get("/supervision/board.csv", status=302)
    assert answer.headers["Location"] == "/enter-a-code?next=/supervision/board.csv"
    client.get(answer.headers["Location"])
    answer = client.submit("Continue", code=code_of(secret))
    assert answer.mimetype == "text/csv"


def test_many_rows_on_paper_ask_for_a_code_and_few_do_not(
    app: Flask, at, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _, _ = signed_in_with_code(app, Role.SUPERVISOR)
    monkeypatch.setattr(downloads, "MOST_ON_PAPER", 1)
    build.eligible_review()
    at(STALE)
    client.get("/supervision/board/print")
    build.eligible_review()
    answer = client.get("/supervision/board/print?sort=stage", status=302)
    assert answer.headers["Location"] == (
        "/enter-a-code?next=/supervision/board/print?sort%3Dstage"
    )


def test_counsel_takes_no_list_out_whatever_they_may_open(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_open = GRANTS[Role.COUNSEL] | {Permission.SEE_BOARD}
    monkeypatch.setitem(GRANTS, Role.COUNSEL, may_open)
    counsel, _, _ = signed_in_with_code(app, Role.COUNSEL)
    for path in ("/supervision/board.csv", "/supervision/board.ods", "/supervision/board/print"):
        counsel.get(path, status=403)


def test_a_law_officer_decides_with_a_fresh_code_alone(app: Flask, at) -> None:
    client, _, secret = signed_in_with_code(app, Role.LAW_OFFICER)
    at(STALE)
    token = client.get("/enter-a-code").one("main form [name=csrf_token]").get("value")
    review = build.review_to_decide()
    path = f"/casework/reviews/{review.id}/decision"
    state = review.state
    data = {"csrf_token": token, "choice": "refer", "reasons": "Far too short"}
    client.post(path, data=data, status=401)
    db.session.rollback()
    db.session.refresh(review)
    assert review.state is state
    assert "Far too short" in client.submit("Continue", code=code_of(secret)).text


def test_who_may_not_is_refused_and_asked_for_nothing(app: Flask, at) -> None:
    client, _, _ = signed_in_with_code(app, Role.CASEWORKER)
    at(STALE)
    client.get("/supervision/board.csv", status=403)


def test_another_page_asks_for_nothing(app: Flask, at) -> None:
    client, _, _ = signed_in_with_code(app, Role.CASEWORKER)
    at(STALE)
    client.get("/working-hours")
    assert client.submit("Save").path == "/account"


def test_where_it_is_off_nothing_is_asked(
    app: Flask, at, signed_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SECOND_FACTOR", False)
    signed_in(Role.SUPERVISOR).get("/supervision/board.csv")
