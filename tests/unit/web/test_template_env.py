"""The frame around every page: its files, its layouts, its error pages."""

import gzip
import re
from datetime import UTC, datetime

import pytest
from flask import Flask, flash, render_template, render_template_string
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

import config
from ulss_tracker.web.core.error_links import ErrorLink
from ulss_tracker.web.core.template_env import optional_url
from ulss_tracker.web.forms import DateField, GovForm, PickerField

STATIC = config.ROOT / "ulss_tracker" / "static"
TEMPLATES = config.ROOT / "templates"
PAGES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if path.relative_to(TEMPLATES).parts[0] not in {"letters", "emails"}
)
ERRORS = (400, 403, 404, 405, 409, 413, 429, 500, 503)
FIRST_VISIT_LIMIT = 100_000  # bytes on the wire


class OffenceForm(GovForm):
    sentenced_on = DateField("Date of sentence", required="Enter the date of sentence")
    offence = PickerField(
        "Offence", find=lambda _: [], look_up=lambda _: None, suggest_url=lambda: "/suggest"
    )


@pytest.fixture
def client(bare_app: Flask) -> FlaskClient:
    bare_app.config["WTF_CSRF_ENABLED"] = False

    @bare_app.get("/page")
    def page() -> str:
        return render_template_string(
            '{% extends "layouts/public.html" %}{% block title %}Offence{% endblock %}'
            "{% block content %}{{ form.sentenced_on() }}{{ form.offence() }}{% endblock %}",
            form=OffenceForm(formdata=None),
            csp_nonce="the-nonce",
            language="en",
        )

    return bare_app.test_client()


def test_a_first_visit_weighs_little(client: FlaskClient) -> None:
    page = client.get("/page")
    addresses = set(re.findall(r'(?:src|href|from) ?=? ?"(/static/[^"]+)"', page.text))
    files = [client.get(each, buffered=True).data for each in addresses]

    assert len(files) == 8  # three styles, four scripts, one icon
    # As the tracker compresses them, and the page as it is.
    assert sum(len(gzip.compress(each)) for each in files) + len(page.data) < FIRST_VISIT_LIMIT


def test_every_script_in_a_page_carries_the_nonce_or_an_address_of_ours(
    client: FlaskClient,
) -> None:
    for tag in re.findall(r"<script[^>]*>", client.get("/page").text):
        assert 'nonce="the-nonce"' in tag or 'src="/static/' in tag


def test_no_template_holds_what_the_content_security_policy_stops(
    subtests: pytest.Subtests,
) -> None:
    for path in PAGES:
        with subtests.test(path=str(path.relative_to(TEMPLATES))):
            text = path.read_text()

            assert not re.search(r"<[^>]*\sstyle=", text)
            assert not re.search(r"<[^>{]*\son[a-z]+=", text)
            assert "<style" not in text
            assert not re.search(r"<script(?![^>]*(?:src=|nonce=))", text)


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_page_needs_no_database_and_gives_the_telephone(
    bare_app: Flask, code: int
) -> None:
    with bare_app.test_request_context("/"):
        html = render_template(f"errors/{code}.html", reason="Said <so>.")

    (title,) = re.findall(r"<title[^>]*>(.*?)</title>", html)
    (heading,) = re.findall(r"<h1[^>]*>(.*?)</h1>", html)
    assert title == f"{heading} – Unduly lenient sentences"
    assert 'href="tel:02072712492">020 7271 2492</a>' in html
    assert "Monday to Friday, 9am to 5pm" in html
    assert "Said &lt;so&gt;." in html


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_page_of_the_office_needs_no_database(bare_app: Flask, code: int) -> None:
    with bare_app.test_request_context("/"):
        html = render_template(
            f"errors/office/{code}.html",
            reason="Said <so>.",
            error_links=[ErrorLink("/casework/", "Go on")],
            typed=[("Note", "As <typed>")],
            now=datetime(2026, 3, 18, 10, tzinfo=UTC),
        )

    (title,) = re.findall(r"<title[^>]*>(.*?)</title>", html)
    (heading,) = re.findall(r"<h1[^>]*>(.*?)</h1>", html)
    assert title == f"{heading} – Unduly lenient sentences"
    assert "Said &lt;so&gt;." in html
    assert "As &lt;typed&gt;" in html
    assert '<a class="govuk-link" href="/casework/">Go on</a>' in html
    assert "020 7271 2492" not in html


