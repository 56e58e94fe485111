"""Time stamps of an authority outside (RFC 3161), asked for and verified by the openssl program."""

import shutil
import subprocess  # nosec B404
import tempfile
from pathlib import Path

from ulss_tracker.adapters import outgoing

_SECONDS = 20


class TimestampError(RuntimeError):
    """No time stamp could be had, or one does not hold; the message says why."""


def ask(sha256: str, url: str, ca_file: Path | None) -> bytes:
    """Have the authority at `url` stamp a SHA-256 (in hexadecimal); its answer, verified.

    Without `ca_file`, the certificate of the authority, the answer is kept unverified. Raises
    `TimestampError`.
    """
    import requests  # nine megabytes, which no web worker needs

    query = _openssl("ts", "-query", "-digest", sha256, "-sha256", "-cert")
    try:
        stamped_as = {"Content-Type": "application/timestamp-query"}
        answer = outgoing.ask("POST", url, seconds=_SECONDS, data=query, headers=stamped_as)
    except requests.RequestException as error:
        kind = type(error).__name__
        raise TimestampError(f"The time-stamp authority does not answer ({kind})") from error
    if ca_file is not None:
        verify(answer.content, sha256, ca_file)
    return answer.content


def verify(token: bytes, sha256: str, ca_file: Path) -> None:
    """Verify that the answer stamps this SHA-256. Raises `TimestampError` where it does not."""
    with tempfile.NamedTemporaryFile(prefix="ulss-timestamp-") as file:
        file.write(token)
        file.flush()
        _openssl("ts", "-verify", "-digest", sha256, "-in", file.name, "-CAfile", str(ca_file))


def _openssl(*arguments: str) -> bytes:
    program = shutil.which("openssl")
    if program is None:
        raise TimestampError("openssl is not installed: install Debian’s package of that name")
    done = subprocess.run(  # noqa: S603  # nosec B603
        [program, *arguments],
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=_SECONDS,
    )
    if done.returncode:
        error_lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise TimestampError(
            f"The time stamp does not hold: {error_lines[-1] if error_lines else 'no reason'}"
        )
    return done.stdout
