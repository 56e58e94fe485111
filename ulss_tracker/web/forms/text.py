"""Fields for words: names, stories, addresses, telephone numbers, passwords."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email
from markupsafe import Markup, escape
from wtforms.validators import ValidationError

from ulss_tracker.services.core import office_details
from ulss_tracker.web.forms.base import GovField, Params, Validator, Words, draw, gettext

LONGEST_LINE = 200
LONGEST_NOTE = 10_000
LONGEST_STORY = 50_000  # five thousand words, with room to spare
FEWEST_PHONE_DIGITS = 7

# Databases and PDF refuse these; no keyboard makes them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# Blank to a reader, though not to str.strip(): zero-width space, word joiner, byte order mark.
_BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u2060\ufeff"
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_PHONE = re.compile(r"[-+().\d\s]+(?:(?:ext|extension|x|#)\.?\s*\d+)?", re.IGNORECASE)


def tidy(text: str, *, lines: bool = False) -> str:
    """`text` as it is stored: the same letters in one spelling (Unicode NFC), trimmed.

    Nothing a person can type is dropped: any script, apostrophe or emoji stays. Line ends become
    plain newlines where `lines` is true, and spaces where it is not.
    """
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        text = re.sub(r"[\n\t]", " ", text)
    return unicodedata.normalize("NFC", text).strip(_BLANKS)


def first_words(values: list[Any]) -> str:
    """The first thing an input sent; "" when it sent nothing, or a file."""
    return values[0] if values and isinstance(values[0], str) else ""


class TextField(GovField):
    """One line of text. `data` is a tidy string, "" when blank.

    `width` (2, 3, 4, 5, 10, 20 or 30 characters) hints at the length expected; `autocomplete` is
    the HTML attribute's value, which WCAG asks for on a person's own details.
    """

    input_type = "text"
    inputmode: str | None = None
    spellcheck: bool | None = None
    lines = False

    def __init__(
        self,
        label: Words | None = None,
        validators: Sequence[Validator] | None = None,
        *,
        max_length: int = LONGEST_LINE,
        width: int | None = None,
        autocomplete: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.max_length = max_length
        self.width = width
        self.autocomplete = autocomplete

    def process_data(self, value: Any) -> None:
        """Take the value to show from the record being edited."""
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed; a field left out of the form is blank."""
        self.data = tidy(first_words(valuelist), lines=self.lines)

    def pre_validate(self, form: Any) -> None:
        """Hold the answer to its length, then to its kind."""
        if len(self.data) > self.max_length:
            raise ValidationError(
                gettext(
                    "%(noun)s must be %(limit)s characters or fewer",
                    noun=self.noun,
                    limit=f"{self.max_length:,}",
                )
            )
        if self.data:
            self.check_kind(self.data)

    def check_kind(self, text: str) -> None:
        """Raise ValidationError when `text` is not of this field's kind."""

    def __call__(self, **options: Any) -> Markup:
        """The label, hint, error and input."""
        return self.drawn("input", "govukInput", self.input_params(options))

    def input_params(self, options: Params) -> Params:
        """Build the parameters of the input macro."""
        params = self.shared_params(options)
        if self.width:
            params["classes"] = (
                f"{params.get('classes', '')} govuk-input--width-{self.width}".strip()
            )
        return params | {
            "id": self.id,
            "name": self.name,
            "type": self.input_type,
            "inputmode": self.inputmode,
            "spellcheck": self.spellcheck,
            "autocomplete": self.autocomplete,
            "label": self.label_params(options),
            "value": self.data,
        }


class NameField(TextField):
    """Somebody's name: no browser sends it to a spelling checker, or marks it as wrong."""

    spellcheck = False


class NumberField(TextField):
    """A whole number from 1 to 999, on a form of the office. `answer` is it, or None."""

    inputmode = "numeric"

    def check_kind(self, text: str) -> None:
        """Refuse what is no such number."""
        if not _NUMBER.fullmatch(text):
            raise ValidationError(f"{self.noun} must be a whole number from 1 to 999")

    @property
    def answer(self) -> int | None:
        """The number; None where none was entered."""
        return int(self.data) if self.data else None


