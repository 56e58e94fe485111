"""`flask scheme check` and `law`, as people run them."""

import json

import pytest

from tests.support.scheme_commands import check, run
from tests.support.tables import column, from_table
from ulss_tracker.cli.check_csv import check_row
from ulss_tracker.cli.scheme import scheme_cli
from ulss_tracker.clock import today
from ulss_tracker.scheme.offences.offences import load_catalogue

AT_LEEDS = ("--court", "Leeds Crown Court", "--sentenced", "2026-01-05")


def test_every_command_is_in_the_group() -> None:
    old_names = {"reassess"}  # joined by the application, which it needs
    assert set(scheme_cli.commands) - old_names == set(column(__file__, "scheme_commands.names"))


def test_check_says_the_verdict_the_reasons_and_what_to_find_out() -> None:
    done = run("check", "--offence", "burglary", *AT_LEEDS)
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0] == "A lawyer must check"
    assert "The court: in the scheme" in lines
    assert "  Authority: Criminal Justice Act 1988 s.36(1)(a)" in lines
    assert "To decide, find out:" in lines
    assert "    home_violence=yes  Yes, someone in a home was hurt or threatened" in lines


def test_a_firm_answer_asks_nothing() -> None:
    done = run("check", "--offence", "robbery", *AT_LEEDS)
    assert done.output.startswith("In the scheme\n")
    assert "find out" not in done.output


def test_check_in_json_can_be_built_on() -> None:
    found = check("--offence", "Robbery", *AT_LEEDS)
    assert found["verdict"] == "in_scheme"
    assert found["label"] == "In the scheme"
    assert found["offence_ids"] == ["io-robbery"]
    assert found["forms"] == ["full"]
    assert [test["test"] for test in found["tests"]] == ["court", "offence"]
    assert set(found["tests"][0]) == {"test", "verdict", "reason", "authority"}
    assert found["questions"] == []
    assert found["catalogue_version"]
    (question,) = check("--offence", "fraud", *AT_LEEDS)["questions"]
    assert (question["id"], question["conviction"]) == ("fraud_notice", 0)
    assert question["answers"][0]["value"] == "yes"


@from_table
def test_check_takes_facts_that_decide(words: list[str], verdict: str) -> None:
    assert check(*words, *AT_LEEDS)["verdict"] == verdict


def test_check_with_the_offence_alone_asks_for_the_rest() -> None:
    found = check("--offence", "threats to kill")
    assert found["verdict"] == "needs_review"
    assert [question["id"] for question in found["questions"]] == ["court", "sentenced_on"]


@pytest.mark.parametrize(
    "words",
    [[], ["--offence", "rape", "--sentenced", "soon"], ["--offence", "rape", "--answer", "yes"]],
)
def test_check_refuses_what_it_cannot_use(words: list[str]) -> None:
    assert run("check", *words).exit_code == 2


def test_check_doubts_a_date_that_looks_wrong() -> None:
    words = ["--offence", "non-fatal strangulation", "--court", "Leeds Crown Court"]
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
    asked = ("--offence", "robbery", *AT_LEEDS)
    basis = "Robbery: triable only on indictment (Criminal Justice Act 1988 s.35(3)(b)(i))"
    assert check(*asked)["bases"] == [basis]
    assert f"  Basis: {basis}" in run("check", *asked).output.splitlines()


@pytest.mark.parametrize("court", ["Leeds", "Leeds Crown Court", "Leeds magistrates", ""])
@pytest.mark.parametrize("on", ["2026-01-05", "2099-01-05"])
def test_one_row_of_a_file_is_answered_as_check_answers_it(court: str, on: str) -> None:
    for offence in ("robbery", "common assault", "robbery at Leeds Crown Court"):
        cells = {"offence": offence, "court": court, "sentence_date": on}
        row = check_row(cells, load_catalogue(), today(), typed=True)
        found = check("--offence", offence, "--court", court, "--sentenced", on)
        assert found["verdict"] == row["verdict"]


def test_a_day_that_cannot_be_read_is_asked_for_by_an_example() -> None:
    done = run("check", "--offence", "robbery", "--sentenced", "5 Jan")
    assert done.exit_code == 2
    assert "“5 Jan” cannot be read. Write it like 2026-12-01." in done.output
    assert "%" not in run("check", "--help").output


def test_read_shows_facts_offences_what_was_left_and_why() -> None:
    words = "theft, he held a knife to my daughter, charged with s.18, Leeds Crown Court"
    done = run("read", "--json", words)
    assert done.exit_code == 0, done.output
    read = json.loads(done.output)
    assert read["facts"]["to whom"] == ["my daughter"]
    assert read["facts"]["with what"] == ["knife"]
    assert read["facts"]["where"] == ["leeds crown court"]
    theft, wounding = read["offences"]
    assert (theft["words"], theft["status"], theft["counts"]) == ("theft", "said", "yes")
    assert theft["offences"] == ["no-theft Theft"]
    assert (wounding["words"], wounding["status"], wounding["by"]) == (
        "s.18", "charged", "provision",
    )  # fmt: skip
    whys = {left["words"]: left["why"] for left in read["left"]}
    assert whys["held a knife"] == "about force, may make it io-robbery"
    assert "held a knife" in run("read", words).output
