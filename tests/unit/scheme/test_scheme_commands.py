"""`flask scheme check`, `check-csv` and `law`, as people run them."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ulss_tracker.cli.dates import read_date
from ulss_tracker.cli.scheme import scheme_cli

HEADING = "ref,offence,court,sentence_date\n"


def run(*words: str) -> Result:
    return CliRunner().invoke(scheme_cli, words)


def check(*words: str) -> dict:
    done = run("check", *words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def checked(tmp_path: Path, data: bytes) -> list[dict[str, str]]:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(data)
    done = run("check-csv", str(source), str(target))
    assert done.exit_code == 0, done.output
    text = target.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_command_is_in_the_group() -> None:
    assert set(scheme_cli.commands) == {
        "check",
        "check-csv",
        "courts-csv",
        "dates-csv",
        "deadline",
        "deadline-csv",
        "holidays",
        "law",
        "reassess",
    }


def test_check_says_the_verdict_the_reasons_and_what_to_find_out() -> None:
    done = run("check", "--offence", "burglary", "--court", "Leeds", "--sentenced", "2026-01-05")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0] == "A lawyer must check"
    assert "The court: in the scheme" in lines
    assert "  Authority: Criminal Justice Act 1988 s.36(1)(a)" in lines
    assert "To decide, find out:" in lines
    assert "    home_violence=yes  Yes, someone in a home was hurt or threatened" in lines


def test_a_firm_answer_asks_nothing() -> None:
    done = run("check", "--offence", "robbery", "--court", "Leeds", "--sentenced", "2026-01-05")
    assert done.output.startswith("In the scheme\n")
    assert "find out" not in done.output


def test_check_in_json_can_be_built_on() -> None:
    found = check("--offence", "Robbery", "--court", "Leeds", "--sentenced", "2026-01-05")
    assert found["verdict"] == "in_scheme"
    assert found["label"] == "In the scheme"
    assert found["offence_ids"] == ["io-robbery"]
    assert found["forms"] == ["full"]
    assert [test["test"] for test in found["tests"]] == ["court", "offence"]
    assert set(found["tests"][0]) == {"test", "verdict", "reason", "authority"}
    assert found["questions"] == []
    assert found["catalogue_version"]
    (question,) = check("--offence", "fraud", "--court", "Leeds", "--sentenced", "2026-01-05")[
        "questions"
    ]
    assert (question["id"], question["conviction"]) == ("fraud_notice", 0)
    assert question["answers"][0]["value"] == "yes"


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (["--offence", "burglary", "--answer", "home_violence=yes"], "in_scheme"),
        (["--offence", "no-theft"], "not_in_scheme"),
        (["--offence", "theft", "--offence", "robbery"], "in_scheme"),
        (["--offence", "fraud", "--fraud-notice"], "in_scheme"),
        (["--offence", "fraud", "--no-fraud-notice"], "not_in_scheme"),
        (["--offence", "conspiracy to steal"], "in_scheme"),
        (["--offence", "something unheard of"], "needs_review"),
    ],
)
def test_check_takes_facts_that_decide(words: list[str], verdict: str) -> None:
    assert check(*words, "--court", "Leeds", "--sentenced", "2026-01-05")["verdict"] == verdict


def test_check_with_the_offence_alone_asks_for_the_rest() -> None:
    found = check("--offence", "threats to kill")
    assert found["verdict"] == "needs_review"
    assert [question["id"] for question in found["questions"]] == ["court", "sentenced_on"]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--offence", "rape", "--sentenced", "soon"],
        ["--offence", "rape", "--answer", "yes"],
    ],
)
def test_check_refuses_what_it_cannot_use(words: list[str]) -> None:
    assert run("check", *words).exit_code == 2


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


def test_a_date_is_read_day_before_month(subtests: pytest.Subtests) -> None:
    for text in [
        "2019-02-04",
        "04/02/2019",
        "4/2/2019",
        "04-02-2019",
        "04.02.2019",
        "04/02/19",
        "4 February 2019",
        "4 Feb 2019",
        "04-Feb-19",
        "2019-02-04 00:00:00",
        "2019-02-04T00:00:00",
        " 2019-02-04 ",
        "2019-02-04T00:00",
        "2019-02-04T00:00Z",
        "2019-02-04 10:30:00.000",
        "2019-02-03T23:30:00-05:00",
        "Monday 4 February 2019",
        "Mon 4 Feb 2019",
        "Monday, 4th February, 2019",
        "4th of February 2019",
        "4-2-19",
        "4.2.2019",
        "4.2.19",
        "04/02/2019 10:30",
        "4 Feb 19",
        "February 4, 2019",
        "Monday 04/02/2019",
        "2019/02/04",
        "2019.2.4",
    ]:
        with subtests.test(text=text):
            assert read_date(text) == date(2019, 2, 4)


def test_september_is_read_as_people_shorten_it() -> None:
    assert read_date("2 Sept 2019") == read_date("2 Sep 2019") == date(2019, 9, 2)


def test_a_moment_counts_as_the_day_it_was_in_london() -> None:
    assert read_date("2019-07-03T23:30:00Z") == date(2019, 7, 4)


def test_a_day_of_the_week_that_is_not_that_of_the_date_is_refused() -> None:
    with pytest.raises(ValueError, match="“Tuesday 4 February 2019” is not a date: that day was a"):
        read_date("Tuesday 4 February 2019")


@pytest.mark.parametrize(
    "text",
    ["31/02/2019", "2019-13-01", "soon", "43500", "01/13/2019", "Monday", "4/2", "2019-02-04T99:00",
     "February 2019"],
)  # fmt: skip
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        read_date(text)


def test_no_date_is_none() -> None:
    assert read_date("  ") is None


def test_check_doubts_a_date_that_looks_wrong() -> None:
    words = ["--offence", "non-fatal strangulation", "--court", "Leeds"]
    found = check(*words, "--sentenced", "2022-06-05")
    assert [doubt["id"] for doubt in found["doubts"]] == ["weekend", "before_offence"]
    told = run("check", *words, "--sentenced", "2022-06-05").output
    assert "Check the date of sentence\n- Sunday 5 June 2022 is at a weekend" in told
    assert check(*words, "--sentenced", "2999-01-01")["doubts"][0]["id"] == "future"
    assert check(*words, "--sentenced", "2022-06-07")["doubts"] == []
    assert check(*words)["doubts"] == []


def test_law_prints_the_catalogue_as_at_a_day() -> None:
    before = run("law", "--on", "2019-11-18").output
    after = run("law", "--on", "2019-11-19").output
    assert "no-pre2019-pca78-1" in before
    assert "spec-pca78-1" not in before
    assert "spec-pca78-1" in after
    assert "Robbery and burglary" in after
    assert "io-treason" in after
    assert "not confirmed" in after


def test_law_prints_everything_with_its_source() -> None:
    lines = run("law").output.splitlines()
    assert lines[0].startswith("Catalogue ")
    place = next(n for n, line in enumerate(lines) if line.strip().startswith("io-robbery:"))
    assert "Theft Act 1968 s.8(1). Only the Crown Court can try it" in lines[place]
    assert "https://www.legislation.gov.uk/ukpga/1980/43" in lines[place + 1]


def test_law_prints_one_offence_through_time() -> None:
    lines = run("law", "--offence", "spec-tact06-1").output.splitlines()
    rows = [line for line in lines if "Terrorism Act 2006 s.1" in line]
    assert [row.split(":")[0].strip() for row in rows] == [
        "revoked_orders-spec-tact06-1",
        "before_2017_order-spec-tact06-1",
        "spec-tact06-1",
    ]
    assert "Not in the scheme; sentences from 16 May 2006; to 6 August 2017" in rows[1]
    assert "Not settled: Before 16 May 2006 the list was in four Orders" in "\n".join(lines)
    assert run("law", "--offence", "nothing").exit_code == 2


def test_law_prints_what_a_lawyer_should_read_first() -> None:
    text = run("law", "--unconfirmed", "--on", "2026-11-02").output
    assert "io-treason" in text
    assert "no-hostility-30" in text
    assert "io-robbery" not in text
    assert "io-coroner" not in text


def test_law_prints_what_changed_between_two_days() -> None:
    lines = run("law", "--changes", "2019-11-18", "2019-11-19").output.splitlines()
    assert sum(line.startswith("Begins: spec-") for line in lines) == 14
    assert sum(line.startswith("Ends: no-pre2019-") for line in lines) == 14
    assert run("law", "--changes", "2021-01-01", "2021-02-01").output == "Nothing changed\n"
    assert run("law", "--changes", "2021-02-01", "2021-01-01").exit_code == 2


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


@pytest.mark.parametrize(
    ("conduct", "verdict"), [("2026-05-03", "In the scheme"), ("2026-07-03", "A lawyer must check")]
)
def test_check_takes_the_day_of_conduct(conduct: str, verdict: str) -> None:
    words = "section 24 Offences against the Person Act 1861"
    asked = ("--offence", words, "--court", "Leeds Crown Court", "--sentenced", "2026-09-01")
    done = run("check", *asked, "--conduct", conduct)
    assert done.output.startswith(f"{verdict}\n")
    assert "Offences against the Person Act 1861 s.24" in done.output


def test_law_says_the_maximum_and_the_copy_it_was_read_in_or_that_it_is_not_verified() -> None:
    theft = run("law", "--offence", "no-theft").output
    assert "Maximum: 10 years; sentences from 1 February 1989; to 30 September 1992." in theft
    assert "Maximum: 7 years; sentences from 1 October 1992." in theft
    assert "Read in: Criminal Justice Act 1991: legalize-dev/legalize-uk" in theft
    assert "Proof: The provision that the source names. Read by" in theft
    assert "Minimum: minimum_unverified" in theft
    assert "Maximum: maximum_unverified" in run("law", "--offence", "no-oapa-20").output
    murder = run("law", "--offence", "io-murder").output
    assert "Minimum: life; sentences from 1 February 1989. Murder (Abolition of" in murder


def test_check_says_on_which_basis_the_case_is_in() -> None:
    asked = ("--offence", "robbery", "--court", "Leeds Crown Court", "--sentenced", "2026-01-05")
    basis = "Robbery: triable only on indictment (Criminal Justice Act 1988 s.35(3)(b)(i))"
    assert check(*asked)["bases"] == [basis]
    assert f"  Basis: {basis}" in run("check", *asked).output.splitlines()
