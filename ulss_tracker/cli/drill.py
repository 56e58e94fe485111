"""Restoring a backup for a trial: into a scratch database, whose history is verified and whose
pages are then read."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import make_url
from werkzeug.routing import Rule

from config import Config
from ulss_tracker.adapters.backup import dumps
from ulss_tracker.models import db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.operations import backups, drill_sample, history_check
from ulss_tracker.services.operations.backups import Manifest
from ulss_tracker.services.people import staff_sessions

Factory = Callable[[Config | None], Flask]
FACTORY = "ulss_create_app"
"""The name under which an application keeps what makes another like it."""

_OK, _FAULT = 200, 500
_OF_A_RECORD = {
    "case": "/casework/cases/{}",
    "review": "/casework/reviews/{}",
    "request": "/casework/requests/{}",
}


@dataclass
class Drill:
    """The outcome of a drill: how long restoring and reading took (seconds), and what is wrong."""

    manifest: Manifest
    restored: float
    read: float = 0.0
    pages: int = 0
    wrong: list[str] = field(default_factory=list)


def run(path: Path, server: str, identity: Path | None) -> Drill:
    """Restore the backup into a scratch database beside that at `server`; verify and read it.

    Nothing of the office's own database is touched, and the scratch one is gone afterwards.
    Raises `BackupError` where it cannot be restored or is not equal.
    """
    with (
        tempfile.TemporaryDirectory(prefix="ulss-drill-") as directory,
        dumps.scratch(make_url(server), Path(directory)) as url,
    ):
        address = url.render_as_string(hide_password=False)
        began = time.monotonic()
        manifest = backups.restore(path, address, identity)
        app = _application(address)
        try:
            with app.app_context():
                upgrade()
            drill = Drill(manifest, time.monotonic() - began)
            began = time.monotonic()
            with app.app_context():
                report = history_check.check(is_copy=True)
                drill.wrong += [fault.words.rstrip(".") for fault in report.faults]
            _read_pages(app, drill)
            drill.read = time.monotonic() - began
        finally:
            with app.app_context():
                db.session.remove()
                for engine in db.engines.values():
                    engine.dispose()
            office_details.configure(current_app.config)
    return drill


def _application(address: str) -> Flask:
    """The tracker on the scratch database: as it is served, but that faults come as pages."""
    settings: dict[str, Any] = {
        "ULSS_ENV": "testing",
        "DATABASE_URL": address,
        "SERVER_NAME": None,
        "RATELIMIT_STORAGE_URI": "memory://",
        "TRUSTED_PROXIES": 0,
        "extra": {"PROPAGATE_EXCEPTIONS": False},
    }
    create_app: Factory = current_app.extensions[FACTORY]
    return create_app(Config(**settings))


def _read_pages(app: Flask, drill: Drill) -> None:
    """Open every page without a record, and those of the newest, as one person of each role."""
    with app.app_context():
        people = drill_sample.one_of_each_role()
        keys = {
            role.value: (user.session_key, staff_sessions.begin(user))
            for role, user in people.items()
        }
        records = drill_sample.newest_records()
        db.session.remove()
    addresses = sorted(set(_addresses(app)) | set(_of_records(records)))
    for role, (account, key) in {"nobody": ("", ""), **keys}.items():
        client = app.test_client()
        if key:
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = account, True
                session["session_key"] = key
        seen = 0
        for address in addresses:
            status = client.get(address).status_code
            seen += status == _OK
            if status >= _FAULT:
                drill.wrong.append(f"{address} answered {status} to {role}")
        if not seen:
            drill.wrong.append(f"no page opened to {role}")
        drill.pages += seen


def _addresses(app: Flask) -> Iterator[str]:
    rules: Iterator[Rule] = app.url_map.iter_rules()
    for rule in rules:
        if "GET" in (rule.methods or ()) and not rule.arguments:
            yield rule.rule


def _of_records(records: dict[str, list[str | int]]) -> Iterator[str]:
    for name, found in records.items():
        for each in found:
            yield _OF_A_RECORD[name].format(each)
