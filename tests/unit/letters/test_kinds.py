"""Every kind of letter, in each language and size: its words, its tags, and what it must say."""

import re
import subprocess
from base64 import b64encode
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path

import outloud
import pdfua
import pikepdf
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from PIL import Image

from config import ROOT
from tests.golden.samples import (
    DAY,
    PICTURE_OF,
    PICTURES,
    TEXTS,
    CodeSample,
    Sample,
    codes,
    every,
    text_of,
)
from tests.support.sample_files import picture
from ulss_tracker.models import LetterKind, LetterSize
from ulss_tracker.services import letters

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unhurried_pdf")]

SAMPLES: list[Sample | CodeSample] = [*every(), *codes()]
EACH = pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
WELSH = ROOT / "ulss_tracker" / "translations" / "cy" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)s")
ENGLISH = re.compile(r"\b(the|and|your|you|with|from|this|that|not|are|sentence|March)\b", re.I)


@cache
def pdf_of(sample: Sample | CodeSample) -> bytes:
    return sample.pdf()


def says_what_it_said(sample: Sample | CodeSample, _file: Path) -> None:
    """After a change that is meant: `python -m tests.golden`, and read what changed."""
    kept = (TEXTS / f"{sample.name}.txt").read_text(encoding="utf-8")
    assert text_of(pdf_of(sample)) == kept


def has_a_picture_of_each_page(sample: Sample | CodeSample, file: Path) -> None:
    with pikepdf.open(file) as pdf:
        pages = len(pdf.pages)
    kept = [PICTURES / f"{sample.name}-{page}.png" for page in range(1, pages + 1)]
    assert sorted(PICTURES.glob(f"{sample.name}-*.png")) == kept
    for each in kept:
        with Image.open(each) as picture:
            assert picture.info[PICTURE_OF] == sample.digest(), "python -m tests.golden"


def is_a_sound_tagged_pdf(sample: Sample | CodeSample, file: Path) -> None:
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)
    with pikepdf.open(file) as pdf:
        has_a_reference = "ULS-2026-0001" in str(pdf.docinfo["/Title"])
        assert has_a_reference is isinstance(sample, Sample)
        assert str(pdf.Root.Lang) == sample.language
        assert pdf.Root.MarkInfo.Marked is True
    fonts = subprocess.run(["pdffonts", file], check=True, capture_output=True, text=True).stdout
    embedded = [line.split()[-5] for line in fonts.splitlines()[2:]]
    assert embedded
    assert set(embedded) == {"yes"}, fonts
    found = pdfua.validate(str(file)).findings
    assert [each for each in found if each.severity.name in {"ERROR", "WARNING"}] == []


def is_read_out_without_a_fault(_sample: Sample | CodeSample, file: Path) -> None:
    result = outloud.check(str(file))
    assert result.error is None
    assert [each for each in result.findings if each.severity in {"error", "warning"}] == []


def has_the_words_of_the_page_in_the_same_order(sample: Sample | CodeSample, file: Path) -> None:
    page = unescape(re.sub(r"<[^>]+>", " ", letters.text_of(sample.html())))
    command = ["pdftotext", "-raw", file, "-"]  # in the order in which they stand in the file
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    text = re.sub(r"(ULS-2026-0001\s+)?(Page|Tudalen) \d+ (of|o) \d+", "", raw.decode())
    text = re.sub(r"(?m)^(•|\d{1,2}\.) ", "", text.replace("\f", "\n"))
    assert "".join(text.split()) == "".join(page.split())


@EACH
def test_a_letter(sample: Sample | CodeSample, tmp_path: Path, subtests: pytest.Subtests) -> None:
    """Made once, and then held to everything a letter must be."""
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf_of(sample))
    for holds in (
        says_what_it_said,
        has_a_picture_of_each_page,
        is_a_sound_tagged_pdf,
        is_read_out_without_a_fault,
        has_the_words_of_the_page_in_the_same_order,
    ):
        with subtests.test(holds.__name__):
            holds(sample, file)


def test_there_is_a_golden_text_of_each_letter_and_no_other() -> None:
    assert {file.stem for file in TEXTS.glob("*.txt")} == {sample.name for sample in SAMPLES}


def test_there_is_no_picture_of_a_letter_that_is_no_more() -> None:
    names = {sample.name for sample in SAMPLES}
    assert {file.stem.rpartition("-")[0] for file in PICTURES.glob("*.png")} == names


