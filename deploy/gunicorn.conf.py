"""How gunicorn serves the tracker. HOST, PORT and WEB_WORKERS are read from the environment."""

import ctypes
import multiprocessing
import os
import signal
import sys
from datetime import date
from tempfile import TemporaryFile
from typing import Any

from ulss_tracker.adapters.gate import jail
from ulss_tracker.adapters.pdf import client as pdf_client
from ulss_tracker.adapters.pdf import missing_libraries
from ulss_tracker.adapters.private_log import PrivateGunicornLogger
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.services.core.garbage_collection import spare_what_stays
from ulss_tracker.services.matching.word_similarity import short_forms
from ulss_tracker.services.operations import heartbeat

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
# No access log: addresses carry what people searched for, names among them.
accesslog = None
loglevel = "warning"
# Nor an error's words, nor the address beside it.
logger_class = PrivateGunicornLogger
# Only a proxy on this machine is believed about where a request came from.
forwarded_allow_ips = "127.0.0.1,::1"
# And nobody about which part of an address is the tracker's own (SCRIPT_NAME, PATH_INFO).
forwarder_headers = ""


def post_fork(_server: Any, _worker: Any) -> None:
    """End this worker with the process that forked it: left alone it would hold the port."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == 1:  # it ended before that was said
        sys.exit(0)


def post_worker_init(worker: Any) -> None:
    """Notice in each worker when the database falls silent."""
    heartbeat.begin(str(worker.wsgi.config["SQLALCHEMY_DATABASE_URI"]))


def when_ready(_server: Any) -> None:
    """Read the law and the short names once for all workers, then say where the tracker is."""
    load_courts().read("Leeds Crown Court")
    load_catalogue()
    working_days()
    read_sentence_day("1 May 2026", date(2026, 6, 1))
    short_forms("ann")
    spare_what_stays()
    if not jail.is_there():
        print("Files from strangers are opened without a jail: install bubblewrap", flush=True)  # noqa: T201
    for library in missing_libraries():
        print(f"A system package is missing: {library}", flush=True)  # noqa: T201
    print(f"The tracker is at http://{HOST}:{PORT} (Ctrl-C stops it)", flush=True)  # noqa: T201
