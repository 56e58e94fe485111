"""A real mail server on this machine, which can be told to misbehave."""

import asyncio
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tests.support.ports import free_port

TAKEN = "250 Taken"


@dataclass
class MailServer:
    """The mail that came, and how to answer it: set `on_recipient` or `on_data` to refuse."""

    port: int
    received: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    on_recipient: str = ""
    on_data: str = ""
    after_data: Callable[[], None] | None = None
    hangs_up_after_data: bool = False
    seconds_before_answer: float = 0

    @property
    def url(self) -> str:
        """Its address, as SMTP_URL says it."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self.on_recipient:
            return self.on_recipient.format(address=address)
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.seconds_before_answer)
        if self.on_data:
            return self.on_data
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.raw.append(envelope.content)
        self.received.append(message)
        self.recipients.extend(envelope.rcpt_tos)
        if self.after_data is not None:
            self.after_data()
        if self.hangs_up_after_data:
            server.transport.abort()
        return TAKEN


@contextmanager
def mail_server(
    *, certificate: Path | None = None, password: str | None = None, port: int | None = None
) -> Iterator[MailServer]:
    """Serve until the block ends; with a `certificate` nothing is taken before STARTTLS."""
    server = MailServer(port or free_port())
    options: dict[str, Any] = {"enable_SMTPUTF8": True}
    if certificate is not None:
        context = SSLContext(PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        options |= {"tls_context": context, "require_starttls": True}
    if password is not None:
        options |= {
            "auth_required": True,
            "auth_require_tls": certificate is not None,
            "authenticator": _knows(password),
        }
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """A port on which somebody takes calls and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def self_signed(directory: Path) -> Path:
    """A certificate for this machine, with its key in the same file."""
    key, certificate = directory / "key.pem", directory / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    certificate.write_text(certificate.read_text() + key.read_text())
    return certificate


def _knows(password: str) -> Callable[..., AuthResult]:
    def authenticate(
        _server: SMTP, _session: Any, _envelope: Any, _how: str, data: Any
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == password.encode()
        return AuthResult(success=right, handled=False)

    return authenticate
