"""One process that makes PDFs, seen from the side that asks.

The process is started at the first PDF, kept for the next, and ended when it takes too long, when
it has made many, when it has had nothing to do for a while, or when we end. Too long is a matter of
its own work, by the processor's time: a slow or busy machine is waited for, up to a far wall. It is
a plain child process with a pipe, so it works the same under a web server, in a command and in
tests, and no font is ever shared between threads. What is made there is in `worker`; this side
never loads the PDF library.
"""

import ctypes
import json
import os
import signal
import subprocess  # nosec B404
import sys
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Lock

from config import ROOT
from ulss_tracker.adapters import private_log
from ulss_tracker.adapters.pdf.fonts import FONTS
from ulss_tracker.errors import TrackerError

LONGEST_SECONDS = 15.0
"""Of a processor, for one document."""
LONGEST_WAIT = 300.0
"""Seconds by the clock: the wall behind that. A server whose pages must end sooner sets it."""
# A process this old is replaced, so that nothing can leak for long: the library's caches among it.
MOST_DOCUMENTS = 1_000

# The library a PDF needs, and the Debian package that brings it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpangoft2-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    # Without this one PDFs still come, but slowly, and with bytes that differ from run to run.
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


class PdfFailed(TrackerError):
    """The PDF could not be made; nothing was kept of it."""


class PdfUnavailable(PdfFailed):
    """This machine cannot make PDFs; the message names the packages to install."""


def missing_libraries() -> list[str]:
    """The Debian packages to install before PDFs can be made well: none when all is there."""
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return sorted(set(missing))


class PdfClient:
    """One process that makes one PDF at a time. Safe to call from several threads."""

    def __init__(self, seconds: float = LONGEST_SECONDS, wait: float | None = None) -> None:
        self.seconds = seconds
        self.wait = wait
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._made = 0
        os.register_at_fork(after_in_child=self._forget)

    def make(self, html: str, css: str) -> bytes:
        """The PDF of `html` (a whole document with lang and title) set with `css`.

        The same input gives the same bytes. Raises `PdfUnavailable` when a system library is
        missing, `PdfFailed` when the document is refused, takes too long or cannot be made.
        """
        limits = {"seconds": self.seconds, "wait": self._longest_wait()}
        order = json.dumps(
            {"html": html, "css": css, **limits, "request": private_log.number()}
        ).encode()
        with self._lock:
            try:
                kind, body = self._ask(order)
            except (EOFError, OSError):
                # The process may have ended for want of work just now: one new one is tried.
                try:
                    kind, body = self._ask(order)
                except (EOFError, OSError) as error:
                    raise PdfFailed(
                        "The document could not be made into a PDF. Nothing was kept."
                    ) from error
        if kind == b"P":
            return body
        message = body.decode()
        raise PdfUnavailable(message) if kind == b"U" else PdfFailed(message)

    def close(self) -> None:
        """End the process. The next PDF starts another."""
        with self._lock:
            self._stop()

    def _longest_wait(self) -> float:
        return LONGEST_WAIT if self.wait is None else self.wait

    def _ask(self, order: bytes) -> tuple[bytes, bytes]:
        pipe = self._pipe if self._process and self._process.poll() is None else None
        if pipe is None:
            pipe = self._start()
        try:
            pipe.send_bytes(order)
            if not pipe.poll(self._longest_wait()):
                raise PdfFailed(
                    f"The PDF was not ready after {self._longest_wait():g} seconds, so it was "
                    "given up. Nothing was kept. The machine is busy: try again later."
                )
            answer = pipe.recv_bytes()
        except EOFError as error:
            took_too_long = self._process is not None and self._process.wait() == -signal.SIGPROF
            self._stop()
            if not took_too_long:
                raise
            raise PdfFailed(
                f"The PDF was not ready after {self.seconds:g} seconds of work, so it was given "
                "up. Nothing was kept. Make the text shorter."
            ) from error
        except BaseException:
            self._stop()  # an answer that came late must never be taken for the next one's
            raise
        self._made += 1
        if self._made >= MOST_DOCUMENTS:
            self._stop()
        return answer[:1], answer[1:]

    def _start(self) -> Connection:
        self._stop()
        ours, theirs = Pipe()
        environment = os.environ | {"FONTCONFIG_FILE": str(FONTS / "fonts.conf")}
        # Our own program, and nothing in its command that anybody typed.
        self._process = subprocess.Popen(  # noqa: S603  # nosec B603
            [sys.executable, "-m", "ulss_tracker.adapters.pdf.worker", str(theirs.fileno())],
            cwd=ROOT,
            env=environment,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        theirs.close()
        self._pipe = ours
        self._made = 0
        return ours

    def _stop(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _forget(self) -> None:
        """In a forked copy of this process: the PDF process is the parent's, not ours to end."""
        self._lock = Lock()
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.poll()  # finds that it is no child of ours
            self._process = None
