"""`flask scheme check-csv`, over files as offices save them."""

import csv
from pathlib import Path

import pytest

from tests.support.scheme_commands import HEADING, checked, run


def test_check_csv_adds_its_columns_and_passes_the_others_through(tmp_path: Path) -> None:
    rows = checked(
        tmp_path,
        (
            HEADING + "1,Robbery,Leeds,2019-02-04\n"
            '2,"Theft, handling stolen goods",Hull,04/02/2019\n'
            "3,Conspiracy to burgle,HHJ Martin Levett,2019-02-04\n"
            "4,Rape,Bexley Magistrates’ Court,2019-02-04\n"
            "5,,Leeds,2019-02-04\n"
            "6,Murder,,\n"
            "7,Murder,Leeds,last week\n"
            "8,Affray\n"
        ).encode(),
    )
    assert list(rows[0]) == [
        "ref",
        "offence",
        "court",
        "sentence_date",
        "verdict",
        "offence_ids",
        "form",
        "reasons",
    ]
    assert [(row["ref"], row["verdict"], row["offence_ids"], row["form"]) for row in rows] == [
        ("1", "in_scheme", "io-robbery", "full"),
        ("2", "not_in_scheme", "no-theft;no-handling", "full;full"),
        ("3", "in_scheme", "no-burglary", "conspiracy"),
        ("4", "not_in_scheme", "io-soa03-1", "full"),
        ("5", "needs_review", "", ""),
        ("6", "in_scheme", "io-murder", "full"),
        ("7", "needs_review", "", ""),
        ("8", "not_in_scheme", "no-affray", "full"),
    ]
    assert "“last week” is not a date." in rows[6]["reasons"]
    assert all(row["reasons"] for row in rows)
    assert rows[1]["offence"] == "Theft, handling stolen goods"


@pytest.mark.parametrize(
    "data",
    [
        (HEADING + "1,Murder,Hull,2019-02-04\n").encode("utf-8-sig"),
        (HEADING + "1,Murder,Hull,2019-02-04\n").replace("\n", "\r\n").encode(),
        (HEADING + "1,Murder,“Hull”,2019-02-04\n").encode("cp1252"),
        b"Ref, OFFENCE ,Court,Sentence_Date\n1,Murder,Hull,04/02/19\n\n",
    ],
    ids=["marked", "windows lines", "windows letters", "heading in capitals"],
)
def test_check_csv_reads_files_as_offices_save_them(tmp_path: Path, data: bytes) -> None:
    (row,) = checked(tmp_path, data)
    assert row["verdict"] == "in_scheme"


def test_check_csv_can_be_run_on_its_own_work(tmp_path: Path) -> None:
    once = checked(tmp_path, (HEADING + "1,Murder,Hull,2019-02-04\n").encode())
    twice = checked(tmp_path, (tmp_path / "out.csv").read_bytes())
    assert once == twice


def test_check_csv_destroys_no_column_of_theirs_and_keeps_their_order(tmp_path: Path) -> None:
    heading = "verdict,offence,form,court,reasons,sentence_date,error,offence_ids\n"
    data = (heading + "guilty,Murder,A7,Hull,none given,2019-02-04,typed twice,12;13\n").encode()
    (row,) = checked(tmp_path, data)
    assert list(row.items())[:8] == [
        ("verdict (given)", "guilty"),
        ("offence", "Murder"),
        ("form (given)", "A7"),
        ("court", "Hull"),
        ("reasons (given)", "none given"),
        ("sentence_date", "2019-02-04"),
        ("error", "typed twice"),
        ("offence_ids (given)", "12;13"),
    ]
    assert list(row)[8:] == ["verdict", "offence_ids", "form", "reasons"]
    assert (row["verdict"], row["offence_ids"]) == ("in_scheme", "io-murder")
    again = checked(tmp_path, (tmp_path / "out.csv").read_bytes())
    assert again == [row]


def test_check_csv_marks_two_columns_of_theirs_of_one_name(tmp_path: Path) -> None:
    data = b"form,form,offence,court,sentence_date\na,b,Murder,Hull,2019-02-04\n"
    (row,) = checked(tmp_path, data)
    assert (row["form (given)"], row["form (given) (given)"], row["form"]) == ("a", "b", "full")


def test_check_csv_reports_a_row_of_commas_in_its_own_row(tmp_path: Path) -> None:
    text = HEADING + "1,Murder,Hull,2019-02-04\n,,,\n\n3,,,\n4,Murder,Hull,2019-02-04\n"
    rows = checked(tmp_path, text.encode())
    assert [row["ref"] for row in rows] == ["1", "", "3", "4"]
    for row in rows[1:3]:
        assert row["verdict"] == "needs_review"
        assert row["reasons"] == "This row is empty: it has no offence, no court and no date."


