"""The office's own provider of identities (OpenID Connect), by settings: who somebody is there.

The code flow with state, nonce and PKCE, all of it Authlib's. Nothing here knows an account.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask
from werkzeug.wrappers import Response

from ulss_tracker.adapters import outgoing

LONGEST_SUBJECT = 255
"""As long as the standard lets it be."""
_NAME = "office"
_METADATA = "/.well-known/openid-configuration"
_PATIENCE = 10
"""Seconds for each answer of the provider's."""
_EXTENSION = "office provider"
_ALGORITHMS = ("RS256", "PS256", "ES256")
"""An answer may be signed with these, whatever the provider says of itself: public keys alone."""


class ProviderError(Exception):
    """The provider did not say who somebody is, or what it said does not hold."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to the provider: a verified address, and how they proved it.

    `subject` is what it calls them for ever, and gives to nobody else. `methods` are the values of
    its `acr` and `amr`.
    """

    issuer: str
    subject: str
    email: str
    methods: frozenset[str]


def is_there(app: Flask) -> bool:
    """Whether the settings name a provider."""
    return bool(app.config["OIDC_ISSUER"])


def says_so(issuer: str) -> bool:
    """Whether who answers at this address says that it is this provider."""
    try:
        metadata = outgoing.ask("GET", issuer + _METADATA, seconds=_PATIENCE).json()
    except _faults():
        return False
    return isinstance(metadata, dict) and metadata.get("issuer") == issuer


def send_to(app: Flask, back: str, *, chooses: bool = False) -> Response:
    """Send the browser to the provider, which sends it to `back`. Raises `ProviderError`.

    It asks again whoever it last asked too long ago (`OIDC_LONGEST`). Where somebody `chooses`, it
    asks as whom, also whom it knows: another account than before.
    """
    longest = _longest(app)
    extra: dict[str, Any] = {"max_age": longest} if longest else {}
    extra |= {"prompt": "select_account"} if chooses else {}
    try:
        answer: Response = _client(app).authorize_redirect(back, **extra)
    except _faults() as error:
        raise ProviderError from error
    return answer


def read_answer(app: Flask, now: datetime) -> Identity:
    """Who came back from the provider. Raises `ProviderError` for whatever does not hold.

    That they proved it too long before `now` does not hold either.
    """
    issuer = str(app.config["OIDC_ISSUER"])
    try:
        token = _client(app).authorize_access_token(
            claims_options={
                "iss": {"essential": True, "values": [issuer]},
                "aud": {"essential": True, "values": [app.config["OIDC_CLIENT_ID"]]},
            }
        )
    except _faults() as error:
        raise ProviderError from error
    claims = token.get("userinfo") or {}
    email, subject = claims.get("email"), claims.get("sub")
    if not isinstance(email, str) or not email or claims.get("email_verified") is not True:
        raise ProviderError
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ProviderError
    if not _is_recent(claims.get("auth_time"), _longest(app), now):
        raise ProviderError
    return Identity(issuer, subject, email, _methods(claims))


def sign_out_address(app: Flask, back: str) -> str:
    """Where the provider's own session is ended, and comes to `back`; "" where it has no such."""
    try:
        client = _client(app)
        logout_url = client.create_logout_url(
            post_logout_redirect_uri=back, client_id=client.client_id
        )
    except _faults():
        return ""
    return str(logout_url["url"])


def _client(app: Flask) -> Any:
    """The provider as Authlib knows it: read in only by an office that has one.

    Raises `ProviderError` where what it says of itself is of another provider.
    """
    if _EXTENSION not in app.extensions:
        from authlib.integrations.flask_client import OAuth

        oauth = OAuth(app)
        oauth.register(
            _NAME,
            client_id=app.config["OIDC_CLIENT_ID"],
            client_secret=app.config["OIDC_CLIENT_SECRET"],
            server_metadata_url=app.config["OIDC_ISSUER"] + _METADATA,
            client_kwargs={
                "scope": "openid email",
                "code_challenge_method": "S256",
                "default_timeout": _PATIENCE,
            },
        )
        app.extensions[_EXTENSION] = oauth
    client = app.extensions[_EXTENSION].create_client(_NAME)
    client.client_cls = _session
    metadata = client.load_server_metadata()
    if metadata.get("issuer") != app.config["OIDC_ISSUER"]:
        del app.extensions[_EXTENSION]  # ask it again the next time
        raise ProviderError
    metadata["id_token_signing_alg_values_supported"] = list(_ALGORITHMS)
    return client


def _session(**settings: Any) -> Any:
    from authlib.integrations.requests_client import OAuth2Session

    return outgoing.straight(OAuth2Session(**settings))


def _faults() -> tuple[type[Exception], ...]:
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    return (ProviderError, AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError)


def _longest(app: Flask) -> int:
    return int(app.config["OIDC_LONGEST"]) * 60 * 60


def _is_recent(auth_time: Any, longest: int, now: datetime) -> bool:
    """Whether they proved who they are within `longest` seconds, where that is asked for."""
    if not longest:
        return True
    is_time = isinstance(auth_time, int | float) and not isinstance(auth_time, bool)
    return is_time and now.timestamp() - float(auth_time) <= longest + _PATIENCE


def _methods(claims: dict[str, Any]) -> frozenset[str]:
    amr = claims.get("amr") or []
    named = amr if isinstance(amr, list) else [amr]
    return frozenset(str(each) for each in [*named, claims.get("acr") or ""] if each)
