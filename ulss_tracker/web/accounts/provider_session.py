"""The session at the office's own provider, beside the tracker's."""

from flask import current_app, session, url_for

from ulss_tracker.adapters import office_provider


def sign_out_address() -> str:
    """Where the provider's own session is ended, for whoever came in by it; else ""."""
    if not session.get("by_provider") or not office_provider.is_there(current_app):
        return ""
    return office_provider.sign_out_address(
        current_app, url_for("accounts.sign_in", _external=True)
    )
