"""Choosing one thing from many by typing ordinary words: an offence, a court.

Without scripts: the words are sent, the matches come back as radios, one is chosen. With scripts
the same text box suggests as it is typed. The three inputs are `name` (the words), `name-id` (the
match chosen) and `name-for` (the words the match was chosen for, so that a choice left over from
other words is not taken for an answer).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from markupsafe import Markup
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from ulss_tracker.web.forms.base import GovField, Validator, Words, gettext, words_in
from ulss_tracker.web.forms.text import LONGEST_LINE, tidy

NONE_OF_THESE = "-"


@dataclass(frozen=True)
class Suggestion:
    """One match: what is stored (`id`), what is shown (`title`), what tells it from others."""

    id: str
    title: str
    detail: str = ""

    def as_json(self) -> dict[str, str]:
        """As the page's script reads it."""
        return {"id": self.id, "title": self.title, "detail": self.detail}


class PickerField(GovField):
    """A text box with suggestions. `data` is the chosen id, or None; `text` is what was typed.

    `find` gives the matches for some words, best first; `look_up` gives the match of one id, or
    None when there is no such id. `suggest_url` gives the address that answers the script with a
    JSON list of `Suggestion.as_json()`, asked as `?q=words`. Where `none_label` is given, people
    may keep their own words: `data` is None and `text` holds them. `settle` gives the id that some
    words certainly mean, so that nobody is asked to choose it. Where `keeps_words` is true, what
    was typed stays in the box beside the match chosen; else the match takes its place there.
    """

    keeps_words = False

    def __init__(
        self,
        label: Words | None = None,
        validators: Sequence[Validator] | None = None,
        *,
        find: Callable[[str], Sequence[Suggestion]],
        look_up: Callable[[str], Suggestion | None],
        suggest_url: Callable[[], str],
        none_label: Words | None = None,
        settle: Callable[[str], str | None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.find = find
        self.look_up = look_up
        self.suggest_url = suggest_url
        self.none_label = none_label
        self.settle = settle
        self.text = ""
        self.chosen_id = ""
        self.chosen_for = ""
        self.chosen: Suggestion | None = None
        self.matches: Sequence[Suggestion] = ()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the words and the choice from the posted form, or the id from the record."""
        super().process(None, data, extra_filters)
        suggestion = self.look_up(str(self.data)) if self.data else None
        if suggestion:
            self.text = suggestion.title
            self._choose(suggestion)
        if formdata is None:
            return
        self.data = self.chosen = None
        self.text = tidy(words_in(formdata, self.name))[:LONGEST_LINE]
        self.chosen_id = words_in(formdata, f"{self.name}-id")
        self.chosen_for = tidy(words_in(formdata, f"{self.name}-for"))
        self.raw_data = [self.text] if self.text else []

    def is_blank(self) -> bool:
        """Whether no words were typed."""
        return not self.text

    @property
    def error_anchor(self) -> str:
        """The first radio when there are matches to choose from; otherwise the text box."""
        return f"{self.id}-match-1" if self.matches else str(self.id)

    def pre_validate(self, form: Any) -> None:
        """Settle what the words mean, or ask which of the matches is meant."""
        if not self.text:
            self.chosen_id = ""
            return
        if self.chosen_id and self.chosen_for == self.text:
            if self.none_label is not None and self.chosen_id == NONE_OF_THESE:
                return
            suggestion = self.look_up(self.chosen_id)
            if suggestion:
                self._choose(suggestion)
                return
        self.chosen_id = ""
        self._settle_by_words()

    def _settle_by_words(self) -> None:
        matches = self.find(self.text)
        exact = [match for match in matches if match.title.casefold() == self.text.casefold()]
        meant = self.settle(self.text) if self.settle and not exact else None
        certain = self.look_up(meant) if meant else None
        if len(exact) == 1 or certain:
            self._choose(certain or exact[0])
            return
        if not matches and self.none_label is not None:
            return  # nothing to choose between: their own words stand
        self.matches = matches
        if matches:
            raise StopValidation(gettext("Choose what you mean by “%(words)s”", words=self.text))
        raise StopValidation(
            gettext(
                "Nothing matches “%(words)s”. Check the spelling or use other words",
                words=self.text,
            )
        )

    def _choose(self, suggestion: Suggestion) -> None:
        self.chosen = suggestion
        self.data = self.chosen_id = suggestion.id
        self.chosen_for = self.text

    def __call__(self, **options: Any) -> Markup:
        """The label, hint, error, text box and, when there are some, the matches."""
        params = self.shared_params(options) | {
            "id": self.id,
            "name": self.name,
            "label": self.label_params(options),
            "value": self.text,
            "autocomplete": "off",
            "spellcheck": False,
        }
        html = current_app.jinja_env.get_template("components/picker.html").render(
            input=self.drawn("input", "govukInput", params),
            id=self.id,
            name=self.name,
            suggest_url=self.suggest_url(),
            text=self.text,
            chosen=self.chosen,
            chosen_for=self.chosen_for,
            chosen_id=self.chosen_id,
            matches=tuple(self.matches),
            keeps_words=self.keeps_words,
            none_label=None if self.none_label is None else str(self.none_label),
            none_of_these=NONE_OF_THESE,
        )
        return Markup(html)  # noqa: S704 - the template escapes
