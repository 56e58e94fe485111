"""Stored files, given without the session's cookie: by a token for one person and one file.

A page of staff's, which the cookie opens, sends the browser here with a token that it makes at that
moment. The token is good for 60 seconds. It stands in the query, which no log of ours holds: not
the application's, not gunicorn's (it has none of what is asked) and not the proxy's (its example
leaves these addresses out). With FILES_URL these addresses are at another host, where the cookie
is never sent, and nothing else is answered there.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request, send_file, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import FileRole, User
from ulss_tracker.services.core import users
from ulss_tracker.services.files import integrity, viewing
from ulss_tracker.services.files.storing import Tampered
from ulss_tracker.services.protection import access_filter
from ulss_tracker.web.core import signing_keys
from ulss_tracker.web.core.access import ANYONE, Blueprint
from ulss_tracker.web.core.own_transaction import own_transaction

blueprint = Blueprint("files", __name__)

GOOD_FOR = timedelta(seconds=60)
_EXPIRED = "The way to this file was good for 60 seconds. Open the file’s page again."


def set_up(app: Flask) -> None:
    """Answer at the files' own address nothing but files, and files nowhere else."""
    app.before_request(_hold_to_host)


def address(reader: User, document_id: int, role: FileRole, number: int = 0) -> str:
    """Where this person may fetch this file for the next 60 seconds."""
    until = int((clock.now() + GOOD_FOR).timestamp())
    token = _signer().dumps([reader.id, document_id, role.value, number, until])
    return f"{current_app.config['FILES_URL']}{url_for('files.show', token=token)}"


# The token in the address is the key, for 60 seconds.
@blueprint.get("/files/show", may=ANYONE)
def show() -> Response:
    """One stored file, for whoever the token was made for."""
    reader, document_id, role, number = _opened(request.args.get("token", ""))
    access_filter.read_for(reader)
    try:
        file = viewing.take(document_id, role, number, reader)
    except Tampered:
        _report(document_id)
        raise
    return send_file(
        file.file,
        mimetype=file.media_type,
        as_attachment=not file.is_page,
        download_name=file.name,
        etag=False,
    )


def _opened(token: str) -> tuple[User, int, FileRole, int]:
    """Whom and what the token is for. Raises `NotFound` for one that is not ours or too old."""
    try:
        person_id, document_id, role, number, until = _signer().loads(token)
    except BadSignature:
        raise NotFound(_EXPIRED) from None
    reader = users.get(person_id)
    if not reader.is_active or clock.now().timestamp() > until:
        raise NotFound(_EXPIRED)
    return reader, document_id, FileRole(role), number


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(signing_keys.oldest_first(), salt="stored file")


def _report(document_id: int) -> None:
    """Write, on a page that reads, that the file is not as it was stored."""
    with own_transaction():
        integrity.report(document_id)


def _hold_to_host() -> Any:
    own = urlsplit(str(current_app.config["FILES_URL"])).netloc
    is_files = request.endpoint == "files.show"
    if own and (request.host == own) != is_files:
        abort(404)
