"""What a person does with a list: filters taken away one by one, columns, views kept and opened."""

from datetime import UTC, datetime

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.page import Page, words
from ulss_tracker.models import DecisionChoice, SavedView, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
LIST = "/casework/requests"


def headings(page: Page) -> list[str]:
    return [words(each).partition(",")[0] for each in page.select("thead th")]


def test_each_filter_in_use_is_a_tag_that_takes_it_away(caseworker: CheckedClient) -> None:
    build.request()
    page = caseworker.get(
        f"{LIST}?state=new&channel=form&received_from-day=1&received_from-month=3"
        "&received_from-year=2026&undated=y"
    )
    tags = {words(each): each.get("href") for each in page.select(".moj-filter__tag")}
    assert list(tags) == [
        "Take away the filter How it reached us: Online form",
        "Take away the filter Received from: 1 Mar 2026",
        "Take away the filter Only those whose day of sentence must be found",
    ]
    fewer = tags["Take away the filter Received from: 1 Mar 2026"]
    assert "received_from" not in fewer
    assert "channel=form" in fewer
    assert "state=new" in fewer
    assert not caseworker.get(LIST).select(".moj-filter__tag")


def test_columns_are_chosen_and_stay_with_the_filters(caseworker: CheckedClient) -> None:
    build.request()
    page = caseworker.get(f"{LIST}?state=new&columns=court&columns=received")
    assert headings(page) == ["Offender", "Act by", "Court", "Received", "Look"]
    assert "columns=court&columns=received" in caseworker.get(
        f"{LIST}?channel=form&columns=court&columns=received"
    ).one(".moj-filter__tag").get("href")
    assert len(headings(caseworker.get(LIST))) == 11
    assert headings(caseworker.get(f"{LIST}?columns=nonsense")) == headings(caseworker.get(LIST))


def places(page: Page) -> dict[str, str]:
    """The columns of the form in their order, with the number of each that is shown."""
    return {
        each.get("name").removeprefix("place-"): each.get("value")
        for each in page.select("input[name^=place-]")
    }


def test_columns_are_put_in_an_order_that_views_links_and_cells_keep(
    caseworker: CheckedClient,
) -> None:
    build.request(court_text="Leeds Crown Court")
    page = caseworker.get(f"{LIST}?state=new&channel=form")
    assert list(places(page).values()) == [str(each) for each in range(1, 9)]
    page = caseworker.submit(
        "Show these columns",
        **{"columns": ["received", "court", "offence"], "place-received": "1", "place-court": "2"},
    )
    assert page.path == (
        f"{LIST}?columns=received&columns=court&columns=offence&state=new&channel=form&sort=deadline"
    )
    wanted = ["Offender", "Act by", "Received", "Court", "Offence", "Look"]
    assert headings(page) == wanted
    cells = [words(each) for each in page.select("main tbody tr > *")]
    assert cells[2:5] == ["18 Mar 2026", "Leeds", "Robbery"]
    assert list(places(page).items())[:4] == [
        ("received", "1"),
        ("court", "2"),
        ("offence", "3"),
        ("owner", ""),
    ]
    for each in ("Court, sort by this", "Take away the filter How it reached us: Online form"):
        assert headings(caseworker.get(page.links[each])) == wanted
    caseworker.get(page.path)
    assert headings(caseworker.submit("Save the view", name="Mine")) == wanted
    caseworker.get(LIST)
    page = caseworker.click("Mine")
    assert headings(page) == wanted
    assert words(page.one("[aria-current=page][href*=columns]")) == "Mine"
    assert len(headings(caseworker.click("Show the usual columns"))) == 11


def test_a_column_takes_the_place_it_is_given_and_one_without_a_number_comes_last(
    caseworker: CheckedClient, subtests
) -> None:
    build.request()
    drawn = ["owner", "court", "sentenced", "received"]
    for numbers, wanted in (
        ({"received": "1"}, ["received", "owner", "court", "sentenced"]),
        ({"owner": "3"}, ["court", "sentenced", "owner", "received"]),
        ({"owner": "4", "received": "1"}, ["received", "court", "sentenced", "owner"]),
        ({"court": ""}, ["owner", "sentenced", "received", "court"]),
        ({"sentenced": "0", "owner": "99"}, ["sentenced", "court", "received", "owner"]),
        ({"standing": "2"}, drawn),  # not ticked
    ):
        with subtests.test(numbers=numbers):
            caseworker.get(f"{LIST}?{'&'.join(f'columns={each}' for each in drawn)}")
            typed = {f"place-{name}": number for name, number in numbers.items()}
            page = caseworker.submit("Show these columns", **typed)
            assert [name for name, place in places(page).items() if place] == wanted


def test_a_place_that_is_no_number_is_said_and_kept(caseworker: CheckedClient, subtests) -> None:
    build.request()
    for typed in ("first", "-1", "100", "²"):
        with subtests.test(typed=typed):
            caseworker.get(LIST)
            page = caseworker.submit(
                "Show these columns", **{"columns": ["court", "owner"], "place-court": typed}
            )
            assert page.errors == ["The place of “Court” must be a number, such as 2"]
            assert page.one("#place-court").get("value") == typed
            assert not page.select("input[name=columns][value=offence][checked]")
            assert len(page.select("main tbody tr")) == 1


