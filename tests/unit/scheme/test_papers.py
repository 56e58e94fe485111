"""Papers of a case read from the words of their pages: invented ones, each with its answers.

Each was written before it was read, and what was read then checked against it; `data/papers/`
has the papers, and `answers.csv` a row for each. The shared remarks are measured where they are.
"""

import csv
from pathlib import Path

import pypdfium2
import pytest

from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.papers.paper import PaperReading, ReadKind
from ulss_tracker.scheme.papers.reading import read_paper

PAPERS = Path(__file__).parent / "data" / "papers"
ANSWERS = list(csv.DictReader((PAPERS / "answers.csv").read_text(encoding="utf-8").splitlines()))
REMARKS = Path(__file__).parents[4] / "shared" / "data" / "remarks"
HEADING = (
    "IN THE CROWN COURT AT LEEDS\nT20261234\nR v ANN OTHER-SMYTHE\nSENTENCING REMARKS\n1 May 2026\n"
)
PLEA = "Ann Other-Smythe, you pleaded guilty to count 1, robbery, and count 2, theft.\n"


def read(*pages: str) -> PaperReading:
    return read_paper(pages, load_catalogue())


def row_of(reading: PaperReading) -> dict[str, str]:
    """A reading as a row of the answers."""
    return {
        "kind": reading.kind.value,
        "offenders": "|".join(fact.value for fact in reading.offenders),
        "court": reading.court.value if reading.court else "",
        "case_numbers": "|".join(fact.value for fact in reading.case_numbers),
        "judge": reading.judge.value if reading.judge else "",
        "sentence_date": reading.sentenced_on.value.isoformat() if reading.sentenced_on else "",
        "counts": "|".join(
            ";".join(
                (
                    one.number,
                    one.offender,
                    one.offence,
                    one.provision,
                    one.plea,
                    one.sentence_in_full,
                )
            )
            for one in reading.counts
        ),
        "totals": "|".join(f"{one.offender}: {one.sentence}" for one in reading.totals),
        "restrictions": "|".join(fact.value for fact in reading.restrictions),
    }


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer["file"])
def test_a_paper_is_read_as_its_answers_say(answer: dict[str, str]) -> None:
    pages = (PAPERS / answer["file"]).read_text(encoding="utf-8").split("\f")
    assert row_of(read(*pages)) | {"file": answer["file"]} == answer


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer["file"])
def test_no_name_or_number_is_read_that_is_not_on_the_page(answer: dict[str, str]) -> None:
    text = (PAPERS / answer["file"]).read_text(encoding="utf-8")
    plain = " ".join(text.split()).casefold().replace("gu", "qu")  # as a scan may read it
    reading = read(*text.split("\f"))
    for said in (
        *(fact.value for fact in (*reading.offenders, *reading.case_numbers)),
        *(count.offence.split(" (")[0] for count in reading.counts),
        *(fact.words for fact in (*reading.orders, *reading.restrictions)),
    ):
        words = said.casefold().replace("gu", "qu").rstrip(" .")
        assert words in plain.replace(". count", "count")


@pytest.mark.parametrize(
    ("said", "sentences"),
    [
        ("On count 1 I would have passed nine years' imprisonment.", ["", ""]),
        ("The starting point on count 1 is five years' imprisonment.", ["", ""]),
        ("On count 1 the Crown submits that it is six years' imprisonment.", ["", ""]),
        ("On count 3, nine years' imprisonment.", ["", ""]),
        ("On count 1 the sentence is five years, I beg your pardon, four years' imprisonment.",
         ["4 years' imprisonment", ""]),
        ("Count 1: two years' imprisonment. Count 2: no separate penalty.",
         ["2 years' imprisonment", "no separate penalty"]),
        ("For the robbery, 3 years' imprisonment; for the theft, 6 months' imprisonment.",
         ["3 years' imprisonment", "6 months' imprisonment"]),
        ("The sentence is three years' imprisonment on each count, concurrent.",
         ["3 years' imprisonment", "3 years' imprisonment concurrent"]),
    ],
)  # fmt: skip
def test_only_what_was_passed_is_a_sentence(said: str, sentences: list[str]) -> None:
    reading = read(HEADING + PLEA + said)
    assert [count.sentence_in_full for count in reading.counts] == sentences


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        # What a number is may be said apart from the plea, before or behind it.
        ("You pleaded guilty to counts 1 and 2. Count 1 is an allegation of kidnapping. Count 2"
         " charges blackmail. On count 1, 4 years; on count 2, 3 years, concurrent.",
         "1 kidnapping 4 years|2 blackmail 3 years concurrent"),
        ("The jury found you guilty on counts 1 and 2. Each is an offence of rape. For counts 1 and"
         " 2 the sentences are 8 years and 9 years respectively.", "1 rape 8 years|2 rape 9 years"),
        ("You are to be sentenced for arson. That is count 3. On count 3, 4½ years' imprisonment.",
         "3 arson 4 years 6 months' imprisonment"),
        ("You pleaded guilty to murder and to arson. On count 1 it is life imprisonment. On count 2"
         " two years' imprisonment. Both will run concurrently with the life sentence.",
         "1 murder imprisonment for life|2 arson 2 years' imprisonment concurrent"),
        # What is no sentence of this offender on this count.
        ("The jury found you guilty on count 1, robbery, and not guilty on count 2, theft. Wesley"
         " Unwin received 11 years on count 1. Count 1: 7 years, reduced to 5 years.",
         "1 robbery 5 years"),
        ("You pleaded guilty to dangerous driving and to theft. For drug driving, 2 months.",
         " dangerous driving | theft "),
        # What is said of the whole.
        ("You pleaded guilty to theft, count 1, and to fraud, count 2. On count 1, 12 months'"
         " imprisonment; on count 2, 6 months' imprisonment. All concurrent, making 12 months"
         " altogether. I suspend that for 21 months.",
         "1 theft 12 months' imprisonment suspended for 21 months"
         "|2 fraud 6 months' imprisonment suspended for 21 months concurrent"),
    ],
)  # fmt: skip
def test_a_count_is_what_its_number_says_wherever_it_says_so(said: str, counts: str) -> None:
    rows = [(one.number, one.offence, one.sentence_in_full) for one in read(HEADING + said).counts]
    assert "|".join(map(" ".join, rows)) == counts


