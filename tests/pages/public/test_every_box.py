"""Awkward text in every text box of the public pages, the boxes found on the pages themselves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from lxml.html import HtmlElement

from tests.support.checked_client import CheckedClient, client_of
from tests.support.hostile_words import WORDS, as_sent
from tests.support.page import Page, buttons, words
from tests.support.public_journey import (
    ASIDE,
    code_on,
    on_button,
    reference_on,
    send,
    step_of,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core import office_details
from ulss_tracker.web.forms import tidy

pytestmark = pytest.mark.on_postgresql  # SQLite takes any text

# Of what cannot be any text: what the robot gives where that was refused.
INSTEAD = {"email": "ann@example.org", "tel": "020 7946 0000"}
STANDINGS = (RequesterRole.MP, RequesterRole.ON_BEHALF, RequesterRole.VICTIM)
LANGUAGES = ("en", "cy")
BUTTONS = {"en": "Accept and send", "cy": "Derbyn ac anfon"}


def boxes(form: HtmlElement) -> dict[str, HtmlElement]:
    """The text boxes that a person sees in a form, by their names."""
    found = form.cssselect("input, textarea")
    return {
        box.get("name"): box
        for box in found
        if (box.tag == "textarea" or box.get("type") in {"text", "email", "tel"})
        and box.get("tabindex") != "-1"
    }


def in_box(box: HtmlElement) -> str:
    """What a text box holds, in the lines that a browser shows."""
    held = (box.text or "").removeprefix("\n") if box.tag == "textarea" else box.get("value") or ""
    return tidy(held, lines=box.tag == "textarea")


def is_refused(box: HtmlElement) -> bool:
    """Whether an error stands at this box itself, or at the date that it is a part of."""
    date = next(iter(box.iterancestors("fieldset")), box).cssselect(".govuk-date-input [class]")
    return any("input--error" in each.get("class", "") for each in (box, *date)) or (
        "textarea--error" in box.get("class", "")
    )


@dataclass
class Robot:
    """Types the same text into every box that it comes to, and goes on as people do.

    `kept` is what each box took: its text, by the path and the name of the box.
    """

    client: CheckedClient
    said: str
    standing: RequesterRole
    kept: dict[tuple[str, str], str] = field(default_factory=dict)

    def walk(self) -> Page:
        """From the first page of the form to the answers, ready to be sent."""
        page = self.client.get("/request/who-you-are")
        for _ in range(30):
            if step_of(page) == "check-answers":
                return self._beside(page)
            page = self._answer(page)
        raise AssertionError(f"the form never came to its end, but to {page.path}")

    def _beside(self, page: Page) -> Page:
        """Answer what is offered beside the answers too."""
        for name in ASIDE:
            path = f"/request/{name}"
            if self.client.open(path).status_code == 200:
                self._answer(self.client.get(path))
        return self.client.get("/request/check-answers")

    def look_back(self) -> None:
        """Hold that every box still has what it took."""
        for path in dict.fromkeys(path for path, _ in self.kept):
            page = self.client.get(path)
            held = boxes(page.form(on_button(page)))
            for (at, name), text in self.kept.items():
                if at == path:
                    assert same(in_box(held[name]), text, held[name]), f"{path} lost {name}"

    def _answer(self, page: Page) -> Page:
        button = on_button(page)
        form = page.form(button)
        names = boxes(form)
        # An office has nine boxes on one page: they must fit one sending.
        fields = dict.fromkeys(names, self.said if len(names) < 6 else self.said[:100_000])
        if form.cssselect("[name=standing]"):
            fields["standing"] = self.standing.value
        if form.cssselect("[name=is_together]"):
            fields["is_together"] = "yes"
        for _ in range(5):
            after: Page = self.client.submit(button, **fields)
            if not after.errors:
                self._note(page, form, fields)
                return after
            assert step_of(after) == step_of(page)
            form = after.form(button)
            self._hold_typed(after, form, fields)
            fields |= self._instead(form, fields)
        raise AssertionError(f"{page.path} refuses {fields}: {after.errors}")

    def _hold_typed(self, page: Page, form: HtmlElement, fields: dict[str, str]) -> None:
        for name, box in boxes(form).items():
            assert same(in_box(box), fields[name], box), f"{page.path} lost {name} in refusing it"

    def _instead(self, form: HtmlElement, fields: dict[str, str]) -> dict[str, str]:
        """Answer what was refused otherwise: blank, or where that is refused too, as it must be."""
        refused = {name: box for name, box in boxes(form).items() if is_refused(box)}
        radios = form.cssselect(".govuk-form-group--error [type=radio]")
        must = "Ann Lee" if any(fields[name] == "" for name in refused) else ""
        texts = {name: INSTEAD.get(box.get("type"), must) for name, box in refused.items()}
        return texts | {radio.get("name"): radio.get("value") for radio in radios}

    def _note(self, page: Page, form: HtmlElement, fields: dict[str, str]) -> None:
        at, names = page.path, boxes(form)
        # A name that two pages ask for is what the later one took.
        self.kept = {key: text for key, text in self.kept.items() if key[1] not in names}
        self.kept |= {(at, name): fields[name] for name in boxes(form) if fields[name]}


def same(held: str, text: str, box: HtmlElement) -> bool:
    """Whether a box holds this text as the form keeps it; a page cannot show every character."""
    wanted = tidy(text, lines=box.tag == "textarea")
    return readable(held) == readable(wanted)


def readable(text: str) -> str:
    """Leave out what a browser does not give back: spaces of other kinds, no characters."""
    return "".join(filter(str.isprintable, "".join(text.split()).replace("\ufffd", "")))


@pytest.mark.slow
def test_the_form_takes_any_text_in_any_box_or_says_why_and_keeps_it(
    app: Flask, signed_in: Callable[[Role], CheckedClient], subtests: pytest.Subtests
) -> None:
    for number, name in enumerate(WORDS):
        for language in LANGUAGES:
            with subtests.test(text=name, language=language):
                client = client_of(app)
                client.get(f"/language/{language}", status=302)
                said = as_sent(WORDS[name])
                robot = Robot(client, said, STANDINGS[number % len(STANDINGS)])
                page = robot.walk()
                assert page.select("main script, main svg, main style, main img") == []
                robot.look_back()
                client.get("/request/check-answers")
                sent = client.submit(BUTTONS[language])
                reference = reference_on(sent)
        office = signed_in(Role.CASEWORKER)
        with subtests.test(text=name, page="of the office"):
            page = office.get(f"/casework/requests/{reference}")
            typed = tidy(robot.kept.get(("/request/offence", "offence"), ""))
            assert readable(typed) in readable(page.text)


@pytest.mark.slow
def test_every_other_box_takes_any_text_or_says_why_and_keeps_it(
    app: Flask, subtests: pytest.Subtests, tmp_path: Path
) -> None:
    office_details.configure({**app.config, "OUTAGE_DIRECTORY": str(tmp_path)})
    client = client_of(app)
    sent = send(client, contact={"email": "ann@example.org", "postal_address": "1 High Street"})
    client.get("/status")
    client.submit("Continue", reference=reference_on(sent), code=code_on(sent))
    paths = [path for path in public_paths(app) if boxes_of_page(client, path)]
    assert len(paths) > 5
    for number, (name, text) in enumerate(WORDS.items()):
        said, language = as_sent(text)[:100_000], LANGUAGES[number % 2]  # all boxes fit one sending
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"  # each is wrong a few times
        client.get(f"/language/{language}", status=302)
        for path in paths:
            with subtests.test(text=name, path=path):
                fill_in(client, path, said)
    office_details.configure(app.config)


def public_paths(app: Flask) -> list[str]:
    """The address of every public page that has no blanks in it."""
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("public.") and "GET" in (rule.methods or ())
    ]
    return [rule.rule for rule in rules if not rule.arguments and rule.endpoint != "public.leave"]


def main_form(page: Page) -> HtmlElement | None:
    """The form of a page that has text boxes, or None."""
    return next((form for form in page.select("main form") if boxes(form)), None)


def boxes_of_page(client: CheckedClient, path: str) -> bool:
    """Whether the page is there and has a text box in a form."""
    answer = client.open(path)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return False
    return main_form(Page.read(path, 200, answer.get_data(as_text=True))) is not None


def fill_in(client: CheckedClient, path: str, said: str) -> None:
    """Type it into every box of the page and send it: taken, or refused and still there."""
    form = main_form(client.get(path))
    assert form is not None
    fields = dict.fromkeys(boxes(form), said)
    after = client.submit(words(buttons(form)[0]), **fields)
    again = main_form(after)
    if after.errors and again is not None:
        for name, box in boxes(again).items():
            assert same(in_box(box), said, box), f"{path} lost {name}"
