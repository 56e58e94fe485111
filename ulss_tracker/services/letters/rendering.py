"""From values to a PDF: the template in a sandbox, every value escaped, every name there.

English and Welsh come from one template: its sentences are in `_()`, their Welsh in letters.po.
"""

import hashlib
import re
from dataclasses import asdict
from functools import cache, partial

from babel.dates import get_day_names, get_month_names
from babel.support import NullTranslations, Translations
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from config import ROOT
from ulss_tracker.adapters.mail.notify_delivery import UK_POSTCODE
from ulss_tracker.adapters.pdf import make_pdf
from ulss_tracker.scheme.time import time_sentences
from ulss_tracker.services.core import office_details
from ulss_tracker.services.letters.values import Letterhead

TEMPLATES = ROOT / "templates" / "letters"
TRANSLATIONS = ROOT / "ulss_tracker" / "translations"
DOMAIN = "letters"
_TEXT_BEGINS = "<!-- text -->"
_DAYS, _MONTHS = (
    "|".join(name for language in ("en", "cy") for name in names(locale=language).values())
    for names in (get_day_names, get_month_names)
)
# A line, and so a page, does not end within a date, nor between a rule or a section and its number.
_DATE = re.compile(rf"\b(?:(?:{_DAYS}) )?\d{{1,2}} (?:{_MONTHS})(?: \d{{4}})?\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\b([Rr]ule|[Ss]ection|[Pp]aragraph) (?=\d)")
_SPACE = "\N{NO-BREAK SPACE}"
# What turns the words after it round: pasted into a name, it would turn round ours too.
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_POSTCODE = re.compile(rf"(.*[^\s,])[\s,]+({UK_POSTCODE})", re.IGNORECASE)
_HEADING = re.compile(r"<(/?)h([1-5])")
_WINDOW = re.compile(r'<div class="to window">.*?</div>', re.DOTALL)


def to_pdf(values: Letterhead, missing: tuple[str, ...] = (), *, is_draft: bool = False) -> bytes:
    """The letter as PDF/UA bytes. The same values always give the same bytes.

    A draft is marked on every page and lists what is `missing`. Raises `PdfFailed`.
    """
    return pdf_of_html(to_html(values, missing, is_draft=is_draft))


def pdf_of_html(html: str) -> bytes:
    """The PDF of a letter's own HTML, as `to_html` made it. Raises `PdfFailed`."""
    return make_pdf(html, stylesheet())


def to_html(values: Letterhead, missing: tuple[str, ...] = (), *, is_draft: bool = False) -> str:
    """The letter as one HTML document, by the template named after its kind."""
    template = environment(values.language).get_template(f"{values.kind}.html")
    letter = asdict(values) | {"by_notify": office_details.current().posts_letters}
    if letter["by_notify"] and letter.get("to"):
        letter["to"] = _postcode_apart(letter["to"])
    html = template.render(letter=letter, missing=list(missing), is_draft=is_draft)
    html = _DATE.sub(_kept_together, html.translate(_TURNING))
    return _NUMBERED.sub(rf"\1{_SPACE}", html)


def _postcode_apart(address: list[str]) -> list[str]:
    """The address with its postcode on a line of its own, as GOV.UK Notify wants it."""
    postcode = _POSTCODE.fullmatch(address[-1])
    return [*address[:-1], *postcode.groups()] if postcode else address


def _kept_together(date: re.Match[str]) -> str:
    return date[0].replace(" ", _SPACE)


def text_of(html: str) -> Markup:
    """The text of a letter as part of a page: the same words, a level further down in headings.

    Every value in it was escaped when the letter was made.
    """
    text = html.partition(_TEXT_BEGINS)[2].rpartition("</body>")[0]
    lowered = _HEADING.sub(lambda heading: f"<{heading[1]}h{int(heading[2]) + 1}", text)
    return Markup(lowered)  # noqa: S704 - our template, every value in it escaped


def without_address(html: str) -> str:
    """The letter without the address in its window, for where others may read it too."""
    return _WINDOW.sub("", html)


@cache
def template_version() -> str:
    """The hash of every template, the style and all words: the same files, the same words."""
    files = sorted(file for file in TEMPLATES.iterdir() if file.is_file())
    files += sorted(TRANSLATIONS.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    files.append(time_sentences.WORDS_FILE)
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def environment(language: str) -> SandboxedEnvironment:
    """The sandbox in which templates in this language are filled."""
    made = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    own = words(language)
    made.globals["time_says"] = partial(time_sentences.say_in, language)
    made.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        own.ugettext, own.ungettext, newstyle=True
    )
    return made


@cache
def words(language: str) -> NullTranslations:
    """Load the translations of letters into this language."""
    return Translations.load(TRANSLATIONS, [language], domain=DOMAIN)


@cache
def stylesheet() -> str:
    """How every letter looks."""
    return (TEMPLATES / "letter.css").read_text(encoding="utf-8")
