"""The two letters as PDFs, from values alone: what they say, and what no value can make them do."""

import json
import subprocess
from dataclasses import asdict, fields, replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from jinja2.exceptions import SecurityError, UndefinedError

from tests.support.tables import column, from_table
from ulss_tracker.adapters.pdf import PdfFailed
from ulss_tracker.models import LetterKind
from ulss_tracker.scheme.reading import typed_words
from ulss_tracker.services.letters import facts, referral, rendering
from ulss_tracker.services.letters.rendering import to_html, to_pdf
from ulss_tracker.services.letters.sample import sample_values
from ulss_tracker.services.letters.values import Link, Offence, Sentenced

pytestmark = pytest.mark.slow

DAY = date(2026, 3, 18)
KINDS = (LetterKind.REFERRAL, LetterKind.OFFENDER_NOTICE)


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def page_count(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


@pytest.mark.parametrize("kind", KINDS)
def test_values_are_plain_and_the_same_values_give_the_same_bytes(kind):
    values = sample_values(kind, DAY)
    assert json.loads(json.dumps(asdict(values))) == asdict(values)
    assert to_pdf(values) == to_pdf(sample_values(kind, DAY))


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_a_sound_pdf_with_its_title(kind, tmp_path):
    file = tmp_path / "letter.pdf"
    file.write_bytes(to_pdf(sample_values(kind, DAY)))
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)
    info = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
    assert "Tagged:          yes" in info
    assert "ULS-2026-0001" in info


def test_the_application_says_what_the_rule_asks():
    pdf = to_pdf(sample_values(LetterKind.REFERRAL, DAY))
    assert page_count(pdf) <= 3
    text = text_of(pdf)
    for said in column(__file__, "pdf_letters.the_application_says_what_the_rule_asks"):
        assert said in text, said
    assert "must not be published" not in text.lower()
    assert "Draft" not in text


def test_the_notice_says_both_things_it_must_and_how_to_reply():
    text = text_of(to_pdf(sample_values(LetterKind.OFFENDER_NOTICE, DAY)))
    for said in column(
        __file__, "pdf_letters.the_notice_says_both_things_it_must_and_how_to_reply"
    ):
        assert said in text, said


def test_a_notice_without_a_known_calendar_gives_the_rule_and_no_date():
    values = replace(sample_values(LetterKind.OFFENDER_NOTICE, DAY), reply_by="")
    text = text_of(to_pdf(values))
    assert "10 business days" in text
    assert "the last day is" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_protected_complainant_is_marked_on_every_page(kind):
    values = replace(
        sample_values(kind, DAY), has_protected_complainant=True, restrictions=["anonymity"]
    )
    pdf = to_pdf(values)
    text = text_of(pdf)
    assert text.count("Complainant’s identity must not be published") == page_count(pdf)
    assert "Must not be published." in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_is_marked_on_every_page_and_shows_its_gaps(kind):
    values = replace(sample_values(kind, DAY), case_number="", court="")
    missing = ("The Crown Court case number", "The Crown Court where the sentence was passed")
    pdf = to_pdf(values, missing, is_draft=True)
    text = text_of(pdf)
    assert text.count("Draft: not issued") == page_count(pdf)
    assert "Before this can be issued, record:" in text
    assert all(f"• {fact}" in text for fact in missing)
    assert text.count("[not recorded yet]") >= 2


def test_a_letter_of_nothing_but_gaps_still_comes_out_as_a_draft():
    values = sample_values(LetterKind.REFERRAL, DAY)
    empty = {
        name: type(value)()
        for name, value in asdict(values).items()
        if name not in {"language", "kind", "sender"}
    }
    bare = replace(values, **empty | {"issued_on_iso": "2026-03-18"})
    assert "[not recorded yet]" in text_of(to_pdf(bare, ("Everything",), is_draft=True))


PAYLOAD = (
    '</td></p><script>alert(1)</script><img src="http://127.0.0.1:9/x"><link rel=attachment '
    "href=file:///etc/passwd> {{ 7 * 7 }} {% include '/etc/passwd' %} &lt;b&gt; \" ' &"
)
AS_READ = " ".join(PAYLOAD.split())


