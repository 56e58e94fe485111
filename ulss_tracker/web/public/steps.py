"""The journey: its pages in order, which of them are asked, and where each leads.

Who asks decides the pages. A page is there when the answers so far allow it, in the way when they
call for it, and done when it was sent once. After a page comes the first one that is in the way and
not done; when all are, the answers are checked. So a change made from there leads straight back, by
way of any new question it raises. A page that is not in the way is offered beside the answers.
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
    is_of_office,
    may_know_case,
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
    OffenderForm,
    OutlookForm,
)
from ulss_tracker.web.public.forms_together import ForWhomForm, together_form
from ulss_tracker.web.public.forms_you import (
    LanguageForm,
    SafeMoreForm,
    ToldForm,
)
from ulss_tracker.web.public.step_form import StepForm, from_table


def _always(_answers: Answers) -> bool:
    return True


def _never(_answers: Answers) -> bool:
    return False


SAFE_CONTACT = {"email": "safe-email", "telephone": "safe-phone", "postal_address": "safe-post"}
"""The pages on how they are reached safely, each by need: by the answer that calls for it."""
_ENOUGH = ("court", "date", "offence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of the journey.

    `form` is None for the page with a route of its own (the files). `asked` says whether the
    answers allow it, `in_way` whether they call for it: else it is opened from the answers alone.
    `blanks` are the fields that its second button ("I do not know") leaves blank; without it there
    is no such button. `reopens` are the pages to be asked again when its answers change.
    """

    name: str
    form: Callable[..., StepForm] | None
    asked: Callable[[Answers], bool] = _always
    in_way: Callable[[Answers], bool] = _always
    blanks: str = ""
    reopens: tuple[str, ...] = ()

    def url(self, *, is_change: bool = False) -> str:
        """The page's address; `is_change` when it was come to from checking the answers."""
        change = "yes" if is_change else None
        if self.form is None:
            return url_for("public.files", change=change)
        return url_for("public.step", name=self.name, change=change)

    def is_open(self, answers: Answers) -> bool:
        """Whether the page is in the way and still to be done."""
        if not (self.asked(answers) and self.in_way(answers)):
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
    text = answers.get("offence_text", "")
    if answers.get("offence_choice") or not text:
        return False
    return bool(lookups.listed_offences(text, sentenced_on(answers)))


def _facts_matter(answers: Answers) -> bool:
    if not answers.get("offence_choice"):
        return False
    facts = _facts(answers)
    return bool(facts) or eligibility_checker.next_question(input_of(answers), facts) is not None


def _needs_outlook(answers: Answers) -> bool:
    """Whether the check's answer says more than that all is well and there is time."""
    return not eligibility_checker.check(input_of(answers)).is_plain


def _case_is_unknown(answers: Answers) -> bool:
    return not may_know_case(answers)


def _is_person(answers: Answers) -> bool:
    return not is_of_office(answers)


def _is_reached_by(name: str) -> Callable[[Answers], bool]:
    return lambda answers: bool(answers.get(name)) and _is_person(answers)


def _is_reached(answers: Answers) -> bool:
    return any(_is_reached_by(name)(answers) for name in SAFE_CONTACT)


def _is_victim_or_family(answers: Answers) -> bool:
    return standing(answers) in {RequesterRole.VICTIM, RequesterRole.BEREAVED_FAMILY}


def _is_for_another(answers: Answers) -> bool:
    return standing(answers) is RequesterRole.ON_BEHALF or is_of_office(answers)


def _may_be_several(answers: Answers) -> bool:
    is_of_family = standing(answers) is RequesterRole.ON_BEHALF and _is_person(answers)
    return is_of_family or _is_victim_or_family(answers)


def _are_several(answers: Answers) -> bool:
    return _may_be_several(answers) and bool(answers.get("is_together"))


