"""Going through the public journey as a person would, page by page."""

from datetime import date, timedelta
from typing import Any

from tests.support.checked_client import CheckedClient
from tests.support.page import Page
from ulss_tracker import clock
from ulss_tracker.scheme.time.calendar import working_days

ANSWERS: dict[str, dict[str, Any]] = {
    "court": {"court": "Leeds Crown Court"},
    "offence": {"offence": "Robbery"},
    "offender": {"offender_name": "John Archer"},
    "reason": {"reason": "The sentence is far too short for what he did."},
    "who-you-are": {"standing": "bereaved_family"},
    "your-name": {"requester_name": "Ada Brown"},
    "contact": {"email": "ada.brown@example.org"},
}
"""The answers on each page unless a test says otherwise; the other pages are left blank."""

SIZES = {
    "phone": {"width": 390, "height": 844},
    "small": {"width": 320, "height": 640},
    "desk": {"width": 1280, "height": 900},
}
"""The screens on which a browser goes through it."""


def date_fields(on: date | None) -> dict[str, str]:
    """A date of sentence as the three boxes take it."""
    parts = ("", "", "") if on is None else (str(on.day), str(on.month), str(on.year))
    names = ("sentenced_on-day", "sentenced_on-month", "sentenced_on-year")
    return dict(zip(names, parts, strict=True))


def a_weekday_ago(days: int = 7) -> date:
    """A day about that long ago on which courts sit."""
    return working_days().on_or_before(clock.today() - timedelta(days=days))


def step_of(page: Page) -> str:
    """The name of the journey's page."""
    return page.path.partition("?")[0].removeprefix("/request/")


def go_to(client: CheckedClient, wanted: str, **pages: dict[str, Any]) -> Page:
    """From the first page, answer each until the one named is in sight.

    `pages` are answers by the page's name, with _ for -; others are those of `ANSWERS`.
    """
    return go_on(client, client.get("/request/court"), wanted, **pages)


def go_on(client: CheckedClient, page: Page, wanted: str, **pages: dict[str, Any]) -> Page:
    """From this page, answer each until the one named is in sight."""
    answers = {name.replace("_", "-"): fields for name, fields in pages.items()}
    answers.setdefault("date", date_fields(a_weekday_ago()))
    for _ in range(25):
        name = step_of(page)
        if name == wanted:
            return page
        fields = answers.get(name, ANSWERS.get(name, {}))
        page = client.submit(on_button(page), **fields)
        assert not page.errors, f"{name} refuses {fields}: {page.errors}"
    raise AssertionError(f"the journey never came to {wanted}")


def send(client: CheckedClient, **pages: dict[str, Any]) -> Page:
    """The whole journey, sent; the confirmation."""
    go_to(client, "check-answers", **pages)
    page: Page = client.submit("Accept and send")
    return page


def reference_on(page: Page) -> str:
    """The reference that a confirmation shows."""
    return str(page.one(".govuk-panel strong").text_content())


def code_on(page: Page) -> str:
    """The code that a confirmation shows."""
    return str(page.one("main p.govuk-heading-m").text_content())


def on_button(page: Page) -> str:
    """The button that goes on."""
    for button in page.select("main form button"):
        text = " ".join(button.text_content().split())
        if text.startswith(("Continue", "Parhau")):
            return text
    raise AssertionError(f"no way on from {page.path}")
