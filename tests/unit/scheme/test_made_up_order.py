"""A made-up Order lists affray from 4 January 2027: its grid of forms and days of sentence.

It changes paragraph 4 to match, or does not; what the law was is kept under `before`, or is not.
"""

from datetime import date

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.law.change import Change, ChangeKind
from ulss_tracker.scheme.law.law import Law, obeying
from ulss_tracker.scheme.law.loading import load_law
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict

BEGINS = date(2027, 1, 4)
LISTED = """
[[offence]]
id = "no-affray"
basis = "specified"
paragraph = "2(m)"
sentenced_from = 2027-01-04
source = ["https://www.legislation.gov.uk/uksi/2026/1/article/3"]
verified = true
"""
BEFORE = """
[[offence.before]]
id = "affray-before"
basis = "not_in_scheme"
source = ["https://www.legislation.gov.uk/ukpga/1986/64/section/3"]
verified = true
"""
PARAGRAPH_4 = """
[[form]]
forms = ["attempt", "encouraging"]
paragraphs = ["2(m)"]
effect = "in"
sentenced_from = 2027-01-04
reason = "The Order covers it."
authority = "SI 2026/1 article 3"
source = "https://www.legislation.gov.uk/uksi/2026/1/article/3"
"""


def order(*, with_before: bool, with_paragraph_4: bool) -> Law:
    listed = LISTED.rstrip() + (BEFORE if with_before else "\n")
    changes = [Change("LAW-1", ChangeKind.OFFENCE, listed, BEGINS, by="A", and_by="B")]
    if with_paragraph_4:
        changes.append(Change("LAW-2", ChangeKind.FORM, PARAGRAPH_4, BEGINS, by="A", and_by="B"))
    return load_law(changes, BEGINS)


@from_table
def test_each_form_is_answered_on_each_day(
    with_before: bool, with_paragraph_4: bool, form: Form, day: date, verdict: Verdict
) -> None:
    with obeying(order(with_before=with_before, with_paragraph_4=with_paragraph_4)):
        facts = Facts("leeds", day, (ConvictionFacts("no-affray", form),))
        assert assess(facts, load_catalogue()).verdict is verdict


@pytest.mark.parametrize("with_before", [True, False])
def test_nothing_of_it_counts_where_it_is_not_obeyed(with_before: bool) -> None:
    assert order(with_before=with_before, with_paragraph_4=True).version
    facts = Facts("leeds", BEGINS, (ConvictionFacts("no-affray"),))
    assert assess(facts, load_catalogue()).verdict is Verdict.NOT_IN_SCHEME
