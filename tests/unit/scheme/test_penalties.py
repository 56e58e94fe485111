"""The most and the least for an offence: what is above the one or below the other is named.

Minima of years are of a table made here: none was read in the law yet.

`data/above_maximum.csv` holds labels as an office's register has them, with sentences that the law
does not allow for them.
"""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.catalogue_files import DATA, CatalogueError
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.penalties import (
    Convicted,
    Penalty,
    load_penalties,
    read_penalties,
)
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.reading.sentence_words import read_sentence

CATALOGUE, PENALTIES = load_catalogue(), load_penalties()
LABELS = Path(__file__).parent / "data" / "above_maximum.csv"
REGISTER = Path(__file__).parents[4] / "shared" / "data" / "ago_register_2019_shown.csv"
DAY = date(2019, 1, 14)


def labels() -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def outside(label: str, sentence: str, day: date = DAY) -> str | None:
    """Read both as a register's and hold one against the other."""
    convicted = [
        Convicted(each.candidates[0] if each.certainty == "sure" else None, each.form, each.text)
        for each in read_offences(label, CATALOGUE, on=day, recorded=True)
    ]
    return PENALTIES.outside(read_sentence(sentence).parts, convicted, day)


def of(*offence_ids: str, form: Form = Form.FULL) -> list[Convicted]:
    return [Convicted(CATALOGUE.get(each), form, each) for each in offence_ids]


def test_there_are_at_least_40_labels() -> None:
    assert len(labels()) >= 40
    assert len({row["label"].casefold() for row in labels()}) >= 30


@pytest.mark.parametrize("row", labels(), ids=lambda row: f"{row['label']}: {row['sentence']}")
def test_a_sentence_that_the_law_does_not_allow_is_named(row: dict[str, str]) -> None:
    found = outside(row["label"], row["sentence"], date.fromisoformat(row["sentenced_on"]))
    assert found is not None
    assert f"“{row['label']}”" in found
    assert found.endswith("The label cannot be right, or the sentence is unlawful.")
    if row["maximum"] == "life":
        assert "the law requires a life sentence" in found
    else:
        assert f"above the maximum of {row['maximum']} (" in found


@from_table
def test_what_is_allowed_or_not_known_triggers_nothing(label: str, sentence: str) -> None:
    assert outside(label, sentence) is None


def test_of_several_offences_the_longest_term_is_held_against_all_together() -> None:
    both = of("no-theft", "no-affray")
    assert PENALTIES.outside(read_sentence("10 years’ imprisonment").parts, both, DAY) is None
    found = PENALTIES.outside(read_sentence("11 years’ imprisonment").parts, both, DAY)
    assert found is not None
    assert "maximum of 10 years" in found


def test_weeks_and_days_are_never_counted_longer_than_they_are() -> None:
    theft = of("no-theft")
    assert PENALTIES.outside(read_sentence("365 weeks’ imprisonment").parts, theft, DAY) is None
    assert PENALTIES.outside(read_sentence("400 weeks’ imprisonment").parts, theft, DAY)


def test_a_maximum_nobody_read_is_none() -> None:
    assert PENALTIES.maximum_at(CATALOGUE.get("no-oapa-20"), DAY) is None
    assert (
        PENALTIES.maximum_at(CATALOGUE.get("no-fraud"), date(2006, 12, 1)) is None
    )  # before the Act
    assert PENALTIES.maximum_at(CATALOGUE.get("no-restraining"), date(2020, 12, 1)) is None
    assert PENALTIES.maxima(CATALOGUE.get("no-oapa-20")) == ()


def test_a_sentence_below_a_minimum_is_named_whatever_is_known_of_the_others() -> None:
    """What the law requires of one offence it requires beside any other."""
    found = outside("Murder and unlawful wounding", "20 years’ imprisonment")
    assert found is not None
    assert found.startswith("“Murder”: the law requires a life sentence (Murder (Abolition")


MINIMUM = """
[copies]
c = "A copy"
[[minimum]]
offences = ["io-drugs-third"]
years = 7
from = 2000-01-01
to = 2019-12-31
source = "An Act s.1"
copy = "c"
unless = "the court found that it would be unjust"
"""


