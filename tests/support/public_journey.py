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
    "contact": {"email": "ada.brown@example.org", "requester_name": "Ada Brown"},
}
"""The answers on each page unless a test says otherwise; the other pages are left blank."""

ASIDE = {
    "offender": "reason",
    "outlook": "reason",
    "links": "check-answers",
    "files": "check-answers",
    "safe-more": "check-answers",
    "language": "check-answers",
    "support": "check-answers",
}
"""Pages that may not be in the way: each is opened from the page named, if it was not met."""

SIZES = {
    "phone": {"width": 390, "height": 844},
    "small": {"width": 320, "height": 640},
    "desk": {"width": 1280, "height": 900},
}
"""The screens on which a browser goes through it."""


def date_fields(on: date | None, name: str = "sentenced_on") -> dict[str, str]:
    """A date as its three boxes take it, by default that of sentence."""
    parts = ("", "", "") if on is None else (str(on.day), str(on.month), str(on.year))
    names = (f"{name}-day", f"{name}-month", f"{name}-year")
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
    return go_on(client, client.get("/request/who-you-are"), wanted, **pages)


def go_on(client: CheckedClient, page: Page, wanted: str, **pages: dict[str, Any]) -> Page:
    """From this page, answer each until the one named is in sight."""
    answers = {name.replace("_", "-"): fields for name, fields in pages.items()}
    answers.setdefault("date", date_fields(a_weekday_ago()))
    met = set()
    for _ in range(25):
        name = step_of(page)
        if name == ASIDE.get(wanted):
            page = client.get(f"/request/{wanted}")
        elif name == wanted == "check-answers" and answers.keys() & (ASIDE.keys() - met):
            page = client.get(f"/request/{min(answers.keys() & (ASIDE.keys() - met))}?change=yes")
        name = step_of(page)
        if name == wanted:
            return page
        met.add(name)
        fields = answers.get(name, ANSWERS.get(name, {}))
        if name == "offence":  # it asks for the name too
            offender = answers.get("offender", ANSWERS["offender"])
            fields = {"offender_name": offender.get("offender_name", "")} | fields
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
    return str(page.one(".govuk-panel .app-code").text_content())


def on_button(page: Page) -> str:
    """The button that goes on."""
    for button in page.select("main form button"):
        text = " ".join(button.text_content().split())
        if text.startswith(("Continue", "Parhau")):
            return text
    raise AssertionError(f"no way on from {page.path}")
