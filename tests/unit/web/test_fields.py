"""Fields keep what was typed, read what it means, and say in plain words what is wrong."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from enum import Enum
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms.validators import Optional

from ulss_tracker.web.fields import (
    CheckboxesField,
    CheckboxField,
    Choice,
    DateField,
    EmailField,
    FileField,
    FilesField,
    GovForm,
    MomentField,
    NotAfter,
    NotBefore,
    PasswordField,
    PhoneField,
    PickerField,
    RadiosField,
    SelectField,
    Suggestion,
    TextAreaField,
    TextField,
    TimeField,
    tidy,
)

pytestmark = pytest.mark.usefixtures("in_page")


class Plea(Enum):
    """Not a string: its members must still be found again in what the browser sends."""

    GUILTY = "guilty"
    NOT_GUILTY = "not-guilty"


OFFENCES = (
    Suggestion("theft", "Theft", "Theft Act 1968 s.1"),
    Suggestion("rape-2003", "Rape", "Sexual Offences Act 2003 s.1"),
    Suggestion("rape-1956", "Rape", "Sexual Offences Act 1956 s.1"),
)


def find(words: str) -> list[Suggestion]:
    return [each for each in OFFENCES if words.casefold() in each.title.casefold()]


def look_up(offence_id: str) -> Suggestion | None:
    return next((each for each in OFFENCES if each.id == offence_id), None)


class SentenceForm(GovForm):
    name = TextField("Full name", required="Enter the full name", max_length=200)
    sentenced_on = DateField(
        "When was the sentence passed?",
        noun="Date of sentence",
        required="Enter the date of sentence",
        validators=[
            NotBefore(lambda: date(1989, 2, 1), "Date of sentence must be after January 1989"),
            NotAfter(lambda: date(2026, 3, 31), "Date of sentence must be in the past"),
        ],
    )
    born_on = DateField("Date of birth")
    received_at = MomentField("Time received")
    at = TimeField("Hearing time")
    story = TextAreaField("Story", max_length=30)
    email = EmailField("Email address")
    phone = PhoneField("Telephone number")
    secret = PasswordField("Password")
    plea = RadiosField(
        "Plea",
        choices=[
            Choice(Plea.GUILTY, "Guilty"),
            Choice(Plea.NOT_GUILTY, "Not guilty", divider="or"),
        ],
        coerce=Plea,
    )
    count = SelectField(
        "Count", choices=[Choice(0, "None"), Choice(1, "One")], coerce=int, blank="Choose"
    )
    needs = CheckboxesField(
        "Needs", choices=[Choice("braille", "Braille"), Choice("large", "Large print")]
    )
    true = CheckboxField("I believe this is true")
    offence = PickerField("Offence", find=find, look_up=look_up, suggest_url=lambda: "/suggest")
    own_words = PickerField(
        "Offence in your words",
        find=find,
        look_up=look_up,
        suggest_url=lambda: "/suggest",
        none_label="None of these",
    )
    proof = FileField("Proof")
    papers = FilesField("Papers", most=2)


GOOD = {
    "name": "Ada",
    "sentenced_on-day": "1",
    "sentenced_on-month": "3",
    "sentenced_on-year": "2026",
}


def sent(values: Mapping[str, Any]) -> SentenceForm:
    """The form as posted with `values` over a good one, and checked."""
    form = SentenceForm(formdata=MultiDict({**GOOD, **values}))
    form.validate()
    return form


def dated(day: str, month: str, year: str, name: str = "sentenced_on") -> SentenceForm:
    return sent({f"{name}-day": day, f"{name}-month": month, f"{name}-year": year})


def test_a_good_form_is_accepted_and_has_nothing_to_say() -> None:
    form = sent({})

    assert form.errors == {}
    assert form.error_list() == []
    assert form.name.data == "Ada"
    assert form.sentenced_on.data == date(2026, 3, 1)


def test_an_empty_form_asks_for_what_is_required_and_nothing_else() -> None:
    form = SentenceForm(formdata=MultiDict({"name": ""}))

    assert not form.validate()
    assert form.error_list() == [
        {"text": "Enter the full name", "href": "#name"},
        {"text": "Enter the date of sentence", "href": "#sentenced_on-day"},
    ]


@pytest.mark.parametrize(
    "name",
    [
        "O'Neill",
        "O’Neill",
        "Siân Ŵyn Ŷ",
        "محمد " * 40,
        "李小龍",
        "नरेंद्र",
        "Zoë 👩‍👩‍👧‍👦",
        '<b>&amp; "quotes"',
    ],
)
def test_a_name_of_any_script_is_kept_exactly(name: str) -> None:
    form = sent({"name": name})

    assert form.name.errors == []
    assert form.name.data == name.strip()


def test_a_name_is_stored_in_one_spelling_without_blank_edges_or_control_characters() -> None:
    assert sent({"name": "  Sia\u0302n\x00\u200b\ufeff "}).name.data == "Siân"
    assert sent({"name": "two\r\nlines"}).name.data == "two lines"


@pytest.mark.parametrize("blank", ["", "   ", "\u00a0", "\u200b", "\ufeff \t"])
def test_a_name_that_only_looks_filled_in_is_blank(blank: str) -> None:
    assert sent({"name": blank}).name.errors == ["Enter the full name"]


def test_length_is_counted_in_characters_and_the_limit_is_named() -> None:
    assert sent({"name": "ن" * 200}).name.errors == []
    assert sent({"name": "ن" * 201}).name.errors == ["Full name must be 200 characters or fewer"]
    assert sent({"story": "a" * 31}).story.errors == ["Story must be 30 characters or fewer"]


def test_a_story_keeps_its_lines_and_comes_back_to_the_page_as_it_was_typed() -> None:
    form = sent({"story": "one\r\n\r\n  two <b>\rthree"})

    assert form.story.data == "one\n\n  two <b>\nthree"
    assert "one&#10;&#10;  two &lt;b&gt;&#10;three</textarea>" in form.story()


def test_tidy_is_stable() -> None:
    once = tidy(" a\r\nb\x07 ", lines=True)

    assert once == "a\nb"
    assert tidy(once, lines=True) == once


@pytest.mark.parametrize(
    ("month", "number"),
    [
        ("3", 3),
        ("03", 3),
        ("Mar", 3),
        ("march", 3),
        ("MARCH", 3),
        ("Mawrth", 3),
        ("Sept", 9),
        ("Sep.", 9),
        ("Medi", 9),
        ("Mehefin", 6),
        ("Meh", 6),
        ("Mai", 5),
        ("Dec", 12),
        ("Rhagfyr", 12),
    ],
)
def test_a_month_may_be_a_number_or_a_name(month: str, number: int) -> None:
    assert dated("4", month, "2020").sentenced_on.data == date(2020, number, 4)


@pytest.mark.parametrize(
    ("parts", "message", "anchor"),
    [
        (("1", "3", ""), "Date of sentence must include a year", "year"),
        (("", "3", "2026"), "Date of sentence must include a day", "day"),
        (("1", "", ""), "Date of sentence must include a month and year", "month"),
        (("", "", "2026"), "Date of sentence must include a day and month", "day"),
        (("31", "2", "2026"), "Date of sentence must be a real date", "day"),
        (("29", "2", "2025"), "Date of sentence must be a real date", "day"),
        (("1", "13", "2026"), "Date of sentence must be a real date", "day"),
        (("1", "Ma", "2026"), "Date of sentence must be a real date", "month"),
        (("1", "Mars bar", "2026"), "Date of sentence must be a real date", "month"),
        (("first", "3", "2026"), "Date of sentence must be a real date", "day"),
        (("-1", "3", "2026"), "Date of sentence must be a real date", "day"),
        (("1", "3", "26"), "Date of sentence must have a year of 4 numbers", "year"),
        (("1", "3", "02026"), "Date of sentence must have a year of 4 numbers", "year"),
        (("1", "4", "2026"), "Date of sentence must be in the past", "day"),
        (("31", "1", "1989"), "Date of sentence must be after January 1989", "day"),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_leads_to_it(
    parts: tuple[str, str, str], message: str, anchor: str
) -> None:
    form = dated(*parts)

    assert form.error_list() == [{"text": message, "href": f"#sentenced_on-{anchor}"}]
    html = form.sentenced_on()
    for part in filter(None, parts):
        assert f'value="{part}"' in html


def test_a_part_at_fault_is_marked_and_the_others_are_not() -> None:
    html = dated("1", "3", "").sentenced_on()

    assert html.count("govuk-input--error") == 1
    assert html.index("govuk-input--error") > html.index('id="sentenced_on-month"')


def test_a_date_is_shown_as_typed_even_when_it_cannot_be_read() -> None:
    html = dated(' "><script>', "Feb ", "20266").sentenced_on()

    assert "<script>" not in html
    assert "&#34;&gt;&lt;script&gt;" in html
    assert 'value="Feb "' in html


def test_a_date_left_blank_is_none_unless_it_is_required() -> None:
    assert sent({}).born_on.data is None
    assert sent({}).born_on.errors == []
    assert dated(" ", "", "").sentenced_on.errors == ["Enter the date of sentence"]


def test_a_date_half_filled_is_an_error_even_when_it_may_be_left_blank() -> None:
    class Lenient(GovForm):
        on = DateField("Hearing date", validators=[Optional()])

    form = Lenient(formdata=MultiDict({"on-day": "", "on-month": "3", "on-year": "2026"}))

    assert not form.validate()
    assert form.on.data is None


def test_a_date_from_a_record_is_shown_in_its_parts() -> None:
    html = SentenceForm(formdata=None, sentenced_on=date(2019, 11, 20)).sentenced_on()

    for part in ("20", "11", "2019"):
        assert f'value="{part}"' in html


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        (("23", "10", "2019", "5pm"), datetime(2019, 10, 23, 16, 0, tzinfo=UTC)),
        (("20", "11", "2019", "17.00"), datetime(2019, 11, 20, 17, 0, tzinfo=UTC)),
        (("20", "11", "2019", "12:05am"), datetime(2019, 11, 20, 0, 5, tzinfo=UTC)),
        (("25", "10", "2026", "1:30am"), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_london_time_kept_as_an_instant(
    typed: tuple[str, ...], instant: datetime
) -> None:
    form = sent(dict(zip(moment_names(), typed, strict=True)))

    assert form.received_at.errors == []
    assert form.received_at.data == instant
    assert form.received_at.data.utcoffset().total_seconds() == 0


@pytest.mark.parametrize(
    ("typed", "message", "anchor"),
    [
        (("29", "3", "2026", "1:30am"), "clocks went forward that night", "time"),
        (("20", "11", "2019", "5"), "must be a time, like 9:30am or 14:30", "time"),
        (("20", "11", "2019", "25:00"), "must be a time, like 9:30am or 14:30", "time"),
        (("20", "11", "2019", "13:00pm"), "must be a time, like 9:30am or 14:30", "time"),
        (("20", "11", "2019", ""), "Time received must include a time", "time"),
        (("31", "11", "2019", "5pm"), "Time received must be a real date", "day"),
    ],
)
def test_a_moment_that_never_was_is_refused(
    typed: tuple[str, ...], message: str, anchor: str
) -> None:
    form = sent(dict(zip(moment_names(), typed, strict=True)))

    (error,) = form.error_list()
    assert message in error["text"]
    assert error["href"] == f"#received_at-{anchor}"
    assert form.received_at.data is None


def moment_names() -> list[str]:
    return [f"received_at-{part}" for part in ("day", "month", "year", "time")]


def test_a_moment_from_a_record_is_shown_in_london_time() -> None:
    form = SentenceForm(formdata=None, received_at=datetime(2019, 7, 1, 22, 30, tzinfo=UTC))

    assert form.received_at.typed == {"day": "1", "month": "7", "year": "2019", "time": "23:30"}


def test_times_are_read_as_people_write_them() -> None:
    assert sent({"at": "9.30am"}).at.data == time(9, 30)
    assert sent({"at": "12am"}).at.data == time(0, 0)
    assert sent({"at": "12 pm"}).at.data == time(12, 0)
    assert sent({"at": ""}).at.data is None

    wrong = sent({"at": "half nine"})
    assert wrong.at.errors == ["Hearing time must be a time, like 9:30am or 14:30"]
    assert 'value="half nine"' in wrong.at()


def test_email_and_telephone_are_checked_but_kept_as_typed() -> None:
    assert sent({"email": "siân@example.com"}).email.errors == []
    assert sent({"email": "name@"}).email.errors == [
        "Enter an email address in the correct format, like name@example.com"
    ]
    for good in ("020 7271 2492", "+44 (0)20 7271 2492 ext. 12", "0033 1 23 45 67 89"):
        assert sent({"phone": good}).phone.data == good
        assert sent({"phone": good}).phone.errors == []
    for bad in ("12345", "ring me", "020 7271 2492; or ask Bob"):
        assert "Enter a telephone number" in sent({"phone": bad}).phone.errors[0]


def test_a_password_is_exact_and_never_written_into_the_page() -> None:
    form = sent({"secret": "  pass word\u0301 "})

    assert form.secret.data == "  pass word\u0301 "
    assert " value=" not in form.secret()


def test_choices_come_back_as_what_they_stand_for() -> None:
    form = sent({"plea": "not-guilty", "count": "0", "needs": "large", "true": "yes"})

    assert form.errors == {}
    assert form.plea.data is Plea.NOT_GUILTY
    assert form.count.data == 0
    assert form.needs.data == ["large"]
    assert form.true.data is True


def test_nothing_chosen_is_none_even_when_the_record_had_a_choice() -> None:
    form = SentenceForm(
        formdata=MultiDict(GOOD), plea=Plea.GUILTY, count=1, needs=["large"], true=True
    )

    assert form.validate()
    assert form.plea.data is None
    assert form.count.data is None
    assert form.needs.data == []
    assert form.true.data is False


@pytest.mark.parametrize("field", ["plea", "count", "needs"])
def test_a_choice_that_was_not_offered_is_refused(field: str) -> None:
    form = sent({field: "7"})

    assert form.errors == {field: ["Choose one of the answers shown"]}
    assert not form[field].data


def test_choices_may_be_set_after_the_form_is_made() -> None:
    form = SentenceForm(formdata=MultiDict({**GOOD, "count": "9"}))
    form.count.choices = [Choice(9, "Nine")]

    assert form.validate()
    assert form.count.data == 9


def test_a_choice_from_a_record_is_shown_as_chosen() -> None:
    form = SentenceForm(formdata=None, plea=Plea.GUILTY, count=0)

    assert 'value="guilty" checked' in " ".join(form.plea().split())
    assert '<option value="0" selected>' in form.count()
    assert 'govuk-radios__divider">or<' in form.plea()


def test_a_wrong_choice_keeps_the_rest_of_the_page_as_it_was() -> None:
    html = sent({"name": "", "plea": "guilty"}).plea()

    assert 'value="guilty" checked' in " ".join(html.split())


def test_the_picker_asks_which_match_is_meant_and_leads_to_the_first() -> None:
    form = sent({"offence": "rap"})

    assert form.error_list() == [
        {"text": "Choose what you mean by “rap”", "href": "#offence-match-1"}
    ]
    assert form.offence.data is None
    html = form.offence()
    assert 'name="offence-id" type="radio" value="rape-2003"' in html
    assert 'name="offence-for" value="rap"' in html
    assert "Sexual Offences Act 1956 s.1" in html


def test_the_picker_takes_the_match_chosen_for_these_words() -> None:
    form = sent({"offence": "rap", "offence-id": "rape-1956", "offence-for": "rap"})

    assert form.errors == {}
    assert form.offence.data == "rape-1956"
    assert "Rape – Sexual Offences Act 1956 s.1" in form.offence()


def test_the_picker_never_takes_a_choice_made_for_other_words() -> None:
    form = sent({"offence": "theft of a car", "offence-id": "rape-1956", "offence-for": "rap"})

    assert form.offence.data is None
    assert form.offence.errors == [
        "Nothing matches “theft of a car”. Check the spelling or use other words"
    ]
    assert form.error_list()[0]["href"] == "#offence"


def test_the_picker_takes_a_title_typed_in_full_unless_two_share_it() -> None:
    assert sent({"offence": "THEFT"}).offence.data == "theft"
    assert sent({"offence": "rape"}).offence.data is None


@pytest.mark.parametrize("forged", ["nonsense", "-", "<script>"])
def test_the_picker_refuses_an_id_that_does_not_exist(forged: str) -> None:
    form = sent({"offence": "rap", "offence-id": forged, "offence-for": "rap"})

    assert form.offence.data is None
    assert form.offence.errors


def test_the_picker_keeps_a_persons_own_words_where_it_may() -> None:
    nothing_like_it = sent({"own_words": "being horrible"})
    refused_matches = sent({"own_words": "rap", "own_words-id": "-", "own_words-for": "rap"})

    for form, words in ((nothing_like_it, "being horrible"), (refused_matches, "rap")):
        assert form.errors == {}
        assert form.own_words.data is None
        assert form.own_words.text == words


def test_the_picker_shows_the_record_it_edits() -> None:
    html = SentenceForm(formdata=None, offence="rape-2003").offence()

    assert 'value="Rape"' in html
    assert 'name="offence-id" value="rape-2003"' in html


def test_files_are_taken_by_what_was_sent_not_by_what_was_typed() -> None:
    def file(name: str) -> FileStorage:
        return FileStorage(BytesIO(b"x"), filename=name)

    form = SentenceForm(
        formdata=MultiDict(
            [*GOOD.items(), ("proof", file("a.pdf")), ("papers", file("")), ("papers", file("b"))]
        )
    )
    assert form.validate()
    assert form.proof.data.filename == "a.pdf"
    assert [paper.filename for paper in form.papers.data] == ["b"]

    form = SentenceForm(
        formdata=MultiDict([*GOOD.items(), *(("papers", file(n)) for n in "abc"), ("proof", "x")])
    )
    assert not form.validate()
    assert form.proof.data is None
    assert form.errors == {"papers": ["You can only choose up to 2 files"]}


def test_a_file_where_words_belong_is_blank() -> None:
    file = FileStorage(BytesIO(b"x"), filename="a.pdf")

    form = sent({"name": file, "at": file, "offence": file, "born_on-day": file, "secret": file})

    assert form.errors == {"name": ["Enter the full name"]}


def test_every_error_is_tied_to_its_input_for_a_screen_reader() -> None:
    html = sent({"name": ""}).name()

    assert 'aria-describedby="name-error"' in html
    assert '<span class="govuk-visually-hidden">Error:</span> Enter the full name' in html
    assert " required" not in html


def test_a_label_may_be_the_pages_heading() -> None:
    form = sent({})

    assert '<h1 class="govuk-label-wrapper">' in form.name(heading=True)
    assert '<h1 class="govuk-fieldset__heading">' in form.sentenced_on(heading=True)


def test_a_form_without_its_token_says_so_without_a_link_to_nowhere(bare_app: Flask) -> None:
    bare_app.config["WTF_CSRF_ENABLED"] = True

    form = SentenceForm(formdata=MultiDict(GOOD))

    assert not form.validate()
    assert form.error_list() == [
        {"text": "This page was open too long. Send the form again", "href": ""}
    ]


def test_only_a_form_with_a_picker_loads_its_script() -> None:
    class Plain(GovForm):
        name = TextField("Name")

    assert sent({}).uses_picker
    assert not Plain(formdata=None).uses_picker
