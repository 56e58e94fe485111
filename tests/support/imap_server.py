"""Debian's dovecot on this machine: one mailbox, on a port of 127.0.0.1, for one test."""

import grp
import imaplib
import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.mail_server import free_port

DOVECOT = Path("/usr/sbin/dovecot")
USER, PASSWORD = "requests", "a-password"
_SETTINGS = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
auth_allow_cleartext = yes
auth_mechanisms = plain login
default_login_user = {login}
default_internal_user = {login}
default_internal_group = {login_group}
mail_driver = maildir
mail_path = {home}/mail
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 0
first_valid_gid = 0
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb static {{
  password = {password}
}}
userdb static {{
  fields {{
    uid = {user}
    gid = {group}
    home = {home}
  }}
}}
namespace inbox {{
  inbox = yes
}}
"""


@dataclass
class ImapServer:
    """A mailbox, and what a mail server does with it."""

    port: int
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
        for _ in range(200):
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


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """A server with an empty mailbox, ended with the block."""
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
        (home / "dovecot.conf").write_text(
            _SETTINGS.format(
                home=home,
                port=port,
                login=login,
                login_group=grp.getgrgid(pwd.getpwnam(login).pw_gid).gr_name,
                user=mailer.pw_name,
                group=group,
                password=PASSWORD,
            )
        )
        server = ImapServer(port, home)
        server.start()
        try:
            yield server
        finally:
            server.stop()
