"""The questions of the short check: court, offence, and what decides about it."""

from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext

from ulss_tracker.scheme.courts.courts import find_court
from ulss_tracker.scheme.reading.ticks import CONVICTIONS, as_answer
from ulss_tracker.services.requests import eligibility_checker, lookups
from ulss_tracker.web.forms import CheckboxesField, Choice, NameField, RadiosField
from ulss_tracker.web.public import suggestions
from ulss_tracker.web.public.answers import Answers, input_of, reopening, sentenced_on
from ulss_tracker.web.public.questions import fields_of
from ulss_tracker.web.public.step_form import StepForm

UNKNOWN = "unknown"
NONE_OF_THESE = "none"


class CourtForm(StepForm):
    """Which court. Anything may be typed; nothing is refused."""

    court = suggestions.OpenPicker(
        lazy_gettext("Which court passed the sentence?"),
        noun=lazy_gettext("Court"),
        hint=lazy_gettext(
            "Type the name or the town, such as Leeds. News reports and letters from the police"
            " or the court usually say which court it was."
        ),
        find=suggestions.courts_like,
        look_up=suggestions.court_choice,
        settle=suggestions.settled_court,
        suggest_url=lambda: url_for("public.suggest_courts"),
        max_length=200,
    )

    def show(self, answers: Answers) -> None:
        self.court.hold(answers.get("court_text", ""), answers.get("court_id"))

    def take(self, answers: Answers) -> Answers:
        values = {"court_text": self.court.text, "court_id": self.court.data}
        if values["court_text"] == answers.get("court_text") and answers.get("which_court"):
            return {}  # the same words, whose meaning was chosen on the next page
        return reopening(values, answers, {"which_court": None})


class WhichCourtForm(StepForm):
    """Which of the courts that the words may mean; of one, whether it is that."""

    choice = RadiosField(lazy_gettext("Which court do you mean?"), choices=[])

    def prepare(self, answers: Answers) -> None:
        courts = lookups.courts_meant(answers.get("court_text", ""))
        names = {court.id: suggestions.court_name(court) for court in courts}
        if len(names) == 1:
            (court_id, name), *_ = names.items()
            self.choice.label.text = gettext("Do you mean %(court)s?", court=name)
            names = {court_id: gettext("Yes")}
        self.choice.choices = [
            *(Choice(court_id, name) for court_id, name in names.items()),
            Choice(NONE_OF_THESE, gettext("Another court"), divider=gettext("or")),
            Choice(UNKNOWN, gettext("I do not know")),
        ]

    def show(self, answers: Answers) -> None:
        self.choice.data = answers.get("court_id") or answers.get("which_court")

    def take(self, answers: Answers) -> Answers:
        court = find_court(self.choice.data)
        return {"court_id": court.id if court else None, "which_court": self.choice.data}


class OffenceForm(StepForm):
    """Who was sentenced, and for which offence, in ordinary words."""

    offender_name: NameField = fields_of("offender")["offender_name"]
    offence = suggestions.OpenPicker(
        lazy_gettext("What was the offence?"),
        noun=lazy_gettext("Offence"),
        hint=lazy_gettext(
            "Use ordinary words, such as “murder”, “house burglary” or “death by dangerous"
            " driving”. If there were several, type them all."
        ),
        find=lambda text: suggestions.offences_like(text, None),
        look_up=suggestions.offence_choice,
        settle=lambda text: suggestions.settled_offence(text, None),
        suggest_url=lambda: url_for("public.suggest_offences"),
        max_length=2_000,
    )

    def prepare(self, answers: Answers) -> None:
        day = sentenced_on(answers)
        self.offence.settle = lambda text: suggestions.settled_offence(text, day)

    def show(self, answers: Answers) -> None:
        self.offender_name.data = answers.get("offender_name", "")
        self.offence.hold(answers.get("offence_text", ""), answers.get("offence_choice"))

    def take(self, answers: Answers) -> Answers:
        name = {"offender_name": self.offender_name.data}
        values = {"offence_text": self.offence.text, "offence_choice": self.offence.data}
        if values["offence_text"] == answers.get("offence_text") and answers.get("which_offence"):
            return name  # the same words, whose meaning was chosen on the next page
        return name | reopening(values, answers, {"which_offence": None, "facts": {}})


