"""Pages to read, the switch between languages, what a first visit weighs, equality questions."""

import gzip
import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.checked_client import CheckedClient
from tests.support.public_journey import go_to, send
from ulss_tracker.models import EqualityAnswer, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.support_lines import NUMBERS
from ulss_tracker.services.requests.equality import QUESTIONS
from ulss_tracker.web.public.pages import INFORMATION
from ulss_tracker.web.public.support_lines import LINES

READ = ["/", "/privacy", "/cookies", "/accessibility", "/status", "/request/court"]
READ += [f"/information/{name}" for name in INFORMATION]
HEAVIEST_FIRST_VISIT = 100_000


def test_every_page_gives_the_telephone_and_the_way_out(
    client: CheckedClient, subtests: pytest.Subtests
) -> None:
    for path in READ:
        with subtests.test(path=path):
            page = client.get(path)
            assert "020 7271 2492" in page.html
            assert page.select(".govuk-exit-this-page")
            assert page.document.get("lang") == "en"


def test_the_start_page_leads_to_the_first_question(client: CheckedClient) -> None:
    assert client.get("/").links["Start now"] == "/request/who-you-are"


def test_a_first_visit_is_light(client: CheckedClient, subtests: pytest.Subtests) -> None:
    """Everything a browser fetches for the page, files as they are sent."""
    for path in READ:
        with subtests.test(path=path):
            page = client.get(path)
            weight = len(page.html.encode())
            wanted = [
                link.get("href") for link in page.select("link[rel=stylesheet], link[rel=icon]")
            ]
            wanted += [script.get("src") for script in page.select("script[src]")]
            wanted += re.findall(r'import .* from "([^"]+)"', page.html)
            for address in {urlsplit(each)._replace(fragment="").geturl() for each in wanted}:
                answer = client.get(address, buffered=True)
                weight += len(gzip.compress(answer.get_data()))
            assert weight < HEAVIEST_FIRST_VISIT, f"{path} weighs {weight} bytes"


def test_the_language_is_kept_and_leads_back_to_the_page(client: CheckedClient) -> None:
    client.get("/information/time-limit")
    answer = client.get("/language/cy?next=/information/time-limit", status=302)
    assert answer.headers["Location"] == "/information/time-limit"
    assert client.get("/information/time-limit").document.get("lang") == "cy"
    client.get("/language/en", status=302)
    assert client.get("/").document.get("lang") == "en"
    client.get("/language/fr", status=404)


def test_staff_pages_stay_english(client: CheckedClient) -> None:
    client.get("/language/cy", status=302)
    assert client.get("/sign-in").document.get("lang") == "en"


def test_equality_answers_are_only_counted(client: CheckedClient) -> None:
    send(client)
    page = client.click("Answer some questions about yourself")
    assert len(page.select("fieldset")) == len(QUESTIONS)
    page = client.submit("Send my answers", age="45_54", religion="not_said")
    assert page.h1 == "Thank you"
    client.get("/equality")
    client.submit("Send my answers", age="18_24")  # pressed again: not counted twice
    counted = {
        (row.question, row.answer): row.count for row in db.session.scalars(select(EqualityAnswer))
    }
    assert counted[("age", "45_54")] == 1
    assert ("age", "18_24") not in counted
    assert set(counted.values()) == {1}


def test_what_was_not_offered_is_refused(client: CheckedClient) -> None:
    page = client.get("/equality")
    token = page.one("main form [name=csrf_token]").get("value")
    page = client.post("/equality", status=200, data={"csrf_token": token, "age": "my name is Ada"})
    assert page.errors == ["Choose one of the answers shown"]
    assert db.session.scalars(select(EqualityAnswer)).all() == []


def test_pages_ask_browsers_to_keep_nothing(client: CheckedClient) -> None:
    go_to(client, "check-answers")
    for path in ("/request/check-answers", "/request/court", "/status"):
        answer = client.application.test_client().open(path)
        assert answer.headers["Cache-Control"] == "no-store"


def test_only_a_support_line_that_was_rung_and_a_settled_part_of_the_notice_is_shown(
    app: Flask, client: CheckedClient
) -> None:
    for checked, officer in (("", ""), ("wales:2026-12-01", "dpo@example.org")):
        settings = {"SUPPORT_LINES_CHECKED": checked, "DATA_PROTECTION_OFFICER": officer}
        office_details.configure({**app.config, **settings})
        pages = [send(client), client.get("/information/support"), client.get("/privacy")]
        office_details.configure(app.config)
        said = " ".join(page.text for page in pages)
        assert " yet" not in said
        assert "checked this number" not in said
        assert "in danger now, call 999" in pages[1].text
        shown = [line.id for line in LINES.values() if NUMBERS[line.id] in pages[1].text]
        assert shown == (["wales"] if checked else [])
        assert ("Data protection officer" in pages[2].text) is bool(officer)
        assert "Lawful basis" not in pages[2].text


def test_a_bereaved_parent_finds_the_homicide_service_first_on_the_help_page(
    app: Flask, client: CheckedClient
) -> None:
    checked = ",".join(f"{name}:2026-12-01" for name in NUMBERS)
    office_details.configure({**app.config, "SUPPORT_LINES_CHECKED": checked})
    text = client.get("/information/support").text
    office_details.configure(app.config)
    lines = ("The Homicide Service", "Cruse Bereavement", "Victim Support is", "Samaritans")
    assert all(line in text for line in lines)
    assert sorted(lines, key=text.index) == list(lines)


def test_the_demonstration_says_that_it_is_one(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "This is a demonstration" not in client.get("/").html
    monkeypatch.setitem(app.jinja_env.globals, "is_demonstration", True)
    for path in ("/", "/privacy", "/sign-in"):
        assert "This is a demonstration" in client.get(path).html
