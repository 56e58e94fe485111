"""A restored copy says so on every page of staff until an administrator confirms it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.support.checked_client import CheckedClient
from ulss_tracker.permissions import Role
from ulss_tracker.services.operations import restored_copy

SignedIn = Callable[[Role], CheckedClient]
AS_OF = datetime(2026, 11, 24, 9, 55, tzinfo=UTC)
WORDS = "This is a restored copy. Nothing after 9:55am on Tuesday 24 November 2026 is in it."
PAGES = (
    (Role.CASEWORKER, "/casework/"),
    (Role.SUPERVISOR, "/supervision/board"),
    (Role.LAW_OFFICER, "/casework/decisions"),
    (Role.ADMINISTRATOR, "/admin/jobs"),
)


@pytest.mark.parametrize(("role", "address"), PAGES)
def test_every_page_of_staff_says_so(role: Role, address: str, signed_in: SignedIn) -> None:
    before = signed_in(role)
    assert "restored copy" not in before.get(address).text
    restored_copy.mark(AS_OF)
    before.get(address, status=302)  # whoever was signed in when it was taken is not any more
    assert WORDS in signed_in(role).get(address).text


def test_an_administrator_confirms_it(signed_in: SignedIn) -> None:
    restored_copy.mark(AS_OF)
    client = signed_in(Role.ADMINISTRATOR)
    client.get("/admin/jobs")
    page = client.click("Confirm this copy")
    assert page.h1 == "Restored copy"
    assert "Not yet" in page.text
    page = client.submit("Confirm this copy, and let it send")
    assert "This copy is confirmed" in page.text
    assert WORDS not in page.text
    assert "by " in page.select("tbody tr")[0].text_content()
