"""A test client that reads each page it fetches, as a person would, and holds it to the rules."""

import io
from contextvars import Context, copy_context
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from tests.support.house_rules import broken
from tests.support.page import Page, buttons, words
from tests.support.traces import nothing_kept
from ulss_tracker.models import db

MOST_REDIRECTS = 5
File = tuple[io.BytesIO, str]


class CheckedClient(FlaskClient):
    """Fetches pages, follows links and sends the forms that are really on the page.

        page = client.get("/sign-in")
        page = client.submit("Sign in", email="a@example.org", password="...")
        page = client.click("New requests")

    Each page must have the status expected and break no house rule. Form tokens are on: what is
    sent is the form that was found on the page, its token and hidden fields included.
    """

    page: Page | None = None
    checks_pages = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make one request as the server would: with a database session of its own.

        An answer is read to its end, so that a file it was sent from is closed.
        """
        _end_transaction()
        kwargs.setdefault("buffered", True)
        return _without_flask().run(super().open, *args, **kwargs)

    def get(self, path: str, *, status: int = 200, **kwargs: Any) -> Any:
        """Fetch a page and check it. Where `status` is a redirect's, the answer comes back."""
        return self._checked(super().get(path, **kwargs), status)

    def post(self, path: str, *, status: int = 302, data: Any = None, **kwargs: Any) -> Any:
        """Send `data` with no form and no token but what it holds: for what must be refused."""
        return self._checked(super().post(path, data=data, **kwargs), status)

    def click(self, text: str, *, status: int = 200) -> Any:
        """Follow the link with these words on the page last fetched."""
        return self.get(self._here().link(text), status=status)

    def submit(
        self,
        button: str | None = None,
        /,
        *,
        status: int = 200,
        follow: bool = True,
        **fields: str | list[str] | bool | File | None,
    ) -> Any:
        """Fill in the form of the page last fetched, and press `button` (or its only one).

        Fields keep what the page gave them unless named: a list for several tick boxes, None to
        leave out. Follows redirects, checking each page, unless `follow` is false.
        """
        page = self._here()
        form = page.form(button)
        sent = {**filled(form), **_pressed(form, button)}
        known = names(form)
        for name, value in fields.items():
            assert name in known, f"the form on {page.path} has no {name!r}, only {sorted(known)}"
            if value is None or value is False:
                sent.pop(name, None)
                continue
            _refuse_unoffered(form, name, value)
            sent[name] = "y" if value is True else value
        if (form.get("method") or "get").lower() == "get":
            # A browser puts what was filled in where the address had its old answers.
            address = _action(page, form, button).partition("?")[0]
            response = super().get(address, query_string=sent)
        else:
            response = super().post(_action(page, form, button), data=sent)
        for _ in range(MOST_REDIRECTS):
            if not follow or not 300 <= response.status_code < 400:
                break
            response = super().get(response.headers["Location"])
        return self._checked(response, status)

    def refused(self, button: str | None = None, /, *errors: str, **fields: Any) -> Any:
        """Press a button of a form that is refused with these errors: nothing at all is kept.

        Where none is named, the caller looks at what the page says.
        """
        with nothing_kept():
            page = self.submit(button, **fields)
        assert not errors or page.errors == list(errors)
        return page

    def _checked(self, response: TestResponse, status: int) -> Any:
        path = response.request.full_path.rstrip("?")
        assert response.status_code == status, (
            f"{response.request.method} {path} answered {response.status}, not {status}; "
            f"{response.headers.get('Location') or _text(response)}"
        )
        if response.mimetype != "text/html" or 300 <= status < 400:
            return response
        self.page = Page.read(path, status, response.get_data(as_text=True))
        if self.checks_pages:
            faults = broken(self.page, self.application)
            assert not faults, f"{path} breaks house rules:\n" + "\n".join(faults)
        return self.page

    def _here(self) -> Page:
        assert self.page is not None, "fetch a page first"
        return self.page


