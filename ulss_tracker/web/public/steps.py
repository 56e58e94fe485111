"""The journey: its pages in order, which of them are asked, and where each leads.

A page is asked when the answers so far call for it, and done when it was sent once. After a page
comes the first one that is asked and not done; when all are, the answers are checked. So a change
made from there leads straight back, by way of any new question it raises.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.requests import eligibility_checker, lookups
from ulss_tracker.web.public import suggestions
from ulss_tracker.web.public.answers import (
    Answers,
    days_mark,
    days_read,
    input_of,
    offence,
    sentenced_on,
    standing,
)
from ulss_tracker.web.public.forms_case import (
    ConvictionsForm,
    CourtForm,
    FactForm,
    OffenceForm,
    WhichCourtForm,
    WhichOffenceForm,
)
from ulss_tracker.web.public.forms_date import CheckDateForm, DateForm, WhichDayForm
from ulss_tracker.web.public.forms_story import (
    BeforeStoryForm,
    LinksForm,
    OffenderForm,
    OutlookForm,
    ReasonForm,
)
from ulss_tracker.web.public.forms_together import ForWhomForm, together_form
from ulss_tracker.web.public.forms_you import (
    ContactForm,
    LanguageForm,
    NameForm,
    SafeContactForm,
    StandingForm,
    SupportForm,
)
from ulss_tracker.web.public.step_form import StepForm


def _always(_answers: Answers) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of the journey.

    `form` is None for the page with a route of its own (the files). `asked` says whether the
    answers call for it. `blanks` are the fields that its second button ("I do not know") leaves
    blank; without it there is no such button. `reopens` are the pages to be asked again when its
    answers change.
    """

    name: str
    form: Callable[..., StepForm] | None
    asked: Callable[[Answers], bool] = _always
    blanks: str = ""
    reopens: tuple[str, ...] = ()

    def url(self, *, is_change: bool = False) -> str:
        """The page's address; `is_change` when it was come to from checking the answers."""
        change = "yes" if is_change else None
        if self.form is None:
            return url_for("public.files", change=change)
        return url_for("public.step", name=self.name, change=change)

    def is_open(self, answers: Answers) -> bool:
        """Whether the page is asked and still to be done."""
        if not self.asked(answers):
            return False
        if self.form is FactForm:
            return eligibility_checker.next_question(input_of(answers), _facts(answers)) is not None
        return self.name not in answers.get("done", ())


def _facts(answers: Answers) -> tuple[str, ...]:
    return tuple(answers.get("facts", {}))


def _court_is_unclear(answers: Answers) -> bool:
    text = answers.get("court_text", "")
    if not text or (answers.get("court_id") and not answers.get("which_court")):
        return False
    return bool(lookups.courts_meant(text))


def _no_date_is_given(answers: Answers) -> bool:
    return not answers.get("sentenced_on")


def day_has_moved(answers: Answers) -> bool:
    """Whether words such as "last Tuesday" have come to mean other days than were answered for."""
    days_asked = answers.get("days_asked")
    if not days_asked or sentenced_on(answers) or answers.get("which_day") == "no":
        return False
    return bool(days_asked != days_mark(days_read(answers)))


def _date_is_doubtful(answers: Answers) -> bool:
    day = sentenced_on(answers)
    return day is not None and bool(eligibility_checker.date_warnings(day, offence(answers)[0]))


def _offence_is_unclear(answers: Answers) -> bool:
    text = answers.get("offence_text", "")
    if not text or (answers.get("offence_choice") and not answers.get("which_offence")):
        return False
    return bool(suggestions.offences_meant(text, sentenced_on(answers)))


def _are_several_listed(answers: Answers) -> bool:
    if answers.get("offence_choice"):
        return False
    text = answers.get("offence_text", "")
    return bool(lookups.listed_offences(text, sentenced_on(answers)))


def _facts_matter(answers: Answers) -> bool:
    if not answers.get("offence_choice"):
        return False
    facts = _facts(answers)
    return bool(facts) or eligibility_checker.next_question(input_of(answers), facts) is not None


def _may_be_reached(answers: Answers) -> bool:
    return any(answers.get(name) for name in ("email", "telephone", "postal_address"))


def _is_for_another(answers: Answers) -> bool:
    return standing(answers) in {RequesterRole.ON_BEHALF, RequesterRole.MP}


def _may_be_several(answers: Answers) -> bool:
    return standing(answers) in {
        RequesterRole.VICTIM,
        RequesterRole.BEREAVED_FAMILY,
        RequesterRole.ON_BEHALF,
    }