def test_every_list_that_has_columns_puts_them_in_order(signed_in, subtests) -> None:
    review = build.eligible_review()
    assignment.assign(review, build.user(), build.user(), seen=review.version)
    for role, path, fixed in ((Role.SUPERVISOR, "/supervision/board", ["Offender", "File by"]),):
        with subtests.test(path=path):
            client = signed_in(role)
            page = client.get(f"{path}?columns=stage&columns=case")
            assert len(page.select("input[name^=place-]")) > 3
            page = client.submit("Show these columns", **{"place-case": "1"})
            assert "columns=case&columns=stage" in page.path
            rows = [[words(cell).partition(",")[0] for cell in row] for row in page.select("tr")]
            assert [*fixed, "Case", "Stage", "Look"] in rows
            assert f"{' and '.join(fixed)} always come" in words(page.one("#columns-hint"))


def test_a_request_stands_beside_its_list_and_the_list_stays_as_it_is(
    caseworker: CheckedClient,
) -> None:
    asked = build.request(offence_text="Dangerous driving", requester_name="Ada Brown")
    caseworker.get(f"{LIST}?state=new&channel=form")
    page = caseworker.click(f"Look at {asked.reference} beside the list")
    pane = words(page.one("#look"))
    for each in ("John Archer", "Not in the scheme", "Dangerous driving", "Ada Brown, victim"):
        assert each in pane
    assert "Answer “no” on one page" in pane
    assert "channel=form" in page.links["Close this"]
    assert len(page.select("main tbody tr")) == 1
    assert not caseworker.click("Close this").select("#look")


def test_what_is_not_there_stands_beside_no_list(caseworker: CheckedClient) -> None:
    build.request()
    assert not caseworker.get(f"{LIST}?look=REQ-ZZZZ-ZZZZ").select("#look")


def test_a_view_is_kept_opened_started_on_and_deleted(caseworker: CheckedClient) -> None:
    build.request()
    caseworker.get(f"{LIST}?state=new&channel=form&columns=court")
    page = caseworker.submit("Save the view", name="Leeds by form")
    assert headings(page) == ["Offender", "Act by", "Court", "Look"]
    assert "View saved: Leeds by form" in page.html
    page = caseworker.get(LIST)
    page = caseworker.click("Leeds by form")
    assert page.one("[aria-current=page][href*='channel=form']").text_content() == "Leeds by form"
    caseworker.submit("Start my day on it")
    page = caseworker.submit("Delete this view")
    assert "Leeds by form" not in page.links
    assert not db.session.query(SavedView).count()


def test_the_day_starts_on_the_view_chosen(client: CheckedClient, signed_in) -> None:
    build.request()
    caseworker = signed_in(Role.CASEWORKER)
    caseworker.get(f"{LIST}?state=new&channel=form")
    caseworker.submit("Save the view", name="By form")
    caseworker.submit("Start my day on it")
    client.get("/sign-in")
    page = client.submit("Sign in", email="caseworker@example.org", password=build.PASSWORD)
    assert page.path.startswith(f"{LIST}?channel=form")


def test_a_shared_view_is_everybodys_to_open_and_its_keepers_to_delete(signed_in) -> None:
    build.request()
    caseworker = signed_in(Role.CASEWORKER)
    caseworker.get(f"{LIST}?state=new&channel=form")
    caseworker.submit("Save the view", name="By form", is_shared=True)
    reader = signed_in(Role.LAW_OFFICER)
    page = reader.get(LIST)
    assert "from Test Caseworker" in page.text
    page = reader.click("By form")
    assert "Delete this view" not in [words(each) for each in page.select("main button")]


def test_a_view_without_a_name_is_refused_in_words(caseworker: CheckedClient) -> None:
    caseworker.get(f"{LIST}?state=new")
    page = caseworker.submit("Save the view", name=" ")
    assert "Enter a name for the view" in page.html
    assert not db.session.query(SavedView).count()


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.SUPERVISOR, "/supervision/board?assigned_to=nobody"),
        (Role.CASEWORKER, "/casework/?why=review"),
        (Role.CASEWORKER, "/casework/people-to-tell?whose=y"),
    ],
)
def test_views_are_kept_of_the_other_lists_of_work(signed_in, role: Role, path: str) -> None:
    client = signed_in(role)
    client.get(path)
    page = client.submit("Save the view", name="Kept")
    assert page.path.partition("?")[0] == path.partition("?")[0]
    assert "Kept" in page.links


def test_ticks_and_links_that_are_heard_alone_are_told_apart(signed_in) -> None:
    """Two offenders of one case, and bodies that are told of two cases."""
    asked_of = build.user(Role.SUPERVISOR)
    first = build.eligible_review()
    second = cases.add_review(first.case, "Ann O’Neill", asked_of)
    build.conviction(build.sentence(second))
    for review in (first, second):
        assignment.assign(review, asked_of, asked_of, seen=review.version)
    for _ in range(2):
        build.decide(build.review_to_decide(), DecisionChoice.DO_NOT_REFER)
    client = signed_in(Role.SUPERVISOR)
    for address in (
        "/casework/",
        "/supervision/board",
        "/casework/people-to-tell",
        "/casework/messages/all",
    ):
        page = client.get(address)
        ticks = [words(each) for each in page.select("main .app-tick")]
        assert len(ticks) == len(set(ticks))
        assert len(ticks) > 1 or address.endswith("all")
        leads_to: dict[str, str] = {}
        for link in page.select("main a[href]"):
            assert leads_to.setdefault(words(link), link.get("href")) == link.get("href"), address
