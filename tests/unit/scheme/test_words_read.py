"""What stands beside an answer: the words read, and what each was read as."""

from datetime import date

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.reading.words_read import ReadAs, record_read, words_read

CATALOGUE = load_catalogue()


def read(text: str) -> list[tuple[str, ReadAs]]:
    found = words_read(text, CATALOGUE, date(2024, 6, 3))
    return [(one.words, one.read_as) for one in found]


@pytest.mark.parametrize(
    ("text", "those"),
    [
        ("Cleared of murder, guilty of manslaughter",
         [("murder", ReadAs.NOT_CONVICTED), ("manslaughter", ReadAs.OFFENCE)]),
        ("charged with rape, convicted of ABH",
         [("rape", ReadAs.NOT_CONVICTED), ("ABH", ReadAs.OFFENCE)]),
        ("The other man was convicted of riot. He was convicted of affray",
         [("riot", ReadAs.ANOTHER_PERSON), ("affray", ReadAs.OFFENCE)]),
        ("he killed my son", [("killed", ReadAs.SEVERAL)]),
        ("fraud, no section 51B notice",
         [("fraud", ReadAs.OFFENCE), ("no section 51b notice", ReadAs.FACT)]),
        ("affray, he stabbed her",
         [("affray", ReadAs.OFFENCE), ("stabbed", ReadAs.SET_ASIDE),
          ("stabbed", ReadAs.LEFT_OVER)]),
    ],
)  # fmt: skip
def test_each_answer_opens_to_the_words_it_read(text: str, those: list[tuple[str, ReadAs]]) -> None:
    assert [(words.lower(), kind) for words, kind in read(text)] == [
        (words.lower(), kind) for words, kind in those
    ]


def test_a_provision_is_told_from_a_name() -> None:
    by_law, by_name = (
        words_read(text, CATALOGUE, None)[0]
        for text in ("s.1 RTA 1988", "death by dangerous driving")
    )
    assert by_law.offence == by_name.offence
    assert (by_law.by_provision, by_name.by_provision) == (True, False)


def test_long_words_are_cut() -> None:
    (one,) = words_read(
        "convicted of affray. " + "I do not know what the charge was " * 20, CATALOGUE, None
    )[-1:]
    assert len(one.words) <= 201


@from_table
def test_a_record_is_opened_as_its_names_are_read(
    text: str, read_as: ReadAs, by_provision: bool
) -> None:
    (one,) = record_read(text, CATALOGUE, date(2024, 6, 3))
    assert (one.words, one.read_as, one.by_provision) == (text, read_as, by_provision)
