"""Fields keep what was typed, read what it means, and say in plain words what is wrong."""

import time
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage, MultiDict

from tests.support.sentence_form import GOOD, SentenceForm, sent
from tests.support.tables import from_table
from ulss_tracker.web.forms import GovForm, TextField, tidy

pytestmark = pytest.mark.usefixtures("in_page")


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


@from_table
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


@pytest.mark.parametrize("blank", [" ", "\n", "\u200b", "\u3000", " \u200b"])
def test_blanks_go_at_the_edges_alone_however_many_there_are(blank: str) -> None:
    """Found by going back from each of them, 50,000 took six seconds, and a body's two million
    would have taken hours: whoever sent a few such forms would have stopped the tracker."""
    many = blank * (50_000 // len(blank))
    began = time.process_time()

    assert tidy(f"{many}a{many}b{many}", lines=True) == f"a{many}b"
    assert time.process_time() - began < 1


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
    assert 'type="password"' in form.secret()


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


class AskedForm(GovForm):
    """A form whose questions are named in errors."""

    why = TextField("Why is it being closed?", max_length=5)
    name = TextField("Offender’s name", max_length=5)


def test_an_error_calls_the_answer_to_a_question_an_answer_and_not_a_question() -> None:
    form = AskedForm(formdata=MultiDict({"why": "too long", "name": "too long"}))

    assert not form.validate()
    assert [each["text"] for each in form.error_list()] == [
        "Your answer to “Why is it being closed?” must be 5 characters or fewer",
        "Offender’s name must be 5 characters or fewer",
    ]
