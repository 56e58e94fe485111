"""One person who asks through the tracker as it is really served, from first page to last."""

import re
from dataclasses import dataclass

import requests


@dataclass(frozen=True)
class Told:
    """The reference and code that one person was told at the end."""

    reference: str
    code: str


def ask(address: str, number: int) -> Told:
    """One person, from the first page to the confirmation. Every third presses send twice."""
    with requests.Session() as browser:
        token = _value(_page(browser.get(f"{address}/request/offender")), "csrf_token")
        answer = {"csrf_token": token, "offender_name": "John Archer", "end": "yes"}
        _page(browser.post(f"{address}/request/offender", data=answer))
        token = _value(_page(browser.get(f"{address}/request/contact")), "csrf_token")
        contact = {"csrf_token": token, "email": f"person{number}@example.org", "end": "yes"}
        page = _page(browser.post(f"{address}/request/contact", data=contact))
        sent = {name: _value(page, name) for name in ("csrf_token", "page_opened")}
        cookies = browser.cookies.copy()
        page = _page(browser.post(f"{address}/request/check-answers", data=sent))
        if number % 3 == 0:
            with requests.Session() as same:
                same.cookies.update(cookies)
                again = _page(same.post(f"{address}/request/check-answers", data=sent))
            assert _told(again) == _told(page)
    return _told(page)


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
