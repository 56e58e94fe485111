"""The process that makes PDFs: `python -m ulss_tracker.adapters.pdf.worker <pipe>`.

It reads one order at a time from the pipe it was given and answers with one letter and a body:
P the PDF, F a sentence saying why not, U a sentence saying what to install. It ends when the
other side goes away, even by being killed, when it has been asked nothing for ten minutes, and when
one document takes it more of a processor's time than the order allows, or longer by the clock than
the other side can still be waiting.
"""

import json
import logging
import math
import os
import resource
import signal
import sys
import warnings
from functools import lru_cache
from multiprocessing.connection import Connection
from typing import Any

from structlog.contextvars import bind_contextvars

from ulss_tracker.adapters import private_log
from ulss_tracker.adapters.pdf.actual_text import STYLE, wrap_words
from ulss_tracker.adapters.pdf.allowlist import NotInRules, break_endless_words, check, check_length
from ulss_tracker.adapters.pdf.client import missing_libraries
from ulss_tracker.adapters.pdf.provenance import makes_with

_log = logging.getLogger("ulss_tracker.pdf")
IDLE_SECONDS = 600
MOST_MEMORY = 3 * 1024**3
MOST_PAGES = 200
VARIANT = "pdf/ua-1"


def main(handle: int) -> None:
    """Answer orders from the pipe with this file descriptor until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asked
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())  # its words may be personal
    _quiet_the_libraries()
    private_log.set_up(as_json=True)
    with Connection(handle) as pipe:
        while pipe.poll(IDLE_SECONDS):
            try:
                order = pipe.recv_bytes()
            except (EOFError, OSError):
                return
            asked = json.loads(order)
            # The system itself ends this process: by SIGPROF for its own work, and soon after the
            # one who asked would have given it up, unless killed first.
            signal.setitimer(signal.ITIMER_PROF, asked["seconds"])
            signal.alarm(math.ceil(asked["wait"]) + 2)
            bind_contextvars(request=asked["request"])
            answered = answer(asked["html"], asked["css"])
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.alarm(0)
            try:
                pipe.send_bytes(answered)
            except OSError:
                return


def _quiet_the_libraries() -> None:
    """Let only Python write to the log: without a home directory the font library complains."""
    sys.stderr = os.fdopen(os.dup(2), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def answer(html: str, css: str) -> bytes:
    """The answer to one order, whatever happens."""
    try:
        return b"P" + make(html, css)
    except NotInRules as refusal:
        return b"F" + f"The document was not made into a PDF: {refusal}.".encode()
    except OSError:
        packages = " ".join(missing_libraries())
        if not packages:
            raise
        return b"U" + f"To make PDFs, first run: sudo apt-get install {packages}".encode()
    except (RecursionError, MemoryError):
        return b"F" + b"The document is too large or too deep to be made into a PDF."
    except Exception as error:  # one bad document must not end the process
        name = type(error).__name__
        _log.error("a document could not be made", exc_info=True)
        return b"F" + f"The document could not be made into a PDF ({name}).".encode()


def make(html: str, css: str) -> bytes:
    """One PDF/UA-1 document. Raises `NotInRules`, and OSError when a system library is missing."""
    import weasyprint

    from ulss_tracker.adapters.pdf.fetcher import PicturesInside
    from ulss_tracker.adapters.pdf.finish import finish

    check_length(html)
    fetcher = PicturesInside()
    document = weasyprint.HTML(string=html, url_fetcher=fetcher)
    check(document.etree_element)
    break_endless_words(document.etree_element)
    words = wrap_words(document.etree_element)
    laid_out = document.render(
        stylesheets=[_stylesheet(STYLE), _stylesheet(css)],
        font_config=_fonts(),
        pdf_variant=VARIANT,
    )
    if fetcher.has_refused:
        raise NotInRules("it asks for something from elsewhere")
    if len(laid_out.pages) > MOST_PAGES:
        raise NotInRules(f"it would be longer than {MOST_PAGES} pages")
    # Not compressed here: `finish` reads it at once, and compresses what it writes.
    written = laid_out.write_pdf(pdf_variant=VARIANT, uncompressed_pdf=True)
    return finish(written, words, makes_with(css))


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The fonts, read once: this process has one thread, so they are never shared."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@lru_cache(maxsize=8)
def _stylesheet(css: str) -> Any:
    import weasyprint

    from ulss_tracker.adapters.pdf.fetcher import PicturesInside

    fetcher = PicturesInside()
    read = weasyprint.CSS(string=css, url_fetcher=fetcher, font_config=_fonts())
    if fetcher.has_refused:
        raise NotInRules("its stylesheet asks for something from elsewhere")
    return read


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(int(sys.argv[1]))
