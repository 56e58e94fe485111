"""The processes that make PDFs: the same answer whatever ends one, and none left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from config import ROOT
from tests.support.documents import CSS, document, words_of
from ulss_tracker.adapters.pdf import PdfFailed, PdfUnavailable, client, missing_libraries, worker
from ulss_tracker.adapters.pdf.client import PdfClient
from ulss_tracker.adapters.pdf.pool import PdfPool

pytestmark = pytest.mark.slow


@pytest.fixture
def maker():
    made = PdfClient()
    yield made
    made.close()


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_same_document_gives_the_same_bytes_in_another_process(maker):
    html = document("<h1>One</h1><table><thead><tr><th>A</th></tr></thead></table><p>Ŵ 😀")
    first = maker.make(html, CSS)
    assert maker.make(html, CSS) == first
    maker.close()
    assert maker.make(html, CSS) == first


def test_several_threads_may_ask_at_once(maker):
    pages = [document(f"<p>Letter {number}</p>") for number in range(8)]
    alone = [maker.make(page, CSS) for page in pages]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda page: maker.make(page, CSS), pages))
    assert together == alone


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_made(maker):
    maker.make(document("<p>First"), CSS)
    slow = maker._process.pid
    maker.seconds = 0.001
    with pytest.raises(PdfFailed, match="given up"):
        maker.make(document("<p>word " * 2000), CSS)
    assert not is_running(slow)
    maker.seconds = client.LONGEST_SECONDS
    assert maker.make(document("<p>Next"), CSS).startswith(b"%PDF")


def test_a_slow_machine_is_waited_for_as_only_its_own_work_counts(maker):
    """Held up for longer than the limit, without working for it."""
    maker.make(document("<p>First"), CSS)
    maker.seconds, held_up = 1, threading.Event()

    def hold_up() -> None:
        os.kill(maker._process.pid, signal.SIGSTOP)
        held_up.set()
        time.sleep(2 * maker.seconds)
        os.kill(maker._process.pid, signal.SIGCONT)

    slow = threading.Thread(target=hold_up)
    slow.start()
    held_up.wait(60)
    assert maker.make(document("<p>Next"), CSS).startswith(b"%PDF")
    slow.join(60)


def test_an_answer_that_was_not_waited_for_is_never_given_to_the_next(maker):
    maker.make(document("<p>First"), CSS)

    def interrupt(signal_number, frame):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        with pytest.raises(KeyboardInterrupt):
            maker.make(document("<p>" + "Somebody else’s letter. " * 3000), CSS)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert words_of(maker.make(document("<p>Mine"), "")).split() == ["Mine"]


def test_a_process_that_died_is_started_again(maker):
    first = maker.make(document("<p>Same"), CSS)
    maker._process.kill()
    maker._process.wait()
    assert maker.make(document("<p>Same"), CSS) == first


def test_a_process_is_replaced_after_many_documents(maker, monkeypatch):
    monkeypatch.setattr(client, "MOST_DOCUMENTS", 2)
    made = [maker.make(document("<p>Same"), CSS)]
    first = maker._process.pid
    made.append(maker.make(document("<p>Same"), CSS))
    assert not is_running(first)
    made.append(maker.make(document("<p>Same"), CSS))
    assert maker._process.pid != first
    assert len(set(made)) == 1


@pytest.fixture
def pool():
    made = PdfPool(2)
    yield made
    made.close()


def test_a_pool_makes_many_in_order_and_says_which_could_not_be(pool):
    bodies = [f"<p>Letter {number}" for number in range(12)]
    bodies[5] = "<script>1</script>"
    done = list(pool.make_all((document(body), CSS) for body in bodies))
    assert isinstance(done[5], PdfFailed)
    others = [number for number in range(12) if number != 5]
    assert [words_of(done[number]).split()[:2] for number in others] == [
        ["Letter", str(number)] for number in others
    ]
    assert all(maker._process for maker in pool.clients)


def test_a_pool_asked_for_one_at_a_time_keeps_one_process(pool):
    for _ in range(3):
        pool.make(document("<p>A"), CSS)
    assert [bool(maker._process) for maker in pool.clients] == [True, False]


def test_a_document_that_takes_too_long_costs_the_pool_one_process(pool):
    list(pool.make_all([(document("<p>A"), CSS)] * 6))
    before = [maker._process.pid for maker in pool.clients]
    for maker in pool.clients:
        maker.wait = 2
    os.kill(before[0], signal.SIGSTOP)  # it is not done in time, however quick the machine
    made = list(pool.make_all([(document("<p>Quick"), CSS)] * 2))
    assert sum("given up" in str(each) for each in made) == 1
    (quick,) = (each for each in made if isinstance(each, bytes))
    assert words_of(quick).split()[0] == "Quick"
    assert [process for process in before if is_running(process)] == before[1:]


ASKING = """
import sys
from ulss_tracker.adapters.pdf.pool import PdfPool
pool = PdfPool(2)
html = '<!doctype html><html lang="en"><head><title>A</title></head><body>%s</body></html>'
list(pool.make_all([(html % "<p>A", "")] * 6))
print(*[maker._process.pid for maker in pool.clients], flush=True)
pool.make(html % ("<p>word " * 20_000), "")
"""


def test_killing_the_one_who_asks_leaves_no_process():
    asking = subprocess.Popen(
        [sys.executable, "-c", ASKING], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    processes = [int(each) for each in asking.stdout.readline().split()]
    assert len(processes) == 2
    asking.kill()
    asking.wait()
    asking.stdout.close()
    deadline = time.monotonic() + 30
    while any(map(is_running, processes)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, processes))


def test_closing_leaves_no_process(maker):
    maker.make(document("<p>A"), CSS)
    process = maker._process.pid
    maker.close()
    assert not is_running(process)
    maker.close()


FORKING = """
import os, sys
from ulss_tracker.adapters.pdf.pool import _shared_pool, make_pdf
html = '<!doctype html><html lang="en"><head><title>A</title></head><body><p>A</p></body></html>'
first = make_pdf(html, "")
child = os.fork()
if child == 0:
    sys.exit(0 if make_pdf(html, "") == first else 1)
