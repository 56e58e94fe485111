"""Attempt, conspiracy and the rest: what each form does to an offence, and the gaps."""

from datetime import date
from pathlib import Path

import pytest

from tests.support.tables import from_table
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

HEADING = "form,basis,paragraphs,effect,sentenced_from,sentenced_to,reason,authority,source\n"


@pytest.mark.parametrize("form", list(Form))
def test_each_form_has_words(form: Form) -> None:
    assert form.label[0].isupper()


def test_every_form_has_a_rule_for_every_basis(subtests: pytest.Subtests) -> None:
    for form in [form for form in Form if form is not Form.FULL]:
        for basis in Basis:
            with subtests.test(form=form, basis=basis):
                assert load_form_rules()[(form, basis)]


@from_table
def test_what_each_form_does(
    form: Form, basis: Basis, paragraph: str, day: date | None, effect: Verdict | None
) -> None:
    rule = rule_for(form, basis, paragraph, day)
    assert (rule.effect if rule else None) is effect
    if rule:
        assert rule.reason.endswith(".")
        assert rule.authority
        assert rule.source


@from_table
def test_a_bad_row_is_refused_and_its_line_named(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "inchoate.csv"
    path.write_text(
        HEADING + "attempt,specified,,in,,,Why.,The Act,A source\n" + line, encoding="utf-8"
    )
    with pytest.raises(FormRuleError, match=r"inchoate\.csv line 3") as refused:
        read_form_rules(path)
    assert words in str(refused.value)


@from_table
def test_the_form_is_told_from_the_words(text: str, form: Form, rest: str) -> None:
    assert split_form(text) == (form, rest)
