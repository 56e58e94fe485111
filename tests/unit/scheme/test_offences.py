"""The catalogue of offences as it stands: complete, sound, dated, and each row sourced."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.tables import column
from ulss_tracker.scheme.offences.catalogue_files import version_of
from ulss_tracker.scheme.offences.conviction import ConvictionTest
from ulss_tracker.scheme.offences.offence import OUTCOMES, Basis, OpenPoint, sections_of
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import Catalogue, UnknownOffence, load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict

CATALOGUE = load_catalogue()
BEFORE, FROM = date(2019, 11, 18), date(2019, 11, 19)
# Found in the law after the table was made.
CONFIRMED_SINCE = {"io-burglary-third", "io-coroner", "no-forced-marriage", "no-revenge-porn"}
CITED_SINCE = {  # the table had section 66B, whose penalty was not read, in the same row
    "no-revenge-porn": ("Criminal Justice and Courts Act 2015", "s.33"),
}
PROHIBITED = ("1-a", "1-ab", "1-aba", "1-ac", "1-ad", "1-ae", "1-af", "1-c", "1A-a")
BEGINS_SINCE = {
    **{f"io-fa-5-{weapon}": "2004-01-22" for weapon in PROHIBITED},
    "io-burglary-third": "2020-12-01",
    "io-rta-3ZC": "2015-04-13",
    "io-soa03-1": "2004-05-01",
    "io-nsa23-1": "2023-12-20",
    "io-nsa23-4": "2023-12-20",
}
RESEARCHED = Path(__file__).parents[4] / "shared" / "law" / "offences.csv"


def test_the_families_are_those_a_lawyer_would_look_in() -> None:
    assert {offence.family for offence in CATALOGUE} >= set(column(__file__, "offences.families"))


@pytest.mark.skipif(not RESEARCHED.exists(), reason="the researched table is not here")
def test_every_researched_row_is_here_with_its_basis_dates_and_doubt() -> None:
    with RESEARCHED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 359
    for row in rows:
        ours = CATALOGUE.get(row["id"])
        assert ours.basis == row["basis"], row["id"]
        cited = CITED_SINCE.get(row["id"], (row["act"], row["provision"]))
        assert (ours.act, ours.provision) == cited, row["id"]
        begins = BEGINS_SINCE.get(row["id"], row["sentenced_from"])
        if row["id"].startswith("no-pre2019-"):
            begins = "2006-05-16"  # before it, the Orders then revoked
        assert str(ours.sentenced_from or "") == begins, row["id"]
        assert str(ours.sentenced_to or "") == row["sentenced_to"], row["id"]
        confirmed = row["id"] in CONFIRMED_SINCE or "UNVERIFIED" not in row["source"]
        assert ours.verified is confirmed, row["id"]
        if "UNVERIFIED" not in row["paragraph"]:
            assert ours.paragraph == row["paragraph"], row["id"]


def test_an_offence_says_its_act_and_provision() -> None:
    assert CATALOGUE.get("io-oapa-18").citation == "Offences against the Person Act 1861 s.18"
    assert CATALOGUE.get("io-murder").citation == "Common law"


def test_an_unknown_id_is_refused_by_name() -> None:
    with pytest.raises(UnknownOffence, match="io-nothing"):
        CATALOGUE.get("io-nothing")


def test_an_id_is_a_label_and_the_basis_decides() -> None:
    designated = CATALOGUE.get("no-tact00-58B")
    assert designated.in_scheme
    assert designated.basis is Basis.INDICTABLE_ONLY


@pytest.mark.parametrize("basis", list(Basis))
def test_each_basis_has_words(basis: Basis) -> None:
    assert basis.label[0].isupper()


def test_the_version_changes_with_the_data(tmp_path: Path) -> None:
    assert CATALOGUE.version == version_of()
    (tmp_path / "offences").mkdir()
    (tmp_path / "inchoate.csv").write_text("")
    (tmp_path / "offences" / "one.toml").write_text("")
    before = version_of(tmp_path)
    (tmp_path / "offences" / "one.toml").write_text("# a change")
    assert version_of(tmp_path) != before


def test_rows_of_one_offence_hand_over_on_the_day_the_order_came_in() -> None:
    old, new = CATALOGUE.get("no-pre2019-pca78-1"), CATALOGUE.get("spec-pca78-1")
    assert old.later == new.id
    assert new.earlier == old.id
    for picked in (old, new):
        assert CATALOGUE.row_at(picked, BEFORE) is old
        assert CATALOGUE.row_at(picked, FROM) is new


def test_a_day_no_row_governs_leaves_the_row_as_it_is() -> None:
    area = CATALOGUE.get("no-tact00-58B")
    assert CATALOGUE.row_at(area, date(2018, 1, 1)) is area


def test_the_catalogue_as_at_a_day_has_one_row_for_each_of_the_fourteen() -> None:
    for day, missing, there in (
        (BEFORE, "spec-pha97-4A", "no-pre2019-pha97-4A"),
        (FROM, "no-pre2019-pha97-4A", "spec-pha97-4A"),
    ):
        ids = {offence.id for offence in CATALOGUE.as_at(day)}
        assert there in ids
        assert missing not in ids


def test_changes_between_two_days_are_those_that_took_effect_after_the_first() -> None:
    changed = CATALOGUE.changes(BEFORE, FROM)
    assert len(changed) == 28
    assert {offence.id for offence in changed if offence.sentenced_to == BEFORE} == {
        offence.earlier for offence in changed if offence.sentenced_from == FROM
    }
    assert CATALOGUE.changes(FROM, FROM) == ()
    assert CATALOGUE.changes(BEFORE - timedelta(days=30), BEFORE) == ()
    assert CATALOGUE.changes(FROM, date(2020, 1, 1)) == ()
    # An ended row was still good on its last day.
    assert CATALOGUE.changes(BEFORE - timedelta(days=1), BEFORE) == ()


def test_about_to_begin_is_one_to_28_days_before() -> None:
    row = CATALOGUE.get("spec-pca78-1")
    begins = {days: row.about_to_begin(FROM - timedelta(days=days)) for days in (-1, 0, 1, 28, 29)}
    assert begins == {-1: False, 0: False, 1: True, 28: True, 29: False}
    assert not CATALOGUE.get("no-theft").about_to_begin(FROM)


def test_a_point_is_open_between_its_days_and_on_a_day_not_known() -> None:
    point = OpenPoint("Contested.", FROM, FROM + timedelta(days=2))
    days = {n: point.open_on(FROM + timedelta(days=n)) for n in (-1, 0, 2, 3)}
    assert days == {-1: False, 0: True, 2: True, 3: False}
    assert point.open_on(None)
    assert OpenPoint("Always.").open_on(FROM)


def test_sections_are_found_in_a_provision() -> None:
    assert list(sections_of("ss.4, 4A, 5")) == ["4", "4a", "5"]
    assert list(sections_of("s.4(3)(a)")) == ["4"]
    assert list(sections_of("")) == []


def test_every_answer_of_every_offence_leads_somewhere(subtests: pytest.Subtests) -> None:
    """Each question can be answered with anything it offers, and the rules come to an end."""
    for offence in CATALOGUE.offences:
        with subtests.test(offence=offence.id):
            test = ConvictionTest(CATALOGUE, date(2024, 6, 3))
            for question in offence.questions:
                for answer in question.answers:
                    assert answer.decides in OUTCOMES or CATALOGUE.get(answer.decides)
                    found = test.find(offence, Form.FULL, {question.id: answer.value})
                    assert found.reason
                    assert found.authority


def test_an_unconfirmed_row_never_gives_a_firm_answer(subtests: pytest.Subtests) -> None:
    for offence in [o for o in CATALOGUE if not o.verified]:
        with subtests.test(offence=offence.id):
            day = min(date(2024, 6, 3), offence.sentenced_to or date.max)
            test = ConvictionTest(CATALOGUE, day)
            for form in (Form.FULL, Form.ATTEMPT, Form.AIDING, Form.ENCOURAGING):
                assert test.find(offence, form, {}).verdict is Verdict.MUST_CHECK


def test_only_facts_that_keep_a_case_in_are_taken_without_asking() -> None:
    recorded = ConvictionTest(CATALOGUE, date(2019, 6, 3), recorded=True)
    strict = ConvictionTest(CATALOGUE, date(2019, 6, 3))
    for offence in CATALOGUE:
        if strict.find(offence, Form.FULL, {}).verdict is not Verdict.NOT_IN_SCHEME:
            found = recorded.find(offence, Form.FULL, {}).verdict
            assert found is not Verdict.NOT_IN_SCHEME, offence.id


def test_a_catalogue_is_read_in_the_order_of_its_files() -> None:
    assert [offence.id for offence in Catalogue(CATALOGUE.offences[:3], "x")] == [
        offence.id for offence in CATALOGUE.offences[:3]
    ]
