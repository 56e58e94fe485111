"""The process that makes PDFs: `python -m ulss_tracker.outside.pdf_process <pipe>`.

It reads one order at a time from the pipe it was given and answers with one letter and a body:
P the PDF, F a sentence saying why not, U a sentence saying what to install. It ends when the
other side goes away or has asked nothing for ten minutes.
"""

import json
import logging
import os
import resource
import signal
import sys
import warnings
from functools import lru_cache
from multiprocessing.connection import Connection
from typing import Any

from ulss_tracker.outside.pdf import missing_libraries
from ulss_tracker.outside.pdf_rules import NotInRules, check, fetch_nothing_but_ours

IDLE_SECONDS = 600
MOST_MEMORY = 3 * 1024**3


def main(handle: int) -> None:
    """Answer orders from the pipe with this file descriptor until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asked
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())  # its words may be personal
    _quiet_the_libraries()
    with Connection(handle) as pipe:
        while pipe.poll(IDLE_SECONDS):
            try:
                order = pipe.recv_bytes()
            except EOFError:
                return
            pipe.send_bytes(answer(order))


def _quiet_the_libraries() -> None:
    """Let only Python write to the log: without a home directory the font library complains."""
    sys.stderr = os.fdopen(os.dup(2), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def answer(order: bytes) -> bytes:
    """The answer to one order, whatever happens."""
    try:
        asked = json.loads(order)
        return b"P" + make(asked["html"], asked["css"])
    except NotInRules as refusal:
        return b"F" + f"The document was not made into a PDF: {refusal}.".encode()
    except OSError:
        packages = " ".join(missing_libraries())
        if not packages:
            raise
        return b"U" + f"This machine cannot make PDFs until it has: {packages}".encode()
    except (RecursionError, MemoryError):
        return b"F" + b"The document is too large or too deep to be made into a PDF."
    except Exception as error:  # one bad document must not end the process
        name = type(error).__name__
        return b"F" + f"The document could not be made into a PDF ({name}).".encode()


def make(html: str, css: str) -> bytes:
    """One PDF/UA-1 document. Raises `NotInRules`, and OSError when a system library is missing."""
    import weasyprint

    document = weasyprint.HTML(string=html, url_fetcher=fetch_nothing_but_ours)
    check(document.etree_element)
    pdf: bytes = document.write_pdf(
        stylesheets=[_stylesheet(css)],
        font_config=_fonts(),
        pdf_variant="pdf/ua-1",
        finisher=_finish,
    )
    return pdf


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The fonts, read once: this process has one thread, so they are never shared."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@lru_cache(maxsize=8)
def _stylesheet(css: str) -> Any:
    import weasyprint

    return weasyprint.CSS(string=css, url_fetcher=fetch_nothing_but_ours, font_config=_fonts())


def _finish(_document: object, pdf: Any) -> None:
    """Add what PDF/UA-1 asks and the library leaves out.

    7.5: whether each table header heads a column or a row. 7.18: links are printed too.
    """
    for item in pdf.objects:
        if not isinstance(item, dict):
            continue
        if item.get("S") == "/TH":
            group = _parent(pdf, _parent(pdf, item))
            item["A"]["Scope"] = "/Column" if group.get("S") == "/THead" else "/Row"
        elif item.get("Subtype") == "/Link":
            item["F"] = 4


def _parent(pdf: Any, item: Any) -> Any:
    number = int(item["P"].split()[0])
    return pdf.objects[number]


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(int(sys.argv[1]))
