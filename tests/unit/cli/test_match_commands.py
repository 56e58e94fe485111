"""`match rank`: two files in, the first five cases of each query out, with why."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ulss_tracker.cli.match import WRITTEN, match_cli

CASES = """id,name,court,sentence_date
c1,John Archer,Leeds Crown Court,2026-03-05
c2,Peter Archer,Leeds Crown Court,2026-03-05
c3,John Archer,Central Criminal Court,2024-01-08
"""


@pytest.fixture
def run(tmp_path: Path):
    def call(queries: str | bytes, cases: str = CASES) -> Result:
        wanted, kept = tmp_path / "queries.csv", tmp_path / "cases.csv"
        wanted.write_bytes(queries if isinstance(queries, bytes) else queries.encode())
        kept.write_text(cases, encoding="utf-8")
        args = ["rank", str(wanted), str(kept), str(tmp_path / "out.csv")]
        return CliRunner().invoke(match_cli, args)

    return call


def rows(tmp_path: Path) -> list[dict[str, str]]:
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_best_case_comes_first_with_why(run, tmp_path: Path) -> None:
    result = run("id,name,court,sentence_date\nq1,ARCHER Jon,leeds cc,5th March 2026\n")
    assert result.exit_code == 0, result.output
    assert "1 queries, 3 cases: 1 queries have a suggestion" in result.output
    found = rows(tmp_path)
    assert list(found[0]) == list(WRITTEN)
    assert [(row["case_id"], row["rank"], row["suggested"]) for row in found] == [
        ("c1", "1", "yes"),
        ("c2", "2", "no"),
        ("c3", "3", "no"),
    ]
    assert [int(row["score"]) for row in found] == sorted(
        (int(row["score"]) for row in found), reverse=True
    )
    assert "Names in the other order" in found[0]["why"]
    assert "Same hearing" in found[0]["why"]


def test_any_but_the_name_may_be_blank_or_not_there(run, tmp_path: Path) -> None:
    assert run("id,name\nq1,John Archer\nq2,\n").exit_code == 0
    assert {row["query_id"] for row in rows(tmp_path)} == {"q1"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_as_offices_save_it(run, tmp_path: Path, encoding: str) -> None:
    text = "ID,Name ,Court,Sentence_Date,Notes\r\n q1 ,Jöhn Archer,LEEDS,45/13/2026,x\r\n"
    assert run(text.encode(encoding)).exit_code == 0
    first = rows(tmp_path)[0]
    assert (first["query_id"], first["case_id"], first["suggested"]) == ("q1", "c1", "yes")


@pytest.mark.parametrize("queries", ["", "name\nJohn\n", "id,who\n1,John\n"])
def test_a_file_that_cannot_be_used_says_why(run, queries: str) -> None:
    result = run(queries)
    assert result.exit_code == 1
    assert "queries.csv" in result.output
    assert "Traceback" not in result.output


def test_at_most_five_cases_are_written_for_a_query(run, tmp_path: Path) -> None:
    many = "id,name,court,sentence_date\n" + "".join(f"c{n},John Archer,,\n" for n in range(9))
    run("id,name,court,sentence_date\nq1,John Archer,,\n", many)
    assert len(rows(tmp_path)) == 5


def test_what_cannot_be_ranked_by_all_it_says_is_said_and_ranked_all_the_same(
    run, tmp_path: Path
) -> None:
    result = run(
        "id,name,Sentence Date\nq1,John Archer,31/02/2026\nq1,Ann Lee,\n"
        ",John Archer,05/03/2026\nq2,,\n"
    )
    assert result.exit_code == 0
    for said in (
        "1 rows have no id",
        "2 rows have the id of another row (the first: q1",
        "1 rows have no name (the first: q2",
        "1 rows have a date of sentence that cannot be read, and is left out (the first: q1 31/02",
    ):
        assert f"queries.csv: {said}" in result.output
    found = [row for row in rows(tmp_path) if row["query_id"] == ""]
    assert "Same date of sentence" in found[0]["why"]
