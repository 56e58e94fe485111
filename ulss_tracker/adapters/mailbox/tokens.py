"""The token that opens the mailbox: from a file, or asked of whoever gives tokens out (OAuth 2.0).

One is asked for at each fetch: none is kept that may have expired, or been taken back.
"""

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, TypeAdapter, ValidationError

from ulss_tracker.adapters import outgoing
from ulss_tracker.errors import ServiceFault

_SECONDS = 20
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
_CODE = re.compile(r"[a-z_]{1,40}")  # of RFC 6749, 5.2
_MICROSOFT = "https://login.microsoftonline.com/{}/oauth2/v2.0/token"
_MICROSOFT_SCOPE = "https://outlook.office365.com/.default"
_GOOGLE_SCOPE = "https://mail.google.com/"


def _safe(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _THIS_MACHINE:
        raise ValueError("it would send a secret in the clear")
    return url


class _ServiceAccount(BaseModel):
    """A Google service account's key, as Google writes its file."""

    client_email: str
    private_key_id: str
    private_key: str
    token_uri: Annotated[str, AfterValidator(_safe)]


class _Application(BaseModel):
    """An application of a Microsoft 365 directory; another `token_uri` is a national cloud's."""

    tenant_id: str
    client_id: str
    client_secret: str
    token_uri: Annotated[str, AfterValidator(_safe)] = ""


_CREDENTIALS: TypeAdapter[_ServiceAccount | _Application] = TypeAdapter(
    _ServiceAccount | _Application
)


def token(file: Path, user: str) -> str:
    """The token by which `user` signs in. Raises `ServiceFault`.

    The file holds a token, which something else renews, or what one is asked for with.
    """
    try:
        content = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise ServiceFault(
            f"IMAP_TOKEN_FILE cannot be read ({type(fault).__name__}). Put the file where the "
            "setting says, readable by the account that the jobs run as"
        ) from None
    if not content.startswith("{"):
        return content
    try:
        return _asked(_CREDENTIALS.validate_json(content), user)
    except ValidationError:
        raise ServiceFault(
            "IMAP_TOKEN_FILE is neither a Google service account's key nor has tenant_id, "
            "client_id and client_secret of Microsoft 365. Put one of these there"
        ) from None


def _asked(credentials: _ServiceAccount | _Application, user: str) -> str:
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        if isinstance(credentials, _ServiceAccount):
            return _by_assertion(credentials, user)
        return _by_secret(credentials)
    except AuthlibBaseError as fault:
        code = fault.error if _CODE.fullmatch(fault.error or "") else "no reason"
        raise ServiceFault(
            f"No token is given for what IMAP_TOKEN_FILE holds ({code}). Its secret or key may "
            "have ended: make a new one at Microsoft or Google, and put it there"
        ) from None
    except RequestException as fault:
        raise ServiceFault(
            f"Whoever gives out tokens does not answer ({type(fault).__name__}). Check that this "
            "machine may reach it"
        ) from None
    except (JoseError, ValueError, KeyError):
        raise ServiceFault(
            "The private key in IMAP_TOKEN_FILE cannot be used, or the answer had no token. Put "
            "the file there as Google or Microsoft made it"
        ) from None


def _by_secret(application: _Application) -> str:
    """By client credentials (RFC 6749, 4.4)."""
    from authlib.integrations.requests_client import OAuth2Session

    session = OAuth2Session(
        application.client_id,
        application.client_secret,
        scope=_MICROSOFT_SCOPE,
        token_endpoint_auth_method="client_secret_post",  # noqa: S106  # nosec B106 - a method
        default_timeout=_SECONDS,
    )
    url = application.token_uri or _MICROSOFT.format(application.tenant_id)
    answer = outgoing.straight(session).fetch_token(url, grant_type="client_credentials")
    return str(answer["access_token"])


def _by_assertion(account: _ServiceAccount, user: str) -> str:
    """By an assertion that the account signs on behalf of the user (RFC 7523)."""
    from authlib.integrations.requests_client import AssertionSession
    from joserfc.jwk import RSAKey

    session = AssertionSession(
        account.token_uri,
        issuer=account.client_email,
        subject=user,
        claims={"scope": _GOOGLE_SCOPE},
        header={"alg": "RS256", "kid": account.private_key_id},
        key=RSAKey.import_key(account.private_key),
        default_timeout=_SECONDS,
    )
    return str(outgoing.straight(session).refresh_token()["access_token"])
