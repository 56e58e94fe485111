"""An office's own provider of identities on this machine: OpenID Connect's code flow with PKCE.

Whoever is sent to it is signed in there at once, as `email`; where it `asks`, a person types their
address on its page first, and is known to it until they sign out there or it is asked to choose
again. It refuses what a real one does: a wrong secret, a code used twice, a verifier that does not
match the challenge.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

from tests.support import threaded_servers
from tests.support.threaded_servers import QuietHandler

CLIENT_ID, CLIENT_SECRET = "tracker", "the-secret-of-the-tracker"

_PAGE = """<!doctype html><html lang="en"><head><title>Office provider</title></head><body><main>
<h1>Office provider</h1><form action="/as">{fields}
<label for="email">Work address</label><input id="email" name="email">
<button>Continue</button></form></main></body></html>"""


@dataclass
class Provider:
    """Who is signed in there, what it says of them, and how it lies: `claims` go over its own."""

    url: str = ""
    email: str = "caseworker@example.org"
    subject: str = ""  # what it calls them for ever: by their address unless set
    proved_ago: int = 0  # seconds since they proved who they are, where it does not ask again
    asks: bool = False
    is_known: bool = False  # whether somebody has signed in on its page
    claims: dict[str, Any] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))
    signed_with: ECKey | None = None
    algorithm: str = "ES256"
    issuer: str = ""  # as it says of itself: its own address unless set
    leads: str = ""  # a page of its own that sends everybody elsewhere
    tokens: list[str] = field(default_factory=list)
    refuses: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    signed_out: list[dict[str, str]] = field(default_factory=list)

    def settings(self) -> dict[str, str]:
        """The tracker's settings for it."""
        return {
            "OIDC_ISSUER": self.url,
            "OIDC_CLIENT_ID": CLIENT_ID,
            "OIDC_CLIENT_SECRET": CLIENT_SECRET,
        }

    def page(self, asked: dict[str, str]) -> str:
        """Its own page of signing in; "" for whoever it lets through without one."""
        if not self.asks or (self.is_known and asked.get("prompt") != "select_account"):
            return ""
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in asked.items()
        )
        return _PAGE.format(fields=hidden)

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to, with a code."""
        self.asked.append(asked)
        if self.refuses:
            said = {"error": self.refuses, "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(16)
            self.codes[code] = asked
            said = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(said)}"

    def token(self, sent: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The tokens for a code; None for one that is refused."""
        own = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or authorization != f"Basic {own}":
            return None
        verifier = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if challenge != asked["code_challenge"] or asked["code_challenge_method"] != "S256":
            return None
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": self.subject or self.email,
            "auth_time": now - self.proved_ago,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": self.email,
            "email_verified": True,
        } | self.claims
        self.tokens += ["an-access-token-of-the-provider", self._signed(claims)]
        access_token, id_token = self.tokens[-2:]
        return {"access_token": access_token, "token_type": "Bearer", "id_token": id_token}

    def _signed(self, claims: dict[str, Any]) -> str:
        """The claims signed: by anybody, as `signed_with` says, or by nobody ("none")."""
        if self.algorithm == "none":
            parts = [{"alg": "none", "kid": "one"}, claims]
            coded = [base64.urlsafe_b64encode(json.dumps(each).encode()) for each in parts]
            return ".".join([*(each.decode().rstrip("=") for each in coded), ""])
        return jwt.encode({"alg": "ES256", "kid": "one"}, claims, self.signed_with or self.key)

    def metadata(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": self.issuer or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "end_session_endpoint": f"{self.url}/sign-out",
            "id_token_signing_alg_values_supported": ["ES256", "none"],
        }


def _handler(provider: Provider) -> type[QuietHandler]:
    class Handler(QuietHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            known = {
                "/keys": {"keys": [provider.key.as_dict(private=False)]},
                "/.well-known/openid-configuration": provider.metadata(),
            }
            if parts.path == provider.leads:
                self._send(302, location=f"{provider.url}/elsewhere{parts.path}")
            elif parts.path == "/authorize":
                page = provider.page(asked)
                self._send(200 if page else 302, page, "" if page else provider.authorize(asked))
            elif parts.path == "/as":
                provider.email, provider.is_known = asked.pop("email"), True
                self._send(302, location=provider.authorize(asked))
            elif parts.path == "/sign-out":
                provider.signed_out.append(asked)
                provider.is_known = False
                self._send(302, location=asked["post_logout_redirect_uri"])
            else:
                body = known.get(parts.path.removeprefix("/elsewhere"))
                self._send(404 if body is None else 200, body)

        def do_POST(self) -> None:
            body = self.sent_body().decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            tokens = provider.token(sent, self.headers.get("Authorization", ""))
            self._send(200 if tokens else 400, tokens or {"error": "invalid_grant"})

        def _send(self, status: int, body: Any = None, location: str = "") -> None:
            is_page = isinstance(body, str)
            answer = (body if is_page else json.dumps(body or {})).encode()
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Type", "text/html" if is_page else "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    return Handler


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Provider]:
    """The provider, served on a free port until the block ends.

    As "localhost" it is another site than the tracker at 127.0.0.1, to a browser too.
    """
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.url = f"http://{host}:{server.server_port}"
    with threaded_servers.serving(server):
        yield provider
