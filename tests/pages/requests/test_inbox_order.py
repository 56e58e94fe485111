"""The requests that wait in the order of what they say, and no word of it in an address."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

from flask import Flask

from tests.support import build
from tests.support.page import Page
from ulss_tracker import clock
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.unit_of_work import transaction


def test_requests_are_sorted_by_offence_court_and_day(app: Flask, signed_in) -> None:
    first_day = clock.now().date() - timedelta(days=20)
    said = (("Robbery by Ann Smith", "York"), ("Arson", "Leeds"), ("Murder", "Bristol"))
    for number, (offence, court) in enumerate(said):
        day: date = first_day + timedelta(days=number)
        build.request(
            offender_name=f"Offender {number}",
            offence_text=offence,
            court_text=court,
            sentenced_on=day,
        )
    for _ in range(paging.PAGE):
        build.request(
            offender_name="Filler", offence_text="Theft", court_text="Zed", sentenced_on=None
        )
    client = signed_in(Role.CASEWORKER)
    for heading, wanted in (("Offence", "120"), ("Court", "210"), ("Sentenced", "012")):
        client.get("/casework/requests")
        page = client.get(next(each.get("href") for each in page_links(client.page, heading)))
        names = [row[0] for row in page.rows[1:] if row[0].startswith("Offender")]
        assert [name.split(",")[0] for name in names] == [f"Offender {each}" for each in wanted]
        key = next(
            each.get("href") for each in page.select("a") if "after=" in each.get("href", "")
        )
        assert "Ann Smith" not in unquote(key).replace("+", " ")
        more = client.get(key)
        assert len(page.rows[1:]) + len(more.rows[1:]) == len(said) + paging.PAGE


def test_requests_are_sorted_by_owner_with_those_of_nobody_last(app: Flask, signed_in) -> None:
    owners = [build.user(email=f"{name}@example.org", name=name) for name in ("Zoe", "Adam")]
    wanted = [*["Nobody"] * 4, *["Zoe", "Adam"] * (paging.PAGE // 2)]
    for name in wanted:
        asked = build.request()
        with transaction():
            asked.owner = next((each for each in owners if each.name == name), None)
    client = signed_in(Role.CASEWORKER)
    for sort, first in (("owner", ["Adam", "Zoe"]), ("-owner", ["Zoe", "Adam"])):
        page = client.get(f"/casework/requests?columns=owner&sort={sort}")
        seen = [row[2] for row in page.rows[1:]]
        key = page.links["Next page"]
        assert "after=" in key
        assert not any(each.name in key for each in owners)
        seen += [row[2] for row in client.get(key).rows[1:]]
        assert seen == sorted(wanted, key=[*first, "Nobody"].index)


def page_links(page: Page, heading: str) -> list[Any]:
    """The links of this heading of the list."""
    return [each for each in page.select("thead a") if each.text_content().startswith(heading)]
