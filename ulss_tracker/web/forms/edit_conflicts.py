"""Two people editing one record: what a form remembers, and what the second of them is shown.

A versioned form carries the version of the record it was filled from, when that was, and a mark of
each value it showed. When somebody else has changed the record meanwhile
(`web/core/edit_conflicts.py`), the page is drawn once more: what only they changed is taken from
the record, what only this person changed stays as typed, and where both changed the same thing both
are shown and this person asked.
"""

import hashlib
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from flask import g, request
from wtforms import Field, HiddenField

from ulss_tracker import clock
from ulss_tracker.web.forms.choices import CheckboxesField, RadiosField, SelectField
from ulss_tracker.web.forms.dates import DateField
from ulss_tracker.web.forms.form import GovForm
from ulss_tracker.web.forms.picker import PickerField

CHANGED = (
    "Somebody else changed this record while you were working on it. Nothing you entered has been "
    "saved. Look at what changed, then save again."
)


class VersionField(HiddenField):
    """The version of the record, the moment it was shown, and a mark of each value shown."""

    marks = ""

    def _value(self) -> str:
        if is_drawn_again() or self.raw_data is None:
            return f"{self.object_data}:{int(clock.now().timestamp() * 1000)}:{self.marks}"
        return str(self.data or "")


class VersionedForm(GovForm):
    """A form that says which version of the record the person was looking at."""

    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clashes: dict[str, str] = {}
        if is_drawn_again() and self.version.raw_data:
            tokens = _tokens(str(self.version.data or ""))
            for field in self.shown_fields:
                if field.name in tokens and (clash := _reconcile(field, tokens[field.name])):
                    self.clashes[field.name] = clash
        self.version.marks = ",".join(
            f"{field.name}~{_token(field.object_data)}" for field in self.shown_fields
        )

    @property
    def seen_version(self) -> int:
        """The version posted; 0, which is never a record's, when it is not a number."""
        digits = str(self.version.data or "").partition(":")[0]
        return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides each field: a form drawn again is never taken, only shown."""
        if not is_drawn_again():
            return bool(super().validate(extra_validators))
        super().validate(extra_validators)
        for name, clash in self.clashes.items():
            self[name].errors = [clash]
        self.form_errors = [CHANGED]
        return False


def pressed_version() -> int:
    """Which version of its record the page of the button pressed was drawn from."""
    return VersionedForm().seen_version


def draw_again() -> None:
    """From here on this page is drawn to show what somebody else changed."""
    g.changed_meanwhile = True


def is_drawn_again() -> bool:
    """Whether this page shows what somebody else changed."""
    return bool(g.get("changed_meanwhile"))


def seen_at() -> datetime | None:
    """When the form that was posted had been shown; None when it does not say."""
    _, _, moment = str(request.form.get("version", "")).partition(":")
    digits = moment.partition(":")[0]
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 15):
        return None
    return datetime.fromtimestamp(int(digits) / 1000, UTC)


def _reconcile(field: Field, token: str) -> str:
    """Take what only somebody else changed; what to say where this person changed it too."""
    current, mine = _token(field.object_data), _token(_posted(field))
    if current in (token, mine):
        return ""
    if mine == token:
        field.process(None, data=field.object_data)
        return ""
    words = _words(field)
    if not words:
        return "Somebody else has meanwhile left this blank"
    return f"Somebody else has meanwhile changed this to “{words}”"


def _posted(field: Field) -> Any:
    if isinstance(field, PickerField):
        is_chosen = field.chosen_id and field.chosen_for == field.text
        return field.chosen_id if is_chosen else field.text
    return field.data


def _tokens(posted: str) -> dict[str, str]:
    parts = (pair.partition("~") for pair in posted.rpartition(":")[2].split(","))
    return {name: token for name, _, token in parts}


def _token(value: Any) -> str:
    """A short mark that tells two values apart, however they were entered."""
    return hashlib.sha256(_plain(value).encode()).hexdigest()[:12]


def _plain(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return "|".join(sorted(_plain(item) for item in value))
    return "" if value in (None, "") else str(value).replace("\r\n", "\n").strip()


def _words(field: Field) -> str:
    """Say what the record now has, as the person would read it."""
    value = field.object_data
    if isinstance(field, RadiosField | SelectField | CheckboxesField):
        values = value if isinstance(value, list) else [value]
        labels = {_plain(choice.value): str(choice.label) for choice in field.choices}
        return ", ".join(labels.get(_plain(item), _plain(item)) for item in values)
    if isinstance(field, DateField) and isinstance(value, date):
        return " ".join(field.parts_of(value).values())
    if isinstance(field, PickerField) and value:
        suggestion = field.look_up(str(value))
        return suggestion.title if suggestion else str(value)
    return _plain(value)
