"""Response headers that keep pages and files safe, and the nonce that lets our own script run."""

import secrets
from http import HTTPStatus

from flask import Flask, Response, current_app, g, request

POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self'; "
    "img-src 'self' data:{files}; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)

ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("X-Robots-Tag", "noindex, nofollow"),
)
"""Headers of every response besides; nothing else in the tracker sets any of them."""

# A stored file: nothing of it runs, whatever opens it, and its address is told to nobody.
OF_STORED_FILE = {
    "Content-Security-Policy": (
        "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
    ),
    "Referrer-Policy": "no-referrer",
}

HTTPS_ONLY = "max-age=31536000; includeSubDomains"


def set_up(app: Flask) -> None:
    """Send the headers with every response."""
    app.before_request(_make_nonce)
    app.after_request(_add_headers)
    app.context_processor(lambda: {"csp_nonce": nonce()})


def of_files(*, is_https: bool) -> tuple[tuple[str, str], ...]:
    """The headers of a static file. They are the same every time: there is no nonce in them."""
    transport = (("Strict-Transport-Security", HTTPS_ONLY),) if is_https else ()
    return (("Content-Security-Policy", POLICY.format(nonce="", files="")), *ALWAYS, *transport)


def nonce() -> str:
    """This response's nonce, for the `nonce` attribute of our own script elements."""
    return str(getattr(g, "csp_nonce", ""))


def _make_nonce() -> None:
    g.csp_nonce = secrets.token_urlsafe(16)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = POLICY.format(
        nonce=f" 'nonce-{nonce()}'", files=_files_host()
    )
    headers.extend(ALWAYS)
    if g.get("is_findable") and response.status_code == HTTPStatus.OK:
        del headers["X-Robots-Tag"]
    if request.endpoint == "accounts.sign_out":
        headers["Clear-Site-Data"] = '"cache", "storage"'
    if request.endpoint == "files.show":
        headers.update(OF_STORED_FILE)
        if _files_host():  # the pages that show it are at another address
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.is_secure:
        headers["Strict-Transport-Security"] = HTTPS_ONLY
    # Pages hold people's words: no shared or later reader of this machine's cache may see them.
    headers["Cache-Control"] = "no-store"
    return response


def _files_host() -> str:
    address = str(current_app.config["FILES_URL"])
    return f" {address}" if address else ""
