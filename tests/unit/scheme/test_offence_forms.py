"""Attempt, conspiracy and the rest: what each form does to an offence, and the gaps."""

from datetime import date
from pathlib import Path

import pytest

from ulss_tracker.scheme.offences.offence import Basis
from ulss_tracker.scheme.offences.offence_forms import (
    Form,
    FormRuleError,
    load_form_rules,
    read_form_rules,
    rule_for,
)
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.form_words import split_form

IN, NOT, CHECK = Verdict.IN_SCHEME, Verdict.NOT_IN_SCHEME, Verdict.MUST_CHECK
DAY = date(2024, 6, 3)
HEADING = "form,basis,paragraphs,effect,sentenced_from,sentenced_to,reason,authority,source\n"


@pytest.mark.parametrize("form", list(Form))
def test_each_form_has_words(form: Form) -> None:
    assert form.label[0].isupper()


def test_every_form_has_a_rule_for_every_basis(subtests: pytest.Subtests) -> None:
    for form in [form for form in Form if form is not Form.FULL]:
        for basis in Basis:
            with subtests.test(form=form, basis=basis):
                assert load_form_rules()[(form, basis)]


def test_what_each_form_does(subtests: pytest.Subtests) -> None:
    for form, basis, paragraph, day, effect in [
        (Form.ATTEMPT, Basis.INDICTABLE_ONLY, "", DAY, IN),
        (Form.ATTEMPT, Basis.NOT_IN_SCHEME, "", DAY, NOT),
        (Form.ATTEMPT, Basis.SPECIFIED, "2(a)", DAY, IN),
        (Form.ATTEMPT, Basis.SPECIFIED, "2(h)(ii)", DAY, IN),
        (Form.ATTEMPT, Basis.SPECIFIED, "3(sa)", DAY, IN),
        (Form.ATTEMPT, Basis.SPECIFIED, "3A(1)(ba)", DAY, IN),
        (Form.ATTEMPT, Basis.SPECIFIED, "3A(1)(a)", date(2017, 8, 6), None),
        (Form.ATTEMPT, Basis.SPECIFIED, "2(j)", date(2012, 8, 6), IN),
        (Form.ATTEMPT, Basis.SPECIFIED, "2(j)", date(2012, 8, 5), None),
        (Form.ATTEMPT, Basis.SPECIFIED, "2(k)", date(2014, 7, 21), IN),
        (Form.ATTEMPT, Basis.SPECIFIED, "2(i)", DAY, CHECK),
        (Form.ATTEMPT, Basis.SPECIFIED, "2(l)", DAY, CHECK),
        (Form.ATTEMPT, Basis.SPECIFIED, "2019 Order", DAY, CHECK),
        (Form.ATTEMPT, Basis.SPECIFIED, "1A(a)", DAY, IN),
        (Form.CONSPIRACY, Basis.INDICTABLE_ONLY, "", DAY, IN),
        (Form.CONSPIRACY, Basis.SPECIFIED, "2(l)", DAY, IN),
        (Form.CONSPIRACY, Basis.NOT_IN_SCHEME, "", DAY, IN),
        (Form.CONSPIRACY, Basis.NOT_IN_SCHEME, "", None, IN),
        (Form.ENCOURAGING, Basis.INDICTABLE_ONLY, "", DAY, IN),
        (Form.ENCOURAGING, Basis.NOT_IN_SCHEME, "", DAY, NOT),
        (Form.ENCOURAGING, Basis.SPECIFIED, "3(a)", date(2012, 8, 6), IN),
        (Form.ENCOURAGING, Basis.SPECIFIED, "3(a)", date(2012, 8, 5), CHECK),
        (Form.ENCOURAGING, Basis.SPECIFIED, "3(a)", None, IN),
        (Form.ENCOURAGING, Basis.SPECIFIED, "2(k)", DAY, IN),
        (Form.ENCOURAGING, Basis.SPECIFIED, "2(i)", DAY, CHECK),
        (Form.ENCOURAGING, Basis.SPECIFIED, "2(l)", DAY, CHECK),
        (Form.ENCOURAGING, Basis.SPECIFIED, "2019 Order", DAY, CHECK),
        (Form.ENCOURAGING_46, Basis.NOT_IN_SCHEME, "", DAY, IN),
        (Form.ENCOURAGING_46, Basis.SPECIFIED, "2(i)", DAY, IN),
        (Form.AIDING, Basis.NOT_IN_SCHEME, "", DAY, NOT),
        (Form.AIDING, Basis.SPECIFIED, "2019 Order", DAY, IN),
        (Form.INCITEMENT, Basis.INDICTABLE_ONLY, "", DAY, IN),
        (Form.INCITEMENT, Basis.SPECIFIED, "2(f)", DAY, IN),
        (Form.INCITEMENT, Basis.SPECIFIED, "2(l)", DAY, CHECK),
        (Form.INCITEMENT, Basis.NOT_IN_SCHEME, "", DAY, NOT),
        (Form.FULL, Basis.NOT_IN_SCHEME, "", DAY, None),
        (Form.CONSPIRACY, Basis.NOT_IN_SCHEME, "", date(1989, 1, 31), None),
    ]:
        with subtests.test(form=form, basis=basis, paragraph=paragraph, day=day, effect=effect):
            rule = rule_for(form, basis, paragraph, day)
            assert (rule.effect if rule else None) is effect
            if rule:
                assert rule.reason.endswith(".")
                assert rule.authority
                assert rule.source


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("shouting,specified,,in,,,Why.,The Act,A source", "'shouting' is not a valid Form"),
        ("attempt,unknown,,in,,,Why.,The Act,A source", "'unknown' is not a valid Basis"),
        ("attempt,specified,,maybe,,,Why.,The Act,A source", "maybe"),
        ("attempt,specified,,in,soon,,Why.,The Act,A source", "Invalid isoformat"),
        ("attempt,specified,,in,,,,The Act,A source", "a reason, an authority and a source"),
        ("attempt,specified,,in,,,Why.,,A source", "a reason, an authority and a source"),
        ("attempt,specified,,in,,,Why.,The Act,", "a reason, an authority and a source"),
    ],
)
def test_a_bad_row_is_refused_and_its_line_named(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "inchoate.csv"
    path.write_text(
        HEADING + "attempt,specified,,in,,,Why.,The Act,A source\n" + line, encoding="utf-8"
    )
    with pytest.raises(FormRuleError, match=r"inchoate\.csv line 3") as refused:
        read_form_rules(path)
    assert words in str(refused.value)


def test_the_form_is_told_from_the_words(subtests: pytest.Subtests) -> None:
    for text, form, rest in [
        ("Conspiracy to burgle", Form.CONSPIRACY, "burgle"),
        ("conspiring to commit a robbery", Form.CONSPIRACY, "robbery"),
        ("conspired with others to steal", Form.CONSPIRACY, "steal"),
        ("Conspriacy to supply", Form.CONSPIRACY, "supply"),
        ("consp. to rob", Form.CONSPIRACY, "rob"),
        ("Attempted rape", Form.ATTEMPT, "rape"),
        ("attempt to commit the offence of theft", Form.ATTEMPT, "offence of theft"),
        ("attempting to incite a child", Form.ATTEMPT, "incite a child"),
        ("Attemped murder", Form.ATTEMPT, "murder"),
        ("Rape (attempt)", Form.ATTEMPT, "rape"),
        ("Rape - attempted", Form.ATTEMPT, "rape"),
        ("Burglary, conspiracy", Form.CONSPIRACY, "burglary"),
        ("Aiding and abetting rape", Form.AIDING, "rape"),
        ("aiding, abetting, counselling or procuring theft", Form.AIDING, "theft"),
        ("Encouraging or assisting murder", Form.ENCOURAGING, "murder"),
        ("encouraging/assisting in the commission of theft", Form.ENCOURAGING, "theft"),
        (
            "encouraging or assisting theft, section 46",
            Form.ENCOURAGING_46,
            "theft, section 46",
        ),
        ("Incitement to commit theft", Form.INCITEMENT, "theft"),
        ("Inciting a child", Form.FULL, "Inciting a child"),
        ("Robbery", Form.FULL, "Robbery"),
        ("attempted", Form.FULL, "attempted"),
        ("", Form.FULL, ""),
    ]:
        with subtests.test(text=text, form=form, rest=rest):
            assert split_form(text) == (form, rest)
