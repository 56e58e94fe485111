"""How gunicorn serves the tracker. HOST, PORT and WEB_WORKERS are read from the environment."""

import ctypes
import gc
import multiprocessing
import os
import shutil
import signal
import sys
from datetime import date
from tempfile import TemporaryFile, mkdtemp
from typing import Any

from gunicorn.glogging import Logger
from prometheus_client import values

# Next to nothing loaded at the start is garbage: looking for it took two seconds of five.
gc.disable()

from ulss_tracker.adapters import private_log
from ulss_tracker.adapters.gate import jail
from ulss_tracker.adapters.pdf import client as pdf_client
from ulss_tracker.adapters.pdf import missing_libraries
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.services.matching.word_similarity import short_forms
from ulss_tracker.services.operations import draining, heartbeat


class PrivateLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's log as the tracker's own, without the addresses that it would write."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn sets it up, with our formatter on every handler."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(private_log.formatter(as_json=True))

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """An error while a request was handled: `msg` would be filled with its address."""
        self.error_log.error("A request could not be handled", exc_info=True)


HOST = os.environ.get("HOST", "127.0.0.1")
PORT = os.environ.get("PORT", "8000")
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
MEMORY = "/dev/shm"  # noqa: S108


def heartbeat_directory(memory: str) -> str | None:
    """The directory `memory` where it can be written, else None: where such files usually are."""
    try:
        with TemporaryFile(dir=memory):
            return memory
    except OSError:
        return None


bind = f"{HOST}:{PORT}"
# A sync worker answers one person at a time, two to three times faster than a threaded one.
worker_class = "sync"
workers = int(os.environ.get("WEB_WORKERS") or 2 * multiprocessing.cpu_count() + 1)
# One worker at least answers pages while others wait for files to be looked at.
os.environ.setdefault("LOOKS_AT_ONCE", str(max(1, min(workers - 1, multiprocessing.cpu_count()))))
# Loaded once and then forked: quicker to start, less memory. Nothing that a fork would break is
# opened before it: no database connection, no font configuration (those belong to one process).
preload_app = True
timeout = 60
pdf_client.LONGEST_WAIT = timeout - 10.0  # a page says that its PDF failed before it is cut off
graceful_timeout = 20
# Workers are replaced now and then, not all at once, so that nothing can leak for long.
max_requests = 5000
max_requests_jitter = 500
# The heartbeat file must not wait for a slow disk.
worker_tmp_dir = heartbeat_directory(MEMORY)
control_socket_disable = True
# Each worker counts in files of its place, which the next in that place goes on with.
METRICS = os.environ["PROMETHEUS_MULTIPROC_DIR"] = mkdtemp("-ulss-metrics", dir=worker_tmp_dir)
places: dict[Any, int] = {}
place = -1  # of this process: the one that forks has none
values.ValueClass = values.MultiProcessValue(lambda: place)
# No access log: addresses carry what people searched for, names among them.
accesslog = None
loglevel = "warning"
# Nor an error's words, nor the address beside it.
logger_class = PrivateLogger
# Only a proxy on this machine is believed about where a request came from.
forwarded_allow_ips = "127.0.0.1,::1"
# And nobody about which part of an address is the tracker's own (SCRIPT_NAME, PATH_INFO).
forwarder_headers = ""


def pre_fork(_server: Any, worker: Any) -> None:
    """Give the worker the first place that is free."""
    places[worker] = next(free for free in range(1000) if free not in places.values())


def child_exit(_server: Any, worker: Any) -> None:
    """Free the place of a worker that has ended."""
    places.pop(worker, None)


def on_exit(_server: Any) -> None:
    """Remove what was counted: it begins anew with the next start."""
    shutil.rmtree(METRICS, ignore_errors=True)


def post_fork(_server: Any, worker: Any) -> None:
    """End this worker with the process that forked it: left alone it would hold the port."""
    global place
    place = places[worker]
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == 1:  # it ended before that was said
        sys.exit(0)
    gc.enable()


def post_worker_init(worker: Any) -> None:
    """Notice in each worker when the database falls silent."""
    heartbeat.begin(str(worker.wsgi.config["SQLALCHEMY_DATABASE_URI"]))


def when_ready(server: Any) -> None:
    """Read the law and the short names once for all workers, then say where the tracker is."""
    load_courts().read("Leeds Crown Court")
    load_catalogue()
    working_days()
    read_sentence_day("1 May 2026", date(2026, 6, 1))
    short_forms("ann")
    gc.freeze()  # a collection would write to every page of memory that the workers share
    seconds = server.app.wsgi().config["DRAIN_SECONDS"]
    draining.on_sigterm(lambda: server.signal(signal.SIGTERM, None), seconds)
    if not jail.is_there():
        print("Files from strangers are opened without a jail: install bubblewrap", flush=True)  # noqa: T201
    for library in missing_libraries():
        print(f"A system package is missing: {library}", flush=True)  # noqa: T201
    print(f"The tracker is at http://{HOST}:{PORT} (Ctrl-C stops it)", flush=True)  # noqa: T201
