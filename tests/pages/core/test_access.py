"""Who may reach what: every endpoint, every role, held against the access table."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle

import pytest
from flask import Flask

from tests.support import build, secret_codes
from tests.support.addresses import READING, Address, every_address
from tests.support.checked_client import CheckedClient, client_of
from tests.support.house_rules import broken
from tests.support.page import Page
from tests.support.tables import column, optional, rows
from tests.support.tokens import token_of
from tests.support.traces import everything
from ulss_tracker.models import db
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.web.core.access import ACCESS, Blueprint

pytestmark = pytest.mark.on_sqlite

# What the addresses lead to here belongs to no case, so it is not there for counsel.
OF_A_REQUEST_IN_NO_CASE = frozenset(
    {
        "casework.show_request",
        "casework.document",
        "casework.document_page",
        "casework.document_copy",
        "casework.take_original",
    }
)
# Each step of a review says for itself whose it is, so whoever sees a case may come to ask.
ANSWERS_FOR_ITSELF = frozenset(
    {"casework.move", "casework.decline_work", "accounts.change_passkey", "accounts.kept_form"}
)


@dataclass(frozen=True)
class Answer:
    """The answer of one address to a reader; `html` where it is a page."""

    address: Address
    status: int
    html: str | None
    shows_code: bool

    @property
    def ok(self) -> bool:
        """Whether what was asked for came."""
        return self.status == 200


@dataclass(frozen=True)
class Reading:
    """The answers of every address to one reader, and the tables whose rows changed."""

    answers: list[Answer]
    changed: list[str]


@dataclass(frozen=True)
class Records:
    """Every address, the secret codes there are, and the page of each message."""

    addresses: list[Address]
    codes: frozenset[bytes]
    messages: list[str]


@pytest.fixture
def records(app: Flask, prepared) -> Records:
    """Every address, with its records: made once, and then copied."""
    found: Records = prepared(
        "addresses", lambda: Records(every_address(app), *secret_codes.with_messages())
    )
    return found


@pytest.fixture
def addresses(records: Records) -> list[Address]:
    """Every address, with its records."""
    return records.addresses


def test_every_endpoint_is_in_the_access_table(app: Flask) -> None:
    """One that is missing answers nobody: whoever adds a page says who may see it."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints - set(ACCESS) == set()


