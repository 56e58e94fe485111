"""The base of every form."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, Self, TypeVar

from flask import g
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field, FieldList, FormField
from wtforms.csrf.core import CSRFTokenField
from wtforms.fields.core import UnboundField

from ulss_tracker.web.forms.base import GovField, gettext
from ulss_tracker.web.forms.picker import PickerField

FORM_NAME = "form_name"
"""The field that says which form of its page was sent."""
_NOT_SHOWN = frozenset({"version", "csrf_token"})
Details = TypeVar("Details")


class _TokenField(CSRFTokenField):
    """The form's token, and beside it which form of its page this is."""

    csrf_impl: Any

    def __call__(self, **attributes: Any) -> Markup:
        name = Markup('<input type="hidden" name="{}" value="{}">').format(
            FORM_NAME, self.csrf_impl.form_name
        )
        token: Markup = super().__call__(**attributes)
        return token + name


class _NamedForms(FlaskForm.Meta.csrf_class):
    """The form's token, drawn with the form's name."""

    field_class = _TokenField

    def setup_form(self, form: Any) -> Any:
        self.form_name = type(form).__name__
        return super().setup_form(form)


class GovForm(FlaskForm):
    """A form whose errors fill the GOV.UK error summary.

    On a page of its own (layouts/form.html) it has this heading and button, and a paragraph of
    words; `warns` is whether its button does what is not easily undone.
    """

    heading = intro = ""
    button = "Save"
    warns = False

    class Meta(FlaskForm.Meta):
        """Fills a form in with what was kept of it, on the page that offers that."""

        csrf_class = _NamedForms

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """The fields that were sent; else those kept, where they are of this form."""
            posted, filled_in = super().wrap_formdata(form, formdata), g.get("filled_in")
            if posted is not None or filled_in is None:
                return posted
            return filled_in.fields if _is_form_of(form, filled_in) else None

    @classmethod
    def filled_from(cls, record: object, **values: Any) -> Self:
        """The form filled in with what `record` has under its fields’ names, but for `values`."""
        names = [name for name in dir(cls) if isinstance(getattr(cls, name), UnboundField)]
        own = {name: getattr(record, name) for name in names if hasattr(record, name)}
        return cls(data=own | values)

    @classmethod
    def with_fields(cls, name: str, fields: Mapping[str, Any]) -> type[Self]:
        """A form class of this `name` that asks these fields besides its own."""
        return type(name, (cls,), dict(fields))

    def into(self, details: Callable[..., Details], **values: Any) -> Details:
        """Read what was entered into the dataclass `details`, whose other fields are `values`."""
        names = [field.name for field in fields(details) if field.name in self]  # type: ignore[arg-type]
        return details(**{name: self[name].answer for name in names} | values)

    @property
    def shown_fields(self) -> list[Field]:
        """The fields that a person fills in, in their order."""
        return [field for field in self if field.name not in _NOT_SHOWN]

    def error_list(self) -> list[dict[str, str]]:
        """The first error of each field, in the order asked, with a link to its input."""
        whole = [{"text": str(error), "href": ""} for error in self.form_errors]
        return whole + [
            {"text": _words(field), "href": f"#{_anchor(field)}" if _anchor(field) else ""}
            for field in _fields_of(self)
            if field.errors
        ]

    def answers(self, names: Iterable[str]) -> dict[str, Any]:
        """The answers of those of the fields `names` that the form has, where there is one."""
        fields = [self[name] for name in names if name in self]
        return {field.name: field.answer for field in fields if field.answer is not None}

    @property
    def uses_picker(self) -> bool:
        """Whether the page needs the picker's script."""
        return any(isinstance(field, PickerField) for field in _fields_of(self))


class QueryForm(GovForm):
    """A form read from the address, which may be shared: it needs no token."""

    class Meta:
        """Without a token."""

        csrf = False


def _is_form_of(form: Any, filled_in: Any) -> bool:
    """Whether what is kept was sent by this form: it says so, or has a field of the form's."""
    form_name = filled_in.fields.get(FORM_NAME)
    if form_name is not None:
        return bool(form_name == type(form).__name__)
    field_names = filled_in.sent.typed_names
    return any(field.name in field_names for field in form)


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
