"""The forms of changes of the law, from their table (`proposals.toml`): one a kind of change."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import url_for
from wtforms import HiddenField

from ulss_tracker import clock
from ulss_tracker.scheme.law import retention
from ulss_tracker.scheme.law.change import ChangeKind
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.time.policies import load_policies
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.web.forms import Choice, GovForm, PickerField, Suggestion, choices_of
from ulss_tracker.web.forms.choices import Choices
from ulss_tracker.web.forms.pickers import find_offences, look_up_offence
from ulss_tracker.web.forms.tables import KINDS, table_field

TABLE: Mapping[str, Mapping[str, Any]] = tomllib.loads(
    Path(__file__).with_name("proposals.toml").read_text("utf-8")
)


class ProposalForm(GovForm):
    """A change by form. `shown` is the content that was shown before it is proposed."""

    button = "Continue"
    shown = HiddenField()

    @property
    def shown_fields(self) -> list[Any]:
        """The fields that a person fills in, in their order."""
        return [field for field in super().shown_fields if field.name != "shown"]

    def answers_given(self) -> dict[str, Any]:
        """The answers by name, as `content_of` reads them."""
        answers = {field.name: field.answer for field in self.shown_fields}
        if "offence" in answers:
            answers["offence_words"] = self.offence.text
            answers["offence"] = (answers["offence"] or "").partition("|")[0] or None
        return answers


def form_of(kind: ChangeKind) -> ProposalForm:
    """The form of one kind of change, with what was sent."""
    rows = {name: row for name, row in TABLE[kind].items() if isinstance(row, Mapping)}
    fields = {name: _field(row) for name, row in {**rows, **TABLE["source"]}.items()}
    name = f"{kind.value.title()}ProposalForm"
    return ProposalForm.with_fields(name, fields)(data={"decides_from_on": clock.today()})


def find_full_offences(words: str) -> Sequence[Suggestion]:
    """The offences themselves that `words` may mean: an attempt is law of its own."""
    return [found for found in find_offences(words) if found.id.endswith(f"|{Form.FULL.value}")]


def _offence_field(label: str, **options: Any) -> PickerField:
    return PickerField(
        label,
        find=find_full_offences,
        look_up=look_up_offence,
        suggest_url=lambda: url_for("law.suggest_offences"),
        **options,
    )


def _limits(other: str, words: str) -> list[Choice]:
    """The limits beside the 28 days, and one more choice."""
    held = [Choice(policy.id, policy.title) for policy in load_policies()[1:]]
    return [*held, Choice(other, words, divider="or")]


def _families() -> list[Choice]:
    names = sorted({offence.family for offence in load_catalogue()})
    return [Choice(name, name.replace("_", " ").capitalize()) for name in names]


_KINDS = {**KINDS, "offence": _offence_field}
_CHOICES: Mapping[str, Callable[[], list[Choice]]] = {
    "families": _families,
    "forms": lambda: choices_of([Form.ATTEMPT, Form.ENCOURAGING, Form.INCITEMENT]),
    "limits": lambda: _limits("new", "A new limit"),
    "limits_or_offence": lambda: _limits("offence", "An offence"),
    "retention": lambda: [
        Choice(r.id, r.words("what")) for r in retention.rules() if not r.setting
    ],
    "roles": lambda: [
        *choices_of(RequesterRole),
        Choice("everyone", "Everyone", divider="or", exclusive=True),
    ],
}


def _field(row: Mapping[str, Any]) -> Any:
    choices: Choices | None = _CHOICES.get(row.get("choices_of", ""))
    if "choices" in row:
        choices = [Choice(value, words) for value, words in row["choices"].items()]
    return table_field(row, choices, kinds=_KINDS)
