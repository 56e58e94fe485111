"""From values to a PDF: the template in a sandbox, every value escaped, every name there."""

from dataclasses import asdict
from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from config import ROOT
from ulss_tracker.outside.pdf import make_pdf
from ulss_tracker.services.letters.values import LetterValues, OffenderNotice, Referral

TEMPLATES = ROOT / "templates" / "letters"
_TEMPLATE_OF = {Referral: "referral.html", OffenderNotice: "offender_notice.html"}


def to_pdf(values: LetterValues, missing: tuple[str, ...] = (), *, is_draft: bool = False) -> bytes:
    """The letter as PDF/UA bytes. The same values always give the same bytes.

    A draft is marked on every page and lists what is `missing`. Raises `PdfFailed`.
    """
    return make_pdf(to_html(values, missing, is_draft=is_draft), _css())


def to_html(values: LetterValues, missing: tuple[str, ...] = (), *, is_draft: bool = False) -> str:
    """The letter as one HTML document."""
    template = _environment().get_template(_TEMPLATE_OF[type(values)])
    return template.render(letter=asdict(values), missing=list(missing), is_draft=is_draft)


@cache
def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _css() -> str:
    return (TEMPLATES / "letter.css").read_text(encoding="utf-8")
