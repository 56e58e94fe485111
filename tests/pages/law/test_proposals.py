"""The forms of the law desk: each makes the change that an engineer would write, and says it."""

from datetime import date, datetime

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient, Page, client_of
from tests.support.signed_law import first_lawyer
from ulss_tracker import clock
from ulss_tracker.models import User
from ulss_tracker.scheme.law.law import obeying
from ulss_tracker.scheme.offences.conviction import ConvictionTest
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.penalties import load_penalties
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.policies import limit_named, load_policies
from ulss_tracker.services.law import desk, rehearsals

pytestmark = [pytest.mark.on_sqlite, pytest.mark.usefixtures("at_now")]

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
SOURCE = {
    "read_title": "Criminal Justice Act 1988 (Reviews of Sentencing) (Amendment) Order 2026",
    "read_provision": "article 2",
    "read_address": "https://www.legislation.gov.uk/uksi/2026/900/article/2",
    "read_text": "After paragraph 2(l) insert “(m) section 75A of the Serious Crime Act 2015”.",
    "read_on-day": "15",
    "read_on-month": "11",
    "read_on-year": "2026",
}


def day(name: str, on: date) -> dict[str, str]:
    return {
        f"{name}-day": str(on.day),
        f"{name}-month": str(on.month),
        f"{name}-year": str(on.year),
    }


@pytest.fixture
def ann(app: Flask) -> CheckedClient:
    return of(app, first_lawyer())


def of(app: Flask, person: User) -> CheckedClient:
    signed_in = build.session_of(person)
    client = client_of(app)
    with client.session_transaction() as session:
        session.update(signed_in)
    return client


STRANGULATION = {
    "offence": "strangulation",
    "offence-id": "no-strangulation|full",
    "offence-for": "strangulation",
    "basis": "specified",
    "paragraph": "2(m)",
    "conduct": "any",
    **day("sentenced_from", date(2026, 9, 1)),
}


def proposed(client: CheckedClient, kind: str, **answers: str | list[str]) -> tuple[Page, Page]:
    """The page that shows a change, and that of the change once it is proposed."""
    client.get(f"/law/changes/new/{kind}")
    shown = client.submit("Continue", **{**SOURCE, **answers})
    assert "Nothing is proposed yet" in shown.text
    return shown, client.submit("Propose this change")


def law_of(page: Page):
    return rehearsals.law_with(desk.written(desk.get(page.path.rsplit("/", 1)[-1])).change)


def test_an_offence_comes_into_the_scheme_and_what_it_was_is_kept(ann: CheckedClient) -> None:
    ann.get("/law/")
    ann.click("Propose a change")
    ann.click("An offence comes into the scheme, or leaves it")
    shown, page = proposed(ann, "offence", **STRANGULATION)
    sentence = (
        "From 1 September 2026 non-fatal strangulation or suffocation is in the scheme, whatever "
        "the day of the offence."
    )
    for each in (shown, page):
        assert sentence in each.text
        assert "After paragraph 2(l) insert" in each.text
        assert "Read on 15 November 2026" in each.text
        assert "nothing says of each whether it is covered under paragraph 2(m)" in each.text
    with obeying(law_of(page)):
        offence = load_catalogue().get("no-strangulation")

        def verdict(on: date) -> Verdict:
            return ConvictionTest(load_catalogue(), on).find(offence, Form.FULL, {}).verdict

        assert verdict(date(2026, 9, 1)) is Verdict.IN_SCHEME
        assert verdict(date(2026, 8, 31)) is Verdict.MUST_CHECK
        assert verdict(date(2026, 8, 3)) is Verdict.NOT_IN_SCHEME
        assert verdict(date(2022, 1, 1)) is Verdict.MUST_CHECK  # before it was an offence