def test_the_access_table_names_no_endpoint_that_is_not_there(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert set(ACCESS) - endpoints == set()


def test_each_endpoint_asks_for_what_is_written_here_and_nothing_else(app: Flask) -> None:
    """Written out again by hand: a page that asks for less, or more, is found."""
    written = dict(rows(__file__, "access.permissions", str, optional(Permission)))
    assert {rule.endpoint: ACCESS[rule.endpoint] for rule in app.url_map.iter_rules()} == written


def test_a_route_that_names_no_permission_or_two_stops_the_start() -> None:
    def show_case() -> str:
        return ""

    blueprint = Blueprint("casework", __name__)
    with pytest.raises(TypeError, match="may"):
        blueprint.get("/nobody-said")(show_case)
    with pytest.raises(TypeError, match=r"casework\.show_case asks for two permissions"):
        blueprint.get("/said-again", may=Permission.SEE_BOARD)(show_case)


def test_only_the_public_service_and_what_stands_around_it_is_open(app: Flask) -> None:
    open_to_anyone = {name for name, permission in ACCESS.items() if permission is None}
    # A calendar program does not sign in: its address is a secret of its own.
    around = set(column(__file__, "access.around_the_public_service"))
    assert {name for name in open_to_anyone - around if not name.startswith("public.")} == set()


@pytest.mark.parametrize(
    "prefix", ["casework.", "supervision.", "statistics.", "register.", "admin."]
)
def test_nothing_of_the_offices_is_open(app: Flask, prefix: str) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(prefix):
            assert isinstance(ACCESS[rule.endpoint], Permission), rule.endpoint


def test_without_signing_in_every_closed_page_leads_to_sign_in(
    app: Flask, addresses: list[Address]
) -> None:
    client = client_of(app)
    token = token_of(client)
    for address in addresses:
        if ACCESS.get(address.endpoint) is None:
            continue
        data = None if address.method in READING else {"csrf_token": token}
        answer = client.open(address.path, method=address.method, data=data)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/sign-in"), address


@pytest.fixture(scope="module")
def readings() -> dict[Role | None, Reading]:
    """Keep what was read so far, by role: a reading is for all tests of this file."""
    return {}


@pytest.fixture
def read_by(app: Flask, records: Records, signed_in, readings) -> Callable[[Role | None], Reading]:
    """A function: what this role (or nobody) gets by reading everything, once for all tests."""

    def everything(role: Role | None) -> Reading:
        client = signed_in(role) if role else client_of(app)
        if role and role.sees_named_cases_only:
            build.name_everywhere(build.user(role))
        asked = {each.address.path for one in readings.values() for each in one.answers if each.ok}
        before = stored_rows()
        answers = [
            read(client, each, records.codes, is_new=each.path not in asked)
            for each in records.addresses
            if each.method == "GET"
        ]
        after = stored_rows()
        changed = [name for name in before | after if before.get(name) != after.get(name)]
        return Reading(answers, changed)

    def reading(role: Role | None) -> Reading:
        if role not in readings:
            readings[role] = everything(role)
        return readings[role]

    return reading


def read(
    client: CheckedClient, address: Address, codes: frozenset[bytes], *, is_new: bool
) -> Answer:
    """Read one address; where a page comes for the first time, ask as well whether it is there."""
    answer = client.open(address.path)
    if is_new and answer.status_code == 200:
        client.open(address.path, method="HEAD")
    is_page = answer.mimetype == "text/html" and not 300 <= answer.status_code < 400
    return Answer(
        address,
        answer.status_code,
        answer.get_data(as_text=True) if is_page else None,
        any(code in answer.get_data() for code in codes),
    )


# A reader's tests stand together, so that what they read is read once (the scope makes it so).
@pytest.mark.parametrize("role", list(Role), scope="module")
def test_each_role_reads_what_the_table_grants_and_nothing_else(read_by, role: Role) -> None:
    wrong = []
    for answer in read_by(role).answers:
        permission = ACCESS.get(answer.address.endpoint)
        if permission is None or (
            answer.address.endpoint in ANSWERS_FOR_ITSELF and may(role, permission)
        ):
            continue
        is_granted = may(role, permission)
        if role.sees_named_cases_only and answer.address.endpoint in OF_A_REQUEST_IN_NO_CASE:
            wrong += [(answer.address, answer.status)] * (answer.status != 404)
            continue
        refused = answer.status == 403
        if refused is is_granted or (is_granted and answer.status >= 404 and answer.status != 409):
            wrong.append((answer.address, answer.status))
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_refused_what_the_table_does_not_let_it_do(
    addresses: list[Address], signed_in, role: Role
) -> None:
    """The permitted requests are left out: they have tests of their own."""
    client = signed_in(role)
    token = token_of(client)
    for address in addresses:
        permission = ACCESS.get(address.endpoint)
        if address.method in READING or permission is None or may(role, permission):
            continue
        answer = client.open(address.path, method=address.method, data={"csrf_token": token})
        assert answer.status_code == 403, address


@pytest.mark.parametrize("role", [*Role, None], scope="module")
def test_whatever_answers_a_reader_is_a_page_that_keeps_the_house_rules(
    app: Flask, read_by, role: Role | None
) -> None:
    faults = []
    for answer in read_by(role).answers:
        path = answer.address.path
        if answer.status >= 500:
            faults.append(f"{path} answered {answer.status}")
        elif answer.html is not None:
            page = Page.read(path, answer.status, answer.html)
            faults += [f"{path}: {fault}" for fault in broken(page, app)]
    assert faults == []


@pytest.mark.parametrize("role", list(Role), scope="module")
def test_nothing_that_staff_read_or_take_away_holds_a_secret_code(
    records: Records, signed_in, read_by, role: Role
) -> None:
    """Every page and file a role can read, and every message there is, to print or sent."""
    assert len(records.codes) > 4
    answers = read_by(role).answers
    assert sum(answer.ok for answer in answers) > 10
    assert [answer.address for answer in answers if answer.shows_code] == []
    client = signed_in(role)
    for path in records.messages:
        shown = client.open(path).get_data()
        assert not [code for code in records.codes if code in shown], path


@pytest.mark.parametrize("role", [*Role, None], scope="module")
def test_reading_never_writes(read_by, role: Role | None) -> None:
    """Not a row of any table is other after every page was read."""
    reading = read_by(role)
    assert len(reading.answers) > 100
    assert reading.changed == []


def stored_rows() -> dict[str, list[str]]:
    """Every row of every table, as text; but not who read what, with the hashes of that, and who
    was refused (tests/pages/protection/test_audit.py, test_security_log.py)."""
    return everything(left_out=("audit_entry", "search_words", "security_event"))


def test_a_form_sent_without_its_token_is_refused(addresses: list[Address], signed_in) -> None:
    """Each is sent with none and with one made up, by the next two of all roles: the token is
    looked at before who sends it."""
    clients = cycle([signed_in(role) for role in Role])
    before = stored_rows()
    for address in addresses:
        for data in [] if address.method in READING else [{}, {"csrf_token": "made up"}]:
            answer = next(clients).open(address.path, method=address.method, data=data)
            assert answer.status_code == 400, (address, data)
    assert stored_rows() == before


def test_somebody_elses_token_is_refused(app: Flask, signed_in) -> None:
    theirs = token_of(signed_in(Role.SUPERVISOR))
    client = signed_in(Role.CASEWORKER)
    client.post("/sign-out", data={"csrf_token": theirs}, status=400)


def test_somebody_who_has_left_is_signed_out_at_once(app: Flask, signed_in) -> None:
    client = signed_in(Role.CASEWORKER)
    client.get("/casework/")
    user = build.user(Role.CASEWORKER)
    user.is_active = False
    db.session.commit()
    answer = client.get("/casework/", status=302)
    assert answer.headers["Location"].startswith("/sign-in")


def test_a_role_that_was_taken_away_counts_at_once(app: Flask, signed_in) -> None:
    client = signed_in(Role.SUPERVISOR)
    client.get("/supervision/board")
    build.user(Role.SUPERVISOR).role = Role.CASEWORKER
    db.session.commit()
    client.get("/supervision/board", status=403)
