"""The scanner against ClamAV's own daemon, with a signature database of one known test file."""

import hashlib
import io
import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.support.clamd_server import EICAR
from tests.support.ports import free_port
from ulss_tracker.adapters.antivirus import ScanAnswer, scan

pytestmark = pytest.mark.slow

CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/bin")
SECONDS_TO_START = 60
FILE = b"a file whose signature the database holds: " + EICAR


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A clamd on a free port of 127.0.0.1 that knows one file by its hash."""
    if CLAMD is None:
        pytest.skip("clamd is not installed: apt-get install clamav-daemon")
    directory = tmp_path_factory.mktemp("clamd")
    signatures = directory / "signatures"
    signatures.mkdir()
    digest = hashlib.md5(FILE, usedforsecurity=False).hexdigest()
    (signatures / "known.hdb").write_text(f"{digest}:{len(FILE)}:Test.Known\n")
    port = free_port()
    settings = directory / "clamd.conf"
    settings.write_text(
        f"Foreground yes\nTCPSocket {port}\nTCPAddr 127.0.0.1\n"
        f"DatabaseDirectory {signatures}\nStreamMaxLength 25M\nMaxThreads 2\n"
    )
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen([CLAMD, "-c", str(settings)], stdout=log, stderr=log)
        try:
            _wait_for(process, port)
            yield f"tcp://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        assert process.poll() is None, "clamd ended before it answered"
        if scan(io.BytesIO(b"hello"), f"tcp://127.0.0.1:{port}") is ScanAnswer.CLEAN:
            return
        time.sleep(0.2)
    raise AssertionError("clamd did not answer in time")


def test_a_file_it_knows_is_infected(daemon: str) -> None:
    assert scan(io.BytesIO(FILE), daemon) is ScanAnswer.INFECTED


def test_other_files_are_clean_however_large(daemon: str) -> None:
    assert scan(io.BytesIO(b"an ordinary letter"), daemon) is ScanAnswer.CLEAN
    assert scan(io.BytesIO(bytes(20 * 1024 * 1024)), daemon) is ScanAnswer.CLEAN


def test_a_file_over_the_daemons_limit_has_no_answer(daemon: str) -> None:
    assert scan(io.BytesIO(bytes(26 * 1024 * 1024)), daemon) is ScanAnswer.NO_ANSWER
