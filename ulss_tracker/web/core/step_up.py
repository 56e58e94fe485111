"""Stepping up: what weighs most asks for a code again, unless one was given just before.

A form that was sent is kept while the code is asked for, and shown to be sent again.
"""

from typing import Any

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.web.core import reauthentication, sessions
from ulss_tracker.web.core.sessions import staff_or_none

OF_FORMS = frozenset(
    {
        "accounts.add_passkey",
        "accounts.change_password",
        "accounts.end_session",
        "accounts.remove_passkey",
        "accounts.sign_out_everywhere",
        "admin.add_person",
        "admin.change_person",
        "admin.propose_password_link",
        "admin.propose_factor_reset",
        "admin.propose_wake",
        "admin.unlock_person",
        "admin.approve_proposal",
        "admin.confirm_restored",
        "casework.code_letter_pdf",
        "casework.decide",
        "casework.end_restriction",
        "casework.new_code",
        "casework.override",
        "casework.pass_decision",
        "casework.record_decision",
        "casework.open_lock",
        "casework.seal_case",
        "casework.sign_override",
        "casework.take_original",
        "casework.name_reader",
        "casework.remove_reader",
        "law.sign",
        "supervision.unseal",
    }
)
"""Pages whose form asks for a code as it is sent; they are read without one."""

OF_PAGES = frozenset({"accounts.add_passkey", "accounts.set_up_factor"})
"""Pages that ask as they are opened: what they send could not be kept meanwhile.

Whoever is not signed in yet is asked by the page itself for what they must have given.
"""


def set_up(app: Flask) -> None:
    """Hold every request to it, after the access table: a refusal needs no code."""
    app.before_request(_check)


def ask() -> None:
    """Lead to the page that asks for a code, and back, unless one was given just before."""
    if _is_wanted():
        abort(redirect(url_for("accounts.step_up", next=request.full_path.rstrip("?"))))


def _is_wanted() -> bool:
    return sessions.wants_code() and not sessions.is_code_fresh() and staff_or_none() is not None


def _check() -> Response | None:
    if request.method == "POST" and request.endpoint in OF_FORMS and _is_wanted():
        g.kept = reauthentication.signed()
        page: Any = current_app.view_functions["accounts.step_up"]()
        return current_app.make_response((page, 401))
    if request.endpoint in OF_PAGES:
        ask()
    return None
