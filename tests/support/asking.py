"""One person who asks through the tracker as it is really served, from first page to last."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import requests

_PATIENCE = 120.0  # seconds
_SAFELY = re.compile(r"/request/(safe-[a-z]+)/typed")


@dataclass(frozen=True)
class Told:
    """The reference and code that one person was told at the end."""

    reference: str
    code: str


def ask(
    address: str,
    number: int,
    *,
    no_answer: Callable[[float], bool] | None = None,
    certificate: str | None = None,
) -> Told:
    """One person, from the first page to the confirmation. Every third presses send twice.

    Where a press is not answered by a page, `no_answer` is asked whether to press again, with the
    seconds since the first press; without it, that is the end. `certificate` is a file that is
    trusted.
    """
    with requests.Session() as browser:
        _trust(browser, address, certificate)
        person = _Person(browser, address, no_answer)
        token = _value(person.get("/request/offender"), "csrf_token")
        answer = {"csrf_token": token, "offender_name": "John Archer", "end": "yes"}
        person.post("/request/offender", answer)
        token = _value(person.get("/request/contact"), "csrf_token")
        contact = {"csrf_token": token, "email": f"person{number}@example.org"}
        person.safely(person.post("/request/contact", contact))
        page = person.get("/request/check-answers")
        sent = {name: _value(page, name) for name in ("csrf_token", "page_opened")}
        cookies = browser.cookies.copy()
        page = person.post("/request/check-answers", sent)
        if _SAFELY.search(page):  # a release that asks it has taken the place of one that did not
            person.safely(page)
            page = person.get("/request/check-answers")
            sent = {name: _value(page, name) for name in ("csrf_token", "page_opened")}
            cookies = browser.cookies.copy()
            page = person.post("/request/check-answers", sent)
        if number % 3 == 0:
            with requests.Session() as same:
                _trust(same, address, certificate)
                same.cookies.update(cookies)
                again = _Person(same, address, no_answer).post("/request/check-answers", sent)
            assert _told(again) == _told(page)
    return _told(page)


def _trust(browser: requests.Session, address: str, certificate: str | None) -> None:
    """Trust this certificate, whatever the environment says that is trusted."""
    if certificate:
        browser.verify, browser.trust_env = certificate, False
        browser.headers["Referer"] = f"{address}/"  # as browsers send it by TLS


@dataclass(frozen=True)
class _Person:
    """A browser, and whether its owner presses again where no page comes."""

    browser: requests.Session
    address: str
    no_answer: Callable[[float], bool] | None

    def get(self, path: str) -> str:
        """A page."""
        return self._press(lambda: self.browser.get(self.address + path, timeout=_PATIENCE))

    def post(self, path: str, answer: dict[str, str]) -> str:
        """The page that comes after a form was sent."""
        sending = partial(self.browser.post, self.address + path, data=answer, timeout=_PATIENCE)
        return self._press(sending)

    def safely(self, page: str) -> str:
        """The page after those on how they are reached safely, left blank, where it is one."""
        while safe := _SAFELY.search(page):
            blank = {"csrf_token": _value(page, "csrf_token")}
            page = self.post(f"/request/{safe[1]}", blank)
        return page

    def _press(self, send: Callable[[], requests.Response]) -> str:
        began = time.monotonic()
        while True:
            try:
                return _page(send())
            except (requests.RequestException, AssertionError):
                if self.no_answer is None or not self.no_answer(time.monotonic() - began):
                    raise


def _page(answer: requests.Response) -> str:
    assert answer.status_code == 200, f"{answer.url} answered {answer.status_code}"
    return answer.text


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found, f"no {name} on the page"
    return found[1]


def _told(page: str) -> Told:
    reference = re.search(r"REQ-[A-Z0-9]{4}-[A-Z0-9]{4}", page)
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b", page)
    assert reference and code, "no reference and code on the page"
    return Told(reference[0], code[0])
