"""A campaign on the pages: one row in each list, one page, one press; and an end of it."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.support import campaign
from tests.support.campaign import FEW, Sort
from ulss_tracker.models import Request, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import campaigns

LISTS = ("/casework/requests", "/casework/mailbox", "/supervision/board")


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(datetime(2026, 10, 14, 12, tzinfo=UTC))


def _button(made: dict[Sort, list[int]]) -> str:
    return f"Join all {len(made[Sort.SAME])}, those ticked, and later ones"


def test_one_row_in_each_list_and_one_press(app: Flask, signed_in) -> None:
    made = campaign.take_all(FEW)
    first = db.session.get_one(Request, min(made[Sort.SAME]))
    relative = db.session.get_one(Request, made[Sort.RELATIVE][0])
    total = len(made[Sort.SAME]) + 4
    client = signed_in(Role.SUPERVISOR)
    for address in LISTS:
        page = client.get(address)
        assert page.text.count("Lee Exford") < total, address
        assert f"{total} 4" in page.text, address
    page = client.get(f"/casework/requests/{first.reference}/same-words")
    assert page.h1 == f"Lee Exford: {total} requests wait"
    assert any(words in page.text for words in campaign.RELATIVES)
    page = client.submit(_button(made), also=[relative.reference])
    assert f"{len(made[Sort.SAME]) + 1} requests join ULS-" in page.text
    campaigns.join_waiting()
    case = db.session.get_one(Request, relative.id).case
    assert case is not None
    address = f"/casework/cases/{case.reference}/requests"
    assert client.get(address).h1 == f"Requests ({len(made[Sort.SAME]) + 1})"
    client.submit("Ask again of later ones")
    assert "by themselves" not in client.get(address).text
    client.get(f"/casework/requests/{first.reference}/same-words", status=302)
    page = client.get(f"/casework/requests/{first.reference}")
    assert "Nobody waits any more who asks in the same words" in page.text


def test_a_wrong_case_is_said_and_keeps_the_ticks(app: Flask, signed_in) -> None:
    made = campaign.take_all(FEW)
    first, relative = (
        db.session.get_one(Request, made[sort][0]) for sort in (Sort.SAME, Sort.RELATIVE)
    )
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/requests/{first.reference}/same-words")
    page = client.submit(
        _button(made),
        also=[relative.reference],
        case="other",
        reference="ULS-2020-9999",
    )
    assert "There is no case with this reference" in page.text
    assert "checked" in page.one(f"#also-{relative.reference}").attrib
