"""Debian's dovecot on this machine: one mailbox, on a port of 127.0.0.1, for one test.

Beside it whoever gives out its tokens, as Microsoft and Google do, each good for a while alone.
"""

import grp
import imaplib
import json
import os
import pwd
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from tests.support.ports import free_port
from tests.support.threaded_servers import QuietHandler, serving

DOVECOT = Path("/usr/sbin/dovecot")
USER, PASSWORD, TOKEN = "requests", "a-password", "a-token"
_SETTINGS = (Path(__file__).parent / "data" / "dovecot.conf").read_text(encoding="utf-8")


_TLS = """
ssl = yes
ssl_server_cert_file = {certificate}
ssl_server_key_file = {certificate}
"""


@dataclass
class ImapServer:
    """A mailbox, and what a mail server does with it."""

    port: int
    tls_port: int
    home: Path
    tokens: "TokenGiver"
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Its address, as IMAP_URL says it."""
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        settings = self.home / "dovecot.conf"
        self.process = subprocess.Popen([str(DOVECOT), "-F", "-c", str(settings)])
        for _ in range(1200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5):
                self.signed_in().logout()
                return
            time.sleep(0.05)
        log = self.home / "log"
        raise AssertionError(log.read_text() if log.exists() else "dovecot does not answer")

    def stop(self) -> None:
        """End the server."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=20)
            self.process = None

    def signed_in(self) -> imaplib.IMAP4:
        """A connection that is signed in."""
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        try:
            client.login(USER, PASSWORD)
        except BaseException:
            client.shutdown()
            raise
        return client

    def deliver(self, content: bytes, folder: str = "INBOX") -> None:
        """Put a message into the inbox, as a mail server would, or into Junk."""
        client = self.signed_in()
        client.append(folder, "", imaplib.Time2Internaldate(time.time()), content)
        client.logout()

    def count(self, folder: str) -> int:
        """How many messages are in a folder."""
        client = self.signed_in()
        status, found = client.select(f'"{folder}"', readonly=True)
        client.logout()
        return int(found[0] or 0) if status == "OK" else 0

    def empty(self) -> None:
        """Remove every message."""
        client = self.signed_in()
        for folder in ("INBOX", "Junk", "Taken"):
            status, found = client.select(folder)
            if status == "OK" and found[0] != b"0":
                client.store("1:*", "+FLAGS", r"(\Deleted)")
                client.expunge()
        client.logout()


@dataclass
class TokenGiver:
    """Gives tokens for a secret or a signed assertion: each good for so many `seconds`."""

    port: int = 0
    seconds: float = 3600.0
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    good_until: dict[str, float] = field(default_factory=lambda: {TOKEN: float("inf")})

    @property
    def application(self) -> dict[str, Any]:
        """What a file of Microsoft 365's client credentials holds."""
        own = {"tenant_id": "office", "client_id": "tracker", "client_secret": "a-secret"}
        return own | {"token_uri": f"http://127.0.0.1:{self.port}/token"}

    @property
    def service_account(self) -> dict[str, Any]:
        """The file of a service account's key, as Google writes it."""
        return {
            "type": "service_account",
            "client_id": "1",
            "client_email": "tracker@office.example.org",
            "private_key_id": "one",
            "private_key": self.key.as_pem(private=True).decode(),
            "token_uri": self.application["token_uri"],
        }

    def give(self, sent: dict[str, str]) -> str:
        """A token, where what was sent is right; else ""."""
        if sent["grant_type"] == "client_credentials":
            is_right = (
                sent.items()
                >= {
                    "client_id": "tracker",
                    "client_secret": "a-secret",
                    "scope": "https://outlook.office365.com/.default",
                }.items()
            )
        else:
            is_right = self._is_signed(sent["assertion"])
        token = secrets.token_urlsafe() if is_right else ""
        self.good_until[token] = time.monotonic() + (self.seconds if is_right else 0)
        return token

    def _is_signed(self, assertion: str) -> bool:
        try:
            claims = jwt.decode(assertion, self.key).claims
        except JoseError:
            return False
        return (
            claims["exp"] > time.time()
            and claims.items()
            >= {
                "iss": "tracker@office.example.org",
                "sub": USER,
                "aud": self.application["token_uri"],
                "scope": "https://mail.google.com/",
            }.items()
        )


def _handler(giver: TokenGiver) -> type[QuietHandler]:
    class Handler(QuietHandler):
        def do_GET(self) -> None:
            """Tell the mail server whose the token is, or that it is nobody's."""
            (token,) = parse_qs(urlsplit(self.path).query).get("token", [""])
            is_good = giver.good_until.get(token, 0) > time.monotonic()
            said = {"active": is_good, "username": USER if is_good else ""}
            self.reply(200, json.dumps(said).encode(), "application/json")

        def do_POST(self) -> None:
            """Give a token out, or refuse."""
            sent = {name: values[0] for name, values in parse_qs(self.sent_body().decode()).items()}
            token = giver.give(sent)
            said = {"access_token": token, "token_type": "Bearer", "expires_in": giver.seconds}
            body = said if token else {"error": "invalid_client"}
            self.reply(200 if token else 401, json.dumps(body).encode(), "application/json")

    return Handler


@contextmanager
def _tokens() -> Iterator[TokenGiver]:
    giver = TokenGiver()
    service = ThreadingHTTPServer(("127.0.0.1", 0), _handler(giver))
    giver.port = service.server_port
    with serving(service):
        yield giver


@contextmanager
def imap_server(certificate: Path | None = None) -> Iterator[ImapServer]:
    """A server with an empty mailbox, ended with the block; with TLS where it has a certificate."""
    with _tokens() as tokens:
        yield from _running(certificate, tokens)


def _running(certificate: Path | None, tokens: TokenGiver) -> Iterator[ImapServer]:
    is_root = os.getuid() == 0
    with TemporaryDirectory(prefix="imap-") as made:
        home = Path(made)
        home.chmod(0o755)
        port = free_port()
        login = "dovenull" if is_root else pwd.getpwuid(os.getuid()).pw_name
        own = pwd.getpwuid(os.getuid())
        mailer = pwd.getpwnam("nobody") if is_root else own
        group = grp.getgrgid(mailer.pw_gid).gr_name
        mail = home / "mail"
        mail.mkdir()
        if is_root:
            os.chown(mail, mailer.pw_uid, mailer.pw_gid)
        tls_port = free_port() if certificate else 0
        tls = _TLS.format(certificate=certificate) if certificate else "\nssl = no\n"
        (home / "dovecot.conf").write_text(
            (_SETTINGS + tls).format(
                home=home,
                port=port,
                tls_port=tls_port,
                tokens_port=tokens.port,
                login=login,
                login_group=grp.getgrgid(pwd.getpwnam(login).pw_gid).gr_name,
                user=mailer.pw_name,
                group=group,
                password=PASSWORD,
            )
        )
        server = ImapServer(port, tls_port, home, tokens)
        server.start()
        try:
            yield server
        finally:
            server.stop()
