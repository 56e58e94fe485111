"""Of cases that are sealed after the fact nothing is told to who is not named: row by row.

What `test_sealed.py` asks of each endpoint once, this asks of each row of the tables: messages,
files, drafts, letters, kept downloads, calendars; and of all lists and searches.
"""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.pages.protection.test_sealed import FOR_THE_UNNAMED
from tests.support import build
from tests.support.addresses import every_address
from tests.support.checked_client import CheckedClient
from tests.support.every_row import every_row, text_of
from tests.support.roles import each_role
from tests.support.tokens import token_of
from ulss_tracker import clock
from ulss_tracker.models import Case, Request, Review, db
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import duty_alarms, reminders
from ulss_tracker.services.people import calendars
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.supervision import daily_list, downloads
from ulss_tracker.web.core.access import ACCESS

NAMED = "named@example.org"
# Where a supervisor finds the seals that they may lift: by reference alone.
_BY_REFERENCE = FOR_THE_UNNAMED | {"supervision.sealed_cases"}
_SEARCHES = ("archer", "kept secret", "somebody else", "ada.brown@example.org", "oddly")


def _written(app: Flask) -> dict[str, list[str]]:
    """Every record there is and all that the jobs write of it; then each case is sealed."""
    every_address(app)
    at = clock.now()
    for hours in (0, 1, 30, 60, 90):
        with clock.set_to(at + timedelta(hours=hours)):
            duty_alarms.raise_due()
            reminders.remind()
            reminders.chase_papers()
            daily_list.send()
    downloads.make_waiting()
    somebody = build.user(Role.SUPERVISOR, email=NAMED, name="Named Person")
    for case in list(db.session.scalars(select(Case).order_by(Case.id))):
        if not sealing.is_sealed(case):
            sealing.seal(case, [], "A police officer’s family", somebody)
    in_cases = select(Request).where(Request.case_id.is_not(None))
    requests = list(db.session.scalars(in_cases))
    told = {
        "references": [
            *db.session.scalars(select(Case.reference)),
            *(each.reference for each in requests),
        ],
        "names": sorted({*db.session.scalars(select(Review.offender_name))} - {""}),
    }
    db.session.remove()
    return told


@pytest.fixture
def told(app: Flask, prepared, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The words that would betray a sealed case."""
    monkeypatch.setattr(daily_list, "make_pdf", lambda _html, _css: b"%PDF-1.7")
    words: dict[str, list[str]] = prepared("sealed rows", lambda: _written(app))
    return words


@pytest.mark.parametrize("role", each_role(Role.CASEWORKER))
@pytest.mark.slow
def test_no_row_of_any_table_tells_of_a_sealed_case(
    app: Flask, told: dict[str, list[str]], signed_in, role: Role
) -> None:
    client: CheckedClient = signed_in(role)
    invented = {"admin.letter_sample"}
    addresses = [(each.endpoint, each.path) for each in every_row(app)]
    addresses = [each for each in addresses if each[0] not in invented]
    if may(role, Permission.WORK_CASES):
        own = calendars.make(build.user(role))
        addresses.append(("calendars.show", f"/calendar/{own}.ics"))
    assert sum(endpoint == "casework.message" for endpoint, _ in addresses) > 50
    db.session.remove()
    pages = [
        (endpoint, path, text_of(client.open(path)))
        for endpoint, path in addresses
        if (permission := ACCESS[endpoint]) is None or may(role, permission)
    ]
    if may(role, Permission.SEE_CASES):
        pages += [("casework.find", words, found(client, words)) for words in _SEARCHES]
    leaks = []
    for endpoint, path, page in pages:
        words = told["names"] + ([] if endpoint in _BY_REFERENCE else told["references"])
        leaks += [f"{path} says {word}" for word in words if word in page and word not in path]
    assert leaks == []


def found(client: CheckedClient, words: str) -> str:
    """The page of what a search finds."""
    data = {"csrf_token": token_of(client), "words": words}
    page = client.open("/casework/search", method="POST", data=data, follow_redirects=True)
    return text_of(page)


@pytest.mark.slow
def test_whoever_is_named_reads_all_of_it(
    app: Flask, told: dict[str, list[str]], signed_in
) -> None:
    """Or the test above would pass for the wrong reason."""
    client: CheckedClient = signed_in(Role.SUPERVISOR)
    named = build.user(Role.SUPERVISOR, email=NAMED)
    with transaction():
        user = build.user(Role.SUPERVISOR)
        for case in db.session.scalars(select(Case)):
            if user not in sealing.readers(case):
                sealing.name_reader(case, user, named)
    messages = [each for each in every_row(app) if each.endpoint == "casework.message"]
    db.session.remove()
    pages = [text_of(client.open(each.path)) for each in messages]
    assert sum(any(word in page for word in told["references"]) for page in pages) > 20
