"""The headers of a page: a nonce of its own each time, and the same rules everywhere."""

import re

from flask import Flask

from tests.support.checked_client import client_of
from ulss_tracker.web.core import security_headers


def test_each_response_has_a_nonce_of_its_own_and_its_policy_names_it(app: Flask) -> None:
    nonces = set()
    for _ in range(3):
        page = client_of(app).open("/")
        (drawn,) = set(re.findall(r'nonce="([^"]+)"', page.text))
        assert f"script-src 'self' 'nonce-{drawn}'; " in page.headers["Content-Security-Policy"]
        nonces.add(drawn)
    assert len(nonces) == 3


def test_no_page_is_kept_and_every_page_says_the_rest(app: Flask) -> None:
    for path in ("/", "/sign-in", "/none"):
        answer = client_of(app).open(path)
        assert answer.headers["Cache-Control"] == "no-store"
        for name, value in security_headers.ALWAYS:
            if (path, name) == ("/", "X-Robots-Tag"):
                assert name not in answer.headers  # it may be found
                continue
            assert answer.headers.getlist(name) == [value]
