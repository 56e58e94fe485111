"""The administrator's pages: people, and the catalogue of offences on any day."""

from datetime import date

import pytest

from tests.support import build
from tests.support.awkward import SCRIPT, shown_safely
from tests.support.checked_client import CheckedClient
from tests.support.tables import from_table
from tests.support.traces import nothing_kept
from ulss_tracker import clock
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.services.core.unit_of_work import transaction

pytestmark = pytest.mark.on_sqlite


def as_at(day: int, month: int, year: int, words: str = "") -> dict[str, str]:
    return {"on-day": str(day), "on-month": str(month), "on-year": str(year), "words": words}


def test_everyone_who_can_sign_in_is_listed(administrator: CheckedClient) -> None:
    build.user()
    left = build.user(Role.LAW_OFFICER, name="Séamus O'Neill")
    with transaction():
        left.is_active = False
    page = administrator.get("/admin/people")
    role = "Law officer: Attorney General"
    listed = [row[:4] for row in page.rows]  # the last says when each was added
    assert ["Séamus O'Neill", left.email, role, "Left"] in listed
    assert ["Test Caseworker", "caseworker@example.org", "Caseworker", "Active"] in listed
    assert "argon2" not in page.html


def test_the_whole_catalogue_is_there_as_of_today(administrator: CheckedClient) -> None:
    page = administrator.get("/admin/catalogue")
    assert page.one("#on-year").get("value") == str(clock.today().year)
    families = page.rows[1:]
    page = administrator.click("Every family, on one page")
    rows = [row for row in page.rows if row[0] != "Offence"]
    assert len(rows) > 300
    assert sum(int(number) for _, number in families) == len(rows)
    administrator.get("/admin/catalogue")
    page = administrator.click("Robbery and burglary")
    found = [row[0] for row in page.rows if row[0] != "Offence"]
    assert [str(len(found))] == [number for name, number in families if name.startswith("Robbery")]
    assert "Robbery" in found
    assert load_catalogue().version in page.text
    assert "It is changed in its own data, with the source of each row" in page.text


def test_it_is_read_as_at_another_day(administrator: CheckedClient) -> None:
    administrator.get("/admin/catalogue")
    words = "stalking involving fear of violence"
    before = administrator.submit("Show", **as_at(1, 10, 2019, words))
    assert "1 October 2019" in before.text
    after = administrator.submit("Show", **as_at(19, 11, 2019, words))

    def bases(page) -> list[str]:
        return [row[2] for row in page.rows if "Stalking" in row[0]]

    assert bases(before) != bases(after)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (as_at(31, 2, 2026), "must be a real date"),
        ({"on-day": "1", "on-month": "", "on-year": "2026", "words": ""}, "must include a month"),
    ],
)
def test_a_day_that_cannot_be_is_said_and_kept(
    administrator: CheckedClient, typed: dict[str, str], error: str
) -> None:
    administrator.get("/admin/catalogue")
    page = administrator.submit("Show", **typed)
    assert error in page.errors[0]
    assert page.one("#on-day").get("value") == typed["on-day"]


@pytest.mark.parametrize("year", [1, 1066, 9999])
def test_any_day_at_all_has_its_law_or_none(administrator: CheckedClient, year: int) -> None:
    administrator.get("/admin/catalogue")
    administrator.submit("Show", **as_at(1, 1, year))


@pytest.mark.parametrize("words", ["zzqq", SCRIPT, "عبد", "x" * 200])
def test_words_that_find_nothing_say_so(administrator: CheckedClient, words: str) -> None:
    administrator.get("/admin/catalogue")
    page = administrator.submit("Show", **as_at(1, 3, 2026, words))
    assert page.one("#words").get("value") == words.strip()
    if words == SCRIPT:
        assert shown_safely(page)


def test_words_longer_than_the_box_are_an_error(administrator: CheckedClient) -> None:
    administrator.get("/admin/catalogue")
    page = administrator.submit("Show", **as_at(1, 3, 2026, "x" * 201))
    assert page.errors == ["Words must be 200 characters or fewer"]