def test_a_new_offence_needs_its_act_and_keeps_what_was_typed(ann: CheckedClient) -> None:
    ann.get("/law/changes/new/offence")
    new = {**STRANGULATION, "offence": "Cuckooing a home", "offence-id": "-"}
    new["offence-for"] = new["offence"]
    page = ann.submit("Continue", **SOURCE, **new)
    assert page.errors == ["Enter the Act that makes it an offence"]
    assert "After paragraph 2(l) insert" in page.text
    page = ann.submit(
        "Continue", act="Crime and Policing Act 2026", provision="s.32", family="slavery"
    )
    assert "cuckooing a home is in the scheme" in page.text
    assert "A sentence before 1 September 2026: nothing is said of it" in page.text
    ann.submit("Propose this change")
    ann.get("/law/changes/new/offence")
    page = ann.submit("Continue", **SOURCE, **{**STRANGULATION, "paragraph": ""})
    assert page.errors == ["Enter the paragraph of the Order that lists it"]


def test_attempts_and_encouragement_under_paragraph_4(ann: CheckedClient) -> None:
    shown, page = proposed(
        ann,
        "form",
        paragraphs="2(m), 2(n)",
        forms=["attempt", "encouraging"],
        effect="in",
        **day("sentenced_from", date(2026, 9, 1)),
    )
    assert (
        "From 1 September 2026 attempt and encouraging or assisting (section 44 or 45), of an "
        "offence in paragraph 2(m) and 2(n) of the Order, is in the scheme."
    ) in shown.text
    assert load_catalogue().version != _version(page)


def _version(page: Page) -> str:
    with obeying(law_of(page)):
        return load_catalogue().version


SIX_MONTHS = {
    "limit": "2026-act-six-months",
    "length": "6",
    "unit": "months",
    "runs_from": "sentence",
    "standings": ["victim", "bereaved_family", "on_behalf"],
    **day("sentenced_from", date(2025, 12, 29)),
}


def test_a_limit_is_law_only_where_nothing_is_left_unknown(ann: CheckedClient) -> None:
    shown, page = proposed(ann, "limit", **SIX_MONTHS)
    assert (
        "For sentences passed on 29 December 2025 or later, 6 months from the day of sentence, for "
        "Victim, Bereaved family and On behalf of a victim or bereaved family, once a second "
        "person has verified who asked."
    ) in shown.text
    with obeying(law_of(page)):
        assert limit_named("2026-act-six-months").decides
    shown, page = proposed(ann, "limit", **SIX_MONTHS, read_not_known="Who counts as family.")
    assert "it may be, and a lawyer must check" in shown.text
    assert "Who counts as family." in shown.text
    with obeying(law_of(page)):
        assert not limit_named("2026-act-six-months").decides


def test_a_limit_from_a_request_and_one_from_being_told(ann: CheckedClient) -> None:
    late = {**SIX_MONTHS, "limit": "2026-act-14-days", "length": "14", "unit": "days"}
    late |= {"runs_from": "receipt", "standings": ["everyone"]}
    ann.get("/law/changes/new/limit")
    page = ann.submit("Continue", **SOURCE, **late)
    assert page.errors == ["Enter in how many last days the request must come"]
    shown, page = proposed(ann, "limit", **late, last_days="14")
    assert "14 days from the day the request came, for everyone: shown beside" in shown.text
    with obeying(law_of(page)):
        assert limit_named("2026-act-14-days").decides
    told = {**SIX_MONTHS, "limit": "new", "title": "From being told", "runs_from": "told"}
    shown, page = proposed(ann, "limit", **told)
    assert "On which day each person was told" in shown.text
    with obeying(law_of(page)):
        assert load_policies()[-1].may_start_later
        assert not load_policies()[-1].decides


def test_a_limit_or_an_offence_counts_from_another_day(ann: CheckedClient) -> None:
    from_june = day("sentenced_from", date(2026, 6, 29))
    shown, page = proposed(ann, "commencement", limit="2026-act-six-months", **from_june)
    assert "counts for sentences from 29 June 2026." in shown.text
    with obeying(law_of(page)):
        assert limit_named("2026-act-six-months").sentenced_from == date(2026, 6, 29)
    ann.get("/law/changes/new/commencement")
    page = ann.submit("Continue", **SOURCE, limit="offence", **from_june)
    assert page.errors == ["Choose an offence of the catalogue"]
    offence = {"offence": "Theft", "offence-id": "no-theft|full", "offence-for": "Theft"}
    page = ann.submit("Continue", **offence)
    assert (
        "would be not in the catalogue: theft, sentenced before"
        in ann.submit("Propose this change").text
    )


