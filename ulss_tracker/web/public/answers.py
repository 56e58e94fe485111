"""The answers of one journey, as the draft keeps them, and what they come to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext

from ulss_tracker import clock
from ulss_tracker.models import EmailUse
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day
from ulss_tracker.scheme.dates.spans import Span
from ulss_tracker.scheme.offences.offence_forms import CHOSEN_FORM, Form
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.requests.details import (
    TEXTS,
    AsksToo,
    Background,
    RequestDetails,
    SafeContactInput,
)
from ulss_tracker.services.requests.eligibility_checker import EligibilityInput
from ulss_tracker.web.forms.pickers import read_offence

Answers = dict[str, Any]

LONGEST_WORDS = 200
"""Of what is written about the date, in a request."""

SOLICITOR = "solicitor"
"""Said of who asks: kept as asking on behalf of somebody."""
_OFFICES = frozenset({RequesterRole.MP.value, RequesterRole.PROSECUTOR.value, SOLICITOR})
_OF_STANDING = {
    RequesterRole.VICTIM.value: frozenset({"together"}),
    RequesterRole.BEREAVED_FAMILY.value: frozenset({"together"}),
    RequesterRole.ON_BEHALF.value: frozenset({"together", "by_right"}),
    SOLICITOR: frozenset({"by_right", "own_reference"}),
    RequesterRole.PROSECUTOR.value: frozenset({"own_reference"}),
    RequesterRole.MP.value: frozenset(
        {"mp_name", "own_reference", "constituency", "constituent", "has_consent", "who_hears"}
    ),
}
_TOLD = (RequesterRole.VICTIM.value, RequesterRole.BEREAVED_FAMILY.value)


def sentenced_on(answers: Mapping[str, Any]) -> date | None:
    """The date of sentence: given, or read in their words and confirmed by them; else None."""
    day = answers.get("sentenced_on") or answers.get("day_meant")
    return date.fromisoformat(day) if day else None


def standing(answers: Mapping[str, Any]) -> RequesterRole | None:
    """Who asks; None while they have not said."""
    word = answers.get("standing")
    if word == SOLICITOR:
        return RequesterRole.ON_BEHALF
    return RequesterRole(word) if word else None


def is_of_office(answers: Mapping[str, Any]) -> bool:
    """Whether an office asks, which is reached as offices are: an MP’s, the police, a solicitor."""
    return answers.get("standing") in _OFFICES


def days_read(answers: Mapping[str, Any]) -> Span | None:
    """The day or days that their words say today; None where a date was given or none is read."""
    if answers.get("sentenced_on"):
        return None
    return read_sentence_day(answers.get("sentenced_text", ""), clock.today())


def days_said(answers: Mapping[str, Any]) -> Span | None:
    """The days to act on while none is stated: those read, unless they said it was another."""
    is_settled = sentenced_on(answers) or answers.get("which_day") == "no"
    return None if is_settled else days_read(answers)


def days_mark(span: Span | None) -> str:
    """The days in a form to compare: "2026-11-12/2026-11-13"."""
    return f"{span.earliest.isoformat()}/{span.latest.isoformat()}" if span else ""


def unchanged(values: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    """Whether the answers already say this."""
    return all(answers.get(name) == value for name, value in values.items())


def reopening(values: Answers, answers: Answers, reset: Answers) -> Answers:
    """The values of a page, and where they are others than before, what must be answered again."""
    return values if unchanged(values, answers) else values | reset


def offence(answers: Mapping[str, Any]) -> tuple[str | None, Form]:
    """The offence chosen, by its id in the catalogue, and its form."""
    return read_offence(answers.get("offence_choice"))


def may_know_case(answers: Mapping[str, Any]) -> bool:
    """Whether the answers may lead to the case: a name, a number or some news does.

    So do two of the court, the date and what happened.
    """
    if any(answers.get(name) for name in ("offender_name", "court_case_number", "news_address")):
        return True
    known = (
        answers.get("court_text") or answers.get("court_id"),
        answers.get("sentenced_on") or answers.get("sentenced_text"),
        answers.get("offence_text") or answers.get("reason"),
    )
    return sum(map(bool, known)) >= 2


def input_of(answers: Mapping[str, Any]) -> EligibilityInput:
    """The answers as the short check takes them."""
    offence_id, form = offence(answers)
    return EligibilityInput(
        court_id=answers.get("court_id"),
        court_text=answers.get("court_text", ""),
        standing=standing(answers),
        sentenced_on=sentenced_on(answers),
        days_said=days_said(answers),
        offence_id=offence_id,
        offence_form=form,
        offence_text=answers.get("offence_text", ""),
        answers=_facts(answers),
    )


def request_details(answers: Mapping[str, Any], language: str) -> RequestDetails:
    """The answers as the office takes them in; `language` is the page's, unless they chose."""
    offence_id, form = offence(answers)
    form_fact = {} if form is Form.FULL else {CHOSEN_FORM: form.value}
    texts = {name: answers.get(name, "") for name in TEXTS}
    texts |= {"sentenced_text": _date_in_words(answers), "links": _links(answers)}
    return RequestDetails(
        court_id=answers.get("court_id"),
        sentenced_on=sentenced_on(answers),
        offence_id=offence_id,
        offence_answers=_facts(answers) | form_fact,
        standing=standing(answers) or RequesterRole.OTHER,
        may_leave_message=_is_allowed(answers, "may_leave_message"),
        may_post=_is_allowed(answers, "may_post"),
        language=answers.get("language") or language,
        safe=_safe(answers),
        background=_background(answers),
        **texts | _told(answers),
    )


