"""The base of every form."""

from collections.abc import Iterator
from typing import Any

from flask import g
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField

from ulss_tracker.web.forms.base import GovField, gettext
from ulss_tracker.web.forms.picker import PickerField


class GovForm(FlaskForm):
    """A form whose errors fill the GOV.UK error summary."""

    class Meta(FlaskForm.Meta):
        """Fills a form in with what was kept of it, on the page that offers that."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """The fields that were sent; else those kept, where this form has such fields."""
            sent, filled_in = super().wrap_formdata(form, formdata), g.get("filled_in")
            if sent is not None or filled_in is None:
                return sent
            typed = filled_in.sent.typed_names
            return filled_in.fields if any(field.name in typed for field in form) else None

    def error_list(self) -> list[dict[str, str]]:
        """The first error of each field, in the order asked, with a link to its input."""
        whole = [{"text": str(error), "href": ""} for error in self.form_errors]
        return whole + [
            {"text": _words(field), "href": f"#{_anchor(field)}" if _anchor(field) else ""}
            for field in _fields_of(self)
            if field.errors
        ]

    @property
    def uses_picker(self) -> bool:
        """Whether the page needs the picker's script."""
        return any(isinstance(field, PickerField) for field in _fields_of(self))


def _fields_of(form: Any) -> Iterator[Field]:
    for field in form:
        if isinstance(field, FormField):
            yield from _fields_of(field.form)
        elif isinstance(field, FieldList):
            yield from _fields_of_list(field)
        else:
            yield field


def _fields_of_list(field: "FieldList[Any]") -> Iterator[Field]:
    for entry in field:
        if isinstance(entry, FormField):
            yield from _fields_of(entry.form)
        else:
            yield entry


def _words(field: Field) -> str:
    if field.short_name == "csrf_token":
        return gettext("This page was open too long. Send the form again")
    return str(field.errors[0])


def _anchor(field: Field) -> str:
    if field.short_name == "csrf_token":
        return ""
    return field.error_anchor if isinstance(field, GovField) else str(field.id)
