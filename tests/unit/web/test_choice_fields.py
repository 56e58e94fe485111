"""Choices and pickers: what they stand for, and what was not offered."""

import pytest
from werkzeug.datastructures import MultiDict

from tests.support.sentence_form import GOOD, Plea, SentenceForm, sent
from ulss_tracker.web.forms import Choice

pytestmark = pytest.mark.usefixtures("in_page")


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
