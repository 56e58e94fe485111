"""The base of every field: its words, its error, and the GOV.UK macro that draws it."""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import flask_babel
from flask import current_app
from markupsafe import Markup
from wtforms import Field
from wtforms.validators import StopValidation

Words = str  # plain, or a lazy string that becomes one when the page is drawn
Validator = Callable[[Any, Any], None]
Params = dict[str, Any]


def gettext(message: str, **values: object) -> str:
    """`message` in the reader's language, with `values` filled in."""
    return str(flask_babel.gettext(message, **values))


def words_in(formdata: Any, name: str) -> str:
    """Return what was typed in the input called `name`; "" when it sent nothing, or a file."""
    value = formdata.get(name, "")
    return value if isinstance(value, str) else ""


def draw(component: str, macro: str, params: Params) -> Markup:
    """The HTML of one govuk-frontend macro, called with `params`."""
    template = current_app.jinja_env.get_template(
        f"govuk_frontend_jinja/components/{component}/macro.html"
    )
    return Markup(getattr(template.module, macro)(params))  # noqa: S704 - the macro escapes


@lru_cache(maxsize=512)
def _draw_blank(component: str, macro: str, params: str) -> Markup:
    """Remember the HTML of a field with nothing in it: 15 ms, not 22, for the list of requests.

    It follows from the params alone, and nothing that anybody typed is in them.
    """
    return draw(component, macro, json.loads(params))


class Required:
    """Refuse a blank answer with `message`, which says what to do: "Enter the court"."""

    def __init__(self, message: Words) -> None:
        self.message = message

    def __call__(self, _form: object, field: Any) -> None:
        if field.process_errors:  # something was entered, and its own error says what is wrong
            raise StopValidation()
        if field.is_blank():
            raise StopValidation(str(self.message))


class GovField(Field):
    """A field with a hint, a noun for its error messages, and GOV.UK markup.

    `required` is the message shown when the answer is blank; without it the field may be left
    blank. `noun` is what error messages call the answer ("Date of sentence"); when not given it
    is the label, or "Your answer to" a label that is a question. `optional` adds "(optional)" to
    the label.
    """

    def __init__(
        self,
        label: Words | None = None,
        validators: Sequence[Validator] | None = None,
        *,
        required: Words | None = None,
        hint: Words = "",
        noun: Words | None = None,
        optional: bool = False,
        **kwargs: Any,
    ) -> None:
        chain: list[Validator] = [Required(required)] if required is not None else []
        super().__init__(label, [*chain, *(validators or ())], **kwargs)
        self.hint = hint
        self.optional = optional
        self._noun = noun

    @property
    def noun(self) -> str:
        """The name of the answer in error messages."""
        if self._noun is not None:
            return str(self._noun)
        label = str(self.label.text)
        if label.endswith("?"):
            return gettext("Your answer to “%(question)s”", question=label)
        return label

    @property
    def answer(self) -> Any:
        """The value that the answer stands for; None where there is none."""
        return self.data

    @property
    def error_anchor(self) -> str:
        """The id of the input that the error summary leads to."""
        return str(self.id)

    def is_blank(self) -> bool:
        """Whether nothing was answered."""
        return not self.data

    def __call__(self, **options: Any) -> Markup:
        """The field's HTML. The `options` are listed in docs/forms.md."""
        raise NotImplementedError

    def drawn(self, component: str, macro: str, params: Params) -> Markup:
        """The HTML of the macro, remembered while the field is blank."""
        if self.errors or not self.is_blank():
            return draw(component, macro, params)
        return _draw_blank(component, macro, json.dumps(params, default=str))

    def words(self, options: Params) -> str:
        """The label to show: the page's own, or the form's."""
        label = str(options.get("label") or self.label.text)
        return f"{label} " + gettext("(optional)") if self.optional else label

    def shared_params(self, options: Params) -> Params:
        """Hint, error and classes as every macro takes them."""
        params: Params = {}
        hint = options.get("hint", self.hint)
        if hint:
            params["hint"] = _text_or_html(hint)
        if self.errors:
            params["errorMessage"] = {
                "text": str(self.errors[0]),
                "visuallyHiddenText": gettext("Error"),
            }
        for name in ("classes", "attributes", "formGroup"):
            if name in options:
                params[name] = options[name]
        return params

    def label_params(self, options: Params) -> Params:
        """The label as the input macros take it; `size` is s, m, l or xl."""
        size = options.get("size", "l" if options.get("heading") else None)
        return {
            "text": self.words(options),
            "classes": f"govuk-label--{size}" if size else "",
            "isPageHeading": bool(options.get("heading")),
        }

    def fieldset_params(self, options: Params) -> Params:
        """The legend as the group macros take it; `size` is s, m, l or xl."""
        size = options.get("size", "l" if options.get("heading") else "s")
        return {
            "legend": {
                "text": self.words(options),
                "classes": f"govuk-fieldset__legend--{size}",
                "isPageHeading": bool(options.get("heading")),
            }
        }


def _text_or_html(words: object) -> Params:
    return {"html": words} if isinstance(words, Markup) else {"text": str(words)}
