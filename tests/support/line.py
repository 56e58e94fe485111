"""A line to a server on this machine that can be told to hold what is said, or hand it on late."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.support.ports import free_port

_SEEN_AGAIN = 0.05  # seconds until a held line looks whether it may go on
_AT_ONCE = 1 << 16  # bytes


@dataclass
class Line:
    """`holds_for`: seconds by which each answer comes late; None holds everything."""

    leads_to: int = 0
    holds_for: float | None = 0.0
    port: int = field(default_factory=free_port)

    async def serve(self, is_over: threading.Event) -> None:
        """Take connections until it is over."""
        server = await asyncio.start_server(self._join, "127.0.0.1", self.port)
        async with server:
            while not is_over.is_set():
                await asyncio.sleep(_SEEN_AGAIN)

    async def _join(self, caller: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            answers, forth = await asyncio.open_connection("127.0.0.1", self.leads_to)
            await asyncio.gather(
                self._hand_on(caller, forth, is_answer=False),
                self._hand_on(answers, back, is_answer=True),
            )

    async def _hand_on(
        self, from_: asyncio.StreamReader, to: asyncio.StreamWriter, *, is_answer: bool
    ) -> None:
        with suppress(OSError):
            while words := await from_.read(_AT_ONCE):
                while self.holds_for is None:
                    await asyncio.sleep(_SEEN_AGAIN)
                if is_answer:
                    await asyncio.sleep(self.holds_for)
                to.write(words)
                await to.drain()
        to.close()


@contextmanager
def a_line() -> Iterator[Line]:
    """A line that takes connections until the end of the block."""
    line, is_over = Line(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(line.serve(is_over)), daemon=True)
    thread.start()
    try:
        yield line
    finally:
        is_over.set()
        thread.join(timeout=10)