@pytest.mark.parametrize(
    "said",
    [
        "The jury acquitted you of count 1, robbery.",
        "You were found not guilty of count 1, robbery.",
        "Count 1, robbery, will lie on the file.",
        "You have previous convictions for robbery and for theft.",
    ],
)
def test_what_nobody_was_convicted_of_is_no_count(said: str) -> None:
    assert read(HEADING + "You stand before me today. " + said).counts == []


def test_a_verdict_and_a_plea_of_one_sentence_are_told_apart() -> None:
    said = (
        "The jury found you guilty of murder (count 1) and you pleaded guilty to theft (count 2)."
    )
    pleas = [count.plea for count in read(HEADING + said).counts]
    assert pleas == ["not guilty, convicted after trial", "guilty"]


def test_a_count_is_told_by_the_sentence_beside_it() -> None:
    letter = (
        "Dear Colleague\nR v Darren SLATTERY\nCrown Court at Derby, sentence 14 July 2026\n"
        "Count 1 - Rape - 8 years' imprisonment\n"
        "Count 4 - Intentional strangulation - 18 months' imprisonment consecutive\n\n"
        "The total sentence was 9 years and 6 months' imprisonment."
    )
    spoken = "On count 1, murder, imprisonment for life. On count 2, having an offensive weapon, "

    assert [(one.number, one.sentence) for one in read(letter).counts] == [
        ("1", "8 years' imprisonment"),
        ("4", "18 months' imprisonment"),
    ]
    remarks = read(f"{HEADING}{spoken}I impose 18 months to run concurrently.")
    assert [one.number for one in remarks.counts if "weapon" in one.offence] == ["2"]
    guideline = read(f"{HEADING}{spoken}the starting point is 18 months.")
    assert not [one for one in guideline.counts if "weapon" in one.offence]


def test_counsel_in_a_transcript_passes_no_sentence() -> None:
    spoken = (
        f"JUDGE AMBERLEY: {PLEA}MR FERN: On count 1 it is nine years' imprisonment.\n"
        "JUDGE AMBERLEY: On count 1, two years' imprisonment.\n"
    )
    assert read(HEADING + spoken).counts[0].sentence == "2 years' imprisonment"


def test_each_fact_has_its_page_and_its_words() -> None:
    reading = read(HEADING + PLEA, "On count 1, two years' imprisonment.")
    count = reading.counts[0]
    assert (count.page, count.sentence_page) == (1, 2)
    assert count.sentence_words == "On count 1, two years' imprisonment."
    assert [fact.value for fact in reading.unread] == [
        "sentence for theft of Ann Other-Smythe",
        "judge",
    ]


def test_a_paper_without_words_says_so() -> None:
    reading = read("", " ")
    assert (reading.kind, reading.page_count) == (ReadKind.OTHER, 2)
    assert [fact.value for fact in reading.unread] == ["no words could be read"]


@pytest.mark.skipif(not REMARKS.exists(), reason="the shared data is not here")
def test_the_shared_remarks_are_read_whole() -> None:
    """All but the scan, which `tests/unit/adapters/test_gate_scanning.py` reads."""
    for truth in csv.DictReader((REMARKS / "truth.csv").read_text(encoding="utf-8").splitlines()):
        with pypdfium2.PdfDocument(REMARKS / truth["file"]) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        if not "".join(pages).strip():
            continue
        row = row_of(read(*pages))
        assert row["offenders"] == truth["offenders"]
        numbers = [count.split(";")[0].split(" ")[0] for count in truth["counts"].split("|")]
        assert [count.split(";")[0] for count in row["counts"].split("|")] == numbers
        assert row["court"] == truth["court"]
        assert row["case_numbers"] == truth["case_number"]
        assert (row["judge"], row["sentence_date"]) == (truth["judge"], truth["sentence_date"])
        sentences = [count.split(";")[-1] for count in truth["counts"].split("|")]
        assert [count.split(";")[-1] for count in row["counts"].split("|")] == sentences
