"""Asking the virus daemon, whatever it says or fails to say."""

import io
from pathlib import Path

import pytest

from tests.support.clamd_server import EICAR, clamd
from tests.support.mail_server import silent_server
from tests.support.ports import free_port
from ulss_tracker.adapters.antivirus import SECONDS_TO_WAIT, ScanAnswer
from ulss_tracker.adapters.antivirus import scan as scan_file


def scan(content: bytes, url: str, seconds: float = SECONDS_TO_WAIT) -> ScanAnswer:
    return scan_file(io.BytesIO(content), url, seconds=seconds)


def test_a_clean_file_and_an_infected_one() -> None:
    with clamd() as url:
        assert scan(b"an ordinary letter", url) is ScanAnswer.CLEAN
        assert scan(b"before " + EICAR + b" after", url) is ScanAnswer.INFECTED


def test_the_whole_file_is_sent_however_large() -> None:
    with clamd() as url:
        assert scan(bytes(20 * 1024 * 1024 - len(EICAR)) + EICAR, url) is ScanAnswer.INFECTED


def test_a_daemon_behind_a_socket_file(tmp_path: Path) -> None:
    with clamd(path=tmp_path / "clamd.ctl") as url:
        assert scan(EICAR, url) is ScanAnswer.INFECTED


@pytest.mark.parametrize(
    "answer", [b"stream: Can't allocate memory ERROR", b"nonsense", b"stream: MAYBE", b"\xff\xfe"]
)
def test_an_answer_that_is_not_understood_is_no_answer(answer: bytes) -> None:
    with clamd(answer=answer) as url:
        assert scan(b"a letter", url) is ScanAnswer.NO_ANSWER


def test_a_file_over_the_daemons_own_limit_is_not_called_clean() -> None:
    with clamd(most=10) as url:
        assert scan(b"longer than that", url) is ScanAnswer.NO_ANSWER


def test_a_daemon_that_is_down() -> None:
    assert scan(b"a letter", f"tcp://127.0.0.1:{free_port()}") is ScanAnswer.NO_ANSWER
    assert scan(b"a letter", "unix:///nowhere/clamd.ctl") is ScanAnswer.NO_ANSWER


def test_a_daemon_that_never_answers() -> None:
    with silent_server() as port:
        assert scan(b"a letter", f"tcp://127.0.0.1:{port}", seconds=0.2) is ScanAnswer.NO_ANSWER


@pytest.mark.parametrize("url", ["127.0.0.1:3310", "http://127.0.0.1:3310", "tcp://", "unix://"])
def test_an_address_that_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="CLAMD_URL"):
        scan(b"a letter", url)
