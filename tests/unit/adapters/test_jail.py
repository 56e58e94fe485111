"""A jail, of bubblewrap and as a container that listens: nothing of the tracker is reached."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT
from ulss_tracker.adapters.gate import jail, tries
from ulss_tracker.adapters.mailbox import mime, reading
from ulss_tracker.adapters.mailbox.message import Fault

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not jail.is_there(), reason="bubblewrap makes no jail here"),
]
MESSAGE = (
    b"From: Ada <ada@example.org>\nSubject: Remarks\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html\n\n'
    b"<p onclick=x>Too lenient<script>1</script>\n--b\nContent-Type: image/png\n"
    b'Content-Disposition: attachment; filename="a.png"\n\n\x89PNG\xff\n--b--\n'
)


@pytest.fixture(params=["bubblewrap", "container"])
def _kind(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Each of the two kinds of jail that run without systemd."""
    if request.param == "bubblewrap":
        yield
        return
    door = tmp_path / "door"
    door.mkdir()
    door.chmod(0o777)
    made = jail._bubblewrap()
    within = made.index("--remount-ro")
    shared = ("--bind", str(door), "/dev/door")
    command = [*made[:within], *shared, *made[within:], *jail._OPENER, "/dev/door/socket"]
    with subprocess.Popen(command, cwd=ROOT, env={}) as container:
        for _ in range(200):
            if (door / "socket").is_socket():
                break
            time.sleep(0.05)
        monkeypatch.setattr(jail, "SOCKET", door / "socket")
        yield
        container.kill()


@pytest.mark.usefixtures("_kind")
def test_what_a_hostile_file_tries_is_refused(tmp_path: Path) -> None:
    """The database, the server's environment, PostgreSQL's socket, credentials, the loopback."""
    credential = tmp_path / "SECRET_KEY"
    credential.write_text("secret")
    database = tmp_path / "tracker.db"
    database.write_bytes(b"SQLite format 3")
    server = [sys.executable, "-c", "import time; time.sleep(60)"]
    environment = {**os.environ, "SECRET_KEY": "secret"}
    with (
        socket.socket(socket.AF_UNIX) as postgresql,
        subprocess.Popen(server, env=environment) as process,
    ):
        postgresql.bind(str(tmp_path / ".s.PGSQL.5432"))
        postgresql.listen()
        targets = {
            "sockets": [tmp_path / ".s.PGSQL.5432"],
            "variables": ["SECRET_KEY"],
        }
        paths = [credential, database, f"/proc/{process.pid}/environ", ROOT / "README.md"]
        assert tries.reached(paths, **targets) == []
        process.kill()


def test_without_a_jail_the_same_tries_come_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jail, "_bubblewrap", tuple)
    assert not jail.is_there()
    came = tries.reached([tmp_path, ROOT / "README.md"])
    assert came is not None
    assert {"a file of the tracker", "the loopback", "the rights of the user who asks"} <= set(came)


@pytest.mark.usefixtures("_kind")
def test_what_works_for_ever_is_ended_and_what_sleeps_says_nothing_of_a_file() -> None:
    began = time.monotonic()
    for _ in range(20):  # until the machine lets it work for most of its second
        try:
            assert tries.reached([], attempts=["work for ever"], seconds=1) is None
            break
        except jail.TooBusy:
            continue
    with pytest.raises(jail.TooBusy):
        tries.reached([], attempts=["sleep for ever"], seconds=1)
    assert time.monotonic() - began < 30


@pytest.mark.usefixtures("_kind")
def test_a_message_is_read_in_the_jail_as_it_is_here() -> None:
    read = reading.read(MESSAGE)
    assert read == mime.read(MESSAGE)
    assert [file.content for file in read.attachments] == [b"\x89PNG\xff"]
    assert read.html == "<p>Too lenient</p>"


def test_a_jail_that_does_not_answer_says_nothing_of_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jail, "SOCKET", tmp_path / "nobody")
    with pytest.raises(jail.NoJail):
        reading.read(MESSAGE)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"D",
        b"[1]\n[D",
        b"[9999999999999]\n{}D",
        b"[" * 70_000 + b"\n{}D",
        b'[20]\n{"sender": "not one"}D',
        b"[4, -1, 99999999999]\nnullD",
    ],
)
def test_an_answer_that_is_none_is_not_believed(
    answer: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that has taken its process over answers what it likes."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "socket"))
        door.listen()
        monkeypatch.setattr(jail, "SOCKET", tmp_path / "socket")
        code = (
            "import socket,sys;c=socket.socket(fileno=0).accept()[0];c.makefile('rb').read();"
            "c.sendall(sys.argv[1].encode())"
        )
        command = [sys.executable, "-c", code, answer.decode()]
        with subprocess.Popen(command, stdin=door.fileno()):
            try:
                read = reading.read(MESSAGE)
            finally:
                door.close()
    assert read.faults == (Fault.NOT_READ,)