def _background(answers: Mapping[str, Any]) -> Background:
    """Their words on those they ask with or for, as far as their standing asks it."""
    of_standing = _OF_STANDING.get(answers.get("standing") or "", frozenset())
    if not answers.get("is_together"):
        of_standing -= {"together"}
    answered = {name: answers[name] for name in of_standing if answers.get(name) is not None}
    if "together" in answered:
        answered["together"] = tuple(AsksToo(**person) for person in answered["together"])
    return Background(court_case_number=answers.get("court_case_number", ""), **answered)


def _told(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Whether they were told of the scheme, by whom and when, as far as they were asked."""
    was_told = answers.get("was_told") if answers.get("standing") in _TOLD else None
    told_on = answers.get("told_on") if was_told else None
    return {
        "was_told": was_told,
        "told_by": answers.get("told_by", "") if was_told else "",
        "told_on": date.fromisoformat(told_on) if told_on else None,
    }


def _links(answers: Mapping[str, Any]) -> str:
    """The links with the news that says which case it is, once."""
    parts = (answers.get("news_address", ""), answers.get("links", ""))
    return "\n".join(dict.fromkeys(link for link in parts if link))


def _safe(answers: Mapping[str, Any]) -> SafeContactInput:
    """How they may be reached; the safe answer to each left blank. Offices are not asked."""
    unsaid = EmailUse.FULL if is_of_office(answers) else EmailUse.NEWS
    return SafeContactInput(
        email_use=EmailUse(answers.get("email_use") or unsaid),
        may_text=bool(answers.get("may_text")),
        times=answers.get("contact_times") or "",
        safe_person=answers.get("safe_person") or "",
        interpreter=answers.get("interpreter") or "",
        words_to_use=answers.get("words_to_use") or "",
    )


def _is_allowed(answers: Mapping[str, Any], name: str) -> bool | None:
    """Whether they allowed it: left blank it is not. None while they were not asked."""
    return bool(answers[name]) if name in answers else None


def _date_in_words(answers: Mapping[str, Any]) -> str:
    """Their words for the date; where they mean another day than is read in them, with that said.

    Such words are sent as "Not “last Friday”, but another day", so that nobody acts on last Friday.
    """
    words: str = answers.get("sentenced_text", "")
    if answers.get("which_day") != "no" or not words:
        return words
    denied = str(gettext("Not “%(words)s”, but another day", words=words))
    return denied if len(denied) <= LONGEST_WORDS else words


def _facts(answers: Mapping[str, Any]) -> dict[str, str]:
    """List the answers about the offence, without those that were "not known"."""
    facts = answers.get("facts", {})
    return {question: value for question, value in facts.items() if value != "unknown"}
