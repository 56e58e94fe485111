"""Courts as people write them, read to one Crown Court or a kind, and the command that does so."""

import csv
import io
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support.tables import column, rows
from ulss_tracker.cli.scheme import scheme_cli
from ulss_tracker.scheme.courts.court_answer import CourtAnswer, court_answer
from ulss_tracker.scheme.courts.court_reading import CourtReader
from ulss_tracker.scheme.courts.court_table import (
    Court,
    CourtKind,
    load_court_table,
    load_court_words,
)
from ulss_tracker.scheme.courts.court_text import LONGEST
from ulss_tracker.scheme.courts.courts import load_courts

COURTS = load_courts()
# Ways of writing a court, in classes, with the answer a careful person would give. All invented.
# An answer is the Crown Court's name, or else the kind: "crown" is the Crown Court, no one place.
WRITINGS = rows(__file__, "court_answers.writings", str, str, str)
LABELLED = Path(__file__).parents[4] / "shared" / "data" / "courts_dev.csv"
KINDS = set(column(__file__, "court_answers.kinds"))
CROWN = [court for court in COURTS if court.kind is CourtKind.CROWN_COURT]
FEWEST_RIGHT = 92
MOST_SECONDS = 0.005


def answer(text: str) -> CourtAnswer:
    return court_answer(COURTS.read(text))


@pytest.mark.parametrize("name", sorted({name for name, _text, _answer in WRITINGS}))
def test_each_way_of_writing_is_read(name: str, subtests: pytest.Subtests) -> None:
    for text, wanted in [row[1:] for row in WRITINGS if row[0] == name]:
        with subtests.test(text=text):
            found = answer(text)
            assert (found.court or found.kind) == wanted
            assert not found.court or found.kind == "crown"


def test_the_table_of_writings_is_long_enough_to_mean_something() -> None:
    assert len(WRITINGS) >= 220
    wanted = {answer for _name, _text, answer in WRITINGS}
    assert wanted >= KINDS
    names = {court.in_short for court in CROWN}
    assert wanted - KINDS <= names


def test_every_building_and_street_is_read_as_its_court(subtests: pytest.Subtests) -> None:
    for court in CROWN:
        with subtests.test(court=court.id):
            for place in court.buildings:
                assert court in COURTS.read(f"the Crown Court, {place}").candidates, place
            for street in court.streets:
                said = f"{court.place} Crown Court, {street}"
                assert court in COURTS.read(said).candidates, said


@given(st.text(max_size=300))
def test_any_text_at_all_gets_a_kind(text: str) -> None:
    found = answer(text)
    assert found.kind in KINDS
    assert not found.court or found.kind == "crown"


WORDS = sorted({word for _name, text, _answer in WRITINGS for word in text.split()})


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_any_words_about_courts_get_a_kind(text: str) -> None:
    found = answer(text)
    assert found.kind in KINDS
    assert not found.court or found.kind == "crown"


@given(
    st.sampled_from(CROWN),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
    st.sampled_from(["", " ", "  \t", "\n", "...", " , "]),
    st.sampled_from(["", "the ", "at ", "In "]),
)
def test_a_courts_name_in_any_case_and_padding_is_that_court(
    court: Court, case: Callable[[str], str], padding: str, before: str
) -> None:
    said = f"{padding}{before}{case(court.name)}{padding}"
    assert COURTS.read(said).court == court


@given(st.sampled_from(CROWN), st.integers(min_value=0), st.sampled_from("dx"))
def test_a_slip_in_a_courts_name_never_gives_another_courts_name(
    court: Court, at: int, slip: str
) -> None:
    name = court.in_short
    at %= len(name)
    said = name[:at] + name[at + 1 :] if slip == "d" else name[:at] + name[at] * 2 + name[at + 1 :]
    assert answer(said).court in ("", name)


@given(st.sampled_from(CROWN), st.sampled_from(CROWN))
def test_the_court_that_a_case_was_sent_to_is_the_one(first: Court, then: Court) -> None:
    one, other = first.in_short, then.in_short
    place = one.partition(" Crown Court")[0]
    assume("(" not in place)  # of two towns of one name which one is meant is asked
    assert answer(f"committed from {place} Magistrates’ Court to {other}").court == other
    assert answer(f"trial at {one}, sentenced at {other}").court == other


def test_a_reading_takes_under_five_thousandths_of_a_second() -> None:
    reader = CourtReader(load_court_table(), load_court_words())
    texts = [text for _name, text, _answer in WRITINGS]
    texts += [(word * LONGEST)[: LONGEST // 5] for word in ("leds ", "Hull or ", "HHJ X, ")]
    slowest = max(min(_seconds(reader, text) for _ in range(5)) for text in texts)
    assert slowest < MOST_SECONDS


def _seconds(reader: CourtReader, text: str) -> float:
    began = time.process_time()
    reader.read(text)
    return time.process_time() - began


@pytest.mark.skipif(not LABELLED.exists(), reason="the labelled rows are not beside this copy")
def test_the_labelled_rows_are_read() -> None:
    with LABELLED.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    right = 0
    for row in rows:
        found = answer(row["text"])
        assert not found.court or _is_named(found.court, row["court"]), row
        right += found.kind == row["kind"] and bool(found.court) == bool(row["court"])
    assert right >= FEWEST_RIGHT


def _is_named(one: str, other: str) -> bool:
    """The same court by two names: "Great Grimsby", "Grimsby"."""

    def words(name: str) -> set[str]:
        return set(re.findall(r"[a-z]+", name.lower())) - {"crown", "court", "great", "the"}

    return words(one) <= words(other) or words(other) <= words(one) != set()


def run(source: Path, target: Path) -> Result:
    return CliRunner().invoke(scheme_cli, ["courts-csv", str(source), str(target)])


def test_the_command_adds_its_columns_and_passes_the_others_through(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "id,text,court,note\n"
        "1,Hull,x,a\n"
        '2,"Leeds magistrates, 3 May",,b\n'
        "3,either Leeds or Bradford,,c\n"
        "4,,,d\n"
        "5,Laganside,,é\n",
        encoding="utf-8",
    )
    done = run(source, target)
    assert done.exit_code == 0, done.output
    assert done.stderr == "5 rows: 1 with a Crown Court; 1 unknown\n"
    rows = list(csv.reader(io.StringIO(target.read_text(encoding="utf-8"), newline="")))
    assert rows == [
        ["id", "text", "court (given)", "note", "court", "kind"],
        ["1", "Hull", "x", "a", "Hull Crown Court", "crown"],
        ["2", "Leeds magistrates, 3 May", "", "b", "", "magistrates"],
        ["3", "either Leeds or Bradford", "", "c", "", "several"],
        ["4", "", "", "d", "", "unknown"],
        ["5", "Laganside", "", "é", "", "northern_ireland"],
    ]


def test_the_command_refuses_a_file_without_its_column(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id,court\n1,Hull\n", encoding="utf-8")
    done = run(source, target)
    assert done.exit_code == 1
    assert "There is no column text" in done.output
    assert not target.exists()
