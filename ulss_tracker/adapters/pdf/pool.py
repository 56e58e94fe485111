"""The pool of processes that make PDFs, on every core at once.

It keeps as many processes as the machine has cores, each begun only when the others are busy.
A web worker, which makes one letter at a time, therefore keeps one; a batch keeps them all. A
document that takes too long costs its own process and no other.
"""

import atexit
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import LifoQueue
from threading import Lock

from ulss_tracker.adapters.pdf.client import PdfClient, PdfFailed


def cores() -> int:
    """How many letters this process may make at once: the cores it may run on."""
    return len(os.sched_getaffinity(0))


class PdfPool:
    """Processes that make PDFs, one each at a time. Safe to call from several threads."""

    def __init__(self, size: int | None = None) -> None:
        self.clients = [PdfClient() for _ in range(size or cores())]
        self._fill()
        os.register_at_fork(after_in_child=self._fill)

    def _fill(self) -> None:
        # The last one back is the first one out: it is warm, and the others may never start.
        self._free: LifoQueue[PdfClient] = LifoQueue()
        for client in reversed(self.clients):
            self._free.put(client)

    def make(self, html: str, css: str) -> bytes:
        """The PDF of `html` set with `css`, waiting for a free process: see `PdfClient.make`."""
        free = self._free
        client = free.get()
        try:
            return client.make(html, css)
        finally:
            free.put(client)

    def make_all(self, documents: Iterable[tuple[str, str]]) -> Iterator[bytes | PdfFailed]:
        """The PDF of each (html, css), or why there is none, in order and on every core.

        `documents` is read only a little ahead, so it may be as long as it likes.
        """
        waiting: deque[Future[bytes]] = deque()
        with ThreadPoolExecutor(len(self.clients)) as threads:
            try:
                for html, css in documents:
                    waiting.append(threads.submit(self.make, html, css))
                    if len(waiting) > 2 * len(self.clients):
                        yield _result(waiting.popleft())
                while waiting:
                    yield _result(waiting.popleft())
            finally:
                for each in waiting:
                    each.cancel()

    def close(self) -> None:
        """End the processes. The next PDF starts one again."""
        for client in self.clients:
            client.close()


def _result(done: Future[bytes]) -> bytes | PdfFailed:
    try:
        return done.result()
    except PdfFailed as error:
        return error


_pool: PdfPool | None = None
_pool_lock = Lock()


def _shared_pool() -> PdfPool:
    global _pool  # one pool for a process, made when it is first wanted
    with _pool_lock:
        if _pool is None:
            _pool = PdfPool()
            atexit.register(_pool.close)
        return _pool


def make_pdf(html: str, css: str) -> bytes:
    """The PDF of `html` (a whole document with lang and title) set with `css`.

    The same input gives the same bytes. Raises `PdfUnavailable` when a system library is missing,
    `PdfFailed` when the document is refused, takes too long or cannot be made.
    """
    return _shared_pool().make(html, css)


def make_pdfs(documents: Iterable[tuple[str, str]]) -> Iterator[bytes | PdfFailed]:
    """The PDF of each (html, css), or why there is none: see `PdfPool.make_all`."""
    return _shared_pool().make_all(documents)