_, status = os.waitpid(child, 0)
assert os.waitstatus_to_exitcode(status) == 0
assert make_pdf(html, "") == first
print(*[maker._process.pid for maker in _shared_pool().clients if maker._process])
"""


def test_a_forked_server_worker_gets_a_process_of_its_own_and_all_end_cleanly():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "dev", "-c", FORKING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not is_running(int(done.stdout))


def test_an_account_without_a_home_directory_makes_the_same_pdf(tmp_path):
    making = (
        "import sys; from ulss_tracker.adapters.pdf import make_pdf; "
        f"sys.stdout.buffer.write(make_pdf({document('<p>Same')!r}, {CSS!r}))"
    )
    homes = [str(tmp_path), "/nonexistent"]
    made = [
        subprocess.run(
            [sys.executable, "-c", making],
            cwd=ROOT,
            env={"HOME": home, "PATH": os.environ["PATH"]},
            capture_output=True,
            check=True,
        )
        for home in homes
    ]
    assert [each.stderr for each in made] == [b"", b""]
    assert made[0].stdout == made[1].stdout
    assert made[0].stdout.startswith(b"%PDF")


def test_nothing_is_missing_here():
    assert missing_libraries() == []


def test_a_missing_library_is_named_by_its_package(monkeypatch):
    monkeypatch.setitem(client.LIBRARIES, "libno-such-thing.so.9", "libno-such-thing9")
    assert missing_libraries() == ["libno-such-thing9"]


def test_without_its_libraries_the_process_says_what_to_install(monkeypatch):
    def without_pango(html, css):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(worker, "make", without_pango)
    monkeypatch.setattr(worker, "missing_libraries", lambda: ["libpangoft2-1.0-0"])
    answer = worker.answer("", "")
    assert answer == b"UTo make PDFs, first run: sudo apt-get install libpangoft2-1.0-0"


def test_the_answer_that_a_library_is_missing_has_its_own_error(maker, monkeypatch):
    monkeypatch.setattr(maker, "_ask", lambda _order: (b"U", b"install libpangoft2-1.0-0"))
    with pytest.raises(PdfUnavailable, match="libpangoft2"):
        maker.make(document("<p>A"), CSS)