def test_one_row_shows_its_source_and_what_each_answer_decides(
    administrator: CheckedClient,
) -> None:
    page = administrator.get("/admin/catalogue/no-burglary")
    assert page.h1 == "Burglary"
    assert "legislation.gov.uk" in page.summary["Source"]
    page = administrator.click("Burglary in a dwelling where a person in it")
    assert page.h1.startswith("Burglary in a dwelling")
    administrator.click("Back to the catalogue")


@pytest.mark.slow
def test_every_row_can_be_read(administrator: CheckedClient) -> None:
    """Each one names its provision and its source; none breaks the page."""
    with nothing_kept():
        for offence in load_catalogue().offences:
            page = administrator.get(f"/admin/catalogue/{offence.id}")
            assert page.h1 == " ".join(offence.title.split())
            assert page.summary["Source"] not in {"", "None"}
            assert "Read by " in page.summary["Proof"]
            assert ("not been verified" in page.text) == (not offence.verified)


@pytest.mark.parametrize("offence_id", ["io-nothing", "x" * 300, "%00", "..%2F.."])
def test_a_row_that_is_not_there(administrator: CheckedClient, offence_id: str) -> None:
    administrator.get(f"/admin/catalogue/{offence_id}", status=404)


def test_an_offence_is_shown_through_time_with_its_sources(administrator: CheckedClient) -> None:
    page = administrator.get("/admin/catalogue/spec-tact06-1")
    periods = [" ".join(cells) for cells in page.rows[1:]]
    assert len(periods) == 3
    assert "A lawyer must check: SI 1994/119" in periods[0]
    assert "From 16 May 2006 to 6 August 2017" in periods[1]
    assert "Not in the scheme" in periods[1]
    assert "https://www.legislation.gov.uk/uksi/2017/751/article/2" in periods[1]
    assert "paragraph 3A(1)(g)" in periods[2]
    assert page.link("From 16 May 2006").endswith("before_2017_order-spec-tact06-1")
    assert administrator.get("/admin/catalogue/io-robbery").rows == []


def test_a_question_says_from_which_sentence_it_is_asked(administrator: CheckedClient) -> None:
    page = administrator.get("/admin/catalogue/io-oapa-24")
    assert "Asked for sentences from 29 June 2026" in page.text


def test_an_offence_says_its_maximum_and_where_it_was_read(administrator: CheckedClient) -> None:
    page = administrator.get("/admin/catalogue/no-theft")
    assert "7 years, for sentences from 1 October 1992." in page.text
    assert "Read in: Criminal Justice Act 1991" in page.text
    page = administrator.get("/admin/catalogue/no-oapa-20")
    assert "Not verified: nobody read it in the law itself." in page.text
    assert "nobody read in the law itself whether there is one" in page.text
    page = administrator.get("/admin/catalogue/io-murder")
    assert page.text.count("Life, for sentences from 1 February 1989. Murder (Abolition of") == 2
    assert "whether there is one" not in page.text


