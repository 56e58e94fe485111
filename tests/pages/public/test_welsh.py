"""Every page and message in both languages: counted, none missing, never mixed on a page."""

import gettext
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from lxml.html import HtmlElement

from config import ROOT
from tests.support.checked_client import CheckedClient
from tests.support.page import Page
from tests.support.public_journey import ASIDE, date_fields, go_to
from tests.support.tables import column, from_table
from ulss_tracker.web.public.pages import INFORMATION

pytestmark = pytest.mark.on_sqlite

WELSH = ROOT / "ulss_tracker" / "translations" / "cy" / "LC_MESSAGES"
KEYWORDS = ("_", "gettext", "ngettext", "lazy_gettext", "N_")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%?%\{\w+\}|\{\w+\}")
# English words that are no Welsh words, and that hardly a sentence does without.
ENGLISH = re.compile(
    r"\b(the|and|of|your|you|with|from|this|that|for|not|are|optional|court|sentence|request"
    r"|January|March|April|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
    re.IGNORECASE,
)
NAMES = re.compile(
    r"Victim Support|Rape and Sexual Abuse Support Line|Rape Crisis England and Wales|Word"
    r"|OpenDocument|Shift|Enter|JavaScript"
)


@pytest.fixture(scope="module")
def wanted() -> dict[str, str | tuple[str, ...]]:
    """Every sentence the code and the law's tables offer for translation, by its first form."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = dict.fromkeys(KEYWORDS) | {"ngettext": (1, 2)}
    found = extract_from_dir(ROOT, methods, options, keywords=keywords)
    return {
        message if isinstance(message, str) else message[0]: message
        for _, _, message, _, _ in found
    }


@pytest.fixture(scope="module")
def kept() -> Catalog:
    with (WELSH / "messages.po").open("rb") as file:
        return read_po(file)


def test_every_sentence_has_its_welsh_and_none_is_left_over(
    wanted: dict[str, str | tuple[str, ...]],
    kept: Catalog,
    record_property: Callable[[str, object], None],
) -> None:
    have = {each.id if isinstance(each.id, str) else each.id[0]: each for each in kept if each.id}
    record_property("sentences_in_both_languages", len(have))
    assert len(wanted) > 900
    assert sorted(wanted.keys() - have.keys()) == []
    assert sorted(have.keys() - wanted.keys()) == []
    assert not kept.obsolete
    for english, each in have.items():
        forms = each.string if isinstance(each.string, tuple) else (each.string,)
        assert all(form.strip() for form in forms), f"no Welsh for {english!r}"
        assert not each.fuzzy, f"the Welsh for {english!r} is marked as unsure"


def test_what_is_filled_in_is_the_same_in_both(kept: Catalog) -> None:
    for each in kept:
        if not each.id:
            continue
        english = each.id if isinstance(each.id, str) else each.id[-1]
        forms = each.string if isinstance(each.string, tuple) else (each.string,)
        for form in forms:
            assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(english)), form


def test_the_file_that_is_read_is_made_from_the_one_that_is_written(kept: Catalog) -> None:
    made = io.BytesIO()
    write_mo(made, kept)
    made.seek(0)
    with (WELSH / "messages.mo").open("rb") as file:
        read = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    fresh = gettext.GNUTranslations(made)._catalog  # type: ignore[attr-defined]
    changed = {english for english in fresh if english and read.get(english) != fresh[english]}
    assert changed == set(), "compile messages.po: docs/welsh.md says how"


def test_it_says_that_a_translator_must_check_it() -> None:
    assert "FOR REVIEW BY A TRANSLATOR" in (WELSH / "messages.po").read_text().split("msgid")[0]
    assert "For review" in (ROOT / "docs" / "welsh.md").read_text()


@pytest.fixture
def welsh(client: CheckedClient) -> CheckedClient:
    client.get("/language/cy", status=302)
    return client


def english_on(page: Page) -> list[str]:
    """Find what a reader of this Welsh page would see or hear in English."""
    assert page.document.get("lang") == "cy", page.path
    found = []
    for element in page.document.iter():
        if isinstance(element.tag, str) and not _is_elsewhere(element):
            texts = [element.text, *(child.tail for child in element)]
            texts += [element.get(name) for name in ("aria-label", "alt", "title")]
            texts += [value for name, value in element.attrib.items() if name[:5] == "data-"]
            found += [text.strip() for text in texts if text and _is_english(text)]
    return found


def _is_elsewhere(element: HtmlElement) -> bool:
    """Scripts, and words marked as being in another language."""
    above = (element, *element.iterancestors())
    return element.tag in {"script", "style"} or any(
        each.get("lang") not in {None, "cy"} for each in above
    )


def _is_english(text: str) -> bool:
    if text.startswith(("/", "http", "govuk-", "moj-")):
        return False
    return bool(ENGLISH.search(NAMES.sub("", text)))


def test_pages_to_read_are_welsh_all_through(
    welsh: CheckedClient, subtests: pytest.Subtests
) -> None:
    for path in [
        *column(__file__, "welsh.pages_to_read"),
        *(f"/information/{name}" for name in INFORMATION),
    ]:
        with subtests.test(path=path):
            assert english_on(welsh.get(path)) == []


TYPED = {
    "who-you-are": {"standing": "victim"},
    "together": {"is_together": "yes"},
    "court": {"court": "Llys y Goron Caerdydd"},
    "offence": {"offence": "Robbery"},
    "offender": {"offender_name": "Ŵyn Ŷ"},
    "reason": {"reason": "Mae’n rhy isel."},
    "contact": {
        "email": "a@example.org",
        "telephone": "020 7946 0000",
        "postal_address": "1 Stryd Fawr",
    },
}


def test_the_whole_journey_is_welsh_all_through(welsh: CheckedClient) -> None:
    page = welsh.get("/request/who-you-are")
    fields = {**TYPED, "date": date_fields(date(2026, 11, 14)), "check-date": {"is_right": "yes"}}
    seen = set()
    while not page.path.startswith("/request/check-answers"):
        name = page.path.removeprefix("/request/")
        seen.add(name)
        assert english_on(page) == [], name
        button = next(
            text
            for text in (" ".join(b.text_content().split()) for b in page.select("main button"))
            if text.startswith("Parhau")
        )
        page = welsh.submit(button, **fields.get(name, {}))
    assert {"check-date", "told-of-the-scheme", "together", "safe-email", "safe-post"} <= seen
    for aside in ASIDE:
        assert english_on(welsh.get(f"/request/{aside}")) == [], aside
    page = welsh.get("/request/check-answers")
    robbery = [text for text in english_on(page) if text != "Robbery"]
    assert robbery == []
    assert page.summary["Iaith ein hateb"] == "Cymraeg"
    page = welsh.submit("Derbyn ac anfon")
    assert page.h1 == "Mae’r cais wedi dod i law"
    assert english_on(page) == []
    reference = page.one(".govuk-panel strong").text_content()
    code = page.one(".govuk-panel .app-code").text_content()
    assert english_on(welsh.get("/request/copy")) == []
    text = welsh.get("/request/copy.txt").get_data(as_text=True)
    assert not ENGLISH.search(text.replace("Robbery", "")), text
    welsh.get("/status")
    page = welsh.submit("Parhau", reference=reference, code=code)
    assert english_on(page) == []
    for link in ("Newid eich manylion cyswllt", "Tynnu eich cais yn ôl"):
        assert english_on(welsh.click(link)) == []
        welsh.get("/status/request")
    welsh.click("Tynnu eich cais yn ôl")
    assert english_on(welsh.submit("Tynnu fy nghais yn ôl")) == []


def test_a_court_chosen_in_english_is_named_in_the_language_of_the_page(
    client: CheckedClient,
) -> None:
    page = go_to(client, "check-answers", court={"court": "Leeds Crown Court"})
    assert "Leeds Crown Court" in page.text
    client.get("/language/cy", status=302)
    page = client.get("/request/check-answers")
    assert "Llys y Goron yn Leeds" in page.text
    assert "Crown Court" not in page.text


def test_errors_are_welsh_too(welsh: CheckedClient) -> None:
    for path, fields in (
        ("/request/date", date_fields(None) | {"sentenced_on-day": "31"}),
        ("/request/date", {"sentenced_on-day": "3", "sentenced_on-month": "2",
                           "sentenced_on-year": "2999"}),
        ("/request/court", {"court": "x" * 201}),
        ("/request/offender", {"offender_name": ""}),
        ("/request/contact", {"email": "x", "telephone": "y"}),
        ("/status", {}),
    ):  # fmt: skip
        welsh.get(path)
        page = welsh.submit("Parhau", **fields)
        assert page.errors, path
        assert english_on(page) == [], path
        assert page.title.startswith("Gwall: ")
    assert english_on(welsh.post("/request/offender", status=400, data={})) == []
    assert english_on(welsh.post("/status", status=400, data={})) == []
    assert english_on(welsh.get("/information/nonsense", status=404)) == []


@from_table
def test_the_short_check_answers_in_welsh(
    welsh: CheckedClient, court: str, offence: str, on: date | None
) -> None:
    typed = {"court": court, "offence": offence, "is_right": "yes", **date_fields(on)}
    page = welsh.get("/request/court")
    while True:
        mixed = [text for text in english_on(page) if court not in text]
        assert mixed == [], page.path
        if page.path.startswith("/request/outlook"):
            return
        if page.path.startswith("/request/reason"):
            page = welsh.get("/request/outlook")
            continue
        names = {field.get("name") for field in page.select("main [name]")}
        page = welsh.submit("Parhau", **{key: typed[key] for key in names & typed.keys()})


def test_offences_are_found_by_their_welsh_names(welsh: CheckedClient) -> None:
    found = welsh.get("/suggest/offences?q=llofruddiaeth").json
    assert "Llofruddiaeth" in [each["title"] for each in found]
    assert welsh.get("/suggest/offences?q=fy+mhlentyn").json == []
    assert welsh.get("/suggest/offences?q=plentyn").json == []
    welsh.get("/request/offence")
    page = welsh.submit("Parhau", offence="lladrata")
    assert page.path == "/request/outlook"
    welsh.get("/request/offence")
    page = welsh.submit("Parhau", offence="trais rhywiol")
    assert page.path == "/request/outlook"
    welsh.get("/request/offence")
    page = welsh.submit("Parhau", offence="bwrgleriaeth mewn")
    assert page.path == "/request/about-the-offence"


@pytest.mark.parametrize(
    "offence", ["achosi marwolaeth drwy yrru'n beryglus", "achosi marwolaeth drwy yrru’n beryglus"]
)
def test_either_apostrophe_of_a_welsh_name_is_read(welsh: CheckedClient, offence: str) -> None:
    welsh.get("/request/offence")
    page = welsh.submit("Parhau", offence=offence)
    assert page.path == "/request/outlook"
    assert "Mae’r cynllun yn cynnwys y drosedd." in page.text
