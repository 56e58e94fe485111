"""`scheme deadline`, `scheme deadline-csv` and `scheme holidays`, as typed."""

import csv
import json
import shlex
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from govuk_bank_holidays.bank_holidays import BankHolidays

from tests.support.tables import from_table
from ulss_tracker.cli.deadline import COMMANDS
from ulss_tracker.scheme.time.deadline import work_out

BY_NAME = {command.name: command for command in COMMANDS}


def run(name: str, *arguments: str | Path) -> Result:
    return CliRunner().invoke(BY_NAME[name], [str(argument) for argument in arguments])


def told(name: str, *arguments: str | Path) -> str:
    found = run(name, *arguments)
    assert found.exit_code == 0, found.output
    return found.output


def test_the_commands_have_their_stable_names() -> None:
    assert set(BY_NAME) == {"deadline", "deadline-csv", "holidays"}


def test_deadline_in_words() -> None:
    output = told("deadline", "--sentenced", "2020-12-04")
    assert output.startswith(
        "Last day: Friday 1 January 2021\nFile by:  5pm on Thursday 31 December 2020\n"
    )
    assert "New Year’s Day" in output
    assert "Take care" not in output
    assert "Criminal Justice Act 1988 Schedule 3 paragraph 1" in output


def test_deadline_as_json() -> None:
    found = json.loads(told("deadline", "--sentenced", "2026-03-05", "--json"))
    assert found["last_day_on"] == "2026-04-02"
    assert found["file_by_at"] == "2026-04-02T17:00:00+01:00"
    assert found["time"] is None
    assert found["must_check"] is False
    assert found["steps"][0]["id"] == "runs_from"


def test_deadline_of_several_sentences_and_a_variation() -> None:
    output = told("deadline", "--sentenced", "2026-01-05", "--sentenced", "2026-02-02")
    assert "Last day: Monday 2 March 2026" in output
    assert "Take care" in output
    output = told("deadline", "--sentenced", "05/01/2026", "--varied", "2026-02-20")
    assert "Last day: Friday 20 March 2026" in output
    output = told("deadline", "--sentenced", "2026-01-05", "--deferred")
    assert "Sentence was deferred" in output


@from_table
def test_deadline_answers_whether_a_request_came_in_time(
    sentenced: str, received: str, standing: str | None, verdict: str
) -> None:
    more = ["--standing", standing] if standing else []
    arguments = ["--sentenced", sentenced, "--received", received, *more]
    found = json.loads(told("deadline", *arguments, "--json"))
    assert found["time"]["verdict"] == verdict
    assert found["time"]["reason"] in told("deadline", *arguments)


def test_deadline_doubts_a_date_that_looks_wrong() -> None:
    arguments = ["--sentenced", "2026-01-05", "--received", "2026-01-02T09:00"]
    (doubt,) = json.loads(told("deadline", *arguments, "--json"))["doubts"]
    assert doubt["id"] == "after_request"
    assert doubt["suggested_on"] is None
    output = told("deadline", *arguments)
    assert f"Check the date of sentence\n- {doubt['text']}\n" in output
    swapped = ["--sentenced", "2026-06-05", "--received", "2026-05-08T09:00"]
    doubts = json.loads(told("deadline", *swapped, "--json"))["doubts"]
    assert {"id": "day_month_swapped", "suggested_on": "2026-05-06"}.items() <= doubts[1].items()
    good = ["--sentenced", "2026-01-05", "--received", "2026-01-12T09:00"]
    assert json.loads(told("deadline", *good, "--json"))["doubts"] == []
    assert "Check the date" not in told("deadline", *good)


def test_deadline_names_the_policies_that_may_matter() -> None:
    found = json.loads(
        told("deadline", "--sentenced", "2026-01-05", "--received", "2026-02-03", "--json")
    )
    assert found["time"]["may_matter"] == ["2026-act-six-months"]
    assert found["time"]["reason"].startswith("Past the 28 days; the 2026 Act may give longer")


