"""The questions about the person who asks, and how to reach them safely."""

from flask_babel import get_locale, lazy_gettext

from ulss_tracker.scheme.time.time_limits import Standing
from ulss_tracker.web.forms import (
    Choice,
    EmailField,
    NameField,
    PhoneField,
    RadiosField,
    TextAreaField,
)
from ulss_tracker.web.public.answers import Answers
from ulss_tracker.web.public.step_form import StepForm

YES, NO = "yes", "no"

STANDINGS = {
    Standing.VICTIM: lazy_gettext("A victim of the offence"),
    Standing.BEREAVED_FAMILY: lazy_gettext("Bereaved family of someone who died"),
    Standing.ON_BEHALF: lazy_gettext("Asking on behalf of a victim or bereaved family"),
    Standing.PUBLIC: lazy_gettext("A member of the public"),
    Standing.MP: lazy_gettext("A Member of Parliament, or writing for one"),
    Standing.PROSECUTOR: lazy_gettext("A prosecutor or police officer"),
    Standing.OTHER: lazy_gettext("Someone else, or I would rather not say"),
}


class StandingForm(StepForm):
    """Who asks. It decides nothing: anyone may."""

    standing = RadiosField(
        lazy_gettext("Which of these are you?"),
        hint=lazy_gettext("Anyone can ask, and your answer does not change whether we look."),
        choices=[Choice(standing.value, words) for standing, words in STANDINGS.items()],
    )

    def show(self, answers: Answers) -> None:
        self.standing.data = answers.get("standing")

    def take(self, answers: Answers) -> Answers:
        return {"standing": self.standing.data}


class NameForm(StepForm):
    """The person's own name."""

    requester_name = NameField(
        lazy_gettext("What is your name?"),
        noun=lazy_gettext("Your name"),
        autocomplete="name",
    )

    def show(self, answers: Answers) -> None:
        self.requester_name.data = answers.get("requester_name", "")

    def take(self, answers: Answers) -> Answers:
        return {"requester_name": self.requester_name.data}


class ContactForm(StepForm):
    """How to reach them. All of it may be left out."""

    email = EmailField(
        lazy_gettext("Email address"),
        hint=lazy_gettext(
            "We will send the reference here at once. Use an address only you can read."
        ),
    )
    telephone = PhoneField(lazy_gettext("Telephone number"))
    postal_address = TextAreaField(
        lazy_gettext("Postal address"), rows=4, max_length=1_000, autocomplete="street-address"
    )

    def show(self, answers: Answers) -> None:
        for name in ("email", "telephone", "postal_address"):
            self[name].data = answers.get(name, "")

    def take(self, answers: Answers) -> Answers:
        return {
            "email": self.email.data,
            "telephone": self.telephone.data,
            "postal_address": self.postal_address.data,
        }


class SafeContactForm(StepForm):
    """Whether it is safe to leave a message, or to post a letter, where they gave the means."""

    may_leave_message = RadiosField(
        lazy_gettext("Is it safe to leave a message on this number?"),
        hint=lazy_gettext(
            "Someone else might hear it. If you leave this blank we will not leave a message."
        ),
        choices=[Choice(YES, lazy_gettext("Yes")), Choice(NO, lazy_gettext("No"))],
    )
    may_post = RadiosField(
        lazy_gettext("Is it safe to post a letter to this address?"),
        hint=lazy_gettext(
            "Someone else might open it. If you leave this blank we may post a letter."
        ),
        choices=[Choice(YES, lazy_gettext("Yes")), Choice(NO, lazy_gettext("No"))],
    )

    def prepare(self, answers: Answers) -> None:
        if not answers.get("telephone"):
            del self.may_leave_message
        if not answers.get("postal_address"):
            del self.may_post

    def show(self, answers: Answers) -> None:
        for field in self.questions():
            field.data = word(answers.get(field.name))

    def take(self, answers: Answers) -> Answers:
        return {field.name: truth(field.data) for field in self.questions()}


class LanguageForm(StepForm):
    """The language to write to them in: the page's own until they say otherwise."""

    language = RadiosField(
        lazy_gettext("Which language should we use when we write to you?"),
        choices=[Choice("en", lazy_gettext("English")), Choice("cy", lazy_gettext("Welsh"))],
    )

    def show(self, answers: Answers) -> None:
        self.language.data = answers.get("language") or str(get_locale() or "en")

    def take(self, answers: Answers) -> Answers:
        return {"language": self.language.data}


class SupportForm(StepForm):
    """The step that asks what would make it easier for them to hear from us."""

    support_needs = TextAreaField(
        lazy_gettext("Do you need any help or changes when we contact you?"),
        noun=lazy_gettext("What you need"),
        hint=lazy_gettext(
            "Such as large print, Easy Read, a British Sign Language interpreter, or someone we"
            " should speak to for you."
        ),
        rows=4,
        max_length=5_000,
    )

    def show(self, answers: Answers) -> None:
        self.support_needs.data = answers.get("support_needs", "")

    def take(self, answers: Answers) -> Answers:
        return {"support_needs": self.support_needs.data}


def truth(chosen: str | None) -> bool | None:
    """Convert a choice between yes and no; None when neither was chosen."""
    return None if chosen is None else chosen == YES


def word(truth_kept: bool | None) -> str | None:
    """The choice to show for what was kept."""
    if truth_kept is None:
        return None
    return YES if truth_kept else NO