def dated(name: str, day: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def test_a_case_on_a_day_shows_its_answer_basis_maximum_and_limits(
    administrator: CheckedClient,
) -> None:
    page = administrator.get("/admin/catalogue/io-robbery")
    assert "Basis under section 35(3)" not in page.summary
    page = administrator.refused("Show", **dated("sentenced", date(2026, 3, 2)))
    assert page.select(".app-verdict--in_scheme")
    assert page.summary["Date of sentence"] == "Monday 2 March 2026"
    assert "triable only on indictment" in page.summary["Basis under section 35(3)"]
    assert page.summary["Maximum"] == "Life (Theft Act 1968 s.8(2))"
    assert page.summary["Minimum"] == "Not verified"
    assert page.summary["Last of the 28 days"] == "Monday 30 March 2026"
    longer = page.summary["Six months for victims and bereaved families"]
    assert longer.startswith("Not confirmed: it may give some people longer")
    assert longer.endswith("it would end on Wednesday 2 September 2026")
    page = administrator.submit("Show", **dated("sentenced", date(2024, 3, 4)))
    assert "Six months for victims and bereaved families" not in page.summary


def test_conduct_is_asked_where_it_decides(administrator: CheckedClient) -> None:
    administrator.get("/admin/catalogue/io-oapa-24")
    sentenced = dated("sentenced", date(2026, 9, 1))
    page = administrator.submit("Show", **sentenced, **dated("conduct", date(2026, 5, 3)))
    assert page.select(".app-verdict--in_scheme")
    page = administrator.submit("Show", **sentenced, **dated("conduct", date(2026, 7, 3)))
    assert page.select(".app-verdict--needs_review")
    assert page.summary["Basis under section 35(3)"].startswith("None")
    page = administrator.submit("Show", **sentenced, **dated("conduct", date(2026, 9, 2)))
    assert page.errors == ["The offence must be on or before the date of sentence"]
    assert "conduct-day" not in administrator.get("/admin/catalogue/io-robbery").text


def test_the_facts_that_decide_may_be_said(administrator: CheckedClient) -> None:
    administrator.get("/admin/catalogue/no-burglary")
    day = dated("sentenced", date(2026, 3, 2))
    page = administrator.submit("Show", **day)
    assert page.select(".app-verdict--needs_review")
    assert "What would settle it:" in page.text
    page = administrator.submit("Show", **day, home_violence="yes")
    assert page.select(".app-verdict--in_scheme")
    assert page.summary["Was it a home, and was anyone in it hurt, or threatened with violence?"]
    assert page.summary["Offence then"].startswith("Burglary in a dwelling where a person")


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        ({}, "Enter the date of sentence"),
        (dated("sentenced", date(1989, 1, 31)), "The scheme began on 1 February 1989"),
    ],
)
def test_a_case_without_a_day_it_can_have_is_an_error(
    administrator: CheckedClient, day: dict[str, str], fault: str
) -> None:
    administrator.get("/admin/catalogue/io-robbery")
    page = administrator.submit("Show", **day)
    assert fault in page.errors[0]
    assert not page.select(".app-verdict")


def between(after: tuple[int, int, int], to: tuple[int, int, int]) -> dict[str, str]:
    names = ("day", "month", "year")
    first = {f"after-{name}": str(value) for name, value in zip(names, after, strict=True)}
    return first | {f"to-{name}": str(value) for name, value in zip(names, to, strict=True)}


def test_what_changed_between_two_dates_is_one_table_with_sources(
    administrator: CheckedClient,
) -> None:
    administrator.get("/admin/catalogue")
    administrator.click("What changed between two dates")
    page = administrator.submit("Show", **between((18, 11, 2019), (19, 11, 2019)))
    changed = {row[0]: row[1] for row in page.rows}
    assert any(
        name.startswith("Possession of an indecent photograph of a child")
        and what == "Begins 19 November 2019"
        for name, what in changed.items()
    )
    assert all(row[4] for row in page.rows)
    page = administrator.submit("Show", **between((1, 2, 2021), (1, 2, 2021)))
    assert "Nothing changed between these days." in page.text
    page = administrator.submit("Show", **between((1, 2, 2021), (1, 2, 2020)))
    assert "The second day must be on or after the first" in page.errors[0]


def test_what_a_lawyer_should_read_first_is_in_the_order_of_how_often_it_decides(
    administrator: CheckedClient,
) -> None:
    by = build.user(Role.CASEWORKER)
    for _ in range(2):
        review = build.review(by=by)
        build.conviction(build.sentence(review, by=by), "no-soa03-66B", by=by)
    administrator.get("/admin/catalogue")
    page = administrator.click("What a lawyer should read first")
    _heading, *rows = page.rows
    assert rows[0][0].startswith("Sharing or threatening to share an intimate photograph")
    assert rows[0][1] == "2"
    counts = [int(row[1]) for row in rows]
    assert counts == sorted(counts, reverse=True)
    assert len(rows) == sum(row.wants_a_lawyer for row in load_catalogue())


@from_table
def test_a_first_day_that_nobody_read_is_shown_with_what_is_known(
    administrator: CheckedClient, offence_id: str, known: str
) -> None:
    page = administrator.get(f"/admin/catalogue/{offence_id}")
    assert f"First day not verified: {known}" in page.text