def names(form: HtmlElement) -> set[str]:
    """The names of a form's fields."""
    return {each.get("name") for each in _fields(form, "[name]") if each.tag != "button"}


def _fields(form: HtmlElement, selector: str) -> list[HtmlElement]:
    """The fields within a form, and those elsewhere on the page that say they are of it."""
    found = list(form.cssselect(selector))
    if number := form.get("id"):
        page = form.getroottree().getroot()
        found += [each for each in page.cssselect(selector) if each.get("form") == number]
    return found


def filled(form: HtmlElement) -> dict[str, Any]:
    """Return what a browser would send of an untouched form, but for its buttons and files."""
    sent: dict[str, Any] = {}
    for field in _fields(form, "input[name], select[name], textarea[name]"):
        kind = field.get("type", "text") if field.tag == "input" else field.tag
        if kind in {"submit", "button", "file"} or field.get("disabled") is not None:
            continue
        if kind in {"checkbox", "radio"} and field.get("checked") is None:
            continue
        name = field.get("name")
        value = _value(field)
        if kind in {"checkbox", "hidden"} and name in sent:
            sent[name] = [*([sent[name]] if isinstance(sent[name], str) else sent[name]), value]
        else:
            sent[name] = value
    return sent


def _value(field: HtmlElement) -> str:
    if field.tag == "textarea":
        return (field.text or "").removeprefix("\n")
    if field.tag == "select":
        options = field.cssselect("option[selected]") or field.cssselect("option")[:1]
        return options[0].get("value", options[0].text or "") if options else ""
    return str(field.get("value", "on" if field.get("type") in {"checkbox", "radio"} else ""))


def _refuse_unoffered(form: HtmlElement, name: str, value: Any) -> None:
    """A person can only choose what a list of choices offers."""
    offered = {
        field.get("value", "on")
        for field in _fields(form, "input[type=radio], input[type=checkbox]")
        if field.get("name") == name
    } | {
        option.get("value", option.text or "")
        for field in form.cssselect("select")
        if field.get("name") == name
        for option in field.cssselect("option")
    }
    if offered and value is not True:
        wrong = set(value if isinstance(value, list) else [value]) - offered
        assert not wrong, f"{name!r} does not offer {sorted(wrong)}, only {sorted(offered)}"


def _pressed(form: HtmlElement, button: str | None) -> dict[str, str]:
    """The name and value of the button pressed, where it has a name."""
    found = [each for each in buttons(form) if button in {None, words(each)}]
    if found and found[0].get("name"):
        return {found[0].get("name"): found[0].get("value", "")}
    return {}


def _action(page: Page, form: HtmlElement, button: str | None) -> str:
    """Where the form is sent: the button pressed may say otherwise than the form."""
    found = [each for each in buttons(form) if button in {None, words(each)}]
    return (
        str(found[0].get("formaction") or "")
        if found and found[0].get("formaction")
        else page.action(form)
    )


def _without_flask() -> Context:
    """The test's own context (the clock it has set), without its application context."""
    fresh = Context()
    for variable, value in copy_context().items():
        if not variable.name.startswith("flask."):
            fresh.run(variable.set, value)
    return fresh


def _end_transaction() -> None:
    """Let go of what the test itself holds: SQLite lets one transaction write at a time."""
    if has_app_context():
        session = db.session()
        waiting = [*session.new, *session.dirty, *session.deleted]
        assert not waiting, f"the test has changes it did not save: {waiting}"
        session.rollback()


def _text(response: TestResponse) -> str:
    if response.mimetype != "text/html":
        return response.get_data(as_text=True)[:300]
    return Page.read("", response.status_code, response.get_data(as_text=True)).text[:600]


def client_of(app: Flask) -> CheckedClient:
    """A checked client of this application, as a browser opened for the first time."""
    app.test_client_class = CheckedClient
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return client