def test_check_csv_writes_a_file_of_the_old_windows_letters_as_utf_8(tmp_path: Path) -> None:
    data = (HEADING + "1,Murder,“Hull” – café,2019-02-04\n").encode("cp1252")
    (row,) = checked(tmp_path, data)
    assert row["court"] == "“Hull” – café"
    assert "“Hull” – café".encode() in (tmp_path / "out.csv").read_bytes()


def test_check_csv_refuses_a_needed_column_that_stands_twice(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("offence,Offence,court,sentence_date\nMurder,Rape,Hull,2019-02-04\n")
    done = run("check-csv", str(source), str(target))
    assert done.exit_code == 1
    assert "There is more than one column offence: keep one of each" in done.output
    assert not target.exists()


def test_check_csv_says_on_what_authority(tmp_path: Path) -> None:
    (row,) = checked(tmp_path, (HEADING + "1,Robbery,Leeds,2019-02-04\n").encode())
    assert row["reasons"] == (
        "The sentence was passed in the Crown Court. (Criminal Justice Act 1988 s.36(1)(a)) "
        "Robbery can be tried only in the Crown Court, so it is in the scheme. "
        "(Criminal Justice Act 1988 s.35(3)(b)(i); Theft Act 1968 s.8(1))"
    )


@pytest.mark.parametrize("offence", ["Murder", "Theft"])
def test_check_csv_gives_no_answer_for_a_date_in_the_future(tmp_path: Path, offence: str) -> None:
    (row,) = checked(tmp_path, (HEADING + f"1,{offence},Leeds,04/02/2999\n").encode())
    assert row["verdict"] == "needs_review"
    assert row["reasons"].startswith("Monday 4 February 2999 is in the future.")
    assert row["offence_ids"]


def test_check_csv_gives_no_answer_for_a_date_before_there_was_a_scheme(tmp_path: Path) -> None:
    data = HEADING + "1,Making indecent images,Leeds,04/02/0024\n2,Theft,Leeds,31/01/1989\n"
    for row in checked(tmp_path, data.encode()):
        assert row["verdict"] == "needs_review"
        assert "when sentences could first be reviewed" in row["reasons"]


def test_check_csv_names_a_day_on_which_courts_seldom_sit_and_answers(tmp_path: Path) -> None:
    data = HEADING + "1,Murder,Hull,2019-02-03\n2,Murder,Hull,2018-12-25\n"
    weekend, holiday = checked(tmp_path, data.encode())
    assert weekend["verdict"] == holiday["verdict"] == "in_scheme"
    assert "is at a weekend" in weekend["reasons"]
    assert "is a bank holiday (Christmas Day)" in holiday["reasons"]
    assert "days before" not in weekend["reasons"]


def test_check_csv_counts_what_it_did(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(HEADING + "1,Murder,Hull,2019-02-04\n2,Murder,Hull,soon\n")
    done = run("check-csv", str(source), str(tmp_path / "out.csv"))
    assert done.stderr.strip() == (
        "2 rows: 1 in the scheme, 0 not in the scheme, 1 a lawyer must check; 1 not read"
    )


def test_check_csv_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("offence,where\nMurder,Hull\n")
    done = run("check-csv", str(source), str(target))
    assert done.exit_code == 1
    assert "no column court, sentence_date" in done.output
    assert not target.exists()
    source.write_text("")
    assert run("check-csv", str(source), str(target)).exit_code == 1
    source.write_text(HEADING)
    assert run("check-csv", str(source), str(tmp_path / "nowhere" / "out.csv")).exit_code == 1
    assert run("check-csv", str(tmp_path / "missing.csv"), str(target)).exit_code == 2


def test_check_csv_reads_what_people_typed_and_takes_nothing_as_read(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "offence_text,court,sentence_date\n"
        "cleared of murder but guilty of manslaughter,Leeds Crown Court,2024-05-01\n"
        "murder,Leeds,2024-05-01\n"
        "murder,Leeds Magistrates' Court,2024-05-01\n"
        ",,\n",
        encoding="utf-8",
    )
    done = run("check-csv", "--typed", str(source), str(target))
    assert done.exit_code == 0
    with target.open(encoding="utf-8", newline="") as file:
        verdicts = [row["verdict"] for row in csv.DictReader(file)]
    assert verdicts == ["in_scheme", "needs_review", "not_in_scheme", "needs_review"]
