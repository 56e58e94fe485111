"""The people who ask together, as many as there are: fields that a form has for each of them.

Without scripts too: a button asks for one more, and one beside each takes them out again. The page
comes back with all that was typed, and nothing is kept or refused by it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, request
from flask_babel import lazy_gettext

from ulss_tracker.web.forms.choices import CheckboxField
from ulss_tracker.web.forms.text import NameField, TextAreaField

MOST = 50
"""So many may be named on one form."""
ADD, REMOVE = "add_person", "remove_person"
"""The names of the buttons; the second sends a person's number."""
PARTS = {"name": "name", "contact": "contact", "safe": "is_safe"}
"""The fields of a person, by the beginning of their names, and the facts that they ask for."""


def is_pressed() -> bool:
    """Whether one of the two buttons was pressed."""
    return ADD in request.form or REMOVE in request.form


def sent() -> Mapping[str, Any] | None:
    """The fields that were sent, else those kept that the page offers; None for a new page."""
    filled_in = g.get("filled_in")
    if request.method == "POST":
        return request.form
    return filled_in.fields if filled_in else None


def numbers_in(fields: Mapping[str, Any] | None, new: int) -> list[int]:
    """The numbers of the people on a page, after what was pressed; `new` on a new page."""
    if fields is None:
        return list(range(1, new + 1))
    numbers = [number for number in range(1, 10 * MOST) if f"name_{number}" in fields]
    if ADD in fields and len(numbers) < MOST:
        numbers.append(max(numbers, default=0) + 1)
    return [number for number in numbers if fields.get(REMOVE) != str(number)][:MOST]


def fields_of(numbers: Sequence[int]) -> dict[str, Any]:
    """The fields of these people, and their `numbers`, for `GovForm.with_fields`."""
    fields: dict[str, Any] = {"numbers": tuple(numbers), "most_people": MOST}
    for number in numbers:
        fields[f"name_{number}"] = NameField(
            lazy_gettext("Name of person %(number)d", number=number),
            noun=lazy_gettext("Name"),
            autocomplete="off",
        )
        fields[f"contact_{number}"] = TextAreaField(
            lazy_gettext("How to reach person %(number)d", number=number),
            noun=lazy_gettext("How to reach them"),
            rows=2,
            max_length=500,
            autocomplete="off",
        )
        fields[f"safe_{number}"] = CheckboxField(
            lazy_gettext("It is safe to write to them or telephone them there")
        )
    return fields


def people_of(form: Any) -> list[dict[str, Any]]:
    """Whoever is named on the form, as `AsksToo` has them; none that was left blank."""
    people = [
        {part: form[f"{field}_{number}"].data for field, part in PARTS.items()}
        for number in form.numbers
    ]
    return [person for person in people if person["name"] or person["contact"]]
