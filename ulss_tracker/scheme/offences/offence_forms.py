"""Forms in which an offence may be committed short of, or beside, doing it oneself.

Each form has rules of its own, kept in data/inchoate.csv: what it does to an offence on each basis,
for which paragraphs of the Order, between which dates of sentence, and on what authority.
Criminal Attempts Act 1981 s.4; Criminal Law Act 1977 s.3; Serious Crime Act 2007 s.55;
SI 2006/1116 Schedule 1 paragraph 4.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.law.change import Change, ChangeKind, forms_under
from ulss_tracker.scheme.law.law import Law, current
from ulss_tracker.scheme.offences.offence import Basis
from ulss_tracker.scheme.offences.verdict import Verdict

DATA = Path(__file__).parents[1] / "data" / "inchoate.csv"


class Form(LabelledEnum):
    """How the offender committed the offence."""

    FULL = "full", "The offence itself"
    ATTEMPT = "attempt", "Attempt"
    CONSPIRACY = "conspiracy", "Conspiracy"
    ENCOURAGING = "encouraging", "Encouraging or assisting (section 44 or 45)"
    ENCOURAGING_46 = "encouraging_46", "Encouraging or assisting (section 46)"
    AIDING = "aiding", "Aiding and abetting"
    INCITEMENT = "incitement", "Incitement"


CHOSEN_FORM = "form"
"""The key, among the answers about an offence, of the form that was chosen with it."""


def chosen_form(answers: Mapping[str, str]) -> Form | None:
    """The form chosen with an offence; None where it was not chosen, or is the full offence."""
    form = answers.get(CHOSEN_FORM)
    return Form(form) if form else None


OWN_BASIS = frozenset({Form.CONSPIRACY, Form.ENCOURAGING_46})
"""Forms triable only in the Crown Court whatever the offence, so nothing about it can matter."""

_EFFECTS = {
    "in": Verdict.IN_SCHEME,
    "not": Verdict.NOT_IN_SCHEME,
    "check": Verdict.MUST_CHECK,
}


class FormRuleError(ValueError):
    """A row of the table of forms cannot be read; the message names the row."""


@dataclass(frozen=True, slots=True)
class FormRule:
    """The effect of a form on an offence on one basis, for sentences passed between two dates.

    paragraphs: the paragraphs of the Order it is about; empty for all.
    """

    form: Form
    basis: Basis
    paragraphs: tuple[str, ...]
    effect: Verdict
    sentenced_from: date | None
    sentenced_to: date | None
    reason: str
    authority: str
    source: str

    def covers(self, paragraph: str, day: date | None) -> bool:
        """True if the rule speaks of this paragraph on this day; an unknown day is open."""
        if self.paragraphs and not any(_within(paragraph, p) for p in self.paragraphs):
            return False
        if day is None:
            return self.sentenced_to is None
        if self.sentenced_from and day < self.sentenced_from:
            return False
        return not (self.sentenced_to and day > self.sentenced_to)


FormRules = dict[tuple[Form, Basis], tuple[FormRule, ...]]


def _within(paragraph: str, group: str) -> bool:
    """True if a paragraph is the group or inside it: 2(h)(i) is within 2(h); 3A is not within 3."""
    return paragraph == group or paragraph.startswith(group + "(")


def rule_for(form: Form, basis: Basis, paragraph: str, day: date | None) -> FormRule | None:
    """The rule for a form of an offence on a basis and day, or None if the table is silent.

    Silence is not a no: a lawyer must check.
    """
    rules = load_form_rules().get((form, basis), ())
    return next((rule for rule in rules if rule.covers(paragraph, day)), None)


def load_form_rules() -> FormRules:
    """The table of forms in force. Raises FormRuleError or TableError naming a bad row."""
    return current().once(_in_force)


def _in_force(law: Law) -> FormRules:
    return read_form_rules(DATA, law.of(ChangeKind.FORM))


@lru_cache(maxsize=8)
def read_form_rules(path: Path, signed: tuple[Change, ...] = ()) -> FormRules:
    """The table of forms in a file, below the rows that signed changes put above it.

    Raises FormRuleError naming a bad row, or TableError.
    """
    rows = [("a signed change", row) for row in forms_under(signed)]
    with path.open(encoding="utf-8", newline="") as file:
        held = enumerate(csv.DictReader(file), start=2)
        rows += [(f"{path.name} line {number}", row) for number, row in held]
    rules: FormRules = {}
    for where, row in rows:
        try:
            rule = _rule(row)
        except (KeyError, ValueError) as error:
            raise FormRuleError(f"{where}: {error}") from error
        key = (rule.form, rule.basis)
        rules[key] = (*rules.get(key, ()), rule)
    return rules


def _rule(row: dict[str, str]) -> FormRule:
    if not (row["reason"] and row["authority"] and row["source"]):
        raise ValueError("a reason, an authority and a source are needed")
    return FormRule(
        form=Form(row["form"]),
        basis=Basis(row["basis"]),
        paragraphs=tuple(p.strip() for p in row["paragraphs"].split(";") if p.strip()),
        effect=_EFFECTS[row["effect"]],
        sentenced_from=_day(row["sentenced_from"]),
        sentenced_to=_day(row["sentenced_to"]),
        reason=row["reason"],
        authority=row["authority"],
        source=row["source"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