class EmailField(TextField):
    """An email address, its form checked and nothing more: mail is not tried."""

    input_type = "email"
    spellcheck = False

    def __init__(self, label: Words | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("autocomplete", "email")
        super().__init__(label, **kwargs)

    def check_kind(self, text: str) -> None:
        """Refuse what no mail server could take."""
        try:
            validate_email(text, check_deliverability=False)
        except EmailNotValidError as error:
            raise ValidationError(
                gettext("Enter an email address in the correct format, like name@example.com")
            ) from error
        if not office_details.current().reaches(text):
            raise ValidationError(
                gettext(
                    "Our email cannot go to an address with accents or other special letters before"
                    " the @. Enter another address"
                )
            )


class PhoneField(TextField):
    """A telephone number, kept as typed: any country, with an extension if there is one."""

    input_type = "tel"

    def __init__(self, label: Words | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("autocomplete", "tel")
        kwargs.setdefault("width", 20)
        super().__init__(label, **kwargs)

    def check_kind(self, text: str) -> None:
        """Refuse what cannot be rung."""
        digits = sum(character.isdigit() for character in text)
        if digits < FEWEST_PHONE_DIGITS or not _PHONE.fullmatch(text):
            raise ValidationError(
                gettext(
                    "Enter a telephone number, like 01632 960 001, 07700 900 982 or"
                    " +44 808 157 0192"
                )
            )


class TextAreaField(TextField):
    """Many lines of text. `count` shows how many characters are left, when scripts run."""

    lines = True

    def __init__(
        self,
        label: Words | None = None,
        validators: Sequence[Validator] | None = None,
        *,
        max_length: int = LONGEST_STORY,
        rows: int = 5,
        count: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, max_length=max_length, **kwargs)
        self.rows = rows
        self.count = count

    def __call__(self, **options: Any) -> Markup:
        """The label, hint, error and box."""
        params = self.shared_params(options) | {
            "id": self.id,
            "name": self.name,
            "rows": options.get("rows", self.rows),
            "autocomplete": self.autocomplete,
            "label": self.label_params(options),
            # The macros indent what they nest. A newline written as a reference is not indented,
            # and a first one is not lost by the browser: the words come back as they were typed.
            "value": Markup(str(escape(self.data)).replace("\n", "&#10;")),  # noqa: S704 - escaped
        }
        if not self.count:
            return draw("textarea", "govukTextarea", params)
        return draw("character-count", "govukCharacterCount", params | self._count_params())

    def _count_params(self) -> Params:
        left = gettext("You have %{count} characters remaining")
        over = gettext("You have %{count} characters too many")
        return {
            "maxlength": self.max_length,
            "threshold": 75,
            "textareaDescriptionText": gettext("You can enter up to %{count} characters"),
            "charactersUnderLimitText": {
                "one": gettext("You have %{count} character remaining"),
                "other": left,
            },
            "charactersAtLimitText": gettext("You have 0 characters remaining"),
            "charactersOverLimitText": {
                "one": gettext("You have %{count} character too many"),
                "other": over,
            },
        }


class NoteField(TextAreaField):
    """A note or a reason, kept with the record."""

    def __init__(self, label: Words | None = None, **kwargs: Any) -> None:
        super().__init__(label, max_length=LONGEST_NOTE, **kwargs)


class PasswordField(TextField):
    """A password: never trimmed, never written back into the page."""

    def __init__(self, label: Words | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("autocomplete", "current-password")
        kwargs.setdefault("width", 20)
        super().__init__(label, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take exactly what was typed."""
        self.data = first_words(valuelist)

    def __call__(self, **options: Any) -> Markup:
        """The label, hint, error, input and its "Show" button."""
        params = self.input_params(options) | {
            "value": None,
            "showPasswordText": gettext("Show"),
            "hidePasswordText": gettext("Hide"),
            "showPasswordAriaLabelText": gettext("Show password"),
            "hidePasswordAriaLabelText": gettext("Hide password"),
            "passwordShownAnnouncementText": gettext("Your password is visible"),
            "passwordHiddenAnnouncementText": gettext("Your password is hidden"),
        }
        return draw("password-input", "govukPasswordInput", params)