def test_the_head_and_foot_of_a_page_are_not_read_out_as_text() -> None:
    values = letters.sample_values(LetterKind.NOT_REFERRED, DAY, "en", LetterSize.LARGE)
    marked = replace(values, restrictions=["sealed"], has_protected_complainant=False)
    with pikepdf.open(BytesIO(letters.to_pdf(marked))) as pdf:
        owners = pdf.Root.StructTreeRoot.ParentTree.Nums
        for number, page in enumerate(pdf.pages):
            marks = [
                (str(operands[0]), operands[1])
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC"
            ]
            furniture = [mark for name, mark in marks if name == "/Artifact"]
            assert furniture == [{"/Type": pikepdf.Name.Pagination}] * 3
            of_tags = {int(mark.MCID) for name, mark in marks if name != "/Artifact"}
            owned = {place for place, owner in enumerate(owners[2 * number + 1]) if owner}
            assert of_tags == owned


# Welsh.


def test_every_sentence_of_the_letters_has_its_welsh_and_none_is_left_over() -> None:
    with (ROOT / "babel-letters.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    wanted = {each[2] for each in extract_from_dir(ROOT, methods, options)}
    with (WELSH / "letters.po").open("rb") as file:
        kept = {each.id: each.string for each in read_po(file) if each.id}
    assert len(wanted) > 60
    assert wanted == set(kept)
    for english, welsh in kept.items():
        assert welsh.strip(), english
        assert sorted(PLACEHOLDER.findall(welsh)) == sorted(PLACEHOLDER.findall(english)), english
    with (WELSH / "letters.mo").open("rb") as file:
        assert {each.id: each.string for each in read_mo(file) if each.id} == kept


@pytest.mark.parametrize("kind", [each.kind for each in every() if each.name.endswith("cy.large")])
def test_a_welsh_letter_holds_no_english(kind: LetterKind) -> None:
    html = letters.to_html(letters.sample_values(kind, DAY, "cy"))
    words = re.sub(r"<[^>]+>", " ", letters.text_of(html))
    assert ENGLISH.findall(re.sub(r"\S+gov\.uk\S*", "", words)) == []
    assert "Llys y Goron yng Nghaerdydd" in words


def test_the_letter_with_a_code_holds_nothing_that_says_what_it_opens() -> None:
    for sample in codes():
        words = re.sub(r"<[^>]+>", " ", letters.text_of(sample.html()))
        assert "BXQ4-7KMT-R3WP" in words
        assert "020 7271 2492" in words
        telling = r"ULS-|REQ-|http|gov\.uk|lenien|sentenc|offen|court|crime"
        assert not re.search(telling, words, re.I)
        assert sample.language == "en" or ENGLISH.findall(words) == []


# What the rules ask of the court documents (Criminal Procedure Rules 41.2 to 41.6), by number of
# each item in the checklist of an application (1 to 9) and of a notice of reference (10 to 14).
# That service is recorded with its method and day (7), and by when (9), is `filings`' to prove.

_SAME_DETAILS = {
    "1 year and number": "Attorney General’s reference ULS-2026-0001",
    "1 case number": "Crown Court case number T20260001",
    "2 defendant": "Defendant Gwilym Prŷs-Everett",
    "3 date": "Date of sentence 2 March 2026",
    "3 place": "Crown Court Cardiff Crown Court",
    "s.36(1)(b) why Part 4 applies": "Part 4 of the Criminal Justice Act 1988 applies to the case "
    "(section 36(1)(b)): Robbery",
    "4 verdict": "Robbery Theft Act 1968 s.8 Found guilty by a jury",
    "4 plea": "Prevention of Crime Act 1953 s.1 Pleaded guilty",
    "4 sentencing": "Sentence passed on 2 March 2026 by His Honour Judge Example: 2 years",
    "7 to the Registrar": "To: The Registrar of Criminal Appeals",
    "7 to the defendant": "And to the defendant: Gwilym Prŷs-Everett",
    "12 authorities": "Authorities • Attorney General’s Reference (No 4 of 1989)",
    "13 a link to each": "Sentencing remarks: https://example.org/bundle/remarks • Prosecution "
    "opening note: https://example.org/bundle/opening",
    "14 a copy of each authority": "A copy of each authority that the Registrar has not published "
    "as frequently cited goes with this, in one electronic document (rule 41.3(6))",
    "practice: aggravating": "Aggravating features • A knife was produced",
    "practice: mitigation": "Mitigating features • He is the only carer",
}
CHECKLIST = {
    LetterKind.REFERRAL: _SAME_DETAILS
    | {
        "5 why unduly lenient": "Why the sentencing appears unduly lenient 7. The judge placed",
        "5 each argument": "8. The aggravating features called for an upward adjustment",
        "6 the application": "The Attorney General applies for permission to refer",
        "8 notice with it": "A notice to the defendant goes with this application (rule 41.2(3)). "
        "It says that the outcome may make a difference to the sentencing, and in particular may "
        "result in a more severe sentence, and that the defendant may serve a respondent’s notice",
        "9 time limit": "Last day to serve this application Monday 30 March 2026",
        "10 stands as the notice": "treat this application as the notice of reference",
        "11 facts": "The facts 5. Shortly after 11pm",
    },
    LetterKind.REFERENCE_NOTICE: _SAME_DETAILS
    | {
        "5 why unduly lenient": "Why the sentencing appears unduly lenient 6. The judge placed",
        "6 leave given": "The Court of Appeal gave permission on 17 March 2026",
        "8 both statements": "The outcome of this reference may make a difference to the "
        "sentencing and, in particular, may result in a more severe sentence. The defendant may "
        "serve a respondent’s notice (rule 41.4)",
        "9 time limit": "The Court of Appeal gave permission",  # the time was the application's
        "10 the reference itself": "The Attorney General refers to the court",
        "11 facts": "The facts 4. Shortly after 11pm",
    },
    LetterKind.OFFENDER_NOTICE: {
        "r.41.2(3)(a)": "may make a difference to the sentencing and, in particular, may result in "
        "a more severe sentence",
        "r.41.2(3)(b)": "You may serve a respondent’s notice.",
        "r.41.4(1) when it is wanted": "You must serve one if you want to make representations to "
        "the court, or if the court directs you to",
        "r.41.4(2) on whom": "Serve it on the Attorney General and on the Registrar",
        "r.41.4(3) when": "not more than 10 business days after the Attorney General serves the "
        "application on you, or after the court directs you to serve a notice",
        "r.2.2 business days": "Business days leave out Saturdays, Sundays, Christmas Day, Boxing "
        "Day, Good Friday, Easter Monday and bank holidays",
        "r.41.4(5) date of service": "the date the application was served on you",
        "r.41.4(5) representations": "whether you want to make representations to the court",
        "r.41.4(5) grounds": "the grounds of your representations",
        "r.41.4(5)(c) reasons": "the reasons for each application that you make in it",
        "r.41.4(6)(a) links": "It must include an electronic link to each material document that "
        "you have made available to the Registrar",
        "r.41.4(5) more time": "an application for an extension of time",
        "r.41.4(5) attending": "an application for permission to attend a hearing that you "
        "have no right to attend",
        "r.41.4(5) in person": "an application to attend in person a hearing that you would "
        "otherwise attend by live link",
        "the time can be extended": "The court can extend this time",
        "r.41.6 attendance": "If you are in custody, you may attend the public hearing of the "
        "reference. You may attend the hearing of the application for permission, or a preliminary "
        "hearing, only if the court gives you permission",
        "r.41.6 live link": "The court may direct that you attend by live link",
        "Sch 3 in absence": "It can pass sentence when you are not there",
        "who sends it": "Morgan Example, for the Attorney General",
    },
    LetterKind.WITHDRAWAL_NOTICE: {
        "r.41.5 to the Registrar": "To: The Registrar of Criminal Appeals",
        "r.41.5 to the defendant": "And to the defendant: Gwilym Prŷs-Everett",
        "what is withdrawn": "withdraws the application for permission to refer the sentencing of "
        "Gwilym Prŷs-Everett",
        "before any hearing": "before any hearing of the application or the reference",
        "the answer to it": "Respondent’s notice Served on 17 March 2026",
    },
}


def test_a_court_document_holds_each_item_of_the_checklist(subtests: pytest.Subtests) -> None:
    for kind, item in [(kind, item) for kind, items in CHECKLIST.items() for item in items]:
        with subtests.test(kind=kind, item=item):
            said = " ".join(text_of(pdf_of(Sample(kind, "en", LetterSize.STANDARD))).split())
            assert CHECKLIST[kind][item] in said


@pytest.mark.parametrize("kind", [LetterKind.REFERRAL, LetterKind.REFERENCE_NOTICE])
def test_no_item_of_the_checklist_is_left_out(kind: LetterKind) -> None:
    numbers = {int(item.split()[0]) for item in CHECKLIST[kind] if item[0].isdigit()}
    assert numbers == set(range(1, 15))


def test_where_no_authority_is_relied_on_no_copy_of_one_is_promised() -> None:
    values = replace(letters.sample_values(LetterKind.REFERRAL, DAY), authorities=["None"])
    assert "A copy of each authority" not in letters.to_html(values)


# What letters to one person must say of the ways that are still open.

WAYS_ON = {
    LetterKind.INCREASED: {
        "s.36(5) Supreme Court": "Either side may still ask to take a point of law to the Supreme "
        "Court. They have 14 days, beginning with the day of the decision, so until 30 March 2026",
        "that we will say when it is over": "We will tell you when that time is over.",
    },
    LetterKind.UNCHANGED: {
        "s.36(5) Supreme Court": "Either side may still ask to take a point of law to the Supreme "
        "Court. They have 14 days, beginning with the day of the decision, so until 30 March 2026",
        "that we will say when it is over": "We will tell you when that time is over.",
    },
    LetterKind.NOT_IN_SCHEME: {
        "s.385 slip rule": "The Crown Court can correct such a sentence itself, but only within 56 "
        "days, beginning with the day of the sentence: that is until 26 April 2026",
        "the route to the CPS": "tell the Crown Prosecution Service at once",
        "how to complain": "you can complain to us. Telephone the number below, or write to us",
    },
    LetterKind.OUT_OF_TIME: {
        "how to complain": "you can complain to us. Telephone the number below, or write to us",
    },
    LetterKind.MP: {
        "nothing promised to a constituent": "We write to each person who has asked us themselves; "
        "if your constituent has not, please pass this on to them.",
    },
}


def test_a_letter_names_each_way_that_is_still_open(subtests: pytest.Subtests) -> None:
    for kind, item in [(kind, item) for kind, items in WAYS_ON.items() for item in items]:
        with subtests.test(kind=kind, item=item):
            said = " ".join(text_of(pdf_of(Sample(kind, "en", LetterSize.STANDARD))).split())
            assert WAYS_ON[kind][item] in said
            assert "Our review is now finished" not in said


def test_a_way_whose_time_is_over_is_not_named() -> None:
    sample = letters.sample_values(LetterKind.OUT_OF_TIME, DAY)
    assert "56 days" not in letters.to_html(sample)  # sentenced on 3 November 2025
    late = replace(sample, slip_rule_by="26 April 2026")
    assert "only within 56 days" in letters.to_html(late)
    decided = replace(letters.sample_values(LetterKind.UNCHANGED, DAY), supreme_court_by="")
    text = letters.to_html(decided)
    assert "could ask to take a point of law to the Supreme Court are over" in text
    assert "may still ask" not in text


def test_samples_have_sane_dates_and_addresses() -> None:
    boxing_day = date(2026, 12, 26)
    values = letters.sample_values(LetterKind.HEARING_LISTED, boxing_day - timedelta(days=30))
    assert values.hearing_on == "Thursday 24 December 2026"
    notice = letters.sample_values(LetterKind.OFFENDER_NOTICE, DAY)
    assert "suspended" in notice.sentences[0].text
    assert not any("HMP" in line for line in notice.address)


# What a letter that says no must say, and must never say.

NO = (
    LetterKind.NOT_IN_SCHEME,
    LetterKind.OUT_OF_TIME,
    LetterKind.NOT_REFERRED,
    LetterKind.WITHDRAWN,
)


def test_a_no_says_what_else_can_be_done_and_where_to_turn(subtests: pytest.Subtests) -> None:
    for kind in NO:
        for reader in ["bereaved_family", "victim", "on_behalf", "public"]:
            with subtests.test(kind=kind, reader=reader):
                text = letters.to_html(letters.sample_values(kind, DAY, reader=reader))
                assert "What else you can do" in text
                assert ("witness care officer" in text) is (reader != "public")
                assert ("www.gov.uk/ask-crown-court-sentence-review" in text) is (
                    reader == "public"
                )
                assert "unfortunately" not in text.lower()


def test_time_is_left_for_more_only_where_no_application_was_made_and_withdrawn() -> None:
    made = letters.sample_values(LetterKind.WITHDRAWN, DAY)
    assert "There is still a little time" not in letters.to_html(made)
    assert "There is still a little time" in letters.to_html(replace(made, filed_on=""))


def test_a_refusal_explains_the_test_that_the_law_sets() -> None:
    text = " ".join(letters.to_html(letters.sample_values(LetterKind.NOT_REFERRED, DAY)).split())
    assert "outside the range that the judge, weighing everything that mattered" in text
    assert "it is not enough that a sentence is lenient" in text
    assert "the court may decide to leave it as it is" in text
    assert "5pm on Monday 30 March 2026" in text  # while time remains


def test_a_letter_to_the_bereaved_begins_with_their_loss_and_no_other_letter_does() -> None:
    for reader in ("bereaved_family", "victim", "public"):
        text = letters.to_html(letters.sample_values(LetterKind.UNCHANGED, DAY, reader=reader))
        assert ("sorry for your loss" in text) is (reader == "bereaved_family")


# Where a letter's parts stand on the page.

POINTS_IN_A_MM = 72 / 25.4
OFFICE = ["1 Example Street", "Westminster", "London SW1A 1AA"]
PICTURE = "data:image/png;base64," + b64encode(picture("PNG")).decode()


def places_on_the_first_page(pdf: bytes, folder: Path) -> dict[str, list[float]]:
    """Where each word first stands, in millimetres: its left, top, right and foot."""
    file = folder / "letter.pdf"
    file.write_bytes(pdf)
    words = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", file, "-"], check=True, capture_output=True, text=True
    ).stdout
    found = re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(\S+)</word>', words
    )
    return {word: [float(each) / POINTS_IN_A_MM for each in box] for *box, word in reversed(found)}