def poisoned(value):
    """The same values with the payload in place of every string a person may have typed."""
    if isinstance(value, str):
        return PAYLOAD
    if isinstance(value, list):
        return [poisoned(item) for item in value]
    if isinstance(value, Link):
        return replace(value, text=PAYLOAD)
    if isinstance(value, Offence | Sentenced):
        return replace(value, **{f.name: poisoned(getattr(value, f.name)) for f in fields(value)})
    return value


@pytest.mark.parametrize("kind", KINDS)
def test_markup_in_any_value_comes_out_as_the_words_typed(kind):
    values = sample_values(kind, DAY)
    typed = {
        f.name: poisoned(getattr(values, f.name))
        for f in fields(values)
        if f.name not in {"language", "issued_on_iso", "kind"}
    }
    pdf = to_pdf(replace(values, **typed))
    text = text_of(pdf)
    assert text.count("alert(1)</script>") >= 15
    assert AS_READ in text
    assert "{{ 7 * 7 }}" in text
    assert "root:" not in text
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert "/EmbeddedFiles" not in opened.Root.get("/Names", {})
        assert "/AF" not in opened.Root
        assert "/JavaScript" not in opened.Root.get("/Names", {})


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "/casework"])
def test_a_link_to_anything_but_a_web_page_is_refused(address):
    values = replace(
        sample_values(LetterKind.REFERRAL, DAY), documents=[Link(text="a", address=address)]
    )
    with pytest.raises(PdfFailed, match="link"):
        to_pdf(values)


def test_a_very_long_case_still_renders():
    values = sample_values(LetterKind.REFERRAL, DAY)
    offences = [
        Offence(
            name=f"Fraud by false representation, count {number}",
            citation="Fraud Act 2006 s.1",
            plea="Pleaded guilty",
            convicted_on="6 February 2026",
        )
        for number in range(1, 41)
    ]
    long = replace(
        values,
        defendant="محمد عبد الرحمن " * 12 + "Ŵyn 😀",
        sentences=[replace(values.sentences[0], offences=offences, text="x" * 400)],
        why_lenient=["The judge gave too much weight to the plea. " * 50] * 12,
    )
    pdf = to_pdf(long)
    text = text_of(pdf)
    pages = page_count(pdf)
    assert f"Page {pages} of {pages}" in text
    assert "count 40" in text
    assert text.count("The judge gave too much weight") == 600
    assert all(word in text for word in ("محمد", "Ŵyn", "😀"))
    assert text.count("Act and section") >= 2  # the heading again where the table goes on


def test_a_name_the_template_does_not_know_stops_the_letter():
    with pytest.raises(UndefinedError):
        rendering.environment("en").from_string("{{ letter.nothing }}").render(letter={})


@pytest.mark.parametrize(
    "reach", ["{{ ''.__class__.__mro__ }}", "{{ letter.__init__.__globals__ }}"]
)
def test_a_template_cannot_reach_behind_its_values(reach):
    with pytest.raises(SecurityError):
        rendering.environment("en").from_string(reach).render(letter={})


def test_the_template_gets_no_object_of_ours():
    html = to_html(sample_values(LetterKind.REFERRAL, DAY))
    assert "<h1>Application for permission to refer a sentence</h1>" in html
    assert "object at 0x" not in html


@from_table
def test_paragraphs_are_read_as_people_type_them(typed: str, read: list[str]) -> None:
    assert typed_words.paragraphs(typed) == read


@pytest.mark.parametrize(
    ("line", "text", "address"),
    [
        (
            "Indictment: https://example.org/a?b=1&c=2",
            "Indictment",
            "https://example.org/a?b=1&c=2",
        ),
        ("https://example.org/a", "", "https://example.org/a"),
        ("Remarks (https://example.org/a).", "Remarks", "https://example.org/a"),
    ],
)
def test_a_document_is_a_name_and_its_address(line, text, address):
    gaps = facts.Gaps()
    assert referral._documents(line, gaps) == [Link(text=text, address=address)]
    assert gaps.names == []


@pytest.mark.parametrize(
    "line", ["Sentencing remarks", "javascript:alert(1)", "file:///etc/passwd"]
)
def test_a_document_without_a_web_address_is_missing_its_link(line):
    gaps = facts.Gaps()
    assert referral._documents(line, gaps) == [Link(text=line, address="")]
    assert gaps.names == [f"A link (https://) to the document: {line}"]
