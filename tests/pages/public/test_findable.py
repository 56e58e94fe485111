"""Search engines find the pages to read alone; a finder of weaknesses finds whom to tell."""

from xml.etree import ElementTree

import pytest
from flask import Flask

from tests.support.checked_client import CheckedClient
from tests.support.tables import column

FINDABLE = column(__file__, "findable.pages")


def test_pages_to_read_may_be_found_and_say_what_they_are(client: CheckedClient) -> None:
    said = set()
    for path in FINDABLE:
        page = client.get(path)
        assert page.select("meta[name=robots]") == []
        said.add(page.one("meta[name=description]").get("content"))
        assert "X-Robots-Tag" not in client.open(path).headers
    assert len(said) == len(FINDABLE)
    assert all(50 < len(each) < 180 for each in said)


@pytest.mark.parametrize(
    "path", ["/request/court", "/status", "/cookies", "/sign-in", "/?utm=x", "/information/no-such"]
)
def test_nothing_else_may(client: CheckedClient, path: str) -> None:
    answer = client.open(path)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex, nofollow"' in answer.get_data(as_text=True)


def test_robots_and_the_sitemap_name_the_same_pages(client: CheckedClient) -> None:
    robots = client.open("/robots.txt").get_data(as_text=True).splitlines()
    assert [line for line in robots if line.startswith("Allow: /") and line.endswith("$")] == [
        f"Allow: {path}$" for path in FINDABLE
    ]
    assert "Disallow: /" in robots

    sitemap = client.open("/sitemap.xml")
    assert sitemap.mimetype == "application/xml"
    tree = ElementTree.fromstring(sitemap.data)  # noqa: S314 - our own
    found = [each.text for each in tree.iter() if each.tag.endswith("loc")]
    assert found == [f"http://127.0.0.1:8000{path}" for path in FINDABLE]
    assert f"Sitemap: {found[0]}sitemap.xml" in robots


def test_security_txt_says_whom_to_tell_where_that_is_set(
    client: CheckedClient, app: Flask
) -> None:
    assert client.open("/.well-known/security.txt").status_code == 404
    app.config["SECURITY_CONTACT"] = "mailto:security@example.gov.uk"
    try:
        said = client.open("/.well-known/security.txt").get_data(as_text=True)
    finally:
        app.config["SECURITY_CONTACT"] = ""
    assert "Contact: mailto:security@example.gov.uk\nExpires: 20" in said
