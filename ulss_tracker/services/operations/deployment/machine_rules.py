"""Rules about the machine: told, and no reason not to start."""

import ctypes
import os
import stat
from collections.abc import Callable
from pathlib import Path

from config import Config
from ulss_tracker.scheme.law import retention

_CLOCK_IS_WRONG = 5  # TIME_ERROR of adjtimex(2)
_ROOM_FOR_TIMEX = 512  # bytes: the structure has 208 on 64 bits


def clock(_config: Config) -> str:
    """The machine's clock is kept right: days left are counted by it."""
    if _clock_state() != _CLOCK_IS_WRONG:
        return ""
    return (
        "The machine’s clock is not synchronised: start systemd-timesyncd or chrony. Deadlines and "
        "codes of the second factor are read by it"
    )


def secret_files(config: Config) -> str:
    """Files that hold secrets are readable by nobody else on the machine."""
    directory = Path(config.secrets_directory) if config.secrets_directory else None
    paths = sorted(directory.iterdir()) if directory and directory.is_dir() else []
    paths += [
        Path(path)
        for path in (
            config.IMAP_TOKEN_FILE,
            config.BACKUP_IDENTITY_FILE,
            config.CHECKPOINT_KEY_FILE,
        )
        if path
    ]
    for file in paths:
        if file.is_file() and file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
            return f"{file.name} can be read by everybody on the machine: `chmod o= FILE`"
    return ""


def _clock_state() -> int:
    """The kernel's answer about its clock; 0 where it cannot be asked."""
    if os.name != "posix":
        return 0
    adjtimex = getattr(ctypes.CDLL(None), "adjtimex", None)
    if adjtimex is None:
        return 0
    found: int = adjtimex(ctypes.create_string_buffer(_ROOM_FOR_TIMEX))  # all zero: only reads
    return found


def retention_signed(_: Config) -> str:
    """Two lawyers signed how long each kind of personal data is kept."""
    unsigned = [rule.id for rule in retention.rules() if not rule.signed]
    if not unsigned:
        return ""
    return (
        "Nobody signed how long these are kept, so the privacy page shows the defaults: propose "
        f"each at the law desk, “How long personal data is kept”: {', '.join(unsigned)}"
    )


RULES: tuple[tuple[str, Callable[[Config], str]], ...] = (
    ("Clock synchronised", clock),
    ("Files of secrets", secret_files),
    ("Retention signed", retention_signed),
)