def test_a_maximum_ends_the_one_before(ann: CheckedClient) -> None:
    maximum = {"offence": "Theft", "offence-id": "no-theft|full", "offence-for": "Theft"}
    maximum |= day("sentenced_from", date(2026, 9, 1))
    ann.get("/law/changes/new/maximum")
    page = ann.submit("Continue", **SOURCE, **maximum)
    assert page.errors == ["Enter years or months, or tick life, and not both"]
    page = ann.submit("Continue", years="nine")
    assert page.errors == ["Years must be a whole number from 1 to 999"]
    shown, page = proposed(ann, "maximum", **maximum, years="9", months="6")
    assert "From 1 September 2026 the most for theft is 9 years and 6 months." in shown.text
    with obeying(law_of(page)):
        theft = load_catalogue().get("no-theft")
        terms = [
            load_penalties().maximum_at(theft, on) for on in (date(2026, 8, 31), date(2026, 9, 1))
        ]
        assert [term and term.words for term in terms] == ["7 years", "9 years and 6 months"]
    page = ann.get("/law/changes/new/maximum")
    early = {**maximum, **day("sentenced_from", date(1990, 1, 1))}
    page = ann.submit("Continue", **SOURCE, **early, is_life="yes")
    assert "has a maximum from 1992-10-01 already" in page.errors[0]


def test_a_bank_holiday_and_an_import(ann: CheckedClient) -> None:
    holiday = day("on", date(2026, 12, 14))
    shown, page = proposed(ann, "bank_holiday", **holiday, is_holiday="yes", title="Extra day")
    assert "14 December 2026 is a bank holiday (Extra day)." in shown.text
    with obeying(law_of(page)):
        assert working_days().holiday_name(date(2026, 12, 14)) == "Extra day"
    file = ann.get(f"{page.path}/change.toml")
    assert "[read]" in file.text
    rows = file.text[file.text.index("[[bank_holiday]]") :]
    ann.get("/law/changes/import")
    imported = ann.submit(
        "Propose the change",
        title="The same",
        kind="bank_holiday",
        why="As above.",
        content=rows,
    )
    assert "14 December 2026 is a bank holiday (Extra day)." in imported.text


def test_what_was_shown_is_what_is_proposed(ann: CheckedClient) -> None:
    ann.get("/law/changes/new/bank_holiday")
    holiday = day("on", date(2026, 12, 14))
    ann.submit("Continue", **SOURCE, **holiday, is_holiday="yes", title="Extra day")
    page = ann.submit("Propose this change", is_holiday="no")
    assert "Nothing is proposed yet" in page.text
    assert "14 December 2026 is not a bank holiday" in page.text
    ann.get("/law/changes/new/act", status=404)


def test_an_addition_that_forgets_what_was_is_named_and_refused_unless_meant(
    ann: CheckedClient,
) -> None:
    ann.get("/law/changes/import")
    rows = """[[offence]]
id = "no-rta-2"
basis = "specified"
paragraph = "2(m)"
sentenced_from = 2026-09-01
source = ["https://www.legislation.gov.uk/uksi/2026/900/article/2"]
verified = true
"""
    said = {"title": "Driving", "kind": "offence", "why": "Read.", "content": rows}
    page = ann.submit("Propose the change", **said)
    assert "would be not in the catalogue: " in page.errors[0]
    assert "sentenced before 1 September 2026" in page.errors[0]
    page = ann.submit("Propose the change", is_loss_meant="yes")
    assert "A sentence before 1 September 2026: nothing is said of it" in page.text
