"""Fields that a table of TOML declares: each row is a field, its `kind` one of `KINDS`."""

from collections.abc import Callable, Mapping
from typing import Any

from ulss_tracker import clock
from ulss_tracker.web.forms.choices import (
    CheckboxesField,
    CheckboxField,
    Choice,
    Choices,
    RadiosField,
    SelectField,
    YesNoField,
)
from ulss_tracker.web.forms.dates import DateField, NotAfter
from ulss_tracker.web.forms.text import (
    EmailField,
    NameField,
    NumberField,
    PhoneField,
    TextAreaField,
    TextField,
)

KINDS: Mapping[str, Callable[..., Any]] = {
    "box": CheckboxField,
    "boxes": CheckboxesField,
    "date": DateField,
    "email": EmailField,
    "name": NameField,
    "number": NumberField,
    "phone": PhoneField,
    "radios": RadiosField,
    "select": SelectField,
    "text": TextField,
    "words": TextAreaField,
    "yes_no": YesNoField,
}
_WORDS = frozenset({"blank", "hint", "no", "none_label", "noun", "required", "yes"})
_NOT_OPTIONS = frozenset({"kind", "label", "choices", "choices_of", "unsaid", "not_after"})


def table_field(
    row: Mapping[str, Any],
    choices: Choices | None = None,
    *,
    words: Callable[[str], Any] = str,
    kinds: Mapping[str, Callable[..., Any]] = KINDS,
) -> Any:
    """The field of one row, unbound; `words` makes what people read, such as in their language."""
    options = {
        name: words(value) if name in _WORDS else value
        for name, value in row.items()
        if name not in _NOT_OPTIONS
    }
    if choices is not None:
        options["choices"] = choices
    if "unsaid" in row:
        options["unsaid"] = Choice("not_known", words(row["unsaid"]))
    if "not_after" in row:
        options["validators"] = [NotAfter(clock.today, words(row["not_after"]))]
    return kinds[row["kind"]](words(row["label"]), **options)