@from_table
def test_a_term_below_the_least_is_named_with_what_the_court_may_have_found(
    tmp_path: Path, sentence: str, is_named: bool
) -> None:
    (tmp_path / "penalties.toml").write_text(MINIMUM, encoding="utf-8")
    law, third = read_penalties(CATALOGUE, tmp_path), of("io-drugs-third")
    found = law.outside(read_sentence(sentence).parts, third, DAY)
    assert (found is not None) is is_named
    if found:
        assert (
            "is below the minimum of 7 years (An Act s.1). The label cannot be right, or" in found
        )
        assert found.endswith("unlawful, unless the court found that it would be unjust.")
    assert law.outside(read_sentence(sentence).parts, third, date(2020, 1, 1)) is None
    attempt = of("io-drugs-third", form=Form.ATTEMPT)
    assert law.outside(read_sentence(sentence).parts, attempt, DAY) is None


def test_a_minimum_nobody_read_is_none() -> None:
    third = CATALOGUE.get("io-drugs-third")
    assert PENALTIES.minimum_at(third, DAY) is None
    assert PENALTIES.minima(third) == ()
    assert (
        PENALTIES.outside(read_sentence("1 year’s imprisonment").parts, of(third.id), DAY) is None
    )


def test_each_penalty_says_what_it_is_and_which_copy_was_read() -> None:
    theft = PENALTIES.maximum_at(CATALOGUE.get("no-theft"), DAY)
    murder = PENALTIES.minimum_at(CATALOGUE.get("io-murder"), DAY)
    robbery = PENALTIES.maximum_at(CATALOGUE.get("io-robbery"), DAY)
    assert theft and murder and robbery
    assert (theft.words, robbery.words) == ("7 years", "life")
    assert (murder.words, murder.source) == (
        "life",
        "Murder (Abolition of Death Penalty) Act 1965 s.1(1)",
    )
    for offence in CATALOGUE:
        for penalty in (*PENALTIES.maxima(offence), *PENALTIES.minima(offence)):
            assert penalty.source
            assert penalty.copy


def test_a_penalty_is_that_of_each_row_of_the_same_provision() -> None:
    """A row for earlier or later dates under the same section has the same penalty."""

    def penalties_of(row: Offence) -> list[Penalty]:
        return [*PENALTIES.maxima(row), *PENALTIES.minima(row)]

    for offence in CATALOGUE:
        for other in CATALOGUE.history(offence):
            if other.citation == offence.citation:
                assert penalties_of(other) == penalties_of(offence)


@pytest.mark.skipif(not REGISTER.exists(), reason="the office's register is not here")
def test_the_register_of_2019_has_one_and_its_labels_are_all_read_the_same_way() -> None:
    """Of the half that was shown: one sentence is above a maximum that was read, for its label."""
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sentence_date"].startswith("20")]
    assert len(rows) > 200
    found = [
        outside(row["offence"], row["original_sentence"], date.fromisoformat(row["sentence_date"]))
        for row in rows
    ]
    (above,) = [each for each in found if each]
    assert above.startswith("“Possession of a prohibited firearm”: 12 years and 8 months is above")


@from_table
def test_a_row_that_does_not_hold_together_is_refused(
    tmp_path: Path, written: str, fault: str
) -> None:
    (tmp_path / "penalties.toml").write_text(
        '[copies]\nc = "A copy"\n[[maximum]]\nfrom = 2000-01-01\nsource = "s"\ncopy = "c"\n'
        + written,
        encoding="utf-8",
    )
    with pytest.raises(CatalogueError, match=fault):
        read_penalties(CATALOGUE, tmp_path)


def test_two_penalties_for_one_day_are_refused(tmp_path: Path) -> None:
    shutil.copy(DATA / "penalties.toml", tmp_path)
    with (tmp_path / "penalties.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[maximum]]\noffences = ["no-theft"]\nyears = 8\nfrom = 2020-01-01\n'
            'source = "s"\ncopy = "cja_1991"\n'
        )
    with pytest.raises(CatalogueError, match="no-theft: two penalties for one day"):
        read_penalties(CATALOGUE, tmp_path)
