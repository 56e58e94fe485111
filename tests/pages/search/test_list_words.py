"""The words of a list: found among its rows, never in its address."""

import pytest

from tests.support import build
from tests.support.page import words
from tests.support.tokens import token_of
from ulss_tracker.permissions import Role
from ulss_tracker.services.protection import sealing

LISTS = ("/casework/", "/casework/requests", "/supervision/board")


@pytest.mark.parametrize("address", LISTS)
def test_the_rows_with_the_words_are_left_and_no_address_has_them(signed_in, address: str) -> None:
    supervisor = signed_in(Role.SUPERVISOR)
    for name in ("Zoë Müller", "Somebody Else"):
        build.request(offender_name=name)
        build.eligible_review(offender_name=name, by=build.user(Role.SUPERVISOR))
    supervisor.get(address)
    page = supervisor.submit("Find in this list", words="muller")
    assert "muller" not in page.path
    assert "Words: muller" in words(page.one(".moj-filter-tags"))
    assert "Müller" in page.text
    assert "Somebody Else" not in page.text
    page = supervisor.submit("Apply filters")
    assert "Words: muller" in words(page.one(".moj-filter-tags"))
    page = supervisor.click("Clear filters")
    assert "Somebody Else" in page.text


@pytest.mark.parametrize("address", ["/supervision/reassign", "/supervision/reassign/requests"])
def test_words_find_what_is_to_be_given(signed_in, address: str) -> None:
    supervisor = signed_in(Role.SUPERVISOR)
    for name in ("Zoë Müller", "Somebody Else"):
        build.request(offender_name=name)
        build.eligible_review(offender_name=name)
    supervisor.get(address)
    page = supervisor.submit("Find in this list", words="muller")
    assert "muller" not in page.path
    assert "Müller" in page.text
    assert "Somebody Else" not in page.text
    page = supervisor.click("Clear filters")
    assert page.path.startswith(address)


def test_words_find_a_sealed_case_by_what_its_list_shows_alone(signed_in) -> None:
    supervisor = signed_in(Role.SUPERVISOR)
    cases = [build.eligible_review(offender_name=name).case for name in ("Müller", "Brown")]
    for case in cases:
        sealing.seal(case, [], "An inquiry", build.user(Role.SUPERVISOR, email="s@example.org"))
    first, second = (case.reference for case in cases)
    supervisor.get("/supervision/sealed")
    page = supervisor.submit("Find in this list", words=first.lower())
    assert first in page.text
    assert second not in page.text
    page = supervisor.submit("Find in this list", words="muller")
    assert "No sealed case matches these filters" in page.text


def test_a_list_leads_nowhere_else(signed_in) -> None:
    caseworker = signed_in(Role.CASEWORKER)
    elsewhere = "https://elsewhere.example//elsewhere.example/x?a=b"
    caseworker.get("/casework/requests")
    data = {"csrf_token": token_of(caseworker), "words": "muller", "list": elsewhere}
    answer = caseworker.open("/casework/search", method="POST", data=data)
    assert answer.headers["Location"].startswith("/elsewhere.example/x?a=b&search=")
