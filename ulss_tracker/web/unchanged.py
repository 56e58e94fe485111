"""The office's lists and cases, drawn once while nothing has changed.

Many people look at the same few pages, and most looks find nothing new. PostgreSQL says in one
short answer whether anything at all was committed since a page was drawn (`saving.mark_of_data`);
while nothing was, and within the same minute (pages say how much time is left), whoever asks for
the same page again is sent what they were sent before. Any change, anywhere, has every page drawn
anew: there is nothing to forget and nothing to go stale.

Kept in the worker's own memory, for one person each. A page that opened a restricted record is
never kept: every reading of it must be recorded. SQLite gives no such mark, and draws each time.
"""

from dataclasses import dataclass, field

from flask import Flask, Response, current_app, g, request, session
from flask_wtf.csrf import generate_csrf

from ulss_tracker import clock
from ulss_tracker.services import audit, saving
from ulss_tracker.web import headers
from ulss_tracker.web.sessions import staff

DRAWN_ONCE = frozenset(
    {
        "casework.case_letters",
        "casework.case_offenders",
        "casework.case_papers",
        "casework.case_requests",
        "casework.case_tellings",
        "casework.case_timeline",
        "casework.home",
        "casework.messages",
        "casework.people_to_tell",
        "casework.request_list",
        "casework.show_case",
        "casework.to_decide",
        "statistics.show",
        "supervision.board",
        "supervision.exceptions",
        "supervision.load",
    }
)
"""Pages with nothing of chance in them but the response's nonce and the form token."""

A_MINUTE = 60
_OK = 200
# No page can hold these: where each response has a nonce and a form token of its own.
_NONCE, _TOKEN = b"\0nonce\0", b"\0token\0"

Key = tuple[str, ...]


@dataclass(slots=True)
class _Kept:
    """The pages drawn since the last change, and how many bytes they are."""

    mark: tuple[str, int] | None = None
    pages: dict[Key, bytes] = field(default_factory=dict)
    size: int = 0

    def begin(self, mark: tuple[str, int]) -> None:
        if mark != self.mark:
            self.mark, self.size = mark, 0
            self.pages.clear()

    def add(self, key: Key, page: bytes, most: int) -> None:
        if self.size + len(page) > most:
            self.pages.clear()
            self.size = 0
        if len(page) <= most:
            self.pages[key] = page
            self.size += len(page)


def set_up(app: Flask) -> None:
    """Look for the page before it is drawn, and keep it after. Needs to know who is signed in."""
    app.extensions["unchanged"] = _Kept()
    app.before_request(_find)
    app.after_request(_keep)


def _find() -> Response | None:
    most = current_app.config["PAGES_KEPT_BYTES"]
    if not most or request.method != "GET" or request.endpoint not in DRAWN_ONCE:
        return None
    if "_flashes" in session:
        return None  # what is said once is drawn once
    mark = saving.mark_of_data()
    if mark is None:
        return None
    kept: _Kept = current_app.extensions["unchanged"]
    kept.begin((mark, int(clock.now().timestamp()) // A_MINUTE))
    key = (str(staff().id), request.host_url, request.full_path)
    page = kept.pages.get(key)
    if page is None:
        g.keep_page_as = key
        return None
    return Response(_for_this_response(page), mimetype="text/html")


def _keep(response: Response) -> Response:
    key: Key | None = g.pop("keep_page_as", None)
    if key is None or response.status_code != _OK or audit.readings() or "_flashes" in session:
        return response
    page = response.get_data().replace(headers.nonce().encode(), _NONCE)
    if token := _token():
        page = page.replace(token, _TOKEN)
    kept: _Kept = current_app.extensions["unchanged"]
    kept.add(key, page, current_app.config["PAGES_KEPT_BYTES"])
    return response


def _for_this_response(page: bytes) -> bytes:
    page = page.replace(_NONCE, headers.nonce().encode())
    return page.replace(_TOKEN, generate_csrf().encode()) if _TOKEN in page else page


def _token() -> bytes:
    """The form token that this response was drawn with, if it was drawn with one."""
    return str(g.get(current_app.config["WTF_CSRF_FIELD_NAME"], "")).encode()