def test_a_page_with_errors_says_so_in_its_title_and_summary(bare_app: Flask) -> None:
    with bare_app.test_request_context("/"):
        form = OffenceForm(formdata=MultiDict({"offence": ""}))
        form.validate()
        html = render_template_string(
            '{% extends "layouts/staff.html" %}{% block title %}Offence{% endblock %}', form=form
        )

    assert "<title>Error: Offence – Unduly lenient sentences</title>" in html
    assert '<a href="#sentenced_on-day">Enter the date of sentence</a>' in html
    assert html.index("error-summary__title") > html.index('id="main-content"')


def test_the_language_of_the_page_is_the_readers_and_the_offices_is_english(
    bare_app: Flask,
) -> None:
    with bare_app.test_request_context("/"):
        public = render_template_string('{% extends "layouts/public.html" %}', language="cy")
        office = render_template_string('{% extends "layouts/staff.html" %}', language="cy")

    assert '<html lang="cy"' in public
    assert '<html lang="en"' in office


def test_a_message_for_the_next_page_is_shown_there_as_text(bare_app: Flask) -> None:
    with bare_app.test_request_context("/"):
        flash("Saved <b>", "success")
        html = render_template_string('{% extends "layouts/staff.html" %}')

    assert "govuk-notification-banner--success" in html
    assert "Saved &lt;b&gt;" in html


def test_the_header_and_the_footer_are_drawn_once(bare_app: Flask) -> None:
    drawn: list[str] = []
    with bare_app.test_request_context("/"):
        html = render_template_string(
            '{% extends "layouts/staff.html" %}'
            '{% block search_box %}{{ note("header") or "" }}{% endblock %}'
            '{% block footer_links %}{{ note("footer") or "" }}{% endblock %}',
            note=drawn.append,
        )

    assert drawn == ["header", "footer"]
    assert html.count("</header>") == html.count("</footer>") == 1


def test_a_link_to_a_page_that_is_not_there_is_left_out(bare_app: Flask) -> None:
    with bare_app.test_request_context("/"):
        assert optional_url("public.nowhere") == ""
        assert optional_url("static", filename="a.css") == f"{bare_app.static_url_path}/a.css"


def test_the_front_ends_hold_no_font_no_crest_and_no_way_out() -> None:
    for path in (STATIC / "vendor").rglob("*.min.*"):
        text = path.read_text()
        assert "@font-face" not in text
        assert "GDS Transport" not in text
        assert "sourceMappingURL" not in text
        assert "npmjs" not in text
        assert "crest.svg" not in text
        assert (path.parent / "LICENSE.txt").is_file()
        for address in re.findall(r"url\(\"?([^)\"]+)", text) if path.suffix == ".css" else ():
            assert address.startswith("data:") or (path.parent / address).is_file()


@pytest.mark.parametrize("name", ["app.css", "desk.css", "staff.css"])
def test_every_rule_of_a_style_sheet_is_closed_before_the_next_begins(name: str) -> None:
    """One brace too few, and a browser drops every rule that follows."""
    depth = 0
    for number, line in enumerate((STATIC / name).read_text().splitlines(), 1):
        is_media_or_rule = depth == 0 or line.startswith(("  ", "}")) or not line.strip()
        assert is_media_or_rule, f"line {number} begins inside a rule that is not closed: {line}"
        depth += line.count("{") - line.count("}")
    assert depth == 0
