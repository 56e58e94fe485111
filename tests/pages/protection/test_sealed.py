"""A sealed case is not there for anybody who is not named on it: every address, every list."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.support import build
from tests.support.addresses import READING, Address, every_address
from tests.support.checked_client import CheckedClient
from tests.support.roles import each_role
from tests.support.tables import column
from tests.support.tokens import token_of
from ulss_tracker.models import Case, Request, db
from ulss_tracker.permissions import Role, may
from ulss_tracker.services.cases import cases
from ulss_tracker.services.protection import sealing
from ulss_tracker.web.core.access import ACCESS

# Blanks that no case fills: an address with only these leads to no record of one.
OF_NO_CASE = frozenset(column(__file__, "sealed.blanks_of_no_case"))
# What a supervisor may do to a sealed case without being named on it: open it again, with a reason.
FOR_THE_UNNAMED = frozenset({"supervision.unseal"})
# References of changes of the law, and of requests about personal data, whose words a seal hides.
OF_OTHER_REFERENCES = ("/law/", "/casework/personal-data/")


Sealed = tuple[list[Address], list[str]]


@pytest.fixture
def sealed(app: Flask, prepared) -> Sealed:
    """Every address, all of them leading to sealed cases; and the words that would betray one."""
    made: Sealed = prepared("sealed", lambda: sealed_records(app))
    return made


def sealed_records(app: Flask) -> Sealed:
    addresses = every_address(app)
    case, *others = every_case()
    waiting = db.session.query(Request).filter_by(offender_name="Somebody Else").one()
    cases.join_case(waiting, case, build.user())
    somebody = build.user(Role.SUPERVISOR, email="named@example.org", name="Named Person")
    for each in (case, *others):
        if not sealing.is_sealed(each):  # as one is already that was joined to another
            sealing.seal(each, [], "A police officer's family", somebody)
    betraying = [waiting.reference, case.reviews[0].offender_name, "Somebody Else", "Kept Secret"]
    db.session.remove()
    return addresses, betraying


def every_case() -> list[Case]:
    """All cases, oldest first."""
    return db.session.query(Case).order_by(Case.id).all()


def leads_to_the_case(app: Flask, address: Address) -> bool:
    blanks = {
        name
        for rule in app.url_map.iter_rules(address.endpoint)
        for name in rule.arguments - OF_NO_CASE
    }
    is_other = address.path.startswith(OF_OTHER_REFERENCES)
    return bool(blanks) and not is_other and address.endpoint not in FOR_THE_UNNAMED


@pytest.mark.parametrize(
    "role",
    each_role(
        Role.CASEWORKER,
        (Role.CASEWORKER, Role.SUPERVISOR, Role.LAW_OFFICER, Role.LAWYER, Role.COUNSEL),
    ),
)
@pytest.mark.slow
def test_no_address_opens_a_sealed_case_to_somebody_not_named(
    app: Flask, sealed: Sealed, signed_in: Callable[[Role], CheckedClient], role: Role
) -> None:
    addresses, betraying = sealed
    client = signed_in(role)
    token = token_of(client)
    wrong = []
    for address in addresses:
        permission = ACCESS.get(address.endpoint)
        if permission is None or not may(role, permission) or "sign_out" in address.endpoint:
            continue
        data = None if address.method in READING else {"csrf_token": token}
        answer = client.open(address.path, method=address.method, data=data)
        if leads_to_the_case(app, address) and answer.status_code != 404:
            wrong.append(f"{address.method} {address.path} answered {answer.status_code}")
        page = answer.get_data()  # a file may be no text at all
        # What was in the address is no news: an error page leads back to where it came from.
        told = [word for word in betraying if word not in address.path and word.encode() in page]
        wrong += [f"{address.path} says {word}" for word in told]
    assert wrong == []


@pytest.mark.slow
def test_the_same_addresses_open_to_a_person_named_on_it(
    app: Flask, sealed: Sealed, signed_in
) -> None:
    """Or the test above would pass for the wrong reason."""
    addresses, betraying = sealed
    client = signed_in(Role.SUPERVISOR)
    case = every_case()[0]
    named = build.user(Role.SUPERVISOR, email="named@example.org")
    for each in every_case():
        sealing.name_reader(each, build.user(Role.SUPERVISOR), named)
    opened = [
        address
        for address in addresses
        if address.method == "GET"
        and leads_to_the_case(app, address)
        and (permission := ACCESS[address.endpoint]) is not None
        and may(Role.SUPERVISOR, permission)
        and client.open(address.path).status_code == 200
    ]
    assert len(opened) >= 10
    page = client.open(f"/casework/cases/{case.reference}/requests").get_data(as_text=True)
    assert betraying[0] in page
