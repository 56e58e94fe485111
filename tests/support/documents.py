"""PDFs made for a test: a plain document, and what a reader finds in what came out."""

import subprocess

CSS = """
html { font-family: "Liberation Sans", "DejaVu Sans" }
@page { @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
.next { break-before: page }
"""


def document(body: str, title: str = "A letter", lang: str = "cy") -> str:
    """A whole document around `body`, dated, for a maker of PDFs."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="dcterms.created" content="2026-03-18"></head>'
        f"<body>{body}</body></html>"
    )


def words_of(content: bytes) -> str:
    """The words of a PDF as they stand on its pages."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    )
    return done.stdout.decode()
