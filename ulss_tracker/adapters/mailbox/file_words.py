"""The words of the files that came with a message, read by the gate in processes of its own."""

import tempfile
import time

from ulss_tracker.adapters.gate import client
from ulss_tracker.adapters.mailbox import charsets
from ulss_tracker.adapters.mailbox.message import MailMessage

_MOST_FILES = 10
_LARGEST = 10 * 1024 * 1024
_LONGEST = 20_000
_SECONDS = 20.0


def read(mail: MailMessage) -> dict[str, str]:
    """The words of each file in which the gate finds any, by its name.

    Of many files, or of files that take long, those that a moment allows: other messages wait.
    """
    found: dict[str, str] = {}
    until = time.monotonic() + _SECONDS
    for file in list(mail.all_files())[:_MOST_FILES]:
        if time.monotonic() > until:
            break
        if 0 < len(file.content) <= _LARGEST and (text := _words(file.content)):
            found[file.name] = charsets.clean(text[:_LONGEST])
    return found


def _words(content: bytes) -> str:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        try:
            look = client.look(file)
            if look.kind is None or look.kind.is_picture:
                return ""
            with client.make_safe(file, look.kind) as copy:
                return copy.text.strip() if copy else ""
        except client.TooBusy:
            return ""
