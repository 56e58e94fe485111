"""How dates, times, telephone numbers and people's own words are written on a page.

Every instant is shown in London time. Where Welsh is chosen (public pages), month and day names
follow it.
"""

import re
from datetime import date, datetime, time

from flask import Flask, current_app, has_app_context
from flask_babel import get_locale, gettext
from markupsafe import Markup, escape

from ulss_tracker import clock
from ulss_tracker.clock import LONDON
from ulss_tracker.scheme.time import written_days
from ulss_tracker.scheme.time.deadline import TimeLeft, time_left
from ulss_tracker.scheme.time.filing import Timeliness, timeliness
from ulss_tracker.scheme.time.time_words import clock_words, slip_rule_words
from ulss_tracker.services.files.attachments import kind_words
from ulss_tracker.services.files.viewing import scan_words

_UK_NUMBER = 11
_TWO_DIGIT_AREAS = ("02",)
_THREE_DIGIT_AREAS = re.compile(r"0(?:11\d|1\d1|3\d\d|8\d\d|9\d\d)")


def set_up(app: Flask) -> None:
    """Name the filters for templates."""
    app.add_template_filter(day, "date")
    app.add_template_filter(weekday_date, "weekday_date")
    app.add_template_filter(clock_time, "time")
    app.add_template_filter(moment, "moment")
    app.add_template_filter(short_moment, "short_moment")
    app.add_template_filter(short_date, "short_date")
    app.add_template_filter(short_day, "short_day")
    app.add_template_filter(short_court, "short_court")
    app.add_template_filter(machine_time, "machine_time")
    app.add_template_filter(paragraphs, "paragraphs")
    app.add_template_filter(telephone, "telephone")
    app.add_template_filter(scan_words, "scan_words")
    app.add_template_filter(kind_words, "kind_words")
    app.add_template_filter(timeliness_of, "timeliness")
    app.add_template_filter(slip_rule_words, "slip_rule_words")
    app.add_template_filter(iso_date, "iso_date")
    app.add_template_filter(iso_moment, "iso_moment")
    app.add_template_filter(telephone_link, "telephone_link")
    app.add_template_filter(mid_sentence, "mid_sentence")
    app.add_template_filter(left_now, "time_left")


def left_now(moment: datetime) -> TimeLeft:
    """The time left until a moment."""
    return time_left(clock.now(), moment)


def current_language() -> str:
    """The reader's language: "cy" when Welsh was chosen, "en" otherwise."""
    if has_app_context() and "babel" in current_app.extensions:
        return "cy" if str(get_locale()) == "cy" else "en"
    return "en"


def day(value: date | datetime | None) -> str:
    """ "23 October 2019"; "" for None, so that a page can say what is missing in its own words."""
    if value is None:
        return ""
    return written_days.with_year(_london_date(value), current_language())


def weekday_date(value: date | datetime | None) -> str:
    """ "Wednesday 23 October 2019"; "" for None."""
    if value is None:
        return ""
    return written_days.with_weekday(_london_date(value), current_language())


def clock_time(value: datetime | time | None) -> str:
    """The time of day, in London: "5pm", "8:41pm", "midday"; "" for None. An instant is aware."""
    if value is None:
        return ""
    local = value if isinstance(value, time) else _london(value)
    return clock_words(local, current_language())


def moment(value: datetime | None) -> str:
    """ "5pm on Wednesday 20 November 2019"; "" for None."""
    if value is None:
        return ""
    words = gettext("%(time)s on %(date)s", time=clock_time(value), date=weekday_date(value))
    return str(words)


def short_moment(value: datetime | None) -> str:
    """ "Wed 20 Nov 17:00", for one line of a list; "" for None.

    The year is said where it is not this one. In English, as the office's lists are.
    """
    return "" if value is None else f"{short_day(value)} {_london(value):%H:%M}"


def short_day(value: date | datetime | None) -> str:
    """ "Wed 20 Nov", in the same way."""
    if value is None:
        return ""
    on = _london_date(value)
    return f"{on:%a} {on.day} {on:%b}" + ("" if on.year == clock.today().year else f" {on.year}")


def short_date(value: date | datetime | None) -> str:
    """ "20 Nov 2019", for one line of a list of the office; "" for None."""
    if value is None:
        return ""
    on = _london_date(value)
    return f"{on.day} {on:%b} {on.year}"


def short_court(name: str) -> str:
    """The name of a Crown Court without those words, as the office says it; another court whole."""
    return name.removeprefix("Crown Court at ").replace(" Crown Court", "")


def machine_time(value: date | datetime) -> str:
    """The value of a `time` element's datetime attribute."""
    return _london(value).isoformat() if isinstance(value, datetime) else value.isoformat()


def paragraphs(text: str | None) -> Markup:
    """A person's own words as paragraphs: nothing in them is markup, each keeps its direction."""
    lines = Markup("<br>")
    blocks = re.split(r"\n[ \t]*(?:\n[ \t]*)+", (text or "").replace("\r\n", "\n").strip())
    return Markup("\n").join(
        Markup('<p class="govuk-body app-words" dir="auto">{}</p>').format(
            lines.join(escape(line) for line in block.split("\n"))
        )
        for block in blocks
        if block
    )


def telephone(number: str | None) -> str:
    """A United Kingdom number in its usual groups; any other number as it was typed."""
    typed = (number or "").strip()
    digits = re.sub(r"[\s().-]", "", typed)
    digits = re.sub(r"^(?:\+|00)44(?:0)?", "0", digits)
    if not (digits.isascii() and digits.isdigit() and len(digits) == _UK_NUMBER):
        return typed
    if digits.startswith(_TWO_DIGIT_AREAS):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if _THREE_DIGIT_AREAS.match(digits):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    if digits.startswith(("01", "07")):
        return f"{digits[:5]} {digits[5:8]} {digits[8:]}"
    return typed


def telephone_link(number: str | None) -> str:
    """The number as a `tel:` address, without its extension."""
    before_extension = re.split(r"(?:ext|x|#)", number or "", maxsplit=1, flags=re.IGNORECASE)[0]
    return "tel:" + re.sub(r"[^\d+]", "", before_extension)


def mid_sentence(label: str) -> str:
    """A label as it stands within a sentence: its first letter small, unless it begins a name.

    Short forms and names of several words keep theirs: MP, Crown Prosecution Service.
    """
    first, _, rest = label.partition(" ")
    return label if first[1:2].isupper() or rest[:1].isupper() else first[:1].lower() + label[1:]


def _london(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time of day is shown from an aware instant only")
    return value.astimezone(LONDON)


def _london_date(value: date | datetime) -> date:
    return _london(value).date() if isinstance(value, datetime) else value


def timeliness_of(
    filed_at: datetime | None, file_by_at: datetime | None, last_day_on: date | None
) -> Timeliness:
    """How the filing of a filed review stood against its time limit."""
    if filed_at is None or file_by_at is None or last_day_on is None:
        return Timeliness.IN_TIME
    return timeliness(filed_at, file_by_at=file_by_at, last_day_on=last_day_on)


def iso_date(value: str) -> str:
    """A date kept in ISO form, as a submission keeps it, in words: "23 October 2019"."""
    return day(date.fromisoformat(value))


def iso_moment(value: str) -> str:
    """An instant kept in ISO form, as a submission keeps it, in words and in London time."""
    return moment(datetime.fromisoformat(value))