STEPS: tuple[Step, ...] = (
    # It decides the pages, and may decide how long there is.
    Step(
        name="who-you-are",
        form=from_table("who-you-are"),
        reopens=("outlook", "told-of-the-scheme", "for-whom", "together", "contact"),
    ),
    Step(name="told-of-the-scheme", form=ToldForm, asked=_is_victim_or_family),
    Step(name="for-whom", form=ForWhomForm, asked=_is_for_another),
    Step(name="court", form=CourtForm, blanks="court", reopens=("which-court", "outlook")),
    Step(name="which-court", form=WhichCourtForm, asked=_court_is_unclear, reopens=("outlook",)),
    Step(
        name="date",
        form=DateForm,
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
    Step(name="outlook", form=OutlookForm, in_way=_needs_outlook),
    Step(name="offender", form=OffenderForm, in_way=_case_is_unknown),
    Step(name="reason", form=from_table("reason")),
    Step(name="links", form=from_table("links"), in_way=_never),
    Step(name="files", form=None, in_way=_never),
    Step(
        name="together",
        form=from_table("together"),
        asked=_may_be_several,
        reopens=("asking-together",),
    ),
    Step(name="asking-together", form=together_form, asked=_are_several),
    Step(name="contact", form=from_table("contact"), asked=_is_person),
    Step(name="safe-email", form=from_table("safe-email"), asked=_is_reached_by("email")),
    Step(name="safe-phone", form=from_table("safe-phone"), asked=_is_reached_by("telephone")),
    Step(name="safe-post", form=from_table("safe-post"), asked=_is_reached_by("postal_address")),
    Step(name="safe-more", form=SafeMoreForm, asked=_is_reached, in_way=_never),
    Step(name="language", form=LanguageForm, in_way=_never),
    Step(name="support", form=from_table("support"), in_way=_never),
)
BY_NAME = {step.name: step for step in STEPS}
_OPENED_ANEW = frozenset(name for step in STEPS for name in step.reopens)


def first_url() -> str:
    """Where the journey starts."""
    return STEPS[0].url()


def next_url(current: Step, answers: Answers, *, is_change: bool = False) -> str:
    """Where a page that was sent leads. A change asks only what it has opened again."""
    if current.name == "check-date" and answers.get("date_is_right") == "no":
        return BY_NAME["date"].url(is_change=is_change)
    for step in STEPS[STEPS.index(current) :]:
        is_plain = step.asked is _always and step.in_way is _always
        if is_change and is_plain and step.name not in _OPENED_ANEW:
            continue
        if step.is_open(answers):
            return step.url(is_change=is_change)
    return url_for("public.check_answers")


def safe_url(answers: Answers) -> str | None:
    """The page that still asks how they are reached safely: nothing is sent before it was seen."""
    open_steps = (BY_NAME[name] for name in SAFE_CONTACT.values() if BY_NAME[name].is_open(answers))
    return next((step.url(is_change=True) for step in open_steps), None)


def end_url(answers: Answers) -> str:
    """Where "Send what I have now" leads: the court, the date and what happened, then the answers.

    Each of the three may be left blank. It never leads past what keeps the person safe.
    """
    for name in _ENOUGH:
        if BY_NAME[name].is_open(answers):
            return BY_NAME[name].url()
    return safe_url(answers) or url_for("public.check_answers")


def resume_url(answers: Answers) -> str:
    """Where somebody carries on: the first page that is in the way and not done."""
    open_steps = (step.url() for step in STEPS if step.is_open(answers))
    return next(open_steps, url_for("public.check_answers"))


def place(current: Step, answers: Answers) -> tuple[int, int] | None:
    """The number of this page, and of how many to the answers; None of one out of the way."""
    way = [step for step in STEPS if step.in_way is _always and step.asked(answers)]
    return (way.index(current) + 1, len(way) + 1) if current in way else None


def back_url(current: Step, answers: Answers, *, is_change: bool = False) -> str:
    """Where "Back" leads: the page before, or to the answers when those were being checked."""
    if is_change:
        return url_for("public.check_answers")
    for step in reversed(STEPS[: STEPS.index(current)]):
        if step.asked(answers) and step.in_way(answers):
            return step.url()
    return url_for("public.start")


def keep(current: Step, answers: Answers, values: Answers) -> Answers:
    """The answers with those of a page just sent, and what they reopen."""
    changed = {name for name, value in values.items() if answers.get(name) != value}
    reopened = {page for name, page in SAFE_CONTACT.items() if name in changed}
    reopened |= set(current.reopens) if changed else set()
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
