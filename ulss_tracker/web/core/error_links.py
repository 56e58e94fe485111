"""Where a member of staff may go from a page that says what went wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request, session, url_for

from ulss_tracker.web.core import submitted_form
from ulss_tracker.web.core.access import may_open
from ulss_tracker.web.core.sessions import staff_or_none

NOT_FOUND = 404
# The pages of a record, by the blank of an address and the beginning of it that name the record.
_RECORDS = (
    ("review_id", "/casework/", "casework.show_review", "Go to the review"),
    ("reference", "/casework/cases/", "casework.show_case", "Go to the case"),
    ("reference", "/casework/requests/", "casework.show_request", "Go to the request"),
)


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """A link: where to, in words."""

    href: str
    text: str


def error_links(code: int) -> list[ErrorLink]:
    """The record, the page again, the page before, the start of the day: those that help here."""
    again = form_again(code)
    forms = [ErrorLink(again, "Open the form again")] if again else []
    links = [*_record(code), *forms, *_before(), *_start()]
    return list({link.href: link for link in reversed(links)}.values())[::-1]


def form_again(code: int) -> str:
    """The address of the form itself where sending it again may be all that it wants, or ""."""
    methods = (request.url_rule.methods if request.url_rule else None) or set()
    is_worth_it = request.method == "POST" and "GET" in methods and code in {400, 413, 429}
    return request.path if is_worth_it else ""


def _record(code: int) -> Iterator[ErrorLink]:
    """The record the address is about, unless it is what was not found, or could not be shown."""
    blanks = request.view_args or {}
    if code == NOT_FOUND and len(blanks) == 1:
        return
    for blank, beginning, endpoint, text in _RECORDS:
        is_of_it = blank in blanks and request.path.startswith(beginning)
        if is_of_it and request.endpoint != endpoint and _may_open(endpoint):
            yield ErrorLink(url_for(endpoint, **{blank: blanks[blank]}), text)


def _before() -> Iterator[ErrorLink]:
    """The page that led here, if it is one of ours and another."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.path and before.path != request.path and submitted_form.is_from_our_page():
        yield ErrorLink(
            before.path + (f"?{before.query}" if before.query else ""), "Go back to the page before"
        )


def _start() -> Iterator[ErrorLink]:
    """The page a person's day starts on, to which signing in leads them."""
    is_signed_in = "_user_id" in session
    yield ErrorLink(
        url_for("accounts.sign_in"), "Go to your first page" if is_signed_in else "Sign in"
    )


def _may_open(endpoint: str) -> bool:
    """Whether the person may; everybody when nobody can say who they are."""
    user = staff_or_none()
    return user is None or may_open(user.role, endpoint)
