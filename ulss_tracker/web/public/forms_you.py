"""The questions about the person who asks, and how to reach them safely."""

from datetime import date

from flask_babel import get_locale, lazy_gettext

from ulss_tracker import clock
from ulss_tracker.models import EmailUse
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.web.forms import (
    Choice,
    DateField,
    EmailField,
    NameField,
    NotAfter,
    PhoneField,
    RadiosField,
    TextAreaField,
    TextField,
    YesNoField,
)
from ulss_tracker.web.public.answers import SOLICITOR, Answers
from ulss_tracker.web.public.step_form import StepForm

STANDINGS = {
    RequesterRole.VICTIM: lazy_gettext("A victim of the offence"),
    RequesterRole.BEREAVED_FAMILY: lazy_gettext("Bereaved family of someone who died"),
    RequesterRole.ON_BEHALF: lazy_gettext("Asking on behalf of a victim or bereaved family"),
    RequesterRole.PUBLIC: lazy_gettext("A member of the public"),
    RequesterRole.MP: lazy_gettext("A Member of Parliament, or writing for one"),
    RequesterRole.PROSECUTOR: lazy_gettext("A prosecutor or police officer"),
    RequesterRole.OTHER: lazy_gettext("Someone else, or I would rather not say"),
}
AS_SOLICITOR = lazy_gettext("A solicitor or barrister, for a client")


class StandingForm(StepForm):
    """Who asks. It decides which pages follow, and never whether they may ask: anyone may."""

    standing = RadiosField(
        lazy_gettext("Which of these are you?"),
        hint=lazy_gettext(
            "Anyone can ask. Your answer may change how long there is, and what else we ask."
        ),
        choices=[
            *(Choice(standing.value, words) for standing, words in STANDINGS.items()),
            Choice(SOLICITOR, AS_SOLICITOR),
        ],
    )


class ToldForm(StepForm):
    """Asks a victim or a family whether, by whom and when they were told of the scheme."""

    was_told = YesNoField(
        lazy_gettext("Were you told that a sentence can be reviewed?"),
        hint=lazy_gettext("Such as by the police or your witness care unit."),
        unsaid=Choice("not_known", lazy_gettext("I do not know")),
    )
    told_by = TextField(
        lazy_gettext("Who told you? (optional)"),
        noun=lazy_gettext("Who told you"),
        max_length=200,
        autocomplete="off",
    )
    told_on = DateField(
        lazy_gettext("When? (optional)"),
        noun=lazy_gettext("When you were told"),
        validators=[
            NotAfter(clock.today, lazy_gettext("When you were told must be today or in the past"))
        ],
    )

    def show(self, answers: Answers) -> None:
        if "was_told" in answers:
            self.was_told.process_data(answers["was_told"])
        else:
            self.was_told.data = None
        self.told_by.data = answers.get("told_by", "")
        told_on = answers.get("told_on")
        self.told_on.process(None, date.fromisoformat(told_on) if told_on else None)

    def take(self, answers: Answers) -> Answers:
        told_on: date | None = self.told_on.data
        return {
            "was_told": self.was_told.answer,
            "told_by": self.told_by.data,
            "told_on": told_on.isoformat() if told_on else None,
        }


class ContactForm(StepForm):
    """Their name, and how to reach them. All of it may be left out."""

    requester_name = NameField(
        lazy_gettext("Your name"),
        hint=lazy_gettext("The person who was sentenced is not told it."),
        autocomplete="name",
    )
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


EMAIL_USES = {
    EmailUse.FULL: lazy_gettext("Only I read it: write to me there in full"),
    EmailUse.NEWS: lazy_gettext("Somebody else may see it: only say that there is news"),
    EmailUse.NONE: lazy_gettext("Do not write to it"),
}


class SafeEmailForm(StepForm):
    """The use of their email. Left blank, it is only said that there is news."""

    email_use = RadiosField(
        lazy_gettext("Who else can read your email?"),
        hint=lazy_gettext(
            "If you leave this blank we only say that there is news, and you read it on our website"
            " with your reference and code."
        ),
        choices=[Choice(use.value, words) for use, words in EMAIL_USES.items()],
    )


class SafePhoneForm(StepForm):
    """The ways that are safe on their telephone. Left blank, none is."""

    may_text = YesNoField(
        lazy_gettext("Is it safe to send a text to this number?"),
        hint=lazy_gettext(
            "A text says only that there is news. It may show while the phone is locked. If you"
            " leave this blank we will not text you."
        ),
    )
    may_leave_message = YesNoField(
        lazy_gettext("Is it safe to leave a message on this number?"),
        hint=lazy_gettext(
            "Someone else might hear it. If you leave this blank we will not leave a message."
        ),
    )


class SafePostForm(StepForm):
    """Whether a letter is safe. Left blank, none is posted."""

    may_post = YesNoField(
        lazy_gettext("Is it safe to post a letter to this address?"),
        hint=lazy_gettext(
            "Someone else might open it. If you leave this blank we will not post a letter."
        ),
    )


class SafeMoreForm(StepForm):
    """Facts that keep them safe when they are telephoned or met."""

    contact_times = TextField(
        lazy_gettext("When is it safe to telephone? (optional)"),
        noun=lazy_gettext("When to telephone"),
        hint=lazy_gettext("Such as weekdays before 3pm."),
        max_length=300,
        autocomplete="off",
    )
    words_to_use = TextAreaField(
        lazy_gettext("If someone else answers, what should we say? (optional)"),
        noun=lazy_gettext("What to say"),
        hint=lazy_gettext("If you leave this blank we only ask for you, and say nothing else."),
        rows=3,
        max_length=2_000,
        autocomplete="off",
    )
    safe_person = TextAreaField(
        lazy_gettext("Is there someone else we should speak to for you? (optional)"),
        noun=lazy_gettext("Who to speak to"),
        hint=lazy_gettext("Their name, how to reach them, and what they may be told."),
        rows=3,
        max_length=2_000,
        autocomplete="off",
    )
    interpreter = TextField(
        lazy_gettext("Do you need an interpreter? (optional)"),
        noun=lazy_gettext("The language of the interpreter"),
        hint=lazy_gettext("Say which language, such as Polish or British Sign Language."),
        max_length=200,
        autocomplete="off",
    )

    def prepare(self, answers: Answers) -> None:
        if not answers.get("telephone"):
            del self.contact_times, self.words_to_use


class LanguageForm(StepForm):
    """The language to write to them in: the page's own until they say otherwise."""

    language = RadiosField(
        lazy_gettext("Which language should we use when we write to you?"),
        hint=lazy_gettext("We ask so that our letters come in the language you would rather read."),
        choices=[Choice("en", lazy_gettext("English")), Choice("cy", lazy_gettext("Welsh"))],
    )

    def show(self, answers: Answers) -> None:
        self.language.data = answers.get("language") or str(get_locale() or "en")


class SupportForm(StepForm):
    """The step that asks what would make it easier for them to hear from us."""

    support_needs = TextAreaField(
        lazy_gettext("Do you need any help or changes when we contact you?"),
        noun=lazy_gettext("What you need"),
        hint=lazy_gettext(
            "Such as large print or Easy Read. We ask so that what we send you can be read, and so"
            " that we do not make this harder for you."
        ),
        rows=4,
        max_length=5_000,
    )
