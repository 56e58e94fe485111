"""Fields for dates and times. What was typed is kept exactly, right or wrong."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import lazy_gettext
from markupsafe import Markup
from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from ulss_tracker.clock import LONDON
from ulss_tracker.web.forms.base import GovField, Params, Words, gettext, words_in
from ulss_tracker.web.forms.text import TextField, first_words, tidy

# Three letters tell every English and Welsh month from every other; more may follow.
_MONTHS = (
    ("january", "ionawr"),
    ("february", "chwefror"),
    ("march", "mawrth"),
    ("april", "ebrill"),
    ("may", "mai"),
    ("june", "mehefin"),
    ("july", "gorffennaf"),
    ("august", "awst"),
    ("september", "medi"),
    ("october", "hydref"),
    ("november", "tachwedd"),
    ("december", "rhagfyr"),
)
_FEWEST_LETTERS = 3
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_NOON = 12
_PART_LABELS = {
    "day": lazy_gettext("Day"),
    "month": lazy_gettext("Month"),
    "year": lazy_gettext("Year"),
    "time": lazy_gettext("Time"),
}


def _labels() -> dict[str, str]:
    """The labels of the boxes in the reader's language."""
    return {part: str(label) for part, label in _PART_LABELS.items()}


class DateField(GovField):
    """A day, month and year in three boxes. `data` is a date, or None when all are blank.

    `typed` keeps the three parts as they were entered; `wrong_parts` names those at fault, and
    the error summary leads to the first of them. A month may be a number or a name, English or
    Welsh, whole or cut short. Nothing is guessed: a part missing, a year of two numbers or a day
    that never was is an error.
    """

    parts: tuple[str, ...] = ("day", "month", "year")

    def __init__(
        self, label: Words | None = None, *, birthday: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.birthday = birthday
        self.typed: dict[str, str] = {}
        self.wrong_parts: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the parts from the posted form, or from the record being edited."""
        super().process(None, data, extra_filters)
        self.typed = self.parts_of(self.data) if self.data else dict.fromkeys(self.parts, "")
        if formdata is None:
            return
        self.data = None
        self.typed = {part: words_in(formdata, f"{self.name}-{part}") for part in self.parts}
        tidied = {part: tidy(text) for part, text in self.typed.items()}
        # WTForms validators look here to see whether anything came: a list, one item if so.
        self.raw_data = [" ".join(tidied.values())] if any(tidied.values()) else []
        if self.raw_data:
            try:
                self.data = self.read(tidied)
            except ValueError as error:
                self.process_errors = [str(error)]

    def is_blank(self) -> bool:
        """Whether every part was left blank."""
        return not any(tidy(text) for text in self.typed.values())

    @classmethod
    def parts_of(cls, value: Any) -> dict[str, str]:
        """The three parts of a date, as a person would type them."""
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}

    def read(self, typed: dict[str, str]) -> Any:
        """The value that `typed` means; ValueError, with the words to show, when it means none."""
        missing = [part for part in self.parts if not typed[part]]
        if missing:
            return self.refuse(missing, self.missing_message(missing))
        return self.read_date(typed)

    def read_date(self, typed: dict[str, str]) -> Any:
        """The date that the three parts make."""
        if not re.fullmatch(r"\d{4}", typed["year"]):
            return self.refuse(
                ["year"], gettext("%(noun)s must have a year of 4 numbers", noun=self.noun)
            )
        day, month = _day_number(typed["day"]), _month_number(typed["month"])
        wrong = [part for part, number in (("day", day), ("month", month)) if number is None]
        if wrong or day is None or month is None:
            return self.refuse(wrong, self._not_real())
        try:
            return date(int(typed["year"]), month, day)
        except ValueError:
            return self.refuse(list(self.parts[:3]), self._not_real())

    def refuse(self, wrong: list[str], message: str) -> Any:
        """Note the parts at fault and raise ValueError with the words to show."""
        self.wrong_parts = tuple(wrong)
        raise ValueError(message)

    def missing_message(self, missing: list[str]) -> str:
        """Write the message about parts left blank."""
        labels = _labels()
        words = [labels[part].lower() for part in missing]
        joined = gettext("%(first)s and %(last)s", first=words[0], last=words[-1])
        return gettext(
            "%(noun)s must include a %(parts)s",
            noun=self.noun,
            parts=joined if len(words) > 1 else words[0],
        )

    @property
    def error_anchor(self) -> str:
        """The first box at fault."""
        part = self.wrong_parts[0] if self.wrong_parts else self.parts[0]
        return f"{self.id}-{part}"

    def __call__(self, **options: Any) -> Markup:
        """The legend, hint, error and boxes."""
        labels = _labels()
        params = self.shared_params(options) | {
            "id": self.id,
            "namePrefix": self.name,
            "fieldset": self.fieldset_params(options),
            "items": [self._item(part, labels[part]) for part in self.parts],
        }
        return self.drawn("date-input", "govukDateInput", params)

    def _item(self, part: str, label: str) -> Params:
        width = {"year": 4, "time": 5}.get(part, 2)
        at_fault = bool(self.errors) and (not self.wrong_parts or part in self.wrong_parts)
        return {
            "name": part,
            "label": label,
            "value": self.typed.get(part, ""),
            "classes": f"govuk-input--width-{width}{' govuk-input--error' if at_fault else ''}",
            "inputmode": "text" if part in {"month", "time"} else "numeric",
            "autocomplete": f"bday-{part}" if self.birthday else None,
        }

    def _not_real(self) -> str:
        return gettext("%(noun)s must be a real date", noun=self.noun)


class MomentField(DateField):
    """A London date and time of day. `data` is an aware UTC datetime, or None when blank.

    A time that comes twice, when the clocks go back, is taken as the first; a time that never
    comes, when they go forward, is refused.
    """

    parts = ("day", "month", "year", "time")

    @classmethod
    def parts_of(cls, value: datetime) -> dict[str, str]:
        """The parts of an aware instant, in London."""
        local = value.astimezone(LONDON)
        return {**super().parts_of(local), "time": f"{local:%H:%M}"}

    def read_date(self, typed: dict[str, str]) -> Any:
        """The instant that the four parts make."""
        day = super().read_date(typed)
        time_of_day = read_time(typed["time"])
        if time_of_day is None:
            return self.refuse(["time"], _not_a_time(self.noun))
        local = datetime.combine(day, time_of_day, LONDON)
        instant = local.astimezone(UTC)
        if instant.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
            return self.refuse(
                ["time"],
                gettext(
                    "%(noun)s must be a time that happened: the clocks went forward that night",
                    noun=self.noun,
                ),
            )
        return instant


class TimeField(TextField):
    """A time of day in one box. `data` is a datetime.time, or None; `typed` is what was entered."""

    def __init__(self, label: Words | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("width", 5)
        super().__init__(label, **kwargs)
        self.typed = ""

    def process_data(self, value: Any) -> None:
        """Take the time to show from the record being edited."""
        self.data = value
        self.typed = f"{value:%H:%M}" if value else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed."""
        self.typed = first_words(valuelist)
        text = tidy(self.typed)
        self.data = read_time(text)
        if text and self.data is None:
            raise ValueError(_not_a_time(self.noun))

    def is_blank(self) -> bool:
        """Whether nothing was typed; midnight counts as something."""
        return not tidy(self.typed)

    def pre_validate(self, form: Any) -> None:
        """Nothing more to check: a time was read, or the error is already there."""

    def input_params(self, options: Params) -> Params:
        """Add the value to the parameters of the input macro."""
        return super().input_params(options) | {"value": self.typed}


class NotAfter:
    """Refuse a date after `limit()`: `NotAfter(clock.today, _l("… must not be in the future"))`."""

    def __init__(self, limit: Callable[[], Any], message: Words) -> None:
        self.limit = limit
        self.message = message

    def __call__(self, _form: object, field: Any) -> None:
        if field.data is not None and field.data > self.limit():
            raise ValidationError(str(self.message))


class NotBefore:
    """Refuse a date before `limit()`."""

    def __init__(self, limit: Callable[[], Any], message: Words) -> None:
        self.limit = limit
        self.message = message

    def __call__(self, _form: object, field: Any) -> None:
        if field.data is not None and field.data < self.limit():
            raise ValidationError(str(self.message))


def read_time(text: str) -> time | None:
    """The time of day that `text` means ("9:30am", "14.30", "5pm"), or None.

    A bare number is not a time: "5" does not say which five o'clock.
    """
    match = _TIME.fullmatch(text.strip())
    if not match or not (match[2] or match[3]):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if match[3].lower() == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _day_number(text: str) -> int | None:
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", text, re.IGNORECASE)
    return int(match[1]) if match else None


def _month_number(text: str) -> int | None:
    if re.fullmatch(r"\d{1,2}", text):
        return int(text)
    start = text.casefold().rstrip(".")
    if len(start) < _FEWEST_LETTERS:
        return None
    for number, names in enumerate(_MONTHS, start=1):
        if any(name.startswith(start) for name in names):
            return number
    return None


def _not_a_time(noun: str) -> str:
    return gettext("%(noun)s must be a time, like 9:30am or 14:30", noun=noun)