class WhichOffenceForm(StepForm):
    """Which of the offences that the words may mean."""

    choice = RadiosField(lazy_gettext("Which offence is nearest?"), choices=[])

    def prepare(self, answers: Answers) -> None:
        words = answers.get("offence_text", "")
        offences = suggestions.offences_meant(words, sentenced_on(answers))
        self.choice.choices = [
            *(Choice(suggestion.id, suggestion.title) for suggestion in offences),
            Choice(NONE_OF_THESE, gettext("None of these"), divider=gettext("or")),
            Choice(UNKNOWN, gettext("I do not know")),
        ]

    def show(self, answers: Answers) -> None:
        self.choice.data = answers.get("offence_choice") or answers.get("which_offence")

    def take(self, answers: Answers) -> Answers:
        choice = self.choice.data
        is_offence = choice not in {None, NONE_OF_THESE, UNKNOWN}
        values = {"offence_choice": choice if is_offence else None, "which_offence": choice}
        return reopening(values, answers, {"facts": {}})


class ConvictionsForm(StepForm):
    """Which of the offences listed were convictions; those read as such are ticked already."""

    convictions = CheckboxesField(
        lazy_gettext("Which of these was the person sentenced for?"),
        hint=lazy_gettext(
            "Untick what they were not sentenced for, and tick what is missing. If you are not"
            " sure, leave the ticks as they are."
        ),
        choices=[],
    )

    def prepare(self, answers: Answers) -> None:
        text = answers.get("offence_text", "")
        self.counts = lookups.listed_offences(text, sentenced_on(answers))
        self.convictions.choices = [
            Choice(count.key, count.read.words, hint=suggestions.count_named(count.read))
            for count in self.counts
        ]

    def show(self, answers: Answers) -> None:
        ticks = answers.get("facts", {}).get(CONVICTIONS)
        read = [count.key for count in self.counts if count.is_conviction]
        self.convictions.data = read if ticks is None else ticks.split()

    def take(self, answers: Answers) -> Answers:
        ticks = as_answer(self.convictions.data)
        return {"facts": answers.get("facts", {}) | {CONVICTIONS: ticks}}


class FactForm(StepForm):
    """One question about the offence whose answer decides whether it is in the scheme."""

    choice = RadiosField(choices=[])

    def prepare(self, answers: Answers) -> None:
        self.question = self._question(answers)
        if self.question is None:
            return
        self.choice.label.text = gettext(self.question.text)
        self.choice.hint = gettext(self.question.hint) if self.question.hint else ""
        self.choice.choices = [
            *(Choice(answer.value, gettext(answer.text)) for answer in self.question.answers),
            Choice(UNKNOWN, gettext("I do not know"), divider=gettext("or")),
        ]

    def show(self, answers: Answers) -> None:
        if self.question is not None:
            self.choice.data = answers.get("facts", {}).get(self.question.id)

    def take(self, answers: Answers) -> Answers:
        facts = dict(answers.get("facts", {}))
        if self.question is not None:
            facts[self.question.id] = self.choice.data or UNKNOWN
        return {"facts": facts}

    def _question(self, answers: Answers) -> Any:
        """The one asked for by its id, else the next that is open, else the first answered."""
        facts = answers.get("facts", {})
        asked_for = self.asked_for
        if asked_for:
            return eligibility_checker.question(input_of(answers), asked_for)
        following = eligibility_checker.next_question(input_of(answers), tuple(facts))
        if following is None and facts:
            return eligibility_checker.question(input_of(answers), next(iter(facts)))
        return following
