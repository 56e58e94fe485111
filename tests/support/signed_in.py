"""Somebody signed in, without signing in."""

from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from ulss_tracker.permissions import Role


def signed_in(app: Flask, role: Role) -> CheckedClient:
    """A checked client with the session of `build.user(role)`."""
    client = client_of(app)
    signed = build.session_of(build.user(role))
    with client.session_transaction() as session:
        session.update(signed)
    return client
