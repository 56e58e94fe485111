"""Debian's dovecot on this machine: one mailbox, on a port of 127.0.0.1, for one test."""

import grp
import imaplib
import json
import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

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

    def deliver(self, content: bytes) -> None:
        """Put a message into the inbox, as a mail server would."""
        client = self.signed_in()
        client.append("INBOX", "", imaplib.Time2Internaldate(time.time()), content)
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
        for folder in ("INBOX", "Taken"):
            status, found = client.select(folder)
            if status == "OK" and found[0] != b"0":
                client.store("1:*", "+FLAGS", r"(\Deleted)")
                client.expunge()
        client.logout()


class _Tokens(QuietHandler):
    """Whoever gives out tokens, asked by the mail server whether one is good."""

    def do_GET(self) -> None:
        """Say whose the token is, or that it is nobody's."""
        (token,) = parse_qs(urlsplit(self.path).query).get("token", [""])
        is_good = token == TOKEN
        said = json.dumps({"active": is_good, "username": USER if is_good else ""}).encode()
        self.reply(200, said, "application/json")


@contextmanager
def _tokens() -> Iterator[int]:
    """A service that knows `TOKEN`, and the port it listens on."""
    service = ThreadingHTTPServer(("127.0.0.1", 0), _Tokens)
    with serving(service):
        yield service.server_port


@contextmanager
def imap_server(certificate: Path | None = None) -> Iterator[ImapServer]:
    """A server with an empty mailbox, ended with the block; with TLS where it has a certificate."""
    with _tokens() as tokens_port:
        yield from _running(certificate, tokens_port)


def _running(certificate: Path | None, tokens_port: int) -> Iterator[ImapServer]:
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
                tokens_port=tokens_port,
                login=login,
                login_group=grp.getgrgid(pwd.getpwnam(login).pw_gid).gr_name,
                user=mailer.pw_name,
                group=group,
                password=PASSWORD,
            )
        )
        server = ImapServer(port, tls_port, home)
        server.start()
        try:
            yield server
        finally:
            server.stop()