STEPS: tuple[Step, ...] = (
    Step(name="court", form=CourtForm, blanks="court", reopens=("which-court", "outlook")),
    Step(name="which-court", form=WhichCourtForm, asked=_court_is_unclear, reopens=("outlook",)),
    Step(
        name="date",
        form=DateForm,
        blanks="sentenced_on",
        reopens=("which-day", "check-date", "outlook"),
    ),
    Step(
        name="which-day",
        form=WhichDayForm,
        asked=_no_date_is_given,
        reopens=("check-date", "outlook"),
    ),
    Step(name="check-date", form=CheckDateForm, asked=_date_is_doubtful),
    Step(
        name="offence",
        form=OffenceForm,
        blanks="offence",
        reopens=("which-offence", "convictions", "outlook"),
    ),
    Step(
        name="which-offence", form=WhichOffenceForm, asked=_offence_is_unclear, reopens=("outlook",)
    ),
    Step(name="convictions", form=ConvictionsForm, asked=_are_several_listed, reopens=("outlook",)),
    Step(name="about-the-offence", form=FactForm, asked=_facts_matter, reopens=("outlook",)),
    # Who asks may decide how long there is, so it is asked before that is said.
    Step(name="who-you-are", form=StandingForm, reopens=("outlook", "for-whom")),
    Step(name="outlook", form=OutlookForm),
    Step(name="offender", form=OffenderForm),
    Step(name="before-your-story", form=BeforeStoryForm),
    Step(name="reason", form=ReasonForm),
    Step(name="links", form=LinksForm),
    Step(name="files", form=None),
    Step(name="your-name", form=NameForm),
    Step(name="for-whom", form=ForWhomForm, asked=_is_for_another),
    Step(name="asking-together", form=together_form, asked=_may_be_several),
    Step(name="contact", form=ContactForm, reopens=("safe-contact",)),
    Step(name="safe-contact", form=SafeContactForm, asked=_may_be_reached),
    Step(name="language", form=LanguageForm),
    Step(name="support", form=SupportForm),
)
BY_NAME = {step.name: step for step in STEPS}
_OPENED_ANEW = frozenset(name for step in STEPS for name in step.reopens)
_AFTER_THE_CASE = frozenset(step.name for step in STEPS[STEPS.index(BY_NAME["offender"]) + 1 :])


def first_url() -> str:
    """Where the journey starts."""
    return STEPS[0].url()


def next_url(current: Step, answers: Answers, *, is_change: bool = False) -> str:
    """Where a page that was sent leads. A change asks only what it has opened again."""
    if current.name == "check-date" and answers.get("date_is_right") == "no":
        return BY_NAME["date"].url(is_change=is_change)
    for step in STEPS[STEPS.index(current) :]:
        if is_change and step.asked is _always and step.name not in _OPENED_ANEW:
            continue
        if step.is_open(answers):
            return step.url(is_change=is_change)
    return url_for("public.check_answers")


def may_end(current: Step) -> bool:
    """Whether the rest may be skipped: who was sentenced is settled, and time may be short."""
    return current.name in _AFTER_THE_CASE


def end_url(answers: Answers) -> str:
    """Where skipping the rest leads: to the answers, but never past what keeps the person safe."""
    safe = BY_NAME["safe-contact"]
    return safe.url(is_change=True) if safe.is_open(answers) else url_for("public.check_answers")


def back_url(current: Step, answers: Answers, *, is_change: bool = False) -> str:
    """Where "Back" leads: the page before, or to the answers when those were being checked."""
    if is_change:
        return url_for("public.check_answers")
    for step in reversed(STEPS[: STEPS.index(current)]):
        if step.asked(answers):
            return step.url()
    return url_for("public.start")


def keep(current: Step, answers: Answers, values: Answers) -> Answers:
    """The answers with those of a page just sent, and what they reopen."""
    has_changed = any(answers.get(name) != value for name, value in values.items())
    reopened = set(current.reopens) if has_changed else set()
    answered = [name for name in answers.get("done", ()) if name not in {*reopened, current.name}]
    typed = {name: text for name, text in answers.get("typed", {}).items() if name != current.name}
    result = answers | values | {"done": answered, "typed": typed}
    if not _leaves_date_open(current, result):
        answered.append(current.name)
    return result


def _leaves_date_open(current: Step, answers: Answers) -> bool:
    """Whether a page just sent leaves the date to be settled: to be changed, or in new words."""
    if current.name == "which-day":
        return not answers.get("which_day") and days_read(answers) is not None
    return current.name == "check-date" and answers.get("date_is_right") == "no"
