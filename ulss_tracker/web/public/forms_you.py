"""The questions about the person who asks, and how to reach them safely."""

from datetime import date

from flask_babel import get_locale

from ulss_tracker.web.public.answers import Answers
from ulss_tracker.web.public.questions import choices_of
from ulss_tracker.web.public.step_form import StepForm

STANDINGS = choices_of("who-you-are.standing")
EMAIL_USES = choices_of("safe-email.email_use")


class ToldForm(StepForm):
    """Asks a victim or a family whether, by whom and when they were told of the scheme."""

    table = "told-of-the-scheme"

    def show(self, answers: Answers) -> None:
        super().show(answers)
        told_on = answers.get("told_on")
        self["told_on"].process(None, date.fromisoformat(told_on) if told_on else None)
        if "was_told" not in answers:
            self["was_told"].data = None  # not even that they do not know

    def take(self, answers: Answers) -> Answers:
        told_on: date | None = self["told_on"].data
        return super().take(answers) | {"told_on": told_on.isoformat() if told_on else None}


class SafeMoreForm(StepForm):
    """Facts that keep them safe when they are telephoned or met."""

    table = "safe-more"

    def prepare(self, answers: Answers) -> None:
        if not answers.get("telephone"):
            del self["contact_times"], self["words_to_use"]


class LanguageForm(StepForm):
    """The language to write to them in: the page's own until they say otherwise."""

    table = "language"

    def show(self, answers: Answers) -> None:
        self["language"].data = answers.get("language") or str(get_locale() or "en")