@pytest.mark.parametrize("size", list(LetterSize))
def test_the_address_stands_in_the_window_whatever_the_office_says_of_itself(
    size: LetterSize, tmp_path: Path
) -> None:
    """A DL envelope shows 35 by 90 mm, 20 mm from the left and 52 mm from the top (BS 4264)."""
    values = letters.sample_values(LetterKind.NOT_REFERRED, DAY, "en", size)
    sender = replace(values.sender, address=OFFICE, logo=PICTURE)
    to = ["Zoë Example", "Flat 2", "14 Heol y Bont", "Upper Village", "Caerffili", "Wales"]
    values = replace(values, sender=sender, to=[*to, "CF83 0ZZ"], dear="friend")
    places = places_on_the_first_page(letters.to_pdf(values), tmp_path)
    left, top, _, _ = places["Zoë"]  # the first line of the address
    assert left >= 20
    assert top > 52
    assert places["0ZZ"][3] < 87  # the postcode is the last line of it
    assert any(word.startswith("Westminster") for word in places)


@pytest.mark.parametrize("size", list(LetterSize))
@pytest.mark.parametrize("language", letters.LANGUAGES)
def test_every_marking_at_once_stands_whole_above_the_offices_name(
    language: str, size: LetterSize, tmp_path: Path
) -> None:
    values = letters.sample_values(LetterKind.NOT_REFERRED, DAY, language, size)
    said = replace(values, restrictions=["anonymity", "youth", "court_order", "sealed"])
    places = places_on_the_first_page(letters.to_pdf(said), tmp_path)
    first, last = (
        ("Complainant’s", "confidence") if language == "en" else ("chaniateir", "gyfrinachol")
    )
    assert places[first][1] > 4.3  # what printers leave white
    assert places[last][3] < places["General’s" if language == "en" else "Twrnai"][1]


@pytest.mark.parametrize("size", list(LetterSize))
def test_a_letter_with_the_offices_logo_is_read_out_without_a_fault(
    size: LetterSize, tmp_path: Path
) -> None:
    values = letters.sample_values(LetterKind.REFERRED, DAY, "en", size)
    file = tmp_path / "letter.pdf"
    file.write_bytes(letters.to_pdf(replace(values, sender=replace(values.sender, logo=PICTURE))))
    with pikepdf.open(file) as pdf:
        assert pdf.pages[0].get_images()
    found = pdfua.validate(str(file)).findings
    assert [each for each in found if each.severity.name in {"ERROR", "WARNING"}] == []
    result = outloud.check(str(file))
    assert [each for each in result.findings if each.severity in {"error", "warning"}] == []
