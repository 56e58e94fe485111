"""The side that asks: one process for one file, ended with all it started when its time is up.

The process is given the file as its standard input, a directory of its own to write in, and
nothing else: no settings, no secrets, no connection.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess  # nosec B404
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from config import ROOT
from ulss_tracker.adapters.gate.file_types import FileType, Finding, Unwanted
from ulss_tracker.adapters.gate.limits import LOOKING, MAKING, Limits
from ulss_tracker.adapters.pdf.fonts import FONTS

_GRACE = 0.2  # seconds that starting Python may take over the limit
# Fields of /proc/PID/stat, after the name: its session, and the ticks of processor time that it and
# the children it waited for have used.
_SESSION, _WORKED = 3, slice(11, 15)
_PACKAGE = "ulss_tracker.adapters.gate"


class TooBusy(Exception):
    """The machine had no time for the process; that says nothing of the file."""


@dataclass(frozen=True, slots=True)
class Look:
    """The kind of a file and what was found in it; or, without a kind, why it is not taken."""

    kind: FileType | None
    findings: tuple[Finding, ...] = ()
    unwanted: Unwanted | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The picture of a page, its size in pixels, and its words: (text, left, top, width, height).

    Places are thousandths of the page's width and height.
    """

    picture: Path
    width: int
    height: int
    words: tuple[tuple[str, int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class SafeCopy:
    """A copy in which nothing runs: a PDF, or a picture; its pages as pictures; its words."""

    file: Path
    media_type: str
    pages: tuple[Page, ...]
    page_count: int
    text: str


def has_libreoffice() -> bool:
    """Whether Word, OpenDocument and RTF documents can be made into PDFs on this machine."""
    return shutil.which("soffice") is not None


def look(file: IO[bytes], *, seconds: float = LOOKING.seconds) -> Look:
    """Look at a file on disk, for at most `seconds`.

    A file whose process has to be ended, or ends by itself, could not be opened. Raises `TooBusy`
    when it was not the file that took the time.
    """
    answer = _ask("looking", file, LOOKING, seconds)
    if answer is None:
        return Look(None, unwanted=Unwanted.UNREADABLE)
    return Look(
        FileType[answer["kind"]] if answer["kind"] else None,
        tuple(Finding(each) for each in answer["findings"]),
        Unwanted(answer["unwanted"]) if answer["unwanted"] else None,
    )


@contextmanager
def make_safe(
    file: IO[bytes], kind: FileType, *, seconds: float = MAKING.seconds
) -> Iterator[SafeCopy | None]:
    """Make a safe copy of a file on disk, there until the block ends; None when none can be made.

    Of a kind that `is_for_libreoffice` none can be made without it. Raises `TooBusy` when it was
    not the file that took the `seconds`.
    """
    with tempfile.TemporaryDirectory(prefix="safe-") as directory:
        answer = _ask("making", file, MAKING, seconds, kind.name, directory)
        yield None if answer is None else _safe_copy(Path(directory), answer)


def _safe_copy(directory: Path, answer: dict[str, Any]) -> SafeCopy:
    pages = tuple(
        Page(
            directory / each["picture"],
            each["width"],
            each["height"],
            tuple((text, *place) for text, *place in each["words"]),
        )
        for each in answer["pages"]
    )
    return SafeCopy(
        directory / answer["file"],
        answer["media_type"],
        pages,
        answer["page_count"],
        answer["text"],
    )


def _ask(
    module: str, file: IO[bytes], limits: Limits, seconds: float, *arguments: str
) -> dict[str, Any] | None:
    """Run a process of the gate on the file; its answer, or None when it gave none in time.

    Raises `TooBusy`.
    """
    code, output = _run(module, file, limits, seconds, *arguments)
    if code == -signal.SIGSEGV:  # once in some hundred times, with nothing wrong with the file
        code, output = _run(module, file, limits, seconds, *arguments)
    if code != 0:
        return None
    answer: dict[str, Any] = json.loads(output)
    return answer


def _run(
    module: str, file: IO[bytes], limits: Limits, seconds: float, *arguments: str
) -> tuple[int | None, bytes]:
    """Run it once: how it ended, None where it was ended for taking too long, and what it said."""
    file.flush()
    file.seek(0)
    with tempfile.TemporaryDirectory(prefix="gate-") as home:
        # Our own program; a kind and a directory of ours are all there is in its command.
        process = subprocess.Popen(  # noqa: S603  # nosec B603
            [sys.executable, "-m", f"{_PACKAGE}.{module}", f"{seconds:g}", *arguments],
            cwd=ROOT,
            env=_environment(home),
            stdin=file.fileno(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            said, _ = process.communicate(timeout=seconds + _GRACE)
        except subprocess.TimeoutExpired:
            if _seconds_worked(process) < min(seconds, limits.seconds) / 2:
                raise TooBusy from None
            return None, b""
        finally:
            _end_all(process)
    return process.returncode, said


def _seconds_worked(process: "subprocess.Popen[bytes]") -> float:
    """How long processors have worked for the process and for all that it started."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[_SESSION]) == process.pid:
                ticks += sum(int(each) for each in fields[_WORKED])
    return ticks / os.sysconf("SC_CLK_TCK")


def _environment(home: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(FONTS / "fonts.conf"),
    }


def _end_all(process: "subprocess.Popen[bytes]") -> None:
    """End the process and whatever it started, which is in its session."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()
