"""Rules that every page keeps to, whatever it is about. Checked each time a test fetches one."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from lxml.html import HtmlElement
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.support.page import Page, words

LANGUAGES = ("en", "cy")
ERROR_PREFIXES = ("Error: ", "Gwall: ")
UNLABELLED = frozenset({"hidden", "submit", "button", "image"})


def broken(page: Page, app: Flask) -> list[str]:
    """Each house rule the page breaks, in words; empty when it keeps to all of them."""
    rules = (_head, _errors, _ids, _labels, _forms, _content_policy, _links)
    return [fault for rule in rules for fault in rule(page, app)]


def _head(page: Page, _app: Flask) -> Iterator[str]:
    if len(page.select("h1")) != 1:
        yield f"{len(page.select('h1'))} main headings"
    if len(page.select("head > title")) != 1 or not page.title.strip(" –-"):
        yield "no title"
    if page.document.get("lang") not in LANGUAGES:
        yield f"language {page.document.get('lang')!r}"
    if len(page.select("main")) != 1:
        yield f"{len(page.select('main'))} main parts"


def _errors(page: Page, _app: Flask) -> Iterator[str]:
    summaries = page.select(".govuk-error-summary")
    said = page.title.startswith(ERROR_PREFIXES)
    if bool(summaries) != said:
        yield f"{len(summaries)} error summaries under the title {page.title!r}"
    if len(summaries) > 1:
        yield "more than one error summary"
    yield from (
        f"the error {words(link)!r} leads to no field"
        for link in page.select(".govuk-error-summary a[href^='#']")
        if _by_id(page, link.get("href", "")[1:]) is None
    )


def _ids(page: Page, _app: Flask) -> Iterator[str]:
    count = Counter(element.get("id") for element in page.select("[id]"))
    for name, times in count.items():
        if times > 1:
            yield f"{times} elements have the id {name!r}"
    for attribute in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
        for element in page.select(f"[{attribute}]"):
            for target in (element.get(attribute) or "").split():
                if target not in count:
                    yield f"{attribute}={target!r} names nothing"


def _labels(page: Page, _app: Flask) -> Iterator[str]:
    labelled = {label.get("for") for label in page.select("label") if words(label)}
    for field in page.select("input, select, textarea"):
        if field.get("type", "text") in UNLABELLED and field.tag == "input":
            continue
        named = field.get("aria-label") or field.get("aria-labelledby")
        if not named and field.get("id") not in labelled:
            yield f"the field {field.get('name')!r} has no label"
    for button in page.select("button"):
        if not words(button) and not button.get("aria-label"):
            yield "a button says nothing"
    for choice in page.select("option"):
        if not words(choice):
            yield f"a choice of {choice.getparent().get('name')!r} says nothing"
    for image in page.select("img:not([alt])"):
        yield f"the picture {image.get('src')!r} has no words in its place"


def _forms(page: Page, _app: Flask) -> Iterator[str]:
    for form in page.select("form"):
        has_token = bool(form.cssselect("input[name=csrf_token][value]"))
        posts = (form.get("method") or "get").lower() == "post"
        if posts and not has_token:
            yield f"the form to {page.action(form)} has no token"
        if not posts and has_token:
            yield f"the form to {page.action(form)} shows its token in an address"


def _content_policy(page: Page, _app: Flask) -> Iterator[str]:
    for element in page.select("[style]"):
        yield f"a {element.tag} has a style of its own, which browsers are told to refuse"
    for element in page.select("style"):
        yield f"a style element, which browsers are told to refuse: {words(element)[:40]!r}"
    for script in page.select("script"):
        if not script.get("src") and not script.get("nonce"):
            yield "a script has neither an address nor a nonce"
    for name in page.document.xpath("//@*[starts-with(name(), 'on')]"):
        tag = name.getparent().tag
        yield f"{name.attrname} on a {tag}, which browsers are told to refuse"


def _links(page: Page, app: Flask) -> Iterator[str]:
    for link in page.select("a[href], link[href], script[src], img[src]"):
        address = link.get("href") or link.get("src") or ""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            if link.tag != "a" and parts.scheme != "data":
                yield f"{address} is fetched from another machine"
            continue
        if not parts.path:
            if parts.fragment and _by_id(page, parts.fragment) is None:
                yield f"the link {words(link)!r} leads to nothing on the page: {address}"
            elif not address:
                yield f"the link {words(link)!r} has no address"
            continue
        fault = _no_such_page(app, parts.path if parts.path.startswith("/") else "/" + parts.path)
        if fault:
            yield f"{fault}: {address} (in {words(link)!r})"
    for form in page.select("form"):
        method = (form.get("method") or "get").upper()
        fault = _no_such_page(app, page.action(form).partition("?")[0], method)
        if fault:
            yield f"{fault}: the form to {page.action(form)}"


@cache
def _no_such_page(app: Flask, path: str, method: str = "GET") -> str:
    """Why there is no such page, or nothing: told once of each, since most links are on each."""
    try:
        endpoint, values = app.url_map.bind("localhost").match(path, method=method)
    except RequestRedirect as redirect:
        return f"a link by way of a redirect to {redirect.new_url}"
    except HTTPException as refusal:
        return f"a link to no page ({refusal.code})"
    if endpoint == "static" and not _is_static_file(app, str(values["filename"])):
        return "a link to no file"
    return ""


def _is_static_file(app: Flask, name: str) -> bool:
    return (Path(str(app.static_folder)) / name).is_file()


def _by_id(page: Page, name: str) -> HtmlElement | None:
    found = page.document.xpath("//*[@id=$name]", name=name)
    return found[0] if found else None