@pytest.mark.parametrize(
    ("standing", "until"),
    [("victim", "2027-05-03"), ("other", "2027-05-03"), ("public", None)],
)
def test_deadline_says_of_2026_what_every_page_says(standing: str, until: str | None) -> None:
    given = ("deadline", "--sentenced", "2026-11-03", "--standing", standing)
    may_be = "It may be until Monday 3 May 2027 under an Act of 2026: a lawyer must check."
    assert (may_be in told(*given)) is bool(until)
    assert json.loads(told(*given, "--json"))["may_be_until_on"] == until


@from_table
def test_deadline_refuses_what_it_cannot_read(arguments: str, words: str) -> None:
    found = run("deadline", *shlex.split(arguments))
    assert found.exit_code == 2
    assert words in found.output


def test_deadline_past_the_known_holidays_is_an_error() -> None:
    found = run("deadline", "--sentenced", "2035-01-01")
    assert found.exit_code == 1
    assert "outside that" in found.output


def rows(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def converted(folder: Path, content: bytes) -> Path:
    source, target = folder / "in.csv", folder / "out.csv"
    source.write_bytes(content)
    told("deadline-csv", source, target)
    return target


def test_deadline_csv_adds_two_dates_and_passes_the_rest(tmp_path: Path) -> None:
    target = converted(
        tmp_path,
        b"ref,sentence_date,note\n"
        b'1,2020-12-04,"a, ""b"""\n'
        b"2,04/12/2020,\n"
        b"3,2026-01-05;2026-02-02,x\n",
    )
    assert target.read_text(encoding="utf-8").splitlines() == [
        "ref,sentence_date,note,last_day_on,file_by_at,error",
        '1,2020-12-04,"a, ""b""",2021-01-01,2020-12-31T17:00:00+00:00,',
        "2,04/12/2020,,2021-01-01,2020-12-31T17:00:00+00:00,",
        "3,2026-01-05;2026-02-02,x,2026-03-02,2026-03-02T17:00:00+00:00,",
    ]


def test_deadline_csv_reports_a_bad_row_in_its_own_row(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(
        "sentence_date,who\n2026-02-30,a\n,b\n2026-01-05,c\n2035-01-01,d\nsoon;2026-01-05,e\n"
        "2026-01-05,f,extra\n2026-01-05\n",
        encoding="utf-8",
    )
    output = told("deadline-csv", source, tmp_path / "out.csv")
    assert output == "7 rows, 4 with an error\n"
    found = rows(tmp_path / "out.csv")
    assert [bool(row["error"]) for row in found] == [True, True, False, True, True, False, False]
    assert "is not a date" in found[0]["error"]
    assert found[1]["error"] == "There is no date of sentence."
    assert "outside that" in found[3]["error"]
    assert [row["last_day_on"] for row in found][2] == "2026-02-02"
    # A cell past the heading is kept, after what was added.
    assert found[5][None] == ["extra"]  # type: ignore[index]
    assert found[6]["who"] == ""


@pytest.mark.parametrize(
    ("encoding", "line_end"),
    [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("cp1252", "\r\n"), ("utf-16", "\r\n")],
)
def test_deadline_csv_takes_files_as_offices_save_them(
    tmp_path: Path, encoding: str, line_end: str
) -> None:
    text = line_end.join(["Sentence_Date ,court", "2026-01-05,Basingstoke Magistrates’ Court", ""])
    target = converted(tmp_path, text.encode(encoding))
    marked = encoding in {"utf-8-sig", "utf-16"}
    assert target.read_bytes().startswith(b"\xef\xbb\xbf") is marked
    assert (b"\r\n" in target.read_bytes()) is (line_end == "\r\n")
    (row,) = rows(target, "utf-8-sig")
    assert row["court"] == "Basingstoke Magistrates’ Court"
    assert row["last_day_on"] == "2026-02-02"


def test_deadline_csv_run_twice_replaces_what_it_added(tmp_path: Path) -> None:
    once = converted(tmp_path, b"sentence_date,last_day_on\n2026-01-05,wrong\n")
    twice = tmp_path / "twice.csv"
    told("deadline-csv", once, twice)
    assert twice.read_bytes() == once.read_bytes()
    assert twice.read_text(encoding="utf-8").splitlines() == [
        "sentence_date,last_day_on (given),last_day_on,file_by_at,error",
        "2026-01-05,wrong,2026-02-02,2026-02-02T17:00:00+00:00,",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b",,,\n\n", "is empty"),
        (b"date,court\n2026-01-05,Leeds\n", "no column sentence_date"),
        (b'sentence_date\n"' + b"x" * 10_000_001 + b'"\n', "cannot be read as CSV"),
    ],
)
def test_deadline_csv_refuses_a_file_it_cannot_use(
    tmp_path: Path, content: bytes, words: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    found = run("deadline-csv", source, tmp_path / "out.csv")
    assert found.exit_code == 1
    assert words in found.output
    assert not (tmp_path / "out.csv").exists()


def test_deadline_csv_says_when_it_cannot_write(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("sentence_date\n2026-01-05\n", encoding="utf-8")
    found = run("deadline-csv", source, tmp_path / "no such folder" / "out.csv")
    assert found.exit_code == 1
    assert "could not be written" in found.output


def test_deadline_csv_over_ten_years_agrees_with_the_rules(tmp_path: Path) -> None:
    days = [date(2019, 1, 1) + timedelta(days=n) for n in range(3653)]
    target = converted(tmp_path, "\n".join(["sentence_date", *map(str, days)]).encode())
    found = rows(target)
    assert len(found) == 3653
    assert found[-1]["sentence_date"] == "2028-12-31"
    for row in found:
        expected = work_out(date.fromisoformat(row["sentence_date"]))
        assert row["last_day_on"] == expected.last_day_on.isoformat()
        assert row["file_by_at"] == expected.file_by_at.isoformat()
        assert row["error"] == ""


def govuk_file(folder: Path, *, without: str = "", more: str = "") -> Path:
    events = [
        event
        for event in BankHolidays.load_backup_data()["england-and-wales"]["events"]
        if event["date"] != without
    ]
    if more:
        events.append({"title": "Extra", "date": more, "notes": "", "bunting": False})
    path = folder / "bank-holidays.json"
    division = {"division": "england-and-wales", "events": events}
    path.write_text(json.dumps({"england-and-wales": division}), encoding="utf-8")
    return path


def test_holidays_says_what_is_known() -> None:
    output = told("holidays")
    assert output.startswith("Known from Sunday 1 January 1989 to Wednesday 31 January 2029.")
    listed = told("holidays", "--year", "2022")
    assert "Monday 19 September 2022: Bank Holiday for the State Funeral" in listed
    assert len(listed.splitlines()) == 11


@pytest.mark.parametrize("year", ["2035", "99999"])
def test_holidays_of_a_year_not_known_are_an_error(year: str) -> None:
    assert run("holidays", "--year", year).exit_code == 1


def test_holidays_check_names_no_difference_where_there_is_none(tmp_path: Path) -> None:
    output = told("holidays", "--check", govuk_file(tmp_path))
    assert "0 differences" in output


def test_holidays_check_names_each_difference(tmp_path: Path) -> None:
    path = govuk_file(tmp_path, without="2026-05-04", more="2026-05-08")
    found = run("holidays", "--check", path)
    assert found.exit_code == 1
    assert "Monday 4 May 2026: Early May bank holiday is known here and not in" in found.output
    assert "Friday 8 May 2026: Extra is in the file and not known here" in found.output
    assert "2 differences, 2 of them about a day" in found.output
    further = run("holidays", "--check", govuk_file(tmp_path, more="2030-01-01"))
    assert further.exit_code == 1
    assert "Tuesday 1 January 2030: Extra is past what is known here" in further.output


def test_a_difference_of_name_alone_is_told_and_passes(tmp_path: Path) -> None:
    path = govuk_file(tmp_path, without="2026-05-04", more="2026-05-04")
    output = told("holidays", "--check", path)
    assert "Monday 4 May 2026: Early May bank holiday here, Extra in the file" in output
    assert "1 difference, 0 of them about a day" in output


@from_table
def test_holidays_check_refuses_another_kind_of_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    found = run("holidays", "--check", path)
    assert found.exit_code == 1
    assert "other.json: " in found.output
