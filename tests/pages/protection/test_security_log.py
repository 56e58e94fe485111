"""The security log: what is recorded of whom, in a transaction of its own, and who reads it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build, inbound
from tests.support.checked_client import CheckedClient, client_of
from tests.support.queries import counted
from tests.support.second_factor import code_of, give_password, set_up
from ulss_tracker.errors import NotAllowed
from ulss_tracker.models import SecurityEvent, SecurityKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import messages
from ulss_tracker.services.operations import access_watch, watchdog
from ulss_tracker.services.people import throttling
from ulss_tracker.services.protection import sealing, security_log
from ulss_tracker.services.protection.security_log import Source
from ulss_tracker.web.core import devices

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PAGE = "/supervision/audit?record=security"
SHEET = "/supervision/security-log"
VIEWED = SecurityKind.VIEWED


def lines() -> list[SecurityEvent]:
    db.session.rollback()
    return list(db.session.scalars(select(SecurityEvent).order_by(SecurityEvent.id)))


def kinds() -> list[SecurityKind]:
    return [each.kind for each in lines()]


def sign_in(client: CheckedClient, password: str = build.PASSWORD, email: str = "") -> None:
    client.get("/sign-in")
    client.submit("Sign in", email=email or build.user().email, password=password)


def test_who_comes_in_is_recorded_with_address_device_and_request(client: CheckedClient) -> None:
    user = build.user()
    sign_in(client)
    answer = client.open("/casework/")
    client.get("/casework/")
    client.submit("Sign out")
    first, last = lines()
    assert (first.kind, last.kind) == (SecurityKind.SIGNED_IN, SecurityKind.SIGNED_OUT)
    assert first.by_id == last.by_id == user.id
    assert (first.at, first.address, first.page) == (NOW, "127.0.0.1", "accounts.sign_in")
    assert first.detail == "password, new device"
    assert first.device
    assert first.device == last.device
    assert first.request_id
    assert len({first.request_id, last.request_id, answer.headers["X-Request-ID"]}) == 3


def test_codes_of_the_public_are_recorded_right_or_wrong_and_never_kept(
    client: CheckedClient,
) -> None:
    for code in ("not-a-code-of-anybody", "another-wrong-one"):
        client.get("/carry-on")
        client.submit("Continue", code=code)
    assert [(line.kind, line.detail) for line in lines()] == [
        (SecurityKind.PUBLIC_CODE_REFUSED, "carry on")
    ] * 2
    kept = " ".join(str(vars(line)) for line in lines())
    assert "anybody" not in kept


def test_a_list_is_not_taken_out_where_another_site_asks(signed_in) -> None:
    client = signed_in(Role.SUPERVISOR)
    answer = client.open("/supervision/board.csv", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_refusal_names_whose_account_it_was_and_nothing_that_was_typed(
    client: CheckedClient,
) -> None:
    user = build.user()
    sign_in(client, "quite another password")
    sign_in(client, "quite another password", "nobody.there@example.org")
    known, unknown = lines()
    assert known.kind is unknown.kind is SecurityKind.SIGN_IN_REFUSED
    assert (known.by_id, known.about_id) == (None, user.id)
    assert (unknown.by_id, unknown.about_id) == (None, None)
    kept = " ".join(str(vars(each)) for each in lines())
    assert "nobody.there" not in kept
    assert "another password" not in kept


def test_the_same_browser_is_known_again_and_another_is_not(
    app: Flask, client: CheckedClient
) -> None:
    sign_in(client)
    client.get("/casework/")
    client.submit("Sign out")
    sign_in(client)
    other = client_of(app)
    sign_in(other)
    forged = client_of(app)
    forged.set_cookie(devices.COOKIE, "made-up.signature")
    sign_in(forged)
    seen = [each.device for each in lines() if each.kind is SecurityKind.SIGNED_IN]
    assert seen[0] == seen[1]
    assert len(set(seen)) == 3


def test_factors_codes_and_step_ups_are_recorded(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SECOND_FACTOR", True)
    user = build.user()
    secret, codes = set_up(user, key=str(app.secret_key))
    give_password(client, user, build.PASSWORD)
    client.submit("Continue", code="000000")
    client.submit("Continue", code=codes[0])
    client.get("/enter-a-code")
    client.submit("Continue", code=code_of(secret, steps=1))
    client.get("/account")
    client.submit("Continue", change="recovery_codes", code=codes[1])
    assert kinds() == [
        SecurityKind.PASSWORD_GIVEN,
        SecurityKind.CODE_REFUSED,
        SecurityKind.RECOVERY_CODE_USED,
        SecurityKind.SIGNED_IN,
        SecurityKind.STEPPED_UP,
        SecurityKind.RECOVERY_CODE_USED,
        SecurityKind.STEPPED_UP,
        SecurityKind.RECOVERY_CODES_MADE,
    ]
    assert {each.by_id for each in lines()} == {user.id}


def test_a_page_that_is_refused_and_a_list_that_is_taken_out_are_recorded(signed_in) -> None:
    signed_in(Role.CASEWORKER).get("/supervision/board", status=403)
    signed_in(Role.SUPERVISOR).get("/supervision/board.csv")
    refused, taken = lines()
    assert (refused.kind, refused.page) == (SecurityKind.PAGE_REFUSED, "supervision.board")
    assert refused.by_id == build.user(Role.CASEWORKER).id
    assert (taken.kind, taken.detail) == (SecurityKind.EXPORTED, "0")
    assert taken.by_id == build.user(Role.SUPERVISOR).id


def test_proposals_and_what_they_come_to_are_recorded(signed_in) -> None:
    person = build.user()
    administrator = signed_in(Role.ADMINISTRATOR)
    administrator.get(f"/admin/people/{person.id}")
    administrator.submit("Save", role="supervisor")
    supervisor = signed_in(Role.SUPERVISOR)
    supervisor.get("/admin/proposals")
    supervisor.click(person.name)
    supervisor.submit("Approve")
    proposed, changed = lines()
    assert (proposed.kind, proposed.detail) == (SecurityKind.ACCOUNT_PROPOSED, "change")
    assert (changed.kind, changed.detail) == (SecurityKind.ACCOUNT_CHANGED, "supervisor")
    assert {proposed.about_id, changed.about_id} == {person.id}
    assert changed.by_id == build.user(Role.SUPERVISOR).id


def test_a_refusal_to_approve_leaves_no_line_that_says_it_was_done(signed_in) -> None:
    made = build.proposal(build.user())
    client = signed_in(Role.ADMINISTRATOR)
    token = client.get("/admin/people/new").one("main [name=csrf_token]").get("value")
    client.post(f"/admin/proposals/{made.id}/approve", data={"csrf_token": token}, status=409)
    (line,) = lines()
    assert (line.kind, line.detail) == (SecurityKind.PAGE_REFUSED, "409")


def test_nobody_comes_in_where_it_cannot_be_recorded(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("the disk is full")

    build.user()
    client.get("/sign-in")
    monkeypatch.setattr(security_log, "transaction", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    client.checks_pages = False
    client.submit("Sign in", email=build.user().email, password=build.PASSWORD, status=500)
    client.get("/casework/", status=302)


def test_what_a_terminal_does_is_recorded_as_that(app: Flask) -> None:
    administrator = build.user(Role.ADMINISTRATOR)
    args = ["users", "password-link", "--email", administrator.email]
    assert app.test_cli_runner().invoke(args=args).exit_code == 0
    (line,) = lines()
    assert (line.kind, line.page) == (SecurityKind.PASSWORD_LINK_MADE, "terminal")
    assert (line.by_id, line.about_id, line.address) == (None, administrator.id, "")


def fill(count: int) -> None:
    for number in range(count):
        about = build.user() if number % 2 else None
        security_log.begin()
        security_log.note(SecurityKind.SIGN_IN_REFUSED, about=about)
        security_log.keep_noted(Source("accounts.sign_in", f"192.0.2.{number}", "d" * 16, "r"))
        security_log.end()


def test_it_is_narrowed_and_paged(signed_in) -> None:
    fill(60)
    client = signed_in(Role.SUPERVISOR)
    assert len(client.get(PAGE).rows) == 51
    page = client.click("Next page")
    assert len(page.rows) == 11
    assert page.rows[-1][4] == "192.0.2.0 Device dddddddddddddddd"
    assert len(client.get(f"{PAGE}&address=192.0.2.7").rows) == 2
    page = client.get(f"{PAGE}&person={build.user().id}")
    assert {row[3] for row in page.rows[1:]} == {build.user().name}
    assert "Nothing matches" in client.get(f"{PAGE}&kind=signed_in").text
    assert "Nothing matches" in client.get(f"{PAGE}&device=eeee").text
    assert len(client.get(f"{PAGE}&from_on-day=18&from_on-month=3&from_on-year=2026").rows) == 51
    page = client.get(f"{PAGE}&from_on-day=19&from_on-month=3&from_on-year=2026")
    assert "Nothing matches" in page.text


def test_it_is_taken_away_by_numbers_of_accounts_and_that_is_recorded_too(
    signed_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "AT_ONCE", 7)
    fill(20)
    client = signed_in(Role.SUPERVISOR)
    sheet = client.get(f"{SHEET}.csv?kind=sign_in_refused").get_data(as_text=True).splitlines()
    assert len(sheet) == 21
    assert build.user().name not in "".join(sheet)
    assert f",{build.user().id},192.0.2.19," in sheet[1]
    assert lines()[-1].kind is SecurityKind.EXPORTED
    assert lines()[-1].page == "supervision.security_sheet"
    assert client.get(f"{SHEET}.csv?from_on-day=x", status=302)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SUPERVISOR, Role.AUDITOR}))
def test_nobody_else_reads_it(app: Flask, role: Role) -> None:
    with pytest.raises(NotAllowed):
        security_log.page({}, build.user(role))


def test_each_role_reads_the_records_that_it_may_and_old_addresses_lead_there(signed_in) -> None:
    records = {Role.SUPERVISOR: ["Reading", "Security log"], Role.AUDITOR: []}
    for role in Role:
        client = signed_in(role)
        if role not in records:
            client.get("/supervision/audit", status=403)
            continue
        client.get("/supervision/audit?record=reading", status=200 if records[role] else 403)
        answer = client.get(f"{SHEET}?kind=signed_in&device=d", status=302)
        page = client.get(answer.headers["Location"])
        assert page.path == "/supervision/audit?kind=signed_in&device=d&record=security"
        tabs = page.select("nav[aria-label='Audit by record'] a")
        assert [each.text_content() for each in tabs] == records[role]
        assert page.h1 == "Audit"


def test_each_look_at_a_record_is_logged_by_its_number_and_costs_two_statements(signed_in) -> None:
    review, document = build.review(), build.document(build.request())
    case, to_us = review.case, inbound.take()
    (sent,) = messages.of_request(document.request)
    client = signed_in(Role.SUPERVISOR)
    by_id = build.user(Role.SUPERVISOR).id
    looks = {
        f"/casework/cases/{case.reference}": [f"case {case.id}"],
        f"/casework/reviews/{review.id}": [f"case {case.id}"],
        f"/casework/requests/{document.request.reference}": [f"request {document.request_id}"],
        "/supervision/audit": [""],
        PAGE: [""],
        "/supervision/statistics/": [""],
        "/casework/": [],
        f"{PAGE}&kind=signed_in": [""],
        "/supervision/board": [""],
        "/supervision/exceptions": [""],
        "/casework/requests": [""],
        "/casework/mailbox": [""],
        "/casework/messages/all": [""],
        f"/casework/messages/{sent.id}": [f"message {sent.id}", f"request {document.request_id}"],
        f"/casework/mailbox/{to_us.id}": [
            f"message to us {to_us.id}",
            f"request {to_us.request_id}",
        ],
    }
    for path, expected in looks.items():
        before = len(lines())
        client.get(path)
        made = lines()[before:]
        assert [each.detail for each in made] == expected, path
        for each in made:
            assert (each.kind, each.by_id) == (SecurityKind.VIEWED, by_id)
            assert each.page
            assert each.request_id
            assert each.address == "127.0.0.1"
    with counted() as asked:
        client.get(f"/casework/cases/{case.reference}")
    written = [each for each in asked if each.startswith("INSERT")]
    assert len(written) == 2
    assert asked[-2:] == written  # nothing is asked again after it
    shown = client.get(f"{PAGE}&kind=viewed&reference={case.reference.lower()}")
    assert len(shown.rows) == 1 + 3
    assert "Nothing matches" in client.get(f"{PAGE}&reference=ULS-0000-0000").text
    before = len(lines())
    client.get("/casework/suggest/courts?q=Leeds")  # asked by a page's script, of nobody
    assert lines()[before:] == []


def test_a_look_at_what_is_hidden_a_forged_form_and_a_limit_are_refusals(
    app: Flask, signed_in, client: CheckedClient
) -> None:
    supervisor = build.user(Role.SUPERVISOR)
    sealed = build.review().case
    sealing.seal(sealed, [supervisor], "A judge’s family", supervisor)
    caseworker = signed_in(Role.CASEWORKER)
    by_id = build.user(Role.CASEWORKER).id
    caseworker.get(f"/casework/cases/{sealed.reference}", status=404)
    caseworker.get("/casework/no-such-page", status=404)
    caseworker.post("/casework/requests/new", data={"csrf_token": "made up"}, status=400)
    client.get("/casework/cases/x", status=302)
    client.get("/status-of-nothing", status=404)
    for _ in range(3):  # from outside one a minute, so that nobody fills the log
        client.post("/request/delete", data={"csrf_token": "made up"}, status=400)
    seen = [(each.kind, each.by_id, each.page, each.detail) for each in lines()]
    refused = SecurityKind.PAGE_REFUSED
    assert seen == [
        (refused, by_id, "casework.show_case", "404"),
        (refused, by_id, "casework.log_request", "400"),
        (refused, None, "public.delete", "400"),
    ]


def test_what_is_out_of_the_ordinary_is_an_alarm_that_names_nobody(app: Flask, at) -> None:
    def told() -> dict[str, str]:
        return {each.id: each.text for each in access_watch.alarms() if each}

    def log(kind: SecurityKind, number: int, **fields: object) -> None:
        for each in range(number):
            security_log.begin()
            security_log.note(kind, **fields)
            people = [build.user(email=f"p{each}@example.org")] if kind is VIEWED else [None]
            by_id = people[0].id if people[0] else None
            security_log.keep_noted(Source("a.page", f"192.0.2.{each}", by_id=by_id))

    case = build.review().case
    log(SecurityKind.PAGE_REFUSED, access_watch.MOST_REFUSALS - 1)
    log(VIEWED, access_watch.MOST_READERS - 1, detail=f"case {case.id}")
    log(SecurityKind.EXPORTED, 1)
    assert told() == {}
    log(SecurityKind.PAGE_REFUSED, 1)
    log(VIEWED, access_watch.MOST_READERS, detail=f"case {case.id}")
    at(NOW.replace(hour=23))
    log(SecurityKind.EXPORTED, 1)
    assert list(told()) == ["export at night"]  # the hour of the others is over
    at(NOW)
    officer = build.user(Role.LAW_OFFICER)
    with transaction():
        throttling.remember(officer, "d" * 16)
    found = told()
    assert set(found) == {"refusals", "case of many", "export at night", "law officer's device"}
    assert case.reference in found["case of many"]
    assert officer.name not in str(found)
    assert {each.id for each in watchdog.look()} >= set(found)
    at(NOW + timedelta(days=2))
    assert told() == {}
