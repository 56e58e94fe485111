"""Debian's Redis on this machine, on a port of 127.0.0.1, for one test."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.ports import free_port


@contextmanager
def redis_server(directory: Path) -> Iterator[str]:
    """Serve until the block ends; yields its address."""
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(directory)]
    command = ["setpriv", "--pdeathsig=TERM", "redis-server", *options]
    with (directory / "redis.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log)
        try:
            for _ in range(600):
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait(timeout=60)
